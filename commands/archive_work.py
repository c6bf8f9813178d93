"""`archive lift`: the documents that are due, lifted with a bar, and every refusal told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from runtime.archiving import Due, Outcome, due_documents, lift_documents

if TYPE_CHECKING:
    from rich.console import Console


def lift_due(session: Session, text: str, within: int, *, dry_run: bool) -> ExitCode:
    """Lift what is due, or only say what is; 0 when nothing was refused."""
    with session.open() as office:
        case = office.case(text).id if text else ""
        due = due_documents(office.workspace, within=timedelta(days=within), only=case)
        done = [] if dry_run else _lifted(office, due)
        refused = [one for one in done if one.problems]
        payload = {
            "ok": not refused,
            "due": [_due(one) for one in due],
            "lifted": [_done(one) for one in done if one.lifted is not None],
            "refused": [{**_due(one.due), "problems": one.problems} for one in refused],
        }
        office.screen.result(
            payload, lambda console: _show(office, console, due, done, dry_run=dry_run)
        )
    return ExitCode.INTEGRITY if refused else ExitCode.DONE


def _lifted(office: Office, due: Sequence[Due]) -> list[Outcome]:
    lifting = lift_documents(office.workspace, due)
    return office.screen.followed(office.say("archive.lifting"), lifting, len(due))


def _due(due: Due) -> dict[str, object]:
    return {
        "case": due.case,
        "document": due.made.id,
        "digest": due.made.digest,
        "proved_until": due.last.until if due.last is not None else None,
    }


def _done(outcome: Outcome) -> dict[str, object]:
    lifted = outcome.lifted
    return {
        **_due(outcome.due),
        "lifted": lifted.digest if lifted is not None else None,
        "proved_until": lifted.until if lifted is not None else None,
    }


def _show(
    office: Office,
    console: "Console",
    due: Sequence[Due],
    done: Sequence[Outcome],
    *,
    dry_run: bool,
) -> None:
    if dry_run:
        rows = [_row(office, one, _until(office, one)) for one in due]
        _table(office, console, rows, "archive.until")
        put(console, office.say("archive.due", count=str(len(due))))
        return
    refused = [one for one in done if one.problems]
    rows = [_row(office, one.due, office.messages.value(_problems(office, one))) for one in refused]
    _table(office, console, rows, "archive.problem")
    lifted = sum(one.lifted is not None for one in done)
    key = "archive.some_refused" if refused else "archive.done"
    put(console, office.say(key, count=str(lifted), refused=str(len(refused))))


def _table(office: Office, console: "Console", rows: list[tuple[str, ...]], last: str) -> None:
    heads = (office.say("archive.case"), office.say("archive.document"), office.say(last))
    table(console, heads, rows)


def _row(office: Office, due: Due, last: str) -> tuple[str, ...]:
    name = f"{office.names.form(due.made.form)} {due.made.id}"
    return due.case, name, last


def _until(office: Office, due: Due) -> str:
    return office.messages.moment(due.last.until) if due.last else office.say("archive.never")


def _problems(office: Office, outcome: Outcome) -> tuple[str, ...]:
    return tuple(office.messages.named("finding", code) for code in dict.fromkeys(outcome.problems))
