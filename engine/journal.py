"""The bureau's own journal: acts that belong to no case, such as keys issued and lists imported.

Its entries lie in the same ledger as the events of cases, in a chain of their own, so that none
can be changed, left out or dated back unseen. Refuses to know what an act means.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from engine.errors import IntegrityError
from engine.record import Json, canonical
from engine.storage_ports import Snapshot, Unit
from engine.storage_rows import JOURNAL, NewEvent, StoredEvent


class Act(StrEnum):
    """What the bureau did."""

    #: The workspace was made, with its root, its log key and everybody's first key.
    FOUNDED = "founded"
    KEY_ISSUED = "key_issued"
    #: A key took the place of another, which signs no more.
    KEY_RENEWED = "key_renewed"
    KEY_REVOKED = "key_revoked"
    LOG_KEY_RENEWED = "log_key_renewed"
    #: A root took the place of another and certified every key in use anew.
    ROOT_RENEWED = "root_renewed"
    #: A list of matters came into force.
    LIST_IMPORTED = "list_imported"
    #: A table of leads of the city grid was taken in.
    LEADS_IMPORTED = "leads_imported"
    #: The dossier of a case left the bureau as a bag.
    DOSSIER_EXPORTED = "dossier_exported"
    #: A dossier of another bureau was verified and kept.
    DOSSIER_RECEIVED = "dossier_received"
    #: Documents of closed cases got what verifies them for decades, in files of their own.
    DOCUMENTS_LIFTED = "documents_lifted"
    #: Finished documents were signed once more, with SM2, in files of their own.
    DOCUMENTS_SM2_SIGNED = "documents_sm2_signed"
    #: The bureau believes a witness of its ledger, who is named by a public key.
    WITNESS_NAMED = "witness_named"
    #: A witness has cosigned a head of the ledger, and the bureau keeps it.
    HEAD_COSIGNED = "head_cosigned"
    #: Two people let files stand that were changed by hand: settings, roster, calendar, faces.
    FILES_ACCEPTED = "files_accepted"
    #: Somebody changed a case outside the steps of its procedure, and a second person agreed.
    CASE_INTERVENED = "case_intervened"
    #: Somebody promised a secret for the sample of a month of dossiers.
    SAMPLE_PROMISED = "sample_promised"
    #: The sample of a month was drawn.
    SAMPLE_DRAWN = "sample_drawn"
    #: A report of the month was signed and sealed.
    REPORT_ISSUED = "report_issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act of the bureau."""

    #: Position in the journal, from 1.
    seq: int
    act: Act
    at: datetime
    #: Person id, or `root` for whoever holds the PIN of the root key.
    actor: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    #: Position in the ledger; -1 before it is recorded.
    leaf: int = -1

    def text(self, name: str) -> str:
        """Return the text under `name`, or an empty text."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""


#: What an entry keeps apart for persons' sake: nothing, it names people by their ids.
PRIVATE = canonical({})


def body_of(entry: Entry, prev: str) -> bytes:
    """Return the canonical bytes of an entry after the one with hash `prev` (hex)."""
    return canonical(
        {
            "v": 1,
            "journal": entry.seq,
            "prev": prev,
            "act": entry.act.value,
            "at": entry.at.isoformat(),
            "actor": entry.actor,
            "facts": dict(entry.facts),
        }
    )


def read_entry(stored: StoredEvent) -> Entry:
    """Return the entry behind stored bytes; raises IntegrityError `journal_unreadable`."""
    try:
        body = json.loads(stored.body)
        return Entry(
            seq=body["journal"],
            act=Act(body["act"]),
            at=datetime.fromisoformat(body["at"]),
            actor=body["actor"],
            facts=cast("dict[str, Json]", body["facts"]),  # shape fixed by body_of
            leaf=stored.leaf,
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise IntegrityError("journal_unreadable", seq=stored.seq) from wrong


def read_journal(view: Snapshot) -> tuple[Entry, ...]:
    """Return the whole journal, oldest first; raises IntegrityError `journal_unreadable`."""
    return tuple(read_entry(stored) for stored in view.events(JOURNAL))


def note(unit: Unit, act: Act, *, at: datetime, actor: str, facts: Mapping[str, Json]) -> Entry:
    """Record one act at the end of the journal."""
    seq, head = unit.chain_head(JOURNAL)
    entry = Entry(seq=seq + 1, act=act, at=at, actor=actor, facts=facts)
    body = body_of(entry, head.hex())
    stored = unit.record(
        NewEvent(
            body=body,
            private=PRIVATE,
            prev_hash=head,
            command_id=hashlib.sha256(body).hexdigest()[:32],
            moment=at,
            named=False,
        )
    )
    return read_entry(stored)
