"""`audit accept`: files changed by hand, shown and let stand by two people."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.pins import collect_pins
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from runtime.accepting import Acceptance, accept, waiting
from runtime.two_people import check_people

if TYPE_CHECKING:
    from rich.console import Console


def show_or_accept(
    session: Session, officer: str | None, helper: str | None, reason: str, pin_file: Path | None
) -> ExitCode:
    """Show the files nobody accepted; with two people named, enter that they let them stand."""
    with session.open() as office:
        changed = waiting(office.workspace)
        entry = None
        if officer is not None or helper is not None:
            if officer is None or helper is None:
                raise InputError("together.second_missing")
            people = (office.person_id(officer), office.person_id(helper))
            check_people(office.workspace, people)
            pins = collect_pins(office, people, pin_file)
            entry = accept(office.workspace, Acceptance(people=people, reason=reason), pins)
        payload = {"ok": True, "files": changed, "entry": entry.seq if entry else None}

        def show(console: "Console") -> None:
            heads = tuple(office.say(f"auditing.{key}") for key in ("file", "digest"))
            table(console, heads, _rows(changed))
            key = "accepted" if entry else "unaccepted" if changed else "all_accepted"
            put(console, office.say(f"auditing.{key}", count=str(len(changed))))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _rows(changed: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(path, digest[:16] or "—") for path, digest in changed.items()]
