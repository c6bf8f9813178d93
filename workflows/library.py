"""The whole law, loaded once: what the engine's `Law` asks for, from this room's data.

Forms belong to another room and are handed in. Refuses a definition that names anything unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from engine.calendar import WorkingCalendar
from engine.definition import Workflow
from engine.duties import edition_on
from engine.forms import FormCatalogue
from engine.grading.profile import Profile
from engine.law import Law
from workflows.benchmark_data import keep_benchmarks, load_benchmarks
from workflows.calendar_data import load_calendar
from workflows.deadline_data import load_deadlines
from workflows.definition_data import keep_workflows, load_workflows
from workflows.dossier_data import load_dossier_order
from workflows.duty_data import load_duty_editions
from workflows.field_data import load_records
from workflows.instrument_data import load_instruments
from workflows.kept_lists import KeptLists
from workflows.kept_shipped import ShippedMatters
from workflows.masking_data import load_masking
from workflows.matter_shelf import MatterShelf
from workflows.reasoning_data import load_reasoning


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFolders:
    """Where a bureau keeps law of its own, and the shipped law it has worked under."""

    #: Every definition its cases are pinned to.
    procedures: Path
    #: Its own lists of matters.
    matters: Path
    #: The editions of shipped matters it has worked under.
    shipped_matters: Path
    #: The benchmarks it has published.
    benchmarks: Path
    #: Its own standards for grading dossiers.
    grading: Path


def load_law(
    forms: FormCatalogue,
    *,
    today: date,
    calendar: WorkingCalendar | None = None,
    folders: LawFolders | None = None,
) -> Law:
    """Return the law with the periods and duties in force on `today`.

    It is the shipped one, together with what a bureau keeps in `folders`.
    """
    editions = load_duty_editions()
    duties = edition_on(editions, today)
    book = load_deadlines()
    workflows = load_workflows() if folders is None else keep_workflows(folders.procedures)
    shelf = _shelf(folders)
    default, *others = load_benchmarks().values()
    own = keep_benchmarks(folders.benchmarks if folders is not None else None)
    return Law(
        workflows=workflows,
        duties=editions,
        duties_from=duties.valid_from,
        always=duties.always,
        barred=duties.barred,
        rules=book.in_force(today),
        matters=shelf.matters,
        matter_list=shelf.digest,
        shipped_matters=shelf.shipped_digest,
        matters_under=shelf.under,
        benchmark=default,
        benchmarks={b.id: b for b in (*others, *own.current.values())},
        own_benchmarks=own.ever,
        calendar=calendar if calendar is not None else load_calendar(),
        records=load_records(),
        reasoning=load_reasoning(),
        forms=forms,
        instruments=load_instruments(),
        dossier=load_dossier_order(),
        players=players_of(workflows),
        signers=duties.signers,
        relations=duties.relations,
        migrators=duties.migrators,
        masking=load_masking(),
        grading=cache(lambda: _profiles(folders)),
    )


def _shelf(folders: LawFolders | None) -> MatterShelf:
    """Return all matters; the bureau's own among them where it keeps any."""
    if folders is None:
        return MatterShelf(None)
    return MatterShelf(KeptLists(folders.matters), ShippedMatters(folders.shipped_matters))


def _profiles(folders: LawFolders | None) -> tuple[Profile, ...]:
    """Return the standards dossiers are graded by; their checks are heavy, and rarely asked for."""
    from workflows.grading_data import keep_profiles, load_profiles  # noqa: PLC0415 - see above

    if folders is None:
        return tuple(load_profiles().values())
    return keep_profiles(folders.grading)


def players_of(workflows: Mapping[str, Workflow]) -> dict[str, frozenset[str]]:
    """Return, by part in the case, the ids of the transitions whose actor plays it."""
    found: dict[str, set[str]] = {}
    for workflow in workflows.values():
        for transition in workflow.transitions:
            for part in transition.parts:
                found.setdefault(part, set()).add(transition.id)
    return {part: frozenset(ids) for part, ids in found.items()}
