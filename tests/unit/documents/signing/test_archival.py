"""Archived files keep every signature, prove themselves for decades, and admit no other update."""

import asyncio
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import serialization

from documents.signing.archival import Evidence, lift, stamps_in
from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.errors import MalformedError
from documents.signing.evidence import evidence_for
from documents.signing.pdf import Document
from documents.signing.sign import sign
from documents.signing.timestamp import LocalTimestampAuthority
from documents.signing.verification import Coverage, Level, TrustAnchors
from documents.signing.verify import verify
from engine.legal_time import LEGAL_ZONE
from tests import foreign
from tests.attacks import surgery
from tests.attacks.insiders import rewritten
from tests.signed_samples import AGENCY, CODE, act_of, blank_pdf, bureau, signed_by

OTHER = bureau()
#: A bureau of long ago: its signers' certificates and its first timestamps' have ended by now.
ROOT_TERM = Validity(start=datetime(2015, 1, 1, tzinfo=UTC), end=datetime(2045, 1, 1, tzinfo=UTC))
TERM = Validity(start=datetime(2016, 1, 1, tzinfo=UTC), end=datetime(2019, 1, 1, tzinfo=UTC))
FIRST_TERM = Validity(start=datetime(2016, 1, 1, tzinfo=UTC), end=datetime(2021, 1, 1, tzinfo=UTC))
LATER = Validity(start=datetime(2020, 1, 1, tzinfo=UTC), end=datetime(2044, 1, 1, tzinfo=UTC))
MOMENT = datetime(2018, 3, 9, 10, 30, tzinfo=LEGAL_ZONE)
A_MONTH_ON = MOMENT + timedelta(days=30)
IN_2020 = datetime(2020, 6, 1, tzinfo=UTC)

AUTHORITY = CertificateAuthority.create(
    Organization(name=AGENCY, code=CODE), name="云溪执法本地根证书", validity=ROOT_TERM
)
OFFICERS = [
    AUTHORITY.issue_officer(Holder(id=f"P{n:03}", name=name, squad="一中队"), validity=TERM)
    for n, name in enumerate(("林知远", "苏禾"), start=1)
]
SEAL = AUTHORITY.issue_seal(validity=TERM)
FIRST = AUTHORITY.issue_timestamping(name="云溪时间戳", validity=FIRST_TERM)
SECOND = AUTHORITY.issue_timestamping(name="云溪时间戳二", validity=LATER)


def trusting(number, start, end):
    """The root, and the list of certificates taken back as it stood for a while."""
    term = Validity(start=start, end=end)
    listed = AUTHORITY.revocation_list((), number=number, validity=term)
    return TrustAnchors(roots=(AUTHORITY.root_der,), crls=(listed,))


TRUST = trusting(1, A_MONTH_ON, datetime(2018, 12, 1, tzinfo=UTC))
TRUST_2020 = trusting(2, IN_2020, datetime(2020, 12, 1, tzinfo=UTC))


def signed(pdf, keys):
    """The file signed in its fields slot0, slot1 … by the keys in turn."""
    for number, key in enumerate(keys):
        act = act_of(key, moment=MOMENT)
        tsa = LocalTimestampAuthority(key=FIRST)
        pdf = sign(pdf, field=f"slot{number}", key=key, act=act, tsa=tsa)
    return pdf


SIGNED = signed(blank_pdf(["slot0", "slot1", "slot2"]), [*OFFICERS, SEAL])


def lifted(pdf, *, key=FIRST, moment=A_MONTH_ON, trust=TRUST):
    tsa = LocalTimestampAuthority(key=key)
    return lift(pdf, evidence_for(pdf, trust), tsa=tsa, moment=moment)


@pytest.fixture(scope="module")
def once():
    return lifted(SIGNED)


@pytest.fixture(scope="module")
def twice(once):
    return lifted(once, key=SECOND, moment=IN_2020, trust=TRUST_2020)


def codes(pdf, trust=TRUST):
    return {finding.code for finding in verify(pdf, trust).findings}


def test_lifting_adds_to_the_file_and_changes_none_of_its_bytes(once, twice):
    assert once.startswith(SIGNED)
    assert twice.startswith(once)
    assert [stamps_in(Document.open(pdf)) for pdf in (SIGNED, once, twice)] == [0, 1, 2]


