"""Items E5, E7, E10: hearings (APL 63 to 65), deliberation (APL 57(2)), service (CPL 87 to 95)."""

import datetime as dt

import pytest

from engine.grading.profile import HALVES
from tests.defects import (
    archived,
    dated,
    findings,
    inputs,
    lived,
    new_in,
    served,
    signed_by,
    unsigned,
    without,
    without_paper,
)
from tests.graded import Files

HEARD, DISCUSSED = "hearing-h_reported", "publication-f_filed"
ALIKE = [{"person": p, "opinion": "同意。", "agrees": True} for p in ("p06", "p07", "p08")]


def changed(trigger, **changes):
    return lambda events: inputs(events, trigger, **changes)


def nobody(form, *slots):
    return lambda events: unsigned(events, form, *slots)


def another(form, slot, person):
    return lambda events: signed_by(events, form, slot, person)


HEARING = [
    ("hearing_notified_late", lambda e: served(e, "hearing_notice-1", "2026-03-18")),
    ("hearing_notified_late", lambda e: without_paper(e, "hearing_notice")),
    ("hearing_moved", lambda e: dated(e, "hearing_record", "2026-03-30")),
    ("chair_unfit", another("hearing_record", "chair", "p02")),
    ("chair_unfit", another("hearing_record", "recorder", "p12")),
    ("closed_unreasoned", changed("notify_hearing", open_to_public=False)),
    (
        "agents_many",
        changed("request_hearing", agents=[{"name": n, "unit": "所"} for n in "甲乙丙"]),
    ),
    ("hearing_field_empty", changed("finish_hearing", defence="")),
    ("hearing_field_empty", changed("finish_hearing", last_statement="")),
    ("hearing_field_empty", changed("report_hearing", report_opinion="")),
    ("hearing_unsigned", nobody("hearing_record", "recorder")),
    ("hearing_unsigned", nobody("hearing_report", "chair")),
    ("party_signature_unproved", changed("finish_hearing", party_signature={"mode": "refused"})),
]


@pytest.mark.parametrize(("code", "change"), HEARING)
def test_a_defect_of_a_hearing_costs_a_point(code, change):
    found = new_in(lived(HEARD), change(lived(HEARD).events), "E5")
    assert found.get(code) == HALVES, found


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-25", True), ("2026-03-26", False), ("2026-03-27", False)]
)
def test_seven_working_days_lie_between_notice_and_hearing(day, found):
    """APL 64(2): served on 16 March; 17 to 25 March are seven working days."""
    base = lived(HEARD)
    held = dt.datetime.fromisoformat(f"{day}T09:00:00+08:00")
    events = dated(inputs(base.events, "notify_hearing", hearing_at=held), "hearing_record", day)
    assert ("hearing_notified_late" in new_in(base, events, "E5")) is found


def test_two_agents_are_allowed():
    base = lived(HEARD)
    agents = [{"name": n, "unit": "所"} for n in "甲乙"]
    assert new_in(base, inputs(base.events, "request_hearing", agents=agents), "E5") == {}


def decided_after_a_hearing():
    """The events of a hearing, with a decision of another case put behind them."""
    heard, other = lived(HEARD), archived()
    decided = [e for e in other.events if e.trigger == "approve_penalty"]
    return [*heard.events, *dated(decided, "penalty_decision", "2026-04-03")]


def test_a_hearing_is_reported_before_the_decision():
    events = decided_after_a_hearing()
    assert "hearing_unreported" not in new_in(lived(HEARD), events, "E5")
    silent = without_paper(events, "hearing_report")
    assert new_in(lived(HEARD), silent, "E5")["hearing_unreported"] == HALVES


def test_a_request_for_a_hearing_is_answered():
    events = without_paper(decided_after_a_hearing(), "hearing_notice", "hearing_report")
    assert new_in(lived(HEARD), events, "E5")["hearing_unanswered"] == HALVES


DELIBERATION = [
    ("opinions_not_individual", changed("deliberate", panel=ALIKE)),
    ("opinions_not_individual", changed("deliberate", panel__opinion="")),
    ("quorum_short", changed("deliberate", panel=ALIKE[:2])),
    ("quorum_short", changed("deliberate", panel__agrees=False)),
    ("panel_unsigned", nobody("deliberation_record", "panel_2")),
    ("deliberation_field_empty", changed("deliberate", conclusion="")),
    ("conclusion_differs", changed("deliberate", conclusion_fine=4_000_000)),
    ("deliberated_after", lambda e: dated(e, "deliberation_record", "2026-03-20")),
    (
        "deliberated_after",
        changed("deliberate", held_at=dt.datetime.fromisoformat("2026-03-19T16:00:00+08:00")),
    ),
]


