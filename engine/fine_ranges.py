"""The range a norm leaves for a fine, in whatever the norm measures it.

Amounts are integers in the measure of the range: fen, fen per square metre, or hundredths of a per
cent of a cost or value. Which norm gives which range is not known here.
"""

from dataclasses import dataclass
from enum import StrEnum

from engine.errors import ConfigurationError, InputError

#: Hundredths of a per cent in a whole.
WHOLE = 10_000


class Mode(StrEnum):
    """Whether the article says 「处」 or 「可以处」."""

    SHALL = "shall"
    MAY = "may"


class Measure(StrEnum):
    """What the bounds of a range are a number of."""

    YUAN = "yuan"
    PERCENT_OF_COST = "percent_of_cost"
    PERCENT_OF_VALUE = "percent_of_value"
    YUAN_PER_SQUARE_METRE = "yuan_per_square_metre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The lawful range of one fine, both ends included."""

    low: int
    high: int
    measure: Measure = Measure.YUAN

    def __post_init__(self) -> None:
        """Refuse a reversed or negative range and more than the whole of a cost."""
        if not 0 <= self.low <= self.high:
            raise ConfigurationError("matter.bad_range", low=self.low, high=self.high)
        if self.measure is Measure.PERCENT_OF_COST and self.high > WHOLE:
            raise ConfigurationError("matter.above_whole", high=self.high)

    def holds(self, amount: int) -> bool:
        """Whether `amount` lies within the range."""
        return self.low <= amount <= self.high

    def within(self, other: "Range") -> bool:
        """Whether every amount of this range, in the same measure, lies in `other` too."""
        same = self.measure is other.measure
        return same and other.low <= self.low and self.high <= other.high

    def in_fen(self, quantity: int) -> "Range":
        """The range in fen for what was assessed: a cost or value in fen, an area in cm².

        Bounds that fall between two fen are drawn inwards, so the result never leaves the law.
        Raises InputError "matter.nothing_assessed" for a quantity that is not positive and
        "matter.share_below_a_fen" when no whole fen lies in the share.
        """
        if self.measure is Measure.YUAN:
            return self
        if quantity <= 0:
            raise InputError("matter.nothing_assessed", quantity=quantity, measure=self.measure)
        # A square metre is 10,000 cm² just as a whole is 10,000 hundredths of a per cent.
        low, high = -(-self.low * quantity // WHOLE), self.high * quantity // WHOLE
        if low > high:
            raise InputError("matter.share_below_a_fen", quantity=quantity, measure=self.measure)
        return Range(low=low, high=high)
