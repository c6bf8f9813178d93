"""Counting statutory periods: from a rule and a start to a due date with its derivation.

The day of the event is not counted (CPL 85(2), CC 201); months end on the corresponding day or
the month's last (CC 202); hours run from the minute (CC 201(2)); the last day rolls over by the
rule's policy (CPL 85(3), CC 203). Which rules exist and how long they are is not known here.
"""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from engine.calendar import CalendarMissing, WorkingCalendar
from engine.day_walk import DayWalk, OpenPauseError
from engine.derivation import StepKind
from engine.errors import ConfigurationError, InputError
from engine.hour_periods import count_hours
from engine.legal_time import legal_date, legal_minute
from engine.periods import (
    Deadline,
    DeadlineRule,
    Direction,
    Extension,
    Pause,
    Rollover,
    Status,
    Unit,
)


class Position(StrEnum):
    """Where a moment stands to a deadline."""

    BEFORE = "before"
    #: From the day shown to the last lawful day; the same day unless an agency period rolls.
    ON = "on"
    AFTER = "after"


def compute(
    rule: DeadlineRule,
    start: date | datetime,
    calendar: WorkingCalendar,
    *,
    pauses: tuple[Pause, ...] = (),
    extensions: tuple[Extension, ...] = (),
    named: date | None = None,
) -> Deadline:
    """The deadline of `rule` running from `start`.

    `named` is the day a document sets, for rules of unit "named_date". For a rule counted back,
    `start` is the later event (the hearing) and the result the latest day for the earlier one.
    A pause that is still open and reached gives status "paused" without dates.

    Raises CalendarMissing when a day of a year without a table must be judged, InputError for a
    start without the minute an hourly period needs or for an extension granted after expiry, and
    ConfigurationError for a rule that is not a period.
    """
    if rule.unit is Unit.HOURS:
        return count_hours(rule, start, undisturbed=not (pauses or extensions))
    walk = DayWalk(legal_date(start), calendar, pauses, backward=_is_backward(rule))
    try:
        _run(rule, walk, extensions, named)
    except OpenPauseError as paused:
        walk.mark(StepKind.AWAITS, paused.pause.reason)
        return _undated(rule, walk, Status.PAUSED)
    return _settled(rule, walk)


def schedule(
    rule: DeadlineRule,
    start: date | datetime,
    calendar: WorkingCalendar,
    *,
    pauses: tuple[Pause, ...] = (),
    extensions: tuple[Extension, ...] = (),
    named: date | None = None,
) -> Deadline:
    """Like `compute`, but a missing year becomes a deadline that waits for its table.

    Such a deadline has status "calendar_missing" and no date but the one a document may name; it
    is never guessed. Periods counted back still raise, because the act they bound cannot be
    planned without the table.
    """
    try:
        return compute(rule, start, calendar, pauses=pauses, extensions=extensions, named=named)
    except CalendarMissing as missing:
        if _is_backward(rule):
            raise
        walk = DayWalk(legal_date(start), calendar, pauses)
        walk.mark(StepKind.AWAITS, str(missing.year))
        undated = _undated(rule, walk, Status.CALENDAR_MISSING, missing.year)
        # The day a document names is known; only whether it rolls over is not.
        return replace(undated, raw_due=named if rule.unit is Unit.NAMED_DATE else None)


def earliest(rule: DeadlineRule, given_on: date | datetime, calendar: WorkingCalendar) -> Deadline:
    """The first working day on which the later event may follow notice given on `given_on`.

    For rules counted back (D09: at least seven working days before the hearing): the whole
    length lies between the two days. The result's `due` is that first lawful day.
    """
    walk = DayWalk(legal_date(given_on), calendar, ())
    walk.count(rule.length, rule.unit)
    walk.step_clear()
    raw = walk.reached
    walk.mark(StepKind.RAW_DUE, calendar.name(raw))
    walk.roll()
    walk.mark(StepKind.DUE)
    return _dated(rule, walk, raw=raw, due=walk.reached, breach=walk.reached)


