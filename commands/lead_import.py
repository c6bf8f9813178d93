"""`anjuan lead import`: a table of grid leads taken in whole, or refused whole with every fault."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.list_faults import refuse_person, refuse_table, table_bytes
from commands.office import Office
from commands.pins import collect_pins
from commands.screen import put
from commands.session import Session
from runtime.lead_import import LeadImport, take_in, work_out
from workflows.grid_lead_list import load_lead_shape

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks for."""

    file: Path
    officer: str
    pin_file: Path | None
    dry: bool


def import_table(session: Session, wish: Wish) -> ExitCode:
    """Take a table of leads in, or only say what it would do."""
    with session.open() as office:
        person, shape = office.person_id(wish.officer), load_lead_shape()
        known = office.workspace.agency.person(person)
        if known is None or not known.roles & shape.roles:
            return refuse_person(office, "lead_list.not_permitted", person, shape.roles)
        data = table_bytes(wish.file)
        with office.screen.progress(office.say("lead.reading")) as progress:
            found = work_out(office.workspace, wish.file.name, data, progress)
        if found.faults:
            name, faults = wish.file.name, found.faults
            return refuse_table(office, "lead_list.refused", name, faults, shape.columns)
        if found.news and not wish.dry:
            pins = collect_pins(office, [person], wish.pin_file)
            office.workspace.keyring(pins)  # refuses a wrong PIN
            take_in(office.workspace, found, data, person)
        return _tell(office, found, dry=wish.dry)


def _tell(office: Office, found: LeadImport, *, dry: bool) -> ExitCode:
    payload = {
        "ok": True,
        "dry_run": dry,
        "rows": found.rows,
        "added": len(found.added),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "digest": found.digest,
    }
    counts = {name: str(payload[name]) for name in ("rows", "added", "changed", "unchanged")}

    def show(console: "Console") -> None:
        key = "would_import" if dry else "imported"
        put(console, office.say(f"lead.{key if found.news else 'nothing_new'}", **counts))
        put(console, office.say("lead.no_case"))

    office.screen.result(payload, show)
    return ExitCode.DONE
