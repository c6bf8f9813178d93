"""A root after another: what either signed is believed in its own time, and nobody else's is."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.authority import CertificateAuthority, Organization, Validity
from documents.signing.certificates import Purpose, load, path_faults
from documents.signing.errors import MalformedError
from documents.signing.keys import KeyKind
from documents.signing.succession import Recertification, ends_of, follows, successor, vouched
from documents.signing.verification import EarlierRoot, TrustAnchors
from documents.signing.verify import verify
from tests.foreign import run as foreign
from tests.signed_samples import AGENCY, CODE, MOMENT, ROOT_TERM, TERM, bureau, signed_by

SECOND = timedelta(seconds=1)
#: The sample is signed at MOMENT; the root is renewed an hour later.
RENEWED = MOMENT + timedelta(hours=1)
NEXT_TERM = Validity(start=RENEWED - timedelta(minutes=5), end=datetime(2046, 1, 1, tzinfo=UTC))


def renewed(old, *, end=RENEWED, kind=KeyKind.P256):
    """The next root, and the old one with what the next says of it."""
    fresh = successor(old, validity=NEXT_TERM, kind=kind)
    term = Validity(start=old.certificate.not_valid_before_utc, end=end)
    said = vouched(fresh, old.certificate, validity=term)
    return fresh, EarlierRoot(root=old.root_der, vouched=said)


def link(old, fresh):
    """What the old root says of the next one."""
    term = Validity(start=RENEWED, end=old.certificate.not_valid_after_utc)
    return load(vouched(old, fresh.certificate, validity=term))


def anew(fresh, key):
    """Somebody's key under the next root."""
    return load(Recertification(fresh).certify(key.parsed, validity=TERM))


def stranger():
    organization = Organization(name=AGENCY, code=CODE)
    return CertificateAuthority.create(organization, name="云溪执法本地根证书", validity=ROOT_TERM)


def faults(leaf, fresh, earlier, moment, purpose=Purpose.DOCUMENT):
    ends = ends_of([fresh.certificate], [earlier])
    found = path_faults(
        leaf, purpose=purpose, others=(), roots=[fresh.certificate, *ends], crls=(),
        moment=moment, ends=ends,
    )  # fmt: skip
    return [fault.code for fault in found]


def codes(pdf, fresh, *earlier):
    seen = verify(pdf, TrustAnchors(roots=(fresh.root_der,), earlier=earlier))
    return {finding.code for finding in seen.findings}


# -- what the old root issued ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (timedelta(days=-1), []),
        (-SECOND, []),
        (timedelta(0), []),
        (SECOND, ["certificate.root_ended"]),
        (timedelta(days=1), ["certificate.root_ended"]),
    ],
)
def test_a_certificate_of_the_old_root_is_good_up_to_the_moment_of_its_renewal(after, found):
    office = bureau()
    fresh, earlier = renewed(office.authority)
    assert faults(office.officers[0].parsed, fresh, earlier, RENEWED + after) == found


def test_a_file_signed_and_stamped_under_the_old_root_stays_good():
    office = bureau()
    pdf = signed_by(office.officers[:2], office)
    fresh, earlier = renewed(office.authority)
    assert codes(pdf, fresh, earlier) == set()
    assert codes(pdf, fresh) == {"certificate.untrusted", "timestamp.untrusted"}


def test_a_file_signed_after_the_renewal_under_the_old_root_is_refused():
    office = bureau()
    pdf = signed_by(office.officers[:1], office)
    fresh, earlier = renewed(office.authority, end=MOMENT - SECOND)
    assert "timestamp.root_ended" in codes(pdf, fresh, earlier)


def test_two_renewals_later_the_first_root_is_still_good_for_its_own_time():
    office = bureau()
    pdf = signed_by(office.officers[:1], office)
    second, _ = renewed(office.authority)
    third, middle = renewed(second, end=RENEWED + timedelta(days=1))
    said = Validity(start=ROOT_TERM.start, end=RENEWED)
    first = EarlierRoot(
        root=office.authority.root_der,
        vouched=vouched(third, office.authority.certificate, validity=said),
    )
    assert codes(pdf, third, first, middle) == set()


def test_a_root_nobody_vouches_for_is_not_believed():
    office = bureau()
    pdf = signed_by(office.officers[:1], office)
    fresh, earlier = renewed(office.authority)
    other, _ = renewed(stranger())
    _, elsewhere = renewed(stranger())
    by_other = vouched(other, office.authority.certificate, validity=ROOT_TERM)
    for unvouched in (
        EarlierRoot(root=earlier.root, vouched=by_other),
        EarlierRoot(root=earlier.root, vouched=elsewhere.vouched),
        EarlierRoot(root=earlier.root, vouched=office.officers[0].certificate),
        EarlierRoot(root=earlier.root, vouched=earlier.root),
    ):
        assert codes(pdf, fresh, unvouched) == {"certificate.untrusted", "timestamp.untrusted"}
    with pytest.raises(MalformedError):
        codes(pdf, fresh, EarlierRoot(root=earlier.root, vouched=b"none"))


