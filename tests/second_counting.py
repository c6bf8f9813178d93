"""A second way of counting periods, to hold the engine against: days laid out and struck off.

The engine walks; this lays out every day from the start on in one list, asks each day in isolation
what it is, and reads the answer off the list. Dates are plain ordinals (days since year 1), the
calendar a set of worked ordinals, months a row of numbers. Nothing of `engine` is used to count;
the engine is called only by `compare`, which puts both answers side by side.

`python -m tests.second_counting` runs all of it and says how many answers were compared.
"""

import datetime as dt
import itertools
import random
import sys
import time
from dataclasses import dataclass, replace

LONG = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
FIRST, LAST = 2030, 2049
#: Holidays of a made-up year: how many, and how long at most.
SPANS, LONGEST = 9, 9


# -- ordinals, without the library's calendar arithmetic ------------------------------------------


def leap(year):
    return year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)


def length_of(year, month):
    return 29 if month == 2 and leap(year) else LONG[month - 1]


def ordinal(year, month, day):
    """Days since 1 January of year 1, which is day 1."""
    before = (year - 1) * 365 + (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400
    return before + sum(length_of(year, m) for m in range(1, month)) + day


def civil(number):
    """Year, month and day of an ordinal, by taking off whole years and months."""
    year = number // 366 + 1
    while ordinal(year + 1, 1, 1) <= number:
        year += 1
    rest, month = number - ordinal(year, 1, 1) + 1, 1
    while rest > length_of(year, month):
        rest -= length_of(year, month)
        month += 1
    return year, month, rest


def weekend(number):
    return number % 7 in (6, 0)  # 1 January of year 1 was a Monday


class NeverEndingError(Exception):
    """A pause without an end was reached."""


class UnknownYearError(Exception):
    """A day of a year that nobody has arranged was asked about."""


# -- a made-up arrangement of twenty years --------------------------------------------------------


@dataclass(frozen=True)
class Years:
    """What a clerk would pin to the wall: days off and worked weekend days, as ordinals."""

    off: frozenset
    made_up: frozenset
    closed: frozenset
    begin: int = ordinal(FIRST, 1, 1)
    end: int = ordinal(LAST, 12, 31)

    def worked(self, number):
        """Whether a day is worked; UnknownYearError with the year if nobody can know."""
        if not self.begin <= number <= self.end:
            raise UnknownYearError(civil(number)[0])
        if number in self.closed or number in self.off:
            return False
        return number in self.made_up or not weekend(number)


def years_of(seed):
    """Twenty years with holidays, weekend days worked instead, and closures, all from one seed."""
    chance = random.Random(seed)
    off, made_up, closed = set(), set(), set()
    for year in range(FIRST, LAST + 1):
        begin, end = ordinal(year, 1, 1), ordinal(year, 12, 31)
        for _ in range(chance.randint(2, SPANS)):
            start = chance.choice([begin, end - 3, chance.randint(begin, end)])
            off |= set(range(start, min(end, start + chance.randint(0, LONGEST)) + 1))
        days = [n for n in range(begin, end + 1) if weekend(n) and n not in off]
        made_up |= set(chance.sample(days, chance.randint(0, 12)))
        if chance.random() < 0.3:
            start = chance.randint(begin, end - 4)
            closed |= set(range(start, start + chance.randint(1, 4)))
    return Years(frozenset(off), frozenset(made_up), frozenset(closed))


# -- counting -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One question: a rule in plain words and numbers, a start, and what happened meanwhile."""

    rule: str
    length: int
    unit: str
    rollover: str
    backward: bool
    start: int
    minute: int = 0
    pauses: tuple = ()  # (first, last or None)
    extensions: tuple = ()  # (length, unit, granted)
    named: int = 0


def answer(asked, years):
    """The last day unrolled, the day shown and the last lawful day (or the word for none)."""
    try:
        if asked.unit == "hours":
            return hours(asked)
        return (backward if asked.backward else forward)(asked, years)
    except NeverEndingError:
        return "paused"
    except UnknownYearError as unknown:
        return f"no calendar {unknown.args[0]}"


def hours(asked):
    day, minute = divmod(asked.minute + asked.length * 60, 24 * 60)
    end = asked.start + day
    return end, end, end, minute


def struck_off(begin, count, counts, pauses):
    """The `count`-th day after `begin` that counts, of the list of all days after it."""
    if count == 0:
        return begin
    ahead = itertools.count(begin + 1)
    left = (n for n in ahead if not held(n, pauses) and counts(n))
    return next(itertools.islice(left, count - 1, None))


def held(number, pauses):
    over = [p for p in pauses if p[0] <= number and (p[1] is None or number <= p[1])]
    if any(last is None for _, last in over):
        raise NeverEndingError
    return bool(over)


def month_end(begin, months):
    """Go through the months one by one to the day of the same number, or to the last there is."""
    year, month, day = civil(begin)
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ordinal(year, month, min(day, length_of(year, month)))


def counted(begin, length, unit, pauses, years):
    match unit:
        case "working_days":
            return struck_off(begin, length, years.worked, pauses)
        case "calendar_days":
            return struck_off(begin, length, lambda _: True, pauses)
        case "months" | "years":
            end = month_end(begin, length * (12 if unit == "years" else 1))
            lost = sum(held(n, pauses) for n in range(begin + 1, end + 1))
            return struck_off(end, lost, lambda _: True, pauses)
    raise ValueError(unit)


def forward(asked, years):
    if asked.unit == "named_date":
        raw = asked.named
    else:
        raw = counted(asked.start, asked.length, asked.unit, asked.pauses, years)
    for length, unit, granted in asked.extensions:
        if granted > lawful(raw, asked.rollover, years):
            return "too late"
        raw = counted(raw, length, unit, asked.pauses, years)
    last = lawful(raw, asked.rollover, years)
    return raw, last if asked.rollover == "party" else raw, last


def lawful(raw, rollover, years):
    """The first worked day from the last on, where the policy lets it roll."""
    if rollover in ("none", "agency_cap"):
        return raw
    return next(n for n in itertools.count(raw) if years.worked(n))


def backward(asked, years):
    """The latest day with the whole length strictly between it and the event."""
    day = asked.start - 1
    while between(day, asked.start, asked, years) < asked.length:
        day -= 1
    shown = next(n for n in itertools.count(day, -1) if years.worked(n))
    return day, shown, day


def earliest(asked, years):
    """The first worked day with the whole length strictly between the notice and it."""
    try:
        day = asked.start + 1
        while between(asked.start, day, asked, years) < asked.length:
            day += 1
        return next(n for n in itertools.count(day) if years.worked(n))
    except UnknownYearError as unknown:
        return f"no calendar {unknown.args[0]}"


def between(first, last, asked, years):
    """The days that count strictly between two days; the one nearest the event asked first."""
    days = range(first + 1, last)
    inside = [n for n in (reversed(days) if asked.backward else days) if not held(n, asked.pauses)]
    return sum(years.worked(n) for n in inside) if asked.unit == "working_days" else len(inside)


# -- both answers side by side --------------------------------------------------------------------

ROLLOVERS = ("party", "agency_cap", "agency", "none")
ORDINARY = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def date_of(number):
    """The library's date of an ordinal; the one place where both reckonings meet."""
    year, month, day = civil(number)
    return dt.date(year, month, day)


def engine_calendar(years):
    """The same arrangement as the engine's tables."""
    from engine.calendar import WorkingCalendar, YearTable

    off, made_up = map(date_of, years.off), list(map(date_of, years.made_up))
    by_year = {year: {} for year in range(FIRST, LAST + 1)}
    for day in off:
        by_year[day.year][day] = "假日"
    tables = {
        year: YearTable(
            year=year,
            source="made up",
            holidays=holidays,
            make_up={day: "调休" for day in made_up if day.year == year},
        )
        for year, holidays in by_year.items()
    }
    closures = {date_of(n): "停工" for n in years.closed}
    return WorkingCalendar(tables=tables, weekend=("周六", "周日"), closures=closures)


def engine_answer(rule, asked, calendar):
    """What the engine says to the same question, in the same words."""
    from engine.calendar import CalendarMissing
    from engine.deadlines import compute
    from engine.errors import InputError
    from engine.periods import Extension, Pause, Unit

    start = date_of(asked.start)
    if asked.unit == "hours":
        start = dt.datetime.combine(start, dt.time(*divmod(asked.minute, 60)), ORDINARY.tzinfo)
    pauses = tuple(
        Pause(first=date_of(a), last=None if b is None else date_of(b), reason="中止")
        for a, b in asked.pauses
    )
    longer = tuple(
        Extension(length=n, unit=Unit(unit), granted_on=date_of(granted), reason="延长")
        for n, unit, granted in asked.extensions
    )
    named = date_of(asked.named) if asked.named else None
    try:
        found = compute(rule, start, calendar, pauses=pauses, extensions=longer, named=named)
    except CalendarMissing as missing:
        return f"no calendar {missing.year}"
    except InputError as refused:
        if refused.code != "deadline.extension_late":
            raise
        return "too late"
    if found.due is None:
        return found.status.value
    dates = tuple(ordinal(d.year, d.month, d.day) for d in shown(found))
    if found.due_at is not None:
        return (*dates, found.due_at.hour * 60 + found.due_at.minute)
    return dates


def shown(deadline):
    return deadline.raw_due, deadline.due, deadline.breach_after


def disturbances(chance, start, length):
    """What may happen to a period: nothing, pauses of every position, extensions in time or not."""

    def pause(low, high, longest):
        first = start + chance.randint(low, high)
        return first, first + chance.randint(0, longest)

    reach = max(length, 2)
    yield (), ()
    yield (pause(1, reach, 30),), ()
    yield (pause(-20, 3, 25), pause(1, 2 * reach, 12), pause(1, reach, 4)), ()
    yield ((start + chance.randint(-2, 2 * reach), None),), ()
    unit = chance.choice(["working_days", "calendar_days", "months"])
    more = (chance.randint(1, 3 if unit == "months" else 60), unit)
    yield (), ((*more, start + chance.randint(0, max(1, length))),)
    again = (chance.randint(1, 60), "calendar_days", start + chance.randint(0, 4 * reach))
    yield (pause(1, reach, 20),), ((*more, start + chance.randint(0, reach)), again)


def questions(rule, starts, chance):
    """Every question put about one rule: each start, each roll-over policy, each disturbance."""
    for start in starts:
        plain = {
            "rule": rule.id,
            "length": rule.length,
            "unit": rule.unit.value,
            "rollover": rule.rollover.value,
            "backward": rule.direction.value == "backward",
            "start": start,
        }
        if plain["unit"] == "hours":
            yield Asked(**plain | {"minute": chance.randint(0, 24 * 60 - 1)})
            continue
        if plain["unit"] == "named_date":
            plain["named"] = start + chance.randint(0, 90)
        for rollover in ROLLOVERS:
            for pauses, extensions in disturbances(chance, start, rule.length):
                if plain["backward"] and extensions:
                    continue
                yield Asked(
                    **plain | {"rollover": rollover, "pauses": pauses, "extensions": extensions}
                )


def engine_earliest(rule, asked, calendar):
    """The first day the engine would hold a hearing on, notice being given at the start."""
    from engine.calendar import CalendarMissing
    from engine.deadlines import earliest

    try:
        day = earliest(rule, date_of(asked.start), calendar).due
    except CalendarMissing as missing:
        return f"no calendar {missing.year}"
    return ordinal(day.year, day.month, day.day)


def counted_rules():
    """Every rule of the register that leads to a date, every version of it."""
    from engine.periods import Unit
    from workflows.deadline_data import load_deadlines

    rules = load_deadlines().rules
    return [rule for rule in rules if rule.unit.counted or rule.unit is Unit.NAMED_DATE]


def answers(seed, many):
    """Every question of one seed with both answers: (question, engine, second)."""
    from engine.periods import Rollover

    chance, years = random.Random(seed * 7919 + 1), years_of(seed)
    calendar = engine_calendar(years)
    for rule in counted_rules():
        under = {policy: replace(rule, rollover=Rollover(policy)) for policy in ROLLOVERS}
        starts = [chance.randint(years.begin, years.end) for _ in range(many)]
        for asked in questions(rule, starts, chance):
            said = engine_answer(under[asked.rollover], asked, calendar)
            yield asked, said, answer(asked, years)
            if asked.backward and not asked.pauses:
                onward = replace(asked, backward=False)
                yield onward, engine_earliest(rule, onward, calendar), earliest(onward, years)


def compare(seed, many):
    """How many questions of one seed both answered, and those with two answers."""
    count, differences = 0, []
    for asked, said, own in answers(seed, many):
        count += 1
        if said != own:
            differences.append((asked, said, own))
    return count, differences


def main(seeds=40, many=30):
    """Run the whole comparison; the exit status says whether there was a difference."""
    began, whole, wrong = time.monotonic(), 0, []
    for seed in range(1, seeds + 1):
        count, differences = compare(seed, many)
        whole, wrong = whole + count, wrong + differences
    for asked, said, own in wrong[:20]:
        print(f"{asked}\n  engine {said}\n  second {own}")
    took = time.monotonic() - began
    print(f"{whole} answers compared over {seeds} x {LAST - FIRST + 1} years in {took:.0f} s")
    print(f"{len(wrong)} differences")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
