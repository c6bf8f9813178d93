"""A share as reports state it: part and whole always beside the per cent.

A per cent without its whole can be read as anything; so neither leaves this module alone.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many; `part` is never more than `whole`."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Return the per cent with two decimals, half up; None of nothing."""
        if not self.whole:
            return None
        exact = Decimal(self.part) * 100 / Decimal(self.whole)
        return exact.quantize(_PLACES, rounding=ROUND_HALF_UP)

    def at_least(self, percent: Decimal | int) -> bool:
        """Whether the unrounded share reaches `percent`; nothing of nothing does."""
        return self.part * 100 >= percent * self.whole
