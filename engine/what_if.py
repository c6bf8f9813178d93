"""What the periods of a case would be, if: a start, a pause, an extension or a service is supposed.

Counts with the same rules and calendar as the record does and changes nothing. A year without a
table is refused here too. How a supposition is written is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from engine.awaited import dated
from engine.calendar import WorkingCalendar
from engine.case import Case, RunningDeadline
from engine.deadlines import compute, earliest
from engine.errors import InputError
from engine.legal_time import legal_date
from engine.periods import Deadline, DeadlineRule, Direction, Extension, ExtensionRule, Pause, Unit


class If(StrEnum):
    """What is supposed."""

    #: The period runs from this day; counted back: the later event is on it; named: ends on it.
    START = "start"
    #: The document of this form is served on this day.
    SERVED = "served"
    PAUSE = "pause"
    #: The next extension the rule allows is granted on this day.
    EXTEND = "extend"
    #: For a period counted back: the earlier event is on this day.
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """One thing supposed of a rule or, for a service, of a form."""

    kind: If
    about: str
    first: date | datetime
    #: Last day of a pause; None: it goes on.
    last: date | None = None
    #: What the derivation says of a supposed pause or extension.
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """A period as it would be."""

    rule: DeadlineRule
    deadline: Deadline
    #: The period as it is on record; None when none runs.
    recorded: Deadline | None = None
    #: The rule from whose end this period would run on.
    follows: str = ""
    #: Whether `due` is the first lawful day and not the last.
    earliest: bool = False


@dataclass(slots=True)
class _Period:
    """What is supposed of one rule, gathered."""

    start: date | datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    granted: list[Supposition] = field(default_factory=list)
    notice: date | datetime | None = None


def suppose(
    case: Case,
    suppositions: Iterable[Supposition],
    rules: Mapping[str, DeadlineRule],
    calendar: WorkingCalendar,
    today: date,
) -> tuple[Supposed, ...]:
    """Every period the suppositions touch, and those that would run on from one of them.

    What nothing is supposed of is as on record: `pause` and `extend` build on the running period.
    Raises InputError "what_if.no_start" (nothing runs and no start is supposed),
    "what_if.not_counted", "what_if.starts_nothing", "what_if.not_backward" or
    "what_if.no_extension", CalendarMissing, and what `compute` raises.
    """
    found = {
        rule_id: _Counting(case, rules[rule_id], calendar, today).of(period)
        for rule_id, period in _gathered(suppositions, rules).items()
    }
    for supposed in tuple(found.values()):
        for after in _chain(supposed, rules, calendar):
            found.setdefault(after.rule.id, after)
    return tuple(found.values())


def _gathered(
    suppositions: Iterable[Supposition], rules: Mapping[str, DeadlineRule]
) -> dict[str, _Period]:
    gathered: dict[str, _Period] = {}
    for wish in suppositions:
        for rule in _meant(wish, rules):
            period = gathered.setdefault(rule.id, _Period())
            backward = rule.direction is Direction.BACKWARD
            match wish.kind:
                case If.PAUSE:
                    period.pauses.append(
                        Pause(first=legal_date(wish.first), last=wish.last, reason=wish.reason)
                    )
                case If.EXTEND:
                    period.granted.append(wish)
                case If.EARLIEST:
                    period.notice = wish.first
                case If.SERVED if backward:
                    period.notice = wish.first
                case _:
                    period.start = wish.first
    return gathered


def _meant(wish: Supposition, rules: Mapping[str, DeadlineRule]) -> Sequence[DeadlineRule]:
    """The rules a supposition speaks of."""
    if wish.kind is If.SERVED:
        started = [r for r in rules.values() if wish.about in r.starts_when_served]
        started = [r for r in started if r.unit.counted]
        if not started:
            raise InputError("what_if.starts_nothing", form=wish.about)
        return started
    rule = rules[wish.about]
    if not rule.unit.counted and rule.unit is not Unit.NAMED_DATE:
        raise InputError("what_if.not_counted", rule=rule.id)
    if wish.kind is If.EARLIEST and rule.direction is not Direction.BACKWARD:
        raise InputError("what_if.not_backward", rule=rule.id)
    return [rule]


class _Counting:
    """Counting one rule for a case under what is supposed of it."""

    def __init__(
        self, case: Case, rule: DeadlineRule, calendar: WorkingCalendar, today: date
    ) -> None:
        live = [d for d in case.deadlines.values() if d.rule == rule.id and d.status != "stopped"]
        self._running: RunningDeadline | None = live[-1] if live else None
        self._rule = rule
        self._calendar = calendar
        self._today = today

    def of(self, period: _Period) -> Supposed:
        """The period as it would be; the first lawful day where a notice is supposed."""
        if period.notice is not None:
            first = earliest(self._rule, period.notice, self._calendar)
            return Supposed(rule=self._rule, deadline=first, earliest=True)
        recorded = (
            dated(self._running, self._rule, self._calendar) if self._running is not None else None
        )
        deadline = compute(
            self._rule,
            self._start(period),
            self._calendar,
            pauses=(*self._kept_pauses(period), *period.pauses),
            extensions=self._extensions(period),
            named=self._named(period),
        )
        return Supposed(rule=self._rule, deadline=deadline, recorded=recorded)

    def _start(self, period: _Period) -> date | datetime:
        if self._rule.unit is Unit.NAMED_DATE:
            return self._running.start if self._running is not None else self._today
        if period.start is not None:
            return period.start
        if self._running is None:
            raise InputError("what_if.no_start", rule=self._rule.id)
        return self._running.start

    def _named(self, period: _Period) -> date | None:
        if self._rule.unit is not Unit.NAMED_DATE:
            return None
        if period.start is not None:
            return legal_date(period.start)
        if self._running is None:
            raise InputError("what_if.no_start", rule=self._rule.id)
        return self._running.computed.raw_due

    def _kept_pauses(self, period: _Period) -> tuple[Pause, ...]:
        running = self._running
        return running.pauses if running is not None and period.start is None else ()

    def _extensions(self, period: _Period) -> tuple[Extension, ...]:
        running = self._running
        kept = running.extensions if running is not None and period.start is None else ()
        allowed = self._rule.prolongations()
        if len(kept) + len(period.granted) > len(allowed):
            raise InputError("what_if.no_extension", rule=self._rule.id, allowed=len(allowed))
        wishes = sorted(period.granted, key=lambda w: legal_date(w.first))
        new = zip(allowed[len(kept) :], wishes, strict=False)
        return (*kept, *(_granted(rule, wish) for rule, wish in new))


def _granted(rule: ExtensionRule, wish: Supposition) -> Extension:
    return Extension(
        length=rule.length,
        unit=rule.unit,
        granted_on=legal_date(wish.first),
        reason=wish.reason,
    )


def _chain(
    supposed: Supposed, rules: Mapping[str, DeadlineRule], calendar: WorkingCalendar
) -> Iterator[Supposed]:
    """The periods that would run on from the end of another, one after the other.

    What prolongs a period is supposed as its extension, not as a period of its own.
    """
    due = supposed.deadline.due
    if due is None or supposed.earliest or supposed.rule.extensions:
        return
    for rule in rules.values():
        # Hours would run from a minute nobody has supposed.
        runs_on = rule.unit.counted and rule.unit is not Unit.HOURS
        if runs_on and supposed.rule.id in rule.starts_after:
            deadline = compute(rule, due, calendar)
            after = Supposed(rule=rule, deadline=deadline, follows=supposed.rule.id)
            yield after
            yield from _chain(after, rules, calendar)
