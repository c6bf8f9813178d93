"""A share of the seeded defects, graded by the road a user takes; all: `python -m tests.corpus`."""

from collections import Counter

import pytest

from engine.grading.profile import Kind
from tests.corpus import catalogue  # noqa: F401 - it makes every defect known
from tests.corpus.defect import KNOWN
from tests.corpus.grading import graded
from workflows.grading_data import load_profiles

SAMPLE = ("A1-01", "A2-05", "C5-02", "D2-02", "V02-01", "V04-04", "V10-02", "V13-04", "V22-02")
WAYS = {Kind.AUTO: 5, Kind.ASSISTED: 3}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("seeded")


@pytest.mark.parametrize("name", SAMPLE)
def test_a_seeded_defect_is_found_under_its_head(name, place):
    outcome = graded(KNOWN[name], place)
    assert not outcome.failed
    assert not outcome.missed


def test_every_item_and_veto_a_program_decides_is_tried_in_different_ways():
    """Five ways where the program decides alone, three where it writes the finding."""
    ways = Counter(head for one in KNOWN.values() for head in one.heads)
    heads = load_profiles()["chengguan-default-1"].heads()
    few = {h.id: ways[h.id] for h in heads if ways[h.id] < WAYS.get(h.kind, 0)}
    assert few == {}
