"""The verifier's own SM2 and SM3: the standards' examples, OpenSSL, the program's own reading."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from documents.signing import sm2 as ours
from documents.signing.sm2_certificates import Sm2Trust
from documents.signing.sm2_cms import judge_beside, sign_beside
from documents.signing.sm2_key import Sm2Key, open_private
from runtime.verifier import sm3 as sm3_section
from runtime.verifier.bag import Bag
from runtime.verifier.beside import check_beside
from runtime.verifier.der import SEQUENCE, only_part
from runtime.verifier.finding import Findings
from runtime.verifier.papers import Paper, Papers
from runtime.verifier.sm2 import SM2_CURVE, sm2_digest, sm2_holds
from runtime.verifier.sm3 import sm3, sm3_by_hand
from tests.sm2_bureau import MOMENT, PIN, USER, make_keys, openssl

FILE = b"%PDF-1.7 a finished document" * 40
DIGEST = hashlib.sha256(FILE).hexdigest()
FEW = settings(max_examples=12, deadline=None)
#: GB/T 32918.5, annex A.
PUBLIC = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return make_keys(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="module")
def key(keys):
    return key_of(keys, "seal", keys.seal)


def key_of(keys, name, certificate, *between):
    private = open_private((keys.folder / f"{name}.key").read_bytes(), PIN)
    return Sm2Key(certificate=certificate, private=private, between=between)


# -- arithmetic ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        ("abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_of_the_examples(message, digest):
    """GB/T 32905, A.1 and A.2."""
    assert sm3_by_hand(message.encode()).hex() == sm3(message.encode()).hex() == digest


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_sm3_by_hand_is_that_of_the_library(message):
    assert sm3_by_hand(message) == ours.sm3(message)


def test_without_sm3_in_the_interpreter_it_is_worked_out(monkeypatch):
    """As `hashlib.new` does where OpenSSL was built without it, or forbids it."""

    def refused(name, _):
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(sm3_section.hashlib, "new", refused)
    assert sm3(b"abc").hex().startswith("66c7f0f4")


def test_the_example_of_a_signature():
    """GB/T 32918.5, annex A."""
    digest = sm2_digest(PUBLIC, b"message digest")
    assert digest.hex() == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
    assert sm2_holds(PUBLIC, digest, R, S)
    assert not sm2_holds(PUBLIC, digest, S, R)


@FEW
@given(
    private=st.integers(1, ours.N - 2),
    message=st.binary(max_size=80),
    nonce=st.integers(1, ours.N - 1),
    bit=st.integers(0, 255),
)
def test_what_was_signed_holds_and_altered_numbers_do_not(private, message, nonce, bit):
    """But for the one other s of the nonce's negative, which only the signer can work out."""
    x, y = ours.public_of(private)
    public = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    digest = sm2_digest(public, message)
    r, s = ours.sign_with(private, digest, nonce)
    assume((s ^ 1 << bit) != (s - 2 * nonce * pow(1 + private, -1, ours.N)) % ours.N)
    assert sm2_holds(public, digest, r, s)
    assert not sm2_holds(public, digest, r ^ 1 << bit, s)
    assert not sm2_holds(public, digest, r, s ^ 1 << bit)
    assert not sm2_holds(public, digest, r, SM2_CURVE.order - s)
    assert not sm2_holds(public, sm2_digest(public, message, b"somebody else"), r, s)


@pytest.mark.parametrize(
    "numbers",
    [(0, S), (R, 0), (R + SM2_CURVE.order, S), (R, S + SM2_CURVE.order), (-R, S),
     (R, SM2_CURVE.order - R)],
)  # fmt: skip
def test_numbers_out_of_range_never_hold(numbers):
    """GB/T 32918.2, 7.1, B1, B2 and B5."""
    assert not sm2_holds(PUBLIC, sm2_digest(PUBLIC, b"message digest"), *numbers)


def test_a_point_beside_the_curve_is_no_key():
    digest = sm2_digest(PUBLIC, b"message digest")
    for wrong in (PUBLIC[:-1] + b"\x12", PUBLIC[:-1], b"\x02" + PUBLIC[1:33]):
        assert not sm2_holds(wrong, digest, R, S)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 5000])
def test_openssl_signs_and_it_holds(keys, key, size, tmp_path):
    """With a nonce of its own choosing each time."""
    message = tmp_path / "message"
    message.write_bytes(bytes(n * 7 % 251 for n in range(size)))
    openssl(
        "pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{USER}",
        "-inkey", keys.folder / "seal.key", "-passin", f"pass:{PIN}",
        "-in", message, "-out", tmp_path / "value",
    )  # fmt: skip
    x, y = ours.public_of(key.private)
    public = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    r, s = (part.number for part in only_part((tmp_path / "value").read_bytes(), SEQUENCE).parts)
    assert sm2_holds(public, sm2_digest(public, message.read_bytes()), r, s)
    assert not sm2_holds(public, sm2_digest(public, message.read_bytes() + b" "), r, s)


# -- signatures beside a paper ---------------------------------------------------------------------


