"""Verification finds every change, names what is wrong, and survives any input."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.fonts import vendored_book
from documents.signing import cms
from documents.signing.appearance import PersonLook
from documents.signing.authority import Holder, Validity
from documents.signing.certificates import HolderKind
from documents.signing.errors import MalformedError
from documents.signing.pdf import Document
from documents.signing.revocation import Revocation, read_list
from documents.signing.sign import sign, stamped_signature
from documents.signing.update import Update, table_bytes, widget_bytes
from documents.signing.verification import Coverage, TrustAnchors
from documents.signing.verify import verify
from tests.signed_samples import AGENCY, MOMENT, TERM, act_of, blank_pdf, bureau, signed_by

OFFICE = bureau()
OTHER = bureau(training=True)
TRUST = TrustAnchors(roots=(OFFICE.authority.root_der,))
ONE = signed_by(OFFICE.officers[:1], OFFICE)
THREE = signed_by(
    [*OFFICE.officers[:2], OFFICE.seal], OFFICE, look=PersonLook(book=vendored_book())
)


def codes(pdf, trust=TRUST):
    return {finding.code for finding in verify(pdf, trust).findings}


def flipped(pdf, at, mask):
    changed = bytearray(pdf)
    changed[at] ^= mask
    return bytes(changed)


def test_each_signature_is_told_with_signer_moment_and_coverage():
    result = verify(THREE, TRUST)
    assert result.valid
    assert result.unsigned == ()
    assert [one.field for one in result.signatures] == ["slot0", "slot1", "slot2"]
    assert [one.signer.name for one in result.signatures] == ["林知远", "苏禾", AGENCY]
    assert [one.signer.id for one in result.signatures][:2] == ["P001", "P002"]
    assert result.signatures[2].signer.kind is HolderKind.SEAL
    assert {one.moment for one in result.signatures} == {MOMENT}
    assert [one.timestamp_serial for one in result.signatures] == [1001, 1002, 1003]
    assert [one.coverage for one in result.signatures] == [
        Coverage.EXTENDED,
        Coverage.EXTENDED,
        Coverage.WHOLE_FILE,
    ]
    first = result.signatures[0]
    assert first.digest_ok
    assert first.signature_ok
    assert first.chain_ok
    assert first.term_ok
    assert first.purpose_ok
    assert first.timestamp_ok


def test_fields_still_empty_are_listed():
    pdf = signed_by(OFFICE.officers[:1], OFFICE, pdf=blank_pdf(["slot0", "slot1"]))
    assert verify(pdf, TRUST).unsigned == ("slot1",)
    assert verify(pdf, TRUST).valid


def test_a_file_without_signature_is_not_valid():
    assert codes(blank_pdf(["slot0"])) == {"pdf.no_signature"}
    assert not verify(blank_pdf(["slot0"]), TRUST).valid


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(THREE) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(at, mask):
    assert codes(flipped(THREE, at, mask))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2 * 4400), st.sampled_from([0x20, 0x01, 0x80]))
def test_any_changed_byte_in_or_near_the_last_signature_is_found(back, mask):
    assert codes(flipped(THREE, len(THREE) - 1 - back, mask))


@pytest.mark.parametrize(
    ("marker", "offset", "code"),
    [
        (b"line 3 of", 5, "signature.digest"),
        (b"/ByteRange [0 ", 14, "signature.digest"),
        (b"/Contents <30", 11, "signature.malformed"),
        (b"/Size ", 6, "signature.digest"),
        (b"%%EOF", 5, "signature.digest"),
    ],
    ids=ascii,
)
def test_changes_are_named_by_where_they_are(marker, offset, code):
    assert code in codes(flipped(THREE, THREE.index(marker) + offset, 1))


def test_upper_case_digits_in_the_signature_are_a_change():
    at = next(i for i in range(THREE.rindex(b"/Contents <") + 11, len(THREE)) if THREE[i] > 0x60)
    assert "signature.malformed" in codes(flipped(THREE, at, 0x20))


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=1, max_size=30))
def test_appended_bytes_are_found(tail):
    assert codes(THREE + tail)


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"\n%%EOF\n", b"x" * 100], ids=len)
def test_appended_bytes_break_coverage(tail):
    result = verify(THREE + tail, TRUST)
    assert not result.valid
    assert all(one.coverage is Coverage.BROKEN for one in result.signatures)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(THREE) - 1))
def test_no_cut_off_file_passes_as_all_three_signatures(end):
    result = verify(THREE[:end], TRUST)
    assert len(result.signatures) < 3 or not result.valid


def update_with(pdf, change):
    """An update as a stranger would append it; `change` puts objects into it."""
    document = Document.open(pdf)
    update = Update(document)
    change(document, update)
    out = bytearray(pdf)
    offsets = {}
    for number, body in update._objects:
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(document.size, *(number + 1 for number in offsets))
    return bytes(out + table_bytes(document, offsets, size=size, at=len(out)))


def page_number(document):
    pages = document.dictionary(document.dictionary(document.root)[b"Pages"].value)
    return pages[b"Kids"].value[0].number


def new_page_content(document, update):
    number = page_number(document)
    content = update.add(b"<< /Length 3 >>\nstream\nq Q\nendstream")
    entries = dict(document.object(number).value)
    body = b" ".join(b"/%s %s" % (k, e.raw) for k, e in entries.items() if k != b"Contents")
    update.put(number, b"<< %s /Contents %d 0 R >>" % (body, content))


def removed_field(document, update):
    form = document.dictionary(document.root)[b"AcroForm"].value
    update.put(form.number, b"<< /SigFlags 3 /Fields [] >>")


def unsigned_field(document, update):
    field = document.signature_fields["slot0"]
    body = b" ".join(b"/%s %s" % (k, e.raw) for k, e in field.entries.items() if k != b"V")
    update.put(field.number, b"<< %s >>" % body)


def new_appearance(document, update):
    field = document.signature_fields["slot0"]
    entries = {k: e for k, e in field.entries.items() if k != b"V"}
    look = update.add(b"<< /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream")
    update.put(field.number, widget_bytes(entries, field.signature.number, look))


def stray_object(_document, update):
    update.add(b"<< /Type /Catalog >>")


SHADOWS = [new_page_content, removed_field, unsigned_field, new_appearance, stray_object]


@pytest.mark.parametrize("change", SHADOWS)
def test_an_update_that_is_no_signature_is_found(change):
    result = verify(update_with(THREE, change), TRUST)
    assert not result.valid
    assert {"pdf.changed", "pdf.unreadable"} & {finding.code for finding in result.findings}


@pytest.mark.parametrize("change", SHADOWS)
def test_a_signature_does_not_heal_a_change_made_before_it(change):
    """The second signer's program would sign anything; the first signature must not pass."""
    start = signed_by(OFFICE.officers[:1], OFFICE, pdf=blank_pdf(["slot0", "slot1"]))
    changed = update_with(start, change)
    key = OFFICE.officers[1]
    if change is removed_field:
        assert not verify(changed, TRUST).valid
        return
    healed = sign(changed, field="slot1", key=key, act=act_of(key), tsa=OFFICE.tsa())
    result = verify(healed, TRUST)
    assert "pdf.changed" in {finding.code for finding in result.findings}
    assert all(one.coverage is Coverage.BROKEN for one in result.signatures)


