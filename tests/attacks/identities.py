"""Genuine bytes signed by the wrong certificate, at the wrong time, stamped by a wrong hand."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec

from documents.signing import cms, der
from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.revocation import Revocation
from documents.signing.sign import sign, stamped_signature
from tests.attacks.attack import IDENTITY, TIME, Forgery, attack
from tests.attacks.hand_made import blank
from tests.attacks.targets import OFFICE, OTHER, SEAL, TRUST
from tests.signed_samples import AGENCY, CODE, MOMENT, ROOT_TERM, TERM, act_of

DAY = timedelta(days=1)
ENDED = Validity(start=TERM.start, end=MOMENT - DAY)
TO_COME = Validity(start=MOMENT + DAY, end=TERM.end)


def made_with(target, make):
    """The last field signed by `make(digest, key)`, whatever that does."""
    key = target.keys[target.fields[-1]]
    return blank(target, target.stages[-2]).seal(lambda digest: make(digest, key))


def by(target, key, tsa=None):
    """The last field signed by another key, in the right person's name."""
    return made_with(
        target, lambda digest, _: stamped_signature(digest, key, tsa or OFFICE.tsa(), MOMENT)
    )


def issued(target, authority=OFFICE.authority, validity=TERM):
    """Another certificate for whoever signs the last field."""
    field = target.fields[-1]
    if field == SEAL:
        return authority.issue_seal(validity=validity)
    subject = target.keys[field].subject
    holder = Holder(id=subject.id, name=subject.name, squad=subject.unit)
    return authority.issue_officer(holder, validity=validity)


def ended(target, *, superseded=False):
    """The genuine document, where the last signer's certificate ended before it was signed."""
    revocation = Revocation(
        serial=target.keys[target.fields[-1]].parsed.serial_number,
        since=MOMENT - DAY,
        superseded=superseded,
    )
    crl = OFFICE.authority.revocation_list([revocation], number=7, validity=TERM)
    return Forgery(target.signed, replace(TRUST, crls=(crl,)))


# -- certificates ---------------------------------------------------------------------------------


@attack(IDENTITY, "certificate.expired")
def certificate_expired(target):
    return by(target, issued(target, validity=ENDED))


@attack(IDENTITY, "certificate.not_yet_valid")
def certificate_not_yet_valid(target):
    return by(target, issued(target, validity=TO_COME))


@attack(IDENTITY, "certificate.revoked")
def certificate_revoked(target):
    return ended(target)


@attack(IDENTITY, "certificate.superseded")
def certificate_superseded(target):
    return ended(target, superseded=True)


@attack(IDENTITY, "certificate.usage")
def certificate_of_the_timestamp_authority(target):
    return by(target, OFFICE.timestamping)


@attack(IDENTITY, "certificate.usage")
def certificate_of_the_root(target):
    return by(target, OFFICE.authority.root)


@attack(IDENTITY, "certificate.untrusted")
def certificate_of_another_authority(target):
    return by(target, OTHER.officers[0])


@attack(IDENTITY, "certificate.untrusted")
def certificate_of_a_root_of_the_same_name(target):
    """A root that says it is ours, and a certificate for the right person below it."""
    organization = Organization(name=AGENCY, code=CODE)
    twin = CertificateAuthority.create(organization, name="云溪执法本地根证书", validity=ROOT_TERM)
    return by(target, issued(target, twin))


@attack(IDENTITY, "certificate.untrusted")
def certificate_issued_by_an_officer(target):
    """An officer plays the authority: the certificate may not issue others."""
    officer = OFFICE.officers[0]
    false = CertificateAuthority.restore(OFFICE.authority.organization, officer)
    key = issued(target, false)

    def make(digest, _):
        signed = cms.sign(digest, key)
        chained = replace(signed, certificates=(key.certificate, officer.certificate))
        token = OFFICE.tsa().stamp(cms.imprint(chained), moment=MOMENT)
        return cms.with_timestamp(chained, token).encode()

    return made_with(target, make)


@attack(IDENTITY, "certificate.stray")
def certificate_that_serves_nothing(target):
    def make(digest, key):
        signed = cms.sign(digest, key)
        more = replace(signed, certificates=(key.certificate, OTHER.officers[0].certificate))
        token = OFFICE.tsa().stamp(cms.imprint(more), moment=MOMENT)
        return cms.with_timestamp(more, token).encode()

    return made_with(target, make)


@attack(IDENTITY, "signature.value")
def certificate_of_the_right_person_with_another_key(target):
    other = ec.generate_private_key(ec.SECP256R1())
    return by(target, replace(target.keys[target.fields[-1]], private=other))


@attack(IDENTITY, "signer_differs")
def officer_in_another_ones_field(target):
    field = target.fields[-1]
    key = next(k for k in OFFICE.officers if k.subject.id != target.person(field))
    return target.signed_on(target.stages[-2], field, key=key)


