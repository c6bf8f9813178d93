"""What every certificate issued here is put together from: extensions, serial numbers, lengths.

Follows the profiles of RFC 5280 and RFC 9336. Refuses to know whose certificates they are and
where keys lie.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from documents.signing import cms
from documents.signing.certificates import DOCUMENT_SIGNING
from documents.signing.der import trips_asn1crypto
from documents.signing.keys import CertifiedKey, PrivateKey, PublicKey, UncertifiedKey

ISSUE_ATTEMPTS = 64
SERIAL_BYTES = range(10, 19)  # RFC 5280, 4.1.2.2: at most 20 octets
TRIALS = 8
#: emailProtection stands beside documentSigning because NSS judges signers of documents by it.
SIGNING = (DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION)
STAMPING = (ExtendedKeyUsageOID.TIME_STAMPING,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a certificate is to say of its holder, its issuer and its term."""

    subject: x509.Name
    issuer: x509.Name
    #: First and last moment, both included.
    start: datetime
    end: datetime


def issuing_certificate(
    wording: Wording, public: PublicKey, private: PrivateKey, *, root: bool
) -> x509.Certificate:
    """A certificate of a key that issues directly; a `root` names no key above its own."""
    built = _builder(wording, public)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(_usage(issuer=True), critical=True)
    if not root:
        built = built.add_extension(issuer_key(private), critical=False)
    return _signed(built, private, x509.random_serial_number())


def holder_certificate(
    wording: Wording,
    made: UncertifiedKey,
    private: PrivateKey,
    *,
    purposes: Sequence[x509.ObjectIdentifier],
) -> bytes:
    """The certificate, DER, of a key that signs documents (SIGNING) or timestamps (STAMPING)."""
    stamping = purposes is STAMPING
    built = _builder(wording, made.public)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage(issuer=False, commitment=not stamping), critical=True)
    built = built.add_extension(issuer_key(private), critical=False)
    built = built.add_extension(x509.ExtendedKeyUsage(purposes), critical=stamping)
    for _ in range(ISSUE_ATTEMPTS):
        serial = secrets.randbits(8 * secrets.choice(SERIAL_BYTES)) | 1
        der = _signed(built, private, serial).public_bytes(serialization.Encoding.DER)
        if _signs_smoothly(made.certified(der), stamping=stamping):
            break
    return der


def issuer_key(private: PrivateKey) -> x509.AuthorityKeyIdentifier:
    """The extension that names the key a certificate or list was signed with."""
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key())


def _signed(builder: x509.CertificateBuilder, private: PrivateKey, serial: int) -> x509.Certificate:
    return builder.serial_number(serial).sign(private, hashes.SHA256())


def _signs_smoothly(key: CertifiedKey, *, stamping: bool) -> bool:
    """Whether signatures with this certificate can avoid the lengths that stall asn1crypto.

    Their fixed parts have the certificate's length, so an unlucky one is issued anew.
    """
    kind = cms.TST_INFO if stamping else cms.DATA
    for number in range(TRIALS):
        content = bytes(150 + number) if stamping else None
        digest = number.to_bytes(32)
        trial = cms.sign(digest, key, content_type=kind, content=content).encode()
        if not trips_asn1crypto(trial):
            return True
    return False


def _builder(wording: Wording, public: PublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(wording.subject)
        .issuer_name(wording.issuer)
        .public_key(public)
        .not_valid_before(wording.start)
        .not_valid_after(wording.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, issuer: bool, commitment: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issuer,
        content_commitment=commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuer,
        crl_sign=issuer,
        encipher_only=False,
        decipher_only=False,
    )
