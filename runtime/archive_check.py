"""Checking lifted files: each grew out of the one before, the newest is sound and still proves.

Used when one document is verified and when everything is audited.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from documents.signing.verification import Finding, Level, TrustAnchors, Verification
from documents.signing.verify import verify
from engine.audit_finding import AuditFinding, Place
from engine.case import Case
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


def audit_lifts(
    lifted: Mapping[str, Sequence[Lifted]],
    recorded: Mapping[str, frozenset[str]],
    blobs: BlobStore,
    trust: TrustAnchors,
) -> Iterator[AuditFinding]:
    """Everything wrong with what was lifted; `recorded` are the digests each audited case names.

    Codes: `lifted_foreign`, `lifted_missing`, `lifted_differs`, `lifted_invalid`.
    """
    for original, lifts in lifted.items():
        place = Place(case=lifts[-1].case, document=lifts[-1].document)
        if place.case not in recorded:
            continue
        if original not in recorded[place.case]:
            yield AuditFinding(code="lifted_foreign", place=place, facts={"digest": original})
            continue
        try:
            kept = blobs.get(original)
        except AnjuanError:
            continue  # told with the case that relies on it
        found, _ = check_lifts(lifts, kept, blobs, trust)
        for finding in found:
            yield _told(finding, place)


def digests_of(case: Case) -> frozenset[str]:
    """Return the digests of the documents of a case."""
    return frozenset(made.digest for made in case.documents.values())


def _told(finding: Finding, place: Place) -> AuditFinding:
    if finding.code == "lifted_missing":
        return AuditFinding(code="lifted_missing", place=place, facts=finding.facts)
    if finding.code == "lifted_differs":
        return AuditFinding(code="lifted_differs", place=place, facts=finding.facts)
    return AuditFinding(code="lifted_invalid", place=place, facts={"problem": finding.code})
