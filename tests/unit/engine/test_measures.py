"""Things the bureau holds and cases it hands on: each on its own track, none forgotten."""

import datetime as dt

import pytest

from tests import journeys_measures as journeys
from tests.bureau import Bureau, unmet
from tests.journeys_measures import after, begun
from tests.variants import fine, joined, matter

TRUCK = {"number": "C1", "name": "渣土车", "spec": "8吨", "quantity": "1辆", "condition": "好"}
DAY = dt.date


def second_seized(bureau, on):
    bureau.must("propose_seizure", at=f"{on} 09:00", give={"goods": [TRUCK]})
    bureau.must("seize", at=f"{on} 11:00", give={"goods": [TRUCK]})
    return bureau


def period(bureau, track, rule="D04"):
    return bureau.case.deadline(rule, track)


# -- several measures in one case -----------------------------------------------------------------


def test_every_seizure_of_a_case_has_its_own_thirty_days():
    """Seed 002: thirty-four vehicles, one timer for each."""
    bureau = second_seized(journeys.seized(), "2026-03-10")
    assert period(bureau, "seizure-1").computed.due == DAY(2026, 4, 3)
    assert period(bureau, "seizure-2").computed.due == DAY(2026, 4, 9)


def test_an_urgent_seizure_counts_on_the_track_it_opens():
    bureau = journeys.seized_urgently()
    assert period(bureau, "seizure-1", "D06").computed.due_at.hour == 10
    assert period(bureau, "seizure-1").computed.due == DAY(2026, 4, 3)


def test_releasing_one_thing_leaves_the_period_of_the_other():
    bureau = second_seized(journeys.seized(), "2026-03-10")
    bureau.must("release", at="2026-03-24 10:00", track="seizure-1")
    assert period(bureau, "seizure-1").status == "stopped"
    assert period(bureau, "seizure-2").status == "running"


def test_a_test_nobody_was_told_of_resumes_no_other_seizure():
    """AEL 25(3): what is left out is left out on its own track alone."""
    bureau = second_seized(journeys.seized(), "2026-03-06")
    bureau.must("send_test", at="2026-03-09 10:00", track="seizure-1")
    bureau.serve(on="2026-03-10")
    bureau.must("exclude_test", at="2026-03-10 12:00", track="seizure-1")
    bureau.must("send_test", at="2026-03-11 10:00", track="seizure-2")
    untold = bureau.do("exclude_test", at="2026-03-11 12:00", track="seizure-2")
    assert unmet(untold) == [("R124", "own_document_served")]
    bureau.must("test_back", at="2026-03-20 10:00", track="seizure-2")
    assert period(bureau, "seizure-1").status == "paused"
    assert period(bureau, "seizure-2").computed.due == DAY(2026, 4, 5)


def test_the_testing_is_left_out_only_once():
    bureau = journeys.seized()
    bureau.must("send_test")
    bureau.serve(on="2026-03-11")
    bureau.must("exclude_test", at="2026-03-11 12:00")
    bureau.must("log_custody", at="2026-03-12 09:00")
    again = bureau.do("exclude_test", at="2026-03-12 12:00")
    assert unmet(again) == [("R124", "period_counts")]


def test_an_approval_of_one_seizure_does_not_carry_another():
    bureau = journeys.seized()
    bureau.present("陈志远", "林晓雯")
    bureau.do("propose_seizure", at="2026-03-10 09:00", give={"goods": [TRUCK]})
    refused = bureau.do("seize", at="2026-03-10 11:00", track="seizure-2", give={"goods": [TRUCK]})
    assert unmet(refused) == [("I6", "wrong_state")]


# -- what the main procedure asks -----------------------------------------------------------------


