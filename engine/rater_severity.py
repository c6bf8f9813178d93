"""How lenient or harsh each reviewer is, whatever dossiers came to his or her desk.

A total is taken as the panel's level, plus the dossier's merit, plus the reviewer's leaning, plus
chance; merits and leanings are shrunk towards nought by how much they are expected to differ, so
that few dossiers prove little (best linear unbiased prediction; Searle, Casella and McCulloch,
Variance Components, 1992, ch. 7). Solved exactly; knows nothing of rules and alerts.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """What is expected before anything is known: standard deviations, in points."""

    dossiers: float
    raters: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Points a reviewer gives above (lenient) or below (harsh) the panel."""

    points: float
    #: Standard deviation of what is not known about it.
    doubt: float

    @property
    def low(self) -> float:
        """Return the lower end of an interval that holds it in about 95 of 100 cases."""
        return self.points - 1.96 * self.doubt

    @property
    def high(self) -> float:
        """Return the upper end."""
        return self.points + 1.96 * self.doubt


def leanings(totals: Mapping[str, Mapping[str, float]], spreads: Spreads) -> dict[str, Leaning]:
    """Return the leaning of every reviewer from totals by dossier and reviewer.

    Dossiers are eliminated one by one; what is left is one equation per reviewer and one for the
    panel's level. Leanings are told against the mean of the panel's reviewers, so they add up to
    nought.
    """
    raters = sorted({rater for given in totals.values() for rater in given})
    if not raters:
        return {}
    at = {rater: number for number, rater in enumerate(raters, 1)}
    size = len(raters) + 1
    matrix = [[0.0] * size for _ in range(size)]
    right = [0.0] * size
    for rater in raters:
        matrix[at[rater]][at[rater]] = (spreads.chance / spreads.raters) ** 2
    for _, given in sorted(totals.items()):
        _eliminate(given, at, (spreads.chance / spreads.dossiers) ** 2, matrix, right)
    inverse = inverted(matrix)
    found = [math.fsum(row[k] * right[k] for k in range(size)) for row in inverse]
    return {rater: _against_all(at[rater], found, inverse, spreads.chance) for rater in raters}


def _against_all(
    row: int, found: Sequence[float], inverse: Sequence[Sequence[float]], chance: float
) -> Leaning:
    """A reviewer's leaning less the mean of all, and the doubt about that difference."""
    others = range(1, len(found))
    count = len(found) - 1
    mean = math.fsum(found[k] for k in others) / count
    variance = (
        inverse[row][row]
        - 2 * math.fsum(inverse[row][k] for k in others) / count
        + math.fsum(inverse[k][m] for k in others for m in others) / count**2
    )
    return Leaning(points=found[row] - mean, doubt=chance * math.sqrt(max(variance, 0.0)))


def _eliminate(
    given: Mapping[str, float],
    at: Mapping[str, int],
    weight: float,
    matrix: list[list[float]],
    right: list[float],
) -> None:
    """Add one dossier's totals to the equations, its own merit worked out of them."""
    count, total = len(given), math.fsum(given.values())
    share = 1 / (count + weight)
    matrix[0][0] += count - count * count * share
    right[0] += total - count * total * share
    for rater, value in sorted(given.items()):
        row = at[rater]
        matrix[row][row] += 1
        matrix[0][row] += 1 - count * share
        matrix[row][0] += 1 - count * share
        right[row] += value - total * share
        for other in given:
            matrix[row][at[other]] -= share


def inverted(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the inverse of a regular matrix (Gauss and Jordan, largest pivot first)."""
    size = len(matrix)
    rows = [[*row, *(float(i == k) for k in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = rows[column][column]
        rows[column] = [value / scale for value in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                source = rows[column]
                rows[row] = [v - factor * s for v, s in zip(rows[row], source, strict=True)]
    return [row[size:] for row in rows]
