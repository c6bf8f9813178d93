"""`dossier import` and `dossier received`: dossiers of other bureaus, verified and listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.command import SYSTEM
from runtime.bag_faults import BagFault, BagRefused
from runtime.foresight import Foresight
from runtime.received import Received, received, told
from runtime.receiving import Desk, Verified, fingerprint_of

if TYPE_CHECKING:
    from rich.console import Console

_SHORT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What became of one bag."""

    path: Path
    verified: Verified | None = None
    kept: Received | None = None
    fresh: bool = True
    faults: Sequence[BagFault] = ()


def import_dossiers(
    session: Session, bags: Sequence[Path], *, officer: str, dry_run: bool
) -> ExitCode:
    """Verify every bag and keep the sound ones; 0 only when all are sound."""
    with session.open() as office:
        by = office.person_id(officer) if officer else SYSTEM
        foresight = Foresight()
        desk, handed = Desk(office.workspace, foresight.verify), foresight.handed(bags)
        verifying = (_looked_at(desk, p) if dry_run else _taken(desk, p, by) for p in handed)
        done = office.screen.followed(office.say("dossiers.importing"), verifying, len(bags))
        faulty = any(one.faults for one in done)
        payload = {"ok": not faulty, "dossiers": [_payload(office, one) for one in done]}
        office.screen.result(payload, lambda console: _show(office, console, done))
    return ExitCode.INTEGRITY if faulty else ExitCode.DONE


def _looked_at(desk: Desk, path: Path) -> _Outcome:
    found = desk.verify(path)
    return _Outcome(path=path, verified=found, faults=found.faults)


def _taken(desk: Desk, path: Path, by: str) -> _Outcome:
    try:
        kept, fresh = desk.receive(path, by=by)
    except BagRefused as refused:
        return _Outcome(path=path, faults=refused.faults)
    return _Outcome(path=path, kept=kept, fresh=fresh)


def _payload(office: Office, one: _Outcome) -> dict[str, object]:
    known = one.kept.known if one.kept is not None else None
    if one.verified is not None:
        known = one.verified.standing.value == "known"
    return {
        "bag": one.path,
        "ok": not one.faults,
        "known": known,
        "received": told(one.kept) if one.kept is not None else None,
        "new": one.kept is not None and one.fresh,
        "faults": [_fault(office, fault) for fault in one.faults],
    }


def _fault(office: Office, fault: BagFault) -> dict[str, object]:
    return {
        "code": fault.code,
        "path": fault.path or None,
        "event": fault.event or None,
        "document": fault.document or None,
        "facts": dict(fault.facts),
        "text": _sentence(office, fault),
    }


def _sentence(office: Office, fault: BagFault) -> str:
    facts: dict[str, object] = {"path": None, "file": fault.path or None, **fault.facts}
    reason = fault.facts.get("reason")
    if isinstance(reason, str):
        facts["reason"] = office.messages.coded(reason, facts).rstrip("。.")
    return office.messages.coded(fault.code, facts)


def _show(office: Office, console: "Console", done: Sequence[_Outcome]) -> None:
    for one in done:
        if one.faults:
            count = str(len(one.faults))
            put(console, office.say("dossiers.refused", path=one.path, count=count))
            heads = (office.say("dossiers.where"), office.say("dossiers.what"))
            table(console, heads, [(_place(office, f), _sentence(office, f)) for f in one.faults])
        elif one.kept is not None:
            _show_kept(office, console, one.kept, fresh=one.fresh)
        elif one.verified is not None:
            read = one.verified.read
            documents = sum("document" in entry for entry in read.entries())
            details = {"events": str(len(read.events)), "documents": str(documents)}
            put(console, office.say("dossiers.sound", path=one.path, **details))


def _show_kept(office: Office, console: "Console", kept: Received, *, fresh: bool) -> None:
    facts = {"reference": kept.reference, "agency": kept.agency, "events": str(kept.events)}
    put(console, office.say("dossiers.imported" if fresh else "dossiers.imported_before", **facts))
    if kept.known:
        put(console, office.say("dossiers.known"))
        return
    fingerprint = fingerprint_of(office.workspace, kept)
    details = {"agency": kept.agency, "code": kept.code, "fingerprint": fingerprint}
    put(console, office.say("dossiers.foreign", **details))


def _place(office: Office, fault: BagFault) -> str:
    place = {
        "path": fault.path or None,
        "event": str(fault.event) if fault.event else None,
        "document": fault.document or None,
    }
    return office.say("dossiers.place", **place).strip()


def list_received(session: Session) -> ExitCode:
    """List what was received, the newest last."""
    with session.open() as office:
        found = received(office.workspace)
        payload = {"ok": True, "dossiers": [told(one) for one in found]}

        def show(console: "Console") -> None:
            if not found:
                put(console, office.say("dossiers.none"))
            heads = ("reference", "agency", "steps", "at", "standing", "digest")
            rows = [_row(office, one) for one in found]
            table(console, [office.say(f"dossiers.{head}") for head in heads], rows)

        office.screen.result(payload, show)
    return ExitCode.DONE


def _row(office: Office, one: Received) -> tuple[str, ...]:
    known = "dossiers.is_known" if one.known else "dossiers.is_foreign"
    return (
        one.reference,
        one.agency,
        str(one.events),
        office.messages.moment(one.at),
        office.say(known),
        one.digest[:_SHORT],
    )
