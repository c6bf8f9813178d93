"""Forms are read strictly: every mistake is refused with file, line and what is wrong."""

from datetime import UTC, date, datetime

import pytest

from documents.fill import fill
from documents.filled import FilledCell, FilledTable
from documents.form import Form, Layout
from documents.forms import FormLibrary, load_forms, read_form
from engine.errors import ConfigurationError, InputError, NotFoundError

MOMENT = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
GOOD = """\
id: sample
name: 立案审批表
name_en: Sample
type_code: 立
layout: approval
law: [某规定第一条]
signers:
  - {slot: officer, role: case_officer, label: 承办人, opinion: true}
  - {slot: witness, role: witness, label: 见证人, many: true}
elements: [cause, facts]
body:
  - table:
      columns: [1, 2, 1]
      rows:
        - [案由, {value: "{{ case.cause }}", span: 2, element: cause}]
        - [{label: 当事人, down: 2}, 姓名, {value: "{{ party.name | blank }}"}]
        - [住址, {value: "{{ party.address | default('') }}"}]
        - [意见, {sign: officer, span: 2}]
  - para: |
      {{ case.facts }}
      接排不另起。

      另起一段，罚款{{ case.fine | amount }}。
    element: facts
"""
VALUES = {"case": {"cause": "某案", "facts": "事实。", "fine": 15000}, "party": {"name": "王喆堃"}}


def read(text: str = GOOD) -> Form:
    return read_form(text, "sample.yaml")


def filled(text: str = GOOD, **changes: object):
    return fill(read(text), {**VALUES, **changes}, moment=MOMENT, number=None, slots=("officer",))


def test_a_good_form_is_read() -> None:
    form = read()
    assert form.layout is Layout.APPROVAL
    assert form.slots == ("officer", "witness")
    assert not form.sealed
    assert form.elements == ("cause", "facts")


MISTAKES = {
    "form.not_yaml": ("columns: [1, 2, 1]", "columns: [1, 2, 1", 14),
    "form.unknown_key": ("type_code: 立", "type_code: 立\ncolour: red", 5),
    "form.missing_key": ("name_en: Sample\n", "", 1),
    "form.repeated_key": ("name_en: Sample", "name_en: Sample\nname_en: Other", 4),
    "form.unknown_choice": ("layout: approval", "layout: poster", 5),
    "form.wrong_shape": ("opinion: true", "opinion: perhaps", 8),
    "form.bad_name": ("slot: officer,", "slot: Officer 1,", 8),
    "form.reserved_slot": ("slot: officer,", "slot: seal,", 8),
    "form.repeated_slot": ("slot: witness,", "slot: officer,", 8),
    "form.unknown_slot": ("sign: officer", "sign: offcer", 12),
    "form.row_width": ("[住址, {value", "[住址, 空, {value", 15),
    "form.template": ("{{ case.cause }}", "{{ case.cause }", 15),
    "form.block_kind": ("  - para: |", "  - parra: |", 19),
    "form.element_uncovered": ("[cause, facts]", "[cause, facts, basis]", 10),
    "form.element_unlisted": ("[cause, facts]", "[cause]", 12),
    "form.id_mismatch": ("id: sample", "id: other", 1),
}


@pytest.mark.parametrize(("code", "change"), MISTAKES.items())
def test_mistakes_are_refused_with_their_line(code: str, change: tuple[str, str, int]) -> None:
    old, new, line = change
    assert old in GOOD
    with pytest.raises(ConfigurationError) as caught:
        read(GOOD.replace(old, new, 1))
    assert (caught.value.code, caught.value.facts["line"]) == (code, line)
    assert caught.value.facts["file"] == "sample.yaml"


def test_a_sealed_form_needs_a_dateline() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(GOOD.replace("law:", "sealed: true\nlaw:"))
    assert caught.value.code == "form.seal_without_dateline"


def test_a_seam_seal_needs_a_seal() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(GOOD.replace("law:", "seam_seal: true\nlaw:"))
    assert caught.value.code == "form.seam_without_seal"
    assert caught.value.facts["line"] == 6


def test_every_form_of_the_product_is_read() -> None:
    library = load_forms()
    for name in library:
        form = library[name]
        assert form.id == name
        assert form.law
    with pytest.raises(NotFoundError):
        library.form("no_such_form")
    assert "no_such_form" not in library


