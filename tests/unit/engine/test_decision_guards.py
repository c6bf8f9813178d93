"""Guards of the decision that no straight course of a case runs into."""

from dataclasses import replace

from engine.command import Command
from engine.facts import CaseFacts
from engine.planning import Plan, plan, situate
from engine.record import Record
from tests.bureau import Bureau, intake, told, unmet
from tests.playbook import law, script
from tests.variants import fine, joined, payment

HEARD = joined(fine("50000"), {"record_statement": {"waiver_scope": "要求听证的权利"}})


def decision_on(case, bureau):
    """The decision of the example, planned on a case as given."""
    step = next(s for s in script("m11") if s.trigger == "approve_penalty")
    command = bureau.command("approve_penalty", step=step)
    return plan(replace(command, case=case.id), bureau.road.desk(case, intake()))


def test_no_decision_while_a_suspected_crime_is_with_the_police():
    bureau = Bureau().play(until="decision_pending")
    assert isinstance(decision_on(bureau.case, bureau), Plan)
    for move in ("form_crime_team", "report_crime", "approve_crime", "send_police"):
        bureau.must(move)
        assert unmet(decision_on(bureau.case, bureau)) == [("R160", "crime_transfer_open")]
    bureau.must("police_declines")
    assert unmet(decision_on(bureau.case, bureau)) == [("R160", "crime_transfer_open")]
    bureau.must("back_to_case")
    assert isinstance(decision_on(bureau.case, bureau), Plan)


def test_a_crime_the_police_have_taken_up_bars_a_fine_for_good():
    """CTR 11: the penalty may not stand in for the punishment."""
    bureau = Bureau().play(until="decision_pending")
    for move in ("form_crime_team", "report_crime", "approve_crime", "send_police", "police_files"):
        bureau.must(move)
    bureau.must("hand_over")
    assert unmet(decision_on(bureau.case, bureau)) == [("R160", "crime_transfer_open")]


def test_a_transfer_to_another_agency_is_no_suspected_crime():
    bureau = Bureau().play(until="decision_pending")
    bureau.must("propose_transfer")
    bureau.must("send_transfer")
    facts = facts_of(bureau.case, bureau)
    assert facts.ask("crime_transfer_open", Record()).value is False


def facts_of(case, bureau):
    command = Command(
        id="", case=case.id, track="main", trigger="approve_penalty", actor="p07", at=bureau.clock
    )
    workflow = law().pinned(case.main.definition)
    desk = bureau.road.desk(case, intake())
    transition = workflow.by_id("T130")
    return CaseFacts(situate(command, desk, workflow, case.main, transition, Record()))


def test_two_cases_of_one_act_cannot_both_end_in_a_fine():
    bureau = Bureau().play(until="decision_pending")
    first, bureau.case_id = bureau.case_id, ""
    linked = {"register_lead": {"linked_case": first}}
    bureau.clock = script("m11")[0].at
    assert bureau._run(linked, "decision_pending", before=False)
    second, bureau.case_id = bureau.case_id, first
    assert second != first
    bureau.must("approve_penalty")
    bureau.case_id = second
    assert unmet(bureau.do("approve_penalty")) == [("R009", "same_act_not_fined")]


def test_a_decision_made_anew_is_deliberated_by_its_own_amount():
    bureau = Bureau().play(until="under_legal_review", changes=HEARD)
    bureau.must("require_deliberation")
    bureau.must("deliberate", give={"conclusion_fine": "50000"})
    bureau.must("approve_penalty", give={"decision_fine": "50000"})
    bureau.serve()
    bureau.must("serve_decision")
    bureau.must("start_performance")
    bureau.must("pay_full", give={"payments": [payment("50000")]})
    for trigger in ("decide_scope", "publish", "file_major", "confirm_payment", "request_closing"):
        bureau.must(trigger)
    for trigger in ("compile", "submit_self_review", "approve_closing"):
        bureau.must(trigger)
    bureau.must("self_correct", give={"outcome": "redo", "redo_ground": "improper"})
    bureau.must("redo_by_remedy")
    for trigger in ("end_investigation", "serve_prior_notice"):
        bureau.must(trigger, give=HEARD[trigger])
    bureau.serve()
    for trigger in ("record_statement", "submit_review"):
        bureau.must(trigger, give=HEARD[trigger])
    refused = bureau.do("review_pass")
    assert unmet(refused) == [("R079", "deliberation_required")], told(refused)


def test_a_fine_beyond_its_noticed_amount_is_no_fine_even_if_the_panel_wants_it():
    bureau = Bureau().play(until="under_legal_review")
    bureau.must("require_deliberation")
    refused = bureau.do("deliberate", give={"conclusion_fine": "8000.01"})
    assert unmet(refused) == [("R061", "conclusion_not_above_noticed")]
    bureau.must("deliberate", give={"conclusion_fine": "8000"})


def test_a_bureau_without_a_bank_or_a_court_cannot_write_a_lawful_decision():
    for missing in ({"court": ""}, {"reconsideration_body": ""}):
        bureau = Bureau().play(until="decision_pending")
        bureau.agency = replace(bureau.agency, **missing)
        assert set(unmet(bureau.do("approve_penalty"))) == {
            ("R080", "decision_elements_complete"),
            ("R080", "checklist_item"),
        }
