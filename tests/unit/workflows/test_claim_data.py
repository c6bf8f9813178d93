"""The second book is read with every complaint naming its line, and its demands told apart."""

import shutil

import pytest

from engine.errors import ConfigurationError
from workflows.claim_data import DATA, load_claims

CLAIMS = load_claims()


@pytest.fixture
def book(tmp_path):
    return shutil.copytree(DATA, tmp_path / "checking")


def spoilt(book, name, old, new):
    """Replace the first `old` in one of the three files; return the line it stood on."""
    path = book / name
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, old
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def refusal(book):
    with pytest.raises(ConfigurationError) as refused:
        load_claims(book)
    return refused.value


def test_no_two_demands_go_by_one_id():
    ids = [
        *(i.id for i in CLAIMS.invariants),
        *(h.id for h in CLAIMS.hats),
        *(s.id for s in CLAIMS.scopes),
    ]
    assert len(set(ids)) == len(ids)


def test_demands_of_one_rule_and_question_are_numbered_in_the_order_written():
    told = [i.id for i in CLAIMS.invariants if i.id.startswith("R014 amount_in_range")]
    assert told[:3] == [
        "R014 amount_in_range",
        "R014 amount_in_range #2",
        "R014 amount_in_range #3",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "twice"),
    [
        ("invariants.yaml", "- id: N02", "- id: N01", "N01"),
        ("invariants.yaml", "{id: H02,", "{id: H01,", "H01"),
        ("scopes.yaml", "- id: inquiry", "- id: filing", "filing"),
    ],
)
def test_an_id_used_twice_is_refused_with_its_line(book, name, old, new, twice):
    line = spoilt(book, name, old, new)
    refused = refusal(book)
    assert (refused.code, refused.facts["file"], refused.facts["line"]) == (
        "data.twice",
        name,
        line,
    )
    assert refused.facts["field"] == twice


def test_a_scope_cannot_let_somebody_try_acts_who_is_not_on_the_staff(book):
    line = spoilt(book, "scopes.yaml", "people: [everybody]", "people: [evrybody]")
    refused = refusal(book)
    assert (refused.code, refused.facts["line"]) == ("data.unknown_word", line)
    assert refused.facts["allowed"] == "auditing、everybody"


@pytest.mark.parametrize("person", ["case_officer-4", "chief-2"])
def test_an_input_cannot_name_a_second_holder_of_a_role_that_has_but_one(book, person):
    line = spoilt(book, "scopes.yaml", "is: case_officer-2}", f"is: {person}}}")
    refused = refusal(book)
    assert (refused.code, refused.facts["line"]) == ("data.unknown_word", line)
    assert "case_officer-2" in refused.facts["allowed"]
