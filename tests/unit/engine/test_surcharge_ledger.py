"""The ledger of a surcharge: exact whatever is paid or paused on the way, never above its cap."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.periods import Pause
from engine.surcharge import ledger
from tests.surcharges import DUE, days_between, plain

RATE = 30
fines = st.integers(1, 10**9)
#: Pauses as (day after the due date it begins on, days it lasts).
pauses = st.lists(st.tuples(st.integers(1, 90), st.integers(1, 40)), max_size=4)


def day(number):
    return DUE + timedelta(days=number)


def paused(spans):
    return tuple(Pause(first=day(a), last=day(a + n - 1), reason="T1001") for a, n in spans)


def charged(until, held, base):
    return [(day(n), base) for n in range(1, until + 1) if not any(p.covers(day(n)) for p in held)]


@given(fines, st.integers(0, 120), pauses)
def test_an_unpaid_fine_grows_as_the_plain_formula_says(fine, until, spans):
    held = paused(spans)
    lines = ledger(charged(until, held, fine), RATE, fine)
    days = days_between(DUE, day(until), held)
    assert (lines[-1].total if lines else 0) == plain(fine, days, RATE, fine)


@given(fines, st.integers(1, 120), pauses, pauses)
def test_more_time_left_out_never_costs_more(fine, until, spans, more):
    fewer = ledger(charged(until, paused(spans), fine), RATE, fine)
    longer = ledger(charged(until, paused([*spans, *more]), fine), RATE, fine)
    assert (longer[-1].total if longer else 0) <= (fewer[-1].total if fewer else 0)


@given(fines, st.lists(st.integers(1, 10**9), min_size=1, max_size=60))
def test_the_total_is_the_rounded_sum_of_every_day_or_the_cap(fine, bases):
    days = [(day(n), base) for n, base in enumerate(bases, 1)]
    lines = ledger(days, RATE, fine)
    counted = sum(line.days for line in lines)
    exact = Fraction(sum(bases[:counted]) * 3, 100)
    assert lines[-1].total == min(int(exact + Fraction(1, 2)), fine)
    assert counted == len(bases) or lines[-1].total == fine


@given(fines, st.integers(1, 120), pauses)
def test_lines_follow_one_another_and_leave_the_pauses_out(fine, until, spans):
    held = paused(spans)
    lines = ledger(charged(until, held, fine), RATE, fine)
    for line in lines:
        assert (line.last - line.first).days + 1 == line.days
        assert not any(p.covers(line.first) or p.covers(line.last) for p in held)
    for before, after in pairwise(lines):
        assert before.last < after.first
        assert before.total <= after.total


def test_days_of_one_amount_stand_in_one_line():
    lines = ledger([(day(1), 1000), (day(2), 1000), (day(3), 400), (day(5), 400)], RATE, 1000)
    assert [(x.days, x.base, x.total) for x in lines] == [(2, 1000, 60), (1, 400, 72), (1, 400, 84)]


def test_nothing_follows_the_cap():
    """Day 34 reaches a hundred per cent (APL 72(1)); later days are not written down."""
    lines = ledger([(day(n), 1000) for n in range(1, 60)], RATE, 1000)
    assert [(x.days, x.total) for x in lines] == [(34, 1000)]


def test_no_day_no_line():
    assert ledger([], RATE, 1000) == ()
