"""The shipped definitions permit nothing the statute, written down a second time, forbids."""

from functools import cache

import pytest

from engine.checking.proving import unreached, wrong_periods
from runtime.checking import check_scope
from tests.bureau import agency
from tests.playbook import law
from workflows.claim_data import load_claims

CLAIMS = load_claims()


@cache
def checked(scope):
    return check_scope((law(), agency()), CLAIMS, {s.id: s for s in CLAIMS.scopes}[scope])


@pytest.mark.parametrize("scope", [s.id for s in CLAIMS.scopes])
def test_every_shipped_scope_is_proven(scope):
    found = checked(scope)
    assert [(s.invariant, s.wanting, len(s.steps)) for s in found.stories] == []
    assert found.proof.complete
    assert found.met > 0


def test_every_step_of_every_machine_happens_in_some_scope():
    proofs = [checked(s.id).proof for s in CLAIMS.scopes]
    assert [b.wanting for b in unreached(law(), proofs)] == []


def test_every_machine_is_covered_by_some_scope():
    covered = frozenset(m for s in CLAIMS.scopes for m in s.covers)
    assert {w.id for w in law().workflows.values()} - covered == set()


def test_every_shipped_period_is_as_long_as_the_statute_says():
    assert wrong_periods(law(), CLAIMS.periods) == []
