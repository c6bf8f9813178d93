"""The store and blob store without a disk: for tests, previews and the model of what is right.

Keeps every promise of the ports except surviving the process. Knows copies and one lock; each
write works on a copy that replaces the state only when it ends well.
"""

import hmac
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from engine import merkle
from engine.checkpoint import Checkpoint, LogSigner, sign_note
from engine.errors import ConflictError, IntegrityError, NotFoundError
from engine.hashchain import GENESIS
from engine.storage_rows import (
    JOURNAL,
    CaseRow,
    Finding,
    NewEvent,
    NumberIssue,
    NumberRow,
    NumberVoid,
    Projection,
    Reservation,
    StoredEvent,
)
from storage.memory_state import MemorySnapshot, MemoryState
from storage.search import runs
from storage.sequence import chained, refuse_inconsistent, refuse_loose, refuse_moved

_NOTHING = Projection()


class MemoryUnit(MemorySnapshot):
    """The engine's `Unit` over a state nobody else sees yet."""

    def __init__(self, state: MemoryState) -> None:
        super().__init__(state)
        self._commands: set[str] = set()

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
        found = self.case(case.case_id)
        version, head = (found.version, found.head) if found else (0, GENESIS)
        refuse_moved(case.case_id, expected_version, events, version, head)
        for event in events:
            again = event.named and event.command_id not in self._commands
            if again and self.find_command(event.command_id):
                raise ConflictError("command_repeated", command=event.command_id)
        stored = chained(case.case_id, expected_version, len(self._state.events), events)
        self._commands.update(event.command_id for event in events)
        self._state.events.extend(stored)
        self._state.cases[case.case_id] = case
        self._state.put(case.case_id, rows)
        if search is not None:
            pieces = [run for phrase in search for run in runs(phrase)]
            self._state.phrases[case.case_id] = pieces
        for issue in issued:
            _issue(self._state, issue, case)
        for number in voided:
            _void(self._state, number, case.moved_at)
        return stored

    def record(self, event: NewEvent, chain: str = JOURNAL) -> StoredEvent:
        """See `engine.storage_ports.Unit.record`."""
        refuse_loose(event, chain)
        version, head = self.chain_head(chain)
        refuse_moved(chain, version, [event], version, head)
        (stored,) = chained(chain, version, len(self._state.events), [event])
        self._commands.add(event.command_id)
        self._state.events.append(stored)
        return stored

    def rebuild(self, case_id: str, rows: Projection) -> None:
        """See `engine.storage_ports.Unit.rebuild`."""
        self._state.clear(case_id)
        self._state.put(case_id, rows)

    def grow_ledger(self, signer: LogSigner) -> None:
        """Sign the head over this unit's events, if it has any."""
        if self._commands:
            leaves = list(self.ledger_leaves())
            head = Checkpoint(origin=signer.key.name, size=len(leaves), root=merkle.root(leaves))
            self._state.checkpoint = sign_note(head.text(), [signer])


class MemoryStore:
    """The engine's `Store` in one process's memory."""

    def __init__(self, signer: LogSigner) -> None:
        self._signer = signer
        self._key = secrets.token_bytes(32)
        self._state = MemoryState()
        self._gate = threading.Lock()
        self._holder: int | None = None

    @contextmanager
    def write(self) -> Iterator[MemoryUnit]:
        """See `engine.storage_ports.Store.write`."""
        with self._changing() as state:
            unit = MemoryUnit(state)
            yield unit
            unit.grow_ledger(self._signer)

    @contextmanager
    def read(self) -> Iterator[MemorySnapshot]:
        """See `engine.storage_ports.Store.read`."""
        yield MemorySnapshot(self._state)

    def reserve(self, series: str, year: int, purpose: str, *, moment: datetime) -> Reservation:
        """See `engine.storage_ports.Store.reserve`."""
        return self.reserve_all([(series, year, purpose)], moment=moment)[0]

    def reserve_all(
        self, wanted: Sequence[tuple[str, int, str]], *, moment: datetime
    ) -> tuple[Reservation, ...]:
        """See `engine.storage_ports.Store.reserve_all`."""
        with self._changing() as state:
            return tuple(_reserve(state, *one, moment) for one in wanted)

    def void(self, numbers: Sequence[NumberVoid], *, moment: datetime) -> None:
        """See `engine.storage_ports.Store.void`."""
        with self._changing() as state:
            for number in numbers:
                _void(state, number, moment)

    def sweep_reservations(self, *, before: datetime, reason: str, moment: datetime) -> int:
        """See `engine.storage_ports.Store.sweep_reservations`."""
        with self._changing() as state:
            stale = [
                NumberVoid(series=r.series, year=r.year, serial=r.serial, reason=reason)
                for r in state.numbers.values()
                if r.status == "reserved" and r.reserved_at < before
            ]
            for number in stale:
                _void(state, number, moment)
        return len(stale)

    def name_of(self, wish: bytes) -> str:
        """See `engine.storage_ports.Store.name_of`; the key ends with the process."""
        return hmac.digest(self._key, wish, "sha256").hex()[:32]

    def close(self) -> None:
        """See `engine.storage_ports.Store.close`; there is nothing to complete."""

    @contextmanager
    def _changing(self) -> Iterator[MemoryState]:
        if self._holder == threading.get_ident():
            raise RuntimeError("a write cannot begin inside another write of the same thread")
        with self._gate:
            self._holder = threading.get_ident()
            try:
                state = self._state.copy()
                yield state
                self._state = state
            finally:
                self._holder = None


