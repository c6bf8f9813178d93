"""Handing out the dossier of a case as one file, to read or to print."""

from dataclasses import dataclass
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.output_files import write_out
from commands.reading_log import Reader, looked
from commands.screen import put
from commands.session import Session
from engine.case import Case
from engine.dossier import Section
from engine.law import Law
from engine.reads import Look
from runtime.bound_originals import Files
from runtime.dossier_contents import folder_name, names
from runtime.printed_dossier import printed_dossier
from runtime.reading_copy import reading_copy
from runtime.received import find_received, is_reference, open_received


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintWish:
    """What is to be printed, and where to."""

    to: Path | None
    volume: str | None
    single_sided: bool


def join_dossier(session: Session, text: str, to: Path | None, who: Reader) -> ExitCode:
    """Write the dossier as one PDF, into the present folder unless told otherwise."""
    with session.open() as office:
        case, law, files = _dossier(office, text)
        looked(office, Look.DOSSIER, who, [_called(office, text, case)])
        path = to or Path.cwd() / f"{folder_name(case, law)}.pdf"
        training = office.workspace.training and not is_reference(text)
        write_out(path, reading_copy(case, law, files, training=training))
        payload = {"ok": True, "case": case.id, "file": path}
        office.screen.result(
            payload, lambda console: put(console, office.say("dossier.joined", path=path))
        )
    return ExitCode.DONE


def _dossier(office: Office, text: str) -> tuple[Case, Law, Files]:
    """Return a case of ours, or one received, with its law and its files."""
    workspace = office.workspace
    if not is_reference(text):
        return office.case(text), workspace.law, workspace.blobs
    read = open_received(workspace, find_received(workspace, text))
    return read.case(), read.law(workspace.law), read.blobs


def _called(office: Office, text: str, case: Case) -> str:
    """Return how a case is called here: one received by its ledger as well."""
    return find_received(office.workspace, text).reference if is_reference(text) else case.id


def print_dossier(session: Session, text: str, wish: PrintWish, who: Reader) -> ExitCode:
    """Write the volumes as one PDF for a printer, into the present folder unless told otherwise."""
    section = Section(wish.volume) if wish.volume is not None else None
    with session.open() as office:
        case = office.case(text)
        looked(office, Look.PRINTED, who, [case.id])
        law, paper = office.workspace.law, names().paper
        part = f"-{names().folder(section)}" if section is not None else ""
        path = wish.to or Path.cwd() / f"{folder_name(case, law)}{part}-{paper}.pdf"
        data = printed_dossier(office.workspace, case, section, duplex=not wish.single_sided)
        write_out(path, data)
        payload = {"ok": True, "case": case.id, "file": path}
        said = "dossier.printed_single" if wish.single_sided else "dossier.printed_duplex"
        office.screen.result(payload, lambda console: put(console, office.say(said, path=path)))
    return ExitCode.DONE
