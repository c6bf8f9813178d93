"""How a running period stands today: how much of it is left, and whether that calls for a warning.

From how much left a warning is due is data of the register, which the bureau may overrule. What
anybody should do about a warning is not known here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine.calendar import ONE_DAY, WorkingCalendar
from engine.deadlines import Position, position
from engine.errors import ConfigurationError
from engine.legal_time import legal_date, legal_minute
from engine.people import Agency
from engine.periods import Deadline, DeadlineRule, Expiry, Unit, WarnAt

HOUR = timedelta(hours=1)


class Level(StrEnum):
    """How urgent a running period is."""

    OK = "ok"
    YELLOW = "yellow"
    RED = "red"
    #: Its last lawful day is over, and somebody is late.
    OVERDUE = "overdue"
    #: It is over and nobody is late: a party's right, or a time to wait.
    LAPSED = "lapsed"
    #: A pause runs; there is no date to be late for.
    PAUSED = "paused"
    #: It reaches into a year without a working-day table.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The level of a period, with what is left of it."""

    level: Level
    #: `unit`s from now to the day shown; below zero: since the last lawful one. None: no date.
    left: int | None = None
    #: Working days, calendar days or hours.
    unit: Unit | None = None


def standing(
    deadline: Deadline,
    rule: DeadlineRule,
    moment: date | datetime,
    calendar: WorkingCalendar,
    warn: WarnAt | None,
) -> Standing:
    """How `deadline` stands at `moment`, warned of as `warn` says (None: never).

    What is left is told in the period's own unit, months and years in calendar days. What is over
    is told in calendar days, a day late being a day late, worked or not, and of hours in hours
    begun. Raises CalendarMissing when working days of a year without a table would have to be
    counted.
    """
    if deadline.awaits_year is not None:
        return Standing(level=Level.UNKNOWN)
    if deadline.due is None or deadline.breach_after is None:
        return Standing(level=Level.PAUSED)
    if position(deadline, moment) is Position.AFTER:
        level = Level.OVERDUE if rule.expiry is Expiry.BREACH else Level.LAPSED
        return _over(level, deadline, deadline.breach_after, moment)
    unit = rule.unit if rule.unit in {Unit.WORKING_DAYS, Unit.HOURS} else Unit.CALENDAR_DAYS
    left = _left(deadline, deadline.due, unit, moment, calendar)
    return Standing(level=_level(left, warn), left=left, unit=unit)


def warn_at(rule: DeadlineRule, agency: Agency) -> WarnAt | None:
    """From how much left on the bureau wants a period's warnings; None: never.

    The settings `warning.<rule>.yellow` and `warning.<rule>.red` of the profile overrule the
    register. Raises ConfigurationError "warning.thresholds" when they contradict each other.
    """
    given = rule.warn_at
    yellow = _setting(agency, rule.id, "yellow", given.yellow if given is not None else None)
    red = _setting(agency, rule.id, "red", given.red if given is not None else None)
    if yellow is None and red is None:
        return None
    if yellow is None or red is None or not 0 <= red <= yellow:
        raise ConfigurationError("warning.thresholds", rule=rule.id, yellow=yellow, red=red)
    return WarnAt(yellow=yellow, red=red)


def _setting(agency: Agency, rule: str, colour: str, default: int | None) -> int | None:
    setting = agency.settings.get(f"warning.{rule}.{colour}")
    if setting is None:
        return default
    if isinstance(setting.value, bool) or not isinstance(setting.value, int):
        raise ConfigurationError("warning.thresholds", rule=rule, **{colour: setting.value})
    return setting.value


def _level(left: int, warn: WarnAt | None) -> Level:
    if warn is None or left > warn.yellow:
        return Level.OK
    return Level.RED if left <= warn.red else Level.YELLOW


def _over(level: Level, deadline: Deadline, last: date, moment: date | datetime) -> Standing:
    if deadline.due_at is not None and isinstance(moment, datetime):
        begun = (deadline.due_at - legal_minute(moment)) // HOUR
        return Standing(level=level, left=begun, unit=Unit.HOURS)
    days = (legal_date(moment) - last).days
    return Standing(level=level, left=-days, unit=Unit.CALENDAR_DAYS)


def _left(
    deadline: Deadline, due: date, unit: Unit, moment: date | datetime, calendar: WorkingCalendar
) -> int:
    """Whole units between now and the day shown; 0 on it and on the days it rolls over."""
    if deadline.due_at is not None and isinstance(moment, datetime):
        return max(0, (deadline.due_at - legal_minute(moment)) // HOUR)
    today = legal_date(moment)
    days = range(1, (due - today).days + 1)
    if unit is Unit.HOURS:
        return len(days) * 24
    if unit is Unit.CALENDAR_DAYS:
        return len(days)
    return sum(calendar.is_working(today + n * ONE_DAY) for n in days)
