"""Signing one field: an update after the earlier bytes, the same for the same act."""

from dataclasses import replace
from datetime import timedelta

import pytest

from documents.fonts import vendored_book
from documents.signing import cms, der
from documents.signing.appearance import PersonLook
from documents.signing.authority import Holder
from documents.signing.errors import (
    FieldError,
    FieldSignedError,
    MalformedError,
    SignerError,
    TimestampError,
)
from documents.signing.pdf import Document
from documents.signing.sign import sign, stamped_signature
from documents.signing.timestamp import LocalTimestampAuthority
from tests.foreign import raw_signatures
from tests.signed_samples import MOMENT, TERM, act_of, blank_pdf, bureau, signed_by

OFFICE = bureau()
KEY = OFFICE.officers[0]
PDF = blank_pdf(["slot0", "slot1"])


def signed(pdf=PDF, *, field="slot0", key=KEY, act=None, tsa=None):
    return sign(pdf, field=field, key=key, act=act or act_of(key), tsa=tsa or OFFICE.tsa())


def test_earlier_bytes_stay_as_they_were():
    once = signed()
    twice = signed(once, field="slot1", key=OFFICE.officers[1])
    assert once.startswith(PDF)
    assert twice.startswith(once)


def test_each_signature_covers_the_file_up_to_its_own_end():
    once = signed()
    twice = signed(once, field="slot1", key=OFFICE.officers[1])
    first, second = raw_signatures(twice)
    assert (first.end, second.end) == (len(once), len(twice))


def test_a_fixed_serial_and_moment_give_the_same_bytes():
    look = PersonLook(book=vendored_book())
    files = {signed_by([KEY], OFFICE, look=look) for _ in range(3)}
    assert len(files) == 1


def test_the_signature_dictionary_says_who_when_and_why():
    act = replace(act_of(KEY), reason="立案审批", location="云溪")
    pdf = signed(act=act)
    for text in ("林知远", "立案审批", "云溪"):
        assert ("\ufeff" + text).encode("utf-16-be").hex().upper().encode() in pdf
    assert b"/M (D:20260309103015+08'00')" in pdf
    assert b"/SubFilter /ETSI.CAdES.detached" in pdf


def test_signed_attributes_are_those_of_the_pades_baseline():
    """ETSI EN 319 142-1, 6.3: signing-time stands in /M and never in the CMS."""
    data = cms.parse(raw_signatures(signed())[0].cms)
    kinds = {der.children(der.first_value(raw))[0].raw for raw in data.signed_attributes}
    assert kinds == {cms.CONTENT_TYPE, cms.MESSAGE_DIGEST, cms.SIGNING_CERTIFICATE_V2}


def test_a_moment_without_zone_is_refused():
    act = replace(act_of(KEY), moment=MOMENT.replace(tzinfo=None))
    with pytest.raises(Exception, match=r"time\.naive"):
        signed(act=act)


def test_a_missing_field_is_named_with_those_there_are():
    with pytest.raises(FieldError) as refusal:
        signed(field="slot9")
    assert refusal.value.facts == {"field": "slot9", "fields": ("slot0", "slot1")}


def test_a_signed_field_is_not_signed_again():
    with pytest.raises(FieldSignedError):
        signed(signed())


def test_nobody_signs_with_anothers_key():
    act = replace(act_of(KEY), name="苏禾")
    with pytest.raises(SignerError) as refusal:
        signed(act=act)
    assert refusal.value.code == "signing.signer_differs"


@pytest.mark.parametrize(
    ("moment", "valid"),
    [
        (TERM.start - timedelta(seconds=1), False),
        (TERM.start, True),
        (TERM.end, True),
        (TERM.end + timedelta(seconds=1), False),
    ],
)
def test_a_key_signs_within_its_certificates_term_alone(moment, valid):
    act = act_of(KEY, moment=moment)
    if valid:
        signed(act=act)
        return
    with pytest.raises(SignerError) as refusal:
        signed(act=act)
    assert refusal.value.code == "signing.certificate_not_valid"


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", PDF[:-20], PDF + b"x"], ids=len)
def test_what_is_not_our_file_is_not_signed(pdf):
    with pytest.raises(MalformedError):
        signed(pdf)


def test_a_token_larger_than_promised_is_refused_not_cut():
    class Verbose:
        token_size = 10

        def stamp(self, _imprint, **_other):
            return der.octets(bytes(20_000))

    with pytest.raises(TimestampError) as refusal:
        signed(tsa=Verbose())
    assert refusal.value.code == "signing.no_room"


def test_signatures_avoid_lengths_that_stall_asn1crypto():
    tsa = OFFICE.tsa()
    made = [stamped_signature(bytes((number,)) * 32, KEY, tsa, MOMENT) for number in range(200)]
    assert not any(der.trips_asn1crypto(one) for one in made)


def test_certificates_of_any_length_allow_such_signatures():
    tsa = OFFICE.tsa()
    for length in range(1, 61):
        holder = Holder(id="P1", name="甲", squad="x" * length)
        key = OFFICE.authority.issue_officer(holder, validity=TERM)
        assert not der.trips_asn1crypto(stamped_signature(bytes(32), key, tsa, MOMENT))


def test_timestamp_certificates_of_any_length_allow_such_tokens():
    key = OFFICE.officers[0]
    for length in range(1, 41):
        stamping = OFFICE.authority.issue_timestamping(name="x" * length, validity=TERM)
        tsa = LocalTimestampAuthority(key=stamping)
        assert not der.trips_asn1crypto(stamped_signature(bytes(32), key, tsa, MOMENT))


def test_the_field_keeps_everything_but_signature_and_appearance():
    before = Document.open(PDF).signature_fields["slot0"].entries
    after = Document.open(signed()).signature_fields["slot0"].entries
    kept = {key: entry.raw for key, entry in after.items() if key != b"V"}
    assert kept == {key: entry.raw for key, entry in before.items()}
