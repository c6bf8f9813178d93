"""Checking RSA signatures: PKCS#1 v1.5 and PSS (RFC 8017, 8.1.2, 8.2.2 and 9.1.2).

Verifies only. Keys of fewer than 2048 bits are no proof and count as failing.
"""

from __future__ import annotations

import hashlib

#: DigestInfo before the digest (RFC 8017, 9.2 note 1).
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
LEAST_BITS = 2048


def rsa_holds(modulus: int, exponent: int, digest: bytes, signature: bytes, kind: str) -> bool:
    """Whether a PKCS#1 v1.5 signature over a digest of `kind` (sha256 …) holds."""
    encoded = _opened(modulus, exponent, signature)
    if encoded is None or kind not in DIGEST_INFO:
        return False
    told = DIGEST_INFO[kind] + digest
    return encoded == b"\x00\x01" + b"\xff" * (len(encoded) - len(told) - 3) + b"\x00" + told


def rsa_pss_holds(
    modulus: int, exponent: int, digest: bytes, signature: bytes, kind: str, salt_size: int
) -> bool:
    """Whether a PSS signature with MGF1 over the same hash holds (RFC 8017, 9.1.2)."""
    encoded = _opened(modulus, exponent, signature)
    size = len(digest)
    if encoded is None or len(encoded) < size + salt_size + 2 or encoded[-1] != 0xBC:
        return False
    spare = 8 * len(encoded) - (modulus.bit_length() - 1)
    masked, seed = encoded[: -size - 1], encoded[-size - 1 : -1]
    mask = _mask(seed, len(masked), kind)
    block = bytearray(a ^ b for a, b in zip(masked, mask))
    if spare and masked[0] >> (8 - spare):
        return False
    block[0] &= 0xFF >> spare
    padding = len(block) - salt_size - 1
    if any(block[:padding]) or block[padding] != 1:
        return False
    salt = bytes(block[padding + 1 :])
    return hashlib.new(kind, bytes(8) + digest + salt).digest() == seed


def _opened(modulus: int, exponent: int, signature: bytes) -> bytes | None:
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if modulus.bit_length() < LEAST_BITS or len(signature) != size or number >= modulus:
        return None
    return pow(number, exponent, modulus).to_bytes(size, "big")


def _mask(seed: bytes, size: int, kind: str) -> bytes:
    """MGF1 (RFC 8017, B.2.1)."""
    found = b""
    counter = 0
    while len(found) < size:
        found += hashlib.new(kind, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return found[:size]
