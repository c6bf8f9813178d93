"""Every known way to forge a signed document is refused, for the right reason, without a crash."""

import random

import pytest

from tests.attacks import insiders
from tests.attacks.attack import Forgery
from tests.attacks.catalogue import attacks
from tests.attacks.judging import ours
from tests.attacks.random_edits import EDITS, edited
from tests.attacks.targets import Target, sample_target

#: Random edits each run makes; the campaign makes thousands.
TRIES = 60


@pytest.fixture(scope="module")
def target() -> Target:
    return sample_target()


def test_the_document_under_attack_is_accepted(target: Target) -> None:
    assert len(target.fields) > 2
    assert ours(Forgery(target.signed), target) == []


def test_a_prepared_file_is_refused_for_what_was_prepared_alone(target: Target) -> None:
    assert ours(Forgery(insiders.unchanged(target)), target) == []


@pytest.mark.parametrize("name", attacks())
def test_every_attack_is_refused_with_its_reason(target: Target, name: str) -> None:
    attack = attacks()[name]
    forgery = attack.on(target)
    assert forgery is not None
    assert forgery.pdf != target.signed or forgery.trust.crls
    assert attack.code in ours(forgery, target)


def test_random_edits_of_the_structure_are_refused(target: Target) -> None:
    chance = random.Random(4)
    made = set()
    for _ in range(TRIES):
        name, pdf = edited(target, chance)
        made.add(name)
        assert pdf == target.signed or ours(Forgery(pdf), target), name
    assert len(made) == len(EDITS)