class MemoryBlobs:
    """The engine's `BlobStore` in memory; `clock` dates what is put."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[bytes, datetime]] = {}

    def put(self, data: bytes) -> str:
        """See `engine.storage_ports.BlobStore.put`."""
        digest = sha256(data).hexdigest()
        if digest in self._kept:
            self.get(digest)
        self._kept[digest] = (bytes(data), self._clock())
        return digest

    def get(self, digest: str) -> bytes:
        """See `engine.storage_ports.BlobStore.get`."""
        if digest not in self._kept:
            raise NotFoundError("blob_missing", digest=digest)
        data = self._kept[digest][0]
        if sha256(data).hexdigest() != digest:
            raise IntegrityError("blob_damaged", digest=digest)
        return data

    def has(self, digest: str) -> bool:
        """See `engine.storage_ports.BlobStore.has`."""
        return digest in self._kept

    def scan(self) -> Iterator[Finding]:
        """See `engine.storage_ports.BlobStore.scan`."""
        for digest, (data, _) in sorted(self._kept.items()):
            if sha256(data).hexdigest() != digest:
                yield Finding(kind="blob_damaged", place=digest)

    def sweep(self, *, keep: Callable[[str], bool], before: datetime) -> tuple[str, ...]:
        """See `engine.storage_ports.BlobStore.sweep`."""
        gone = [d for d, (_, at) in sorted(self._kept.items()) if at < before and not keep(d)]
        for digest in gone:
            del self._kept[digest]
        return tuple(gone)


def _reserve(
    state: MemoryState, series: str, year: int, purpose: str, moment: datetime
) -> Reservation:
    serial = sum(1 for key in state.numbers if key[:2] == (series, year)) + 1
    state.numbers[series, year, serial] = NumberRow(
        series=series,
        year=year,
        serial=serial,
        status="reserved",
        purpose=purpose,
        reserved_at=moment,
        settled_at=None,
        text=None,
        case_id=None,
        doc_id=None,
        reason=None,
    )
    return Reservation(series=series, year=year, serial=serial, purpose=purpose, reserved_at=moment)


def _issue(state: MemoryState, issue: NumberIssue, case: CaseRow) -> None:
    row = _reserved(state, issue)
    state.numbers[issue.series, issue.year, issue.serial] = replace(
        row,
        status="issued",
        settled_at=case.moved_at,
        text=issue.text,
        case_id=case.case_id,
        doc_id=issue.doc_id,
    )


def _void(state: MemoryState, void: NumberVoid, moment: datetime) -> None:
    row = _reserved(state, void)
    state.numbers[void.series, void.year, void.serial] = replace(
        row, status="voided", settled_at=moment, reason=void.reason
    )


def _reserved(state: MemoryState, number: NumberIssue | NumberVoid) -> NumberRow:
    row = state.numbers.get((number.series, number.year, number.serial))
    if row is None or row.status != "reserved":
        raise ConflictError(
            "number_settled", series=number.series, year=number.year, serial=number.serial
        )
    return row
