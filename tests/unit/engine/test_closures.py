"""Closures: what was settled and what was settled in time are two shares of what was received."""

from engine.closures import Closures, together
from engine.shares import Share


def closures(received, closed, in_time):
    return Closures(received=received, closed=closed, in_time=in_time)


def test_both_rates_are_shares_of_what_was_received():
    """What was settled late counts for 结案率 alone, not for 按期结案率."""
    found = closures(10, 9, 8)
    assert (found.closing, found.on_time) == (Share(part=9, whole=10), Share(part=8, whole=10))


def test_all_together_count_by_what_they_received_not_unit_by_unit():
    found = together([closures(1, 1, 1), closures(99, 49, 0)])
    assert found == closures(100, 50, 1)


def test_nobody_together_received_nothing_and_has_no_rate():
    found = together([])
    assert found == closures(0, 0, 0)
    assert (found.closing.percent, found.on_time.percent) == (None, None)


def test_units_are_ordered_by_exact_shares_and_nothing_is_worst():
    """19 of 30,001 and 19 of 30,002 read alike with two decimals and are not the same."""
    better = Closures(received=30_001, closed=20, in_time=19)
    worse = Closures(received=30_002, closed=20, in_time=19)
    assert better.on_time.percent == worse.on_time.percent
    assert better.merit > worse.merit > Closures(received=0, closed=0, in_time=0).merit
