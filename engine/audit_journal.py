"""Auditing the bureau's journal from its stored entries: bytes, order, and its beginning.

Chain and tree are checked with the whole ledger; what an act did to files is asked elsewhere.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.audit_finding import AuditFinding, Place
from engine.errors import IntegrityError
from engine.journal import PRIVATE, Act, Entry, body_of, read_entry
from engine.storage_rows import JOURNAL, StoredEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalAudit:
    """The journal as far as it could be read, and everything found wrong with its bytes."""

    entries: tuple[Entry, ...]
    findings: tuple[AuditFinding, ...]


def audit_journal(stored: Sequence[StoredEvent], *, settable_clock: bool) -> JournalAudit:
    """Audit the journal's entries, the oldest first; never raises for bad content.

    Where the clock may be set, as for training, an entry may be dated before the one before it.
    Codes: `journal_unreadable`, `journal_form`, `journal_order`, `journal_founding`.
    """
    entries: list[Entry] = []
    findings: list[AuditFinding] = []
    for one in stored:
        try:
            entry = read_entry(one)
        except IntegrityError as error:
            findings.append(journal_finding(error.code, one.seq))
            continue
        findings += _entry(one, entry)
        if entries and entry.at < entries[-1].at and not settable_clock:
            findings.append(journal_finding("journal_order", one.seq))
        entries.append(entry)
    if not stored:
        findings.append(journal_finding("journal_founding", 0))
    return JournalAudit(entries=tuple(entries), findings=tuple(findings))


def _entry(stored: StoredEvent, entry: Entry) -> Iterator[AuditFinding]:
    same = (entry.seq, entry.at) == (stored.seq, stored.moment)
    try:
        canonical = body_of(entry, json.loads(stored.body)["prev"]) == stored.body
    except (KeyError, TypeError):
        canonical = False
    if not same or not canonical or stored.private != PRIVATE or stored.named:
        yield journal_finding("journal_form", stored.seq)
    if (entry.act is Act.FOUNDED) != (stored.seq == 1):
        yield journal_finding("journal_founding", stored.seq)


def journal_finding(code: str, seq: int, *, path: str = "", **facts: str | int) -> AuditFinding:
    """Return a finding about an entry of the journal, or about a file it names."""
    return AuditFinding(code=code, place=Place(table=JOURNAL, seq=seq, path=path), facts=facts)
