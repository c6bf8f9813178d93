"""What a case owes on a day: the fine in force, what came in, and the surcharge with its ledger.

Amounts are fen. The surcharge is a daily share of the fine, never above it (APL 72(1), AEL 45(2));
time of remedies is left out (APL 73(3)), and so is the time of an agreement or a suspension. A part
paid bears no surcharge from the next day on, unless the bureau charges the whole fine to the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.awaited import due
from engine.calendar import ONE_DAY
from engine.case import Track
from engine.contested import decided, surcharge_fixed, touched_at, undone
from engine.periods import Pause
from engine.record import Record
from engine.remedies import annulled_at, remedy_pauses, state_pauses
from engine.situation import Situation
from engine.surcharge import PERMILLE, LedgerLine, ledger

MACHINE = "collection"
DEMANDED_ON_ALL = "surcharge.on_full_fine"
#: States in which the bureau has agreed or ordered that enforcement rests.
RESTING = frozenset({"e_agreed", "e_suspended"})
#: The move that ends a collection because its surcharge fell, whatever had come in by then.
SETTLED = "settle_without_surcharge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrears:
    """The money of a case on one day."""

    fine: int
    #: Received so far, less what was refunded.
    paid: int
    #: Last day of the payment period; None while nothing is overdue.
    since: date | None
    until: date
    lines: tuple[LedgerLine, ...]
    pauses: tuple[Pause, ...]
    #: A surcharge decision is in force, so that the surcharge is owed and not only foreseen.
    ordered: bool
    #: The surcharge a remedy put in place of the one decided.
    fixed: int | None = None

    @property
    def unpaid(self) -> int:
        """What is left of the fine."""
        return max(0, self.fine - self.paid)

    @property
    def surcharge(self) -> int:
        """The surcharge grown up to `until`, or what a remedy made of it."""
        if self.fixed is not None:
            return self.fixed
        return self.lines[-1].total if self.lines else 0

    @property
    def days(self) -> int:
        """Days charged for."""
        return sum(line.days for line in self.lines)

    @property
    def owed(self) -> int:
        """All that must have come in by `until`: the fine, and the surcharge where ordered."""
        return self.fine + (self.surcharge if self.ordered else 0)

    @property
    def balance(self) -> int:
        """What is still to come in of the fine and the surcharge grown so far."""
        return max(0, self.fine + self.surcharge - self.paid)


def collection(situation: Situation) -> Track | None:
    """Return the newest collection track."""
    tracks = situation.case.machines(MACHINE)
    return tracks[-1] if tracks else None


def fine_in_force(situation: Situation) -> int:
    """Return the fine of the decision in force; nothing once the decision is revoked."""
    if situation.case.marks.get("decided") is False:
        return 0
    return situation.case.data.number("decision_fine") or 0


def paid(situation: Situation) -> int:
    """Return what came in, this command's payments included, less every refund."""
    refunds = (*situation.case.data.records("refunds"), *situation.inputs.records("refunds"))
    return total(situation.payments()) - total(refunds)


def total(rows: tuple[Record, ...]) -> int:
    """Add up the amounts of payments, refunds or rows of a plan."""
    return sum(row.number("amount") or 0 for row in rows)


def paid_until(situation: Situation) -> date:
    """Return the day the newest payment of this command was made; today without one."""
    days = [d for p in situation.inputs.records("payments") if (d := p.day("paid_on"))]
    return max(days, default=situation.today)


def overdue_since(situation: Situation) -> date | None:
    """Return the last day on which payment was in time, or None while the fine is not overdue.

    With a payment plan that is the day of the first row that was missed (APL 66(2)).
    """
    track, found = collection(situation), situation.case.deadline("D16")
    plan = track.data.records("plan") if track is not None else ()
    if plan:
        return _missed_row(situation, plan)
    return due(situation, found) if found is not None else None


def _missed_row(situation: Situation, plan: tuple[Record, ...]) -> date | None:
    needed = 0
    for row in plan:
        day = row.day("due")
        needed += row.number("amount") or 0
        if day is not None and _paid_by(situation, day) < needed:
            return day
    return None


def _paid_by(situation: Situation, day: date) -> int:
    in_time = tuple(p for p in situation.payments() if (p.day("paid_on") or day) <= day)
    return total(in_time)


def arrears(situation: Situation, until: date | None = None) -> Arrears:
    """Return what is owed at the end of `until` (default: today)."""
    until = until or situation.today
    rule, fine = situation.rules["D18"], fine_in_force(situation)
    since = overdue_since(situation)
    pauses = surcharge_pauses(situation)
    charged = since is not None and situation.data.flag("surcharge_applies")
    bases = _bases(situation, fine, since, until, pauses) if since is not None and charged else ()
    cap = fine * rule.cap_permille // PERMILLE
    return Arrears(
        fine=fine,
        paid=paid(situation),
        since=since if since is not None and since < until else None,
        until=until,
        lines=ledger(bases, rule.rate_permille_per_day, cap),
        pauses=pauses,
        ordered=surcharge_ordered(situation),
        fixed=surcharge_fixed(situation.case),
    )


def surcharge_pauses(situation: Situation) -> tuple[Pause, ...]:
    """Return the time no surcharge grows: remedies, execution agreements, suspensions."""
    case = situation.case
    return (*remedy_pauses(case), *state_pauses(case, MACHINE, RESTING))


def surcharge_ordered(situation: Situation) -> bool:
    """Whether a surcharge decision was made on the decision in force, and stands."""
    case = situation.case
    return decided(case, "surcharge") is not None and not undone(case, "surcharge")


def _bases(
    situation: Situation, fine: int, since: date, until: date, pauses: tuple[Pause, ...]
) -> Iterator[tuple[date, int]]:
    whole = situation.agency.enabled(DEMANDED_ON_ALL)
    for number in range(1, (until - since).days + 1):
        day = since + number * ONE_DAY
        left = fine - _paid_by(situation, day - ONE_DAY)
        if left > 0 and not any(pause.covers(day) for pause in pauses):
            yield day, fine if whole else left


def overpaid(situation: Situation) -> int:
    """Return what had come in, before this command, beyond what the decision in force asks for.

    A collection that ended with the exact amount has nothing over until the decision changes.
    """
    case, track = situation.case, collection(situation)
    changed = max(annulled_at(case), touched_at(case))
    ended = track.last_event if track is not None and track.state == "e_fulfilled" else 0
    if ended > changed and case.events[ended - 1].trigger != SETTLED:
        return 0
    data = case.data
    net = total(data.records("payments")) - total(data.records("refunds"))
    return max(0, net - arrears(situation, last_payment(situation)).owed)


def last_payment(situation: Situation) -> date:
    """Return the day of the newest payment, or today."""
    days = [d for p in situation.payments() if (d := p.day("paid_on"))]
    return max(days, default=situation.today)
