"""SM2 and SM3 against the standards' examples, and against OpenSSL on keys and files it made."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.signing import cms, der, sm2
from documents.signing.errors import KeyFileError, MalformedError, PinError
from documents.signing.sm2_certificates import Sm2Trust, path_problems
from documents.signing.sm2_cms import judge_beside, sign_beside
from documents.signing.sm2_key import Sm2Key, open_private
from tests.sm2_bureau import MOMENT, PIN, USER, make_keys, openssl

#: GB/T 32918.5, annex A: the key, the nonce, and what must come of them.
PRIVATE = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
PUBLIC = (
    0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
    0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
)
MESSAGE = b"message digest"
DIGEST = "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
FILE = b"%PDF-1.7 a finished document" * 40


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A root and a seal, made by OpenSSL."""
    return make_keys(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="module")
def key(keys):
    return Sm2Key(certificate=keys.seal, private=open_private(keys.locked, PIN))


@pytest.fixture(scope="module")
def trust(keys):
    return Sm2Trust(roots=(keys.root,))


@pytest.fixture(scope="module")
def signature(key):
    return sign_beside(FILE, key, MOMENT)


def codes(seen):
    return [finding.code for finding in seen.findings]


# -- the standards' examples -----------------------------------------------------------------------


def test_sm3_of_the_first_example():
    """GB/T 32905, A.1."""
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm2.sm3(b"abc").hex() == expected


def test_sm3_of_the_second_example():
    """GB/T 32905, A.2."""
    expected = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert sm2.sm3(b"abcd" * 16).hex() == expected


def test_the_example_of_a_signature():
    assert sm2.public_of(PRIVATE) == PUBLIC
    digest = sm2.digest_of(MESSAGE, PUBLIC)
    assert digest.hex() == DIGEST
    assert sm2.sign_with(PRIVATE, digest, NONCE) == (R, S)
    assert sm2.holds(PUBLIC, digest, der.sequence(der.integer(R), der.integer(S)))


@settings(max_examples=8, deadline=None)
@given(st.integers(1, sm2.N - 2), st.binary(max_size=99), st.integers(0, 255))
def test_what_is_signed_holds_and_nothing_else_does(private, message, bit):
    public = sm2.public_of(private)
    digest = sm2.digest_of(message, public)
    signature = sm2.sign(private, digest)
    assert sm2.sign(private, digest) == signature
    assert sm2.holds(public, digest, signature)
    other = (int.from_bytes(digest) ^ 1 << bit).to_bytes(32)
    assert not sm2.holds(public, other, signature)
    assert not sm2.holds(public, sm2.digest_of(message, public, b"another"), signature)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 0), (sm2.N, 1), (1, sm2.N - 1), (1, sm2.N)])
def test_numbers_out_of_range_never_hold(numbers):
    """GB/T 32918.2, 7.1, B1, B2 and B5."""
    signature = der.sequence(*(der.integer(number) for number in numbers))
    assert not sm2.holds(PUBLIC, bytes(32), signature)


@pytest.mark.parametrize("private", [0, sm2.N - 1, sm2.N])
def test_numbers_that_are_no_private_key(private):
    """GB/T 32918.2, 5.3: d lies between 1 and n - 2."""
    with pytest.raises(MalformedError):
        sm2.public_of(private)


def test_a_point_beside_the_curve_is_no_key():
    whole = b"\x04" + b"".join(number.to_bytes(32) for number in PUBLIC)
    assert sm2.point_of(whole) == PUBLIC
    for wrong in (whole[:-1] + b"\x00", whole[:-1], b"\x03" + whole[1:33]):
        with pytest.raises(MalformedError):
            sm2.point_of(wrong)


# -- OpenSSL ---------------------------------------------------------------------------------------


def test_openssl_accepts_what_we_sign(keys, signature, tmp_path):
    signed = cms.parse(signature)
    (tmp_path / "covered").write_bytes(der.set_of(*signed.signed_attributes))
    (tmp_path / "value").write_bytes(signed.signature)
    said = openssl(
        "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{USER}",
        "-certin", "-inkey", keys.folder / "seal.pem",
        "-in", tmp_path / "covered", "-sigfile", tmp_path / "value",
    )  # fmt: skip
    assert "Signature Verified Successfully" in said


def test_we_accept_what_openssl_signs(keys, key, tmp_path):
    (tmp_path / "message").write_bytes(MESSAGE)
    openssl(
        "pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{USER}",
        "-inkey", keys.folder / "seal.key", "-passin", f"pass:{PIN}",
        "-in", tmp_path / "message", "-out", tmp_path / "value",
    )  # fmt: skip
    public = sm2.public_of(key.private)
    assert sm2.holds(public, sm2.digest_of(MESSAGE, public), (tmp_path / "value").read_bytes())


def test_openssl_cms_accepts_the_whole_signature_under_the_one_identity_it_knows(key, tmp_path):
    """Its `cms` has no option for the identity and takes an empty one; the rest is as always."""
    beside = sign_beside(FILE, key, MOMENT, user=b"")
    (tmp_path / "file").write_bytes(FILE)
    (tmp_path / "file.p7s").write_bytes(beside)
    command = (
        "cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", tmp_path / "file.p7s",
        "-content", tmp_path / "file", "-out", tmp_path / "out",
    )  # fmt: skip
    assert "successful" in openssl(*command)
    (tmp_path / "file").write_bytes(FILE + b" ")
    with pytest.raises(AssertionError, match="failure"):
        openssl(*command)


# -- keys ------------------------------------------------------------------------------------------


