"""Composing documents again from the ledger and saying which come out otherwise."""

from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from engine.replaying import Outcome, Replayed
from runtime.replaying import replay

if TYPE_CHECKING:
    from rich.console import Console


def replay_documents(session: Session, text: str, *, every: bool) -> ExitCode:
    """Compose the documents of one case, or of all, again; 0 only when each comes out the same."""
    if bool(text) == every:
        raise InputError("command.replay_which")
    with session.open() as office:
        cases = office.every_case() if every else [office.case(text).id]
        found: list[Replayed] = []
        with office.screen.progress(office.say("replay.composing")) as progress:
            for number, case in enumerate(cases, start=1):
                found += replay(office.workspace, case)
                if progress is not None:
                    progress(number, len(cases))
        repacked = sum(r.outcome is Outcome.REPACKED for r in found)
        other = [r for r in found if r.outcome not in {Outcome.SAME, Outcome.REPACKED}]
        payload = {
            "ok": not other,
            "cases": len(cases),
            "documents": len(found),
            "same": len(found) - len(other) - repacked,
            "repacked": repacked,
            "other": [_payload(r) for r in other],
        }
        office.screen.result(payload, lambda console: _show(office, console, found, other))
    return ExitCode.INTEGRITY if other else ExitCode.DONE


def _payload(replayed: Replayed) -> dict[str, object]:
    return {
        "case": replayed.case,
        "seq": replayed.seq,
        "document": replayed.made.id,
        "form": replayed.made.form,
        "outcome": replayed.outcome,
        "at": replayed.at if replayed.at >= 0 else None,
        "problem": replayed.problem or None,
        "layout": replayed.made.layout,
    }


def _show(office: Office, console: "Console", found: list[Replayed], other: list[Replayed]) -> None:
    heads = tuple(office.say(f"replay.{key}") for key in ("case", "document", "outcome"))
    rows = [
        (r.case, f"{office.names.form(r.made.form)} {r.made.id}", _told(office, r)) for r in other
    ]
    if rows:
        table(console, heads, rows, ratios=(1, 2, 3))
    repacked = sum(r.outcome is Outcome.REPACKED for r in found)
    key = "some_other" if other else "all_alike" if repacked else "all_same"
    counts = {"count": str(len(found)), "other": str(len(other)), "repacked": str(repacked)}
    put(console, office.say(f"replay.{key}", **counts))


def _told(office: Office, replayed: Replayed) -> str:
    """Say how a document came out, and where or why it differs."""
    key = f"replay.{replayed.outcome.value}"
    return office.say(
        key,
        at=str(replayed.at + 1),
        problem=replayed.problem,
        made=str(replayed.made.layout),
        now=str(replayed.layout),
    )
