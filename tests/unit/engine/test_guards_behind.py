"""Guards behind guards: what no course of a case runs into, asked of a case made for the question.

The road keeps such a case from arising; should its memory ever differ, the guard still holds.
"""

from dataclasses import replace

from engine.planning import plan
from engine.record import Record
from tests.bureau import Bureau, intake, unmet
from tests.variants import citizen, fine, joined, matter

HEARD = joined(fine("50000"), {"record_statement": {"waiver_scope": "要求听证的权利"}})


def planned_unmet(bureau, case, trigger, **give):
    """What stands in the way of a move on a case as given."""
    return unmet(plan(bureau.command(trigger, give=give), bureau.road.desk(case, intake())))


def test_a_dossier_with_a_document_still_waiting_is_neither_reviewed_nor_archived():
    bureau = Bureau().play(until="request_closing")
    form = bureau.case.latest("penalty_decision")
    waiting = replace(form, status="pending", waiting=(("seal", "seal_keeper", ""),))
    for trigger, begin in (("compile", "request_closing"), ("archive", "approve_closing")):
        bureau = Bureau().play(until=begin)
        case = bureau.case
        case.documents[form.id] = waiting
        assert ("R174", "documents_complete") in planned_unmet(bureau, case, trigger)


def decision_pending():
    bureau = Bureau().play(until="decision_pending")
    return bureau, bureau.case


def test_no_decision_against_a_report_that_proposed_none():
    bureau, case = decision_pending()
    case.data = case.data.merged({"proposal": "no_penalty"})
    assert planned_unmet(bureau, case, "approve_penalty") == [("R078", "data_is")]


def test_no_decision_without_a_passed_legal_review():
    bureau, case = decision_pending()
    case.marks["legal_review_passed"] = False
    assert planned_unmet(bureau, case, "approve_penalty") == [("R075", "mark_is")]


def test_no_decision_at_the_threshold_without_the_panel():
    bureau = Bureau().play(until="under_legal_review", changes=HEARD)
    bureau.must("require_deliberation")
    bureau.must("deliberate", give={"conclusion_fine": "50000"})
    case = bureau.case
    case.marks["deliberated"] = False
    refused = planned_unmet(bureau, case, "approve_penalty", decision_fine="50000")
    assert refused == [("R079", "mark_is")]


def test_no_decision_when_the_newest_notice_was_not_served():
    bureau, case = decision_pending()
    case.served = {i: s for i, s in case.served.items() if not i.startswith("penalty_prior")}
    assert planned_unmet(bureau, case, "approve_penalty") == [("R062", "notice_given_and_heard")]


def test_no_decision_when_nobody_was_heard_after_the_notice():
    bureau, case = decision_pending()
    case.events = [e for e in case.events if e.trigger != "record_statement"]
    assert planned_unmet(bureau, case, "approve_penalty") == [("R062", "notice_given_and_heard")]


def test_no_decision_when_an_element_has_lost_its_evidence():
    bureau, case = decision_pending()
    case.evidence = []
    case.events = [replace(e, inputs=_without_covers(e.inputs)) for e in case.events]
    refused = set(planned_unmet(bureau, case, "approve_penalty"))
    assert ("R030", "elements_covered") in refused


def _without_covers(inputs):
    return Record({k: v for k, v in inputs.items() if k != "covers"})


def test_no_decision_against_a_child():
    changes = joined(matter("M-22"), citizen(), fine("3000", "M-22", "citizen"))
    bureau = Bureau().play(until="decision_pending", changes=changes)
    case = bureau.case
    young = case.data.record("party").merged({"birth_date": case.data.day("act_on")})
    case.data = case.data.merged({"party": young})
    refused = planned_unmet(bureau, case, "approve_penalty", decision_fine="3000")
    assert refused == [("R010", "party_punishable")]


def test_closing_waits_for_every_period_of_the_bureau():
    bureau = Bureau().play(until="submit_self_review")
    case = bureau.case
    old = case.deadline("D12")
    case.deadlines[old.instance] = replace(old, status="running")
    assert planned_unmet(bureau, case, "approve_closing") == [("R174", "deadlines_stopped")]


def test_nothing_changes_by_remedy_that_was_never_decided():
    for trigger in ("change_by_remedy", "redo_by_remedy"):
        bureau = Bureau().play(until="closed")
        case = bureau.case
        case.documents = {i: d for i, d in case.documents.items() if d.form != "penalty_decision"}
        refused = planned_unmet(bureau, case, trigger)
        assert ("R156", "document_issued") in refused
