"""Whoever audits or was recused does nothing in a case: a law that forgets it is found out."""

from dataclasses import replace

import pytest

from engine.checking.proving import prove
from engine.record import Record
from tests.bureau import agency
from tests.playbook import law
from workflows.claim_data import load_claims

CLAIMS = load_claims()
SCOPES = {s.id: s for s in CLAIMS.scopes}


def proof(scope, changed=None):
    return prove(changed or law(), agency(), CLAIMS, SCOPES[scope])


def without(part):
    """The law with nobody barred for a part, neither in general nor in any role."""
    barred = {
        role: replace(
            bar, args=Record({"not": tuple(p for p in bar.args.texts("not") if p != part)})
        )
        for role, bar in law().barred.items()
    }
    always = tuple(r for r in law().always if r.args.texts("not") != (part,))
    assert len(always) < len(law().always)
    return replace(law(), barred=barred, always=always)


def test_somebody_recused_who_goes_on_is_told_of():
    assert proof("people_recused").breaches == ()
    (breach,) = proof("people_recused", without("recused")).breaches
    assert breach.invariant == "H06"
    assert breach.act.actor == "everybody"
    acts = [n.firing.transition.trigger for n in breach.course if n.firing]
    assert "order_recusal" in acts


def test_an_auditor_who_takes_part_is_told_of():
    assert proof("people_audit").breaches == ()
    (breach,) = proof("people_audit", without("auditor")).breaches
    assert (breach.invariant, breach.act.actor) == ("H05", "auditing")


def test_what_others_do_after_a_recusal_accuses_nobody():
    found = proof("people_recused")
    assert "T103" in found.fired
    assert found.complete


@pytest.mark.parametrize(("role", "act"), [("agency_head", "T146"), ("chief", "T126")])
def test_somebody_who_collected_and_decides_afterwards_is_told_of(role, act):
    """APL 67(1): after a remedy the case is decided anew, and the money has come in by then."""
    assert proof("people_redecided").breaches == ()
    bar = law().barred[role]
    left = tuple(p for p in bar.args.texts("not") if p != "collector")
    barred = {**law().barred, role: replace(bar, args=Record({"not": left}))}
    (breach,) = proof("people_redecided", replace(law(), barred=barred)).breaches
    assert (breach.invariant, breach.act.transition.id) == ("H08", act)
    assert breach.act.actor == "everybody"


def test_an_act_left_out_may_still_be_what_a_scope_begins_with():
    scope = replace(SCOPES["people_recused"], without=frozenset({"order_recusal"}))
    found = prove(law(), agency(), CLAIMS, scope)
    assert "T1504" in found.fired
    assert found.states > 1
