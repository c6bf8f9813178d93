# ruff: noqa: D102 - the port documents every method
"""Reading a SQLite workspace: one transaction, one unchanging view.

Knows every query of the engine's `Snapshot` port; refuses to write.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from engine import merkle
from engine.errors import IntegrityError
from engine.hashchain import GENESIS
from engine.storage_rows import (
    CaseFilter,
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    LedgerHead,
    NumberRow,
    StoredEvent,
    WaitingRow,
)
from storage import rows, schema
from storage.cipher import Cipher
from storage.search import query_of
from storage.statements import Row, Statements
from storage.tiles import TileNodes, read_ledger_head

_CASE = rows.select(schema.cases, "WHERE case_id = ?")
_EVENT = (
    "SELECT leaf, case_id, seq, command_id, part IS NOT NULL, moment, prev_hash, hash, body, "
    "private FROM events "
)
_COMMAND = _EVENT + "WHERE command_id = ? AND part = 0"
_HISTORY = _EVENT + "WHERE case_id = ? AND seq <= ? AND moment <= ? ORDER BY seq"
_LEDGER = _EVENT + "WHERE leaf >= ? AND leaf < ? ORDER BY leaf"
_LEAVES = "SELECT leaf_hash FROM events WHERE leaf >= ? AND leaf < ? ORDER BY leaf"
_DOCUMENTS = rows.select(schema.documents, "WHERE case_id = ? ORDER BY doc_id")
#: Whether the case of a period is open.
_OPEN = (
    "EXISTS (SELECT 1 FROM cases"
    " WHERE cases.case_id = deadlines.case_id AND cases.closed_at IS NULL)"
)
#: A negative LIMIT is none (SQLite, SELECT).
_NO_LIMIT = -1
_DEADLINES = rows.select(schema.deadlines, "WHERE case_id = ? ORDER BY instance_id")
_CHECKLIST = rows.select(schema.checklist, "WHERE case_id = ? ORDER BY checklist, item")
_WAITING = rows.select(
    schema.waiting, "WHERE case_id = ? ORDER BY proposal_id, position, doc_id, slot"
)
_NUMBERS = rows.select(schema.numbers, "WHERE series = ? AND year = ? ORDER BY serial")
_NUMBERED = "SELECT case_id FROM numbers WHERE text = ? AND status = 'issued' AND case_id > ''"
_CHAIN_HEAD = "SELECT seq, hash FROM events WHERE case_id = ? ORDER BY seq DESC LIMIT 1"
_BLOB_USES = "SELECT digest FROM blob_uses WHERE case_id = ?"
#: Larger than any sequence number, leaf or moment a workspace can reach.
_EVER = (1 << 62) - 1
#: Events read at a time while walking the whole ledger.
_STRIDE = 500


class SqliteSnapshot:
    """The engine's `Snapshot` over one open transaction."""

    def __init__(self, statements: Statements, cipher: Cipher) -> None:
        self._statements = statements
        self._cipher = cipher

    def case(self, case_id: str) -> CaseRow | None:
        row = self._statements.one(_CASE, (case_id,))
        return rows.decode_case(row) if row else None

    def cases(self, wanted: CaseFilter) -> list[CaseRow]:
        clauses, values = ["case_id > ?"], list[str | int]([wanted.after])
        if wanted.state is not None:
            clauses.append("state = ?")
            values.append(wanted.state)
        if wanted.squad is not None:
            clauses.append("squad = ?")
            values.append(wanted.squad)
        if wanted.officer is not None:
            clauses.append("case_id IN (SELECT case_id FROM case_officers WHERE person = ?)")
            values.append(wanted.officer)
        if wanted.number is not None:
            clauses.append("case_id = ?")
            values.append(self.find_case(wanted.number) or "")
        if wanted.party is not None:
            clauses.append(
                "case_id IN (SELECT case_id FROM search_rows WHERE id IN "
                "(SELECT rowid FROM case_search WHERE case_search MATCH ?))"
            )
            values.append(query_of(self._cipher, wanted.party) or '""')
        if wanted.moved_since is not None:
            clauses.append("moved_at >= ?")
            values.append(rows.to_ticks(wanted.moved_since))
        if wanted.open_only:
            clauses.append("closed_at IS NULL")
        tail = f"WHERE {' AND '.join(clauses)} ORDER BY case_id LIMIT ?"
        limit = _NO_LIMIT if wanted.limit is None else wanted.limit
        found = self._statements.all(rows.select(schema.cases, tail), (*values, limit))
        return [rows.decode_case(row) for row in found]

    def find_case(self, number: str) -> str | None:
        row = self._statements.one("SELECT case_id FROM cases WHERE case_id = ?", (number,))
        row = row or self._statements.one(_NUMBERED, (number,))
        return row[0] if row else None

    def events(
        self,
        case_id: str,
        *,
        up_to_seq: int | None = None,
        up_to_moment: datetime | None = None,
    ) -> list[StoredEvent]:
        seq = _EVER if up_to_seq is None else up_to_seq
        moment = _EVER if up_to_moment is None else rows.to_ticks(up_to_moment)
        return [self._event(row) for row in self._statements.all(_HISTORY, (case_id, seq, moment))]

    def chain_head(self, case_id: str) -> tuple[int, bytes]:
        seq, head = self._statements.one(_CHAIN_HEAD, (case_id,)) or (0, GENESIS)
        return seq, head

    def find_command(self, command_id: str) -> StoredEvent | None:
        row = self._statements.one(_COMMAND, (command_id,))
        return self._event(row) if row else None

    def documents(self, case_id: str) -> list[DocumentRow]:
        return [rows.decode_document(row) for row in self._statements.all(_DOCUMENTS, (case_id,))]

    def deadlines(self, case_id: str) -> list[DeadlineRow]:
        return [rows.decode_deadline(row) for row in self._statements.all(_DEADLINES, (case_id,))]

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
        clauses, values = ["status = ?", "due <= ?"], [status, until.isoformat()]
        if squad is not None:
            clauses.append("squad = ?")
            values.append(squad)
        if officer is not None:
            clauses.append("case_id IN (SELECT case_id FROM case_officers WHERE person = ?)")
            values.append(officer)
        if closed_without:
            rules = ", ".join("?" for _ in closed_without)
            clauses.append(f"(rule NOT IN ({rules}) OR {_OPEN})")
            values += closed_without
        tail = f"WHERE {' AND '.join(clauses)} ORDER BY due, case_id, instance_id LIMIT ?"
        most = _NO_LIMIT if limit is None else limit
        found = self._statements.all(rows.select(schema.deadlines, tail), (*values, most))
        return [rows.decode_deadline(row) for row in found]

    def checklist(self, case_id: str) -> list[ChecklistRow]:
        return [rows.decode_checklist(row) for row in self._statements.all(_CHECKLIST, (case_id,))]

    def waiting(self, case_id: str) -> list[WaitingRow]:
        return [rows.decode_waiting(row) for row in self._statements.all(_WAITING, (case_id,))]

    def waiting_for(self, *, person: str, roles: Sequence[str] = ()) -> list[WaitingRow]:
        anybody = ", ".join("?" for _ in roles)
        tail = (
            f"WHERE status = 'open' AND (person = ? OR person IS NULL AND role IN ({anybody})) "
            "ORDER BY case_id, proposal_id, position, doc_id, slot"
        )
        found = self._statements.all(rows.select(schema.waiting, tail), (person, *roles))
        return [rows.decode_waiting(row) for row in found]

    def numbers(self, series: str, year: int) -> list[NumberRow]:
        return [rows.decode_number(row) for row in self._statements.all(_NUMBERS, (series, year))]

    def series(self) -> list[tuple[str, int, int]]:
        found = self._statements.all(
            "SELECT series, year, last FROM number_series ORDER BY series, year"
        )
        return [(row[0], row[1], row[2]) for row in found]

    def blob_uses(self, case_id: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._statements.all(_BLOB_USES, (case_id,)))

    def ledger_head(self) -> LedgerHead:
        return read_ledger_head(self._statements)

    def ledger_events(self, start: int = 0, stop: int | None = None) -> Iterator[StoredEvent]:
        end = self.ledger_head().size if stop is None else stop
        for first in range(start, end, _STRIDE):
            for row in self._statements.all(_LEDGER, (first, min(first + _STRIDE, end))):
                yield self._event(row)

    def ledger_leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        end = self.ledger_head().size if stop is None else stop
        for first in range(start, end, _STRIDE):
            for row in self._statements.all(_LEAVES, (first, min(first + _STRIDE, end))):
                yield row[0]

    def inclusion_proof(self, leaf: int, size: int | None = None) -> tuple[bytes, ...]:
        whole = self.ledger_head().size if size is None else size
        return merkle.inclusion_proof(TileNodes(self._statements), leaf, whole)

    def consistency_proof(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        whole = self.ledger_head().size if new is None else new
        return merkle.consistency_proof(TileNodes(self._statements), old, whole)

    def _event(self, row: Row) -> StoredEvent:
        leaf, case_id, seq, command_id, named, moment, prev_hash, digest, body, private = row
        # SQLite keeps whatever type somebody wrote into a column.
        if not all(isinstance(value, bytes) for value in row[6:]) or not isinstance(moment, int):
            raise IntegrityError("event_damaged", case=case_id, seq=seq)
        return StoredEvent(
            case_id=case_id,
            seq=seq,
            body=body,
            private=self._cipher.open_event(case_id, seq, private),
            prev_hash=prev_hash,
            hash=digest,
            command_id=command_id,
            moment=rows.from_ticks(moment),
            leaf=leaf,
            named=bool(named),
        )
