"""`audit verify`: everything checked again, and every finding named with its place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.audit_keys import log_keys_of, notes_of
from commands.exit_codes import ExitCode
from commands.screen import put, table
from commands.session import Session
from engine.audit_finding import AuditFinding
from runtime.audit import AuditReport, verify_root
from runtime.audit_places import details
from runtime.messages import Messages
from runtime.since_audit import Since

if TYPE_CHECKING:
    from rich.console import Console


def verify_workspace(
    session: Session, case: str, *, since: Sequence[Path] = (), keys: Sequence[str] = ()
) -> ExitCode:
    """Verify the workspace, or one case in it; 0 only when nothing at all is wrong.

    `since` are heads kept elsewhere that the ledger must extend; `keys` are those the auditor
    brings along to check them with.
    """
    messages = session.messages
    said: set[str] = set()

    def progress(stage: str, done: int, total: int) -> None:
        del done
        if stage not in said and total and not session.screen.as_json:
            said.add(stage)
            session.screen.talk(messages.named("audit_stage", stage))

    kept = Since(notes=notes_of(since), keys=log_keys_of(keys)) if since else None
    report = verify_root(session.root, case or None, progress, at=session.at, since=kept)
    payload = audit_payload(messages, report) | {"case": case or None, "since": _past(kept)}

    def show(console: "Console") -> None:
        show_report(messages, console, report)
        if kept is not None and kept.agrees:
            put(console, messages.screen("auditing.since", **_told_past(kept)))

    session.screen.result(payload, show)
    return ExitCode.DONE if report.sound else ExitCode.INTEGRITY


def _past(kept: Since | None) -> dict[str, object] | None:
    if kept is None:
        return None
    return {
        "agrees": kept.agrees,
        "size": kept.size,
        "new": kept.new,
        "cases": list(kept.cases),
    }


def _told_past(kept: Since) -> dict[str, str]:
    return {
        "agrees": str(kept.agrees),
        "size": str(kept.size),
        "new": str(kept.new),
        "cases": str(len(kept.cases)),
    }


def audit_payload(messages: Messages, report: AuditReport) -> dict[str, object]:
    """Return a report for programs."""
    return {
        "ok": report.sound,
        "checked": dict(report.checked),
        "findings": [
            {
                "code": f.code,
                "message": _told(messages, f),
                "place": {
                    "case": f.place.case or None,
                    "seq": f.place.seq or None,
                    "document": f.place.document or None,
                    "path": f.place.path or None,
                    "table": f.place.table or None,
                    "position": f.place.position or None,
                },
                "facts": dict(f.facts),
            }
            for f in report.findings
        ],
    }


def show_report(messages: Messages, console: "Console", report: AuditReport) -> None:
    """Print what was checked and everything found wrong."""
    counted = tuple(
        messages.screen("audit.count", name=messages.named("counted", name), number=str(number))
        for name, number in report.checked.items()
    )
    put(console, messages.screen("audit.checked", counted=counted))
    heads = tuple(messages.screen(f"audit.{key}") for key in ("what", "where"))
    rows = [(_told(messages, f), _place(messages, f)) for f in report.findings]
    table(console, heads, rows, ratios=(3, 2))
    key = "audit.sound" if report.sound else "audit.unsound"
    put(console, messages.screen(key, count=str(len(report.findings))))


def _told(messages: Messages, finding: AuditFinding) -> str:
    template = messages.template("audit", finding.code)
    return messages.fill(template, details(finding)) if template is not None else finding.code


def _place(messages: Messages, finding: AuditFinding) -> str:
    return messages.fill(messages.template("audit", "place") or "", details(finding))
