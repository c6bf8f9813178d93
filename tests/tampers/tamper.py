"""One tampering: what is done to a copy of a workspace, and what must be named afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tamper:
    """What was done, and how a finding must place it."""

    #: `edit`, `delete`, `reorder`, `truncate` or `clock`.
    kind: str
    #: `files`, `rows`, `history` or `rollback`: whose hand it took.
    hand: str
    #: What was changed, in words for the report.
    what: str
    #: Whether a finding names the place.
    names: Callable[[object], bool] = field(repr=False)


def at_paths(*paths):
    """Whether a finding names one of these files."""
    return lambda finding: finding.place.path in paths


def any_of(*tests):
    """Whether one of several is so."""
    return lambda finding: any(test(finding) for test in tests)


def of_case(case):
    """Whether a finding names a case."""
    return lambda finding: bool(case) and finding.place.case == case


def of_table(*tables):
    """Whether a finding names one of these tables."""
    return lambda finding: finding.place.table.split("/")[0] in tables


def parting(leaf):
    """Whether a finding names two sizes between which a leaf lies."""

    def named(finding):
        if finding.code == "since_truncated":
            return finding.facts["size"] <= leaf < finding.facts["kept"]
        if finding.code == "since_rewritten":
            return finding.facts["agrees"] <= leaf < finding.facts["parts"]
        return False

    return named
