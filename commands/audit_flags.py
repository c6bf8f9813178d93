"""`audit flags`: what an auditor should ask about, with the events and why."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.flags import Flag
from engine.sampling_commitments import month_span
from runtime.flagging import Flagged, flag

if TYPE_CHECKING:
    from rich.console import Console

#: Events named in one line of the table.
_SHOWN = 4


def show_flags(session: Session, month: str) -> ExitCode:
    """Give every question of a month, or of all; none of them is a verdict."""
    if month:
        month_span(month)  # refuses what is no month
    with session.open() as office:
        with office.screen.progress(office.say("auditing.looking")) as progress:
            found = flag(office.workspace, month=month, progress=progress)
        payload = {
            "ok": True,
            "month": month or None,
            "thresholds": found.thresholds.version,
            "to_confirm": found.thresholds.to_confirm,
            "cases": found.cases,
            "photos": found.photos,
            "flags": [_payload(office, one) for one in found.flags],
        }
        office.screen.result(payload, lambda console: _show(office, console, found))
    return ExitCode.DONE


def _payload(office: Office, one: Flag) -> dict[str, object]:
    return {
        "kind": one.kind,
        "question": _told(office, one),
        "events": [{"case": e.case, "seq": e.seq} for e in one.events],
        "at": one.at,
        "person": one.person or None,
        "facts": dict(one.facts),
    }


def _show(office: Office, console: "Console", found: Flagged) -> None:
    heads = tuple(office.say(f"auditing.{key}") for key in ("read_at", "who", "question", "events"))
    rows = [
        (
            office.messages.moment(one.at),
            office.person(one.person) if one.person else "—",
            _told(office, one),
            office.messages.value(tuple(f"{e.case}#{e.seq}" for e in one.events[:_SHOWN])),
        )
        for one in found.flags
    ]
    table(console, heads, rows, ratios=(3, 2, 8, 5))
    counts = {"count": len(found.flags), "cases": found.cases, "photos": found.photos}
    put(console, office.say("auditing.flags", **{k: str(v) for k, v in counts.items()}))
    if found.thresholds.to_confirm:
        put(console, office.say("auditing.to_confirm", version=found.thresholds.version))


def _told(office: Office, one: Flag) -> str:
    template = office.messages.template("auditing", "flag", one.kind) or one.kind
    facts: Mapping[str, object] = {name: str(value) for name, value in one.facts.items()}
    return office.messages.fill(template, facts)
