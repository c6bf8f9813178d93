"""`document verify-copy`: a published copy, checked with the ledger or without one."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.input_files import read_bytes
from commands.screen import put, table
from commands.session import Session
from engine.disclosure import Disclosure
from runtime.copy_check import CheckedCopy, check_copy
from runtime.messages import Messages

if TYPE_CHECKING:
    from rich.console import Console


def verify_copy(session: Session, path: Path, original: Path | None, *, alone: bool) -> ExitCode:
    """Check a published copy; with `alone` only what the file itself can show.

    `original` is the decision somebody holds, to be compared with.

    Raises InputError for a file that cannot be read.
    """
    pdf, held = read_bytes(path), read_bytes(original) if original is not None else None
    if alone:
        return _tell(session, session.messages, check_copy(pdf, None, held), path)
    with session.open() as office:
        return _tell(session, office.messages, check_copy(pdf, office.workspace, held), path)


def _tell(session: Session, messages: Messages, checked: CheckedCopy, path: Path) -> ExitCode:
    found = checked.disclosure
    payload = {
        "ok": not checked.findings,
        "file": path,
        "ledger": checked.ledger,
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
    for code in checked.findings:
        put(console, messages.screen("copy.wrong", what=_told(messages, code)))
    if checked.findings and not checked.undecided:
        put(console, messages.fill(messages.template("findings", "remedy", "disclosure") or "", {}))
    put(console, messages.screen(f"copy.{_verdict(checked)}"))


def _verdict(checked: CheckedCopy) -> str:
    if checked.undecided:
        return "undecided"
    if checked.findings:
        return "bad"
    return "good" if checked.ledger else "good_alone"


def _told(messages: Messages, code: str) -> str:
    """Return what a finding says in a sentence; its name where the catalogue has no sentence."""
    template = messages.template("findings", "told", code)
    return messages.named("finding", code) if template is None else messages.fill(template, {})
