"""What the real engine lets happen, the exploration of the definitions has reached.

The whole walk is `python -m tests.random_walk`; the suite walks a stretch of it.
"""

from tests import random_walk


def test_the_engine_goes_nowhere_the_checker_calls_unreachable():
    found = random_walk.walk(400, seed=7)
    assert len(found.done) > 20
    assert found.refused > 50
    assert len(random_walk.compared(found)) >= 5
    assert random_walk.strangers(found) == {}
