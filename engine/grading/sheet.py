"""What leaves grading as JSON: points as numbers, and how grave a finding is."""

from typing import TypeAlias

from engine.grading.finding import Finding
from engine.grading.profile import HALVES, Item, Profile, Veto

#: JSON with points in it.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


def points(halves: int) -> int | float:
    """Return halves as points: 3, or 2.5."""
    return halves // HALVES if halves % HALVES == 0 else halves / HALVES


def severity(finding: Finding, profile: Profile) -> str:
    """Return `veto`, `deduction` or `note`, the last where nothing is taken off."""
    if profile.veto(finding.head) is not None:
        return "veto"
    return "deduction" if finding.halves else "note"


def head_of(profile: Profile, head: str) -> Item | Veto:
    """Return an item or veto; raises KeyError for one the profile has not."""
    found = profile.item(head) or profile.veto(head)
    if found is None:
        raise KeyError(head)
    return found
