"""`workflow migrate`: running cases classed with their reasons, moved, and taken back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import collect_pins
from commands.screen import put, table
from commands.session import Session
from commands.workflow_versions import SHORT
from engine.case import Case
from engine.definition import Workflow
from engine.errors import ConflictError, InputError
from engine.migrating_road import Migrating, migrate, mover, prospect_of
from engine.migration import last_migration
from engine.prospect import Fate, Prospect, Reason
from engine.verdict import Detail, Term
from runtime.intervening import MIGRATION, Intervention, enter
from runtime.versions import find_of_machine, running_cases

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for."""

    machine: str
    version: str
    back: bool
    dry_run: bool
    officer: str
    #: Who agrees and signs as well.
    second: str
    reason: str
    #: Cases approved by name, and the only cases to look at; by id or number.
    approve: tuple[str, ...]
    cases: tuple[str, ...]
    pin_file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One track of one case, its class, and what came of trying to move it."""

    case: Case
    prospect: Prospect
    #: Number of the migration's record, or 0.
    seq: int = 0
    #: Why the case could not be moved although its class let it go.
    problem: str = ""


def migrate_cases(session: Session, wanted: Wanted) -> ExitCode:
    """Class the running cases of a machine, and move those that may go unless only looking."""
    with session.open() as office:
        now, known = office.workspace.now(), office.workspace.law.workflows
        version = find_of_machine(wanted.machine, wanted.version, known, now.date())
        rows = list(_rows(office, wanted, version))
        if not wanted.dry_run:
            if not wanted.back and not version.in_force(now.date()):
                raise InputError(
                    "migrate.not_in_force",
                    machine=version.id,
                    version=version.version,
                    since=version.valid_from,
                )
            rows = _carried_out(office, wanted, version, rows)
        _tell(office, wanted, version, rows)
    stuck = rows and not wanted.dry_run and not any(row.seq for row in rows)
    return ExitCode.REFUSED if stuck else ExitCode.DONE


def _rows(office: Office, wanted: Wanted, version: Workflow) -> Iterator[Row]:
    """Yield every running track that would move, with its class."""
    road = office.workspace.road
    only = {office.case(text).id for text in wanted.cases}
    for case, track_id in running_cases(road, wanted.machine):
        track = case.tracks[track_id]
        last = last_migration(case, track) if wanted.back else None
        arrived = last is not None and last.definition == version.digest
        moves = arrived if wanted.back else track.definition != version.digest
        if moves and (not only or case.id in only):
            target = None if wanted.back else version
            yield Row(case=case, prospect=prospect_of(road, case, track, target))


def _carried_out(office: Office, wanted: Wanted, version: Workflow, rows: list[Row]) -> list[Row]:
    person, second, pins = _movers(office, wanted)
    may_go = [row for row in rows if row.prospect.fate is not Fate.STAYS]
    if may_go:
        agreed = Intervention(
            kind=MIGRATION,
            cases=tuple(dict.fromkeys(row.case.id for row in may_go)),
            target="" if wanted.back else version.digest,
            reason=wanted.reason,
            people=(person, second),
        )
        enter(office.workspace, agreed, pins)
    approved = {office.case(text).id for text in wanted.approve}
    return [
        _tried(
            office,
            row,
            Migrating(
                case=row.case.id,
                track=row.prospect.track,
                target="" if wanted.back else version.digest,
                person=person,
                reason=wanted.reason,
                at=office.workspace.now(),
                approved=row.case.id in approved,
                second=second,
            ),
        )
        for row in rows
    ]


def _movers(office: Office, wanted: Wanted) -> tuple[str, str, dict[str, str]]:
    """Return who migrates, who agrees, and the PINs that prove it; raises InputError."""
    if not wanted.officer:
        raise InputError("migrate.officer_missing")
    if not wanted.reason.strip():
        raise InputError("migrate.reason_missing")
    person = office.person_id(wanted.officer)
    mover(office.workspace.road, person)
    if not wanted.second:
        raise InputError("together.second_missing")
    second = office.person_id(wanted.second)
    pins = collect_pins(office, [person, second], wanted.pin_file)
    office.workspace.keyring(pins)
    return person, second, pins


def _tried(office: Office, row: Row, wish: Migrating) -> Row:
    """Try to move one case; another case's trouble does not stop the batch."""
    try:
        done = migrate(office.workspace.road, wish)
    except (ConflictError, InputError) as wrong:
        return replace(row, problem=office.messages.error(wrong))
    seq = done.event.seq if done.event is not None else 0
    return replace(row, prospect=done.prospect, seq=seq)


