"""Auditing what the journal says of the month: records of draws and signed reports are still there.

A record is drawn again from itself; that its dossiers are the ledger's is asked by `--redraw`.
"""

from collections.abc import Iterator, Sequence

from engine.audit_finding import AuditFinding
from engine.audit_journal import journal_finding
from engine.errors import AnjuanError
from engine.journal import Act, Entry
from engine.storage_ports import BlobStore
from runtime.sampling import read_record, repeated


def audit_month(entries: Sequence[Entry], blobs: BlobStore) -> Iterator[AuditFinding]:
    """Everything wrong with what was drawn and issued.

    Codes: `sample_lost`, `sample_differs`, `report_lost`.
    """
    for entry in entries:
        if entry.act is Act.SAMPLE_DRAWN:
            yield from _sample(entry, blobs)
        elif entry.act is Act.REPORT_ISSUED and _kept(entry, blobs) is None:
            yield _told("report_lost", entry)


def _sample(entry: Entry, blobs: BlobStore) -> Iterator[AuditFinding]:
    kept = _kept(entry, blobs)
    if kept is None:
        yield _told("sample_lost", entry)
        return
    try:
        plain = read_record(kept.decode())
        parts = repeated(plain)
    except (AnjuanError, UnicodeDecodeError):
        parts = ("record",)
        plain = {}
    drawn = plain.get("drawn")
    listed = drawn if isinstance(drawn, list) else []
    told = {str(one["case"]): one["reviewer"] for one in listed if isinstance(one, dict)}
    if parts or told != entry.facts.get("reviewers"):
        yield _told("sample_differs", entry)


def _kept(entry: Entry, blobs: BlobStore) -> bytes | None:
    try:
        return blobs.get(entry.text("digest"))
    except AnjuanError:
        return None


def _told(code: str, entry: Entry) -> AuditFinding:
    facts = {"month": entry.text("month"), "digest": entry.text("digest")[:16]}
    return journal_finding(code, entry.seq, **facts)