def test_the_level_and_how_long_the_proof_lasts_are_told(once, twice):
    seen = [verify(pdf, TRUST) for pdf in (SIGNED, once, twice)]
    assert all(one.valid for one in seen)
    assert [one.level for one in seen] == [Level.TIMESTAMPED, Level.ARCHIVED, Level.ARCHIVED]
    assert [one.until for one in seen] == [FIRST_TERM.end, FIRST_TERM.end, LATER.end]
    assert [stamp.moment for stamp in seen[2].stamps] == [A_MONTH_ON, IN_2020]
    assert {one.coverage for one in seen[1].signatures} == {Coverage.EXTENDED}
    assert len(seen[2].signatures) == 3


def test_what_is_kept_already_is_not_kept_twice(once, twice):
    held = evidence_for(SIGNED, TRUST)
    assert [twice.count(one) for one in (*held.certificates, *held.crls)] == [1] * 6
    assert len(twice) - len(once) < len(once) - len(SIGNED)


def test_a_file_whose_form_is_an_object_or_stands_in_the_catalogue_is_lifted_alike():
    direct = signed(_with_direct_form(blank_pdf(["slot0"])), OFFICERS[:1])
    for pdf in (direct, SIGNED):
        assert verify(lifted(pdf), TRUST).level is Level.ARCHIVED


def _with_direct_form(pdf):
    """The same file with its form written into the catalogue."""

    def change(document, objects):
        form = document.dictionary(document.root)[b"AcroForm"].value
        text = surgery.body(surgery.entries_of(document, form.number))
        objects[document.root.number] = surgery.changed(
            document, document.root.number, AcroForm=text
        )

    return rewritten(SimpleNamespace(unsigned=pdf), change)


# -- foreign verifiers ---------------------------------------------------------------------------


def specification(trust):
    """What pyHanko is to believe: the root, and revocation data from the file alone."""
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.policy_decl import (
        PdfSignatureValidationSpec,
        RevinfoOnlineFetchingRule,
        RevocationInfoGatheringSpec,
        SignatureValidationSpec,
    )
    from pyhanko_certvalidator.context import CertValidationPolicySpec
    from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
    from pyhanko_certvalidator.registry import SimpleTrustManager

    roots = [Certificate.load(root) for root in trust.roots]
    rules = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    offline = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(cert_validation_policy=rules, revinfo_gathering_policy=offline)
    )


def ades(pdf, trust, judge):
    """pyHanko's AdES verdicts on every signature; `judge` is one of its procedures."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    async def judged():
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        return [
            (await judge(one, specification(trust))).ades_subindic.name
            for one in reader.embedded_regular_signatures
        ]

    return asyncio.run(judged())


def test_pyhanko_judges_archived_signatures_valid_now_and_long_after_the_certificates_end():
    """AdES validation of PAdES-LTA, and pyHanko's own simulation of a kept-up archive in 2040."""
    from pyhanko.sign.validation.ades import (
        ades_lta_validation,
        simulate_future_ades_lta_validation,
    )
    from pyhanko_certvalidator.context import ValidationTimingInfo

    office = bureau()
    signed_now = signed_by([*office.officers[:2], office.seal], office)
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    listed = office.authority.revocation_list(
        (), number=1, validity=Validity(start=begin, end=begin + timedelta(days=365))
    )
    trust = TrustAnchors(roots=(office.authority.root_der,), crls=(listed,))
    pdf = lifted(
        signed_now,
        key=office.timestamping,
        moment=datetime(2026, 4, 1, tzinfo=UTC),
        trust=trust,
    )
    soon = datetime(2026, 5, 1, tzinfo=UTC)
    timing = ValidationTimingInfo(
        validation_time=soon, best_signature_time=soon, point_in_time_validation=False
    )
    today = partial(ades_lta_validation, timing_info=timing)
    later = partial(
        simulate_future_ades_lta_validation,
        future_validation_time=datetime(2040, 1, 1, tzinfo=UTC),
        current_reference_time=soon,
    )
    assert ades(pdf, trust, today) == ["OK"] * 3
    assert ades(pdf, trust, later) == ["OK"] * 3
    assert set(ades(signed_now, trust, today)) != {"OK"}  # nothing says who was not revoked


