"""Checking what a document was lifted to: each file grew out of the one before, and still proves.

Refuses to know where the lifts are entered.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from documents.signing.verification import Finding, Level, TrustAnchors, Verification
from documents.signing.verify import verify
from engine.errors import AnjuanError
from engine.storage_ports import BlobStore
from runtime.archive_records import Lifted


def check_lifts(
    lifts: Sequence[Lifted], original: bytes, blobs: BlobStore, trust: TrustAnchors
) -> tuple[tuple[Finding, ...], Verification | None]:
    """Return what is wrong with the lifts of a document, and what was seen of the newest.

    Codes: `lifted_missing`, `lifted_differs`, and those of verification.
    """
    before = original
    for one in lifts:
        try:
            pdf = blobs.get(one.digest)
        except AnjuanError:
            return (Finding(code="lifted_missing", facts={"digest": one.digest}),), None
        if not pdf.startswith(before):
            return (Finding(code="lifted_differs", facts={"digest": one.digest}),), None
        before = pdf
    seen = verify(before, trust)
    found = list(seen.findings)
    if not found and seen.level is not Level.ARCHIVED:
        found.append(Finding(code="archive.not_reached"))
    return tuple(found), seen


def lapsed(lifts: Sequence[Lifted], now: datetime) -> Iterator[Finding]:
    """Finding `archive.lapsed` when the newest timestamp proves no longer."""
    if lifts and lifts[-1].until < now:
        yield Finding(code="archive.lapsed", facts={"until": lifts[-1].until.date().isoformat()})
