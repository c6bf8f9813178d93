"""Handing out the dossier of a case as one file to read."""

from pathlib import Path

from commands.exit_codes import ExitCode
from commands.output_files import write_out
from commands.screen import put
from commands.session import Session
from runtime.dossier_contents import folder_name
from runtime.reading_copy import reading_copy


def join_dossier(session: Session, text: str, to: Path | None) -> ExitCode:
    """Write the dossier as one PDF, into the present folder unless told otherwise."""
    with session.open() as office:
        case = office.case(text)
        path = to or Path.cwd() / f"{folder_name(case, office.workspace.law)}.pdf"
        write_out(path, reading_copy(office.workspace, case))
        payload = {"ok": True, "case": case.id, "file": path}
        office.screen.result(
            payload, lambda console: put(console, office.say("dossier.joined", path=path))
        )
    return ExitCode.DONE
