"""Certificates say who, for what and for how long, and a training one says it is one."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from documents.signing.authority import (
    CertificateAuthority,
    Holder,
    Organization,
    Validity,
)
from documents.signing.certificates import (
    DOCUMENT_SIGNING,
    HolderKind,
    Purpose,
    load,
    path_faults,
    subject_of,
)
from documents.signing.errors import MalformedError, SignerError
from documents.signing.keys import KeyKind
from documents.signing.revocation import Revocation
from tests.signed_samples import AGENCY, MOMENT, NAMES, ROOT_TERM, TERM, bureau


def codes(key, office, *, moment=MOMENT, purpose=Purpose.DOCUMENT, crls=(), others=()):
    faults = path_faults(
        key.parsed,
        purpose=purpose,
        others=others,
        roots=[office.authority.certificate],
        crls=crls,
        moment=moment,
    )
    return {fault.code for fault in faults}


def test_an_officers_certificate_names_person_squad_and_agency():
    subject = bureau().officers[0].subject
    assert (subject.kind, subject.name, subject.id) == (HolderKind.PERSON, NAMES[0], "P001")
    assert (subject.unit, subject.organization, subject.training) == ("一中队", AGENCY, False)


def test_the_seals_certificate_names_the_agency_by_its_code():
    subject = bureau().seal.subject
    assert (subject.kind, subject.name, subject.id) == (
        HolderKind.SEAL,
        AGENCY,
        "11330199MB0000001X",
    )


def test_every_certificate_of_a_training_workspace_says_training():
    office = bureau(training=True)
    keys = [*office.officers, office.seal, office.timestamping, office.authority.root]
    assert all(key.subject.training for key in keys)
    assert all("培训专用" in key.parsed.subject.rfc4514_string() for key in keys)
    assert office.officers[0].subject.unit == "一中队"


def test_signers_may_commit_to_documents_and_issue_nothing():
    certificate = bureau().officers[0].parsed
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert DOCUMENT_SIGNING in purposes
    assert not basic.ca


def test_the_timestamp_certificate_has_one_critical_purpose():
    """RFC 3161, 2.3."""
    certificate = bureau().timestamping.parsed
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert purposes.critical
    assert list(purposes.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def test_certificates_of_the_root_are_accepted_for_their_purpose_alone():
    office = bureau()
    assert codes(office.officers[0], office) == set()
    assert codes(office.seal, office) == set()
    assert codes(office.timestamping, office, purpose=Purpose.TIMESTAMP) == set()
    assert codes(office.timestamping, office) == {"certificate.usage"}
    assert codes(office.officers[0], office, purpose=Purpose.TIMESTAMP) == {"certificate.usage"}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (TERM.start, set()),
        (TERM.start - timedelta(seconds=1), {"certificate.not_yet_valid"}),
        (TERM.end, set()),
        (TERM.end + timedelta(seconds=1), {"certificate.expired"}),
    ],
)
def test_validity_includes_both_ends(moment, expected):
    """RFC 5280, 4.1.2.5."""
    found = codes(bureau().officers[0], bureau(), moment=moment)
    assert expected <= found <= expected | {"certificate.not_yet_valid"}


def test_another_root_is_not_trusted():
    assert codes(bureau().officers[0], bureau(training=True)) == {"certificate.untrusted"}


def test_an_officer_cannot_issue():
    """A certificate issued with an officer's key leads to no root (RFC 5280, 6.1.4 k and n)."""
    office = bureau()
    organization = Organization(name=AGENCY, code="X")
    officer = CertificateAuthority.restore(organization, office.officers[0])
    forged = officer.issue_officer(Holder(id="P9", name="甲", squad=""), validity=TERM)
    found = codes(forged, office, others=[office.officers[0].parsed])
    assert found == {"certificate.untrusted"}


def test_certificates_that_serve_no_path_are_named():
    office = bureau()
    found = codes(office.officers[0], office, others=[office.officers[1].parsed])
    assert found == {"certificate.stray"}


@pytest.mark.parametrize(("days", "revoked"), [(-1, True), (0, True), (1, False)])
def test_revocation_counts_from_its_date(days, revoked):
    office = bureau()
    serial = office.officers[0].parsed.serial_number
    der = office.authority.revocation_list(
        [Revocation(serial=serial, since=MOMENT + timedelta(days=days))], number=1, validity=TERM
    )
    crls = [x509.load_der_x509_crl(der)]
    assert codes(office.officers[0], office, crls=crls) == (
        {"certificate.revoked"} if revoked else set()
    )
    assert codes(office.officers[1], office, crls=crls) == set()


def test_a_foreign_revocation_list_revokes_nothing():
    office, other = bureau(), bureau(training=True)
    serial = office.officers[0].parsed.serial_number
    der = other.authority.revocation_list(
        [Revocation(serial=serial, since=MOMENT)], number=1, validity=TERM
    )
    assert codes(office.officers[0], office, crls=[x509.load_der_x509_crl(der)]) == set()


def test_the_root_comes_back_from_its_key():
    office = bureau()
    restored = CertificateAuthority.restore(office.authority.organization, office.authority.root)
    key = restored.issue_officer(Holder(id="P77", name="新人", squad=""), validity=TERM)
    assert codes(key, office) == set()
    assert key.subject.unit == ""


@pytest.mark.parametrize(
    ("person", "name"), [("P1", ""), ("P1", "长" * 22), ("", "林知远"), ("编号", "林知远")]
)
def test_names_a_certificate_cannot_carry_are_refused(person, name):
    with pytest.raises(SignerError):
        bureau().authority.issue_officer(
            Holder(id=person, name=name, squad="一中队"), validity=TERM
        )


def test_a_long_agency_name_stands_in_full_as_organisation():
    long = "临江市高新技术产业开发区城市管理和综合行政执法局"
    organization = Organization(name=long, code="X", short_name="临江城管")
    authority = CertificateAuthority.create(organization, name="根", validity=ROOT_TERM)
    assert authority.issue_seal(validity=TERM).subject.name == long


def test_rsa_keys_can_be_chosen():
    assert bureau(KeyKind.RSA2048).officers[0].private.key_size == 2048
    assert codes(bureau(KeyKind.RSA2048).officers[0], bureau(KeyKind.RSA2048)) == set()


@pytest.mark.parametrize("data", [b"", b"\x30\x00", b"garbage"], ids=ascii)
def test_unreadable_certificates_are_malformed(data):
    with pytest.raises(MalformedError):
        load(data)


def test_validity_and_holder_are_plain_values():
    assert Validity(start=MOMENT, end=MOMENT) == Validity(start=MOMENT, end=MOMENT)
    assert subject_of(bureau().authority.certificate).kind is HolderKind.OTHER
