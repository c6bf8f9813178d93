"""Verify the signatures of a PDF: who signed what, when, and whether anything changed since.

Answers with findings whatever the bytes are; raises nothing for bad input. Refuses to know who
ought to have signed: callers compare fields and persons with what the form demands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from cryptography import x509

from documents.signing.archival import archival_update, evidence_in
from documents.signing.archive_judgement import judge_stamp, lateness, level_of, proof_ends
from documents.signing.certificates import UNREADABLE, load
from documents.signing.changes import touched
from documents.signing.covered import Covered
from documents.signing.errors import MalformedError
from documents.signing.judgement import judge
from documents.signing.pdf import MAX_SIZE, Document
from documents.signing.revisions import signature_update
from documents.signing.seam import sealed_fields
from documents.signing.stamp_judgement import Trust
from documents.signing.stillness import unsettled
from documents.signing.succession import ends_of
from documents.signing.verification import (
    Coverage,
    Finding,
    SignatureVerdict,
    StampVerdict,
    TrustAnchors,
    Verification,
)

ANCHORS = 4  # whom is believed, read once for many files
LAST_LINE = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")


def verify(pdf: bytes, trust: TrustAnchors) -> Verification:
    """Everything that can be said of the file's signatures under `trust`.

    Raises MalformedError only for trust anchors that cannot be read; a bad `pdf` gives findings.
    """
    anchors = _anchors(trust)
    try:
        whole, document = _open(pdf)
        unsigned = _unsigned(document)
        found = list(_signatures(document, anchors))
        held = (
            evidence_in(document) if any(isinstance(one, StampVerdict) for one in found) else None
        )
    except MalformedError as error:
        return _unreadable(error)
    verdicts = [verdict for verdict in found if isinstance(verdict, SignatureVerdict)]
    stamps = tuple(verdict for verdict in found if isinstance(verdict, StampVerdict))
    findings = [finding for finding in found if isinstance(finding, Finding)]
    if not whole:
        findings.append(
            Finding(code="pdf.appended", facts={"end": document.last.end, "size": len(pdf)})
        )
    if not verdicts:
        findings.append(Finding(code="pdf.no_signature"))
    covered = _with_coverage(verdicts, broken=bool(findings), stamped=bool(stamps))
    findings += [finding for verdict in covered for finding in verdict.findings]
    findings += [finding for stamp in stamps for finding in stamp.findings]
    findings += lateness(covered, stamps)
    return Verification(
        signatures=covered,
        unsigned=unsigned,
        findings=tuple(findings),
        stamps=stamps,
        level=level_of(covered, stamps, held),
        until=proof_ends(covered, stamps),
    )


@lru_cache(maxsize=ANCHORS)
def _anchors(trust: TrustAnchors) -> Trust:
    roots = tuple(load(root) for root in trust.roots)
    stamps = tuple(load(root) for root in trust.timestamp_roots)
    try:
        crls = tuple(x509.load_der_x509_crl(crl) for crl in trust.crls)
    except UNREADABLE as error:
        raise MalformedError("malformed.crl") from error
    ends = ends_of(roots, trust.earlier)
    return Trust(
        roots=(*roots, *ends), timestamp_roots=(*(stamps or roots), *ends), crls=crls, ends=ends
    )


def _unreadable(error: MalformedError) -> Verification:
    facts = {key: value for key, value in error.facts.items() if isinstance(value, str | int)}
    finding = Finding(code="pdf.unreadable", facts={"problem": error.code, **facts})
    return Verification(signatures=(), unsigned=(), findings=(finding,))


def _open(pdf: bytes) -> tuple[bool, Document]:
    """The document up to its last end-of-file mark, and whether that is all of it."""
    if len(pdf) > MAX_SIZE:
        raise MalformedError("malformed.too_large", size=len(pdf), limit=MAX_SIZE)
    mark = LAST_LINE.match(pdf, max(0, pdf.rfind(b"%%EOF")))
    end = mark.end() if mark else len(pdf)
    document = Document.open(pdf[:end])
    return document.last.end == len(pdf), document


def _unsigned(document: Document) -> tuple[str, ...]:
    fields = document.signature_fields.values()
    return tuple(field.name for field in fields if b"V" not in field.entries)


def _signatures(
    document: Document, trust: Trust
) -> Iterator[SignatureVerdict | StampVerdict | Finding]:
    """A verdict for every update that signs or archives, a finding for everything else."""
    original = document.at_revision(0)
    signed = {field.name for field in original.signature_fields.values() if b"V" in field.entries}
    for name in sorted(signed | sealed_fields(original)):
        yield Finding(code="signature.in_original", field=name)
    yield from unsettled(document)
    covered = Covered(document.data)
    for index in range(1, len(document.revisions)):
        try:
            yield _update(document, index, trust, covered)
        except MalformedError as error:
            yield from _changed(document, index, error.code)


def _update(
    document: Document, index: int, trust: Trust, covered: Covered
) -> SignatureVerdict | StampVerdict:
    """A verdict on an update of either kind; MalformedError for any other."""
    try:
        signing = signature_update(document, index)
    except MalformedError as error:
        try:
            archiving = archival_update(document, index)
        except MalformedError:
            raise error from None  # what a stranger's update lacks to be a signature says more
        return judge_stamp(document.data, archiving, trust)
    return judge(covered, signing, trust)


def _changed(document: Document, index: int, problem: str) -> Iterator[Finding]:
    """A finding for every kind of thing an update changes that is no signature."""
    for what in touched(document, index):
        facts: dict[str, str | int] = {"revision": index, "problem": problem, "what": what}
        yield Finding(code="pdf.changed", facts=facts)


def _with_coverage(
    verdicts: Sequence[SignatureVerdict], *, broken: bool, stamped: bool
) -> tuple[SignatureVerdict, ...]:
    """Each signature with what follows it taken into account."""
    covered = []
    for index, verdict in enumerate(verdicts):
        last = index == len(verdicts) - 1 and not stamped
        coverage = Coverage.WHOLE_FILE if last else Coverage.EXTENDED
        if broken or verdict.coverage is Coverage.BROKEN:
            coverage = Coverage.BROKEN
        covered.append(replace(verdict, coverage=coverage))
    return tuple(covered)
