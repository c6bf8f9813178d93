"""Listing, fetching and verifying the documents of a case."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.case_reading import show_documents
from commands.exit_codes import ExitCode
from commands.office import Office
from commands.output_files import write_out
from commands.screen import put, table
from commands.session import Session
from commands.telling import document_payload
from documents.signing.verification import SignatureVerdict, Verification
from engine.case import Case
from engine.errors import NotFoundError
from engine.event import DocumentMade
from runtime.document_check import DocumentCheck

if TYPE_CHECKING:
    from rich.console import Console


def list_documents(session: Session, text: str) -> ExitCode:
    """Give the documents of a case."""
    with session.open() as office:
        case = office.case(text)
        payload = {
            "ok": True,
            "case": case.id,
            "documents": [document_payload(office, d) for d in case.documents.values()],
        }

        def show(console: "Console") -> None:
            show_documents(office, console, case)
            if not case.documents:
                put(console, office.say("document.none"))

        office.screen.result(payload, show)
    return ExitCode.DONE


def fetch_document(session: Session, text: str, document: str, to: Path | None) -> ExitCode:
    """Copy a document out of the workspace for reading."""
    with session.open() as office:
        case = office.case(text)
        made = _made(case, document)
        path = to or Path.cwd() / f"{case.id}-{made.id}.pdf"
        write_out(path, office.workspace.blobs.get(made.digest))
        payload = {"ok": True, "case": case.id, "file": path, **document_payload(office, made)}
        name = office.names.form(made.form)
        office.screen.result(
            payload,
            lambda console: put(console, office.say("document.saved", name=name, path=path)),
        )
    return ExitCode.DONE


def _made(case: Case, document: str) -> DocumentMade:
    """Return a document by id, number, or form id (the newest)."""
    by_id = case.documents.get(document)
    fitting = [d for d in case.documents.values() if document in {d.number, d.form}]
    found = by_id or (fitting[-1] if fitting else None)
    if found is None:
        known = "、".join(case.documents) or "—"
        raise NotFoundError("command.unknown_document", document=document, known=known)
    return found


# -- verifying ------------------------------------------------------------------------------------


def verify_documents(session: Session, text: str, document: str) -> ExitCode:
    """Check documents against the ledger's digests and their own signatures."""
    with session.open() as office:
        case = office.case(text)
        wanted = [_made(case, document)] if document else list(case.documents.values())
        check = DocumentCheck(office.workspace)
        checked = [(made, *check.findings(case.id, made)) for made in wanted]
        good = not any(findings for _, findings, _ in checked)
        payload = {
            "ok": good,
            "case": case.id,
            "documents": [
                {
                    **document_payload(office, made),
                    "valid": not findings,
                    "findings": findings,
                    "signatures": [_signature_payload(s) for s in seen.signatures] if seen else [],
                }
                for made, findings, seen in checked
            ],
        }
        office.screen.result(payload, lambda console: _show(office, console, checked))
    return ExitCode.DONE if good else ExitCode.INTEGRITY


def _signature_payload(seen: SignatureVerdict) -> dict[str, object]:
    return {
        "field": seen.field,
        "signer": seen.signer.name if seen.signer is not None else None,
        "moment": seen.moment,
        "valid": seen.valid,
    }


def _show(
    office: Office,
    console: "Console",
    checked: list[tuple[DocumentMade, list[str], Verification | None]],
) -> None:
    rows: list[tuple[str, ...]] = []
    for made, findings, seen in checked:
        signers = [
            office.say("document.signer", name=s.signer.name if s.signer else s.field, at=s.moment)
            for s in (seen.signatures if seen is not None else ())
        ]
        verdict = (
            office.say("document.valid")
            if not findings
            else office.messages.value(
                tuple(office.messages.named("finding", code) for code in findings)
            )
        )
        rows.append((made.id, office.names.form(made.form), verdict, "\n".join(signers)))
    heads = tuple(office.say(f"document.{key}") for key in ("id", "name", "verdict", "signers"))
    table(console, heads, rows)
    bad = sum(1 for _, findings, _ in checked if findings)
    key = "document.all_good" if not bad else "document.some_bad"
    put(console, office.say(key, count=str(len(checked)), bad=str(bad)))
