"""The engine against the second way of counting; the whole is `python -m tests.second_counting`."""

import datetime as dt

import pytest

from engine import day_walk
from engine.calendar import WorkingCalendar
from tests import second_counting as second

DAYS = [dt.date(2000, 2, 28) + dt.timedelta(97 * n) for n in range(400)]


def test_the_second_reckoning_of_days_is_the_civil_calendar():
    for day in (*DAYS, dt.date(1, 1, 1), dt.date(1900, 3, 1), dt.date(2100, 2, 28)):
        number = day.toordinal()
        assert second.ordinal(day.year, day.month, day.day) == number
        assert second.civil(number) == (day.year, day.month, day.day)
        assert second.weekend(number) == (day.weekday() >= 5)


@pytest.mark.parametrize("seed", [101, 102, 103])
def test_engine_and_second_counting_agree(seed):
    asked, differences = second.compare(seed, many=1)
    assert asked > 1000
    assert differences == []


def test_the_questions_reach_every_kind_of_answer():
    years, kinds = second.years_of(104), set()
    chance = second.random.Random(5)
    for rule in second.counted_rules():
        starts = [chance.randint(years.begin, years.end)]
        for asked in second.questions(rule, starts, chance):
            said = second.answer(asked, years)
            kinds.add(said.partition(" 2")[0] if isinstance(said, str) else len(said))
    assert kinds == {3, 4, "paused", "too late", "no calendar"}


def off_by_one(day, months):
    return MONTHS_LATER(day, months) - dt.timedelta(1)


def without_make_up_days(calendar, day):
    return WORKED(calendar, day) and day.weekday() < 5


def not_skipping_closures(calendar, day):
    return WORKED(calendar, day) or day in calendar.closures


def ignored(*_):
    return None


MONTHS_LATER, WORKED = day_walk.months_later, WorkingCalendar.is_working


@pytest.mark.parametrize(
    ("place", "name", "wrong"),
    [
        (day_walk, "months_later", off_by_one),
        (WorkingCalendar, "is_working", without_make_up_days),
        (WorkingCalendar, "is_working", not_skipping_closures),
        (day_walk.DayWalk, "_pause_on", ignored),
        (day_walk.DayWalk, "step_clear", ignored),
        (day_walk.DayWalk, "roll", ignored),
    ],
    ids=["months", "make-up days", "closures", "pauses", "counting back", "rolling over"],
)
def test_an_engine_that_counts_wrongly_is_found_out(monkeypatch, place, name, wrong):
    monkeypatch.setattr(place, name, wrong)
    assert any(said != own for _, said, own in second.answers(105, many=1))
