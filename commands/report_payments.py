"""The account of fines paid in a period, case by case: for accounts and audits alone.

There is no total by person or squad and no order by amount, and none may be added (APL 74(3)).
"""

from datetime import date
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.reading_log import Reader, named_in, reads_like_a_person
from commands.screen import put, table
from commands.session import Session
from engine.accounting import Account, Entry, account
from engine.errors import InputError
from engine.money import yuan_text

if TYPE_CHECKING:
    from rich.console import Console

KEYS = ("number", "party", "decided_on", "paid_on", "amount", "reference", "receipt")


def show_payments(session: Session, first: date, last: date, by: str, who: Reader) -> ExitCode:
    """Give every payment and refund from `first` to `last`, and what they come to.

    Raises InputError `command.period_reversed` when the period ends before it begins.
    """
    if last < first:
        raise InputError("command.period_reversed", first=first, last=last)
    with session.open() as office:
        cases = map(office.workspace.road.case, office.every_case())
        found = account(cases, first, last, by=by)
        people = (e.case for e in found.entries if reads_like_a_person(office, e.party))
        named_in(office, who, people)
        payload = {
            "ok": True,
            "from": first,
            "to": last,
            "by": by,
            "cases": found.cases,
            "total_fen": found.total,
            "entries": [_payload(e) for e in found.entries],
        }
        office.screen.result(payload, lambda console: _show(office, console, found, by))
    return ExitCode.DONE


def _payload(entry: Entry) -> dict[str, object]:
    return {
        "case": entry.case,
        "number": entry.number or None,
        "party": entry.party,
        "decided_on": entry.decided_on,
        "paid_on": entry.paid_on,
        "amount_fen": entry.amount,
        "reference": entry.reference,
        "receipt": entry.receipt or None,
    }


def _show(office: Office, console: "Console", found: Account, by: str) -> None:
    heads = tuple(office.say(f"report.{key}") for key in KEYS)
    rows = [
        (
            e.number or e.case,
            e.party,
            office.messages.day(e.decided_on) if e.decided_on is not None else "",
            office.messages.day(e.paid_on),
            yuan_text(e.amount),
            e.reference,
            e.receipt,
        )
        for e in found.entries
    ]
    put(console, office.say(f"report.by_{by}"))
    table(console, heads, rows, whole=(4,))
    put(console, office.say("report.total", cases=found.cases, yuan=yuan_text(found.total)))
    put(console, office.say("report.purpose"))
