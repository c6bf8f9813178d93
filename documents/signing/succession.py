"""One root after another: what each says of the other, and whether it follows (RFC 4210, 4.4).

All roots of an authority bear one name; certificates among them are self-issued and count towards
no path length (RFC 5280, 6.1.4 (l)). Refuses to know files, and when a root is to be renewed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from documents.signing.authority import CertificateAuthority, Validity
from documents.signing.certificates import UNREADABLE, load, subject_of
from documents.signing.errors import SignerError
from documents.signing.issuing import (
    SIGNING,
    STAMPING,
    Wording,
    holder_certificate,
    issuing_certificate,
)
from documents.signing.keys import KeyKind, PrivateKey, PublicKey, SigningKey, new_key
from documents.signing.verification import EarlierRoot


def successor(
    old: CertificateAuthority, *, validity: Validity, kind: KeyKind
) -> CertificateAuthority:
    """A new root under the name of the old one, with a key of its own."""
    name, private = old.certificate.subject, new_key(kind)
    wording = Wording(subject=name, issuer=name, start=validity.start, end=validity.end)
    certificate = issuing_certificate(wording, private.public_key(), private, root=True)
    return CertificateAuthority(
        organization=old.organization, certificate=certificate, private=private
    )


def vouched(issuer: CertificateAuthority, root: x509.Certificate, *, validity: Validity) -> bytes:
    """The certificate, DER, in which one root says that another one of its name issues."""
    wording = Wording(
        subject=root.subject,
        issuer=issuer.certificate.subject,
        start=validity.start,
        end=validity.end,
    )
    made = issuing_certificate(wording, _public(root), issuer.private, root=False)
    return made.public_bytes(Encoding.DER)


@dataclass(frozen=True, eq=False)
class Recertification:
    """Certificates of a new root for keys an earlier one certified, without those keys at hand."""

    authority: CertificateAuthority
    #: By kind of key, one that signs in its place when lengths are tried.
    _trial: dict[object, PrivateKey] = field(default_factory=dict)

    def certify(self, old: x509.Certificate, *, validity: Validity) -> bytes:
        """The certificate, DER, of the same holder for the same key and purpose."""
        wording = Wording(
            subject=old.subject,
            issuer=self.authority.certificate.subject,
            start=validity.start,
            end=validity.end,
        )
        extended = old.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        purposes = STAMPING if list(extended) == list(STAMPING) else SIGNING
        public = _public(old)
        stand_in = _StandIn(public=public, private=self._like(public))
        return holder_certificate(wording, stand_in, self.authority.private, purposes=purposes)

    def _like(self, public: PublicKey) -> PrivateKey:
        size = public.key_size
        if (type(public), size) not in self._trial:
            fresh = (
                rsa.generate_private_key(65537, size)
                if isinstance(public, rsa.RSAPublicKey)
                else ec.generate_private_key(public.curve)
            )
            self._trial[type(public), size] = fresh
        return self._trial[type(public), size]


@dataclass(frozen=True, eq=False, kw_only=True)
class _StandIn:
    """A key nobody has unlocked: another of its kind signs when lengths are tried."""

    public: PublicKey
    private: PrivateKey = field(repr=False)

    def certified(self, certificate: bytes) -> SigningKey:
        """What makes signatures as long as the true key would."""
        return SigningKey(certificate=certificate, private=self.private)


def ends_of(
    roots: Iterable[x509.Certificate], earlier: Sequence[EarlierRoot]
) -> Mapping[x509.Certificate, datetime]:
    """The earlier roots that one of `roots` vouches for, each with its last moment.

    One that nobody vouches for is not among them. Raises MalformedError.
    """
    found: dict[x509.Certificate, datetime] = {}
    trusted = list(roots)
    for one in earlier:
        root, said = load(one.root), load(one.vouched)
        if _same_key(root, said) and any(_issued(said, above) for above in trusted):
            found[root] = said.not_valid_after_utc
    return found


def follows(
    root: x509.Certificate, trusted: x509.Certificate, links: Sequence[x509.Certificate]
) -> bool:
    """Whether links lead from a trusted root to another one, each signed by the one before."""
    known, waiting = [trusted], list(links)
    while not any(_same_key(one, root) for one in known):
        fresh = [one for one in waiting if any(_issued(one, above) for above in known)]
        if not fresh:
            return False
        waiting = [one for one in waiting if one not in fresh]
        known += fresh
    return True


def _issued(said: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether `said` is a certificate `above` gave to another root of its own name."""
    try:
        said.verify_directly_issued_by(above)
        basic = said.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (InvalidSignature, x509.ExtensionNotFound, *UNREADABLE):
        return False
    return basic.ca and said.subject == above.subject


def _same_key(one: x509.Certificate, other: x509.Certificate) -> bool:
    return one.subject == other.subject and _spki(one) == _spki(other)


def _spki(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _public(certificate: x509.Certificate) -> PublicKey:
    """The certificate's key; raises SignerError `signing.subject` for a kind not used here."""
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        subject = subject_of(certificate)
        raise SignerError("signing.subject", name=subject.name, unit=subject.unit)
    return public
