"""Demands alike in rule and question are held apart: one that is broken hides no other."""

from dataclasses import replace

from engine.checking.proving import prove
from tests.bureau import agency
from tests.playbook import law
from workflows.claim_data import load_claims


def without(fact, *transitions):
    """The law in which some transitions no longer ask a question."""

    def changed(transition):
        if transition.id not in transitions:
            return transition
        kept = tuple(r for r in transition.requires if r.fact != fact)
        assert len(kept) < len(transition.requires)
        return replace(transition, requires=kept)

    workflows = {
        digest: replace(workflow, transitions=tuple(changed(t) for t in workflow.transitions))
        for digest, workflow in law().workflows.items()
    }
    return replace(law(), workflows=workflows)


def test_two_broken_demands_of_one_rule_and_question_are_both_told():
    claims = load_claims()
    scope = next(s for s in claims.scopes if s.id == "notice")
    proof = prove(without("amount_in_range", "T118", "T123"), agency(), claims, scope)
    found = [b for b in proof.breaches if b.invariant.startswith("R014 amount_in_range")]
    assert sorted(b.act.transition.id for b in found) == ["T118", "T123"]
    assert len({b.invariant for b in found}) == 2
