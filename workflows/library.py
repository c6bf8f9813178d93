"""The whole law, loaded once: what the engine's `Law` asks for, from this room's data.

Forms belong to another room and are handed in. Refuses a definition that names anything unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.calendar import WorkingCalendar
from engine.definition import Requirement, SlotSource, Workflow
from engine.forms import FormCatalogue
from engine.law import Law
from engine.record import Record
from engine.relations import Reading, Relation
from workflows.benchmark_data import OwnBenchmarks, keep_benchmarks, load_benchmarks
from workflows.calendar_data import load_calendar
from workflows.deadline_data import load_deadlines
from workflows.definition_data import keep_workflows, load_workflows, read_requirement
from workflows.dossier_data import load_dossier_order
from workflows.field_data import load_records
from workflows.instrument_data import load_instruments
from workflows.kept_lists import KeptLists
from workflows.kept_shipped import ShippedMatters
from workflows.lined_yaml import Fields, read_fields
from workflows.masking_data import load_masking
from workflows.matter_shelf import MatterShelf
from workflows.reasoning_data import load_reasoning

DATA = Path(__file__).parent / "data"
#: Where a case may name the person who signs a slot.
SOURCES = ("data", "input", "actor")
#: Where a relation may read the people who stand in it.
READINGS = ("data", "input", "here", "ever", "track", "squad", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What every act is asked, and which duties exclude each other."""

    always: tuple[Requirement, ...]
    barred: dict[str, Requirement]
    signers: dict[str, SlotSource]
    relations: dict[str, Relation]
    migrators: frozenset[str]


def load_law(
    forms: FormCatalogue,
    *,
    today: date,
    calendar: WorkingCalendar | None = None,
    kept: Path | None = None,
    lists: Path | None = None,
    shipped: Path | None = None,
    benchmarks: Path | None = None,
) -> Law:
    """Return the law as shipped, with the periods in force on `today`.

    `kept` is the folder in which a workspace keeps every definition its cases are pinned to,
    `lists` the one with the bureau's own lists of matters, `shipped` the one with the editions of
    shipped matters it has worked under, `benchmarks` the one with the benchmarks it has published.
    """
    duties = load_duties()
    book = load_deadlines()
    workflows = load_workflows() if kept is None else keep_workflows(kept)
    edition = ShippedMatters(shipped)
    shelf = MatterShelf(KeptLists(lists) if lists is not None else None, edition)
    default, *others = load_benchmarks().values()
    none = OwnBenchmarks(current={}, ever={})
    own = keep_benchmarks(benchmarks) if benchmarks is not None else none
    return Law(
        workflows=workflows,
        always=duties.always,
        barred=duties.barred,
        rules=book.in_force(today),
        matters=shelf.matters,
        matter_list=shelf.digest,
        shipped_matters=edition.digest,
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
    )


def load_duties(path: Path = DATA / "duties.yaml") -> Duties:
    """Return the general requirements and the prohibitions."""
    top = read_fields(path)
    always = tuple(read_requirement(child) for child in top.children("always"))
    barred = top.child("barred")
    found = {role: _barred(barred.child(role)) for role in barred.names()}
    slots = top.child("signers")
    signers = {slot: _signer(slots.child(slot)) for slot in slots.names()}
    migrators = frozenset(top.texts("migrators"))
    ties = top.child("relations")
    relations = {name: _relation(name, ties.child(name)) for name in ties.names()}
    top.done()
    return Duties(
        always=always, barred=found, signers=signers, migrators=migrators, relations=relations
    )


def players_of(workflows: Mapping[str, Workflow]) -> dict[str, frozenset[str]]:
    """Return, by part in the case, the ids of the transitions whose actor plays it."""
    found: dict[str, set[str]] = {}
    for workflow in workflows.values():
        for transition in workflow.transitions:
            for part in transition.parts:
                found.setdefault(part, set()).add(transition.id)
    return {part: frozenset(ids) for part, ids in found.items()}


def _relation(name: str, entry: Fields) -> Relation:
    found = Relation(
        id=name,
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        reads=tuple(_reading(child) for child in entry.children("reads")),
    )
    entry.done()
    return found


def _reading(entry: Fields) -> Reading:
    reading = Reading(
        source=_one_of(entry, "from", READINGS),
        name=entry.text("name", ""),
        machine=entry.text("machine", ""),
        states=entry.texts("states") if entry.has("states") else (),
    )
    entry.done()
    return reading


def _one_of(entry: Fields, field: str, allowed: tuple[str, ...]) -> str:
    written = entry.text(field)
    if written not in allowed:
        entry.place.refuse(
            "data.unknown_word", field=field, value=written, allowed="、".join(allowed)
        )
    return written


def _signer(entry: Fields) -> SlotSource:
    found = SlotSource(source=_one_of(entry, "from", SOURCES), name=entry.text("name", ""))
    entry.done()
    return found


def _barred(entry: Fields) -> Requirement:
    requirement = Requirement(
        fact="duties_separate",
        args=Record({"not": entry.texts("not")}),
        rule=entry.text("rule"),
        law=entry.text("law"),
    )
    entry.done()
    return requirement