def test_a_change_hidden_inside_a_signing_update_is_found():
    """A page rewritten in the very update that signs (an insider's shadow attack)."""
    start = signed_by(OFFICE.officers[:1], OFFICE, pdf=blank_pdf(["slot0", "slot1"]))
    document = Document.open(start)
    update = Update(document)
    signature = update.number()
    new_page_content(document, update)
    field = document.signature_fields["slot1"]
    update.put(field.number, widget_bytes(field.entries, signature, None))
    key = OFFICE.officers[1]
    opening = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
        b" /M (D:20260309103015+08'00') /Name (x)"
    )
    pdf = update.write((signature, opening), size=6000).seal(
        lambda digest: stamped_signature(digest, key, OFFICE.tsa(), MOMENT)
    )
    assert "pdf.changed" in codes(pdf)


def test_a_signer_of_another_root_is_not_trusted():
    result = verify(ONE, TrustAnchors(roots=(OTHER.authority.root_der,)))
    assert {"certificate.untrusted", "timestamp.untrusted"} <= {f.code for f in result.findings}
    assert not result.signatures[0].chain_ok
    assert result.signatures[0].moment is None
    assert result.signatures[0].digest_ok


def test_a_timestamp_of_another_authority_is_found():
    key = OFFICE.officers[0]
    pdf = sign(blank_pdf(["slot0"]), field="slot0", key=key, act=act_of(key), tsa=OTHER.tsa())
    result = verify(pdf, TRUST)
    assert {finding.code for finding in result.findings} == {"timestamp.untrusted"}
    assert not result.signatures[0].timestamp_ok
    trusting_both = replace(TRUST, timestamp_roots=(OTHER.authority.root_der,))
    assert verify(pdf, trusting_both).valid


