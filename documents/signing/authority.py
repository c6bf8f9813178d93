"""The workspace's own certificate authority: a root, and the certificates it issues.

Issues to officers (by person id), to the agency seal and to the timestamp authority, and revokes.
A training workspace says so in every subject. Refuses to know PINs and files; validity periods,
organisation and people are the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from documents.signing.der import trips_asn1crypto
from documents.signing.errors import SignerError
from documents.signing.issuing import (
    SIGNING,
    STAMPING,
    Wording,
    holder_certificate,
    issuer_key,
    issuing_certificate,
)
from documents.signing.keys import (
    FreshKey,
    KeyKind,
    PrivateKey,
    SigningKey,
    UncertifiedKey,
    new_key,
)
from documents.signing.revocation import Revocation
from documents.signing.terms import terms

COUNTRY = "CN"
#: Bytes of a common name: X.520 allows 64 characters, `cryptography` 64 bytes of UTF-8.
MAX_COMMON_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when to when a certificate or revocation list holds; aware moments."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The agency the certificates belong to."""

    name: str
    #: Unified social credit code or other code, for the seal's organizationIdentifier.
    code: str
    #: Used as the seal's common name when the full name exceeds MAX_COMMON_NAME.
    short_name: str = ""
    #: Whether everything issued is for training only.
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The person a certificate names."""

    id: str
    name: str
    squad: str


@dataclass(frozen=True, eq=False, kw_only=True)
class CertificateAuthority:
    """A root that issues directly; its key signs certificates and revocation lists only."""

    organization: Organization
    certificate: x509.Certificate
    private: PrivateKey = field(repr=False)

    @classmethod
    def create(
        cls,
        organization: Organization,
        *,
        name: str,
        validity: Validity,
        kind: KeyKind = KeyKind.P256,
    ) -> "CertificateAuthority":
        """A new root with its own fresh key; `name` is its common name."""
        private = new_key(kind)
        subject = _subject(organization, name, terms().root_unit)
        wording = Wording(subject=subject, issuer=subject, start=validity.start, end=validity.end)
        return cls(
            organization=organization,
            certificate=issuing_certificate(wording, private.public_key(), private, root=True),
            private=private,
        )

    @classmethod
    def restore(cls, organization: Organization, root: SigningKey) -> "CertificateAuthority":
        """The authority whose root key was unlocked from its file."""
        return cls(organization=organization, certificate=root.parsed, private=root.private)

    @property
    def root(self) -> SigningKey:
        """The root's key and certificate, to be locked away."""
        return SigningKey(certificate=self.root_der, private=self.private)

    @property
    def root_der(self) -> bytes:
        """The root certificate, DER: the one thing a verifier must trust."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def issue_officer(
        self, holder: Holder, *, validity: Validity, kind: KeyKind = KeyKind.P256
    ) -> SigningKey:
        """A fresh key and certificate for a person to sign documents with.

        Raises SignerError `signing.subject` when the name is empty or exceeds MAX_COMMON_NAME, or
        the id is empty or not printable ASCII.
        """
        made = FreshKey(private=new_key(kind))
        return made.certified(self.certify_officer(made, holder, validity=validity))

    def certify_officer(self, made: UncertifiedKey, holder: Holder, *, validity: Validity) -> bytes:
        """The certificate, DER, of a key a person holds; raises what `issue_officer` raises."""
        person = (NameOID.SERIAL_NUMBER, holder.id)
        subject = _subject(self.organization, holder.name, holder.squad, person)
        return self._certify(made, subject, validity, purposes=SIGNING)

    def issue_seal(self, *, validity: Validity, kind: KeyKind = KeyKind.P256) -> SigningKey:
        """A fresh key and certificate for the agency seal; its full name is the organisation's."""
        made = FreshKey(private=new_key(kind))
        return made.certified(self.certify_seal(made, validity=validity))

    def certify_seal(self, made: UncertifiedKey, *, validity: Validity) -> bytes:
        """The certificate, DER, of a key held for the agency seal."""
        agency = (NameOID.ORGANIZATION_IDENTIFIER, self.organization.code)
        name = self.organization.name
        if len(name.encode()) > MAX_COMMON_NAME:
            name = self.organization.short_name
        subject = _subject(self.organization, name, terms().seal_unit, agency)
        return self._certify(made, subject, validity, purposes=SIGNING)

    def issue_timestamping(
        self, *, name: str, validity: Validity, kind: KeyKind = KeyKind.P256
    ) -> SigningKey:
        """A fresh key and certificate for the timestamp authority (RFC 3161, 2.3)."""
        subject = _subject(self.organization, name, terms().timestamp_unit)
        made = FreshKey(private=new_key(kind))
        return made.certified(self._certify(made, subject, validity, purposes=STAMPING))

    def revocation_list(
        self, revocations: Sequence[Revocation], *, number: int, validity: Validity
    ) -> bytes:
        """The signed list of certificates taken back (RFC 5280, 5), DER."""
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self.certificate.subject,
            last_update=validity.start,
            next_update=validity.end,
        )
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
        builder = builder.add_extension(issuer_key(self.private), critical=False)
        for item in sorted(revocations, key=lambda one: one.serial):
            builder = builder.add_revoked_certificate(item.entry())
        return builder.sign(self.private, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _certify(
        self,
        made: UncertifiedKey,
        subject: x509.Name,
        validity: Validity,
        *,
        purposes: Sequence[x509.ObjectIdentifier],
    ) -> bytes:
        issuer, start, end = self.certificate.subject, validity.start, validity.end
        wording = Wording(subject=subject, issuer=issuer, start=start, end=end)
        return holder_certificate(wording, made, self.private, purposes=purposes)


def _subject(
    organization: Organization,
    name: str,
    unit: str,
    *identifiers: tuple[x509.ObjectIdentifier, str],
) -> x509.Name:
    """Country, organisation, units, the holder's identifier and common name.

    The country is left out where the name would have a length that stalls asn1crypto.
    """
    pairs = [(NameOID.ORGANIZATION_NAME, organization.name)]
    units = [unit, terms().training_unit] if organization.training else [unit]
    pairs += [(NameOID.ORGANIZATIONAL_UNIT_NAME, text) for text in units if text]
    pairs += [*identifiers, (NameOID.COMMON_NAME, name)]
    if not all(text and text.isascii() and text.isprintable() for _, text in identifiers):
        raise SignerError("signing.subject", name=name, unit=unit)
    try:
        short = [x509.NameAttribute(kind, text) for kind, text in pairs]
    except ValueError as error:
        raise SignerError("signing.subject", name=name, unit=unit) from error
    whole = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, COUNTRY), *short])
    return x509.Name(short) if trips_asn1crypto(whole.public_bytes()) else whole
