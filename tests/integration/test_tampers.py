"""A few of the tamperings of `python -m tests.tamper_campaign`, one hand after the other."""

import random

import pytest

from tests.tamper_campaign import HANDS, tried
from tests.tampers.bureau import audited, set_up

SEED = 3
#: How many of each hand; the campaign tries thousands.
SHARE = {"files": 3, "rows": 2, "history": 2, "rollback": 1}


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return set_up(tmp_path_factory.mktemp("tampered") / "scene")


def test_the_untouched_workspace_is_sound(scene):
    assert audited(scene.root, scene.kept) == ()


@pytest.mark.parametrize("hand", list(HANDS))
def test_every_tampering_is_found_and_placed(scene, tmp_path, hand):
    for number in random.Random(SEED).sample(range(10_000), SHARE[hand]):
        one = tried(number, scene, SEED, tmp_path, hand)
        assert one.outcome in {"named", "mended"}, (one.number, one.what, one.outcome, one.findings)