class StampedWith:
    """A timestamp authority that works with whatever key, or for another signature."""

    token_size = 3000

    def __init__(self, key, *, imprint=None, shift=timedelta()):
        self._tsa = replace(OFFICE.tsa(), key=key)
        self._imprint, self._shift = imprint, shift

    def stamp(self, imprint, *, moment, nonce=None):
        return self._tsa.stamp(self._imprint or imprint, moment=moment + self._shift, nonce=nonce)


@pytest.mark.parametrize(
    ("tsa", "code"),
    [
        (StampedWith(OFFICE.officers[1]), "timestamp.usage"),
        (StampedWith(OFFICE.timestamping, imprint=bytes(32)), "timestamp.imprint"),
        (StampedWith(OFFICE.timestamping, shift=timedelta(days=900)), "timestamp.expired"),
        (
            StampedWith(OFFICE.timestamping, shift=timedelta(seconds=301)),
            "signature.moment_differs",
        ),
    ],
    ids=["officer", "imprint", "expired", "moment"],
)
def test_timestamps_that_prove_nothing_are_found(tsa, code):
    key = OFFICE.officers[0]
    pdf = sign(blank_pdf(["slot0"]), field="slot0", key=key, act=act_of(key), tsa=tsa)
    assert code in codes(pdf)


def test_a_timestamp_up_to_five_minutes_from_the_stated_moment_passes():
    key = OFFICE.officers[0]
    tsa = StampedWith(OFFICE.timestamping, shift=timedelta(seconds=300))
    pdf = sign(blank_pdf(["slot0"]), field="slot0", key=key, act=act_of(key), tsa=tsa)
    assert verify(pdf, TRUST).valid


def forged(make):
    """A file whose one signature is made by `make(digest)`."""
    document = Document.open(blank_pdf(["slot0"]))
    update = Update(document)
    signature = update.number()
    field = document.signature_fields["slot0"]
    update.put(field.number, widget_bytes(field.entries, signature, None))
    opening = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
        b" /M (D:20260309103015+08'00') /Name <FEFF%s>"
        % "林知远".encode("utf-16-be").hex().encode()
    )
    return update.write((signature, opening), size=6000).seal(make)


def test_the_forged_file_of_these_tests_passes_when_signed_properly():
    key = OFFICE.officers[0]
    assert verify(
        forged(lambda digest: stamped_signature(digest, key, OFFICE.tsa(), MOMENT)), TRUST
    ).valid


def test_a_signature_without_timestamp_proves_no_moment():
    pdf = forged(lambda digest: cms.sign(digest, OFFICE.officers[0]).encode())
    result = verify(pdf, TRUST)
    assert {finding.code for finding in result.findings} == {"timestamp.missing"}
    assert not result.signatures[0].term_ok


def test_a_signature_over_other_bytes_is_found():
    key, tsa = OFFICE.officers[0], OFFICE.tsa()
    pdf = forged(lambda _: stamped_signature(bytes(32), key, tsa, MOMENT))
    assert codes(pdf) == {"signature.digest"}


def test_a_signature_with_another_key_under_the_certificate_is_found():
    key = replace(OFFICE.officers[0], private=OFFICE.officers[1].private)
    pdf = forged(lambda digest: stamped_signature(digest, key, OFFICE.tsa(), MOMENT))
    assert codes(pdf) == {"signature.value"}


