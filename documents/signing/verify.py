"""Verify the signatures of a PDF: who signed what, when, and whether anything changed since.

Answers with findings whatever the bytes are; raises nothing for bad input. Refuses to know who
ought to have signed: callers compare fields and persons with what the form demands.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography import x509

from documents.signing import cms, der
from documents.signing.certificates import (
    UNREADABLE,
    Purpose,
    load,
    path_faults,
    subject_of,
)
from documents.signing.errors import MalformedError
from documents.signing.pdf import MAX_SIZE, Document
from documents.signing.revisions import SignatureUpdate, signature_update
from documents.signing.syntax import Name, text_of
from documents.signing.timestamp import Token, read_token
from documents.signing.verification import (
    Coverage,
    Finding,
    SignatureVerdict,
    TrustAnchors,
    Verification,
)

PDF_DATE = re.compile(r"D:(\d{14})\+08'00'")
#: How far /M, which the signer's program writes, may be from the timestamp; generous towards an
#: outside authority's clock.
MOMENT_TOLERANCE_SECONDS = 300
LAST_LINE = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
SIGNED_ATTRIBUTES = 3  # content-type, message-digest, signing-certificate-v2
TERM_CODES = frozenset(("expired", "not_yet_valid", "revoked"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trust:
    """Trust anchors, parsed."""

    roots: tuple[x509.Certificate, ...]
    timestamp_roots: tuple[x509.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]


def verify(pdf: bytes, trust: TrustAnchors) -> Verification:
    """Everything that can be said of the file's signatures under `trust`.

    Raises MalformedError only for trust anchors that cannot be read; a bad `pdf` gives findings.
    """
    anchors = _anchors(trust)
    try:
        whole, document = _open(pdf)
        unsigned = _unsigned(document)
        found = list(_signatures(document, anchors))
    except MalformedError as error:
        return _unreadable(error)
    verdicts = [verdict for verdict in found if isinstance(verdict, SignatureVerdict)]
    findings = [finding for finding in found if isinstance(finding, Finding)]
    if not whole:
        findings.append(_finding("pdf.appended", end=document.last.end, size=len(pdf)))
    if not verdicts:
        findings.append(Finding(code="pdf.no_signature"))
    covered = _with_coverage(verdicts, broken=bool(findings))
    findings += [finding for verdict in covered for finding in verdict.findings]
    return Verification(signatures=covered, unsigned=unsigned, findings=tuple(findings))


def _anchors(trust: TrustAnchors) -> _Trust:
    roots = tuple(load(root) for root in trust.roots)
    stamps = tuple(load(root) for root in trust.timestamp_roots)
    try:
        crls = tuple(x509.load_der_x509_crl(crl) for crl in trust.crls)
    except UNREADABLE as error:
        raise MalformedError("malformed.crl") from error
    return _Trust(roots=roots, timestamp_roots=stamps or roots, crls=crls)


def _unreadable(error: MalformedError) -> Verification:
    facts = {key: value for key, value in error.facts.items() if isinstance(value, str | int)}
    finding = Finding(code="pdf.unreadable", facts={"problem": error.code, **facts})
    return Verification(signatures=(), unsigned=(), findings=(finding,))


def _finding(code: str, field: str = "", **facts: str | int) -> Finding:
    return Finding(code=code, field=field, facts=facts)


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


def _signatures(document: Document, trust: _Trust) -> Iterator[SignatureVerdict | Finding]:
    """A verdict for every signature update, a finding for everything that is none."""
    for field in document.at_revision(0).signature_fields.values():
        if b"V" in field.entries:
            yield _finding("signature.in_original", field.name)
    for index in range(1, len(document.revisions)):
        try:
            update = signature_update(document, index)
        except MalformedError as error:
            yield _finding("pdf.changed", revision=index, problem=error.code)
        else:
            yield _judge(document, update, trust)


def _with_coverage(
    verdicts: Sequence[SignatureVerdict], *, broken: bool
) -> tuple[SignatureVerdict, ...]:
    """Each signature with what follows it taken into account."""
    covered = []
    for index, verdict in enumerate(verdicts):
        last = index == len(verdicts) - 1
        coverage = Coverage.WHOLE_FILE if last else Coverage.EXTENDED
        if broken or verdict.coverage is Coverage.BROKEN:
            coverage = Coverage.BROKEN
        covered.append(replace(verdict, coverage=coverage))
    return tuple(covered)


class _Case:
    """The findings gathered on one signature."""

    def __init__(self, field: str) -> None:
        self.field = field
        self.findings: list[Finding] = []

    def demand(self, condition: bool, code: str, **facts: str | int) -> bool:
        """Note a finding unless the condition holds; returns the condition."""
        if not condition:
            self.findings.append(_finding(code, self.field, **facts))
        return condition


def _judge(document: Document, update: SignatureUpdate, trust: _Trust) -> SignatureVerdict:
    case = _Case(update.field)
    ranged = case.demand(_range_is_right(update), "signature.range")
    blank = SignatureVerdict(
        field=update.field,
        signer=None,
        moment=None,
        timestamp_serial=None,
        reason=_text(update, b"Reason"),
        digest_ok=False,
        signature_ok=False,
        chain_ok=False,
        term_ok=False,
        purpose_ok=False,
        timestamp_ok=False,
        coverage=Coverage.EXTENDED if ranged else Coverage.BROKEN,
        findings=(),
    )
    try:
        verdict = _judge_cms(document.data, update, trust, blank, case)
    except MalformedError as error:
        case.demand(False, "signature.malformed", problem=error.code)
        verdict = blank
    return replace(verdict, findings=tuple(case.findings))


def _range_is_right(update: SignatureUpdate) -> bool:
    """Whether the byte range is all of the file up to here except the signature itself."""
    start, after = update.contents
    entry = update.signature.get(b"ByteRange")
    kind = update.signature.get(b"SubFilter")
    expected = [0, start, after, update.end - after]
    return (
        entry is not None
        and entry.value == expected
        and kind is not None
        and kind.value == Name(b"ETSI.CAdES.detached")
    )


def _text(update: SignatureUpdate, key: bytes) -> str:
    entry = update.signature.get(key)
    return (text_of(entry.value) if entry else None) or ""


def _judge_cms(
    data: bytes, update: SignatureUpdate, trust: _Trust, blank: SignatureVerdict, case: _Case
) -> SignatureVerdict:
    signed = cms.parse(_contents(data, update))
    if signed.content_type != cms.DATA or signed.content is not None:
        raise MalformedError("malformed.cms")
    if len(signed.signed_attributes) != SIGNED_ATTRIBUTES or len(signed.unsigned_attributes) > 1:
        raise MalformedError("malformed.cms_profile")
    leaf, others = _certificates(signed)
    token = _token(signed, case)
    moment = _judge_token(token, signed, trust, case) if token else None
    signer = subject_of(leaf)
    case.demand(_text(update, b"Name") == signer.name, "signature.name_differs", name=signer.name)
    if moment:
        case.demand(_moment_agrees(update, moment), "signature.moment_differs")
    problems = _path_problems(leaf, others, trust, moment, case)
    return replace(
        blank,
        signer=signer,
        moment=moment,
        timestamp_serial=token.serial if token else None,
        digest_ok=case.demand(_digest_ok(data, update, signed), "signature.digest"),
        signature_ok=case.demand(cms.signature_holds(signed, leaf), "signature.value"),
        chain_ok="untrusted" not in problems and "stray" not in problems,
        term_ok=moment is not None and not problems & {*TERM_CODES, "untrusted"},
        purpose_ok="usage" not in problems,
        timestamp_ok=moment is not None,
    )


def _contents(data: bytes, update: SignatureUpdate) -> bytes:
    """The CMS in /Contents, which must be written the one way our writer does."""
    start, after = update.contents
    text = data[start:after]
    try:
        blob = bytes.fromhex(text[1:-1].decode("ascii"))
    except ValueError as error:
        raise MalformedError("malformed.contents") from error
    value = der.first_value(blob)
    if text != b"<" + value.raw.hex().encode().ljust(len(text) - 2, b"0") + b">":
        raise MalformedError("malformed.contents")
    return value.raw


def _certificates(signed: cms.SignedData) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The signer's certificate, named by the signed attributes, and the others."""
    raw = signed.signer_certificate()
    if raw is None:
        raise MalformedError("malformed.signer_certificate")
    return load(raw), [load(other) for other in signed.certificates if other != raw]


