"""Auditing what the journal says was lifted for the archive, against the files and the cases.

What is wrong with a single document's lifts is asked elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence

from documents.signing.verification import Finding, TrustAnchors
from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.errors import AnjuanError
from engine.storage_ports import BlobStore
from runtime.archive_records import Lifted
from runtime.document_lifts import check_lifts


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