def position(deadline: Deadline, moment: date | datetime) -> Position:
    """Where `moment` stands, by its legal date (by the minute for periods in hours).

    A paused period has not ended, so every moment is before it. Raises CalendarMissing when the
    answer depends on a table that is missing.
    """
    day = legal_date(moment)
    if deadline.status is Status.PAUSED:
        return Position.BEFORE
    if deadline.awaits_year is not None:
        if day.year < deadline.awaits_year:
            return Position.BEFORE
        raise CalendarMissing(deadline.awaits_year)
    if deadline.due_at is not None and isinstance(moment, datetime):
        return _compare(legal_minute(moment), deadline.due_at, deadline.due_at)
    if deadline.due is None or deadline.breach_after is None:
        raise ConfigurationError("deadline.undated", rule=deadline.rule_id)
    return _compare(day, deadline.due, deadline.breach_after)


def _compare(now: date, due: date, breach: date) -> Position:
    if now < due:
        return Position.BEFORE
    return Position.AFTER if now > breach else Position.ON


def _is_backward(rule: DeadlineRule) -> bool:
    return rule.direction is Direction.BACKWARD


def _run(
    rule: DeadlineRule, walk: DayWalk, extensions: tuple[Extension, ...], named: date | None
) -> None:
    """Count the rule's own length, then every extension from the unrolled day reached."""
    if rule.unit is Unit.NAMED_DATE:
        if named is None:
            raise InputError("deadline.needs_named_date", rule=rule.id)
        walk.go_to(named)
    elif rule.unit.counted:
        walk.count(rule.length, rule.unit)
    else:
        raise ConfigurationError("deadline.not_a_period", rule=rule.id, unit=rule.unit)
    for extension in extensions:
        _extend(rule, walk, extension)


def _extend(rule: DeadlineRule, walk: DayWalk, extension: Extension) -> None:
    last_lawful = walk.reached
    if rule.rollover in {Rollover.PARTY, Rollover.AGENCY}:
        last_lawful = walk.calendar.next_working(last_lawful)
    if extension.granted_on > last_lawful:
        raise InputError(
            "deadline.extension_late", rule=rule.id, granted=extension.granted_on, due=last_lawful
        )
    walk.mark(StepKind.EXTENDED, extension.reason)
    if extension.until is not None:
        walk.go_to(extension.until)
    else:
        walk.count(extension.length, extension.unit)


def _settled(rule: DeadlineRule, walk: DayWalk) -> Deadline:
    """Apply the roll-over policy to the day reached."""
    if _is_backward(rule):
        return _settled_backward(rule, walk)
    raw = walk.reached
    if rule.rollover in {Rollover.AGENCY_CAP, Rollover.NONE}:
        walk.mark(StepKind.RAW_DUE)
        if reason := walk.known_name():
            walk.mark(StepKind.KEPT, reason)
        walk.mark(StepKind.DUE)
        return _dated(rule, walk, raw=raw, due=raw, breach=raw)
    walk.mark(StepKind.RAW_DUE, walk.why_not_working())
    if rule.rollover is Rollover.AGENCY:
        walk.mark(StepKind.DUE)
        walk.roll()
        walk.mark(StepKind.BREACH_AFTER)
        return _dated(rule, walk, raw=raw, due=raw, breach=walk.reached)
    walk.roll()
    walk.mark(StepKind.DUE)
    return _dated(rule, walk, raw=raw, due=walk.reached, breach=walk.reached)


def _settled_backward(rule: DeadlineRule, walk: DayWalk) -> Deadline:
    """The day before the counted ones is the last lawful day; shown is a working day."""
    walk.step_clear()
    raw = walk.reached
    walk.mark(StepKind.RAW_DUE, walk.why_not_working())
    walk.mark(StepKind.BREACH_AFTER)
    walk.roll()
    walk.mark(StepKind.DUE)
    return _dated(rule, walk, raw=raw, due=walk.reached, breach=raw)


def _dated(rule: DeadlineRule, walk: DayWalk, *, raw: date, due: date, breach: date) -> Deadline:
    return Deadline(
        rule_id=rule.id,
        name_zh=rule.name_zh,
        status=Status.RUNNING,
        rollover=rule.rollover,
        direction=rule.direction,
        start=walk.start,
        raw_due=raw,
        due=due,
        breach_after=breach,
        derivation=walk.steps(),
    )


def _undated(
    rule: DeadlineRule, walk: DayWalk, status: Status, awaits_year: int | None = None
) -> Deadline:
    return Deadline(
        rule_id=rule.id,
        name_zh=rule.name_zh,
        status=status,
        rollover=rule.rollover,
        direction=rule.direction,
        start=walk.start,
        raw_due=None,
        due=None,
        breach_after=None,
        awaits_year=awaits_year,
        derivation=walk.steps(),
    )
