"""The surcharge on an overdue fine (加处罚款): a daily share of the fine, never above the cap.

Exact arithmetic in fen (APL 72(1), AEL 45(2)); days of reconsideration or litigation are left out
(APL 73(3)). The rate comes from data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.calendar import ONE_DAY
from engine.citation import Citation
from engine.errors import InputError
from engine.periods import Pause

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


def surcharge(fine_fen: int, days_overdue: int, rate_permille_per_day: int, cap_fen: int) -> int:
    """The surcharge in fen after `days_overdue` days, at most `cap_fen`.

    Computed exactly and rounded once, half a fen upwards. Raises InputError "surcharge.negative"
    for a negative amount or count of days.
    """
    if min(fine_fen, days_overdue, rate_permille_per_day, cap_fen) < 0:
        raise InputError("surcharge.negative", fine_fen=fine_fen, days=days_overdue)
    exact = Fraction(fine_fen) * days_overdue * rate_permille_per_day / PERMILLE
    return min(int(exact + Fraction(1, 2)), cap_fen)


def overdue_days(due: date, until: date, pauses: Iterable[Pause] = ()) -> int:
    """Days after `due` up to and including `until`, without those a pause leaves out.

    An open pause leaves out every day from its first.
    """
    held = tuple(pauses)
    days = range(1, (until - due).days + 1)
    return sum(not any(pause.covers(due + n * ONE_DAY) for pause in held) for n in days)