# -- telling ----------------------------------------------------------------------------------


def _tell(office: Office, wanted: Wanted, version: Workflow, rows: list[Row]) -> None:
    counted = Counter(row.prospect.fate for row in rows)
    found = {
        "ok": True,
        "machine": version.id,
        "version": version.version,
        "digest": version.digest,
        "back": wanted.back,
        "dry_run": wanted.dry_run,
        "counts": {fate.value: counted[fate] for fate in Fate},
        "moved": sum(1 for row in rows if row.seq),
        "cases": [_payload(office, row) for row in rows],
    }

    def show(console: "Console") -> None:
        title = "migrate.back" if wanted.back else "migrate.title"
        name, digest = office.names.workflow(version), version.digest[:SHORT]
        put(console, office.say(title, name=name, version=version.version, digest=digest))
        if not rows:
            put(console, office.say("migrate.none"))
            return
        heads = tuple(office.say(f"migrate.{k}") for k in ("case", "track", "state", "fate", "why"))
        told = [_line(office, row) for row in rows]
        table(console, heads, told, ratios=(9, 4, 5, 4, 16), whole=(0,))
        numbers = {fate.value: str(counted[fate]) for fate in Fate}
        put(console, office.say("migrate.count", **numbers))
        if not wanted.dry_run:
            put(console, office.say("migrate.done", moved=str(found["moved"])))
        if any(r.prospect.fate is Fate.HUMAN and not r.seq for r in rows):
            put(console, office.say("migrate.human_how"))

    office.screen.result(found, show)


def _payload(office: Office, row: Row) -> dict[str, object]:
    track = row.case.tracks[row.prospect.track]
    return {
        "case": row.case.id,
        "number": row.case.number or None,
        "track": track.id,
        "state": track.state,
        "from": row.prospect.source,
        "to": row.prospect.target,
        "class": row.prospect.fate.value,
        "reasons": [
            {"code": r.code, "class": r.fate.value, "message": _why(office, row, r), **r.details}
            for r in row.prospect.reasons
        ],
        "moved": row.seq or None,
        "problem": row.problem or None,
    }


def _line(office: Office, row: Row) -> tuple[str, ...]:
    track = row.case.tracks[row.prospect.track]
    state = office.names.state(office.workspace.law.pinned(track.definition), track.state)
    fate = office.messages.named("fate", row.prospect.fate.value)
    why = [_why(office, row, r) for r in row.prospect.reasons]
    why += [office.say("migrate.moved", seq=row.seq)] if row.seq else []
    why += [row.problem] if row.problem else []
    return (row.case.number or row.case.id, track.id, state, fate, "\n".join(why))


def _why(office: Office, row: Row, reason: Reason) -> str:
    template = office.messages.template("screens", "migrate", "whys", reason.code) or reason.code
    details = {k: _detail(office, row, k, v) for k, v in reason.details.items()}
    return office.messages.fill(template, details)


def _detail(office: Office, row: Row, name: str, detail: Detail) -> object:
    """Return a detail in the reader's language: what only the law names, by its name."""
    match detail:
        case Term("asks", fact):
            return office.messages.asks(fact)
        case Term("article", short):
            return office.names.article(short)
        case str() if name == "step":
            return _step(office, row, detail)
        case str() if name == "person":
            return office.person(detail)
    return detail


def _step(office: Office, row: Row, step: str) -> str:
    law = office.workspace.law
    versions = (law.pinned(d) for d in (row.prospect.source, row.prospect.target))
    found = next((t for w in versions if (t := w.by_id(step)) is not None), None)
    if found is None:
        return step
    return office.say("migrate.step", id=step, name=office.names.transition(found))
