"""What the engine asks of whoever keeps its cases: units of work, snapshots, registers and blobs.

Ports only; the values are in `engine.storage_rows`. Storage knows nothing of the law. Personal
data reaches it as `NewEvent.private` and as `search` phrases, and is never kept in clear.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from engine.storage_rows import (
    CaseFilter,
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    Finding,
    LedgerHead,
    NewEvent,
    NumberIssue,
    NumberRow,
    NumberVoid,
    Projection,
    Reservation,
    StoredEvent,
    WaitingRow,
)


class Snapshot(Protocol):
    """One consistent view of everything, unmoved by writers."""

    def case(self, case_id: str) -> CaseRow | None:
        """The case, or None."""
        ...

    def cases(self, wanted: CaseFilter) -> Sequence[CaseRow]:
        """Cases that pass every given filter, by case id."""
        ...

    def find_case(self, number: str) -> str | None:
        """Case id for a case id, case number or any other issued number."""
        ...

    def events(
        self,
        case_id: str,
        *,
        up_to_seq: int | None = None,
        up_to_moment: datetime | None = None,
    ) -> Sequence[StoredEvent]:
        """Events of a case in order, optionally only those up to a point (inclusive)."""
        ...

    def chain_head(self, case_id: str) -> tuple[int, bytes]:
        """Sequence number and hash of the last event of a case or chain; 0 and `GENESIS` before."""
        ...

    def find_command(self, command_id: str) -> StoredEvent | None:
        """The first event a command has recorded, or None if it never succeeded."""
        ...

    def documents(self, case_id: str) -> Sequence[DocumentRow]:
        """Documents of a case by id."""
        ...

    def deadlines(self, case_id: str) -> Sequence[DeadlineRow]:
        """All periods of a case by id."""
        ...

    def deadlines_due(
        self,
        *,
        until: date,
        status: str = "running",
        squad: str | None = None,
        officer: str | None = None,
        closed_without: Sequence[str] = (),
        limit: int | None = None,
    ) -> Sequence[DeadlineRow]:
        """Periods of one status that end on or before `until`, soonest first.

        `officer` is anybody now assigned to the case; periods of the rules `closed_without` are
        left out where the case is closed.
        """
        ...

    def checklist(self, case_id: str) -> Sequence[ChecklistRow]:
        """All checklist items of a case."""
        ...

    def waiting(self, case_id: str) -> Sequence[WaitingRow]:
        """All signatures a case's proposals wait or waited for, in signing order."""
        ...

    def waiting_for(self, *, person: str, roles: Sequence[str] = ()) -> Sequence[WaitingRow]:
        """Open signatures addressed to a person, or to nobody in particular in their roles."""
        ...

    def numbers(self, series: str, year: int) -> Sequence[NumberRow]:
        """The register of one series and year, by serial."""
        ...

    def series(self) -> Sequence[tuple[str, int, int]]:
        """Every (series, year, last serial) of the register."""
        ...

    def blob_uses(self, case_id: str) -> frozenset[str]:
        """Digests of the files a case relies on, beside those its documents' rows name."""
        ...

    def ledger_head(self) -> LedgerHead:
        """The newest head; size 0 and an empty checkpoint before the first event."""
        ...

    def ledger_events(self, start: int = 0, stop: int | None = None) -> Iterator[StoredEvent]:
        """Events in ledger order, read as they are asked for."""
        ...

    def ledger_leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Recorded leaf hashes in ledger order, as they were hashed when written."""
        ...

    def inclusion_proof(self, leaf: int, size: int | None = None) -> tuple[bytes, ...]:
        """Audit path of a leaf under the head of `size` leaves (default: the newest)."""
        ...

    def consistency_proof(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Proof that the newest (or `new`) head extends the one of size `old`."""
        ...


class Unit(Snapshot, Protocol):
    """One short transaction under the one write lock; leaving it normally commits."""

    def append(
        self,
        *,
        case: CaseRow,
        expected_version: int,
        events: Sequence[NewEvent],
        rows: Projection = ...,
        search: Sequence[str] | None = None,
        issued: Sequence[NumberIssue] = (),
        voided: Sequence[NumberVoid] = (),
    ) -> tuple[StoredEvent, ...]:
        """Record events of one case with everything that follows from them.

        `case` is the row after the events; `expected_version` 0 opens a new case; `search`
        replaces the phrases under which the case is found. Raises ConflictError
        `case_moved` (version), `chain_moved` (previous hash), `command_repeated` or
        `number_settled`, and IntegrityError `append_inconsistent` when `case` does not fit
        `events`. After an error the unit can only be left.
        """
        ...

    def record(self, event: NewEvent, chain: str = ...) -> StoredEvent:
        """Record one act of the bureau's own journal, or another chain that is no case's.

        Such a chain has no rows; it is read with `events(JOURNAL)`. Raises ConflictError
        `chain_moved` when it has grown meanwhile, IntegrityError `append_inconsistent` for a body
        that does not name its predecessor.
        """
        ...

    def rebuild(self, case_id: str, rows: Projection) -> None:
        """Throw away every derived row of a case and write these."""
        ...


class Store(Protocol):
    """All cases of one workspace."""

    def write(self) -> AbstractContextManager[Unit]:
        """Begin the one running write. Waits its turn; must not be nested."""
        ...

    def read(self) -> AbstractContextManager[Snapshot]:
        """A consistent view; never waits for writers."""
        ...

    def reserve(self, series: str, year: int, purpose: str, *, moment: datetime) -> Reservation:
        """Take the next serial of (series, year), in a transaction of its own."""
        ...

    def reserve_all(
        self, wanted: Sequence[tuple[str, int, str]], *, moment: datetime
    ) -> tuple[Reservation, ...]:
        """Take several serials `(series, year, purpose)` in one transaction."""
        ...

    def void(self, numbers: Sequence[NumberVoid], *, moment: datetime) -> None:
        """Give up reserved serials; raises ConflictError `number_settled`."""
        ...

    def sweep_reservations(self, *, before: datetime, reason: str, moment: datetime) -> int:
        """Void every serial reserved before a moment and never settled; how many."""
        ...

    def name_of(self, wish: bytes) -> str:
        """Return 32 hexadecimal digits: the same for the same wish, and for nobody else to guess.

        They stand in the ledger, where strangers may see them.
        """
        ...

    def close(self) -> None:
        """Leave everything on disk complete and sealed. Further use is an error."""
        ...


class BlobStore(Protocol):
    """Bytes kept under their own SHA-256."""

    def put(self, data: bytes) -> str:
        """Keep bytes durably and answer their hex digest. Repeating it changes nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes; raises NotFoundError `blob_missing` or IntegrityError `blob_damaged`."""
        ...

    def has(self, digest: str) -> bool:
        """Whether something is kept under this digest; its content is not looked at."""
        ...

    def scan(self) -> Iterator[Finding]:
        """Everything kept that does not match its digest, or does not belong there."""
        ...

    def sweep(self, *, keep: Callable[[str], bool], before: datetime) -> tuple[str, ...]:
        """Remove blobs last put before a moment that nobody relies on; their digests."""
        ...
