"""`dossier export`: a dossier of ours as a bag, or one received handed on as it came."""

from pathlib import Path

from commands.exit_codes import ExitCode
from commands.output_files import refuse_place
from commands.reading_log import Reader, looked
from commands.screen import put
from commands.session import Session
from engine.reads import Look
from runtime.export import export, hand_on
from runtime.received import find_received, is_reference

#: So many characters of a digest tell one from another on a screen.
_SHORT = 16


def export_dossier(session: Session, text: str, to: Path | None, who: Reader) -> ExitCode:
    """Write the bag into a folder, the present one unless told otherwise.

    Whoever takes it away is recorded first, as a reader and in the journal.
    """
    with session.open() as office:
        folder = to or Path.cwd()
        refuse_place(folder)
        if is_reference(text):
            one = find_received(office.workspace, text)
            by = looked(office, Look.DOSSIER, who, [one.reference]).reader
            written = hand_on(office.workspace, one, folder, by=by, purpose=who.why)
            said = "dossiers.handed_on"
        else:
            case = office.case(text)
            by = looked(office, Look.DOSSIER, who, [case.id]).reader
            written = export(office.workspace, case.id, folder, by=by, purpose=who.why)
            said = "dossiers.exported"
        payload = {
            "ok": True,
            "case": written.case,
            "folder": written.folder,
            "digest": written.digest,
            "files": written.files,
            "octets": written.octets,
        }
        details = {
            "path": written.folder,
            "files": str(written.files),
            "size": str(written.octets),
            "digest": written.digest[:_SHORT],
        }
        office.screen.result(payload, lambda console: put(console, office.say(said, **details)))
    return ExitCode.DONE
