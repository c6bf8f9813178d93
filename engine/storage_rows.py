"""The values that pass between the engine and whoever keeps its cases.

Plain bytes, text, numbers and aware moments; nothing here knows the law. Personal data enters
only as `NewEvent.private`, which an adapter must never keep in clear; no other field may hold it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.quick_values import quickly_made

#: Under this id the ledger keeps the bureau's own journal; it is no case and no list shows it.
JOURNAL = "journal"
#: Under this id it keeps who looked at personal data.
READS = "reads"
#: Under this id it keeps the roots of issued decisions.
COMMITMENTS = "commitments"
#: Chains that are no case's.
OWN_CHAINS = frozenset({JOURNAL, READS, COMMITMENTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event about to be recorded.

    `body` is canonical JSON naming `prev_hash` in hex; `private` is the personal inputs in clear,
    encrypted by the adapter before they touch a disk; `moment` is aware.
    """

    body: bytes
    private: bytes
    prev_hash: bytes
    command_id: str
    moment: datetime
    #: Whether somebody may look for the command by its id: it was given, or it opened the case.
    named: bool = True


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """A recorded event; `hash` is SHA-256 of `body`, `leaf` its position in the ledger's tree."""

    case_id: str
    seq: int
    body: bytes
    private: bytes
    prev_hash: bytes
    hash: bytes
    command_id: str
    moment: datetime
    leaf: int
    named: bool = True


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as lists show it. `version` counts its events, `head` is the hash of the last one.

    `workflow` is the pinned definition's hash; `extra` is JSON without personal data.
    """

    case_id: str
    version: int
    head: bytes
    workflow: str
    state: str
    squad: str
    officers: tuple[str, ...]
    opened_at: datetime
    moved_at: datetime
    closed_at: datetime | None = None
    extra: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document of a case; `digest` is the hex SHA-256 under which its bytes are kept."""

    case_id: str
    doc_id: str
    form: str
    number: str | None
    digest: str
    status: str
    issued_at: datetime | None
    track: str = ""
    extra: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """One period; `due` is the last day on which the act is in time, the last of all if unknown.

    `status` is running, paused, stopped or (running, but without a date) calendar_missing;
    `owner` and `squad` are those of the case; `extra` is JSON, see `engine.projection`.
    """

    case_id: str
    instance_id: str
    rule: str
    due: date
    status: str
    owner: str
    squad: str
    track: str = ""
    extra: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    """One item of a checklist opened by a transition."""

    case_id: str
    checklist: str
    item: str
    result: str
    blocking: bool
    extra: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One signature a proposal waits for; `status` is open, signed, returned or withdrawn."""

    case_id: str
    proposal_id: str
    doc_id: str
    slot: str
    role: str
    person: str | None
    order: int
    status: str = "open"
    extra: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Rows derived from events; each replaces the row of the same key. Rebuildable at any time.

    `blobs` names every other digest (evidence, faces, receipts) the case relies on.
    """

    documents: Sequence[DocumentRow] = ()
    deadlines: Sequence[DeadlineRow] = ()
    checklist: Sequence[ChecklistRow] = ()
    waiting: Sequence[WaitingRow] = ()
    blobs: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A serial taken from a series and not yet issued or voided."""

    series: str
    year: int
    serial: int
    purpose: str
    reserved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberIssue:
    """A reserved serial becomes the printed number `text` of a case or one of its documents."""

    series: str
    year: int
    serial: int
    text: str
    doc_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberVoid:
    """A reserved serial will never be printed, and this is why."""

    series: str
    year: int
    serial: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One line of the register; `status` is reserved, issued or voided."""

    series: str
    year: int
    serial: int
    status: str
    purpose: str
    reserved_at: datetime
    settled_at: datetime | None
    text: str | None
    case_id: str | None
    doc_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases a list shows, in order of case id. None does not filter.

    `number` is a case id or any issued number; `party` any part of an indexed phrase;
    `moved_since` leaves out cases whose last event is older; `after` is the last case id of the
    page before; `open_only` leaves closed cases out; `limit` None shows all.
    """

    state: str | None = None
    squad: str | None = None
    officer: str | None = None
    number: str | None = None
    party: str | None = None
    moved_since: datetime | None = None
    open_only: bool = False
    after: str = ""
    limit: int | None = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHead:
    """The tree over all events: its size, its root and the signed note that states both."""

    size: int
    root: bytes
    checkpoint: str
    #: What the next append starts from (see `engine.merkle.frontier_append`).
    frontier: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was written.

    `kind` is a stable code; `place` names table, file or case; `at` is the page, sequence number,
    leaf or serial in question, or None.
    """

    kind: str
    place: str
    at: int | None = None