# -- what the new root issues ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA2048])
def test_keys_certified_anew_keep_holder_purpose_and_key(kind):
    office = bureau(kind)
    fresh, earlier = renewed(office.authority)
    for key, purpose in (
        (office.officers[0], Purpose.DOCUMENT),
        (office.seal, Purpose.DOCUMENT),
        (office.timestamping, Purpose.TIMESTAMP),
    ):
        made = anew(fresh, key)
        assert (made.subject, made.public_key()) == (key.parsed.subject, key.parsed.public_key())
        assert made.serial_number != key.parsed.serial_number
        assert faults(made, fresh, earlier, RENEWED, purpose) == []


def test_before_the_new_root_was_made_it_vouches_for_nothing():
    office = bureau()
    fresh, earlier = renewed(office.authority)
    made = anew(fresh, office.officers[0])
    assert faults(made, fresh, earlier, NEXT_TERM.start) == []
    early = NEXT_TERM.start - SECOND
    assert faults(made, fresh, earlier, early) == ["certificate.not_yet_valid"]


# -- following from root to root ------------------------------------------------------------------


def test_who_trusted_the_old_root_follows_its_word_and_no_others():
    old = bureau().authority
    second, _ = renewed(old)
    third, _ = renewed(second)
    one, two = link(old, second), link(second, third)
    assert follows(old.certificate, old.certificate, [])
    assert follows(second.certificate, old.certificate, [one])
    assert follows(third.certificate, old.certificate, [two, one])
    assert not follows(second.certificate, old.certificate, [])
    assert not follows(third.certificate, old.certificate, [two])
    assert not follows(third.certificate, old.certificate, [one])
    assert not follows(old.certificate, third.certificate, [one, two])
    assert not follows(second.certificate, old.certificate, [link(stranger(), second)])


def test_a_certificate_of_a_person_leads_to_no_root():
    old = bureau().authority
    second, _ = renewed(old)
    person = bureau().officers[0]
    posing = CertificateAuthority(
        organization=old.organization, certificate=person.parsed, private=person.private
    )
    said = load(vouched(posing, second.certificate, validity=NEXT_TERM))
    assert not follows(second.certificate, old.certificate, [person.parsed, said])


# -- as others see it -----------------------------------------------------------------------------


def openssl(tmp_path, anchor, between, leaf, moment):
    """What OpenSSL says of a chain at a moment."""
    files = {"anchor": [anchor], "between": between, "leaf": [leaf]}
    for name, held in files.items():
        text = b"".join(one.public_bytes(Encoding.PEM) for one in held)
        (tmp_path / f"{name}.pem").write_bytes(text)
    untrusted = ["-untrusted", tmp_path / "between.pem"] if between else []
    told = foreign(
        "openssl", "verify", "-x509_strict", "-purpose", "any",
        "-attime", str(int(moment.timestamp())),
        "-CAfile", tmp_path / "anchor.pem", *untrusted, tmp_path / "leaf.pem",
    )  # fmt: skip
    return told.code == 0


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA2048])
def test_openssl_goes_from_the_old_root_to_what_the_new_one_issued(tmp_path, kind):
    old = bureau().authority
    fresh, _ = renewed(old, kind=kind)
    made = anew(fresh, bureau().officers[0])
    moment = RENEWED + timedelta(days=1)
    assert openssl(tmp_path, old.certificate, [link(old, fresh)], made, moment)
    assert openssl(tmp_path, fresh.certificate, [], made, moment)
    assert not openssl(tmp_path, old.certificate, [], made, moment)
    assert not openssl(tmp_path, old.certificate, [link(stranger(), fresh)], made, moment)


def test_openssl_goes_from_the_new_root_to_what_the_old_one_issued(tmp_path):
    old = bureau().authority
    fresh, earlier = renewed(old)
    leaf, between = bureau().officers[0].parsed, load(earlier.vouched)
    # OpenSSL takes the last second of a term for one after it; RFC 5280, 4.1.2.5 includes it.
    assert openssl(tmp_path, fresh.certificate, [between], leaf, RENEWED - SECOND)
    assert not openssl(tmp_path, fresh.certificate, [between], leaf, RENEWED + SECOND)
    assert not openssl(tmp_path, fresh.certificate, [], leaf, RENEWED - SECOND)


def test_roots_share_one_name_and_every_word_of_one_names_the_key_it_is_signed_with():
    old = bureau().authority
    fresh, earlier = renewed(old)
    for said, above in ((link(old, fresh), old), (load(earlier.vouched), fresh)):
        assert said.subject == said.issuer == old.certificate.subject
        named = said.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        key = above.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        assert named.key_identifier == key.value.digest
