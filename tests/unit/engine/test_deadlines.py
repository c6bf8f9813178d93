"""Edges of counting: make-up days, month ends, leap years, missing tables, pauses, extensions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.calendar import CalendarMissing
from engine.deadlines import Position, compute, earliest, position, schedule
from engine.derivation import Step, StepKind, replay
from engine.errors import ConfigurationError, InputError, IntegrityError
from engine.legal_time import LEGAL_ZONE
from engine.periods import (
    Deadline,
    Direction,
    Extension,
    Pause,
    Rollover,
    Status,
    Unit,
)
from tests.unit.engine.synthetic_years import calendar_of, rule_of
from workflows.calendar_data import load_calendar

CALENDAR = load_calendar()
W, C, M, Y, H = (
    Unit.WORKING_DAYS,
    Unit.CALENDAR_DAYS,
    Unit.MONTHS,
    Unit.YEARS,
    Unit.HOURS,
)


def day(text):
    return date.fromisoformat(text)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


def kinds(deadline):
    return [step.kind for step in deadline.derivation]


# Make-up days and holidays


def test_the_start_on_a_make_up_saturday_is_not_counted():
    assert compute(rule_of(1, W), day("2025-10-11"), CALENDAR).due == day("2025-10-13")


def test_a_period_may_end_on_a_make_up_saturday_and_does_not_roll():
    deadline = compute(rule_of(1, C, Rollover.PARTY), day("2025-10-10"), CALENDAR)
    assert deadline.raw_due == deadline.due == day("2025-10-11")


def test_a_plain_saturday_rolls_to_monday():
    deadline = compute(rule_of(1, C, Rollover.PARTY), day("2025-10-17"), CALENDAR)
    assert (deadline.raw_due, deadline.due) == (day("2025-10-18"), day("2025-10-20"))


def test_fifteen_days_to_pay_ending_inside_spring_festival_end_after_it():
    deadline = compute(rule_of(15, C, Rollover.PARTY), day("2026-02-01"), CALENDAR)
    assert (deadline.raw_due, deadline.due) == (day("2026-02-16"), day("2026-02-24"))


def test_the_derivation_names_the_holidays_it_skips():
    deadline = compute(rule_of(7, W), day("2025-09-29"), CALENDAR)
    told = [(s.kind.value, s.first.isoformat(), s.last.isoformat(), s.counted, s.reason)
            for s in deadline.derivation]  # fmt: skip
    assert told == [
        ("start", "2025-09-29", "2025-09-29", 0, ""),
        ("counted", "2025-09-30", "2025-09-30", 1, ""),
        ("skipped", "2025-10-01", "2025-10-08", 0, "国庆节、中秋节"),
        ("counted", "2025-10-09", "2025-10-10", 2, ""),
        ("make_up", "2025-10-11", "2025-10-11", 1, "调休上班"),
        ("skipped", "2025-10-12", "2025-10-12", 0, "周日"),
        ("counted", "2025-10-13", "2025-10-15", 3, ""),
        ("raw_due", "2025-10-15", "2025-10-15", 0, ""),
        ("due", "2025-10-15", "2025-10-15", 0, ""),
    ]


def test_a_ceiling_that_ends_on_a_holiday_says_that_it_was_kept():
    deadline = compute(rule_of(30, C, Rollover.AGENCY_CAP), day("2025-09-03"), CALENDAR)
    kept = [step for step in deadline.derivation if step.kind is StepKind.KEPT]
    assert [(step.first, step.reason) for step in kept] == [(day("2025-10-03"), "国庆节、中秋节")]


# Months, years and hours


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2025-08-28", 6, "2026-02-28"),
        ("2025-08-29", 6, "2026-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-02-28", 1, "2025-03-28"),
        ("2025-09-05", 3, "2025-12-05"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-11-30", 13, "2026-12-30"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_months_last(start, months, end):
    assert compute(rule_of(months, M), day(start), CALENDAR).due == day(end)


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-03-01", 2, "2027-03-01"),
    ],
)
def test_years_end_on_the_corresponding_day(start, years, end):
    assert compute(rule_of(years, Y, Rollover.AGENCY_CAP), day(start), CALENDAR).due == day(end)


def test_the_leap_day_of_2028_is_counted():
    leap = calendar_of(years=(2028,))
    assert compute(rule_of(15, C, Rollover.PARTY), day("2028-02-15"), leap).due == day("2028-03-01")
    assert compute(rule_of(2, W), day("2028-02-28"), leap).due == day("2028-03-01")


def test_hours_run_from_the_minute_through_a_holiday():
    deadline = compute(rule_of(24, H), at("2025-09-30T16:20:45"), CALENDAR)
    assert deadline.due_at == at("2025-10-01T16:20")
    assert deadline.due == day("2025-10-01")
    assert Deadline.from_plain(deadline.to_plain()) == deadline
    assert replay(deadline.start, deadline.derivation)[StepKind.DUE] == deadline.due


@pytest.mark.parametrize(
    ("moment", "where"),
    [
        ("2025-10-01T16:19:59", Position.BEFORE),
        ("2025-10-01T16:20:59", Position.ON),
        ("2025-10-01T16:21:00", Position.AFTER),
    ],
)
def test_a_period_in_hours_is_judged_by_the_minute(moment, where):
    deadline = compute(rule_of(24, H), at("2025-09-30T16:20"), CALENDAR)
    assert position(deadline, at(moment)) is where


def test_hours_need_a_minute_to_start_from():
    with pytest.raises(InputError, match=r"deadline\.needs_minute"):
        compute(rule_of(24, H), day("2025-09-30"), CALENDAR)


def test_nothing_suspends_hours():
    pause = Pause(first=day("2025-10-01"), last=None, reason="放假")
    with pytest.raises(InputError, match=r"deadline\.hours_are_fixed"):
        compute(rule_of(24, H), at("2025-09-30T16:20"), CALENDAR, pauses=(pause,))


# The legal day


def test_an_instant_counts_on_the_day_it_has_in_china():
    evening = datetime(2025, 3, 2, 16, 0, tzinfo=UTC)
    assert compute(rule_of(15, C), evening, CALENDAR).start == day("2025-03-03")
    deadline = compute(rule_of(15, C), day("2025-03-03"), CALENDAR)
    assert position(deadline, datetime(2025, 3, 18, 15, 59, tzinfo=UTC)) is Position.ON
    assert position(deadline, datetime(2025, 3, 18, 16, 0, tzinfo=UTC)) is Position.AFTER


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(InputError, match=r"time\.naive"):
        compute(rule_of(1, C), datetime(2025, 3, 3, 9, 0), CALENDAR)  # noqa: DTZ001  the point


@pytest.mark.parametrize(
    ("rollover", "on"),
    [
        (Rollover.PARTY, ["2025-10-09"]),
        (Rollover.AGENCY, ["2025-10-06", "2025-10-07", "2025-10-08", "2025-10-09"]),
        (Rollover.AGENCY_CAP, ["2025-10-06"]),
        (Rollover.NONE, ["2025-10-06"]),
    ],
)
def test_on_spans_from_the_day_shown_to_the_last_lawful_day(rollover, on):
    deadline = compute(rule_of(90, C, rollover), day("2025-07-08"), CALENDAR)
    days = [day("2025-10-01") + timedelta(n) for n in range(15)]
    assert [d.isoformat() for d in days if position(deadline, d) is Position.ON] == on
    assert position(deadline, day(on[0]) - timedelta(1)) is Position.BEFORE
    assert position(deadline, day(on[-1]) + timedelta(1)) is Position.AFTER


# Years without a table


def test_crossing_into_a_year_without_a_table_is_refused():
    with pytest.raises(CalendarMissing) as refused:
        compute(rule_of(5, W), day("2026-12-29"), CALENDAR)
    assert refused.value.year == 2027


def test_rolling_over_in_a_year_without_a_table_is_refused():
    with pytest.raises(CalendarMissing):
        compute(rule_of(6, M, Rollover.PARTY), day("2026-07-15"), CALENDAR)


def test_a_ceiling_needs_no_table_because_it_never_rolls():
    deadline = compute(rule_of(6, M, Rollover.AGENCY_CAP), day("2026-07-15"), CALENDAR)
    assert deadline.due == day("2027-01-15")


def test_a_period_ending_before_the_missing_year_is_computed():
    assert compute(rule_of(2, W), day("2026-12-29"), CALENDAR).due == day("2026-12-31")


def test_a_scheduled_period_waits_for_the_missing_table():
    rule = rule_of(6, M, Rollover.PARTY)
    deadline = schedule(rule, day("2026-07-15"), CALENDAR)
    assert (deadline.status, deadline.awaits_year) == (Status.CALENDAR_MISSING, 2027)
    assert (deadline.raw_due, deadline.due, deadline.breach_after) == (None, None, None)
    assert kinds(deadline) == [StepKind.START, StepKind.AWAITS]
    assert Deadline.from_plain(deadline.to_plain()) == deadline
    assert position(deadline, day("2026-12-31")) is Position.BEFORE
    with pytest.raises(CalendarMissing):
        position(deadline, day("2027-01-01"))


def test_a_scheduled_period_with_its_table_is_the_computed_one():
    rule = rule_of(15, C, Rollover.PARTY)
    assert schedule(rule, day("2025-09-23"), CALENDAR) == compute(rule, day("2025-09-23"), CALENDAR)


def test_a_period_counted_back_is_refused_even_when_scheduled():
    rule = rule_of(7, W, Rollover.PARTY, direction=Direction.BACKWARD)
    with pytest.raises(CalendarMissing):
        schedule(rule, day("2027-01-04"), CALENDAR)
    with pytest.raises(CalendarMissing):
        earliest(rule, day("2026-12-28"), CALENDAR)


# Pauses


def test_paused_days_are_left_out_and_told():
    pause = Pause(first=day("2025-03-05"), last=day("2025-03-07"), reason="听证")
    deadline = compute(rule_of(5, W), day("2025-03-03"), CALENDAR, pauses=(pause,))
    assert deadline.due == day("2025-03-13")
    told = [step for step in deadline.derivation if step.kind is StepKind.PAUSED]
    assert [(step.first, step.last, step.reason) for step in told] == [
        (day("2025-03-05"), day("2025-03-07"), "听证")
    ]


def test_overlapping_pauses_are_left_out_once():
    pauses = (
        Pause(first=day("2025-03-05"), last=day("2025-03-07"), reason="听证"),
        Pause(first=day("2025-03-06"), last=day("2025-03-10"), reason="鉴定"),
    )
    plain = compute(rule_of(10, C), day("2025-03-03"), CALENDAR)
    paused = compute(rule_of(10, C), day("2025-03-03"), CALENDAR, pauses=pauses)
    assert paused.due - plain.due == timedelta(6)


@pytest.mark.parametrize(
    ("first", "due"), [("2025-03-13", "2025-03-16"), ("2025-03-14", "2025-03-13")]
)
def test_a_pause_counts_up_to_the_last_day_and_not_after_it(first, due):
    pause = Pause(first=day(first), last=day(first) + timedelta(2), reason="听证")
    assert compute(rule_of(10, C), day("2025-03-03"), CALENDAR, pauses=(pause,)).due == day(due)


def test_an_open_pause_reached_leaves_the_period_without_a_date():
    pause = Pause(first=day("2025-03-10"), last=None, reason="中止调查")
    deadline = compute(
        rule_of(90, C, Rollover.AGENCY), day("2025-03-03"), CALENDAR, pauses=(pause,)
    )
    assert (deadline.status, deadline.due) == (Status.PAUSED, None)
    last = deadline.derivation[-1]
    assert (last.kind, last.first, last.reason) == (StepKind.AWAITS, day("2025-03-09"), "中止调查")
    assert position(deadline, day("2026-01-01")) is Position.BEFORE
    assert Deadline.from_plain(deadline.to_plain()) == deadline


def test_an_open_pause_that_begins_after_the_end_does_not_reopen_it():
    pause = Pause(first=day("2025-03-19"), last=None, reason="中止调查")
    deadline = compute(rule_of(15, C), day("2025-03-03"), CALENDAR, pauses=(pause,))
    assert deadline.due == day("2025-03-18")


def test_months_go_on_by_the_days_left_out():
    pause = Pause(first=day("2025-06-01"), last=day("2025-06-10"), reason="复议")
    deadline = compute(rule_of(3, M), day("2025-05-05"), CALENDAR, pauses=(pause,))
    assert deadline.due == day("2025-08-15")
    left_out = [step for step in deadline.derivation if step.kind is StepKind.LEFT_OUT]
    assert [(step.counted, step.reason) for step in left_out] == [(10, "复议")]


def test_a_pause_may_not_end_before_it_begins():
    with pytest.raises(ConfigurationError, match=r"deadline\.pause_reversed"):
        Pause(first=day("2025-03-05"), last=day("2025-03-04"), reason="听证")


# Extensions and named days


def test_an_extension_runs_from_the_unrolled_day():
    granted = Extension(length=30, unit=C, granted_on=day("2025-10-01"), reason="案情复杂")
    deadline = compute(
        rule_of(90, C, Rollover.AGENCY), day("2025-07-08"), CALENDAR, extensions=(granted,)
    )
    assert (deadline.due, deadline.breach_after) == (day("2025-11-05"), day("2025-11-05"))


@pytest.mark.parametrize(
    ("rollover", "last_lawful"),
    [
        (Rollover.AGENCY, "2025-10-09"),
        (Rollover.PARTY, "2025-10-09"),
        (Rollover.AGENCY_CAP, "2025-10-06"),
        (Rollover.NONE, "2025-10-06"),
    ],
)
def test_an_extension_granted_after_expiry_is_void(rollover, last_lawful):
    rule = rule_of(90, C, rollover)
    in_time = Extension(length=30, unit=C, granted_on=day(last_lawful), reason="案情复杂")
    compute(rule, day("2025-07-08"), CALENDAR, extensions=(in_time,))
    late = Extension(
        length=30, unit=C, granted_on=day(last_lawful) + timedelta(1), reason="案情复杂"
    )
    with pytest.raises(InputError, match=r"deadline\.extension_late"):
        compute(rule, day("2025-07-08"), CALENDAR, extensions=(late,))


def test_an_extension_says_either_how_long_or_until_when():
    with pytest.raises(ConfigurationError, match=r"deadline\.bad_extension"):
        Extension(granted_on=day("2025-03-03"), reason="无")


def test_the_day_an_order_names_rolls_for_the_party_and_can_be_moved():
    rule = rule_of(0, Unit.NAMED_DATE, Rollover.PARTY)
    deadline = compute(rule, day("2025-09-22"), CALENDAR, named=day("2025-10-04"))
    assert (deadline.raw_due, deadline.due) == (day("2025-10-04"), day("2025-10-09"))
    moved = Extension(until=day("2025-10-15"), granted_on=day("2025-09-26"), reason="申请延期")
    later = compute(rule, day("2025-09-22"), CALENDAR, named=day("2025-10-04"), extensions=(moved,))
    assert later.due == day("2025-10-15")
    assert replay(later.start, later.derivation)[StepKind.DUE] == later.due


def test_an_order_may_name_its_own_day_but_no_earlier_one():
    rule = rule_of(0, Unit.NAMED_DATE, Rollover.PARTY)
    same = compute(rule, day("2025-09-22"), CALENDAR, named=day("2025-09-22"))
    assert same.due == day("2025-09-22")
    with pytest.raises(InputError, match=r"deadline\.named_too_early"):
        compute(rule, day("2025-09-22"), CALENDAR, named=day("2025-09-21"))
    with pytest.raises(InputError, match=r"deadline\.needs_named_date"):
        compute(rule, day("2025-09-22"), CALENDAR)


# What is not a period


@pytest.mark.parametrize("unit", [Unit.PROMPTLY, Unit.EXCLUSION, Unit.SURCHARGE])
def test_what_has_no_length_is_not_counted(unit):
    with pytest.raises(ConfigurationError, match=r"deadline\.not_a_period"):
        compute(rule_of(0, unit), day("2025-03-03"), CALENDAR)


@pytest.mark.parametrize(("length", "unit"), [(0, W), (-1, C), (3, Unit.PROMPTLY)])
def test_a_rule_has_a_length_exactly_when_it_counts(length, unit):
    with pytest.raises(ConfigurationError, match=r"deadline\.bad_length"):
        rule_of(length, unit)


def test_months_are_not_counted_back():
    rule = rule_of(1, M, direction=Direction.BACKWARD)
    with pytest.raises(ConfigurationError, match=r"deadline\.not_in_days"):
        compute(rule, day("2025-03-03"), CALENDAR)


# Replaying


def test_a_derivation_with_a_day_missing_is_found_out():
    deadline = compute(rule_of(7, W), day("2025-09-29"), CALENDAR)
    steps = deadline.derivation
    with pytest.raises(IntegrityError, match=r"deadline\.derivation_gap"):
        replay(deadline.start, steps[:2] + steps[3:])


def test_a_derivation_with_a_moved_due_day_is_found_out():
    deadline = compute(rule_of(7, W), day("2025-09-29"), CALENDAR)
    moved = Step(kind=StepKind.DUE, first=day("2025-10-16"), last=day("2025-10-16"))
    with pytest.raises(IntegrityError, match=r"deadline\.derivation_gap"):
        replay(deadline.start, (*deadline.derivation[:-1], moved))
