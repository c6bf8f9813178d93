"""What the real engine lets happen, the exploration of the definitions has reached.

The whole walk is `python -m tests.random_walk`; the suite walks a share of it, in small scopes of
every kind of procedure.
"""

import pytest

from engine.checking.exploring import standing
from tests import random_walk
from tests.playbook import law
from tests.walking import Walk

SHARE = ("filing", "correction", "hearing", "closing", "preservation", "merging", "parking")


def test_the_engine_goes_nowhere_the_checker_calls_unreachable():
    seen = random_walk.walk(40, 7, SHARE)
    assert len(seen.done) > 20
    assert seen.refused > 50
    assert seen.misplaced > 5
    assert sum(len(stood) for stood in seen.stood.values()) > 20


def test_an_engine_that_goes_on_where_the_checker_saw_an_end_is_told(monkeypatch):
    beginning = standing(Walk("filing").case, law().terminal())
    monkeypatch.setattr(random_walk, "standings", lambda _: {beginning})
    with pytest.raises(AssertionError, match="calls it unreachable in filing"):
        random_walk.walk(20, 7, ("filing",))
