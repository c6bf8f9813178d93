"""The ledger's key signs as RFC 8032 says, and a second library agrees."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from storage.logkey import Ed25519LogKey, verify_ed25519

#: RFC 8032 §7.1, TEST 2.
PRIVATE = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_vector_of_the_standard():
    key = Ed25519LogKey("office/ledger", PRIVATE)
    assert key.key.public == PUBLIC
    assert key.sign(b"\x72") == SIGNATURE


def test_another_library_signs_the_same_and_checks_it():
    private, message = os.urandom(32), os.urandom(120)
    key, other = (
        Ed25519LogKey("office/ledger", private),
        Ed25519PrivateKey.from_private_bytes(private),
    )
    signature = key.sign(message)
    assert signature == other.sign(message)
    assert verify_ed25519(key.key.public, message, signature)
    assert not verify_ed25519(key.key.public, message + b"\n", signature)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_refused(size):
    with pytest.raises(ValueError, match="seed"):
        Ed25519LogKey("office/ledger", bytes(size))
