"""Periods counted in hours: from the minute of the event, through nights and holidays (CC 201(2)).

Neither pauses nor extensions apply to them. Which acts have such a period is data.
"""

from datetime import date, datetime, timedelta

from engine.calendar import ONE_DAY
from engine.derivation import Step, StepKind
from engine.errors import InputError
from engine.legal_time import legal_minute
from engine.periods import Deadline, DeadlineRule, Status


def count_hours(rule: DeadlineRule, start: date | datetime, *, undisturbed: bool) -> Deadline:
    """The deadline `rule.length` hours after `start`.

    Raises InputError "deadline.needs_minute" for a start without a time of day, and
    "deadline.hours_are_fixed" when something would pause or prolong it.
    """
    if not isinstance(start, datetime):
        raise InputError("deadline.needs_minute", rule=rule.id, start=start)
    if not undisturbed:
        raise InputError("deadline.hours_are_fixed", rule=rule.id)
    start_at = legal_minute(start)
    due_at = start_at + timedelta(hours=rule.length)
    begun, due = start_at.date(), due_at.date()
    return Deadline(
        rule_id=rule.id,
        name_zh=rule.name_zh,
        status=Status.RUNNING,
        rollover=rule.rollover,
        direction=rule.direction,
        start=begun,
        start_at=start_at,
        raw_due=due,
        due=due,
        due_at=due_at,
        breach_after=due,
        derivation=_steps(begun, due, rule.length),
    )


def _steps(begun: date, due: date, hours: int) -> tuple[Step, ...]:
    run = Step(kind=StepKind.HOURS, first=begun + ONE_DAY, last=due, counted=hours)
    return (
        Step(kind=StepKind.START, first=begun, last=begun),
        *((run,) if due > begun else ()),
        Step(kind=StepKind.DUE, first=due, last=due),
    )
