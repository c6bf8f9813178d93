"""Walking the calendar one day at a time and writing down every step.

Internal to the deadline engine: it counts, skips, pauses and rolls, and knows neither rules nor
laws.
"""

from calendar import monthrange
from datetime import date, timedelta

from engine.calendar import ONE_DAY, SATURDAY, WorkingCalendar
from engine.derivation import Step, StepKind
from engine.errors import ConfigurationError, InputError
from engine.periods import Pause, Unit

MONTHS_PER_YEAR = 12
#: Neighbouring steps of these kinds with one reason are written as one.
MERGED = frozenset({StepKind.COUNTED, StepKind.SKIPPED, StepKind.PAUSED})


class OpenPauseError(Exception):
    """The walk ran into a pause that has not ended; caught by the deadline engine."""

    def __init__(self, pause: Pause) -> None:
        """`pause` is the one still running."""
        super().__init__(pause.reason)
        self.pause = pause


class DayWalk:
    """A walk from the start day over counted and skipped days."""

    def __init__(
        self,
        start: date,
        calendar: WorkingCalendar,
        pauses: tuple[Pause, ...],
        *,
        backward: bool = False,
    ) -> None:
        """Stand on `start`, which itself is never counted."""
        self.start = start
        self.calendar = calendar
        self.reached = start
        self._pauses = pauses
        self._stride = -ONE_DAY if backward else ONE_DAY
        self._steps: list[Step] = []
        self.mark(StepKind.START)

    def steps(self) -> tuple[Step, ...]:
        """The derivation so far."""
        return tuple(self._steps)

    def mark(self, kind: StepKind, reason: str = "", *, counted: int = 0) -> None:
        """Note what happened on the day reached, without moving."""
        here = self.reached
        self._steps.append(Step(kind=kind, first=here, last=here, counted=counted, reason=reason))

    def count(self, length: int, unit: Unit) -> None:
        """Move on by `length` units, leaving out paused days."""
        match unit:
            case Unit.WORKING_DAYS | Unit.CALENDAR_DAYS:
                self._count_days(length, working=unit is Unit.WORKING_DAYS)
            case Unit.MONTHS:
                self._count_months(length, length)
            case Unit.YEARS:
                self._count_months(length * MONTHS_PER_YEAR, length)
            case _:
                raise ConfigurationError("deadline.not_in_days", unit=unit)

    def go_to(self, day: date) -> None:
        """Move to a day set by a document; it may be the day reached, not an earlier one."""
        if day < self.reached:
            raise InputError("deadline.named_too_early", day=day, not_before=self.reached)
        if day > self.reached:
            self._tile(StepKind.NAMED, self.reached + ONE_DAY, day)

    def step_clear(self) -> None:
        """Move one day on, clear of the days counted."""
        day = self.reached + self._stride
        self._tile(StepKind.CLEAR_OF, day, day)

    def roll(self) -> None:
        """Move on to the next working day unless the day reached is one."""
        if self.calendar.is_working(self.reached):
            return
        day = self.reached + self._stride
        while not self.calendar.is_working(day):
            self._tile(StepKind.SKIPPED, day, day, reason=self.calendar.name(day))
            day += self._stride
        self._tile(StepKind.ROLLED, day, day, reason=self.calendar.name(day))

    def why_not_working(self) -> str:
        """Name of the holiday or weekend on the day reached; "" when it is worked."""
        return "" if self.calendar.is_working(self.reached) else self.calendar.name(self.reached)

    def known_name(self) -> str:
        """As `why_not_working`, but "" in a year without a table: nothing depends on it."""
        return self.why_not_working() if self.reached.year in self.calendar.tables else ""

    def _count_days(self, length: int, *, working: bool) -> None:
        if not (working or self._pauses):
            self._count_on(length)
            return
        counted = 0
        while counted < length:
            day = self.reached + self._stride
            if pause := self._pause_on(day):
                self._tile(StepKind.PAUSED, day, day, reason=pause.reason)
            elif working and not self.calendar.is_working(day):
                self._tile(StepKind.SKIPPED, day, day, reason=self.calendar.name(day))
            else:
                counted += 1
                self._count_one(day, working=working)

    def _count_on(self, length: int) -> None:
        """Count days of which none is left out, all at once."""
        if length > 0:
            ends = (self.reached + self._stride, self.reached + self._stride * length)
            self._tile(StepKind.COUNTED, min(ends), max(ends), counted=length)

    def _count_one(self, day: date, *, working: bool) -> None:
        if working and day.weekday() >= SATURDAY:
            self._tile(StepKind.MAKE_UP, day, day, counted=1, reason=self.calendar.name(day))
        else:
            self._tile(StepKind.COUNTED, day, day, counted=1)

    def _count_months(self, months: int, length: int) -> None:
        """To the corresponding day, then one day further for every day left out."""
        if self._stride < timedelta(0):
            raise ConfigurationError("deadline.not_in_days", unit=Unit.MONTHS)
        begun, target = self.reached, months_later(self.reached, months)
        self._tile(StepKind.MONTHS, begun + ONE_DAY, target, counted=length)
        if not self._pauses:
            return
        span = range(1, (target - begun).days + 1)
        held = [pause for n in span if (pause := self._pause_on(begun + n * ONE_DAY))]
        for pause in dict.fromkeys(held):
            self.mark(StepKind.LEFT_OUT, pause.reason, counted=held.count(pause))
        self._count_days(len(held), working=False)

    def _pause_on(self, day: date) -> Pause | None:
        covering = [pause for pause in self._pauses if pause.covers(day)]
        for pause in covering:
            if pause.last is None:
                raise OpenPauseError(pause)
        return covering[0] if covering else None

    def _tile(
        self, kind: StepKind, first: date, last: date, *, counted: int = 0, reason: str = ""
    ) -> None:
        self.reached = first if self._stride < timedelta(0) else last
        before = self._steps[-1]
        if kind in MERGED and before.kind is kind and before.reason == reason:
            first, last = min(first, before.first), max(last, before.last)
            counted += before.counted
            self._steps.pop()
        self._steps.append(Step(kind=kind, first=first, last=last, counted=counted, reason=reason))


def months_later(day: date, months: int) -> date:
    """The corresponding day `months` later, or that month's last day if there is none (CC 202)."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
