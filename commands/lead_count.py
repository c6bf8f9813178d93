"""`anjuan lead count`: settled, and settled in time: two measures, each with its whole."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.errors import InputError
from engine.grid_leads import Tally, by_month, by_unit, tally, within
from engine.shares import Share
from runtime.lead_import import leads_of

if TYPE_CHECKING:
    from rich.console import Console

KEYS = ("received", "closed", "closing_rate", "in_time", "on_time_rate", "overdue", "running")


def show_counts(session: Session, first: date | None, last: date | None) -> ExitCode:
    """Count the leads reported from `first` to `last` as they stand now; all without them.

    Raises InputError `command.period_reversed` when the period ends before it begins.
    """
    if first is not None and last is not None and last < first:
        raise InputError("command.period_reversed", first=first, last=last)
    with session.open() as office:
        now = office.workspace.now()
        with office.screen.progress(office.say("lead.reading")):
            every = tuple(leads_of(office.workspace).values())
        leads = within(every, first or date.min, last or date.max)
        whole, months, units = tally(leads, now), by_month(leads, now), by_unit(leads, now)
        payload = {
            "ok": True,
            "from": first,
            "to": last,
            "as_of": now,
            "all": _payload(whole),
            "months": [{"month": name, **_payload(one)} for name, one in months.items()],
            "units": [{"unit": name, **_payload(one)} for name, one in units.items()],
        }

        def show(console: "Console") -> None:
            _rows(office, console, "month", months)
            _rows(office, console, "unit", units)
            put(console, _sentence(office, whole))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _payload(one: Tally) -> dict[str, object]:
    return {
        "received": one.received,
        "closed": one.closed,
        "closing_rate": _share(one.closing),
        "in_time": one.in_time,
        "on_time_rate": _share(one.on_time),
        "overdue": one.overdue,
        "running": one.running,
    }


def _share(share: Share) -> dict[str, object]:
    percent = None if share.percent is None else str(share.percent)
    return {"part": share.part, "whole": share.whole, "percent": percent}


def _percent(share: Share) -> str:
    return "—" if share.percent is None else f"{share.percent}%（{share.part}/{share.whole}）"


def _rows(office: Office, console: "Console", kind: str, tallies: Mapping[str, Tally]) -> None:
    heads = tuple(office.say(f"lead.{key}") for key in (kind, *KEYS))
    rows = [
        (
            name,
            str(one.received),
            str(one.closed),
            _percent(one.closing),
            str(one.in_time),
            _percent(one.on_time),
            str(one.overdue),
            str(one.running),
        )
        for name, one in tallies.items()
    ]
    table(console, heads, rows, whole=(1, 2, 3, 4, 5, 6, 7))


def _sentence(office: Office, whole: Tally) -> str:
    if not whole.received:
        return office.say("lead.none")
    return office.say(
        "lead.summary",
        received=str(whole.received),
        closed=str(whole.closed),
        closing=str(whole.closing.percent),
        in_time=str(whole.in_time),
        on_time=str(whole.on_time.percent),
        overdue=str(whole.overdue),
        running=str(whole.running),
    )
