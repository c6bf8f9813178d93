"""Advice before any input is written: nothing possible is hidden, nothing open is called wrong."""

import pytest

from engine.advice import advise, likeliest_first
from engine.road import Done
from tests.bureau import SOON, Bureau, intake


def advice_on(bureau, at=None):
    desk = bureau.road.desk(bureau.case, intake())
    return advise(bureau.case, desk, at or bureau.clock)


def of(found, trigger):
    return next(a for a in found if a.transition.trigger == trigger)


@pytest.mark.parametrize("example", ["m11", "m07"])
def test_every_step_of_a_lawful_case_was_advised_to_its_actor(example):
    """What then succeeds was possible before, for that person, with every needed field."""
    bureau = Bureau().play(example, until="register_lead")
    steps = bureau.steps
    for step in steps[1:]:
        found = advice_on(bureau, max(step.at, bureau.clock + SOON))
        mine = [
            a
            for a in found
            if (a.track, a.transition.trigger) == (bureau.place(step.trigger), step.trigger)
        ]
        assert len(mine) == 1, step.trigger
        (advice,) = mine
        assert advice.possible, (step.trigger, [v.code for v in advice.unmet])
        if not advice.by_system:
            assert bureau.person(step.actor) in {p.id for p in advice.actors}, step.trigger
        done = bureau.do(step.trigger, step=step, track=step.track)
        assert isinstance(done, Done)
        inputs = done.event.inputs
        assert advice.needed <= inputs.keys(), step.trigger


def test_what_the_input_decides_is_open_and_not_a_violation():
    found = advice_on(Bureau().play(until="start_verification"))
    filing = of(found, "request_filing")
    assert filing.possible
    later = {r.fact for r in filing.later}
    assert {"stated", "party_identified", "party_kind_covered", "same_act_not_fined"} <= later
    assert {"party", "cause", "evidence"} <= filing.needed


def test_what_the_case_lacks_is_named_with_rule_and_article():
    found = advice_on(Bureau().play(until="order_correction"))
    ending = of(found, "end_investigation")
    assert not ending.possible
    unmet = {v.code: v for v in ending.unmet}
    assert unmet["correction_rechecked"].rule == "T09"
    assert unmet["correction_rechecked"].law == "APL 28(1)"
    assert "amount_in_range" not in unmet  # nobody has proposed an amount yet


def test_only_the_assigned_officers_may_gather_evidence():
    bureau = Bureau().play(until="approve_filing")
    evidence = of(advice_on(bureau), "record_evidence")
    assert {p.id for p in evidence.actors} == set(bureau.case.officers())


def test_somebody_barred_by_another_part_is_told_apart_from_what_the_case_lacks():
    bureau = Bureau().play(until="submit_review")
    reviewer = of(advice_on(bureau), "review_pass").actors[0]
    bureau.change(bureau.case.officers()[0], roles=frozenset({"case_officer", "legal_reviewer"}))
    advice = of(advice_on(bureau), "review_pass")
    assert advice.possible
    assert [p.id for p in advice.actors] == [reviewer.id]
    barred = {b.person.id: {v.code for v in b.unmet} for b in advice.barred}
    assert "duties_separate" in barred[bureau.case.officers()[0]]


def test_a_role_nobody_holds_stands_in_the_way():
    bureau = Bureau().play(until="approve_filing")
    for person in bureau.agency.holders("agency_head"):
        bureau.change(person.id, roles=frozenset({"panel"}))
    advice = of(advice_on(bureau), "suspend")
    assert not advice.possible
    assert "actor_permitted" in {v.code for v in advice.unmet}


def test_documents_that_depend_on_the_input_are_not_promised():
    evidence = of(advice_on(Bureau().play(until="approve_filing")), "record_evidence")
    certain = {d.form: d.certain for d in evidence.documents}
    assert certain["interview_record"] is False
    order = of(advice_on(Bureau().play(until="approve_filing")), "order_correction")
    assert [(d.form, d.certain) for d in order.documents] == [("rectification_order", True)]


def test_a_field_a_fact_calls_for_is_needed():
    heard = of(advice_on(Bureau().play(until="record_statement")), "submit_review")
    assert "point_answers" in heard.needed


def test_advice_changes_nothing():
    bureau = Bureau().play(until="approve_filing")
    before = (bureau.case.version, bureau.case.head, dict(bureau.case.data))
    advice_on(bureau)
    assert (bureau.case.version, bureau.case.head, dict(bureau.case.data)) == before


def test_the_usual_way_is_advised_before_what_happens_now_and_then():
    bureau = Bureau().play("m11", until="approve_filing")
    found = likeliest_first(advice_on(bureau))
    triggers = [a.transition.trigger for a in found]
    assert [a.possible for a in found] == sorted((a.possible for a in found), reverse=True)
    assert triggers[0] == "record_evidence"
    assert triggers.index("order_correction") < triggers.index("suspend")
    for_head = likeliest_first(advice_on(bureau), "p07")
    mine = ["p07" in {p.id for p in a.actors} for a in for_head if a.possible]
    assert mine == sorted(mine, reverse=True)
    assert any(mine)
