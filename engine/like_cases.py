"""Like cases (类案): how earlier cases of the same matter and tier were decided.

Only for weighing one case beside its like (APL 34): cases and their amounts, never totals, averages
or rankings of fines, officers or squads (APL 74).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.case import Case
from engine.matters import PartyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeCase:
    """One earlier decision."""

    case: str
    number: str
    decided_on: date
    tier: str
    #: The amount decided, in fen.
    fine: int
    #: Circumstances the decision weighed, as written.
    factors: tuple[str, ...]
    #: The reason for leaving the tier, where it was left.
    departure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The decisions a case is weighed beside."""

    matter: str
    #: The tier proposed for the case; "" before there is one, and then every tier counts.
    tier: str
    #: Newest first.
    cases: tuple[LikeCase, ...]

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest amount, in fen; None without a case."""
        fines = [found.fine for found in self.cases]
        return (min(fines), max(fines)) if fines else None


def like_key(case: Case) -> tuple[str, str, str]:
    """What cases must share to be like cases: matter, kind of party, tier."""
    return case.data.text("matter"), _side(case).value, case.data.text("tier")


def alike(case: Case, others: Iterable[Case]) -> Alike:
    """The decisions of `others` on the same matter, kind of party and tier as `case`."""
    matter, tier = case.data.text("matter"), case.data.text("tier")
    found: list[LikeCase] = []
    for other in others:
        row = decided(other) if other.id != case.id and _same(case, other) else None
        if row is not None and tier in {"", row.tier}:
            found.append(row)
    newest = sorted(found, key=lambda row: (row.decided_on, row.case), reverse=True)
    return Alike(matter=matter, tier=tier, cases=tuple(newest))


def _same(case: Case, other: Case) -> bool:
    same_matter = case.data.text("matter") == other.data.text("matter")
    return same_matter and _side(case) is _side(other)


def _side(case: Case) -> PartyKind:
    entity = case.data.record("party").text("kind") == PartyKind.ENTITY
    return PartyKind.ENTITY if entity else PartyKind.CITIZEN


def decided(case: Case) -> LikeCase | None:
    """The decision in force of a case, or None when it has no fine that stands."""
    decisions = [e for e in case.events if e.marks.get("decided") is True]
    fine = case.data.number("decision_fine")
    if not case.marks.get("decided") or not decisions or fine is None:
        return None
    return LikeCase(
        case=case.id,
        number=case.number,
        decided_on=decisions[-1].at.date(),
        tier=case.data.text("tier"),
        fine=fine,
        factors=tuple(factor.text("name") for factor in case.data.records("factors")),
        departure=case.data.text("tier_departure"),
    )