def _digest_ok(data: bytes, update: SignatureUpdate, signed: cms.SignedData) -> bool:
    start, after = update.contents
    view = memoryview(data)
    digest = hashlib.sha256(view[:start])
    digest.update(view[after : update.end])
    return cms.digest_matches(signed, {"sha256": digest.digest()})


def _token(signed: cms.SignedData, case: _Case) -> Token | None:
    attribute = signed.unsigned_attribute(cms.SIGNATURE_TIMESTAMP)
    if not case.demand(attribute is not None, "timestamp.missing") or attribute is None:
        return None
    try:
        return read_token(attribute.raw)
    except MalformedError as error:
        case.demand(False, "timestamp.malformed", problem=error.code)
        return None


def _judge_token(
    token: Token, signed: cms.SignedData, trust: _Trust, case: _Case
) -> datetime | None:
    """The moment the timestamp states, when it is to be believed."""
    known = len(case.findings)
    try:
        leaf, others = _certificates(token.signed)
    except MalformedError as error:
        case.demand(False, "timestamp.malformed", problem=error.code)
        return None
    case.demand(token.covers(signed.signature), "timestamp.imprint")
    case.demand(not token.signed.unsigned_attributes, "timestamp.malformed", problem="unsigned")
    holds = token.intact() and cms.signature_holds(token.signed, leaf)
    case.demand(holds, "timestamp.signature")
    faults = path_faults(
        leaf,
        purpose=Purpose.TIMESTAMP,
        others=others,
        roots=trust.timestamp_roots,
        crls=trust.crls,
        moment=token.moment,
    )
    for fault in faults:
        code = fault.code.replace("certificate.", "timestamp.")
        case.demand(False, code, subject=fault.subject)
    return token.moment if len(case.findings) == known else None


def _path_problems(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    trust: _Trust,
    moment: datetime | None,
    case: _Case,
) -> frozenset[str]:
    """What is wrong with the signer's certificate, by the last word of the code.

    Without a timestamp to be believed its term cannot be judged, only its path and purpose.
    """
    faults = path_faults(
        leaf,
        purpose=Purpose.DOCUMENT,
        others=others,
        roots=trust.roots,
        crls=trust.crls if moment else (),
        moment=moment or leaf.not_valid_before_utc,
    )
    for fault in faults:
        case.demand(False, fault.code, subject=fault.subject)
    return frozenset(fault.code.removeprefix("certificate.") for fault in faults)


def _moment_agrees(update: SignatureUpdate, moment: datetime) -> bool:
    found = PDF_DATE.fullmatch(_text(update, b"M"))
    try:
        claimed = datetime.strptime(found[1] + "+0800", "%Y%m%d%H%M%S%z") if found else None
    except ValueError:
        return False
    if claimed is None:
        return False
    return abs((claimed - moment).total_seconds()) <= MOMENT_TOLERANCE_SECONDS
