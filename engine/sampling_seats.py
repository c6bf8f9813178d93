"""Sharing out whole seats in proportion, with integers alone: by largest remainder, and by lot.

Knows numbers under names. Refuses to know what is drawn from where.
"""

from collections.abc import Mapping


def by_largest_remainder(weights: Mapping[str, int], seats: int) -> dict[str, int]:
    """Share `seats` among names in proportion to their weights (Hare quota).

    The whole parts first, then one more to the largest remainders, of equal ones to the name given
    first. No name has more seats than weight; seats that find no place are not given.
    """
    total = sum(weights.values())
    seats = min(seats, total)
    if not total:
        return dict.fromkeys(weights, 0)
    shares = {name: seats * weight // total for name, weight in weights.items()}
    largest = sorted(weights, key=lambda name: -(seats * weights[name] % total))
    for name in largest[: seats - sum(shares.values())]:
        shares[name] += 1
    return shares


def by_lot(weights: Mapping[str, int], seats: int, start: int) -> dict[str, int]:
    """Share `seats` among names, in the order given, so that each expects exactly its quota.

    The whole parts first; then remainders are laid end to end and every `total` steps from `start`
    (modulo `total`) the one under the mark has a seat (systematic sampling). As above, no name has
    more seats than weight.
    """
    total = sum(weights.values())
    seats = min(seats, total)
    if not total:
        return dict.fromkeys(weights, 0)
    shares: dict[str, int] = {}
    laid, mark = 0, start % total
    for name, weight in weights.items():
        shares[name] = seats * weight // total
        laid += seats * weight % total
        if mark < laid:
            shares[name] += 1
            mark += total
    return shares
