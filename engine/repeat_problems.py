"""Problems that come back (重复问题): one item, one squad or officer, report after report.

Pure arithmetic over the counts of consecutive reports; how a report is made is not known here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

#: Reports in a row after which a problem counts as repeated, and after which the head is told.
REPEATED, REPORTED = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Whose problem it is: a squad's, or with an officer that officer's."""

    item: str
    squad: str
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReport:
    """What one report counted: in how many dossiers each problem was found."""

    #: `2026-03`; reports are compared in the order of their months.
    month: str
    #: Dossiers reviewed.
    dossiers: int
    found: Mapping[Problem, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatProblem:
    """A problem of the newest report, against the reports before it."""

    problem: Problem
    #: Dossiers it was found in now and in the report before.
    now: int
    before: int
    #: Reports in a row that found it, this one included.
    in_a_row: int
    #: Change in per cent, rounded half away from nought; None where nothing was found before.
    change: int | None

    @property
    def repeated(self) -> bool:
        """Whether it is flagged as repeated."""
        return self.in_a_row >= REPEATED

    @property
    def for_the_head(self) -> bool:
        """Whether the head of the bureau is told."""
        return self.in_a_row >= REPORTED


def repeat_problems(reports: Iterable[MonthlyReport]) -> tuple[RepeatProblem, ...]:
    """Return every problem of the newest report, the longest-lasting and most frequent first.

    Reports are consecutive as they were made; a month without a report breaks no row. Nothing is
    returned where there is no report. Raises ValueError for two reports of one month.
    """
    ordered = sorted(reports, key=lambda r: r.month)
    months = [r.month for r in ordered]
    if len(set(months)) < len(months):
        msg = "two reports of one month"
        raise ValueError(msg)
    if not ordered:
        return ()
    newest = ordered[-1]
    found = [_judged(p, ordered) for p, count in newest.found.items() if count > 0]
    return tuple(sorted(found, key=_rank))


def _judged(problem: Problem, ordered: Sequence[MonthlyReport]) -> RepeatProblem:
    counts = [r.found.get(problem, 0) for r in reversed(ordered)]
    row = next((n for n, count in enumerate(counts) if count <= 0), len(counts))
    before = counts[1] if len(counts) > 1 else 0
    return RepeatProblem(
        problem=problem,
        now=counts[0],
        before=before,
        in_a_row=row,
        change=percent_change(before, counts[0]),
    )


def percent_change(before: int, now: int) -> int | None:
    """Return the change in per cent, rounded half away from nought; None from nothing."""
    if before <= 0:
        return None
    change = now - before
    rounded = (abs(change) * 200 + before) // (2 * before)
    return rounded if change >= 0 else -rounded


def _rank(found: RepeatProblem) -> tuple[int, int, str, str, str]:
    about = found.problem
    return (-found.in_a_row, -found.now, about.item, about.squad, about.officer)
