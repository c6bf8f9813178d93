"""Reading cases back from what storage keeps."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from engine.case import Case, apply
from engine.errors import IntegrityError
from engine.event import Event, EventKind, read_event
from engine.storage_ports import Snapshot
from engine.storage_rows import CaseFilter, CaseRow, StoredEvent

#: Rows fetched at a time.
_PAGE = 500
ALL = CaseFilter()


def decode(stored: StoredEvent) -> Event:
    """Return the event behind stored bytes; raises IntegrityError when they are not one."""
    try:
        return read_event(json.loads(stored.body), json.loads(stored.private))
    except (ValueError, KeyError, TypeError) as wrong:
        raise IntegrityError("ledger.unreadable", case=stored.case_id, seq=stored.seq) from wrong


def load(view: Snapshot, case_id: str, *, until: datetime | None = None) -> Case:
    """Replay a case, up to a past moment when given; an unknown one has version 0."""
    case = Case(id=case_id)
    for stored in view.events(case_id, up_to_moment=until):
        apply(case, decode(stored))
        case.head = stored.hash.hex()
    return case


def every_case(view: Snapshot, wanted: CaseFilter = ALL) -> Iterator[CaseRow]:
    """Yield the row of every case a filter lets through, by id; only a page is held at a time.

    The filter's own `after` and `limit` do not count.
    """
    page = replace(wanted, after="", limit=_PAGE)
    while rows := view.cases(page):
        yield from rows
        page = replace(page, after=rows[-1].case_id)


def party_name(view: Snapshot, case_id: str) -> str:
    """Return the party of a case, or the suspected one, as last named; without replaying it.

    Only events that may name one are decoded, the newest first.
    """
    suspected = ""
    for stored in reversed(view.events(case_id)):
        if b"party" not in stored.private:
            continue
        event = decode(stored)
        if event.kind is not EventKind.TRANSITION:
            continue
        suspected = suspected or event.inputs.text("suspected_party")
        name = event.inputs.record("party").text("name")
        if name:
            return name
    return suspected
