"""Private keys ready to sign, and the PIN that guards them at rest.

A key is kept as PKCS#12 (RFC 7292) under a PIN; unlocked, it signs SHA-256 digests
deterministically (RFC 6979 for P-256, PKCS#1 v1.5 for RSA). Refuses to know what is signed.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import pkcs12

from documents.signing.certificates import Subject, subject_of
from documents.signing.der import INTEGER, SEQUENCE, children, only_value
from documents.signing.errors import KeyFileError, MalformedError, PinError

#: PBKDF2-HMAC-SHA-256 rounds of certificate and key, which keep a PIN check within a few tens of
#: milliseconds. The integrity check of the file takes the library's own, far smaller count, and a
#: short PIN is guessable at any: the file itself must stay readable to its owner alone.
KDF_ROUNDS = 80_000
MIN_PIN = 6
SHA256 = utils.Prehashed(hashes.SHA256())

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class KeyKind(StrEnum):
    """Kinds of signing key; P-256 unless a counterpart insists on RSA."""

    P256 = "p256"
    RSA2048 = "rsa2048"
    RSA3072 = "rsa3072"


def new_key(kind: KeyKind) -> PrivateKey:
    """A fresh private key."""
    match kind:
        case KeyKind.P256:
            return ec.generate_private_key(ec.SECP256R1())
        case KeyKind.RSA2048:
            return rsa.generate_private_key(65537, 2048)
        case KeyKind.RSA3072:
            return rsa.generate_private_key(65537, 3072)


class Signer(Protocol):
    """Whatever can sign a digest for a certificate: a key in memory, a token, a remote service."""

    @property
    def certificate(self) -> bytes:
        """The signer's certificate, DER."""
        ...

    @property
    def rsa(self) -> bool:
        """Whether signatures are RSA PKCS#1 v1.5; otherwise they are ECDSA."""
        ...

    @property
    def signature_size(self) -> int:
        """The most bytes a signature takes."""
        ...

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature of a SHA-256 digest (32 bytes)."""
        ...


class CertifiedKey(ABC):
    """A key that can sign, with its certificate, wherever the key is held."""

    #: The certificate, DER.
    certificate: bytes

    @cached_property
    def parsed(self) -> x509.Certificate:
        """The certificate, parsed."""
        return x509.load_der_x509_certificate(self.certificate)

    @cached_property
    def subject(self) -> Subject:
        """Who the certificate says this is."""
        return subject_of(self.parsed)

    @cached_property
    def rsa(self) -> bool:
        """Whether this is an RSA key."""
        return isinstance(self.parsed.public_key(), rsa.RSAPublicKey)

    @cached_property
    def signature_size(self) -> int:
        """RSA: the modulus; ECDSA: two 33-byte INTEGERs in a SEQUENCE."""
        public = self.parsed.public_key()
        return public.key_size // 8 if isinstance(public, rsa.RSAPublicKey) else 72

    def valid_at(self, moment: datetime) -> bool:
        """Whether the certificate is valid at `moment`, both ends included (RFC 5280, 4.1.2.5)."""
        start, end = self._term
        return start <= moment <= end

    @cached_property
    def _term(self) -> tuple[datetime, datetime]:
        return self.parsed.not_valid_before_utc, self.parsed.not_valid_after_utc

    @abstractmethod
    def sign_digest(self, digest: bytes) -> bytes:
        """The signature of a SHA-256 digest (32 bytes)."""


class UncertifiedKey(Protocol):
    """A fresh key that waits for its certificate, wherever it is held."""

    @property
    def public(self) -> PublicKey:
        """The public half, which the certificate names."""
        ...

    def certified(self, certificate: bytes) -> CertifiedKey:
        """The key with its certificate, DER."""
        ...


@dataclass(frozen=True, eq=False, kw_only=True)
class SigningKey(CertifiedKey):
    """An unlocked key in memory; compares by identity and never prints the key."""

    certificate: bytes
    private: PrivateKey = field(repr=False)

    @cached_property
    def _primitive(self) -> Callable[[bytes], bytes]:
        key = self.private
        if isinstance(key, rsa.RSAPrivateKey):
            scheme = padding.PKCS1v15()
            return lambda digest: key.sign(digest, scheme, SHA256)
        ecdsa = ec.ECDSA(SHA256, deterministic_signing=True)
        return lambda digest: key.sign(digest, ecdsa)

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature of a SHA-256 digest; the same digest gives the same signature."""
        return self._primitive(digest)


@dataclass(frozen=True, eq=False, kw_only=True)
class FreshKey:
    """A fresh key in memory that waits for its certificate."""

    private: PrivateKey = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return self.private.public_key()

    def certified(self, certificate: bytes) -> SigningKey:
        """The key with its certificate, DER."""
        return SigningKey(certificate=certificate, private=self.private)


def check_pin(pin: str) -> None:
    """Refuse a PIN that would be guessed first; raises PinError `signing.pin_weak` with why.

    At least six characters, not all the same, not a run of neighbours up or down, no repeated
    half or pair.
    """
    if not pin.isprintable():
        raise PinError("signing.pin_weak", reason="unprintable", minimum=MIN_PIN)
    steps = {ord(b) - ord(a) for a, b in pairwise(pin)}
    if len(pin) < MIN_PIN:
        reason = "short"
    elif steps == {0}:
        reason = "uniform"
    elif steps in ({1}, {-1}):
        reason = "sequential"
    elif any(pin == pin[:size] * (len(pin) // size) for size in (2, 3)):
        reason = "repeated"
    else:
        return
    raise PinError("signing.pin_weak", reason=reason, minimum=MIN_PIN)


def lock(key: SigningKey, pin: str) -> bytes:
    """The key and its certificate as PKCS#12: AES-256-CBC, PBKDF2 and MAC with SHA-256.

    Raises PinError `signing.pin_weak` for a PIN the policy refuses.
    """
    check_pin(pin)
    protection = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(pin.encode())
    )
    name = key.subject.name.encode()
    return pkcs12.serialize_key_and_certificates(name, key.private, key.parsed, None, protection)


def unlock(p12: bytes, pin: str) -> SigningKey:
    """The key in a PKCS#12 file.

    Raises PinError `signing.pin_wrong` for a wrong PIN, KeyFileError `signing.key_file` for a file
    that is no PKCS#12, lacks a key or certificate, or holds a kind of key that cannot sign here.
    """
    if not _looks_like_pkcs12(p12):
        raise KeyFileError(reason="not_pkcs12")
    try:
        private, certificate, _ = pkcs12.load_key_and_certificates(p12, pin.encode())
    except ValueError as error:
        raise PinError("signing.pin_wrong") from error
    if private is None or certificate is None:
        raise KeyFileError(reason="incomplete")
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyFileError(reason="key_kind")
    der = certificate.public_bytes(serialization.Encoding.DER)
    return SigningKey(certificate=der, private=private)


def _looks_like_pkcs12(data: bytes) -> bool:
    """Whether the outer shell is a PFX of version 3 (RFC 7292, 4); the PIN is not needed for it."""
    try:
        members = children(only_value(data, SEQUENCE))
    except MalformedError:
        return False
    tags = [member.tag for member in members]
    return tags == [INTEGER, SEQUENCE, SEQUENCE] and members[0].body == b"\x03"
