"""The surcharge on an overdue fine (加处罚款): a daily share of the fine, never above the cap.

Exact arithmetic in fen (APL 72(1), AEL 45(2)); which days are charged for is told in
`engine.arrears`. The rate comes from data.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from engine.calendar import ONE_DAY
from engine.citation import Citation

PERMILLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SurchargeRule:
    """How an overdue fine grows."""

    id: str
    #: Share of the fine added per day overdue, in thousandths.
    rate_permille_per_day: int
    #: Ceiling of the surcharge as a share of the fine, in thousandths.
    cap_permille: int
    law: tuple[Citation, ...]

    def cap(self, fine_fen: int) -> int:
        """The highest lawful surcharge on `fine_fen`, in fen, rounded down."""
        return fine_fen * self.cap_permille // PERMILLE


def _rounded(fen_days: int, rate_permille_per_day: int, cap_fen: int) -> int:
    exact = Fraction(fen_days) * rate_permille_per_day / PERMILLE
    return min(int(exact + Fraction(1, 2)), cap_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """Days in a row on which the same amount was charged for."""

    first: date
    last: date
    days: int
    #: What the daily share is taken of, in fen.
    base: int
    #: The whole surcharge up to and including `last`, in fen.
    total: int


def ledger(
    bases: Iterable[tuple[date, int]], rate_permille_per_day: int, cap_fen: int
) -> tuple[LedgerLine, ...]:
    """The surcharge day by day, days of one amount in one line; nothing follows the cap.

    `bases` are the days charged for, rising, each with the fen its share is taken of. The sum is
    exact and rounded once, half a fen upwards.
    """
    lines: list[LedgerLine] = []
    fen_days = 0
    for day, base in bases:
        if lines and lines[-1].total >= cap_fen:
            break
        fen_days += base
        total = _rounded(fen_days, rate_permille_per_day, cap_fen)
        one = LedgerLine(first=day, last=day, days=1, base=base, total=total)
        if lines and lines[-1].base == base and lines[-1].last + ONE_DAY == day:
            old = lines.pop()
            one = replace(one, first=old.first, days=old.days + 1)
        lines.append(one)
    return tuple(lines)
