"""What other cases say to one case, now, at a past moment or before a leaf of the ledger.

How far back is the asker's: whatever concerns a moment was written at or after it, so a case that
has not moved since cannot speak of it. Refuses to judge what it finds.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from engine.case import Case
from engine.event import EventKind
from engine.legal_time import LEGAL_ZONE
from engine.record import Record
from engine.situation import Neighbour
from engine.storage_ports import Snapshot
from engine.storage_rows import CaseFilter, CaseRow

#: Moves that decide a penalty.
FINING = frozenset({"approve_penalty", "issue_spot_decision", "penalise_spot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The other cases, as `load` replays them; one that it replays to version 0 is not there."""

    case_id: str
    read: Callable[[], AbstractContextManager[Snapshot]]
    load: Callable[[Snapshot, str], Case]

    def neighbours(self, data: Record, since: datetime) -> tuple[Neighbour, ...]:
        """Return what cases about the same party, place or vehicle say that moved since a moment.

        `data` are the values of the case that asks; the answers come in order of case id.
        """
        with self.read() as view:
            ids = sorted({row.case_id for row in rows_about(view, data, since)} - {self.case_id})
            found = [self.load(view, one) for one in ids]
        return tuple(neighbour(case) for case in found if case.version)

    def other(self, named: str) -> Case | None:
        """Return another case by id or number, or None when there is none."""
        with self.read() as view:
            case = self.load(view, view.find_case(named) or named)
        return case if case.version else None


def phrases_of(data: Record) -> tuple[str, ...]:
    """Return the texts under which other cases of the same party, place or vehicle are found."""
    phrases = {
        data.text("lead_place"),
        data.text("suspected_party"),
        data.record("party").text("name"),
        data.text("plate"),
    }
    return tuple(sorted(phrases - {""}))


def rows_about(view: Snapshot, data: Record, since: datetime) -> Iterator[CaseRow]:
    """Yield the row of every case of the party, place or vehicle in `data` that moved since.

    A case of the same party at the same place comes twice.
    """
    for phrase in phrases_of(data):  # a search costs as much for a page as for all
        yield from view.cases(CaseFilter(party=phrase, moved_since=since, limit=None))


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