def test_a_timestamping_certificate_cannot_sign_documents():
    key = OFFICE.timestamping
    pdf = sign(blank_pdf(["slot0"]), field="slot0", key=key, act=act_of(key), tsa=OFFICE.tsa())
    assert codes(pdf) == {"certificate.usage"}


def test_a_name_in_the_file_other_than_the_certificates_is_found():
    key = OFFICE.officers[1]
    pdf = forged(lambda digest: stamped_signature(digest, key, OFFICE.tsa(), MOMENT))
    assert codes(pdf) == {"signature.name_differs"}


def test_an_expired_certificate_is_judged_at_the_timestamp():
    term = Validity(start=TERM.start, end=MOMENT - timedelta(days=1))
    holder_key = OFFICE.officers[0]
    authority = OFFICE.authority
    expired = authority.issue_officer(
        Holder(id="P001", name=holder_key.subject.name, squad=""), validity=term
    )
    pdf = forged(lambda digest: stamped_signature(digest, expired, OFFICE.tsa(), MOMENT))
    result = verify(pdf, TRUST)
    assert {finding.code for finding in result.findings} == {"certificate.expired"}
    assert not result.signatures[0].term_ok
    assert result.signatures[0].chain_ok


@pytest.mark.parametrize(("days", "valid"), [(-1, False), (0, False), (1, True)])
def test_a_certificate_taken_back_before_signing_is_found(days, valid):
    serial = OFFICE.officers[0].parsed.serial_number
    crl = OFFICE.authority.revocation_list(
        [Revocation(serial=serial, since=MOMENT + timedelta(days=days))], number=1, validity=TERM
    )
    result = verify(ONE, replace(TRUST, crls=(crl,)))
    assert result.valid is valid
    assert valid or {finding.code for finding in result.findings} == {"certificate.revoked"}


@pytest.mark.parametrize(("hours", "valid"), [(-1, False), (0, False), (1, True)])
def test_a_replaced_certificate_signs_no_more_and_keeps_what_it_signed(hours, valid):
    """RFC 5280, 5.3.1: the list says that the certificate was replaced, and from when."""
    replaced = Revocation(
        serial=OFFICE.officers[0].parsed.serial_number,
        since=MOMENT + timedelta(hours=hours),
        superseded=True,
    )
    crl = OFFICE.authority.revocation_list([replaced], number=2, validity=TERM)
    assert read_list(crl) == ((replaced,), 2)
    result = verify(ONE, replace(TRUST, crls=(crl,)))
    assert result.valid is valid
    assert valid or {finding.code for finding in result.findings} == {"certificate.superseded"}


def test_training_signatures_are_told_apart():
    pdf = signed_by(OTHER.officers[:1], OTHER)
    result = verify(pdf, TrustAnchors(roots=(OTHER.authority.root_der,)))
    assert result.valid
    assert result.signatures[0].signer.training


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_gives_findings(data):
    assert codes(data)
    assert codes(b"%PDF-1.7\n" + data)
    assert codes(b"%PDF-1.7\n" + data + b"\nstartxref\n9\n%%EOF\n")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(ONE)), st.integers(0, 200), st.binary(max_size=60))
def test_a_file_with_a_part_replaced_gives_findings(at, length, part):
    changed = ONE[:at] + part + ONE[at + length :]
    assert changed == ONE or codes(changed)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nxref\n0 0\ntrailer\n<< /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 0\ntrailer\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + b"(" * 1_000_000 + b"\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + b"%%EOF\n" * 100_000,
    ],
    ids=["loop", "count", "depth", "open", "endings"],
)
def test_hostile_files_are_answered(data):
    assert "pdf.unreadable" in codes(data)


def test_a_file_over_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr("documents.signing.verify.MAX_SIZE", len(ONE) - 1)
    result = verify(ONE, TRUST)
    assert result.findings[0].facts["problem"] == "malformed.too_large"


@pytest.mark.parametrize("field", ["roots", "timestamp_roots", "crls"])
def test_unreadable_trust_is_the_callers_error(field):
    with pytest.raises(MalformedError):
        verify(ONE, replace(TRUST, **{field: (b"not DER",)}))
