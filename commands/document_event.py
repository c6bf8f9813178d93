"""Showing what a document carries about the act that made it; needs no workspace."""

import json
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.input_files import read_bytes
from commands.session import Session
from documents.attachment import attachment_of
from engine.errors import NotFoundError
from runtime.document_check import statement_in


def show_event(session: Session, path: Path) -> ExitCode:
    """Give the event a PDF carries.

    Raises InputError `command.file_unreadable`, NotFoundError `document.no_event`, and
    MalformedError for a file that is no PDF of ours or carries something else.
    """
    carried = attachment_of(read_bytes(path))
    if carried is None:
        raise NotFoundError("document.no_event", path=str(path))
    told = statement_in(carried)
    payload = {"ok": True, "file": str(path), "event": told}
    session.screen.text(payload, json.dumps(told, ensure_ascii=False, indent=2))
    return ExitCode.DONE
