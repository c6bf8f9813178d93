"""One write to a SQLite workspace: events, the rows that follow, numbers and the ledger.

Knows statements and their order; refuses to begin or commit (the store does) and to judge.
"""

from collections.abc import Sequence

from engine.checkpoint import LogSigner
from engine.errors import ConflictError
from engine.hashchain import GENESIS
from engine.merkle import leaf_hash
from engine.storage_rows import (
    JOURNAL,
    CaseRow,
    NewEvent,
    NumberIssue,
    NumberVoid,
    Projection,
    StoredEvent,
)
from storage import register, schema
from storage.cipher import Cipher
from storage.rows import DERIVED, OFFICERS, encode_case, insert, to_ticks, upsert
from storage.search import index_case
from storage.sequence import chained, refuse_inconsistent, refuse_loose, refuse_moved
from storage.snapshot import SqliteSnapshot
from storage.statements import KeyTakenError, Statements
from storage.tiles import Head, grow, read_head

_NOTHING = Projection()
_OPEN_CASE = insert(schema.cases)
_STANDING = "SELECT version, head, officers FROM cases WHERE case_id = ?"
_MOVE_CASE = (
    "UPDATE cases SET version = ?, head = ?, workflow = ?, state = ?, squad = ?, officers = ?, "
    "opened_at = ?, moved_at = ?, closed_at = ?, extra = ? WHERE case_id = ?"
)
_ADD_EVENT = insert(schema.events)
_ADD_OFFICER = insert(schema.case_officers)
_DROP_OFFICERS = "DELETE FROM case_officers WHERE case_id = ?"
_ADD_BLOB = upsert(schema.blob_uses)
_PUT = [(name, upsert(table), encode) for name, table, encode in DERIVED]
_CLEAR = [
    f"DELETE FROM {table.name} WHERE case_id = ?"  # noqa: S608 - a table name of ours
    for table in (*(table for _, table, _ in DERIVED), schema.blob_uses)
]


class SqliteUnit(SqliteSnapshot):
    """The engine's `Unit` over one open IMMEDIATE transaction."""

    def __init__(self, statements: Statements, cipher: Cipher, *signers: LogSigner) -> None:
        super().__init__(statements, cipher)
        self._signers = signers
        self._head: Head | None = None
        self._leaves: list[bytes] = []
        self._parts: dict[str, int] = {}

    def append(
        self,
        *,
        case: CaseRow,
        expected_version: int,
        events: Sequence[NewEvent],
        rows: Projection = _NOTHING,
        search: Sequence[str] | None = None,
        issued: Sequence[NumberIssue] = (),
        voided: Sequence[NumberVoid] = (),
    ) -> tuple[StoredEvent, ...]:
        """See `engine.storage_ports.Unit.append`."""
        refuse_inconsistent(case, expected_version, events)
        self._move(case, expected_version, events)
        stored = self._record(case.case_id, expected_version, events)
        self._put(case.case_id, rows)
        if search is not None:
            index_case(self._statements, self._cipher, case.case_id, search)
        if issued:
            register.issue(self._statements, issued, case.case_id, case.moved_at)
        if voided:
            register.void(self._statements, voided, case.moved_at)
        return stored

    def record(self, event: NewEvent, chain: str = JOURNAL) -> StoredEvent:
        """See `engine.storage_ports.Unit.record`."""
        refuse_loose(event, chain)
        version, head = self.chain_head(chain)
        refuse_moved(chain, version, [event], version, head)
        return self._record(chain, version, [event])[0]

    def rebuild(self, case_id: str, rows: Projection) -> None:
        """See `engine.storage_ports.Unit.rebuild`."""
        for statement in _CLEAR:
            self._statements.run(statement, (case_id,))
        self._put(case_id, rows)

    def grow_ledger(self) -> str | None:
        """Enter this unit's events into the tree; the new signed note, or None without events."""
        if self._head is None or not self._leaves:
            return None
        return grow(self._statements, self._head, self._leaves, self._signers)

    def _move(self, case: CaseRow, expected_version: int, events: Sequence[NewEvent]) -> None:
        standing = self._statements.one(_STANDING, (case.case_id,))
        version, head, officers = standing or (0, GENESIS, None)
        refuse_moved(case.case_id, expected_version, events, version, head)
        row = encode_case(case)
        if standing is None:
            self._statements.run(_OPEN_CASE, row)
        else:
            self._statements.run(_MOVE_CASE, (*row[1:], row[0]))
        if officers != row[OFFICERS]:
            self._assign(case)

    def _assign(self, case: CaseRow) -> None:
        self._statements.run(_DROP_OFFICERS, (case.case_id,))
        people = [(case.case_id, person) for person in dict.fromkeys(case.officers)]
        if people:
            self._statements.many(_ADD_OFFICER, people)

    def _record(
        self, case_id: str, version: int, events: Sequence[NewEvent]
    ) -> tuple[StoredEvent, ...]:
        if self._head is None:
            self._head = read_head(self._statements)
        first = self._head.size + len(self._leaves)
        stored = chained(case_id, version, first, events)
        values = [self._event_values(event) for event in stored]
        try:
            self._statements.many(_ADD_EVENT, values)
        except KeyTakenError as error:
            raise ConflictError("command_repeated", command=events[0].command_id) from error
        return stored

    def _event_values(self, event: StoredEvent) -> tuple[object, ...]:
        part = self._part(event.command_id) if event.named else None
        leaf = leaf_hash(event.body)
        self._leaves.append(leaf)
        return (
            event.leaf,
            event.case_id,
            event.seq,
            event.command_id,
            part,
            to_ticks(event.moment),
            event.prev_hash,
            event.hash,
            leaf,
            event.body,
            self._cipher.seal_event(event.case_id, event.seq, event.private),
        )

    def _part(self, command: str) -> int:
        part = self._parts.get(command, 0)
        self._parts[command] = part + 1
        return part

    def _put(self, case_id: str, derived: Projection) -> None:
        for name, statement, encode in _PUT:
            values = [encode(row) for row in getattr(derived, name)]
            if values:
                self._statements.many(statement, values)
        if derived.blobs:
            uses = [(case_id, digest) for digest in derived.blobs]
            self._statements.many(_ADD_BLOB, uses)
