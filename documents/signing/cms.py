"""CMS SignedData with one signer (RFC 5652), as CAdES and RFC 3161 tokens use it.

Writes the CAdES baseline profile for PDF (ETSI EN 319 142-1: ESS signing-certificate-v2, no
signing-time, levels B and T) and reads it back strictly: what is read must encode to the very same
bytes, so no part of it can be altered unnoticed. Refuses to know PDF and trust.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from documents.signing import der
from documents.signing.errors import MalformedError
from documents.signing.keys import Signer

DATA = der.oid("1.2.840.113549.1.7.1")
SIGNED_DATA = der.oid("1.2.840.113549.1.7.2")
TST_INFO = der.oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE = der.oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = der.oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE = der.oid("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2 = der.oid("1.2.840.113549.1.9.16.2.47")
SIGNATURE_TIMESTAMP = der.oid("1.2.840.113549.1.9.16.2.14")
SHA256 = der.oid("2.16.840.1.101.3.4.2.1")
ECDSA_SHA256 = der.sequence(der.oid("1.2.840.10045.4.3.2"))
RSA_SHA256 = der.sequence(der.oid("1.2.840.113549.1.1.11"), der.NULL)

#: How many attributes are remembered.
REMEMBERED = 128
Hash = hashes.SHA256 | hashes.SHA384 | hashes.SHA512
HASHES: Mapping[bytes, tuple[str, Hash]] = {
    der.sequence(der.oid(f"2.16.840.1.101.3.4.2.{arc}"), end): (name, kind)
    for arc, name, kind in (
        (1, "sha256", hashes.SHA256()),
        (2, "sha384", hashes.SHA384()),
        (3, "sha512", hashes.SHA512()),
    )
    for end in (b"", der.NULL)
}
SIGNATURES: Mapping[bytes, tuple[str, Hash | None]] = {
    ECDSA_SHA256: ("ecdsa", hashes.SHA256()),
    der.sequence(der.oid("1.2.840.10045.4.3.3")): ("ecdsa", hashes.SHA384()),
    der.sequence(der.oid("1.2.840.10045.4.3.4")): ("ecdsa", hashes.SHA512()),
    RSA_SHA256: ("rsa", hashes.SHA256()),
    der.sequence(der.oid("1.2.840.113549.1.1.12"), der.NULL): ("rsa", hashes.SHA384()),
    der.sequence(der.oid("1.2.840.113549.1.1.13"), der.NULL): ("rsa", hashes.SHA512()),
    # rsaEncryption: the hash is the digest algorithm (RFC 3370, 3.2)
    der.sequence(der.oid("1.2.840.113549.1.1.1"), der.NULL): ("rsa", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedData:
    """A SignedData with one SignerInfo; every part but signature and content is its encoding."""

    content_type: bytes
    #: The encapsulated content, or None for a detached signature.
    content: bytes | None
    certificates: tuple[bytes, ...]
    issuer_and_serial: bytes
    digest_algorithm: bytes
    signed_attributes: tuple[bytes, ...]
    signature_algorithm: bytes
    signature: bytes
    unsigned_attributes: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """The ContentInfo holding this SignedData, DER."""
        unsigned = b"".join(sorted(self.unsigned_attributes))
        signer = der.sequence(
            der.integer(1),
            self.issuer_and_serial,
            self.digest_algorithm,
            der.context(0, b"".join(sorted(self.signed_attributes))),
            self.signature_algorithm,
            der.octets(self.signature),
            der.context(1, unsigned) if unsigned else b"",
        )
        content = b"" if self.content is None else der.context(0, der.octets(self.content))
        body = der.sequence(
            der.integer(1 if self.content_type == DATA else 3),
            der.set_of(self.digest_algorithm),
            der.sequence(self.content_type, content),
            der.context(0, b"".join(self.certificates)),
            der.set_of(signer),
        )
        return der.sequence(SIGNED_DATA, der.context(0, body))

    def signed_attribute(self, kind: bytes) -> der.Value | None:
        """The single value of a signed attribute, or None when absent."""
        return _attribute(self.signed_attributes, kind)

    def unsigned_attribute(self, kind: bytes) -> der.Value | None:
        """The single value of an unsigned attribute, or None when absent."""
        return _attribute(self.unsigned_attributes, kind)

    def signer_certificate(self) -> bytes | None:
        """The certificate that ESS signing-certificate-v2 names by its SHA-256 (RFC 5035, 4).

        Outside timestamp authorities may still name it by its SHA-1 (RFC 3161, 2.4.2).
        """
        named, algorithm = self.signed_attribute(SIGNING_CERTIFICATE_V2), "sha256"
        if named is None and self.content_type == TST_INFO:
            named, algorithm = self.signed_attribute(SIGNING_CERTIFICATE), "sha1"
        digest = _named_digest(named) if named else None
        found = (c for c in self.certificates if hashlib.new(algorithm, c).digest() == digest)
        return next(found, None)


def sign(
    digest: bytes, signer: Signer, *, content_type: bytes = DATA, content: bytes | None = None
) -> SignedData:
    """Sign the SHA-256 `digest` of a content, detached unless `content` is given."""
    fixed = _fixed(signer.certificate)
    attributes = (
        der.sequence(CONTENT_TYPE, der.set_of(content_type)),
        der.sequence(MESSAGE_DIGEST, der.set_of(der.octets(digest))),
        fixed.signing_certificate,
    )
    signed = hashlib.sha256(der.set_of(*attributes)).digest()
    return SignedData(
        content_type=content_type,
        content=content,
        certificates=(signer.certificate,),
        issuer_and_serial=fixed.issuer_and_serial,
        digest_algorithm=der.sequence(SHA256),
        signed_attributes=attributes,
        signature_algorithm=RSA_SHA256 if signer.rsa else ECDSA_SHA256,
        signature=signer.sign_digest(signed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fixed:
    """What is the same in all signatures made with one certificate."""

    issuer_and_serial: bytes
    signing_certificate: bytes


@lru_cache(maxsize=1024)
def _fixed(certificate: bytes) -> _Fixed:
    parsed = x509.load_der_x509_certificate(certificate)
    issuer, serial = parsed.issuer.public_bytes(), der.integer(parsed.serial_number)
    names = der.sequence(der.context(4, issuer))
    named = der.sequence(  # SHA-256 is the default hash and therefore not encoded
        der.octets(hashlib.sha256(certificate).digest()), der.sequence(names, serial)
    )
    value = der.sequence(der.sequence(named))
    return _Fixed(
        issuer_and_serial=der.sequence(issuer, serial),
        signing_certificate=der.sequence(SIGNING_CERTIFICATE_V2, der.set_of(value)),
    )


def imprint(signed: SignedData) -> bytes:
    """What a signature timestamp covers: the SHA-256 of the signature value."""
    return hashlib.sha256(signed.signature).digest()


def with_timestamp(signed: SignedData, token: bytes) -> SignedData:
    """The same signature at level T: the token as unsigned attribute (EN 319 122-1, 5.3)."""
    attribute = der.sequence(SIGNATURE_TIMESTAMP, der.set_of(token))
    return replace(signed, unsigned_attributes=(attribute,))


def parse(data: bytes) -> SignedData:
    """Read what `encode` writes; MalformedError for anything that would not encode to `data`."""
    kind, wrapped = _members(der.only_value(data, der.SEQUENCE), der.OID, 0xA0)
    if kind.raw != SIGNED_DATA:
        raise MalformedError("malformed.cms")
    _, digests, content, certificates, signers = _members(
        der.only_value(wrapped.body, der.SEQUENCE),
        der.INTEGER, der.SET, der.SEQUENCE, 0xA0, der.SET,
    )  # fmt: skip
    signer = der.children(der.only_value(signers.body, der.SEQUENCE))
    shape = [der.INTEGER, der.SEQUENCE, der.SEQUENCE, 0xA0, der.SEQUENCE, der.OCTETS, 0xA1]
    if [part.tag for part in signer] not in (shape, shape[:-1]) or not digests.body:
        raise MalformedError("malformed.cms")
    kind, *inside = der.children(content) or (content,)
    found = SignedData(
        content_type=kind.raw,
        content=der.only_value(inside[0].body, der.OCTETS).body if inside else None,
        certificates=_raws(certificates),
        issuer_and_serial=signer[1].raw,
        digest_algorithm=signer[2].raw,
        signed_attributes=_raws(signer[3]),
        signature_algorithm=signer[4].raw,
        signature=signer[5].body,
        unsigned_attributes=_raws(signer[6]) if len(signer) > 6 else (),
    )
    if found.encode() != data:
        raise MalformedError("malformed.cms")
    return found


def _raws(value: der.Value) -> tuple[bytes, ...]:
    return tuple(member.raw for member in der.children(value))


def _members(value: der.Value, *tags: int) -> tuple[der.Value, ...]:
    members = der.children(value)
    if tuple(member.tag for member in members) != tags:
        raise MalformedError("malformed.cms")
    return members


def _attribute(attributes: Sequence[bytes], kind: bytes) -> der.Value | None:
    """The one value of the one attribute of this kind; MalformedError when there are more."""
    found: list[der.Value] = []
    for attribute in attributes:
        name, values = _name_and_values(attribute)
        if name == kind:
            found += values
    if len(found) > 1:
        raise MalformedError("malformed.cms")
    return found[0] if found else None


@lru_cache(maxsize=REMEMBERED)
def _name_and_values(attribute: bytes) -> tuple[bytes, tuple[der.Value, ...]]:
    """What an attribute says; each is asked for several names, and many signatures share some."""
    name, values = _members(der.only_value(attribute, der.SEQUENCE), der.OID, der.SET)
    return name.raw, der.children(values)


def _named_digest(value: der.Value) -> bytes:
    """The certificate hash of the first ESSCertIDv2 when it uses the default SHA-256."""
    at = value
    for _ in range(2):
        members = der.children(at)
        if not members:
            raise MalformedError("malformed.cms")
        at = members[0]
    first = der.children(at)[:1]
    if not first or first[0].tag != der.OCTETS:
        raise MalformedError("malformed.cms")
    return first[0].body


def signature_holds(signed: SignedData, certificate: x509.Certificate) -> bool:
    """Whether the certificate's key made the signature over the signed attributes."""
    digest = HASHES.get(signed.digest_algorithm)
    scheme = SIGNATURES.get(signed.signature_algorithm)
    if digest is None or scheme is None or not _names(signed, certificate):
        return False
    kind, algorithm = scheme[0], scheme[1] or digest[1]
    key, data = certificate.public_key(), der.set_of(*signed.signed_attributes)
    try:
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signed.signature, data, padding.PKCS1v15(), algorithm)
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signed.signature, data, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _names(signed: SignedData, certificate: x509.Certificate) -> bool:
    """Whether SignerInfo names this certificate by issuer and serial number."""
    return signed.issuer_and_serial == _issuer_and_serial(certificate)


@lru_cache(maxsize=REMEMBERED)
def _issuer_and_serial(certificate: x509.Certificate) -> bytes:
    return der.sequence(certificate.issuer.public_bytes(), der.integer(certificate.serial_number))


def digest_matches(signed: SignedData, content_digests: Mapping[str, bytes]) -> bool:
    """Whether message-digest equals the content's digest, and content-type the content's kind."""
    digest = HASHES.get(signed.digest_algorithm)
    kind = signed.signed_attribute(CONTENT_TYPE)
    claimed = signed.signed_attribute(MESSAGE_DIGEST)
    if digest is None or kind is None or claimed is None or kind.raw != signed.content_type:
        return False
    return claimed.tag == der.OCTETS and claimed.body == content_digests.get(digest[0])
