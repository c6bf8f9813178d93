"""The rule table is current, and no rule, period or trap stands there without place and test."""

import pytest

from tests.architecture.rule_places import data, named_places
from tests.architecture.rule_table import PAGE, page, proved_rules, tables
from tests.architecture.rule_tests import named_test, scenarios_by_rule

ROWS = {row.id: row for rows in tables().values() for row in rows}


def test_the_rule_table_is_current():
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("rule", ROWS)
def test_a_rule_is_carried_out_somewhere_and_held_by_a_test(rule):
    assert ROWS[rule].places
    assert ROWS[rule].tests


def test_every_rule_the_law_data_names_has_a_row():
    """I1 and I3 are duties of every act within the bureau, not articles of the register."""
    named = proved_rules() | {rule for rule in scenarios_by_rule() if rule[0] == "R"}
    assert not named - ROWS.keys() - {"I1", "I3"}


def test_the_register_leaves_no_period_and_no_trap_out():
    """Forty-three periods, sixteen traps, each with its own row and no row twice."""
    register = data("rules.yaml")
    ids = [entry["id"] for entry in (*register["rules"], *register["traps"])]
    assert len(ids) == len(set(ids))
    assert {f"T{number:02}" for number in range(1, 17)} <= set(ids)
    assert {f"D{number:02}" for number in range(1, 44)} <= ROWS.keys()
    assert register["deadlines"].keys() <= ROWS.keys()


@pytest.mark.parametrize(
    "place",
    [
        {"fact": "no_such_fact"},
        {"input": "T304.no_such_field"},
        {"input": "T9999.reason"},
        {"setting": "no.such.setting"},
        {"code": "engine/no_such_module.py"},
    ],
)
def test_a_place_that_does_not_exist_is_refused(place):
    with pytest.raises(LookupError):
        named_places([place])


def test_a_test_that_does_not_exist_is_refused():
    with pytest.raises(LookupError):
        named_test("unit/engine/test_surcharge.py::test_nothing_of_this_name")
