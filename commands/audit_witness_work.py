"""A witness at work on a folder of his or her own; the bureau keeping what was cosigned."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.audit_keys import log_keys_of, witness_key_of
from commands.audit_proofs import cosigned_payload, head_payload, show_cosigned
from commands.exit_codes import ExitCode
from commands.input_files import read_text
from commands.output_files import write_out
from commands.people_keys import root_pin_of
from commands.screen import put, table
from commands.session import Session
from engine.cosignature import Cosignature, cosignatures
from engine.errors import InputError
from engine.journal import read_journal
from engine.legal_time import LEGAL_ZONE
from engine.witness import handed_in
from runtime.ledger_proofs import opened
from runtime.witness_folder import (
    KEY,
    cosign_head,
    cosigned_by,
    logs_of,
    make_witness,
    trust_log,
    witness_of,
)
from runtime.witnessing import keep_cosigned, kept_heads, name_witness, trust_of, witnesses_of
from storage.logkey import verify_ed25519

if TYPE_CHECKING:
    from rich.console import Console


def make(session: Session, folder: Path, name: str | None, keys: Sequence[str]) -> ExitCode:
    """Make a witness's folder; one there is already believes the keys from now on."""
    logs = log_keys_of(keys)
    if not (folder / KEY).exists():
        if name is None:
            raise InputError("witness.name_needed")
        made = make_witness(folder, name, logs[0])
    elif name is not None and name != witness_of(folder).name:
        raise InputError("witness.exists", path=str(folder))
    else:
        made = witness_of(folder)
    for log in logs:
        trust_log(folder, log)
    told = session.messages.screen("auditing.witness_made", key=str(made), path=str(folder))
    payload = {"ok": True, "witness": made.name, "key": str(made), "folder": folder}
    session.screen.result(payload, lambda console: put(console, told))
    return ExitCode.DONE


def cosign_file(session: Session, folder: Path, file: Path, to: Path | None) -> ExitCode:
    """Cosign what was handed in, if it extends the head last seen."""
    text = read_text(file)
    made = cosign_head(folder, text, _moment(session, text))
    if to is not None:
        write_out(to, made.note.encode())
    payload = {"ok": True, **head_payload(made.head), "note": made.note, "file": to}
    told = session.messages.screen("auditing.cosigned", size=str(made.head.size))

    def show(console: "Console") -> None:
        if to is None:
            put(console, made.note)
        put(console, told)

    session.screen.result(payload, show)
    return ExitCode.DONE


def _moment(session: Session, text: str) -> datetime:
    """Return when is cosigned: now, or what the clock was set to of the ledger's own workspace.

    A witness needs no workspace; only whoever sets the clock has to name one. Raises InputError
    `clock.not_settable` for one in earnest, IntegrityError for the head of another ledger.
    """
    if session.at is None:
        return datetime.now(LEGAL_ZONE)
    with session.open() as office:
        with office.workspace.store.read() as view:
            opened(handed_in(text).checkpoint, trust_of(read_journal(view)))
        return office.workspace.now()


def name_one(session: Session, key: str, pin_file: Path | None) -> ExitCode:
    """Let the bureau believe a witness; needs the root key's PIN."""
    witness = witness_key_of(key)
    with session.open() as office:
        name_witness(office.workspace, witness, root_pin=root_pin_of(office, pin_file))
        told = office.say("auditing.witness_named", name=witness.name)
        payload = {"ok": True, "witness": witness.name, "key": str(witness)}
        office.screen.result(payload, lambda console: put(console, told))
    return ExitCode.DONE


def keep_file(session: Session, file: Path) -> ExitCode:
    """Keep a cosigned head in the workspace."""
    text = read_text(file)
    with session.open() as office:
        kept = keep_cosigned(office.workspace, text)
        payload = {
            "ok": True,
            **head_payload(kept.head),
            "cosigned": cosigned_payload(kept.cosigned),
        }

        def show(console: "Console") -> None:
            put(console, office.say("auditing.kept", size=str(kept.head.size)))
            show_cosigned(session, console, kept.cosigned)

        office.screen.result(payload, show)
    return ExitCode.DONE


def show_status(session: Session, folder: Path | None) -> ExitCode:
    """Show what a witness has cosigned, or what the workspace keeps."""
    return _folder_status(session, folder) if folder is not None else _kept_status(session)


def _folder_status(session: Session, folder: Path) -> ExitCode:
    key = witness_of(folder)
    heads = [(h.head, cosignatures(h.note, [key], verify_ed25519)) for h in cosigned_by(folder)]
    payload = {
        "ok": True,
        "witness": key.name,
        "key": str(key),
        "believes": [str(log) for log in logs_of(folder)],
        "heads": [head_payload(h) | {"cosigned": cosigned_payload(c)} for h, c in heads],
    }

    def show(console: "Console") -> None:
        put(console, session.messages.screen("auditing.witness_is", name=key.name, key=str(key)))
        _show_heads(session, console, [(h.size, h.root, c) for h, c in heads])

    session.screen.result(payload, show)
    return ExitCode.DONE


def _kept_status(session: Session) -> ExitCode:
    with session.open() as office:
        with office.workspace.store.read() as view:
            entries = read_journal(view)
            size = view.ledger_head().size
        kept = kept_heads(office.workspace.root, entries)
        named = witnesses_of(entries)
        payload = {
            "ok": True,
            "size": size,
            "witnesses": [{"name": one.name, "key": str(one)} for one in named],
            "heads": [
                head_payload(k.head) | {"cosigned": cosigned_payload(k.cosigned)} for k in kept
            ],
        }

        def show(console: "Console") -> None:
            names = office.messages.value(tuple(one.name for one in named))
            put(console, office.say("auditing.watched", names=names, size=str(size)))
            _show_heads(session, console, [(k.head.size, k.head.root, k.cosigned) for k in kept])

        office.screen.result(payload, show)
    return ExitCode.DONE


def _show_heads(
    session: Session,
    console: "Console",
    heads: Sequence[tuple[int, bytes, Sequence[Cosignature]]],
) -> None:
    titles = tuple(session.messages.screen(f"auditing.{key}") for key in ("size", "root", "by"))
    rows = [
        (str(size), root.hex()[:16], session.messages.value(tuple(_by(session, c) for c in made)))
        for size, root, made in heads
    ]
    table(console, titles, rows)


def _by(session: Session, one: Cosignature) -> str:
    at = session.messages.moment(datetime.fromtimestamp(one.at, tz=LEGAL_ZONE))
    return f"{one.key.name} {at}"
