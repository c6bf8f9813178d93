"""How long what a review ordered to be put right has been waiting (整改时效).

Fed with orders and their dates; refuses to count legal periods: the last day comes with the order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Upper ends of the ages told apart, in days; the last class has none.
AGES = (7, 15, 30, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One dossier's order to put things right."""

    case: str
    squad: str
    owner: str
    #: What is to be put right, by item.
    items: tuple[str, ...]
    ordered_on: date
    due_on: date | None
    acknowledged_on: date | None = None
    #: When the squad said that it was done, and when that was found true.
    reported_on: date | None = None
    closed_on: date | None = None

    def age(self, day: date) -> int:
        """Return the days from the order to its end, or to `day` while it is open."""
        return ((self.closed_on or day) - self.ordered_on).days

    def open_on(self, day: date) -> bool:
        """Whether it was ordered by `day` and not closed by then."""
        return self.ordered_on <= day and (self.closed_on is None or self.closed_on > day)

    def overdue(self, day: date) -> int:
        """Return the days it is over its last day, or was when it was closed; 0 in time."""
        return max(((self.closed_on or day) - self.due_on).days, 0) if self.due_on else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SquadOrders:
    """The orders of one squad."""

    squad: str
    open: int
    overdue: int
    closed: int
    closed_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """Orders as they stand on one day."""

    day: date
    #: Open ones, the longest overdue and oldest first.
    open: tuple[Order, ...]
    #: Closed in the period.
    closed: tuple[Order, ...]
    #: Open orders by age: upper end in days (None for more), and how many.
    ages: tuple[tuple[int | None, int], ...]
    squads: tuple[SquadOrders, ...]


def ageing(orders: Iterable[Order], first: date, day: date) -> Ageing:
    """Return the orders open at the end of `day`, and those closed from `first` on until then."""
    known = [order for order in orders if order.ordered_on <= day]
    open_ = [order for order in known if order.open_on(day)]
    closed = [o for o in known if o.closed_on is not None and first <= o.closed_on <= day]
    ends = (*AGES, None)
    counts = dict.fromkeys(ends, 0)
    for order in open_:
        counts[next((end for end in AGES if order.age(day) <= end), None)] += 1
    return Ageing(
        day=day,
        open=tuple(sorted(open_, key=lambda o: (-o.overdue(day), -o.age(day), o.case))),
        closed=tuple(sorted(closed, key=lambda o: (o.closed_on or day, o.case))),
        ages=tuple(counts.items()),
        squads=tuple(_squad(s, open_, closed, day) for s in sorted({o.squad for o in known})),
    )


def _squad(squad: str, open_: list[Order], closed: list[Order], day: date) -> SquadOrders:
    mine = [order for order in open_ if order.squad == squad]
    done = [order for order in closed if order.squad == squad]
    return SquadOrders(
        squad=squad,
        open=len(mine),
        overdue=sum(order.overdue(day) > 0 for order in mine),
        closed=len(done),
        closed_late=sum(order.overdue(day) > 0 for order in done),
    )
