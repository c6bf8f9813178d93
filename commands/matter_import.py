"""`anjuan matter import`: a bureau's list put into force whole, or refused whole with every fault.

Only holders of the roles the shape of the list names may do it, and they prove themselves by PIN.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import collect_pins
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from runtime.list_import import completed, lists_of, put_in_force
from workflows.kept_lists import KeptList, KeptLists
from workflows.list_columns import load_list_shape
from workflows.list_import import Imported, Source, import_list
from workflows.list_sheet import Fault

if TYPE_CHECKING:
    from rich.console import Console

#: Faults shown on a terminal; programs get all of them.
SHOWN = 50
EFFECTS = ("added", "changed", "ended", "corrected", "unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks for."""

    file: Path
    officer: str
    pin_file: Path | None
    dry_run: bool
    correct: bool


def import_file(session: Session, wish: Wish) -> ExitCode:
    """Import a list of matters, or only say what it would do."""
    with session.open() as office:
        person = office.person_id(wish.officer)
        if not _permitted(office, person):
            return _not_permitted(office, person)
        if not wish.dry_run:
            pins = collect_pins(office, [person], wish.pin_file)
            office.workspace.keyring(pins)  # refuses a wrong PIN
        data = _bytes(wish.file)
        lists = lists_of(office.workspace.root)
        source = Source(name=wish.file.name, data=data, by=person, at=office.workspace.now())
        imported = _worked_out(office, source, lists, correct=wish.correct)
        if imported.faults:
            return _refuse(office, wish, imported)
        kept = imported.outcome
        if imported.news and not wish.dry_run:
            kept = put_in_force(office.workspace, kept, data, rows=imported.rows)
        elif not wish.dry_run:
            kept = completed(office.workspace, person, data, rows=imported.rows) or kept
        return _tell(office, wish, imported, kept)


def _worked_out(office: Office, source: Source, lists: KeptLists, *, correct: bool) -> Imported:
    law = office.workspace.law
    benchmarks = frozenset({law.benchmark.id, *law.benchmarks})
    with office.screen.progress(office.say("matter.reading")) as progress:
        return import_list(
            source, law.matters, benchmarks, lists.latest(), correct=correct, progress=progress
        )


def _permitted(office: Office, person: str) -> bool:
    found = office.workspace.agency.person(person)
    return found is not None and bool(found.roles & load_list_shape().roles)


def _not_permitted(office: Office, person: str) -> ExitCode:
    roles = tuple(office.messages.named("role", r) for r in sorted(load_list_shape().roles))
    facts = {"person": office.person(person), "roles": roles}
    text = office.messages.coded("matter_list.not_permitted", facts)
    error = {"code": "matter_list.not_permitted", "message": text}
    office.screen.text({"ok": False, "outcome": "refused", "error": error}, text)
    return ExitCode.REFUSED


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise InputError("command.file_unreadable", path=str(path), reason=reason) from wrong


# -- faults ---------------------------------------------------------------------------------------


def _refuse(office: Office, wish: Wish, imported: Imported) -> ExitCode:
    faults = imported.faults
    facts = {"file": wish.file.name, "count": str(len(faults))}
    text = office.messages.coded("matter_list.refused", facts)
    payload = {
        "ok": False,
        "outcome": "error",
        "error": {"code": "matter_list.refused", "message": text},
        "faults": [
            {
                "row": fault.row or None,
                "column": fault.letter or None,
                "heading": fault.heading or None,
                "value": fault.value,
                "code": fault.code,
                "message": _problem(office, fault),
            }
            for fault in faults
        ],
    }

    def show(console: "Console") -> None:
        keys = ("row", "column", "heading", "value", "problem")
        rows = [_row(office, fault) for fault in faults[:SHOWN]]
        table(console, tuple(office.say(f"matter.{key}") for key in keys), rows, whole=(0, 1))
        if len(faults) > SHOWN:
            put(console, office.say("matter.more_faults", count=str(len(faults) - SHOWN)))
        put(console, text)

    office.screen.result(payload, show)
    return ExitCode.INPUT


def _row(office: Office, fault: Fault) -> tuple[str, ...]:
    row = str(fault.row) if fault.row else ""
    return (row, fault.letter, fault.heading, fault.value, _problem(office, fault))


def _problem(office: Office, fault: Fault) -> str:
    """What is wrong with a cell, and what to write instead."""
    facts = {"value": fault.value, "heading": fault.heading, **dict(fault.facts)}
    column = load_list_shape().columns.get(facts.pop("column_name", ""))
    if column is not None:
        facts["cure"] = column.cure[office.session.language.value]
    return office.messages.coded(fault.code, facts)


# -- success --------------------------------------------------------------------------------------


def _tell(office: Office, wish: Wish, imported: Imported, kept: KeptList) -> ExitCode:
    payload = {
        "ok": True,
        "dry_run": wish.dry_run,
        "rows": imported.rows,
        "number": kept.number,
        "digest": kept.digest or None,
        "source_digest": kept.source_digest,
        "by": kept.by,
        "at": kept.at,
        **{word: list(kept.effect[word]) for word in EFFECTS},
    }

    def show(console: "Console") -> None:
        key = "matter.would_import" if wish.dry_run else "matter.imported"
        key = key if imported.news else "matter.nothing_new"
        put(console, office.say(key, rows=str(imported.rows), number=str(kept.number)))
        rows = [
            (office.messages.named("list_effect", word), str(len(ids)), "、".join(ids[:5]))
            for word, ids in kept.effect.items()
            if ids
        ]
        keys = ("effect", "how_many", "examples")
        table(console, tuple(office.say(f"matter.{key}") for key in keys), rows, whole=(1,))
        if kept.digest:
            put(console, office.say("matter.kept", digest=kept.digest))

    office.screen.result(payload, show)
    return ExitCode.DONE
