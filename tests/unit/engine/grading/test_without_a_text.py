"""A matter without a text on the day of the act is told of once: as a penalty without a basis."""

import datetime as dt

import pytest

from tests.defects import archived, inputs, lived, new_in

#: The rule the example is punished by came into force on 1 June 2005.
BEFORE, FIRST = dt.date(2005, 5, 31), dt.date(2005, 6, 1)


def acted(day):
    return inputs(archived().events, "register_lead", act_on=day)


@pytest.mark.parametrize(("day", "found"), [(BEFORE, True), (FIRST, False)])
def test_an_act_before_its_rule_was_in_force_has_no_basis(day, found):
    assert ("basis_not_in_force" in new_in(archived(), acted(day), "V03")) is found


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("V01", "power_missing"),
        ("A1", "power_missing"),
        ("V09", "fine_out_of_range"),
        ("C2", "norm_not_chosen"),
        ("C2", "norm_of_another"),
        ("E3", "basis_strange"),
    ],
)
def test_what_needs_a_text_is_not_told_of_beside_it(head, code):
    """The bureau holds the power, and no range, norm or provision can be compared with nothing."""
    assert code not in new_in(archived(), acted(BEFORE), head)


@pytest.mark.parametrize("matter", ["M-20", "M-99"])
def test_a_matter_the_bureau_has_not_or_nobody_knows_is_beyond_its_power(matter):
    """APL 17, 18: whatever the law library says of its text."""
    events = inputs(archived().events, "start_verification", matter=matter)
    assert "power_missing" in new_in(archived(), events, "V01")
    assert "power_missing" in new_in(archived(), events, "A1")


def test_a_fine_out_of_the_range_of_the_text_in_force_is_found():
    events = inputs(archived().events, "approve_penalty", decision_fine=99_000_000)
    assert "fine_out_of_range" in new_in(archived(), events, "V09")


@pytest.mark.parametrize(
    ("name", "head", "code"),
    [
        ("simple-spot_closed", "V01", "power_missing"),
        ("simple-spot_closed", "V09", "kind_not_allowed"),
        ("simple-spot_closed", "F3", "spot_contents"),
        ("parking-p_closed", "V01", "power_missing"),
        ("parking-p_closed", "B4", "camera_record_poor"),
    ],
)
def test_the_same_holds_on_the_spot_and_for_parking(name, head, code):
    trigger = "start_spot" if name.startswith("simple") else "capture"
    profile = "chengguan-spot-1" if name.startswith("simple") else "chengguan-parking-1"
    events = inputs(lived(name).events, trigger, act_on=dt.date(1990, 3, 2))
    assert "basis_not_in_force" in new_in(lived(name), events, "V03", profile=profile)
    assert code not in new_in(lived(name), events, head, profile=profile)


def test_a_decision_that_cites_no_proof_is_badly_reasoned_and_its_facts_are_still_proved():
    """APL 40, 44: the matrix proves every element, so F4 loses points and nothing is vetoed."""
    facts = "2026年3月2日6时40分许，当事人所有的货车在听涛路遗撒渣土，面积约72平方米。"
    events = inputs(archived().events, "approve_penalty", decision_facts=facts)
    assert "reasons_evidence" in new_in(archived(), events, "F4")
    assert new_in(archived(), events, "V06") == {}