@pytest.mark.parametrize(("code", "change"), DELIBERATION)
def test_a_defect_of_a_deliberation_costs_a_point(code, change):
    found = new_in(lived(DISCUSSED), change(lived(DISCUSSED).events), "E7")
    assert found.get(code) == HALVES, found


# -- service ----------------------------------------------------------------------------------


def receipt(**changes):
    """The receipt of the decision, the third the example served."""
    return lambda events: inputs(events, "signed", nth=2, **changes)


DIRECT = [
    receipt(received_on=None),
    receipt(received_on=dt.date(2026, 3, 18)),
    receipt(received_on=dt.date(2026, 3, 21)),
    receipt(receiver=" "),
    receipt(receiver_relation="neighbour"),
    receipt(party_signature={"mode": "refused", "reason": "不愿签"}),
    receipt(party_signature__file=None),
    lambda e: inputs(e, "attempt_direct", nth=2, service_place=None),
    nobody("service_receipt", "server_second"),
    another("service_receipt", "server_second", "p18"),
    another("service_receipt", "server_second", "p02"),
]


@pytest.mark.parametrize("change", DIRECT)
def test_a_receipt_that_proves_nothing_costs_a_point(change):
    assert new_in(archived(), change(archived().events), "E10") == {"receipt_faulty": HALVES}


def test_a_receipt_with_several_faults_costs_its_document_one_point():
    events = receipt(receiver="", received_on=None)(archived().events)
    assert new_in(archived(), events, "E10") == {"receipt_faulty": HALVES}


def test_a_scan_that_is_gone_is_no_signature():
    signature = archived().events[23].inputs.record("party_signature").record("file")
    found = new_in(
        archived(), archived().events, "E10", files=Files(missing=[signature.text("digest")])
    )
    assert found["receipt_faulty"] >= HALVES


def test_family_may_receive_for_a_citizen_and_not_for_an_entity():
    """CPL 88: adult family living together receive for a citizen."""
    events = archived().events
    for nth in range(3):
        events = inputs(events, "signed", nth=nth, receiver_relation="family")
    assert new_in(archived(), events, "E10") == {"receipt_faulty": 3 * HALVES}
    citizen = inputs(events, "request_filing", party__kind="citizen")
    assert new_in(archived(), citizen, "E10") == {}


MODES = [
    ("service-v_served-left", changed("refused", witnesses=(), media=None)),
    ("service-v_served-left", changed("refused", refusal_reason="")),
    ("service-v_served-posted", changed("return_slip", slip_file=None, receiver="沈国强")),
    ("service-v_served-posted", changed("return_slip", slip_on=dt.date(2026, 3, 9))),
    ("service-v_served-posted", changed("return_slip", receiver="")),
    ("service-v_served-entrusted", changed("entrusted_done", receiver="")),
    ("service-v_served-electronic", changed("send_e", consented=False)),
    ("service-v_served-electronic", lambda e: without_paper(e, "address_confirmation")),
    ("service-v_served-electronic", changed("send_e", party_signature={"mode": "refused"})),
    ("service-v_served-announced", lambda e: without_paper(e, "service_announcement")),
    ("service-v_served-announced", changed("announce", attempts="")),
    ("service-v_served-announced", lambda e: without(e, "attempt_direct")),
    ("service-v_served-announced", changed("announce", announced_on=dt.date(2026, 3, 11))),
]


@pytest.mark.parametrize(("life", "change"), MODES)
def test_every_mode_of_service_is_asked_for_its_own_proof(life, change):
    """CPL 89 left, 91 post and entrustment, 90 electronic, 95 announcement."""
    found = new_in(lived(life), change(lived(life).events), "E10")
    assert found.get("receipt_faulty", 0) >= HALVES, found


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-27", False), ("2026-03-30", False), ("2026-03-31", True)]
)
def test_a_decision_is_served_within_seven_working_days(day, found):
    """APL 61(1): decided on 19 March, so the last day is Monday 30 March."""
    on = dt.date.fromisoformat(day)
    events = receipt(received_on=on)(archived().events)
    events = dated(events, "service_receipt", day)
    assert ("served_late" in new_in(archived(), events, "E10")) is found


@pytest.mark.parametrize(("days", "found"), [(11, False), (12, True)])
def test_a_paper_that_must_be_served_is_waited_for_seven_working_days(days, found):
    """Without its receipt the decision of 19 March is missed from 31 March on."""
    events = without_paper(archived().events, "service_receipt")
    now = dt.datetime.fromisoformat("2026-03-19T12:00:00+08:00") + dt.timedelta(days=days)
    rows = findings(archived(), events, "E10", now=now)
    unserved = [document for code, _, document in rows if code == "document_unserved"]
    assert ("penalty_decision-1" in unserved) is found
