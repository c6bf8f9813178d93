"""What holds for every period over any calendar, and a second counter that knows no shortcuts."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.deadlines import compute, earliest
from engine.derivation import TILES, StepKind, replay
from engine.periods import Deadline, Direction, Pause, Rollover, Unit
from tests.unit.engine.synthetic_years import DAY, calendars, periods, rule_of, rules, starts

quick = settings(max_examples=150, deadline=None)


def counted_by_hand(rule, start, calendar, pauses):
    """Strike the days off one at a time on a list, as a clerk does on a wall calendar."""
    paused = {p.first + DAY * n for p in pauses for n in range((p.last - p.first).days + 1)}
    wall = [start + DAY * n for n in range(1, 1800)]
    if rule.unit is Unit.MONTHS:
        # The last day of the final month that is not past the day of the month of the start.
        months = start.year * 12 + start.month - 1 + rule.length
        last = max(
            day for day in wall
            if day.year * 12 + day.month - 1 == months and day.day <= start.day
        )  # fmt: skip
        lost = sum(day in paused for day in wall if day <= last)
        free = [day for day in wall if day > last and day not in paused]
        raw = free[lost - 1] if lost else last
    else:
        free = [day for day in wall if day not in paused]
        if rule.unit is Unit.WORKING_DAYS:
            free = [day for day in free if worked(calendar, day)]
        raw = free[rule.length - 1]
    rolled = next(day for day in [raw, *wall] if day >= raw and worked(calendar, day))
    return {
        Rollover.PARTY: (raw, rolled, rolled),
        Rollover.AGENCY: (raw, raw, rolled),
        Rollover.AGENCY_CAP: (raw, raw, raw),
        Rollover.NONE: (raw, raw, raw),
    }[rule.rollover]


def worked(calendar, day):
    """Straight from the table, without asking the calendar."""
    table = calendar.tables[day.year]
    if day in table.make_up:
        return True
    return day not in table.holidays and day.weekday() < 5


@quick
@given(calendars(), rules, periods())
def test_agrees_with_counting_by_hand(calendar, rule, period):
    start, pauses = period
    found = compute(rule, start, calendar, pauses=pauses)
    dates = (found.raw_due, found.due, found.breach_after)
    assert dates == counted_by_hand(rule, start, calendar, pauses)


@quick
@given(calendars(), rules, starts, st.integers(1, 400))
def test_starting_later_never_ends_earlier(calendar, rule, start, shift):
    earlier = compute(rule, start, calendar)
    later = compute(rule, start + DAY * shift, calendar)
    assert later.due >= earlier.due
    assert later.breach_after >= earlier.breach_after


@quick
@given(calendars(), rules, periods(), st.integers(-10, 150), st.integers(0, 30))
def test_one_more_pause_never_ends_earlier(calendar, rule, period, offset, length):
    start, pauses = period
    first = start + DAY * offset
    more = Pause(first=first, last=first + DAY * length, reason="鉴定")
    before = compute(rule, start, calendar, pauses=pauses)
    after = compute(rule, start, calendar, pauses=(*pauses, more))
    assert after.due >= before.due


@quick
@given(calendars(), st.integers(1, 60), starts, st.sampled_from(Rollover))
def test_a_period_of_working_days_ends_on_one_and_never_rolls(calendar, length, start, rollover):
    deadline = compute(rule_of(length, Unit.WORKING_DAYS, rollover), start, calendar)
    assert calendar.is_working(deadline.due)
    assert deadline.raw_due == deadline.due == deadline.breach_after


@quick
@given(calendars(), rules, periods())
def test_the_derivation_replays_to_the_same_dates(calendar, rule, period):
    start, pauses = period
    deadline = compute(rule, start, calendar, pauses=pauses)
    marks = replay(start, deadline.derivation)
    assert marks[StepKind.RAW_DUE] == deadline.raw_due
    assert marks[StepKind.DUE] == deadline.due
    assert marks.get(StepKind.BREACH_AFTER, deadline.due) == deadline.breach_after


@quick
@given(calendars(), rules, periods())
def test_every_day_not_counted_is_named(calendar, rule, period):
    start, pauses = period
    deadline = compute(rule, start, calendar, pauses=pauses)
    for step in deadline.derivation:
        if step.kind in {StepKind.SKIPPED, StepKind.PAUSED, StepKind.MAKE_UP}:
            assert step.reason
        if step.kind in TILES:
            assert deadline.start < step.first <= step.last


@quick
@given(calendars(), rules, periods())
def test_a_deadline_survives_plain_values(calendar, rule, period):
    start, pauses = period
    deadline = compute(rule, start, calendar, pauses=pauses)
    assert Deadline.from_plain(deadline.to_plain()) == deadline


@quick
@given(calendars(), st.integers(1, 15), st.dates(date(2031, 1, 1), date(2049, 6, 30)))
def test_notice_and_hearing_leave_the_whole_length_between_them(calendar, length, notice):
    rule = rule_of(length, Unit.WORKING_DAYS, Rollover.PARTY, direction=Direction.BACKWARD)
    hearing = earliest(rule, notice, calendar).due
    assert calendar.is_working(hearing)
    assert working_between(calendar, notice, hearing) >= length
    day_before = hearing - DAY
    while not calendar.is_working(day_before):
        day_before -= DAY
    assert working_between(calendar, notice, day_before) < length
    assert compute(rule, hearing, calendar).breach_after >= notice


@quick
@given(calendars(), st.integers(1, 15), st.dates(date(2031, 1, 1), date(2049, 12, 31)))
def test_counted_back_the_last_lawful_day_is_the_latest_possible(calendar, length, hearing):
    rule = rule_of(length, Unit.WORKING_DAYS, Rollover.PARTY, direction=Direction.BACKWARD)
    notice = compute(rule, hearing, calendar)
    assert working_between(calendar, notice.breach_after, hearing) == length
    assert working_between(calendar, notice.breach_after + DAY, hearing) < length
    assert notice.due <= notice.breach_after
    assert calendar.is_working(notice.due)
    replayed = replay(hearing, notice.derivation)
    assert replayed[StepKind.DUE] == notice.due
    assert replayed[StepKind.BREACH_AFTER] == notice.breach_after


def working_between(calendar, first, last):
    """Full working days strictly between two days."""
    days = range(1, (last - first) // timedelta(1))
    return sum(worked(calendar, first + DAY * n) for n in days)
