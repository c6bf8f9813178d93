# ruff: noqa: D102 - the port documents every method
"""What the store without a disk knows, and how it is read.

Knows plain dictionaries of the engine's rows; refuses to change them (`storage.memory` does).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from engine import merkle
from engine.hashchain import GENESIS
from engine.storage_rows import (
    CaseFilter,
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    LedgerHead,
    NumberRow,
    Projection,
    StoredEvent,
    WaitingRow,
)
from storage.search import runs


@dataclass
class MemoryState:
    """Everything there is; copied before a write, replaced after it."""

    cases: dict[str, CaseRow] = field(default_factory=dict)
    events: list[StoredEvent] = field(default_factory=list)
    documents: dict[tuple[str, str], DocumentRow] = field(default_factory=dict)
    deadlines: dict[tuple[str, str], DeadlineRow] = field(default_factory=dict)
    checklist: dict[tuple[str, str, str], ChecklistRow] = field(default_factory=dict)
    waiting: dict[tuple[str, str, str, str], WaitingRow] = field(default_factory=dict)
    blobs: set[tuple[str, str]] = field(default_factory=set)
    numbers: dict[tuple[str, int, int], NumberRow] = field(default_factory=dict)
    phrases: dict[str, list[str]] = field(default_factory=dict)
    checkpoint: str = ""

    def copy(self) -> MemoryState:
        """A state of its own whose (frozen) rows are shared."""
        return MemoryState(
            cases=dict(self.cases),
            events=list(self.events),
            documents=dict(self.documents),
            deadlines=dict(self.deadlines),
            checklist=dict(self.checklist),
            waiting=dict(self.waiting),
            blobs=set(self.blobs),
            numbers=dict(self.numbers),
            phrases=dict(self.phrases),
            checkpoint=self.checkpoint,
        )

    def put(self, case_id: str, rows: Projection) -> None:
        """Each row in place of the one with the same key."""
        self.documents.update({(r.case_id, r.doc_id): r for r in rows.documents})
        self.deadlines.update({(r.case_id, r.instance_id): r for r in rows.deadlines})
        self.checklist.update({(r.case_id, r.checklist, r.item): r for r in rows.checklist})
        self.waiting.update({(r.case_id, r.proposal_id, r.doc_id, r.slot): r for r in rows.waiting})
        self.blobs.update((case_id, digest) for digest in rows.blobs)

    def clear(self, case_id: str) -> None:
        """Forget every derived row of a case."""
        self.documents = {k: r for k, r in self.documents.items() if k[0] != case_id}
        self.deadlines = {k: r for k, r in self.deadlines.items() if k[0] != case_id}
        self.checklist = {k: r for k, r in self.checklist.items() if k[0] != case_id}
        self.waiting = {k: r for k, r in self.waiting.items() if k[0] != case_id}
        self.blobs = {use for use in self.blobs if use[0] != case_id}


class MemorySnapshot:
    """The engine's `Snapshot` over one state."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    def case(self, case_id: str) -> CaseRow | None:
        return self._state.cases.get(case_id)

    def cases(self, wanted: CaseFilter) -> list[CaseRow]:
        found = [c for _, c in sorted(self._state.cases.items()) if self._passes(c, wanted)]
        return found[: wanted.limit]

    def _passes(self, case: CaseRow, wanted: CaseFilter) -> bool:
        return (
            case.case_id > wanted.after
            and wanted.state in (None, case.state)
            and wanted.squad in (None, case.squad)
            and (wanted.officer is None or wanted.officer in case.officers)
            and (wanted.number is None or self.find_case(wanted.number) == case.case_id)
            and (wanted.party is None or self._named(case.case_id, runs(wanted.party)))
            and (wanted.moved_since is None or case.moved_at >= wanted.moved_since)
            and not (wanted.open_only and case.closed_at is not None)
        )

    def _named(self, case_id: str, pieces: Sequence[str]) -> bool:
        known = self._state.phrases.get(case_id, [])
        return bool(pieces) and all(any(p in k for k in known) for p in pieces)

    def find_case(self, number: str) -> str | None:
        if number in self._state.cases:
            return number
        for row in self._state.numbers.values():
            if row.status == "issued" and row.text == number:
                return row.case_id
        return None

    def events(
        self,
        case_id: str,
        *,
        up_to_seq: int | None = None,
        up_to_moment: datetime | None = None,
    ) -> list[StoredEvent]:
        return [
            event
            for event in self._state.events
            if event.case_id == case_id
            and (up_to_seq is None or event.seq <= up_to_seq)
            and (up_to_moment is None or event.moment <= up_to_moment)
        ]

    def chain_head(self, case_id: str) -> tuple[int, bytes]:
        before = self.events(case_id)
        return (before[-1].seq, before[-1].hash) if before else (0, GENESIS)

    def find_command(self, command_id: str) -> StoredEvent | None:
        named = (e for e in self._state.events if e.named)
        return next((e for e in named if e.command_id == command_id), None)

    def documents(self, case_id: str) -> list[DocumentRow]:
        return [row for key, row in sorted(self._state.documents.items()) if key[0] == case_id]

    def deadlines(self, case_id: str) -> list[DeadlineRow]:
        return [row for key, row in sorted(self._state.deadlines.items()) if key[0] == case_id]

    def deadlines_due(
        self,
        *,
        until: date,
        status: str = "running",
        squad: str | None = None,
        officer: str | None = None,
        closed_without: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[DeadlineRow]:
        due = [
            row
            for row in self._state.deadlines.values()
            if row.status == status
            and row.due <= until
            and squad in (None, row.squad)
            and (officer is None or officer in self._state.cases[row.case_id].officers)
            and (row.rule not in closed_without or not self._state.cases[row.case_id].closed_at)
        ]
        return sorted(due, key=lambda r: (r.due, r.case_id, r.instance_id))[:limit]

    def checklist(self, case_id: str) -> list[ChecklistRow]:
        return [row for key, row in sorted(self._state.checklist.items()) if key[0] == case_id]

    def waiting(self, case_id: str) -> list[WaitingRow]:
        return [row for row in self._in_signing_order() if row.case_id == case_id]

    def waiting_for(self, *, person: str, roles: Sequence[str] = ()) -> list[WaitingRow]:
        return [
            row
            for row in self._in_signing_order()
            if row.status == "open"
            and (row.person == person or (row.person is None and row.role in roles))
        ]

    def _in_signing_order(self) -> list[WaitingRow]:
        return sorted(
            self._state.waiting.values(),
            key=lambda r: (r.case_id, r.proposal_id, r.order, r.doc_id, r.slot),
        )

    def numbers(self, series: str, year: int) -> list[NumberRow]:
        found = sorted(self._state.numbers.items())
        return [row for key, row in found if key[:2] == (series, year)]

    def series(self) -> list[tuple[str, int, int]]:
        last = {key[:2]: key[2] for key in sorted(self._state.numbers)}
        return [(series, year, serial) for (series, year), serial in last.items()]

    def blob_uses(self, case_id: str) -> frozenset[str]:
        return frozenset(digest for case, digest in self._state.blobs if case == case_id)

    def ledger_head(self) -> LedgerHead:
        leaves = list(self.ledger_leaves())
        checkpoint = self._state.checkpoint
        frontier: tuple[bytes, ...] = ()
        for size, leaf in enumerate(leaves):
            frontier = merkle.frontier_append(frontier, size, leaf)
        return LedgerHead(
            size=len(leaves), root=merkle.root(leaves), checkpoint=checkpoint, frontier=frontier
        )

    def ledger_events(self, start: int = 0, stop: int | None = None) -> Iterator[StoredEvent]:
        return iter(self._state.events[start:stop])

    def ledger_leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        return (merkle.leaf_hash(event.body) for event in self._state.events[start:stop])

    def inclusion_proof(self, leaf: int, size: int | None = None) -> tuple[bytes, ...]:
        leaves = list(self.ledger_leaves())
        whole = len(leaves) if size is None else size
        return merkle.inclusion_proof(merkle.nodes_of(leaves), leaf, whole)

    def consistency_proof(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        leaves = list(self.ledger_leaves())
        whole = len(leaves) if new is None else new
        return merkle.consistency_proof(merkle.nodes_of(leaves), old, whole)
