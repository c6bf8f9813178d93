"""`anjuan matter import`: a bureau's list put into force whole, or refused whole with every fault.

Only holders of the roles the shape of the list names may do it, and they prove themselves by PIN.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.list_faults import refuse_person, refuse_table, table_bytes
from commands.office import Office
from commands.pins import collect_pins
from commands.screen import put, table
from commands.session import Session
from runtime.list_import import completed, lists_of, put_in_force
from workflows.kept_lists import KeptList, KeptLists
from workflows.list_columns import load_list_shape
from workflows.list_import import Imported, Source, import_list

if TYPE_CHECKING:
    from rich.console import Console

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
            return refuse_person(
                office, "matter_list.not_permitted", person, load_list_shape().roles
            )
        data = table_bytes(wish.file)
        lists = lists_of(office.workspace.root)
        source = Source(name=wish.file.name, data=data, by=person, at=office.workspace.now())
        imported = _worked_out(office, source, lists, correct=wish.correct)
        if imported.faults:
            faults, columns = imported.faults, load_list_shape().columns
            return refuse_table(office, "matter_list.refused", wish.file.name, faults, columns)
        if not wish.dry_run:
            pins = collect_pins(office, [person], wish.pin_file)
            office.workspace.keyring(pins)  # refuses a wrong PIN
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
