"""The surcharge: three per cent a day, never more than the fine, days of remedies left out."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.periods import Pause
from engine.surcharge import overdue_days, surcharge

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
    assert surcharge(fine, days, RATE, fine) == expected


@given(fines, st.integers(0, 2000))
def test_is_the_exact_share_within_half_a_fen_or_the_cap(fine, days):
    exact = Fraction(fine * days * 3, 100)
    found = surcharge(fine, days, RATE, fine)
    assert found == fine or abs(found - exact) <= Fraction(1, 2)
    assert found <= fine


@given(fines, st.integers(0, 2000))
def test_never_shrinks_with_time(fine, days):
    assert surcharge(fine, days + 1, RATE, fine) >= surcharge(fine, days, RATE, fine)


@pytest.mark.parametrize(("fine", "days"), [(-1, 1), (1, -1)])
def test_negative_facts_are_refused(fine, days):
    with pytest.raises(InputError, match=r"surcharge\.negative"):
        surcharge(fine, days, RATE, 100)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("until", "days"), [("2025-03-17", 0), ("2025-03-18", 0), ("2025-03-19", 1), ("2025-04-20", 33)]
)
def test_days_run_from_the_day_after_the_last_day_to_pay(until, days):
    assert overdue_days(day("2025-03-18"), day(until)) == days


def test_days_of_reconsideration_are_left_out():
    pause = Pause(first=day("2025-03-20"), last=day("2025-03-29"), reason="行政复议期间")
    assert overdue_days(day("2025-03-18"), day("2025-04-01"), (pause,)) == 4


def test_an_open_remedy_stops_the_count():
    pause = Pause(first=day("2025-03-21"), last=None, reason="行政诉讼期间")
    for later in range(60):
        until = day("2025-03-21") + timedelta(later)
        assert overdue_days(day("2025-03-18"), until, (pause,)) == 2


def test_overlapping_remedies_are_left_out_once():
    pauses = (
        Pause(first=day("2025-03-20"), last=day("2025-03-25"), reason="行政复议期间"),
        Pause(first=day("2025-03-24"), last=day("2025-03-29"), reason="行政诉讼期间"),
    )
    assert overdue_days(day("2025-03-18"), day("2025-04-01"), pauses) == 4
