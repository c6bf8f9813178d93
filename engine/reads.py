"""Who looked at personal data: a chain of its own in the ledger, beside cases and journal.

An entry names reader, moment, kind of look and cases; the words searched for and the reason are
kept encrypted and bound by a salted digest, so that the record of a search is not one more place
where a name can be read. Refuses to know how a reader proved who he or she is.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine.audit_finding import AuditFinding, Place
from engine.errors import IntegrityError
from engine.record import canonical
from engine.storage_ports import Snapshot, Unit
from engine.storage_rows import READS, NewEvent, StoredEvent

#: How a reader is named whom nobody knows but the operating system.
OS_USER = "os:"


class Look(StrEnum):
    """Kinds of look at personal data."""

    #: A case with identity numbers in full.
    CASE = "case"
    #: A screen that names natural persons, without their identity numbers.
    NAMED = "named"
    #: A search for a name, an address or a part of one.
    SEARCH = "search"
    DOCUMENT = "document"
    #: The whole dossier, joined for reading.
    DOSSIER = "dossier"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One look."""

    at: datetime
    look: Look
    #: Person id of the roster, or `os:` and the name the operating system gave.
    reader: str
    #: Cases seen; for a search those it found.
    cases: tuple[str, ...] = ()
    document: str = ""
    #: Words searched for, and why; both private.
    words: str = ""
    reason: str = ""
    #: Position in the chain, from 1, and in the ledger; 0 and -1 before it is recorded.
    seq: int = 0
    leaf: int = -1


def record_read(unit: Unit, read: Read) -> Read:
    """Record one look at the end of the chain; returns it with its place."""
    seq, head = unit.chain_head(READS)
    private = canonical({"salt": secrets.token_hex(16), "words": read.words, "reason": read.reason})
    body = _body(replace(read, seq=seq + 1), head.hex(), private)
    stored = unit.record(
        NewEvent(
            body=body,
            private=private,
            prev_hash=head,
            command_id=hashlib.sha256(body).hexdigest()[:32],
            moment=read.at,
            named=False,
        ),
        READS,
    )
    return replace(read, seq=stored.seq, leaf=stored.leaf)


def _body(read: Read, prev: str, private: bytes) -> bytes:
    return canonical(
        {
            "v": 1,
            "read": read.seq,
            "prev": prev,
            "look": read.look.value,
            "at": read.at.isoformat(),
            "reader": read.reader,
            "cases": list(read.cases),
            "document": read.document,
            "private": hashlib.sha256(private).hexdigest(),
        }
    )


def read_of(stored: StoredEvent) -> Read:
    """Return the look behind stored bytes; raises IntegrityError `read_unreadable`."""
    try:
        body, private = json.loads(stored.body), json.loads(stored.private)
        return Read(
            at=datetime.fromisoformat(body["at"]),
            look=Look(body["look"]),
            reader=body["reader"],
            cases=tuple(body["cases"]),
            document=body["document"],
            words=private["words"],
            reason=private["reason"],
            seq=body["read"],
            leaf=stored.leaf,
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise IntegrityError("read_unreadable", seq=stored.seq) from wrong


def reads_of(
    view: Snapshot, *, reader: str = "", case: str = "", since: datetime | None = None
) -> tuple[Read, ...]:
    """Return looks, oldest first, of one reader, at one case or from a moment on."""
    found = map(read_of, view.events(READS))
    return tuple(
        one
        for one in found
        if reader in ("", one.reader)
        and (not case or case in one.cases)
        and (since is None or one.at >= since)
    )


def audit_reads(stored: Sequence[StoredEvent]) -> Iterator[AuditFinding]:
    """Entries that are not as they were written; chain and tree are checked with the ledger.

    Codes: `read_unreadable`, `read_form`.
    """
    for one in stored:
        place = Place(table=READS, seq=one.seq)
        try:
            read = read_of(one)
            same = (read.seq, read.at, one.named) == (one.seq, one.moment, False)
            written = _body(read, one.prev_hash.hex(), one.private)
        except IntegrityError as wrong:
            yield AuditFinding(code=wrong.code, place=place)
            continue
        if not same or written != one.body:
            yield AuditFinding(code="read_form", place=place)
