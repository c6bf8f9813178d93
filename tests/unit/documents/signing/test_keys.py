"""Keys at rest under a PIN, and deterministic signatures."""

import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, utils
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.signing.errors import KeyFileError, PinError
from documents.signing.keys import KeyKind, check_pin, lock, unlock
from tests.signed_samples import TERM, bureau

PIN = "493817"


@pytest.fixture(scope="module")
def locked():
    return lock(bureau().officers[0], PIN)


def test_the_right_pin_gives_the_key_back(locked):
    key = unlock(locked, PIN)
    assert key.subject.id == "P001"
    assert key.private.private_numbers() == bureau().officers[0].private.private_numbers()


@pytest.mark.parametrize("pin", ["493818", "", "４９３８１７", "\udcff"], ids=ascii)
def test_a_wrong_pin_says_so(locked, pin):
    with pytest.raises(PinError) as refusal:
        unlock(locked, pin)
    assert refusal.value.code == "signing.pin_wrong"


@pytest.mark.parametrize("data", [b"", b"not a key", b"\x30\x03\x02\x01\x03"], ids=ascii)
def test_a_file_that_is_no_key_file_is_not_called_a_wrong_pin(data):
    with pytest.raises(KeyFileError):
        unlock(data, PIN)


def test_a_damaged_key_file_is_refused(locked):
    with pytest.raises(PinError):
        unlock(locked[:-1] + bytes((locked[-1] ^ 1,)), PIN)


@settings(max_examples=5)
@given(st.binary(max_size=200))
def test_garbage_is_a_key_file_error(data):
    with pytest.raises((KeyFileError, PinError)):
        unlock(data, PIN)


def test_kinds_of_key_that_verifiers_refuse_are_refused():
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "甲")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, TERM.start, TERM.end)
    ).sign(key, None)
    encryption = serialization.BestAvailableEncryption(PIN.encode())
    data = pkcs12.serialize_key_and_certificates(None, key, certificate, None, encryption)
    with pytest.raises(KeyFileError) as refusal:
        unlock(data, PIN)
    assert refusal.value.facts == {"reason": "key_kind"}


def test_a_key_without_certificate_is_incomplete():
    encryption = serialization.BestAvailableEncryption(PIN.encode())
    private = bureau().officers[0].private
    data = pkcs12.serialize_key_and_certificates(None, private, None, None, encryption)
    with pytest.raises(KeyFileError) as refusal:
        unlock(data, PIN)
    assert refusal.value.facts == {"reason": "incomplete"}


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("", "short"),
        ("49381", "short"),
        ("000000", "uniform"),
        ("123456", "sequential"),
        ("987654", "sequential"),
        ("abcdef", "sequential"),
        ("121212", "repeated"),
        ("123123", "repeated"),
        ("4938\n7", "unprintable"),
    ],
)
def test_pins_guessed_first_are_refused(pin, reason):
    with pytest.raises(PinError) as refusal:
        check_pin(pin)
    assert refusal.value.code == "signing.pin_weak"
    assert refusal.value.facts["reason"] == reason


@pytest.mark.parametrize("pin", ["493817", "123457", "000001", "云溪执法一队"])
def test_other_pins_of_six_characters_pass(pin):
    check_pin(pin)


def test_a_weak_pin_never_guards_a_key():
    with pytest.raises(PinError):
        lock(bureau().officers[0], "111111")


@pytest.mark.parametrize("kind", KeyKind)
def test_the_same_digest_gives_the_same_valid_signature(kind):
    key = bureau(kind).officers[0]
    digest = hashlib.sha256(b"decision").digest()
    signature = key.sign_digest(digest)
    assert key.sign_digest(digest) == signature
    assert len(signature) <= key.signature_size
    public, prehashed = key.parsed.public_key(), utils.Prehashed(hashes.SHA256())
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, digest, ec.ECDSA(prehashed))
    else:
        public.verify(signature, digest, padding.PKCS1v15(), prehashed)


def test_a_key_never_prints_itself():
    key = bureau().officers[0]
    assert "private" not in repr(key)
