"""Units ranked within their groups by on-time closure and closing rate, month after month.

Rates keep their parts. Ranks compare exact shares, never rounded ones. Refuses to know money: fines
must not be ranked (APL 74(3)).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.closures import Closures, together
from engine.reporting.figures import mean, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMonth(Closures):
    """What one unit received and settled in one month."""

    unit: str
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One unit's place in its group."""

    unit: str
    #: From 1; equal units share a place, units without anything received have none.
    rank: int | None
    now: UnitMonth
    #: Its place in the month before.
    before: int | None
    #: On-time per cent of every month, the oldest first; None without anything received.
    trend: tuple[float | None, ...]
    #: Months in a row, this one included, in which it was last of its group.
    last_in_a_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Units ranked together, such as the towns or the urban squads."""

    name: str
    units: tuple[Placed, ...]
    #: Range and standard deviation of the on-time per cents, now and the month before.
    range_now: float | None
    range_before: float | None
    spread_now: float | None
    spread_before: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All groups of one month, and all units together."""

    months: tuple[str, ...]
    groups: tuple[Group, ...]
    #: Of all units together, in the last of the months.
    overall: Closures


def ranking(
    rows: Iterable[UnitMonth], groups: Sequence[tuple[str, Sequence[str]]], months: Sequence[str]
) -> Ranking:
    """Rank the units of each group in the last of `months`, which come the oldest first.

    A unit that a month does not mention received nothing in it.
    """
    known = {(row.unit, row.month): row for row in rows}

    def of(unit: str, month: str) -> UnitMonth:
        nothing = UnitMonth(unit=unit, month=month, received=0, closed=0, in_time=0)
        return known.get((unit, month), nothing)

    made = []
    for name, units in groups:
        table = [[of(unit, month) for unit in units] for month in months]
        made.append(_group(name, table))
    now = [of(unit, months[-1]) for _, units in groups for unit in units]
    return Ranking(
        months=tuple(months),
        groups=tuple(made),
        overall=together(now),
    )


def ranks(rows: Sequence[UnitMonth]) -> dict[str, int]:
    """Return the place of every unit that received anything: on-time first, then closing rate."""
    merit = {row.unit: row.merit for row in rows if row.received}
    return {unit: 1 + sum(other > mine for other in merit.values()) for unit, mine in merit.items()}


def _last(rows: Sequence[UnitMonth]) -> frozenset[str]:
    """Units on the last place, where there is more than one place."""
    places = ranks(rows)
    worst = max(places.values(), default=1)
    return frozenset(unit for unit, place in places.items() if place == worst > 1)


def _group(name: str, table: Sequence[Sequence[UnitMonth]]) -> Group:
    now, before = table[-1], table[-2] if len(table) > 1 else ()
    places, earlier = ranks(now), ranks(before)
    lasts = [_last(rows) for rows in table]
    units = [
        Placed(
            unit=row.unit,
            rank=places.get(row.unit),
            now=row,
            before=earlier.get(row.unit),
            trend=tuple(_percent(rows[number]) for rows in table),
            last_in_a_row=_in_a_row([row.unit in last for last in lasts]),
        )
        for number, row in enumerate(now)
    ]
    return Group(
        name=name,
        units=tuple(sorted(units, key=lambda u: (u.rank or len(units) + 1, u.unit))),
        range_now=_range(now),
        range_before=_range(before),
        spread_now=spread(_percents(now)),
        spread_before=spread(_percents(before)),
    )


def _in_a_row(was_last: Sequence[bool]) -> int:
    return next((n for n, last in enumerate(reversed(was_last)) if not last), len(was_last))


def _percent(row: UnitMonth) -> float | None:
    return 100 * row.in_time / row.received if row.received else None


def _percents(rows: Sequence[UnitMonth]) -> list[float]:
    return [percent for row in rows if (percent := _percent(row)) is not None]


def _range(rows: Sequence[UnitMonth]) -> float | None:
    percents = _percents(rows)
    return max(percents) - min(percents) if percents else None


def average(group: Group) -> float | None:
    """Return the mean of the units' on-time per cents, each unit counting once."""
    return mean(_percents([placed.now for placed in group.units]))
