"""What the real engine lets happen, the exploration of the definitions has reached.

The whole walk is `python -m tests.random_walk`; the suite walks a share of it, in small scopes of
every kind of procedure.
"""

import pytest

from tests import random_walk, walking

SHARE = ("filing", "correction", "hearing", "closing", "preservation", "merging", "parking")


def test_the_engine_goes_nowhere_the_checker_calls_unreachable():
    seen = random_walk.walk(12, 7, SHARE)
    assert len(seen.done) > 20
    assert seen.refused > 50
    assert seen.misplaced > 5
    assert sum(len(stood) for stood in seen.stood.values()) > 25


def test_an_engine_that_goes_elsewhere_is_told(monkeypatch):
    [*_, last] = sorted(walking.standings("merging"), key=str)
    known = walking.standings("merging") - {last}
    monkeypatch.setattr(random_walk, "standings", lambda _: known)
    with pytest.raises(AssertionError, match="calls it unreachable in merging"):
        random_walk.walk(20, 7, ("merging",))
