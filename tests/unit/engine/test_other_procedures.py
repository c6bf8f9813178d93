"""Cases that begin by another procedure than the ordinary one: opening, converting, one act."""

import datetime as dt

import pytest

from engine.elsewhere import neighbour
from engine.projection import case_row
from tests import lives
from tests.bureau import Bureau, unmet
from tests.playbook import Step, law, moment

DAY = dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("trigger", "machine"),
    [
        ("start_spot", "simple"),
        ("capture", "parking"),
        ("register_lead", "ordinary"),
        ("issue_spot_decision", "ordinary"),
    ],
)
def test_the_opening_step_chooses_the_procedure(trigger, machine):
    assert law().main(DAY, trigger).id == machine


@pytest.mark.parametrize("trigger", ["take_over_lead", "take_over_filing", "take_over_filed"])
def test_the_entries_of_a_conversion_open_no_case(trigger):
    bureau, at = Bureau(), moment("2026-03-03 09:00")
    step = Step(trigger=trigger, actor="p02", at=at, track="main", raw={})
    assert unmet(bureau.do(trigger, step=step, raw={})) == [("I6", "wrong_state")]


def test_a_converted_case_is_an_ordinary_one_with_its_past():
    case = lives.live("simple-to_ordinary-not_filed", until="convert").case
    assert (case.main.machine, case.main.state) == ("ordinary", "verifying")
    assert [e.machine for e in case.events] == ["simple", "simple"]
    assert case.machines("simple") == ()
    assert case.officers() == ("p02", "p03")


def test_a_spot_decision_counts_as_served_the_day_it_is_handed_over():
    case = lives.live("simple-spot_closed", until="issue_spot_decision").case
    made = case.latest("spot_penalty_decision")
    assert case.served[made.id] == (DAY, "direct")
    assert case.number == made.number


@pytest.mark.parametrize(
    ("life", "fined", "void"),
    [
        ("simple-spot_closed", True, False),
        ("simple-spot_closed-warning", False, False),
        ("parking-p_closed", True, False),
        ("parking-p_cancelled", False, True),
        ("parking-p_rejected", False, True),
    ],
)
def test_what_a_case_says_to_others(life, fined, void):
    told = neighbour(lives.live(life).case)
    assert (told.fined, told.void) == (fined, void)


@pytest.mark.parametrize(
    ("life", "closed"),
    [
        ("simple-spot_closed", "2026-03-09 15:00"),
        ("parking-p_closed", "2026-03-10 15:00"),
        ("parking-p_cancelled", "2026-03-06 15:00"),
    ],
)
def test_lists_know_when_such_a_case_was_closed(life, closed):
    assert case_row(lives.live(life).case).closed_at == moment(closed)


def test_a_stay_without_a_plate_is_compared_with_nothing():
    bureau = lives.live("parking-p_closed", until="capture")
    spot = lives.live("simple-spot_closed", Bureau(), until="start_spot")
    assert neighbour(spot.case).vehicle == ""
    assert neighbour(bureau.case).vehicle == "浙Z·示0417"
