"""Reading cases back from what storage keeps."""

import json
from collections.abc import Iterator
from datetime import datetime

from engine.case import Case, apply
from engine.errors import IntegrityError
from engine.event import Event, EventKind, read_event
from engine.legal_time import LEGAL_ZONE
from engine.situation import Neighbour
from engine.storage_ports import Snapshot
from engine.storage_rows import CaseFilter, CaseRow, StoredEvent

#: Moves that decide a penalty.
FINING = frozenset({"approve_penalty", "issue_spot_decision", "penalise_spot"})
#: Rows fetched at a time.
_PAGE = 500


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


def every_case(view: Snapshot) -> Iterator[CaseRow]:
    """Yield the row of every case, by id; only a page of them is held at a time."""
    after = ""
    while page := view.cases(CaseFilter(after=after, limit=_PAGE)):
        yield from page
        after = page[-1].case_id


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


def neighbour(case: Case) -> Neighbour:
    """Return what one case says to another."""
    data = case.data
    received = data.moment("received_at") or case.opened_at or datetime.now(LEGAL_ZONE)
    decided = [e for e in case.events if e.trigger in FINING]
    fined = any(e.kind is EventKind.TRANSITION for e in decided)
    fined = fined and (data.number("decision_fine") or 0) > 0
    return Neighbour(
        case=case.id,
        place=data.text("lead_place"),
        party=data.record("party").text("name") or data.text("suspected_party"),
        matter=data.text("matter"),
        act_on=data.day("act_on") or received.date(),
        received_at=received,
        fined=fined and bool(case.marks.get("decided")),
        vehicle=data.text("plate"),
        void=bool(case.marks.get("record_void")),
    )
