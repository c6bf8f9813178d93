"""The month's dossier quality (案卷质量分析): scores, vetoes, what was taken off most, differences.

dossier-grading standard, monthly quality report. Fed with graded dossiers; refuses to know cases,
names and pages.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.reporting.figures import mean, median


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """Points taken off one item of one dossier."""

    item: str
    points: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One dossier with the grading that decides."""

    case: str
    squad: str
    procedure: str
    matter: str
    officers: tuple[str, ...]
    reviewer: str
    total: float
    grade: str
    #: The squad's own total; None where there is none.
    own: float | None = None
    vetoes: tuple[str, ...] = ()
    deductions: tuple[Deducted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the dossiers of one squad, officer or matter did."""

    name: str
    totals: tuple[float, ...]
    mean: float
    #: Of the month before; None without dossiers.
    before: float | None
    vetoed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """One item and how often it lost points."""

    item: str
    dossiers: int
    points: float
    #: The reason given where most was taken off.
    example: str
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a squad's own scores lie to the second review's, on average."""

    squad: str
    dossiers: int
    mean: float
    #: Dossiers that lie further apart than the gap which calls for a third reviewer.
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The figures of one month."""

    reviewed: tuple[Reviewed, ...]
    mean: float | None
    median: float | None
    lowest: float | None
    highest: float | None
    #: Mean of the month before.
    before: float | None
    grades: tuple[tuple[str, int], ...]
    squads: tuple[Standing, ...]
    officers: tuple[Standing, ...]
    matters: tuple[Standing, ...]
    #: Case and veto.
    vetoes: tuple[tuple[str, str], ...]
    common: tuple[Common, ...]
    differences: tuple[Difference, ...]


def quality(
    reviewed: Iterable[Reviewed],
    before: Iterable[Reviewed] = (),
    *,
    grades: Sequence[str],
    gap: float,
    most: int = 10,
) -> Quality:
    """Return the figures of a month against the month before.

    `grades` from best to worst; `gap` as in the standard; at most `most` items are listed.
    """
    now, past = _ordered(reviewed), _ordered(before)
    totals = [one.total for one in now]
    return Quality(
        reviewed=now,
        mean=mean(totals),
        median=median(totals),
        lowest=min(totals, default=None),
        highest=max(totals, default=None),
        before=mean([one.total for one in past]),
        grades=tuple((grade, sum(one.grade == grade for one in now)) for grade in grades),
        squads=_standings(now, past, lambda one: (one.squad,)),
        officers=_standings(now, past, lambda one: one.officers),
        matters=_standings(now, past, lambda one: (one.matter,)),
        vetoes=tuple((one.case, veto) for one in now for veto in one.vetoes),
        common=_common(now, past)[:most],
        differences=_differences(now, gap),
    )


def _ordered(reviewed: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    return tuple(sorted(reviewed, key=lambda one: one.case))


def _standings(
    now: Sequence[Reviewed],
    past: Sequence[Reviewed],
    names: Callable[[Reviewed], tuple[str, ...]],
) -> tuple[Standing, ...]:
    """By name, the best mean first; of equal ones by name."""
    found = []
    for name in sorted({n for one in now for n in names(one) if n}):
        mine = [one for one in now if name in names(one)]
        totals = tuple(one.total for one in mine)
        found.append(
            Standing(
                name=name,
                totals=totals,
                mean=mean(totals) or 0.0,
                before=mean([one.total for one in past if name in names(one)]),
                vetoed=sum(bool(one.vetoes) for one in mine),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.mean, one.name)))


def _common(now: Sequence[Reviewed], past: Sequence[Reviewed]) -> tuple[Common, ...]:
    """Items by the points they cost, then by how many dossiers; worst first."""
    lost: dict[str, list[tuple[str, Deducted]]] = {}
    for one in now:
        for taken in one.deductions:
            lost.setdefault(taken.item, []).append((one.case, taken))
    earlier = Counter(item for one in past for item in {taken.item for taken in one.deductions})
    found = [
        Common(
            item=item,
            dossiers=len({case for case, _ in taken}),
            points=sum(one.points for _, one in taken),
            example=max(taken, key=lambda pair: (pair[1].points, pair[1].reason))[1].reason,
            before=earlier[item],
        )
        for item, taken in lost.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.points, -one.dossiers, one.item)))


def _differences(now: Sequence[Reviewed], gap: float) -> tuple[Difference, ...]:
    """Own total less the deciding one, by squad."""
    found = []
    for squad in sorted({one.squad for one in now}):
        apart = [one.own - one.total for one in now if one.squad == squad and one.own is not None]
        middle = mean(apart)
        if middle is not None:
            beyond = sum(abs(points) > gap for points in apart)
            found.append(Difference(squad=squad, dossiers=len(apart), mean=middle, beyond=beyond))
    return tuple(found)
