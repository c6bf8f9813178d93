"""A detached SM2 signature over a whole file: CMS SignedData (RFC 5652) with SM2 and SM3.

It lies beside the file and changes nothing in it. Written in the shape the P-256 signatures have,
and read back as strictly: what is read must encode to the very same bytes. Refuses to know files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509

from documents.signing import cms, der, sm2
from documents.signing import sm2_certificates as certificates
from documents.signing.errors import MalformedError
from documents.signing.sm2_certificates import Sm2Trust
from documents.signing.sm2_key import Sm2Key
from documents.signing.verification import Finding

SM3 = der.sequence(der.oid("1.2.156.10197.1.401"))
SM2_WITH_SM3 = der.sequence(der.oid(certificates.SM2_WITH_SM3))
SIGNING_TIME = der.oid("1.2.840.113549.1.9.5")
UTC_TIME = 0x17
#: UTCTime names years up to 2049 (RFC 5652, 11.3).
LAST_SHORT_YEAR = 2049


@dataclass(frozen=True, slots=True, kw_only=True)
class Sm2Seen:
    """One SM2 signature as found, and everything wrong with it."""

    findings: tuple[Finding, ...]
    #: Whose certificate; empty when it cannot be read.
    signer: str = ""
    #: The certificate, DER; None when it cannot be read.
    certificate: bytes | None = None
    #: When, as the signer says; None when it cannot be read.
    moment: datetime | None = None


def sign_beside(
    document: bytes, key: Sm2Key, moment: datetime, user: bytes = sm2.DEFAULT_USER
) -> bytes:
    """The signature of a whole file, DER. Raises MalformedError for a certificate of another key.

    `moment` is kept in whole seconds.
    """
    certificate = certificates.load(key.certificate)
    public = certificates.public_key(certificate)
    if public != sm2.public_of(key.private):
        raise MalformedError("malformed.sm2_key")
    attributes = (
        der.sequence(cms.CONTENT_TYPE, der.set_of(cms.DATA)),
        der.sequence(SIGNING_TIME, der.set_of(_time(moment))),
        der.sequence(cms.MESSAGE_DIGEST, der.set_of(der.octets(sm2.sm3(document)))),
        der.sequence(cms.SIGNING_CERTIFICATE_V2, der.set_of(_named(certificate, key.certificate))),
    )
    return cms.SignedData(
        content_type=cms.DATA,
        content=None,
        certificates=(key.certificate, *key.between),
        issuer_and_serial=_issuer_and_serial(certificate),
        digest_algorithm=SM3,
        signed_attributes=attributes,
        signature_algorithm=SM2_WITH_SM3,
        signature=key.sign_digest(sm2.digest_of(der.set_of(*attributes), public, user)),
    ).encode()


def judge_beside(
    document: bytes, signature: bytes, trust: Sm2Trust, user: bytes = sm2.DEFAULT_USER
) -> Sm2Seen:
    """What is wrong with the signature that lies beside a file; never raises.

    Codes: `sm2.malformed`, `sm2.digest`, `sm2.value` and those of the certificate, `sm2.untrusted`,
    `sm2.expired`, `sm2.not_yet_valid`, `sm2.revoked`, `sm2.usage`, `sm2.stray`.
    """
    try:
        signed = cms.parse(signature)
        leaf, moment = _signer(signed), _moment(signed)
        certificate = certificates.load(leaf)
        problems = tuple(_problems(document, signed, leaf, trust, moment, user))
    except MalformedError as wrong:
        return Sm2Seen(findings=(Finding(code="sm2.malformed", facts={"problem": wrong.code}),))
    name = certificates.name_of(certificate)
    return Sm2Seen(
        findings=tuple(Finding(code=f"sm2.{one}", facts={"subject": name}) for one in problems),
        signer=name,
        certificate=leaf,
        moment=moment,
    )


def _problems(
    document: bytes,
    signed: cms.SignedData,
    leaf: bytes,
    trust: Sm2Trust,
    moment: datetime,
    user: bytes,
) -> Iterator[str]:
    claimed, kind = signed.signed_attribute(cms.MESSAGE_DIGEST), signed.content_type
    named = signed.signed_attribute(cms.CONTENT_TYPE)
    if signed.content is not None or kind != cms.DATA or named is None or named.raw != kind:
        raise MalformedError("malformed.cms")
    if claimed is None or claimed.raw != der.octets(sm2.sm3(document)):
        yield "digest"
    public = certificates.public_key(certificates.load(leaf))
    covered = sm2.digest_of(der.set_of(*signed.signed_attributes), public, user)
    if not sm2.holds(public, covered, signed.signature):
        yield "value"
    between = [one for one in signed.certificates if one != leaf]
    yield from certificates.path_problems(leaf, between, trust, moment)


def _signer(signed: cms.SignedData) -> bytes:
    """The certificate that the signed attributes name; MalformedError when it is not there."""
    if signed.digest_algorithm != SM3 or signed.signature_algorithm != SM2_WITH_SM3:
        raise MalformedError("malformed.cms")
    named = signed.signed_attribute(cms.SIGNING_CERTIFICATE_V2)
    for one in signed.certificates:
        certificate = certificates.load(one)
        fits = signed.issuer_and_serial == _issuer_and_serial(certificate)
        if fits and named is not None and named.raw == _named(certificate, one):
            return one
    raise MalformedError("malformed.certificate")


def _issuer_and_serial(certificate: x509.Certificate) -> bytes:
    issuer = certificate.issuer.public_bytes()
    return der.sequence(issuer, der.integer(certificate.serial_number))


def _named(certificate: x509.Certificate, encoded: bytes) -> bytes:
    """SigningCertificateV2 naming one certificate by its SM3 (RFC 5035, 3)."""
    issuer = der.sequence(der.context(4, certificate.issuer.public_bytes()))
    serial = der.integer(certificate.serial_number)
    one = der.sequence(SM3, der.octets(sm2.sm3(encoded)), der.sequence(issuer, serial))
    return der.sequence(der.sequence(one))


def _time(moment: datetime) -> bytes:
    instant = moment.astimezone(UTC)
    if instant.year > LAST_SHORT_YEAR:
        return der.generalized_time(instant)
    return der.tlv(UTC_TIME, instant.strftime("%y%m%d%H%M%SZ").encode())


def _moment(signed: cms.SignedData) -> datetime:
    stated = signed.signed_attribute(SIGNING_TIME)
    if stated is None:
        raise MalformedError("malformed.time", at=0)
    if stated.tag != UTC_TIME:
        return der.moment_of(stated)
    return der.moment_of(der.first_value(der.tlv(der.GENERALIZED_TIME, b"20" + stated.body)))
