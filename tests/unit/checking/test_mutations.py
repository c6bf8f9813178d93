"""A share of the mutation campaign: wrong definitions are noticed, and by what is claimed of them.

The whole is `python -m tests.mutations`.
"""

from functools import cache

import pytest

from tests.bureau import agency
from tests.mutations.catalogue import chosen, every_mutant
from tests.mutations.survivors import explained
from tests.mutations.trial import Bench, tried
from tests.playbook import law
from workflows.claim_data import load_claims

#: Machines explored in a moment.
SMALL = ("correction", "hearing", "merging", "parking", "preservation", "staffing")
SHARE = 30


@cache
def bench():
    return Bench(law=law(), agency=agency(), claims=load_claims())


@cache
def mutants():
    return every_mutant(law())


def share():
    small = [m for m in mutants() if m.machine in SMALL or m.period]
    return chosen(small, limit=SHARE)


@pytest.mark.parametrize("mutant", share(), ids=lambda m: m.id)
def test_a_mistake_is_noticed_or_its_survival_explained(mutant):
    verdict = tried(bench(), mutant)
    assert verdict.means or mutant.id in explained(), mutant.description


def test_every_mutant_has_an_id_of_its_own_and_changes_the_law():
    assert len({m.id for m in mutants()}) == len(mutants())
    for mutant in chosen(mutants()):
        changed = mutant.spoil(law())
        assert _content(changed) != _content(law()), mutant.id


def _content(one):
    return tuple(one.workflows.values()), one.rules, one.barred, one.always


def test_the_choice_is_the_same_for_the_same_seed_and_another_for_another():
    assert [m.id for m in chosen(mutants())] == [m.id for m in chosen(mutants())]
    assert [m.id for m in chosen(mutants(), seed=1)] != [m.id for m in chosen(mutants(), seed=2)]


def test_every_kind_of_mistake_is_made_in_the_campaign_and_at_least_two_hundred_in_all():
    picked = chosen(mutants())
    assert {m.kind for m in picked} == {m.kind for m in mutants()}
    assert {m.machine for m in picked} - {""} == {w.id for w in law().workflows.values()}
    assert len(picked) >= 200


def test_only_mutants_that_exist_are_explained():
    assert not explained().keys() - {m.id for m in mutants()}
