"""The surcharge: three per cent a day, rounded once, never more than the fine."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.surcharges import grown

RATE = 30
fines = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("fine", "days", "expected"),
    [
        (200_00, 0, 0),
        (1, 16, 0),  # 0.48 fen
        (1, 17, 1),  # 0.51 fen
        (50, 1, 2),  # 1.5 fen: half a fen goes up
        (49, 1, 1),  # 1.47 fen
        (99_99, 33, 98_99),  # 9899.01 fen
        (99_99, 34, 99_99),  # capped
    ],
)
def test_rounds_once_and_half_upwards(fine, days, expected):
    assert grown(fine, days, RATE, fine) == expected


@given(fines, st.integers(0, 2000))
def test_is_the_exact_share_within_half_a_fen_or_the_cap(fine, days):
    exact = Fraction(fine * days * 3, 100)
    found = grown(fine, days, RATE, fine)
    assert found == fine or abs(found - exact) <= Fraction(1, 2)
    assert found <= fine


@given(fines, st.integers(0, 2000))
def test_never_shrinks_with_time(fine, days):
    assert grown(fine, days + 1, RATE, fine) >= grown(fine, days, RATE, fine)
