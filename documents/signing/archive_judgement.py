"""Judge the archival updates of a file: their timestamps, what they keep, and the level reached.

A chain of timestamps proves the earlier ones: each must be made before the certificate of the one
before it ended (ETSI EN 319 102-1, 5.6). Refuses to know how such an update is written.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509

from documents.signing.archival import ArchivalUpdate, Evidence
from documents.signing.certificates import UNREADABLE, issued_by, load
from documents.signing.errors import MalformedError
from documents.signing.judgement import contents_at
from documents.signing.stamp_judgement import Gathering, Trust, judge_token
from documents.signing.syntax import Name
from documents.signing.timestamp import read_token
from documents.signing.verification import Finding, Level, SignatureVerdict, StampVerdict


def judge_stamp(data: bytes, update: ArchivalUpdate, trust: Trust) -> StampVerdict:
    """Everything found on the document timestamp that `update` added to the file `data`."""
    case = Gathering(update.field)
    start, after = update.contents
    ranged, kind = update.signature.get(b"ByteRange"), update.signature.get(b"SubFilter")
    expected = [0, start, after, update.end - after]
    right = ranged is not None and ranged.value == expected
    case.demand(
        right and kind is not None and kind.value == Name(b"ETSI.RFC3161"), "signature.range"
    )
    believed = None
    try:
        token = read_token(contents_at(data, update.contents))
    except MalformedError as error:
        case.demand(False, "timestamp.malformed", problem=error.code)
    else:
        digest = hashlib.new(token.hash_name, data[:start])
        digest.update(data[after : update.end])
        believed = judge_token(token, digest.digest() == token.imprint, trust, case)
    case.findings += _strays(update.evidence, trust, update.field)
    return StampVerdict(
        field=update.field,
        moment=believed.moment if believed else None,
        serial=believed.serial if believed else None,
        until=believed.until if believed else None,
        algorithm=believed.algorithm if believed else "",
        findings=tuple(case.findings),
    )


def _strays(evidence: Evidence, trust: Trust, field: str) -> Iterator[Finding]:
    """Finding `archive.stray` for what is kept and comes from nobody who is trusted."""
    roots = {*trust.roots, *trust.timestamp_roots}
    try:
        kept = [load(one) for one in evidence.certificates]
        lists = [x509.load_der_x509_crl(one) for one in evidence.crls]
        good = all(one in roots or _issued(one, [*roots, *kept]) for one in kept)
        listed = all(_signed(one, [*roots, *kept]) for one in lists)
    except (MalformedError, *UNREADABLE):
        good = listed = False
    if not good or not listed:
        yield Finding(code="archive.stray", field=field)


def _issued(certificate: x509.Certificate, issuers: Sequence[x509.Certificate]) -> bool:
    return any(issued_by(certificate, issuer) for issuer in issuers)


def _signed(listed: x509.CertificateRevocationList, issuers: Sequence[x509.Certificate]) -> bool:
    return any(
        listed.issuer == issuer.subject and listed.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # issuers are RSA or EC here, the union also lists others
        for issuer in issuers
    )


def lateness(
    signatures: Sequence[SignatureVerdict], stamps: Sequence[StampVerdict]
) -> Iterator[Finding]:
    """Finding `archive.late` for a timestamp made when what it should prove had ended already."""
    before = [one.timestamp_until for one in signatures if one.timestamp_until]
    for stamp in stamps:
        if stamp.moment and before and min(before) < stamp.moment:
            yield Finding(code="archive.late", field=stamp.field)
        before = [stamp.until] if stamp.until else before


def level_of(
    signatures: Sequence[SignatureVerdict], stamps: Sequence[StampVerdict], held: Evidence | None
) -> Level | None:
    """How far the file got; what it holds counts only when every signer's certificate is in it."""
    if not signatures:
        return None
    if not all(one.timestamp_ok for one in signatures):
        return Level.BASIC
    if held is None or not held.crls or not _complete(signatures, held):
        return Level.TIMESTAMPED
    believed = stamps and stamps[-1].moment is not None
    return Level.ARCHIVED if believed else Level.LONG_TERM


def _complete(signatures: Sequence[SignatureVerdict], held: Evidence) -> bool:
    try:
        serials = {load(one).serial_number for one in held.certificates}
    except MalformedError:  # noted where the archival update was judged
        return False
    return {one.certificate_serial for one in signatures} <= serials


def proof_ends(
    signatures: Sequence[SignatureVerdict], stamps: Sequence[StampVerdict]
) -> datetime | None:
    """Until when the newest timestamps can be checked."""
    ends = [one.until for one in stamps[-1:]] or [one.timestamp_until for one in signatures]
    known = [end for end in ends if end is not None]
    return min(known) if known and len(known) == len(ends) else None
