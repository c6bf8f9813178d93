"""`anjuan case check`: an officer sees today what a grader would deduct tomorrow."""

from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.graded_findings import findings_of, level_of, show_findings, waiting_items
from commands.reading_log import Reader, named
from commands.screen import put
from commands.session import Session
from commands.telling import show_waiting, waiting_payload
from engine.grading.scoring import prechecked
from runtime.grading import Grader, shelf_of
from runtime.grading_record import Wording, in_language, record_of

if TYPE_CHECKING:
    from rich.console import Console


def check_case(session: Session, text: str, who: Reader) -> ExitCode:
    """Tell what can already be known, by urgency; refused where a veto is certain."""
    with session.open() as office, shelf_of(office.workspace) as shelf:
        grader = Grader(office.workspace, shelf)
        case = office.case(text)
        dossier = grader.dossier(case)
        found = grader.grade(dossier)
        wording = Wording.of(office.workspace.law)
        kept = record_of(found, prechecked(found), dossier.now, wording, signatures=False)
        record = in_language(kept, session.language)
        vetoed = any(level_of(one) == "veto" for one in findings_of(record))

        def show(console: "Console") -> None:
            put(
                console, office.say("grading.checking", case=found.case, profile=found.profile.name)
            )
            show_findings(office, console, record)
            waiting = "、".join(waiting_items(record))
            if waiting:
                put(console, office.say("grading.waiting", items=waiting))
            show_waiting(office, console, case)

        named(office, who, [case])
        payload = {"ok": not vetoed, **record, "waiting": waiting_payload(case)}
        office.screen.result(payload, show)
        return ExitCode.REFUSED if vetoed else ExitCode.DONE