@pytest.fixture
def looked(keys, tmp_path):
    """Look at one signature of one paper in a bag that holds nothing else; the findings."""

    def look(signature, moment=MOMENT, /, *, file=FILE, lists=(), leaf=keys.seal, **entry):
        root = tmp_path / "bag"
        folder = root / "audit/sm2"
        for name in ("roots", "crl"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "roots/01.pem").write_bytes((keys.folder / "ca.pem").read_bytes())
        for number, one in enumerate(lists):
            pem = x509.load_der_x509_crl(one).public_bytes(Encoding.PEM)
            (folder / f"crl/{number:02}.pem").write_bytes(pem)
        (folder / "paper-1.p7s").write_bytes(signature)
        told = {
            "document": "paper-1", "digest": DIGEST, "signature": "audit/sm2/paper-1.p7s",
            "certificate": hashlib.sha256(leaf).hexdigest(), "user": USER,
            "signed": moment.isoformat(), **entry,
        }  # fmt: skip
        (folder / "signatures.json").write_text(json.dumps({"signatures": [told]}), "utf-8")
        made = {"id": "paper-1", "digest": DIGEST, "signed": [1], "waiting": []}
        papers, out = Papers(), Findings()
        papers.by_id["paper-1"] = Paper({"file": "正卷/001-文书.pdf", "name": "文书"}, made, file)
        check_beside(Bag(root), SimpleNamespace(changed_by={"paper-1": 3}), papers, out)
        assert {one.event for one in out.all} <= {3, 0}
        return [one.code for one in out.all]

    return look


def test_a_sound_signature_has_no_finding(key, looked):
    assert looked(sign_beside(FILE, key, MOMENT)) == []


def test_every_altered_byte_is_told_by_both_readings(keys, key, looked):
    signature, trust = sign_beside(FILE, key, MOMENT), Sm2Trust(roots=(keys.root,))
    for at in range(0, len(signature), 5):
        changed = bytearray(signature)
        changed[at] ^= 1
        assert looked(bytes(changed)), at
        assert judge_beside(FILE, bytes(changed), trust).findings, at
    assert looked(signature + b"\x00")
    assert looked(b"") == ["signature_unreadable"]


def test_a_changed_file_is_told(key, looked):
    assert looked(sign_beside(FILE, key, MOMENT), file=FILE + b" ") == ["signature_digest"]


def test_an_identity_of_its_own_is_the_one_listed(key, looked):
    signature = sign_beside(FILE, key, MOMENT, "清江市城市管理局".encode())
    assert looked(signature, user="清江市城市管理局") == []
    assert looked(signature) == ["signature_value"]


def test_an_authority_between_is_followed_to_the_root(keys, looked):
    whole = key_of(keys, "branch_seal", keys.branch_seal, keys.branch)
    alone = key_of(keys, "branch_seal", keys.branch_seal)
    assert looked(sign_beside(FILE, whole, MOMENT), leaf=keys.branch_seal) == []
    found = looked(sign_beside(FILE, alone, MOMENT), leaf=keys.branch_seal)
    assert found == ["certificate_untrusted"]


def test_a_certificate_carried_along_for_nothing_is_told(keys, looked):
    carried = key_of(keys, "seal", keys.seal, keys.other)
    assert looked(sign_beside(FILE, carried, MOMENT)) == ["certificate_stray"]


def test_an_authority_for_lists_alone_issues_no_certificates(keys, looked):
    """RFC 5280, 4.2.1.3: keyCertSign, where key usage is stated; the program reads it so, too."""
    below = key_of(keys, "clerk_seal", keys.clerk_seal, keys.clerk)
    signature = sign_beside(FILE, below, MOMENT)
    assert looked(signature, leaf=keys.clerk_seal) == ["certificate_untrusted"]
    told = judge_beside(FILE, signature, Sm2Trust(roots=(keys.root,))).findings
    assert [one.code for one in told] == ["sm2.untrusted"]


def test_a_seal_issues_no_certificates(keys, looked):
    """RFC 5280, 4.2.1.9."""
    below = key_of(keys, "below", keys.below, keys.seal)
    found = looked(sign_beside(FILE, below, MOMENT), leaf=keys.below)
    assert found == ["certificate_untrusted"]


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (datetime(2023, 12, 31, 23, 59, 59, tzinfo=UTC), "certificate_not_yet_valid"),
        (datetime(2024, 1, 1, tzinfo=UTC), None),
        (datetime(2044, 1, 1, tzinfo=UTC), None),
        (datetime(2044, 1, 1, 0, 0, 1, tzinfo=UTC), "certificate_expired"),
    ],
)
def test_terms_are_judged_at_the_moment_of_signing(key, looked, moment, code):
    """RFC 5280, 4.1.2.5: both ends belong to the term."""
    assert set(looked(sign_beside(FILE, key, moment), moment)) == ({code} if code else set())


def test_a_listed_certificate_signs_no_more_from_that_moment_on(keys, key, looked):
    ended = datetime(2030, 1, 1, tzinfo=UTC)
    before = ended - timedelta(seconds=1)
    lists = (keys.revocations,)
    assert looked(sign_beside(FILE, key, ended), ended, lists=lists) == ["certificate_revoked"]
    assert looked(sign_beside(FILE, key, before), before, lists=lists) == []


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"digest": "0" * 64}, "sm2_differs"),
        ({"signed": "2026-06-01T02:00:01+00:00"}, "sm2_differs"),
        ({"certificate": "0" * 64}, "sm2_differs"),
        ({"signed": None}, "damaged"),
        ({"user": "x" * 9000}, "damaged"),
        ({"document": "paper-2"}, "sm2_foreign"),
        ({"signature": "audit/sm2/paper-2.p7s"}, "sm2_missing"),
    ],
)
def test_an_index_that_says_otherwise_is_told(key, looked, entry, code):
    assert code in looked(sign_beside(FILE, key, MOMENT), **entry)
