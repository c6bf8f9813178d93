"""Points of a grading standard, kept in halves so that no sum is ever inexact."""

import re

#: Halves in a point: the standards round to half points.
HALVES = 2
_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,3})(?:\.([05])0*)?")


def parse_points(text: str) -> int | None:
    """Return points as written (`2`, `0.5`, `12.0`) in halves; None for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    return int(found[1]) * HALVES + (1 if found[2] == "5" else 0)


def points_text(halves: int) -> str:
    """Return halves as people write points: `2`, `0.5`."""
    whole, rest = divmod(halves, HALVES)
    return f"{whole}.5" if rest else str(whole)