def test_openssl_accepts_the_document_timestamp_over_the_whole_file(tmp_path, once):
    stamp = foreign.raw_signatures(once)[-1]
    root = AUTHORITY.certificate.public_bytes(serialization.Encoding.PEM)
    files = {"root.pem": root, "token": stamp.cms, "data": stamp.covered}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert stamp.end == len(once)
    result = foreign.run(
        "openssl", "ts", "-verify", "-data", tmp_path / "data", "-in", tmp_path / "token",
        "-token_in", "-CAfile", tmp_path / "root.pem", "-attime", "1525000000",
    )  # fmt: skip
    assert result.code == 0, result.text


def test_poppler_and_qpdf_still_read_every_signature(tmp_path, twice):
    path, root = tmp_path / "lifted.pdf", tmp_path / "root.pem"
    path.write_bytes(twice)
    root.write_bytes(AUTHORITY.certificate.public_bytes(serialization.Encoding.PEM))
    foreign.qpdf_check(path)
    text = foreign.pdfsig(path, root)
    assert text.count("Signature is Valid.") == 3, text
    assert text.count("ETSI.RFC3161") + text.count("Signature Type: unknown") == 2, text


# -- what is refused -----------------------------------------------------------------------------


def test_a_stamp_of_another_authority_is_refused():
    pdf = lifted(SIGNED, key=OTHER.timestamping)
    assert "timestamp.untrusted" in codes(pdf)
    assert verify(pdf, TRUST).level is Level.LONG_TERM


def test_a_stamp_over_something_else_is_refused():
    tsa = LocalTimestampAuthority(key=FIRST)
    other = SimpleNamespace(
        token_size=tsa.token_size,
        stamp=lambda _, *, moment, nonce=None: tsa.stamp(bytes(32), moment=moment, nonce=nonce),
    )
    pdf = lift(SIGNED, evidence_for(SIGNED, TRUST), tsa=other, moment=A_MONTH_ON)
    assert codes(pdf) == {"timestamp.imprint"}


def test_evidence_of_strangers_is_refused():
    own = evidence_for(SIGNED, TRUST)
    more = replace(own, certificates=(*own.certificates, OTHER.officers[0].certificate))
    unreadable = replace(own, certificates=(*own.certificates, b"not a certificate"))
    lists = replace(own, crls=(OTHER.authority.revocation_list((), number=1, validity=TERM),))
    tsa = LocalTimestampAuthority(key=FIRST)
    for evidence in (more, unreadable, lists):
        assert codes(lift(SIGNED, evidence, tsa=tsa, moment=A_MONTH_ON)) == {"archive.stray"}


def test_without_the_signers_certificates_nothing_is_proved_for_long():
    empty = Evidence(certificates=(), crls=())
    tsa = LocalTimestampAuthority(key=FIRST)
    found = verify(lift(SIGNED, empty, tsa=tsa, moment=A_MONTH_ON), TRUST)
    assert found.level is Level.TIMESTAMPED


def test_a_stamp_that_came_too_late_is_told(once):
    late = lifted(once, key=SECOND, moment=datetime(2021, 1, 2, tzinfo=UTC))
    assert codes(late) == {"archive.late"}


@pytest.mark.parametrize("at", range(-3800, 0, 190))
def test_any_byte_of_the_archival_update_counts(once, at):
    changed = bytearray(once)
    changed[at] ^= 1
    assert codes(bytes(changed))


def test_more_objects_in_an_archival_update_are_a_change(once):
    """The dictionary of fields named anew, and a page's content in the same update."""
    document = Document.open(once)
    number = document.dictionary(document.root)[b"Pages"].value.number
    start = document.revisions[-2].end
    found = Document.open(SIGNED).object(number)
    extra = b"%d 0 obj\n%s\nendobj\n" % (number, SIGNED[found.start : found.end])
    assert "pdf.unreadable" in codes(once[:start] + extra + once[start:])


def test_a_file_that_is_not_ours_is_not_lifted():
    with pytest.raises(MalformedError):
        lifted(SIGNED + b"more")
