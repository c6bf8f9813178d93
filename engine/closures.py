"""What was received, what of it was settled, and what in time: two rates, each with its parts.

Refuses to know whose it is, of which month, and what was settled: a lead or anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from engine.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Closures:
    """How many were received, and what became of them; all three are counts."""

    received: int
    closed: int
    #: Settled within their period; part of `closed`.
    in_time: int

    @property
    def closing(self) -> Share:
        """Return the settled of all received (结案率)."""
        return Share(part=self.closed, whole=self.received)

    @property
    def on_time(self) -> Share:
        """Return the settled within their period of all received (按期结案率)."""
        return Share(part=self.in_time, whole=self.received)

    @property
    def merit(self) -> tuple[Fraction, Fraction]:
        """Return what units are ordered by: in time, then settled, unrounded; 0 of nothing."""
        whole = self.received or 1
        return Fraction(self.in_time, whole), Fraction(self.closed, whole)


def together(each: Iterable[Closures]) -> Closures:
    """Return the closures of all; nothing received where there are none."""
    every = tuple(each)
    return Closures(
        received=sum(one.received for one in every),
        closed=sum(one.closed for one in every),
        in_time=sum(one.in_time for one in every),
    )
