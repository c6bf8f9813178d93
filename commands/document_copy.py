"""`document verify-copy`: a published copy, checked with the ledger or without one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.audit_keys import log_keys_of
from commands.exit_codes import ExitCode
from commands.input_files import read_bytes
from commands.screen import put, table
from commands.session import Session
from engine.disclosure import Disclosure
from runtime.copy_check import CheckedCopy, check_copy
from runtime.copy_inclusion import INCLUSION_FINDINGS, NO_INCLUSION, Included
from runtime.ledger_proofs import Trust
from runtime.messages import Messages

if TYPE_CHECKING:
    from rich.console import Console


def verify_copy(
    session: Session, path: Path, original: Path | None, keys: Sequence[str], *, alone: bool
) -> ExitCode:
    """Check a published copy; with `alone` only what the file itself can show.

    `original` is the decision somebody holds, to be compared with; `keys` are those of the ledger
    the copy must prove to stand in.

    Raises InputError for a file that cannot be read, and for what is no key.
    """
    pdf, held = read_bytes(path), read_bytes(original) if original is not None else None
    trust = Trust(keys=log_keys_of(keys)) if keys else None
    if alone:
        return _tell(session, session.messages, check_copy(pdf, None, held, trust), path)
    with session.open() as office:
        checked = check_copy(pdf, office.workspace, held, trust)
        return _tell(session, office.messages, checked, path)


def _tell(session: Session, messages: Messages, checked: CheckedCopy, path: Path) -> ExitCode:
    found = checked.disclosure
    payload = {
        "ok": not checked.findings,
        "file": path,
        "ledger": checked.ledger,
        "inclusion": _inclusion(checked.included),
        "findings": list(checked.findings),
        "problems": [{"code": code, "message": _told(messages, code)} for code in checked.findings],
        **(_payload(found) if found is not None else {}),
    }
    session.screen.result(payload, lambda console: _show(messages, console, checked))
    return ExitCode.INTEGRITY if checked.findings else ExitCode.DONE


def _payload(found: Disclosure) -> dict[str, object]:
    return {
        "case": found.case,
        "seq": found.seq,
        "document": found.document,
        "root": found.root,
        "shown": found.shown,
        "withheld": [
            {"place": w.key, "rule": w.rule, "name": w.name, "law": list(w.law), "shown": w.shown}
            for w in found.withheld
        ],
    }


def _inclusion(included: Included | None) -> dict[str, object] | None:
    """Where a ledger holds the root; `key` is None where nobody knows who signed its head."""
    if included is None:
        return None
    head = included.head
    return {
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "index": included.index,
        "at": included.entry.at,
        "event": {"seq": included.entry.seq, "hash": included.entry.event},
        "key": included.key or None,
    }


def _show(messages: Messages, console: "Console", checked: CheckedCopy) -> None:
    found = checked.disclosure
    if found is not None:
        put(console, messages.screen("copy.of", case=found.case, document=found.document))
        put(console, messages.screen("copy.root", root=found.root))
        heads = tuple(messages.screen(f"copy.{key}") for key in ("place", "rule", "law", "instead"))
        rows = [
            (w.key, messages.named("masked", w.rule), "、".join(w.law), w.shown)
            for w in found.withheld
        ]
        table(console, heads, rows)
        counts = {"shown": found.shown, "withheld": len(found.withheld)}
        put(console, messages.screen("copy.counted", **counts))
        for line in _ledger_lines(messages, checked):
            put(console, line)
    for code in checked.findings:
        put(console, messages.screen("copy.wrong", what=_told(messages, code)))
    if checked.findings and not checked.undecided:
        put(console, messages.fill(messages.template("findings", "remedy", "disclosure") or "", {}))
    details = _place(messages, checked.included) if checked.included is not None else {}
    put(console, messages.screen(f"copy.{_verdict(checked)}", **details))


def _ledger_lines(messages: Messages, checked: CheckedCopy) -> Iterator[str]:
    """What the copy's own proof says of the ledger; findings speak for themselves."""
    included = checked.included
    if included is not None:
        key = "in_ledger" if included.key else "proof_unchecked"
        yield messages.screen(f"copy.{key}", **_place(messages, included))
    elif not any(code in INCLUSION_FINDINGS for code in checked.findings):
        yield messages.screen("copy.no_proof")


def _place(messages: Messages, included: Included) -> dict[str, str]:
    return {
        "origin": included.head.origin,
        "size": str(included.head.size),
        "place": str(included.index + 1),
        "at": messages.moment(included.entry.at),
    }


def _verdict(checked: CheckedCopy) -> str:
    if checked.undecided:
        return "undecided_ledger" if checked.findings == (NO_INCLUSION,) else "undecided"
    if checked.findings:
        return "bad"
    if checked.ledger:
        return "good"
    proved = checked.included is not None and checked.included.key
    return "good_included" if proved else "good_alone"


def _told(messages: Messages, code: str) -> str:
    """Return what a finding says in a sentence; its name where the catalogue has no sentence."""
    template = messages.template("findings", "told", code)
    return messages.named("finding", code) if template is None else messages.fill(template, {})
