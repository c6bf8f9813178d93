"""The verifier's own curves and RSA, held to RFC vectors and to another library's signatures."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.verifier.ecdsa import CURVES, ecdsa_holds
from runtime.verifier.ed25519 import ed25519_holds
from runtime.verifier.rsa import rsa_holds, rsa_pss_holds

#: RFC 8032, 7.1, tests 1 to 3: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
            "f9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
            "f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
            "4dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)
FEW = settings(max_examples=12, deadline=None)
P256, P384 = "2a8648ce3d030107", "2b81040022"


@pytest.mark.parametrize("vector", VECTORS)
def test_ed25519_as_the_rfc_has_it(vector):
    public, message, signature = (bytes.fromhex(part) for part in vector)
    assert ed25519_holds(public, message, signature)
    assert not ed25519_holds(public, message + b"\x00", signature)


@FEW
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=64), bit=st.data())
def test_ed25519_accepts_what_was_signed_and_nothing_a_bit_away(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))
    assert ed25519_holds(public, message, bytes(signature))
    place = bit.draw(st.integers(0, 511))
    signature[place // 8] ^= 1 << place % 8
    assert not ed25519_holds(public, message, bytes(signature))


def test_ed25519_refuses_a_scalar_that_is_not_reduced():
    """RFC 8032, 5.1.7: S must be below the order, or every signature would have a twin."""
    public, message, signature = (bytes.fromhex(part) for part in VECTORS[1])
    order = 2**252 + 27742317777372353535851937790883648493
    more = int.from_bytes(signature[32:], "little") + order
    assert not ed25519_holds(public, message, signature[:32] + more.to_bytes(32, "little"))


@FEW
@given(message=st.binary(max_size=40), kind=st.sampled_from([P256, P384]))
def test_ecdsa_accepts_what_was_signed_and_no_other_digest(message, kind):
    key = ec.generate_private_key(ec.SECP256R1() if kind == P256 else ec.SECP384R1())
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    digest = hashlib.sha256(message).digest()
    assert ecdsa_holds(CURVES[kind], point, digest, r, s)
    assert not ecdsa_holds(CURVES[kind], point, hashlib.sha256(digest).digest(), r, s)
    assert not ecdsa_holds(CURVES[kind], point, digest, s, r)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 0), (CURVES[P256].order, 1), (-1, 1)])
def test_ecdsa_refuses_numbers_out_of_range(numbers):
    """FIPS 186-5, 6.4.2, step 1."""
    point = b"\x04" + CURVES[P256].x.to_bytes(32, "big") + CURVES[P256].y.to_bytes(32, "big")
    assert not ecdsa_holds(CURVES[P256], point, bytes(32), *numbers)


def test_ecdsa_refuses_a_key_beside_the_curve():
    point = b"\x04" + bytes(31) + b"\x05" + bytes(31) + b"\x07"
    assert not ecdsa_holds(CURVES[P256], point, bytes(32), 1, 1)


@pytest.fixture(scope="module")
def rsa_key():
    return rsa.generate_private_key(65537, 2048)


def test_rsa_with_either_padding(rsa_key):
    numbers, digest = rsa_key.public_key().public_numbers(), hashlib.sha256(b"x").digest()
    plain = rsa_key.sign(b"x", padding.PKCS1v15(), hashes.SHA256())
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    salted = rsa_key.sign(b"x", pss, hashes.SHA256())
    assert rsa_holds(numbers.n, numbers.e, digest, plain, "sha256")
    assert rsa_pss_holds(numbers.n, numbers.e, digest, salted, "sha256", 32)
    assert not rsa_holds(numbers.n, numbers.e, digest, salted, "sha256")
    assert not rsa_pss_holds(numbers.n, numbers.e, digest, plain, "sha256", 32)
    assert not rsa_holds(numbers.n, numbers.e, hashlib.sha256(b"y").digest(), plain, "sha256")
    assert not rsa_pss_holds(numbers.n, numbers.e, digest, salted, "sha256", 20)


def test_a_short_rsa_key_proves_nothing():
    numbers = rsa.generate_private_key(65537, 1024)
    public = numbers.public_key().public_numbers()
    signature = numbers.sign(b"x", padding.PKCS1v15(), hashes.SHA256())
    assert not rsa_holds(public.n, public.e, hashlib.sha256(b"x").digest(), signature, "sha256")
