"""A picture handed in twice is known again, and another one is not taken for it."""

import random
from itertools import combinations

import pytest

from runtime.picture_hash import hashes
from tests.picture_campaign import CHANGES, apart, near, saved, scene
from workflows.flag_data import load_thresholds

LIMITS = (load_thresholds().dhash_bits, load_thresholds().phash_bits)
SCENES = 12


@pytest.fixture(scope="module")
def drawn():
    chance = random.Random(7)
    return [scene(chance) for _ in range(SCENES)]


def test_other_scenes_are_other_pictures(drawn):
    found = [hashes(saved(image)) for image in drawn]
    assert not any(near(apart(a, b), LIMITS) for a, b in combinations(found, 2))


@pytest.mark.parametrize("change", ["saved at 60", "half as large", "grey", "cut by 1 %"])
def test_the_same_scene_saved_anew_is_known_again(drawn, change):
    for image in drawn[:4]:
        assert near(apart(hashes(saved(image)), hashes(CHANGES[change](image))), LIMITS)


def test_what_is_no_picture_has_no_hashes(drawn):
    assert hashes(b"%PDF-1.7") is None
    assert hashes(b"") is None
    assert hashes(saved(drawn[0])[:200]) is None
