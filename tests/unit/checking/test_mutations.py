"""A share of the mutation campaign: wrong definitions are noticed, and by what is claimed of them.

The whole is `python -m tests.mutations`.
"""

from functools import cache

import pytest

from tests.bureau import agency
from tests.mutations.catalogue import chosen, every_mutant
from tests.mutations.keeping import kept, written
from tests.mutations.survivors import explained
from tests.mutations.trial import UNFINISHED, Bench, Verdict, tried
from tests.playbook import law
from workflows.claim_data import load_claims

#: Machines explored in a moment.
SMALL = ("correction", "hearing", "merging", "preservation", "staffing")
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
    return tuple(one.workflows.values()), one.rules, one.barred, one.always, one.players


def test_the_choice_is_the_same_for_the_same_seed_and_another_for_another():
    assert [m.id for m in chosen(mutants())] == [m.id for m in chosen(mutants())]
    assert [m.id for m in chosen(mutants(), seed=1)] != [m.id for m in chosen(mutants(), seed=2)]


def test_of_every_kind_something_is_tried_in_every_act_it_was_made_in():
    picked = chosen(mutants())
    assert {(m.kind, m.machine, m.acts) for m in picked} == {
        (m.kind, m.machine, m.acts) for m in mutants()
    }
    assert {m.machine for m in picked} - {""} == {w.id for w in law().workflows.values()}
    assert len(picked) >= 200


@pytest.mark.parametrize("scope", ["hearing", "merging", "staffing"])
def test_what_walking_to_an_act_finds_exploring_the_whole_scope_finds_too(scope):
    only = next(s for s in bench().claims.scopes if s.id == scope)
    here = [m for m in mutants() if m.kind == "document_dropped" and m.machine == scope]
    for mutant in here:
        spoilt = mutant.spoil(law())
        walked = [w for w in bench().walks(mutant) if w.id == scope]
        near = {b.invariant for w in walked for b in bench().prove(spoilt, w, most=1).breaches}
        whole = {b.invariant for b in bench().prove(spoilt, only).breaches}
        assert near - UNFINISHED <= whole, mutant.description
        assert near - UNFINISHED, mutant.description


def test_verdicts_are_kept_for_the_law_they_were_given_on(tmp_path):
    verdict = Verdict(mutant="a", kind="b", machine="c", description="d", means="prove", by="N01")
    written(tmp_path / "kept", "one", verdict)
    assert kept(tmp_path / "kept", "one") == {"a": verdict}
    assert kept(tmp_path / "kept", "other") == {}
    assert kept(tmp_path / "none", "one") == {}


def test_only_mutants_that_exist_are_explained():
    assert not explained().keys() - {m.id for m in mutants()}
