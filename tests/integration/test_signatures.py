"""Signed files before verifiers we did not write: every one of them must accept, and notice."""

import re
from itertools import cycle
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from documents.compose import compose
from documents.fonts import vendored_book
from documents.forms import load_forms
from documents.layout.sheet import MM
from documents.signing.appearance import PersonLook
from documents.signing.keys import KeyKind
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from tests import foreign
from tests.form_case import MOMENT
from tests.form_samples_decision import sample, slots_of
from tests.signed_samples import AGENCY, act_of, blank_pdf, bureau

BOOK = vendored_book()
PERSON, SEAL = PersonLook(book=BOOK), SealLook(book=BOOK)
BOXES = [(60 + 250 * (n % 2), 60 + 140 * (n // 2)) for n in range(5)]
RECTS = [(x, y, x + 45 * MM, y + 20 * MM) for x, y in BOXES]
OPINIONS = [None, "同意立案。", "经审查，程序合法，拟同意。", None]


def sealed_file(signers: int, kind: KeyKind = KeyKind.P256) -> bytes:
    """A file signed by officers and, last, sealed."""
    office = bureau(kind)
    rects = [*RECTS[: signers - 1], (*BOXES[4], BOXES[4][0] + 42 * MM, BOXES[4][1] + 42 * MM)]
    pdf = blank_pdf([f"slot{number}" for number in range(signers)], rects)
    tsa = office.tsa()
    for number, key in enumerate([*office.officers[: signers - 1], office.seal]):
        sealing = key is office.seal
        act = act_of(key, opinion=None if sealing else OPINIONS[number])
        look = SEAL if sealing else PERSON
        pdf = sign(pdf, field=f"slot{number}", key=key, act=act, tsa=tsa, look=look)
    return pdf


@pytest.fixture
def root_pem(tmp_path):
    path = tmp_path / "root.pem"
    path.write_bytes(bureau().authority.certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def root_rsa(tmp_path):
    certificate = bureau(KeyKind.RSA2048).authority.certificate
    path = tmp_path / "rsa.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


def stored(tmp_path: Path, pdf: bytes) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    return path


@pytest.mark.parametrize("signers", [1, 2, 3, 4, 5])
def test_poppler_openssl_and_qpdf_accept_every_signature(tmp_path, root_pem, signers):
    path = stored(tmp_path, sealed_file(signers))
    foreign.assert_pdfsig_accepts(path, root_pem, signers)
    foreign.qpdf_check(path)
    foreign.openssl_cms(path, root_pem)
    foreign.openssl_ts(path, root_pem)


@pytest.mark.parametrize("signers", [1, 5])
def test_pyhanko_trusts_every_signature_and_timestamp(tmp_path, signers):
    path = stored(tmp_path, sealed_file(signers))
    statuses = foreign.pyhanko_validate(path, bureau().authority.root_der)
    assert len(statuses) == signers
    for status in statuses:
        assert status.bottom_line, status.summary()
        assert status.timestamp_validity.trusted
        assert status.docmdp_ok
    assert statuses[-1].coverage.name == "ENTIRE_FILE"
    assert {status.modification_level.name for status in statuses[:-1]} <= {"FORM_FILLING"}


def test_mupdf_finds_the_last_signature_over_the_unchanged_document(tmp_path):
    text = foreign.mutool_sign(stored(tmp_path, sealed_file(3)))
    assert text.count("Verifying signature") == 3, text
    assert text.count("The signature is valid but there have been edits since signing.") == 2, text
    assert text.count("The document is unchanged since signing.") == 1, text


@pytest.mark.parametrize("kind", [KeyKind.RSA2048, KeyKind.RSA3072])
def test_rsa_signatures_are_accepted_as_well(tmp_path, kind):
    pdf = sealed_file(2, kind)
    path, root = stored(tmp_path, pdf), tmp_path / "root.pem"
    certificate = bureau(kind).authority.certificate
    root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    foreign.assert_pdfsig_accepts(path, root, 2)
    foreign.openssl_cms(path, root)
    foreign.openssl_ts(path, root)
    assert all(
        status.bottom_line
        for status in foreign.pyhanko_validate(path, bureau(kind).authority.root_der)
    )
    assert verify(pdf, TrustAnchors(roots=(bureau(kind).authority.root_der,))).valid


def test_foreign_verifiers_and_ours_agree_on_another_root(tmp_path, root_rsa):
    pdf = sealed_file(1)
    text = foreign.pdfsig(stored(tmp_path, pdf), root_rsa)
    assert "Certificate is Trusted." not in text
    trust = TrustAnchors(roots=(bureau(KeyKind.RSA2048).authority.root_der,))
    assert not verify(pdf, trust).valid


def test_poppler_notices_a_changed_byte_as_we_do(tmp_path, root_pem):
    pdf = sealed_file(2)
    changed = pdf.replace(b"line 7 of", b"line 8 of", 1)
    assert changed != pdf
    text = foreign.pdfsig(stored(tmp_path, changed), root_pem)
    assert text.count("Digest Mismatch") == 2, text
    result = verify(changed, TrustAnchors(roots=(bureau().authority.root_der,)))
    assert [one.digest_ok for one in result.signatures] == [False, False]


def test_we_notice_appended_bytes_that_poppler_lets_pass(tmp_path, root_pem):
    """Poppler calls the signature valid; that it no longer covers the file is for us to say."""
    changed = sealed_file(1) + b"% more\n"
    assert "Signature is Valid." in foreign.pdfsig(stored(tmp_path, changed), root_pem)
    result = verify(changed, TrustAnchors(roots=(bureau().authority.root_der,)))
    assert [finding.code for finding in result.findings] == ["pdf.appended"]


def test_opinions_names_and_dates_can_be_read_out_of_the_page(tmp_path):
    path = stored(tmp_path, sealed_file(4))
    text = foreign.run("pdftotext", path, "-").text
    plain = re.sub(r"\s", "", text)
    for words in ("同意立案。", "林知远", "苏禾", "2026年3月9日", "电子签名"):
        assert words in plain


def test_the_seal_is_red_and_leaves_the_text_under_it_black(tmp_path):
    office = bureau()
    box = (72.0, 600.0, 72 + 42 * MM, 600 + 42 * MM)
    pdf = blank_pdf(["seal"], [box])
    pdf = sign(
        pdf, field="seal", key=office.seal, act=act_of(office.seal), tsa=office.tsa(), look=SEAL
    )
    from PIL import Image

    stored(tmp_path, pdf)
    page = ("-r", "72", "-png", "-singlefile")
    result = foreign.run("pdftoppm", *page, tmp_path / "signed.pdf", tmp_path / "page")
    assert result.code == 0, result.text
    with Image.open(tmp_path / "page.png") as image:
        seal = image.convert("RGB").crop((72, 842 - 719, 191, 842 - 600))
        colours = seal.getcolors(1 << 20)
    red = sum(count for count, (r, g, b) in colours if r > 180 and g < 90 and b < 90)
    dark = sum(count for count, (r, g, b) in colours if max(r, g, b) < 110)
    assert red > 800
    assert dark > 100
    assert office.seal.subject.name == AGENCY


@pytest.mark.parametrize("form", ["decision_approval", "penalty_decision"])
def test_composed_documents_are_signed_in_the_fields_they_bring(tmp_path, root_pem, form):
    given = sample(form)
    described = load_forms()[form]
    made = compose(
        described,
        given.values,
        moment=MOMENT,
        number="云执〔2026〕第1号",
        slots=slots_of(described),
        training=False,
        preview=False,
        attachment=b"{}",
    )
    office, pdf = bureau(), made.pdf
    people, tsa = cycle(office.officers), office.tsa()
    for field in made.fields:
        sealing = field.slot == "seal"
        key = office.seal if sealing else next(people)
        act = act_of(key, moment=MOMENT, opinion=None if sealing else "同意。")
        look = SEAL if sealing else PERSON
        pdf = sign(pdf, field=field.slot, key=key, act=act, tsa=tsa, look=look)
    path = stored(tmp_path, pdf)
    foreign.assert_pdfsig_accepts(path, root_pem, len(made.fields))
    foreign.qpdf_check(path)
    foreign.openssl_cms(path, root_pem)
    statuses = foreign.pyhanko_validate(path, office.authority.root_der)
    assert [status.bottom_line for status in statuses] == [True] * len(made.fields)
    result = verify(pdf, TrustAnchors(roots=(office.authority.root_der,)))
    assert result.valid
    assert [one.field for one in result.signatures] == [field.slot for field in made.fields]
    assert result.unsigned == ()