def test_folder_of_forms_is_a_mapping(tmp_path) -> None:
    (tmp_path / "sample.yaml").write_text(GOOD, "utf-8")
    library = FormLibrary(tmp_path)
    assert list(library) == ["sample"]
    assert library["sample"] is library["sample"]


def cells() -> list[FilledCell]:
    table = filled().body[0]
    assert isinstance(table, FilledTable)
    return [cell for row in table.rows for cell in row]


def test_empty_cells_are_struck_out() -> None:
    assert all(cell.text or cell.places for cell in cells())
    assert cells()[6].text == "／"


def test_paragraphs_join_lines_and_split_at_blank_lines() -> None:
    assert filled().body[1].texts == (
        "事实。接排不另起。",
        "另起一段，罚款人民币壹佰伍拾元整（¥150.00）。",
    )


def test_line_feeds_of_a_value_begin_paragraphs() -> None:
    case = {**VALUES["case"], "facts": "甲。\n乙。"}
    assert filled(case=case).body[1].texts[:2] == ("甲。", "乙。接排不另起。")


def test_unplaced_signers_are_added_at_the_end() -> None:
    places = filled().body[-1].places
    assert [(place.label, place.slot, place.text) for place in places] == [("见证人", None, "／")]


def test_one_slot_for_each_of_many() -> None:
    slots = ("officer", "witness_1", "witness_2")
    found = fill(read(), VALUES, moment=MOMENT, number=None, slots=slots).body[-1].places
    assert [place.slot for place in found] == ["witness_1", "witness_2"]


def test_a_slot_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        fill(read(), VALUES, moment=MOMENT, number=None, slots=("officer", "stranger"))


WRONG_VALUES = {
    "missing": ({"case": {"facts": "x", "fine": 1}}, "document.value_missing", 15),
    "missing altogether": ({"case": {}}, "document.value_missing", 15),
    "empty": ({"case": {**VALUES["case"], "cause": " "}}, "document.element_missing", 15),
    "none": ({"case": {**VALUES["case"], "cause": None}}, "document.element_missing", 15),
    "bare date": (
        {"case": {**VALUES["case"], "cause": date(2026, 1, 5)}},
        "document.unformatted",
        15,
    ),
    "bare list": ({"case": {**VALUES["case"], "cause": ["某案"]}}, "document.unformatted", 15),
    "float money": ({"case": {**VALUES["case"], "fine": 150.0}}, "document.wrong_kind", 19),
    "no number": ({"case": {**VALUES["case"], "cause": {}}}, "document.unformatted", 15),
    "negative": ({"case": {**VALUES["case"], "fine": -1}}, "money.out_of_range", 19),
}


@pytest.mark.parametrize("name", WRONG_VALUES)
def test_wrong_values_are_refused_with_form_and_line(name: str) -> None:
    changes, code, line = WRONG_VALUES[name]
    with pytest.raises(InputError) as caught:
        filled(**changes)
    assert caught.value.code == code
    assert caught.value.facts["form"] == "sample"
    assert caught.value.facts["line"] == line


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ day | date }}", "2026年1月5日"),
        ("{{ at | moment }}", "2026年1月5日9时30分"),
        ("{{ fen | yuan }}", "150.05"),
        ("{{ fen | capital }}", "人民币壹佰伍拾元零伍分"),
        ("{{ fen | amount }}", "人民币壹佰伍拾元零伍分（¥150.05）"),
        ("{{ nothing | blank }}", "／"),
        ("{{ nothing.at.all | blank }}", None),
        ("{{ none | blank('无') }}", "无"),
        ("{{ fen | blank }}", "15005"),
        ("{{ mode | choose('直接送达', '留置送达') }}", "□直接送达　■留置送达"),
        ("{{ mode | choose('直接送达') }}", None),
        ("{{ record.items }}", "甲"),
        ("{{ record.__class__ }}", None),
        ("{{ ''.__class__ }}", None),
    ],
)
def test_texts_are_written_as_official_documents_write(source: str, expected: str | None) -> None:
    text = GOOD.replace("{{ case.cause }}", source)
    values = {
        "day": date(2026, 1, 5),
        "at": MOMENT,
        "fen": 15005,
        "mode": "留置送达",
        "record": {"items": "甲"},
        "none": None,
    }
    if expected is None:
        with pytest.raises(InputError):
            filled(text, **values)
    else:
        assert filled(text, **values).body[0].rows[0][1].text == expected
