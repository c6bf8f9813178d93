"""Judge one signature of a file: digest, key, certificate, timestamp, covered range.

Notes a finding for everything that is not as it must be. Refuses to know the other signatures.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cryptography import x509

from documents.signing import cms, der
from documents.signing.certificates import Purpose, path_faults, subject_of
from documents.signing.covered import Covered
from documents.signing.errors import MalformedError
from documents.signing.revisions import SignatureUpdate
from documents.signing.stamp_judgement import Gathering, Trust, certificates_of, judge_token
from documents.signing.syntax import Name, text_of
from documents.signing.timestamp import Token, read_token
from documents.signing.verification import Coverage, SignatureVerdict

PDF_DATE = re.compile(r"D:(\d{14})\+08'00'")
#: How far /M, which the signer's program writes, may be from the timestamp; generous towards an
#: outside authority's clock.
MOMENT_TOLERANCE_SECONDS = 300
SIGNED_ATTRIBUTES = 3  # content-type, message-digest, signing-certificate-v2
TERM_CODES = frozenset(("expired", "not_yet_valid", "revoked", "superseded", "root_ended"))


def judge(covered: Covered, update: SignatureUpdate, trust: Trust) -> SignatureVerdict:
    """Everything found on the signature that `update` added to a file."""
    case = Gathering(update.field)
    ranged = case.demand(_range_is_right(update), "signature.range")
    blank = SignatureVerdict(
        field=update.field,
        signer=None,
        certificate_serial=None,
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
        verdict = _judge_cms(covered, update, trust, blank, case)
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
    covered: Covered,
    update: SignatureUpdate,
    trust: Trust,
    blank: SignatureVerdict,
    case: Gathering,
) -> SignatureVerdict:
    signed = cms.parse(contents_at(covered.data, update.contents))
    if signed.content_type != cms.DATA or signed.content is not None:
        raise MalformedError("malformed.cms")
    if len(signed.signed_attributes) != SIGNED_ATTRIBUTES or len(signed.unsigned_attributes) > 1:
        raise MalformedError("malformed.cms_profile")
    leaf, others = certificates_of(signed)
    token = _token(signed, case)
    covers = token is not None and token.covers(signed.signature)
    believed = judge_token(token, covers, trust, case) if token else None
    moment = believed.moment if believed else None
    signer = subject_of(leaf)
    case.demand(_text(update, b"Name") == signer.name, "signature.name_differs", name=signer.name)
    if moment:
        case.demand(_moment_agrees(update, moment), "signature.moment_differs")
    problems = _path_problems(leaf, others, trust, moment, case)
    return replace(
        blank,
        signer=signer,
        certificate_serial=leaf.serial_number,
        moment=moment,
        timestamp_serial=token.serial if token else None,
        timestamp_until=believed.until if believed else None,
        digest_ok=case.demand(_digest_ok(covered, update, signed), "signature.digest"),
        signature_ok=case.demand(cms.signature_holds(signed, leaf), "signature.value"),
        chain_ok="untrusted" not in problems and "stray" not in problems,
        term_ok=moment is not None and not problems & {*TERM_CODES, "untrusted"},
        purpose_ok="usage" not in problems,
        timestamp_ok=moment is not None,
    )


def contents_at(data: bytes, span: tuple[int, int]) -> bytes:
    """The CMS in /Contents, which must be written the one way our writer does."""
    start, after = span
    text = data[start:after]
    try:
        blob = bytes.fromhex(text[1:-1].decode("ascii"))
    except ValueError as error:
        raise MalformedError("malformed.contents") from error
    value = der.first_value(blob)
    if text != b"<" + value.raw.hex().encode().ljust(len(text) - 2, b"0") + b">":
        raise MalformedError("malformed.contents")
    return value.raw


def _digest_ok(covered: Covered, update: SignatureUpdate, signed: cms.SignedData) -> bool:
    digest = covered.without(update.contents, update.end)
    return cms.digest_matches(signed, {"sha256": digest})


def _token(signed: cms.SignedData, case: Gathering) -> Token | None:
    attribute = signed.unsigned_attribute(cms.SIGNATURE_TIMESTAMP)
    if not case.demand(attribute is not None, "timestamp.missing") or attribute is None:
        return None
    try:
        return read_token(attribute.raw)
    except MalformedError as error:
        case.demand(False, "timestamp.malformed", problem=error.code)
        return None


def _path_problems(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    trust: Trust,
    moment: datetime | None,
    case: Gathering,
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
        ends=trust.ends,
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
