"""Reasons written once and pasted into many dossiers: exactly the same, or nearly.

Compares letters and characters; figures and punctuation, which a paster changes, do not count.
Refuses to judge what a reason says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_IDLE = re.compile(r"[\W\d_一二三四五六七八九十百千〇零两]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """One text and the dossiers it stands in."""

    text: str
    dossiers: tuple[str, ...]
    #: Whether it is the same everywhere, to the letter.
    exact: bool


def bare(text: str) -> str:
    """Return a text without figures, punctuation and spaces."""
    return _IDLE.sub("", text)


def pairs(text: str) -> frozenset[tuple[str, int]]:
    """Return the pairs of neighbours in a text, second and later occurrences told apart."""
    seen: dict[str, int] = {}
    found = set()
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        seen[pair] = seen.get(pair, 0) + 1
        found.add((pair, seen[pair]))
    return frozenset(found)


def alike(one: frozenset[tuple[str, int]], other: frozenset[tuple[str, int]]) -> float:
    """Return how far two texts share their pairs of characters (Dice), from 0 to 1."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 1.0


def pasted(
    reasons: Mapping[str, Sequence[str]],
    *,
    least: int,
    shortest: int,
    similar: float,
    near_share: float,
) -> tuple[Pasted, ...]:
    """Return the texts found in `least` dossiers or more, exactly or nearly the same.

    `reasons` by dossier; texts of fewer than `shortest` bare characters say too little to be told
    apart; `similar` from 0 to 1. A text joins the first group whose first text it is like. Nearly
    the same counts only in `near_share` of all dossiers or more: like faults are told alike.
    """
    groups: list[tuple[frozenset[tuple[str, int]], list[tuple[str, str]]]] = []
    for dossier in sorted(reasons):
        for text in reasons[dossier]:
            core = bare(text)
            if len(core) < shortest:
                continue
            own = pairs(core)
            group = next((g for first, g in groups if alike(first, own) >= similar), None)
            if group is None:
                groups.append((own, [(dossier, text)]))
            else:
                group.append((dossier, text))
    found = [_told(group) for _, group in groups]
    few = near_share * len(reasons)
    return tuple(
        one
        for one in found
        if len(one.dossiers) >= least and (one.exact or len(one.dossiers) >= few)
    )


def _told(group: Sequence[tuple[str, str]]) -> Pasted:
    """Return the group's commonest text where it stands in more than half of the dossiers alone."""
    counts: dict[str, set[str]] = {}
    for dossier, text in group:
        counts.setdefault(text, set()).add(dossier)
    text, inside = max(counts.items(), key=lambda one: (len(one[1]), one[0]))
    dossiers = tuple(dict.fromkeys(dossier for dossier, _ in group))
    exact = len(inside) > 1 and 2 * len(inside) > len(dossiers)
    return Pasted(text=text, dossiers=tuple(sorted(inside)) if exact else dossiers, exact=exact)
