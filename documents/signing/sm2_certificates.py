"""X.509 certificates and revocation lists with SM2 keys (GB/T 20518), as a verifier reads them.

The library in use knows neither the curve nor the signature, so both are read here; everything else
it reads. Certificates are signed under the usual identity. Refuses to know documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from documents.signing import der, sm2
from documents.signing.errors import MalformedError
from documents.signing.sm2_key import ALGORITHM

SM2_WITH_SM3 = "1.2.156.10197.1.501"
#: A root, and as many authorities between it and a signer as any authority has.
LONGEST = 5
VERSION_TAG = 0xA0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sm2Trust:
    """Whom a verifier of SM2 signatures believes; certificates and lists in DER."""

    roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


def load(data: bytes) -> x509.Certificate:
    """The certificate; MalformedError `malformed.certificate`."""
    try:
        return x509.load_der_x509_certificate(data)
    except ValueError as wrong:
        raise MalformedError("malformed.certificate") from wrong


def public_key(certificate: x509.Certificate) -> sm2.Point:
    """The SM2 key a certificate names; MalformedError when it is of another kind."""
    fields = der.children(der.only_value(certificate.tbs_certificate_bytes, der.SEQUENCE))
    at = 6 if fields and fields[0].tag == VERSION_TAG else 5  # RFC 5280, 4.1: after the subject
    algorithm, bits = der.children(fields[at])
    if algorithm.raw != ALGORITHM or bits.tag != der.BIT_STRING or bits.body[:1] != b"\x00":
        raise MalformedError("malformed.sm2_key")
    return sm2.point_of(bits.body[1:])


def name_of(certificate: x509.Certificate) -> str:
    """Whose it is: the common name, or the whole subject without one."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def path_problems(
    leaf: bytes, between: Sequence[bytes], trust: Sm2Trust, moment: datetime
) -> Iterator[str]:
    """What speaks against a signer's certificate at `moment`, as last parts of finding codes.

    `untrusted`, `expired`, `not_yet_valid`, `usage`, `revoked`, `stray` for a certificate given
    along that leads nowhere. MalformedError for a certificate that cannot be read.
    """
    path = path_to_root(leaf, between, trust)
    if path is None:
        yield "untrusted"
        return
    ends = [load(one) for one in path]
    if any(one.not_valid_after_utc < moment for one in ends):
        yield "expired"
    if any(one.not_valid_before_utc > moment for one in ends):
        yield "not_yet_valid"
    if not _may_sign(ends[0]):
        yield "usage"
    if any(_revoked(one, issuer, trust, moment) for one, issuer in pairwise(ends)):
        yield "revoked"
    if set(between) - set(path):
        yield "stray"


def path_to_root(leaf: bytes, between: Sequence[bytes], trust: Sm2Trust) -> list[bytes] | None:
    """The certificates from the signer's up to a root, or None when none is reached."""
    path = [leaf]
    while path[-1] not in trust.roots:
        child = load(path[-1])
        known = [c for c in (*trust.roots, *between) if c not in path]
        above = next((c for c in known if _issued(child, load(c))), None)
        if above is None or len(path) == LONGEST:
            return None
        path.append(above)
    return path


def _issued(child: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether `issuer` is an authority and signed `child`."""
    by_sm2 = child.signature_algorithm_oid.dotted_string == SM2_WITH_SM3
    named = child.issuer == issuer.subject and _may_issue(issuer)
    return named and by_sm2 and _signed(child.tbs_certificate_bytes, child, issuer)


def _may_issue(certificate: x509.Certificate) -> bool:
    """Whether basic constraints make it an authority (RFC 5280, 4.2.1.9).

    And key usage, where it is stated, lets it sign certificates (4.2.1.3).
    """
    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as lacking:
        return lacking.oid == x509.KeyUsage.oid and authority
    except ValueError:
        return False
    return authority and usage.key_cert_sign


def _signed(
    data: bytes,
    signed: x509.Certificate | x509.CertificateRevocationList,
    issuer: x509.Certificate,
) -> bool:
    key = public_key(issuer)
    return sm2.holds(key, sm2.digest_of(data, key), signed.signature)


def _may_sign(certificate: x509.Certificate) -> bool:
    """Whether key usage, where it is stated, allows signatures (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return usage.digital_signature or usage.content_commitment


def _revoked(
    one: x509.Certificate, issuer: x509.Certificate, trust: Sm2Trust, moment: datetime
) -> bool:
    """Whether a list its issuer signed says that it had ended by `moment`."""
    for data in trust.crls:
        listed = x509.load_der_x509_crl(data)
        if listed.issuer != issuer.subject or not _signed(
            listed.tbs_certlist_bytes, listed, issuer
        ):
            continue
        entry = listed.get_revoked_certificate_by_serial_number(one.serial_number)
        if entry is not None and entry.revocation_date_utc <= moment:
            return True
    return False


def der_of(certificate: x509.Certificate) -> bytes:
    """A certificate's encoding."""
    return certificate.public_bytes(Encoding.DER)
