"""Seats of a sample among squads: whole, and as near to each share as whole seats can be."""

from collections import Counter
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.sampling_seats import by_largest_remainder, by_lot

weights = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 40))


@given(weights, st.integers(0, 60), st.integers(0, 10**9))
def test_shares_are_whole_add_up_and_lie_within_one_of_the_quota(found, seats, start):
    total = sum(found.values())
    for shares in (by_largest_remainder(found, seats), by_lot(found, seats, start)):
        assert sum(shares.values()) == min(seats, total)
        for name, weight in found.items():
            quota = Fraction(min(seats, total) * weight, total) if total else Fraction(0)
            assert abs(shares[name] - quota) < 1
            assert 0 <= shares[name] <= weight


@given(weights, st.integers(0, 60))
def test_over_all_starts_the_lot_gives_everybody_exactly_the_quota(found, seats):
    total = sum(found.values())
    assume(0 < total <= 120)
    given_ = Counter()
    for start in range(total):
        given_.update(by_lot(found, seats, start))
    assert all(given_[name] == min(seats, total) * weight for name, weight in found.items())


def test_largest_remainder_by_the_book():
    # 1000 votes, 5 seats: quotas 2.08, 1.65, 0.73, 0.54 -> 2, 2, 1, 0
    votes = {"a": 416, "b": 330, "c": 146, "d": 108}
    assert by_largest_remainder(votes, 5) == {"a": 2, "b": 2, "c": 1, "d": 0}
