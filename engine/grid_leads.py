"""Leads of the city grid (数字城管): what came in, what was settled, and what in time.

They are no penalty cases: one becomes a case only where an officer registers it and it is filed
(APL 54). Settled and settled in time are two measures; each is told with what it is a share of.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.closures import Closures


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLead:
    """One lead as the grid's platform reports it; moments are aware."""

    number: str
    source: str
    reported_at: datetime
    unit: str
    due: datetime
    closed_at: datetime | None = None
    grid: str = ""
    category: str = ""
    place: str = ""

    def closed_by(self, moment: datetime) -> bool:
        """Whether it was settled at `moment`."""
        return self.closed_at is not None and self.closed_at <= moment

    @property
    def in_time(self) -> bool:
        """Whether it was settled within its period, the last minute included."""
        return self.closed_at is not None and self.closed_at <= self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Closures):
    """Leads of one period or unit, as they stood at one moment."""

    #: Not settled though their period is over.
    overdue: int

    @property
    def running(self) -> int:
        """Return how many are not settled and not yet due."""
        return self.received - self.closed - self.overdue


def tally(leads: Iterable[GridLead], moment: datetime) -> Tally:
    """Count leads as they stood at `moment`; what was settled later is open then."""
    received = closed = in_time = overdue = 0
    for lead in leads:
        received += 1
        if lead.closed_by(moment):
            closed += 1
            in_time += lead.in_time
        else:
            overdue += lead.due < moment
    return Tally(received=received, closed=closed, in_time=in_time, overdue=overdue)


def within(leads: Iterable[GridLead], first: date, last: date) -> tuple[GridLead, ...]:
    """Return the leads reported from `first` to `last`, both included."""
    return tuple(lead for lead in leads if first <= lead.reported_at.date() <= last)


def by_month(leads: Iterable[GridLead], moment: datetime) -> dict[str, Tally]:
    """Return a tally for each month of reporting, such as 2026-03, in order."""
    return _tallies(leads, moment, lambda lead: f"{lead.reported_at:%Y-%m}")


def by_unit(leads: Iterable[GridLead], moment: datetime) -> dict[str, Tally]:
    """Return a tally for each unit; the better share in time first, then by name."""
    counted = _tallies(leads, moment, lambda lead: lead.unit)  # by name
    best = sorted(counted, key=lambda unit: counted[unit].merit, reverse=True)
    return {unit: counted[unit] for unit in best}


def daily(leads: Iterable[GridLead]) -> Mapping[date, int]:
    """Return how many were reported on each day that had any, in order."""
    days: dict[date, int] = defaultdict(int)
    for lead in leads:
        days[lead.reported_at.date()] += 1
    return dict(sorted(days.items()))


def _tallies(
    leads: Iterable[GridLead], moment: datetime, key: Callable[[GridLead], str]
) -> dict[str, Tally]:
    groups: dict[str, list[GridLead]] = defaultdict(list)
    for lead in leads:
        groups[key(lead)].append(lead)
    return {name: tally(members, moment) for name, members in sorted(groups.items())}
