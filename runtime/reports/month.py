"""The month of a workspace as reports are fed with it: gradings, orders, leads, names.

Reads cases as they stood when the month ended; a report of a month is the same whenever it is made.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast

from engine.case import Case
from engine.closures import together
from engine.errors import InputError
from engine.grading.profile import Profile
from engine.grid_leads import by_unit, within
from engine.journal import Entry, read_journal
from engine.rater_quality import judge
from engine.reading import every_case, load
from engine.record import Json
from engine.repeat_problems import MonthlyReport, Problem, RepeatProblem, repeat_problems
from engine.reporting.from_case import graded_at, gradings_of, order_of, reviewed_of
from engine.reporting.quality import Reviewed, quality
from engine.reporting.ranking import Ranking, UnitMonth, ranking
from engine.reporting.rectification import Order, ageing
from engine.sampling_commitments import month_span
from engine.sampling_draws import draws_in
from runtime.lead_import import leads_of
from runtime.reports.report import mark_of, months_until
from runtime.reports.reviewed import Drawn, Month, Names
from runtime.review_settings import raters_of, reports_of
from runtime.sampling import population_of, read_record
from runtime.workspace import Workspace
from workflows.report_data import ReportPlan

_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)
#: Told how many cases were read, of how many.
Progress = Callable[[int, int], None]


def read_month(workspace: Workspace, month: str, progress: Progress | None = None) -> Month:
    """Return a month's reviews; raises InputError `sampling.bad_month` and for a month to come."""
    plan, limits = reports_of(workspace), raters_of(workspace)
    begin, end = month_span(month)
    if workspace.now() < begin:
        raise InputError("report.month_to_come", month=month)
    months = months_until(month, plan.months)
    last = min((end - _DAY).date(), workspace.now().date())
    with workspace.store.read() as view:
        drawn = _drawn(workspace, read_journal(view), month)
        population = drawn.population or len(population_of(view, month).dossiers)
        rows = [row for row in every_case(view) if row.opened_at < end]
        cases = []
        for done, row in enumerate(rows, 1):
            cases.append(load(view, row.case_id, until=end - _INSTANT))
            if progress is not None:
                progress(done, len(rows))
    by_month = {name: tuple(_reviewed(cases, name)) for name in months}
    figures = quality(
        by_month[month], by_month[months[-2]], grades=_grades(workspace), gap=limits.gap
    )
    gradings = [g for case in cases if _graded_in(case, month) for g in gradings_of(case)]
    return Month(
        drawn=Drawn(
            month=month,
            closed_in=drawn.closed_in,
            population=population,
            sampled=len(figures.reviewed),
            reason=drawn.reason,
            root=drawn.root,
            seed=drawn.seed,
        ),
        figures=figures,
        panel=judge(gradings, limits),
        ageing=ageing(_orders(cases), begin.date(), last),
        repeats=_repeats(by_month),
        names=names_of(workspace),
        gap=limits.gap,
    )


def _drawn(workspace: Workspace, entries: Sequence[Entry], month: str) -> Drawn:
    """What the draw reviewed in a month says: the newest made in it, of dossiers closed before.

    Nothing where none was made.
    """
    begin, end = month_span(month)
    made = [one for one in draws_in(entries) if begin <= one.at < end]
    if not made:
        return Drawn(month=month, population=0, sampled=0)
    found = made[-1]
    record = read_record(workspace.blobs.get(found.digest).decode())
    population = cast("dict[str, Json]", record["population"])  # shape fixed by to_plain
    return Drawn(
        month=month,
        closed_in=found.month,
        population=int(str(population["count"])),
        sampled=len(found.reviewers),
        reason=str(record["reason"]),
        root=str(population["root"]),
        seed=str(record["seed"]),
    )


def _graded_in(case: Case, month: str) -> bool:
    at: datetime | None = graded_at(case)
    return at is not None and f"{at:%Y-%m}" == month


def _reviewed(cases: Sequence[Case], month: str) -> Iterator[Reviewed]:
    """Yield the dossiers whose grading was settled in a month."""
    for case in cases:
        found = reviewed_of(case) if _graded_in(case, month) else None
        if found is not None:
            yield found


def _orders(cases: Sequence[Case]) -> Iterator[Order]:
    yield from (found for case in cases if (found := order_of(case)) is not None)


def _repeats(by_month: dict[str, tuple[Reviewed, ...]]) -> tuple[RepeatProblem, ...]:
    """Problems of squads, report after report; months without a review are no reports."""
    made = []
    for month, reviewed in by_month.items():
        found: dict[Problem, int] = {}
        for one in reviewed:
            for item in {taken.item for taken in one.deductions} | set(one.vetoes):
                problem = Problem(item=item, squad=one.squad)
                found[problem] = found.get(problem, 0) + 1
        if reviewed:
            made.append(MonthlyReport(month=month, dossiers=len(reviewed), found=found))
    newest = max(by_month)
    return repeat_problems(made) if by_month[newest] else ()


def _grades(workspace: Workspace) -> tuple[str, ...]:
    bands = [band.grade for profile in workspace.law.grading() for band in profile.bands]
    return tuple(dict.fromkeys(bands))


def names_of(workspace: Workspace) -> Names:
    """Return what squads, people, items, grades and matters are called."""
    profiles = workspace.law.grading()
    agency = workspace.agency
    heads = {
        f"{profile.id}/{head}": (_code(profile, head), name)
        for profile in profiles
        for head, name in _heads(profile)
    }
    return Names(
        squads={squad.id: squad.name for squad in agency.squads},
        people={person.id: person.name for person in agency.people},
        items={key: name for key, (_, name) in heads.items()},
        codes={key: code for key, (code, _) in heads.items()},
        grades={band.grade: band.name for profile in profiles for band in profile.bands},
        matters={m: found.name for m, found in workspace.law.matters.items()},
    )


def _heads(profile: Profile) -> Iterator[tuple[str, str]]:
    yield from ((item.id, item.name) for item in profile.items)
    yield from ((veto.id, veto.name) for veto in profile.vetoes)


def _code(profile: Profile, head: str) -> str:
    """Return how an item is referred to: standards of summary procedures are told apart."""
    return f"{mark_of(profile.procedures[0])}{head}"


def rank_units(
    workspace: Workspace, month: str, plan: ReportPlan
) -> tuple[Ranking, tuple[tuple[str, float | None, float | None], ...]]:
    """Return the ranking of units by the leads they received, and how all did month by month.

    Leads count in the month they were reported, as they stood when the month ended. Raises
    InputError `report.no_leads` where none was reported in the month.
    """
    months = months_until(month, plan.months)
    leads = tuple(leads_of(workspace).values())
    rows = []
    for name in months:
        begin, end = month_span(name)
        inside = within(leads, begin.date(), (end - _DAY).date())
        for unit, tally in by_unit(inside, end - _INSTANT).items():
            rows.append(
                UnitMonth(
                    unit=unit,
                    month=name,
                    received=tally.received,
                    closed=tally.closed,
                    in_time=tally.in_time,
                )
            )
    if not any(row.month == month for row in rows):
        raise InputError("report.no_leads", month=month)
    units = sorted({row.unit for row in rows})
    found = ranking(rows, plan.grouped(units), months)
    return found, tuple(_history(rows, name) for name in months)


def _history(rows: Sequence[UnitMonth], month: str) -> tuple[str, float | None, float | None]:
    whole = together(row for row in rows if row.month == month)
    if not whole.received:
        return month, None, None
    return month, 100 * whole.in_time / whole.received, 100 * whole.closed / whole.received
