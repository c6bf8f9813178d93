"""Proofs for an auditor to take away, and the check of one anywhere."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.audit_keys import log_keys_of, witness_key_of
from commands.exit_codes import ExitCode
from commands.input_files import read_bytes, read_text
from commands.output_files import write_out
from commands.screen import put, table
from commands.session import Session
from engine.checkpoint import Checkpoint, note_parts
from engine.cosignature import Cosignature
from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from engine.storage_rows import StoredEvent
from engine.tlog_proof import TlogProof
from runtime.ledger_proofs import Checked, Trust, check_file, extension_from, prove_events

if TYPE_CHECKING:
    from rich.console import Console

#: Seconds since the Epoch of the last day a calendar of four digits can show.
_LAST = 253402214400


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWish:
    """What the command line asks to have checked."""

    file: Path
    keys: Sequence[str]
    witnesses: Sequence[str]
    older: Path | None
    entry: Path | None


def give_checkpoint(session: Session, to: Path | None, key_to: Path | None) -> ExitCode:
    """Give the newest head, and the key to check it with."""
    with session.open() as office:
        with office.workspace.store.read() as view:
            note = view.ledger_head().checkpoint
        key = str(office.workspace.log_key.key)
        head = Checkpoint.parse(note_parts(note)[0])
        for path, text in ((to, note), (key_to, f"{key}\n")):
            if path is not None:
                write_out(path, text.encode())
        payload = {"ok": True, **head_payload(head), "note": note, "key": key, "file": to}

        def show(console: "Console") -> None:
            if to is None:
                put(console, note)
            put(console, office.say("auditing.head", size=str(head.size), root=head.root.hex()))
            put(console, office.say("auditing.key", key=key))
            put(console, office.say("auditing.take_away"))

        office.screen.result(payload, show)
    return ExitCode.DONE


def head_payload(head: Checkpoint) -> dict[str, object]:
    """Return a head for programs."""
    return {"origin": head.origin, "size": head.size, "root": head.root.hex()}


def prove_case(session: Session, text: str, seq: int | None, to: Path | None) -> ExitCode:
    """Write the proof of one event, or of every event of a case, one file each."""
    with session.open() as office:
        case = office.case(text).id
        with office.workspace.store.read() as view:
            proofs = prove_events(view, case, seq)
        files = _places(case, proofs, seq, to)
        for path, (_, proof) in zip(files, proofs, strict=True):
            write_out(path, proof.text().encode(), into_new=seq is None)
        rows = [
            {"seq": event.seq, "index": proof.index, "file": path}
            for path, (event, proof) in zip(files, proofs, strict=True)
        ]
        payload = {"ok": True, "case": case, "proofs": rows}
        told = office.say("auditing.proved", count=str(len(files)), place=str(files[0].parent))
        office.screen.result(payload, lambda console: put(console, told))
    return ExitCode.DONE


def _places(
    case: str,
    proofs: Sequence[tuple[StoredEvent, TlogProof]],
    seq: int | None,
    to: Path | None,
) -> list[Path]:
    if seq is not None:
        return [to if to is not None else Path(f"{case}-{seq:04d}.tlog-proof")]
    folder = to if to is not None else Path(f"{case}-proofs")
    return [folder / f"{event.seq:04d}.tlog-proof" for event, _ in proofs]


def prove_consistency(session: Session, older: Path, to: Path | None) -> ExitCode:
    """Write the proof that the newest head extends an older one."""
    with session.open() as office:
        before = Checkpoint.parse(note_parts(read_text(older))[0])
        with office.workspace.store.read() as view:
            extension = extension_from(view, before)
        after = Checkpoint.parse(note_parts(extension.checkpoint)[0])
        if to is not None:
            write_out(to, extension.text().encode())
        payload = {
            "ok": True,
            "older": head_payload(before),
            "head": head_payload(after),
            "proof": extension.text(),
            "file": to,
        }

        def show(console: "Console") -> None:
            if to is None:
                put(console, extension.text())
            details = {"old": str(before.size), "size": str(after.size)}
            put(console, office.say("auditing.extends", **details))

        office.screen.result(payload, show)
    return ExitCode.DONE


def check(session: Session, wish: CheckWish) -> ExitCode:
    """Check a file of any kind; 0 only when what it claims is proved."""
    trust = Trust(keys=log_keys_of(wish.keys), witnesses=tuple(map(witness_key_of, wish.witnesses)))
    older = read_text(wish.older) if wish.older is not None else None
    entry = read_bytes(wish.entry) if wish.entry is not None else None
    found = check_file(read_text(wish.file), trust, old=older, entry=entry)
    messages = session.messages
    payload = {
        "ok": True,
        "kind": found.kind,
        **head_payload(found.head),
        "key": str(found.key),
        "cosigned": cosigned_payload(found.cosigned),
        "index": found.index if found.entry else None,
        "entry": _entry(found),
        "older": found.old or None,
    }

    def show(console: "Console") -> None:
        details = {
            "size": str(found.head.size),
            "index": str(found.index),
            "old": str(found.old),
            "origin": found.head.origin,
        }
        put(console, messages.screen(f"auditing.checked.{found.kind}", **details))
        for name, value in sorted(_entry(found).items()):
            put(console, f"  {name}: {value}")
        show_cosigned(session, console, found.cosigned)

    session.screen.result(payload, show)
    return ExitCode.DONE


def _entry(found: Checked) -> dict[str, object]:
    """Return the plain members of the event that a proof is about."""
    try:
        body = json.loads(found.entry) if found.entry else {}
    except ValueError as wrong:
        raise InputError("audit.entry_no_json") from wrong
    plain = (str, int)
    return {k: v for k, v in body.items() if isinstance(v, plain) and v not in ("", 0)}


def cosigned_payload(cosigned: Sequence[Cosignature]) -> list[dict[str, object]]:
    """Return cosignatures for programs."""
    return [{"witness": one.key.name, "key": str(one.key), "at": _moment(one)} for one in cosigned]


def show_cosigned(session: Session, console: "Console", cosigned: Sequence[Cosignature]) -> None:
    """Print who has cosigned when."""
    heads = tuple(session.messages.screen(f"auditing.{key}") for key in ("witness", "at"))
    rows = [(one.key.name, session.messages.moment(_moment(one))) for one in cosigned]
    table(console, heads, rows)


def _moment(one: Cosignature) -> datetime:
    return datetime.fromtimestamp(min(one.at, _LAST), tz=LEGAL_ZONE)
