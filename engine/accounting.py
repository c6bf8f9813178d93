"""What was paid in fines, and when: an account, and nothing else.

A fine belongs to the year it was paid in, not to the one it was decided in (FSR 10, R115). Totals
are kept for accounts and audits alone: no person, squad or target is known here (APL 74(3), R025).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.case import Case
from engine.event import EventKind

DECISIONS = frozenset({"penalty_decision", "spot_penalty_decision"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One payment, or one refund of money paid; amounts in fen, a refund negative."""

    case: str
    number: str
    party: str
    decided_on: date | None
    paid_on: date
    amount: int
    reference: str
    receipt: str


def entries(case: Case) -> Iterator[Entry]:
    """Yield every payment and refund of a case in the order they were recorded."""
    decided = _decided_on(case)
    for event in case.events:
        if event.kind is not EventKind.TRANSITION:
            continue
        for payment in event.inputs.records("payments"):
            yield _entry(
                case,
                decided,
                day=payment.day("paid_on") or event.at.date(),
                amount=payment.number("amount") or 0,
                reference=payment.text("bank_reference"),
                receipt=payment.text("receipt_number"),
            )
        for refund in event.inputs.records("refunds"):
            yield _entry(
                case,
                decided,
                day=refund.day("refunded_on") or event.at.date(),
                amount=-(refund.number("amount") or 0),
                reference=refund.text("treasury_reference"),
                receipt="",
            )


def _entry(
    case: Case, decided: date | None, *, day: date, amount: int, reference: str, receipt: str
) -> Entry:
    return Entry(
        case=case.id,
        number=case.number,
        party=case.data.record("party").text("name"),
        decided_on=decided,
        paid_on=day,
        amount=amount,
        reference=reference,
        receipt=receipt,
    )


def _decided_on(case: Case) -> date | None:
    made = [d for d in case.documents.values() if d.form in DECISIONS and d.status != "void"]
    return made[0].composed_at.date() if made else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The entries of a period, by the day of payment or by that of the decision."""

    entries: tuple[Entry, ...]

    @property
    def total(self) -> int:
        """Return what came in less what was refunded, in fen."""
        return sum(e.amount for e in self.entries)

    @property
    def cases(self) -> int:
        """Return how many cases the entries are of."""
        return len({e.case for e in self.entries})


def account(cases: Iterable[Case], first: date, last: date, *, by: str = "payment") -> Account:
    """Return the account from `first` to `last`, both included; `by` is payment or decision."""

    def day(entry: Entry) -> date | None:
        return entry.paid_on if by == "payment" else entry.decided_on

    found = [e for case in cases for e in entries(case)]
    inside = [e for e in found if (on := day(e)) is not None and first <= on <= last]
    return Account(entries=tuple(sorted(inside, key=lambda e: (e.paid_on, e.case, e.reference))))
