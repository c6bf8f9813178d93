"""Means, middles and spreads of a handful of numbers; nothing of nothing is None, never nought."""

import math
from collections.abc import Sequence


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None of nothing."""
    return math.fsum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(values: Sequence[float]) -> float | None:
    """Return the standard deviation of all values there are (not of a sample); None of nothing."""
    middle = mean(values)
    if middle is None:
        return None
    return math.sqrt(math.fsum((v - middle) ** 2 for v in values) / len(values))
