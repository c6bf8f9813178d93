"""Checking SM2 signatures beside documents: those the journal names, against files and cases.

Refuses to know where they are entered.
"""

import hashlib
from collections.abc import Iterator, Mapping

from documents.signing.sm2_certificates import Sm2Trust
from documents.signing.sm2_cms import Sm2Seen, judge_beside
from documents.signing.verification import Finding
from engine.audit_finding import AuditFinding, Place
from engine.errors import AnjuanError
from engine.storage_ports import BlobStore
from runtime.sm2_records import Beside


def check_beside(one: Beside, original: bytes, blobs: BlobStore, trust: Sm2Trust) -> Sm2Seen:
    """Return what is seen of a document's SM2 signature.

    Codes: `sm2_missing`, `sm2_differs` when the journal names another certificate or moment, and
    those of `judge_beside`.
    """
    try:
        signature = blobs.get(one.digest)
    except AnjuanError:
        return Sm2Seen(findings=(Finding(code="sm2_missing", facts={"digest": one.digest}),))
    seen = judge_beside(original, signature, trust, one.user.encode())
    if seen.findings or seen.certificate is None:
        return seen
    same = hashlib.sha256(seen.certificate).hexdigest() == one.certificate
    if same and seen.moment == one.signed:
        return seen
    return Sm2Seen(
        findings=(Finding(code="sm2_differs", facts={"digest": one.digest}),), signer=seen.signer
    )


def audit_beside(
    signed: Mapping[str, Beside],
    recorded: Mapping[str, frozenset[str]],
    blobs: BlobStore,
    trust: Sm2Trust,
) -> Iterator[AuditFinding]:
    """Everything wrong with SM2 signatures; `recorded` are the digests each audited case names.

    Codes: `sm2_foreign`, `sm2_missing`, `sm2_differs`, `sm2_invalid` with the problem.
    """
    for original, one in signed.items():
        place = Place(case=one.case, document=one.document)
        if one.case not in recorded:
            continue
        if original not in recorded[one.case]:
            yield AuditFinding(code="sm2_foreign", place=place, facts={"digest": original})
            continue
        try:
            kept = blobs.get(original)
        except AnjuanError:
            continue  # told with the case that relies on it
        for finding in check_beside(one, kept, blobs, trust).findings:
            yield _told(finding, place)


def _told(finding: Finding, place: Place) -> AuditFinding:
    if finding.code in {"sm2_missing", "sm2_differs"}:
        return AuditFinding(code=finding.code, place=place, facts=finding.facts)
    return AuditFinding(code="sm2_invalid", place=place, facts={"problem": finding.code})