@attack(IDENTITY, "signature_role")
def signer_in_another_role(target):
    """The right person by a genuine certificate, but as somebody else than the act demands."""
    field, key = target.fields[-1], target.keys[target.fields[-1]]
    reason = f"head:{target.person(field)}"
    act = replace(act_of(key), reason=reason)
    return sign(target.stages[-2], field=field, key=key, act=act, tsa=OFFICE.tsa())


@attack(IDENTITY, "signature.malformed")
def certificate_named_by_no_attribute(target):
    """Without signing-certificate-v2 any certificate of the same key would do."""

    def make(digest, key):
        signed = cms.sign(digest, key)
        attributes = tuple(
            a for a in signed.signed_attributes if cms.SIGNING_CERTIFICATE_V2 not in a
        )
        value = key.sign_digest(sha256(der.set_of(*attributes)).digest())
        return replace(signed, signed_attributes=attributes, signature=value).encode()

    return made_with(target, make)


@attack(IDENTITY, "signature.malformed")
def signature_with_its_own_content(target):
    """An attached signature over other content: some verifiers check that instead of the file."""

    def make(_digest, key):
        content = b"something else was signed"
        signed = cms.sign(sha256(content).digest(), key, content=content)
        token = OFFICE.tsa().stamp(cms.imprint(signed), moment=MOMENT)
        return cms.with_timestamp(signed, token).encode()

    return made_with(target, make)


@attack(IDENTITY, "signature.value")
def digest_algorithm_weakened(target):
    """SHA-1 instead of SHA-256 in the signature's own words."""

    def make(digest, key):
        sha1 = der.sequence(der.oid("1.3.14.3.2.26"))
        signed = replace(cms.sign(digest, key), digest_algorithm=sha1)
        token = OFFICE.tsa().stamp(cms.imprint(signed), moment=MOMENT)
        return cms.with_timestamp(signed, token).encode()

    return made_with(target, make)


# -- timestamps -----------------------------------------------------------------------------------


class Stamping:
    """A timestamp authority with whatever key, over whatever, at whatever time."""

    token_size = 3000

    def __init__(self, key, *, over=None, shift=timedelta()):
        self._tsa = replace(OFFICE.tsa(), key=key)
        self._over, self._shift = over, shift

    def stamp(self, imprint, *, moment, nonce=None):
        return self._tsa.stamp(self._over or imprint, moment=moment + self._shift, nonce=nonce)


def stamped(target, *given, **how):
    return by(target, target.keys[target.fields[-1]], Stamping(*given, **how))


@attack(TIME, "timestamp.untrusted")
def timestamp_of_another_authority(target):
    return by(target, target.keys[target.fields[-1]], OTHER.tsa())


@attack(TIME, "timestamp.usage")
def timestamp_by_an_officer(target):
    return stamped(target, OFFICE.officers[1])


@attack(TIME, "timestamp.imprint")
def timestamp_over_another_signature(target):
    return stamped(target, OFFICE.timestamping, over=bytes(32))


@attack(TIME, "timestamp.expired")
def timestamp_after_its_certificate(target):
    return stamped(target, OFFICE.timestamping, shift=timedelta(days=900))


@attack(TIME, "timestamp.not_yet_valid")
def timestamp_before_its_certificate(target):
    return stamped(target, OFFICE.timestamping, shift=timedelta(days=-900))


@attack(TIME, "signature.moment_differs")
def signature_dated_back(target):
    return stamped(target, OFFICE.timestamping, shift=timedelta(days=3))


@attack(TIME, "timestamp.revoked")
def timestamp_certificate_revoked(target):
    serial = OFFICE.timestamping.parsed.serial_number
    revocation = Revocation(serial=serial, since=MOMENT - DAY)
    crl = OFFICE.authority.revocation_list([revocation], number=8, validity=TERM)
    return Forgery(target.signed, replace(TRUST, crls=(crl,)))


@attack(TIME, "timestamp.missing")
def timestamp_left_out(target):
    return made_with(target, lambda digest, key: cms.sign(digest, key).encode())


@attack(TIME, "timestamp.signature")
def timestamp_with_its_time_changed(target):
    """The moment inside a genuine token made another one."""

    def make(digest, key):
        signed = cms.sign(digest, key)
        token = OFFICE.tsa().stamp(cms.imprint(signed), moment=MOMENT)
        then, now = (der.generalized_time(MOMENT - shift) for shift in (timedelta(), DAY / 1440))
        return cms.with_timestamp(signed, token.replace(then, now)).encode()

    return made_with(target, make)


@attack(TIME, "signature.malformed")
def two_timestamps(target):
    def make(digest, key):
        signed = cms.sign(digest, key)
        tokens = [OFFICE.tsa().stamp(cms.imprint(signed), moment=MOMENT, nonce=n) for n in (1, 2)]
        both = tuple(der.sequence(cms.SIGNATURE_TIMESTAMP, der.set_of(token)) for token in tokens)
        return replace(signed, unsigned_attributes=both).encode()

    return made_with(target, make)
