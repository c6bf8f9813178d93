"""Listing, fetching and verifying the documents of a case."""

from enum import StrEnum
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
from engine.errors import InputError, NotFoundError
from engine.event import DocumentMade
from engine.reads import Look
from runtime.archiving import newest
from runtime.sm2_signing import signature_of
from runtime.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console


class Kept(StrEnum):
    """Which of the files kept of a document is wanted."""

    ISSUED = "issued"
    #: As lifted for the archive.
    ARCHIVED = "archived"
    #: The SM2 signature beside it.
    SM2 = "sm2"

    @classmethod
    def of(cls, *, archived: bool, sm2: bool) -> "Kept":
        """Return what two flags ask for; raises InputError `command.one_of` for both."""
        if archived and sm2:
            raise InputError("command.one_of", options="--archived, --sm2")
        return cls.ARCHIVED if archived else cls.SM2 if sm2 else cls.ISSUED


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
    kept: Kept = Kept.ISSUED,
) -> ExitCode:
    """Copy a document out of the workspace for reading, or what is kept beside it.

    Raises NotFoundError `archive.not_lifted` or `sm2.not_signed` when that never was.
    """
    with session.open() as office:
        case = office.case(text)
        made = document_of(case, document)
        path = to or Path.cwd() / f"{case.id}-{made.id}.{'p7s' if kept is Kept.SM2 else 'pdf'}"
        digest = _digest(office.workspace, made, kept)
        looked(office, Look.DOCUMENT, who, [case.id], document=made.id)
        write_out(path, office.workspace.blobs.get(digest))
        payload = {"ok": True, "case": case.id, "file": path, **document_payload(office, made)}
        name = office.names.form(made.form)
        office.screen.result(
            payload,
            lambda console: put(console, office.say("document.saved", name=name, path=path)),
        )
    return ExitCode.DONE


def _digest(workspace: Workspace, made: DocumentMade, kept: Kept) -> str:
    if kept is Kept.ISSUED:
        return made.digest
    lifted = kept is Kept.ARCHIVED
    found = newest(workspace, made) if lifted else signature_of(workspace, made)
    if found is None:
        raise NotFoundError("archive.not_lifted" if lifted else "sm2.not_signed", document=made.id)
    return found.digest


def document_of(case: Case, document: str) -> DocumentMade:
    """Return a document by id, number, or form id (the newest)."""
    by_id = case.documents.get(document)
    fitting = [d for d in case.documents.values() if document in {d.number, d.form}]
    found = by_id or (fitting[-1] if fitting else None)
    if found is None:
        known = "、".join(case.documents) or "—"
        raise NotFoundError("command.unknown_document", document=document, known=known)
    return found
