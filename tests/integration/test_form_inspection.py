"""The record of an inspection: the evidence taken while it lasted, with its numbers."""

from tests.form_reading import shown
from tests.form_samples import ordinary


def test_an_inspection_lists_what_was_taken_while_it_lasted(tmp_path) -> None:
    """Documents, 4.2: the numbers of photographs belong into the record of the inspection."""
    given = ordinary("site_inspection_record")
    began, ended = (given.values["input"][name] for name in ("started_at", "ended_at"))
    during = given.values["evidence"][0] | {"number": "证7", "taken_at": began, "name": "当时照片"}
    after = during | {"number": "证8", "taken_at": ended.replace(hour=23), "name": "事后照片"}
    text = shown(given.over(new_evidence=[], evidence=[during, after]), tmp_path)
    assert "证7当时照片" in text
    assert "事后照片" not in text


def test_an_inspection_without_evidence_on_record_refers_to_where_its_numbers_stand(
    tmp_path,
) -> None:
    text = shown(ordinary("site_inspection_record").over(new_evidence=[], evidence=[]), tmp_path)
    assert "见检查（勘验）情况和另附的证据说明页" in text