def late(until):
    """A seizure in force, the main procedure led on to a state in which its period is over."""
    changes = joined(matter("M-22"), fine("8000", "M-22"))
    bureau = begun(changes, until="review_ok")
    shots = [{**SHOT, "elements": ["烧烤工具的名称和数量"]}]
    bureau.must("propose_seizure", at="2026-03-06 15:00")
    bureau.must("seize", at="2026-03-06 16:00", give={"evidence": shots})
    plan = {**changes["end_investigation"], "things_plan": "待决定后返还。"}
    bureau.must("end_investigation", give=plan)
    for trigger in STEPS[: STEPS.index(until)]:
        if trigger == "serve":
            bureau.serve(on="2026-03-10", receiver_relation="法定代表人")
            continue
        bureau.must(trigger, give=changes.get(trigger))
    return bureau, changes.get(until)


SHOT = {
    "name": "物品照片",
    "kind": "视听资料",
    "file": "附件/物品照片.jpg",
    "maker": "林晓雯",
    "taken_at": "2026-03-06 15:40",
    "place": "听涛路",
    "device": "执法记录仪",
    "proves": "物品的数量和状况",
    "verified": True,
}
STEPS = [
    "serve_prior_notice",
    "serve",
    "record_statement",
    "submit_review",
    "review_pass",
    "approve_penalty",
]


@pytest.mark.parametrize("trigger", ["serve_prior_notice", "approve_penalty"])
@pytest.mark.parametrize(("at", "held"), [("2026-04-05", False), ("2026-04-06", True)])
def test_nothing_goes_on_while_a_thing_is_held_beyond_its_period(trigger, at, held):
    """AEL 25(1), 28(1)(4): the thirtieth day still counts, the day after nothing but release."""
    bureau, give = late(trigger)
    outcome = bureau.do(trigger, at=f"{at} 10:00", give=give)
    codes = {code for _, code in unmet(outcome)} if hasattr(outcome, "unmet") else set()
    assert ("measures_in_time" in codes) is held


def test_a_case_is_not_closed_while_a_thing_is_held():
    """R126: paid or not, what was seized has to be given back or disposed of first."""
    bureau = after(begun(journeys.SEIZABLE), "propose_seizure", "seize")
    bureau.must("form_crime_team")
    for move in ("report_crime", "approve_crime", "send_police"):
        bureau.must(move)
    bureau.must("transfer_out", give={"transfer_kind": "crime"})
    bureau.must("police_files")
    refused = bureau.do("hand_over")
    assert unmet(refused) == [("R127", "tracks_ended")]
    closing = {"closing_ground": "transferred", "receipt_file": "回执.pdf", "receipt_note": "无"}
    assert ("R127", "tracks_ended") in unmet(bureau.do("request_closing", give=closing))


# -- transfers ------------------------------------------------------------------------------------


def test_no_decision_while_another_agency_has_the_case():
    """M55 6(1): two agencies do not decide one case."""
    bureau = after(Bureau().play(until="decision_pending"), "propose_transfer")
    assert unmet(bureau.do("approve_penalty")) == [("R058", "tracks_ended")]
    bureau.must("drop_transfer")
    bureau.must("approve_penalty")


def test_a_transfer_the_review_asked_for_is_verified_before_anything_is_closed():
    """T126 moves the case; the team, the chief and the police still do their part (CTR 5)."""
    bureau = after(Bureau().play(until="under_legal_review"), "review_transfer")
    assert unmet(bureau.do("take_back")) == [("R164", "track_in")]
    after(bureau, "form_crime_team", "report_crime", "refuse_crime", "take_back")
    assert bureau.state == "investigating"


def test_one_crime_has_one_team():
    bureau = after(begun(), "form_crime_team")
    again = bureau.do("form_crime_team", track="transfer-2")
    assert unmet(again) == [("R160", "crime_transfer_open")]


def test_suspending_the_investigation_does_not_stop_hours():
    """CC 201(2): twenty-four hours run through everything."""
    bureau = after(begun(), "form_crime_team", "report_crime", "approve_crime")
    bureau.must("suspend", at="2026-03-11 10:00")
    assert bureau.case.deadline("D28h").status == "running"
    assert bureau.case.deadline("D11").status == "paused"
