"""What a certificate says of its holder, and whether a trusted root stands behind it.

Profiles: a person carries `serialNumber` (the person's id), a seal `organizationIdentifier`
(ETSI EN 319 412-2 and -3); both hold the documentSigning purpose (RFC 9336), a timestamp authority
holds timeStamping alone and critical (RFC 3161, 2.3). Path rules after RFC 5280, 6.1, for the
short chains in use here. Refuses to know files and signatures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from documents.signing.errors import MalformedError
from documents.signing.revocation import in_force, is_superseded
from documents.signing.terms import terms

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
MAX_CHAIN = 4
#: How many certificates are remembered: those of a bureau sign thousands of documents.
REMEMBERED = 256
STRONG_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
KNOWN_CRITICAL = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
    }
)
#: What `cryptography` raises for bytes or extensions it cannot read.
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class Purpose(StrEnum):
    """What a certificate is used for."""

    DOCUMENT = "document"
    TIMESTAMP = "timestamp"


class HolderKind(StrEnum):
    """Who holds a certificate."""

    PERSON = "person"
    SEAL = "seal"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The holder of a certificate, as its subject names them; empty where it does not."""

    kind: HolderKind
    #: The person's name; for a seal the agency's full name.
    name: str
    #: The person's id in the bureau (serialNumber), or the agency's code for a seal.
    id: str
    unit: str
    organization: str
    #: Whether the certificate is for training only and proves nothing.
    training: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a certificate is not accepted: a code and the certificate's own name."""

    code: str
    subject: str


@lru_cache(maxsize=REMEMBERED)
def load(der: bytes) -> x509.Certificate:
    """The certificate; MalformedError when it cannot be read."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        _ = certificate.extensions, certificate.subject, certificate.issuer
        certificate.public_key()
    except UNREADABLE as error:
        raise MalformedError("malformed.certificate") from error
    return certificate


@lru_cache(maxsize=REMEMBERED)
def subject_of(certificate: x509.Certificate) -> Subject:
    """Who holds the certificate."""
    person, agency = NameOID.SERIAL_NUMBER, NameOID.ORGANIZATION_IDENTIFIER
    units = _values(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)
    training = terms().training_unit
    organization = "".join(_values(certificate, NameOID.ORGANIZATION_NAME)[:1])
    name = "".join(_values(certificate, NameOID.COMMON_NAME)[:1])
    kind, number = HolderKind.OTHER, ""
    if found := _values(certificate, person):
        kind, number = HolderKind.PERSON, found[0]
    elif found := _values(certificate, agency):
        kind, number, name = HolderKind.SEAL, found[0], organization
    return Subject(
        kind=kind,
        name=name,
        id=number,
        unit="".join([unit for unit in units if unit != training][:1]),
        organization=organization,
        training=training in units,
    )


def _values(certificate: x509.Certificate, attribute: x509.ObjectIdentifier) -> list[str]:
    found = certificate.subject.get_attributes_for_oid(attribute)
    return [item.value for item in found if isinstance(item.value, str)]


def path_faults(
    leaf: x509.Certificate,
    *,
    purpose: Purpose,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    crls: Sequence[x509.CertificateRevocationList],
    moment: datetime,
    ends: Mapping[x509.Certificate, datetime] | None = None,
) -> tuple[Fault, ...]:
    """Everything that speaks against `leaf` at `moment`; empty when it is to be trusted.

    `others` are the certificates that came with the signature: each must serve the path, so that
    nothing unchecked rides along. `ends` gives the last moment of roots that were renewed.
    """
    path = _path(leaf, others, roots)
    if path is None:
        return (Fault(code="certificate.untrusted", subject=subject_of(leaf).name),)
    faults = [_fault("certificate.usage", leaf)] if not _usable(leaf, purpose) else []
    faults += [_fault("certificate.stray", other) for other in others if other not in path]
    for certificate, issuer in zip(path, path[1:] + path[-1:], strict=True):
        faults += _time_faults(certificate, moment)
        if _unknown_critical(certificate):
            faults.append(_fault("certificate.usage", certificate))
        if ended := _ended(certificate, issuer, crls, moment):
            faults.append(_fault(ended, certificate))
    if ends and moment > ends.get(path[-1], moment):
        faults.append(_fault("certificate.root_ended", leaf))
    return tuple(faults)


def _fault(code: str, certificate: x509.Certificate) -> Fault:
    return Fault(code=code, subject=subject_of(certificate).name)


def _path(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
) -> list[x509.Certificate] | None:
    """The chain from the leaf to a trusted root, both included."""
    path = [leaf]
    while len(path) <= MAX_CHAIN:
        below = len(path) - 1
        if root := _issuer(path[-1], roots, below):
            return [*path, root]
        issuer = _issuer(path[-1], [other for other in others if other not in path], below)
        if issuer is None:
            return None
        path.append(issuer)
    return None


def _issuer(
    certificate: x509.Certificate, candidates: Iterable[x509.Certificate], below: int
) -> x509.Certificate | None:
    """The candidate that issued the certificate and may issue, with `below` issuers under it."""
    for candidate in candidates:
        if _may_issue(candidate, below) and issued_by(certificate, candidate):
            return candidate
    return None


@lru_cache(maxsize=REMEMBERED)
def issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's name and key stand under the certificate; its right to is not asked."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


@lru_cache(maxsize=REMEMBERED)
def _may_issue(candidate: x509.Certificate, below: int) -> bool:
    try:
        basic = candidate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = candidate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    enough = basic.path_length is None or basic.path_length >= below
    return basic.ca and usage.key_cert_sign and enough


@lru_cache(maxsize=REMEMBERED)
def _usable(leaf: x509.Certificate, purpose: Purpose) -> bool:
    """Whether key usage and purpose allow the use, by a kind of key that is accepted here."""
    key = leaf.public_key()
    strong = (isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048) or (
        isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, STRONG_CURVES)
    )
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
        extended = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    if purpose is Purpose.TIMESTAMP:
        alone = list(extended.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
        return strong and extended.critical and alone and usage.digital_signature
    return strong and usage.content_commitment and DOCUMENT_SIGNING in extended.value


def _time_faults(certificate: x509.Certificate, moment: datetime) -> list[Fault]:
    if moment < certificate.not_valid_before_utc:
        return [_fault("certificate.not_yet_valid", certificate)]
    if moment > certificate.not_valid_after_utc:
        return [_fault("certificate.expired", certificate)]
    return []


@lru_cache(maxsize=REMEMBERED)
def _unknown_critical(certificate: x509.Certificate) -> bool:
    """RFC 5280, 4.2: a critical extension that is not understood makes the certificate unusable."""
    return any(item.critical and item.oid not in KNOWN_CRITICAL for item in certificate.extensions)


def _ended(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    crls: Sequence[x509.CertificateRevocationList],
    moment: datetime,
) -> str:
    """How a list signed by the issuer ends the certificate, from a date not after `moment`."""
    for crl in crls:
        entry = in_force(certificate.serial_number, crl, moment)
        if entry is None or crl.issuer != issuer.subject:
            continue
        if crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]  # issuers are RSA or EC here, the union also lists others
            return f"certificate.{'superseded' if is_superseded(entry) else 'revoked'}"
    return ""
