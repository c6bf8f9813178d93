"""`archive sm2`: finished documents signed once more, with a bar, and every refusal told."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.asking import asked
from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import pins_by_owner
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from runtime.settings import KEYS
from runtime.sm2_places import unlock_sm2
from runtime.sm2_signing import Sm2Outcome, Unsigned, sign_documents, unsigned_documents

if TYPE_CHECKING:
    from rich.console import Console

#: Whose PIN it is in a PIN file.
OWNER = "sm2"


def sign_due(session: Session, text: str, pin_file: Path | None, *, dry_run: bool) -> ExitCode:
    """Sign what has no SM2 signature, or only say what; 0 when nothing was refused."""
    with session.open() as office:
        case = office.case(text).id if text else ""
        due = unsigned_documents(office.workspace, only=case)
        done = [] if dry_run or not due else _signed(office, due, _pin(office, pin_file))
        refused = [one for one in done if one.problems]
        payload = {
            "ok": not refused,
            "due": [_due(one) for one in due],
            "signed": [_done(one) for one in done if one.beside is not None],
            "refused": [{**_due(one.due), "problems": one.problems} for one in refused],
        }
        office.screen.result(
            payload, lambda console: _show(office, console, due, done, dry_run=dry_run)
        )
    return ExitCode.INTEGRITY if refused else ExitCode.DONE


def _pin(office: Office, pin_file: Path | None) -> str:
    """The PIN of the SM2 key; raises InputError `sm2.pin_needed`."""
    given = None if pin_file is None else pins_by_owner(pin_file).get(OWNER)
    typed = asked(office.say("sm2.ask_pin")) if pin_file is None else given
    if not typed:
        raise InputError("sm2.pin_needed")
    return typed


def _signed(office: Office, due: Sequence[Unsigned], pin: str) -> list[Sm2Outcome]:
    key = unlock_sm2(office.workspace.root / KEYS, pin)
    signing = sign_documents(office.workspace, due, key)
    return office.screen.followed(office.say("sm2.signing"), signing, len(due))


def _due(due: Unsigned) -> dict[str, object]:
    return {"case": due.case, "document": due.made.id, "digest": due.made.digest}


def _done(outcome: Sm2Outcome) -> dict[str, object]:
    beside = outcome.beside
    return {**_due(outcome.due), "signature": beside.digest if beside is not None else None}


def _show(
    office: Office,
    console: "Console",
    due: Sequence[Unsigned],
    done: Sequence[Sm2Outcome],
    *,
    dry_run: bool,
) -> None:
    if dry_run:
        _table(office, console, [_row(office, one) for one in due])
        put(console, office.say("sm2.due", count=str(len(due))))
        return
    refused = [one for one in done if one.problems]
    rows = [(*_row(office, one.due), _problems(office, one)) for one in refused]
    _table(office, console, rows, office.say("archive.problem"))
    key = "sm2.some_refused" if refused else "sm2.done"
    signed = str(len(done) - len(refused))
    put(console, office.say(key, count=signed, refused=str(len(refused))))


def _table(office: Office, console: "Console", rows: list[tuple[str, ...]], *last: str) -> None:
    table(console, (office.say("archive.case"), office.say("archive.document"), *last), rows)


def _row(office: Office, due: Unsigned) -> tuple[str, ...]:
    return due.case, f"{office.names.form(due.made.form)} {due.made.id}"


def _problems(office: Office, outcome: Sm2Outcome) -> str:
    codes = dict.fromkeys(outcome.problems)
    return office.messages.value(tuple(office.messages.named("finding", code) for code in codes))
