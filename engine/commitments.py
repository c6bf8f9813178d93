"""The roots of issued decisions as entries of the ledger that may be shown to anybody.

An event tells more than a published copy may, and a hash cannot be opened in part. So every root
has an entry of its own, right behind the event that issued the decision, in a chain of its own.
Refuses to know words, salts and pages.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.errors import IntegrityError
from engine.event import Event
from engine.record import canonical
from engine.storage_ports import Snapshot, Unit
from engine.storage_rows import COMMITMENTS, NewEvent, StoredEvent
from engine.tlog_proof import TlogProof

#: What an entry keeps apart for persons' sake: nothing, there is nobody in it.
_PRIVATE = canonical({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """The root over the words of one issued decision."""

    case: str
    document: str
    #: Hex.
    root: str
    #: Number and hash (hex) of the event that issued the decision.
    seq: int
    event: str
    at: datetime
    #: Position in the chain, from 1, and hash of the entry before (hex); not before it is recorded.
    number: int = 0
    prev: str = ""


def issued_by(case: Case, event: Event, head: str) -> tuple[Commitment, ...]:
    """Return the roots of the decisions an event issues for the first time.

    `case` is as it was before the event, `head` the hash of the event in hex.
    """
    return tuple(
        Commitment(
            case=event.case,
            document=made.id,
            root=made.commitment,
            seq=event.seq,
            event=head,
            at=event.at,
        )
        for made in event.documents
        if made.commitment and made.status == "issued" and issuing(case, made.id) is None
    )


def issuing(case: Case, document: str) -> Event | None:
    """Return the event that first issued a document, or None."""
    return next((e for e in case.events if _issues(e, document)), None)


def _issues(event: Event, document: str) -> bool:
    return any(made.id == document and made.status == "issued" for made in event.documents)


def record_commitment(unit: Unit, made: Commitment) -> Commitment:
    """Record one root at the end of the chain; returns it with its place."""
    number, head = unit.chain_head(COMMITMENTS)
    made = replace(made, number=number + 1, prev=head.hex())
    body = body_of(made)
    unit.record(
        NewEvent(
            body=body,
            private=_PRIVATE,
            prev_hash=head,
            command_id=hashlib.sha256(body).hexdigest()[:32],
            moment=made.at,
            named=False,
        ),
        COMMITMENTS,
    )
    return made


def body_of(made: Commitment) -> bytes:
    """Return the canonical bytes of a recorded entry: the leaf of the ledger."""
    return canonical(
        {
            "v": 1,
            "commitment": made.number,
            "prev": made.prev,
            "at": made.at.isoformat(),
            "case": made.case,
            "seq": made.seq,
            "event": made.event,
            "document": made.document,
            "root": made.root,
        }
    )


def read_commitment(body: bytes) -> Commitment:
    """Return the entry behind its bytes; raises IntegrityError `commitment_unreadable`.

    Bytes in any other form than `body_of` gives are refused, so that no other record of a ledger
    can be taken for one.
    """
    try:
        told = json.loads(body)
        made = Commitment(
            case=told["case"],
            document=told["document"],
            root=told["root"],
            seq=told["seq"],
            event=told["event"],
            at=datetime.fromisoformat(told["at"]),
            number=told["commitment"],
            prev=told["prev"],
        )
        same = body_of(made) == body
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise IntegrityError("commitment_unreadable") from wrong
    if not same:
        raise IntegrityError("commitment_unreadable")
    return made


def prove_commitment(view: Snapshot, case: Case, document: str) -> TlogProof | None:
    """Return the proof that the ledger holds the root of a decision, under the newest head.

    None for a decision that was issued before roots had entries of their own. The entry goes with
    the proof, in its `extra` line. Raises IntegrityError `tree_nodes`.
    """
    event = issuing(case, document)
    found = _entry(view, case.id, event.seq, document) if event is not None else None
    if found is None:
        return None
    note, path = view.ledger_head().checkpoint, view.inclusion_proof(found.leaf)
    return TlogProof(index=found.leaf, path=path, checkpoint=note, extra=found.body)


def _entry(view: Snapshot, case_id: str, seq: int, document: str) -> StoredEvent | None:
    """Find an entry among those right behind the event; they were recorded with it."""
    issued = next(e for e in view.events(case_id, up_to_seq=seq) if e.seq == seq)
    for one in view.ledger_events(issued.leaf + 1):
        if one.case_id != COMMITMENTS:
            return None
        if read_commitment(one.body).document == document:
            return one
    return None


def audit_commitments(view: Snapshot) -> Iterator[AuditFinding]:
    """Entries that are not as they were written; chain and tree are checked with the ledger.

    Codes: `commitment_unreadable`, `commitment_form`, `commitment_event` for one that is not of
    the event it stands behind.
    """
    stored = view.events(COMMITMENTS)
    for one, issued in zip(stored, _issued(stored), strict=True):
        place = Place(table=COMMITMENTS, seq=one.seq)
        try:
            made = read_commitment(one.body)
        except IntegrityError as wrong:
            yield AuditFinding(code=wrong.code, place=place)
            continue
        columns = (one.seq, one.moment, one.prev_hash.hex(), one.private, one.named)
        if columns != (made.number, made.at, made.prev, _PRIVATE, False):
            yield AuditFinding(code="commitment_form", place=place)
        if not any(_of(made, event) for event in view.ledger_events(issued, issued + 1)):
            yield AuditFinding(code="commitment_event", place=place)


def _issued(stored: Sequence[StoredEvent]) -> Iterator[int]:
    """The leaf of the event behind which each entry stands, alone or after others of its act."""
    before, issued = -1, -1
    for one in stored:
        if one.leaf != before + 1 or before < 0:
            issued = one.leaf - 1
        before = one.leaf
        yield issued


def _of(made: Commitment, event: StoredEvent) -> bool:
    """Whether an event issues this document under this root."""
    try:
        body = json.loads(event.body)
        issued = {d["id"]: (d["status"], d.get("commitment")) for d in body["documents"]}
    except (ValueError, KeyError, TypeError):
        return False
    same = (event.case_id, event.seq, event.hash.hex()) == (made.case, made.seq, made.event)
    return same and issued.get(made.document) == ("issued", made.root)
