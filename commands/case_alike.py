"""`anjuan case alike`: how earlier cases of the same matter and tier were decided."""

from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.like_cases import Alike
from runtime.like_cases import like_cases

if TYPE_CHECKING:
    from rich.console import Console


def show_alike(session: Session, text: str) -> ExitCode:
    """Give the like cases of a case: their amounts and circumstances, no totals."""
    with session.open() as office:
        case = office.case(text)
        found = like_cases(office.workspace, case)
        payload = {
            "ok": True,
            "case": case.id,
            "matter": found.matter or None,
            "tier": found.tier or None,
            "count": len(found.cases),
            "lowest": found.span[0] if found.span else None,
            "highest": found.span[1] if found.span else None,
            "cases": [
                {
                    "case": row.case,
                    "number": row.number or None,
                    "decided_on": row.decided_on,
                    "tier": row.tier,
                    "fine": row.fine,
                    "factors": list(row.factors),
                    "departure": row.departure or None,
                }
                for row in found.cases
            ],
        }
        office.screen.result(payload, lambda console: _show(office, console, found))
    return ExitCode.DONE


def summary(office: Office, found: Alike) -> str:
    """Return one line on the like cases; "" when there are none."""
    if found.span is None:
        return ""
    low, high = found.span
    tier = office.messages.named("tier", found.tier) if found.tier else ""
    count = str(len(found.cases))
    return office.say("alike.summary", count=count, tier=tier, low_fen=low, high_fen=high)


def _show(office: Office, console: "Console", found: Alike) -> None:
    put(console, summary(office, found) or office.say("alike.none"))
    keys = ("case", "decided_on", "tier", "fine", "factors", "departure")
    rows = [
        (
            row.number or row.case,
            office.messages.day(row.decided_on),
            office.messages.named("tier", row.tier),
            office.messages.amount(row.fine),
            "；".join(row.factors),
            row.departure,
        )
        for row in found.cases
    ]
    table(console, tuple(office.say(f"alike.{key}") for key in keys), rows, whole=(0, 3))
