"""Listing, fetching and verifying the documents of a case."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.case_reading import show_documents
from commands.exit_codes import ExitCode
from commands.output_files import write_out
from commands.reading_log import Reader, looked
from commands.screen import put
from commands.session import Session
from commands.telling import document_payload
from engine.case import Case
from engine.errors import NotFoundError
from engine.event import DocumentMade
from engine.reads import Look
from runtime.archiving import newest

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


def fetch_document(
    session: Session,
    text: str,
    document: str,
    to: Path | None,
    who: Reader,
    *,
    archived: bool = False,
) -> ExitCode:
    """Copy a document out of the workspace for reading; `archived`: as lifted for the archive.

    Raises NotFoundError `archive.not_lifted` when it never was.
    """
    with session.open() as office:
        case = office.case(text)
        made = document_of(case, document)
        path = to or Path.cwd() / f"{case.id}-{made.id}.pdf"
        lifted = newest(office.workspace, made) if archived else None
        if archived and lifted is None:
            raise NotFoundError("archive.not_lifted", document=made.id)
        looked(office, Look.DOCUMENT, who, [case.id], document=made.id)
        write_out(path, office.workspace.blobs.get(lifted.digest if lifted else made.digest))
        payload = {"ok": True, "case": case.id, "file": path, **document_payload(office, made)}
        name = office.names.form(made.form)
        office.screen.result(
            payload,
            lambda console: put(console, office.say("document.saved", name=name, path=path)),
        )
    return ExitCode.DONE


def document_of(case: Case, document: str) -> DocumentMade:
    """Return a document by id, number, or form id (the newest)."""
    by_id = case.documents.get(document)
    fitting = [d for d in case.documents.values() if document in {d.number, d.form}]
    found = by_id or (fitting[-1] if fitting else None)
    if found is None:
        known = "、".join(case.documents) or "—"
        raise NotFoundError("command.unknown_document", document=document, known=known)
    return found