def test_a_wrong_pin_opens_nothing(keys):
    with pytest.raises(PinError):
        open_private(keys.locked, "not the PIN")


@pytest.mark.parametrize("algorithm", ["-sm4-cbc", "-aes-128-cbc"])
def test_keys_locked_in_other_ways(keys, key, algorithm, tmp_path):
    path = tmp_path / "again.key"
    openssl(
        "pkcs8", "-topk8", "-v2", algorithm[1:], "-in", keys.folder / "seal.key",
        "-passin", f"pass:{PIN}", "-passout", "pass:another", "-out", path,
    )  # fmt: skip
    assert open_private(path.read_bytes(), "another") == key.private


@pytest.mark.parametrize("number", ["1.2.156.10197.1.401.2", "1.2.156.10197.1.401.3.1"])
def test_keys_locked_with_sm3_and_sm4_alone(number):
    """GM/T 0006 and GM/T 0091 number HMAC-SM3 differently; OpenSSL 3.0 writes neither."""
    held = der.sequence(der.integer(1), der.octets(PRIVATE.to_bytes(32)))
    algorithm = der.sequence(der.oid("1.2.840.10045.2.1"), der.oid("1.2.156.10197.1.301"))
    plain = der.sequence(der.integer(0), algorithm, der.octets(held))
    padding = 16 - len(plain) % 16
    salt, iv = bytes(range(8)), bytes(range(16))
    stretched = PBKDF2HMAC(algorithm=hashes.SM3(), length=16, salt=salt, iterations=2048)
    locking = Cipher(algorithms.SM4(stretched.derive(PIN.encode())), modes.CBC(iv)).encryptor()
    sealed = locking.update(plain + bytes((padding,)) * padding) + locking.finalize()
    factors = der.sequence(der.octets(salt), der.integer(2048), der.sequence(der.oid(number)))
    derivation = der.sequence(der.oid("1.2.840.113549.1.5.12"), factors)
    cipher = der.sequence(der.oid("1.2.156.10197.1.104.2"), der.octets(iv))
    scheme = der.sequence(der.oid("1.2.840.113549.1.5.13"), der.sequence(derivation, cipher))
    body = b64encode(der.sequence(scheme, der.octets(sealed)))
    mark = b"-----%s ENCRYPTED PRIVATE KEY-----"
    pem = b"\n".join((mark % b"BEGIN", body, mark % b"END"))
    assert open_private(pem, PIN) == PRIVATE


@pytest.mark.parametrize("kind", ["open", "other"])
def test_keys_that_are_refused(kind, tmp_path):
    path = tmp_path / "some.key"
    locked = ("-aes256", "-pass", f"pass:{PIN}") if kind == "other" else ()
    curve = "P-256" if kind == "other" else "SM2"
    openssl(
        "genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}", *locked,
        "-out", path,
    )  # fmt: skip
    with pytest.raises(KeyFileError):
        open_private(path.read_bytes(), PIN)


# -- signatures beside a file ----------------------------------------------------------------------


def test_a_sound_signature_names_signer_and_moment(signature, trust, keys):
    seen = judge_beside(FILE, signature, trust)
    assert (codes(seen), seen.signer, seen.moment) == ([], "清江市城市管理局", MOMENT)
    assert seen.certificate == keys.seal


def test_a_changed_file_is_told(signature, trust):
    assert codes(judge_beside(FILE + b" ", signature, trust)) == ["sm2.digest"]


def test_another_identity_is_told(signature, trust):
    assert codes(judge_beside(FILE, signature, trust, b"someone else")) == ["sm2.value"]


def test_every_altered_byte_is_told(signature, trust):
    for at in range(0, len(signature), 37):
        changed = bytearray(signature)
        changed[at] ^= 1
        assert codes(judge_beside(FILE, bytes(changed), trust)), at


def test_a_stranger_is_told(signature):
    assert codes(judge_beside(FILE, signature, Sm2Trust())) == ["sm2.untrusted"]


@pytest.mark.parametrize(("days", "code"), [(-1000, "not_yet_valid"), (9000, "expired")])
def test_terms_are_judged_at_the_moment_of_signing(key, trust, days, code):
    beside = sign_beside(FILE, key, MOMENT + timedelta(days=days))
    assert codes(judge_beside(FILE, beside, trust)) == [f"sm2.{code}"]


def test_an_ended_certificate_signs_no_more_from_that_moment_on(keys):
    trust = Sm2Trust(roots=(keys.root,), crls=(keys.revocations,))
    ended = datetime(2030, 1, 1, tzinfo=UTC)
    assert list(path_problems(keys.seal, (), trust, ended)) == ["revoked"]
    assert list(path_problems(keys.seal, (), trust, ended - timedelta(seconds=1))) == []
    assert list(path_problems(keys.other, (), trust, ended)) == []


def test_a_certificate_carried_along_for_nothing_is_told(key, keys, trust):
    carried = Sm2Key(certificate=keys.seal, private=key.private, between=(keys.other,))
    assert codes(judge_beside(FILE, sign_beside(FILE, carried, MOMENT), trust)) == ["sm2.stray"]


def test_a_seal_issues_no_certificates(keys):
    """The seal's own certificate names no authority (RFC 5280, 4.2.1.9)."""
    below = Sm2Trust(roots=(keys.seal,))
    assert list(path_problems(keys.below, (), below, MOMENT)) == ["untrusted"]


def test_a_key_and_anothers_certificate_sign_nothing(key, keys):
    with pytest.raises(MalformedError):
        sign_beside(FILE, Sm2Key(certificate=keys.other, private=key.private), MOMENT)
