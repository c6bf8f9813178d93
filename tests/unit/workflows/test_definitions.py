"""The shipped definitions hang together: nothing unknown is named, no way in or out is lost."""

import datetime as dt

import pytest

from engine.facts import fact_names
from engine.instruments import spelled
from engine.machine import move, transition_for
from engine.projection import ENDED
from runtime.composing import shipped_catalogue
from runtime.doctor import ROLES
from workflows.library import load_law

LAW = load_law(shipped_catalogue(), today=dt.date(2026, 1, 5))
MACHINES = sorted(LAW.workflows.values(), key=lambda w: w.id)
TRANSITIONS = [t for w in MACHINES for t in w.transitions]
KNOWN_ROLES = {*ROLES, "system"}


def names(items):
    return [item.id for item in items]


@pytest.mark.parametrize("workflow", MACHINES, ids=names(MACHINES))
def test_every_state_can_be_reached_and_left(workflow):
    opened = {t.target for t in workflow.transitions if not t.sources} | {workflow.initial}
    reached, grown = opened, True
    while grown:
        more = {
            t.target_from(s) for t in workflow.transitions for s in t.sources if s in reached
        } | reached
        grown, reached = more != reached, more
    assert reached == set(workflow.states)
    left = {s for t in workflow.transitions for s in t.sources}
    for state in workflow.states.values():
        assert state.kind.value == "terminal" or state.id in left, state.id


@pytest.mark.parametrize("workflow", MACHINES, ids=names(MACHINES))
def test_a_trigger_means_one_thing_in_a_state(workflow):
    seen = {}
    for transition in workflow.transitions:
        for source in transition.sources or (None,):
            key = (transition.trigger, source)
            assert key not in seen, (transition.id, seen.get(key))
            seen[key] = transition.id
            assert transition_for(workflow, source, transition.trigger) == transition
            assert move(workflow, source, transition.trigger) == transition.target_from(source)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=names(TRANSITIONS))
def test_a_transition_names_only_what_exists(transition):
    workflow = next(w for w in MACHINES if w.id == transition.machine)
    assert transition.target == "same" or transition.target in workflow.states
    assert set(transition.sources) <= set(workflow.states)
    assert {a.role for a in transition.actors} <= KNOWN_ROLES
    asked = [r.fact for r in transition.requires]
    asked += [i.requirement.fact for i in transition.checklist if i.requirement]
    asked += [u.when.fact for u in transition.documents if u.when and u.when.fact]
    assert set(asked) <= fact_names()
    assert {u.form for u in transition.documents} <= set(LAW.forms.forms())
    moved = {m.deadline for m in transition.deadlines} - {"agency", "all"}
    assert moved <= set(LAW.rules)
    assert {o.machine for o in transition.opens} <= {w.id for w in MACHINES}


@pytest.mark.parametrize("transition", TRANSITIONS, ids=names(TRANSITIONS))
def test_every_rule_cites_an_instrument_that_exists(transition):
    cited = [*transition.law, *(r.law for r in transition.requires)]
    cited += [i.law for i in transition.checklist]
    for short in cited:
        assert spelled(short, LAW.instruments) != short, short
    for requirement in transition.requires:
        assert requirement.rule


@pytest.mark.parametrize("transition", TRANSITIONS, ids=names(TRANSITIONS))
def test_conditions_read_inputs_that_are_asked_for(transition):
    fields = {f.name for f in transition.inputs}
    conditions = [r.when for r in transition.requires] + [u.when for u in transition.documents]
    for condition in conditions:
        if condition is not None and condition.input:
            assert condition.input in fields, condition
    for requirement in transition.requires:
        named = requirement.args.text("input")
        assert not named or named in fields, named


def test_a_served_document_is_sealed_and_a_receipt_follows_it():
    for transition in TRANSITIONS:
        for use in transition.documents:
            if use.serve:
                assert LAW.forms.form(use.form).sealed, use.form


def test_states_that_end_a_case_exist():
    mains = LAW.mains(dt.date(2026, 1, 5))
    assert set(ENDED) <= {state for main in mains for state in main.states}


def test_the_dossier_has_a_place_for_every_form():
    order = LAW.dossier
    placed = {*order.principal, *order.supplementary, *order.unnumbered}
    used = {u.form for t in TRANSITIONS for u in t.documents}
    assert used - placed == set()


def test_every_form_is_made_by_some_transition():
    made = {use.form for transition in TRANSITIONS for use in transition.documents}
    assert set(LAW.forms.forms()) == made
