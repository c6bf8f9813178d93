"""Dating a period of a case anew, when the table of a year it waited for has come.

A period started before its year was published is on record without a date. Recorded dates are
never changed here; only a missing one is found.
"""

from datetime import date, datetime

from engine.calendar import CalendarMissing, WorkingCalendar
from engine.case import RunningDeadline
from engine.deadlines import Position, position, schedule
from engine.periods import Deadline, DeadlineRule, Unit
from engine.situation import Situation


def dated(running: RunningDeadline, rule: DeadlineRule, calendar: WorkingCalendar) -> Deadline:
    """The deadline as recorded, or counted now if it had waited for a year's table.

    It keeps waiting while the table is still missing.
    """
    if running.computed.awaits_year is None:
        return running.computed
    return recounted(running, rule, calendar)


def recounted(running: RunningDeadline, rule: DeadlineRule, calendar: WorkingCalendar) -> Deadline:
    """The deadline counted from its start, with every pause and extension on record."""
    return schedule(
        rule,
        running.start,
        calendar,
        pauses=running.pauses,
        extensions=running.extensions,
        named=running.computed.raw_due if rule.unit is Unit.NAMED_DATE else None,
    )


def period_days(deadline: Deadline) -> dict[str, object]:
    """First and last day as forms name them.

    The last day of a period that waits for a year's table is the error itself, which whoever
    prints it raises.
    """
    awaits = deadline.awaits_year
    due = deadline.due if awaits is None else CalendarMissing(awaits)
    return {"start": deadline.start, "due": due}


def stands(situation: Situation, running: RunningDeadline, moment: date | datetime) -> Position:
    """Where `moment` stands to a period of the case; raises CalendarMissing as `position` does."""
    rule = situation.rules[running.rule]
    return position(dated(running, rule, situation.calendar), moment)


def due(situation: Situation, running: RunningDeadline) -> date | None:
    """The day a period of the case ends on, as far as it is known."""
    return dated(running, situation.rules[running.rule], situation.calendar).due
