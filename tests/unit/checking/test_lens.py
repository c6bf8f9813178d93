"""A scope tells states apart by what it can still ask, not by what lies beyond its end."""

from dataclasses import replace

from engine.checking.lens import fireable, lens_of
from tests.playbook import law
from workflows.claim_data import load_claims

CLAIMS = load_claims()
SCOPES = {s.id: s for s in CLAIMS.scopes}


def triggers(scope):
    workflow = next(w for w in law().workflows.values() if w.id == "ordinary")
    return {t.trigger for t in fireable(workflow, scope)}


def clocks(scope):
    return lens_of(law(), scope, CLAIMS, CLAIMS.invariants_of(scope)).clocks


def test_nothing_beyond_the_end_of_a_scope_can_fire():
    found = triggers(SCOPES["filing"])
    assert {"register_lead", "approve_filing"} <= found
    assert not found & {"end_investigation", "approve_penalty", "approve_closing"}


def test_what_a_scope_leaves_out_cannot_fire_unless_it_begins_with_it():
    scope = replace(SCOPES["filing"], without=frozenset({"start_verification"}))
    assert "start_verification" not in triggers(scope)
    begun = replace(scope, begin=(*scope.begin, "start_verification"))
    assert "start_verification" in triggers(begun)


def test_periods_still_running_matter_only_where_a_case_can_be_closed():
    assert clocks(SCOPES["closing"])
    assert not clocks(SCOPES["filing"])
