"""Discretion benchmarks (裁量基准): where in the lawful range a fine belongs.

A benchmark cuts a range into tiers, weighs factors into a score and rounds (APL 34). Its figures
are data, published by the agency; choosing the tier stays with people. Amounts are integers in the
measure of the range, for ranges in yuan fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.errors import ConfigurationError, InputError
from engine.fine_ranges import Measure, Mode, Range
from engine.periods import Tag

HUNDRED = 100


class Tier(StrEnum):
    """The steps of discretion."""

    NONE = "T0"
    LIGHT = "T1"
    ORDINARY = "T2"
    HEAVY = "T3"
    #: Below the lawful range, only on the grounds of APL 32 and after collective discussion.
    REDUCED = "Tx"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierSpan:
    """Where a tier lies in a range, in per cent of the way from its lower to its upper bound."""

    tier: Tier
    name: str
    low_percent: int
    high_percent: int
    #: Typical facts, in words.
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A circumstance and its share in the score."""

    id: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingStep:
    """Amounts below `below` (None: any) are rounded to multiples of `step`, both in fen."""

    below: int | None
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One published benchmark."""

    id: str
    name: str
    valid_from: date
    #: The tiers inside the range, lightest first.
    tiers: tuple[TierSpan, ...]
    #: Names of the tiers outside it: no penalty and reduction.
    outside: Mapping[Tier, str]
    factors: tuple[Factor, ...]
    rounding: tuple[RoundingStep, ...]
    #: Whether the lightest tier of a "may" fine begins at zero instead of the lower bound.
    may_starts_at_zero: bool
    tag: Tag
    #: SHA-256 of the bureau's own file; "" for the one that comes with the program.
    digest: str = ""

    def __post_init__(self) -> None:
        """Refuse tiers that leave gaps and weights that do not add up to a hundred."""
        cuts = [(span.low_percent, span.high_percent) for span in self.tiers]
        ends = [0, *(hi for _, hi in cuts)]
        if [lo for lo, _ in cuts] != ends[:-1] or ends[-1] != HUNDRED or ends != sorted(set(ends)):
            raise ConfigurationError("benchmark.tier_gap", id=self.id)
        if sum(factor.weight for factor in self.factors) != HUNDRED:
            raise ConfigurationError("benchmark.weights", id=self.id)


def tier_range(benchmark: Benchmark, bounds: Range, tier: str, mode: Mode = Mode.SHALL) -> Range:
    """The part of `bounds` that belongs to `tier`; neighbours share the amount between them.

    T0 is nothing at all, Tx everything below the range. Raises InputError
    "benchmark.unknown_tier" for any other word.
    """
    if tier == Tier.NONE:
        return Range(low=0, high=0, measure=bounds.measure)
    if tier == Tier.REDUCED:
        return Range(low=0, high=max(bounds.low - 1, 0), measure=bounds.measure)
    span = next((span for span in benchmark.tiers if span.tier == tier), None)
    if span is None:
        raise InputError("benchmark.unknown_tier", tier=tier)
    low, high = _cut(bounds, span.low_percent), _cut(bounds, span.high_percent)
    if span.low_percent == 0 and mode is Mode.MAY and benchmark.may_starts_at_zero:
        low = 0
    return Range(low=low, high=high, measure=bounds.measure)


def tier_of(benchmark: Benchmark, bounds: Range, amount: int) -> Tier:
    """The tier `amount` falls into; an amount between two tiers counts as the lighter.

    Zero is no penalty, anything else below the range a reduction. Raises InputError
    "benchmark.above_range" beyond the upper bound and "benchmark.negative" below zero.
    """
    if amount < 0:
        raise InputError("benchmark.negative", amount=amount)
    if amount > bounds.high:
        raise InputError("benchmark.above_range", amount=amount, high=bounds.high)
    if amount == 0:
        return Tier.NONE
    if amount < bounds.low:
        return Tier.REDUCED
    return next(span.tier for span in benchmark.tiers if amount <= _cut(bounds, span.high_percent))


def score(benchmark: Benchmark, marks: Mapping[str, int]) -> int:
    """The weighted score 0-100 of `marks` (factor id to 0-100), rounded down for the party.

    Raises InputError "benchmark.marks" unless exactly the benchmark's factors are marked.
    """
    if set(marks) != {factor.id for factor in benchmark.factors}:
        raise InputError("benchmark.marks", marked=sorted(marks))
    if not all(0 <= mark <= HUNDRED for mark in marks.values()):
        raise InputError("benchmark.marks", marked=dict(marks))
    return sum(factor.weight * marks[factor.id] for factor in benchmark.factors) // HUNDRED


def suggest(
    benchmark: Benchmark, bounds: Range, tier: str, points: int, mode: Mode = Mode.SHALL
) -> int:
    """The amount in fen for `points` (0-100) within `tier`, rounded by the benchmark's steps.

    Linear between the tier's bounds; halves are rounded down, and rounding never leaves the tier.
    Raises InputError "benchmark.marks" for points out of scale and "benchmark.not_assessed" for a
    range that is not yet in fen.
    """
    if bounds.measure is not Measure.YUAN:
        raise InputError("benchmark.not_assessed", measure=bounds.measure)
    if not 0 <= points <= HUNDRED:
        raise InputError("benchmark.marks", marked=points)
    part = tier_range(benchmark, bounds, tier, mode)
    exact = part.low + (part.high - part.low) * points // HUNDRED
    return min(max(_rounded(benchmark, exact), part.low), part.high)


def _cut(bounds: Range, percent: int) -> int:
    return bounds.low + (bounds.high - bounds.low) * percent // HUNDRED


def _rounded(benchmark: Benchmark, amount: int) -> int:
    for rounding in benchmark.rounding:
        if rounding.below is None or amount < rounding.below:
            whole, rest = divmod(amount, rounding.step)
            return (whole + (2 * rest > rounding.step)) * rounding.step
    raise ConfigurationError("benchmark.no_rounding", id=benchmark.id, amount=amount)
