"""Who is a natural person to a screen: by what the case knows, else by how a name reads."""

import pytest

from engine.named_people import holds_private, is_a_name, names_a_person
from engine.record import Record
from workflows.masking_data import load_masking

MASKING = load_masking()


def party(kind, name="某某"):
    return Record({"party": Record({"kind": kind, "name": name})})


@pytest.mark.parametrize(
    ("kind", "named"), [("citizen", True), ("sole_trader", False), ("entity", False)]
)
def test_the_kind_of_party_decides_where_it_is_known(kind, named):
    """Names of companies and of businesses are registered and public; a citizen's is not."""
    assert names_a_person(party(kind), MASKING) is named


def test_a_citizen_is_one_whatever_the_name_looks_like():
    assert names_a_person(party("citizen", "某很长的五字以上姓名"), MASKING)


@pytest.mark.parametrize(
    ("suspect", "named"),
    [
        ("龚明霞", True),
        ("阿卜杜拉·买买提", True),
        ("John Smith", True),
        ("海岚市顺达土石方运输有限公司", False),
        ("", False),
    ],
)
def test_of_a_suspect_only_the_name_is_known(suspect, named):
    assert names_a_person(Record({"suspected_party": suspect}), MASKING) is named
    assert is_a_name(suspect, MASKING) is named


@pytest.mark.parametrize(
    ("data", "private"),
    [
        ({}, False),
        ({"place": "听涛路52号", "cause": "店外经营"}, False),
        ({"plate": "浙A12345"}, True),
        ({"reporter": "杜衡"}, True),
        ({"party": Record({"kind": "entity", "name": "顺达公司", "address": "海岚路1号"})}, False),
        ({"party": Record({"kind": "entity", "name": "顺达公司", "phone": "0570-1"})}, True),
        ({"party": Record({"kind": "citizen", "id_number": "11010519491231002X"})}, False),
        ({"evidence": (Record({"kind": "testimony", "maker": "杜衡"}),)}, True),
        ({"evidence": (Record({"kind": "video", "maker": "杜衡"}),)}, False),
        ({"witnesses": (Record({"name": "杜衡"}),)}, True),
        ({"witnesses": ()}, False),
        ({"reporter": ""}, False),
    ],
)
def test_what_a_case_was_told_is_private_where_a_published_copy_hides_it(data, private):
    assert holds_private(Record(data), MASKING) is private
