"""How far reviewers agree on the same dossiers: Krippendorff's alpha for interval data.

K. Krippendorff, Content Analysis (4th ed. 2018), ch. 12: alpha = 1 - observed / expected
disagreement. Knows numbers under names; refuses to say what is good enough.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Alpha with an interval that covers it in about 95 of 100 cases (jackknife over units)."""

    alpha: float
    low: float
    high: float
    #: Units with two values or more, and the values in them.
    units: int
    values: int


def interval_alpha(units: Iterable[Sequence[float]]) -> float | None:
    """Return alpha for the values each unit was given; None where nothing can be compared.

    Units with one value say nothing. Where all values are equal there is no disagreement to
    expect, and alpha is not defined.
    """
    paired = [list(values) for values in units if len(values) > 1]
    every = [value for values in paired for value in values]
    observed = sum(2 * _squares(values) / (len(values) - 1) for values in paired)
    expected = 2 * _squares(every) / (len(every) - 1) if every else 0.0
    return 1 - observed / expected if expected else None


def _squares(values: Sequence[float]) -> float:
    """Sum of squared differences over all pairs, each pair once: n times the squared deviations."""
    mean = math.fsum(values) / len(values)
    return len(values) * math.fsum((value - mean) ** 2 for value in values)


def agreement(units: Mapping[str, Sequence[float]]) -> Agreement | None:
    """Return alpha over units by name, with its interval; None where it is not defined."""
    paired = [values for _, values in sorted(units.items()) if len(values) > 1]
    alpha = interval_alpha(paired)
    if alpha is None:
        return None
    left = [interval_alpha([*paired[:at], *paired[at + 1 :]]) for at in range(len(paired))]
    known = [one for one in left if one is not None]
    spread = 0.0
    if len(known) > 1:
        mean = math.fsum(known) / len(known)
        squares = math.fsum((one - mean) ** 2 for one in known)
        spread = 1.96 * math.sqrt((len(known) - 1) / len(known) * squares)
    return Agreement(
        alpha=alpha,
        low=max(-1.0, alpha - spread),
        high=min(1.0, alpha + spread),
        units=len(paired),
        values=sum(len(values) for values in paired),
    )
