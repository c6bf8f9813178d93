"""Checking SM2 signatures (GB/T 32918.2, 7.1) on the recommended curve (GB/T 32918.5, 2).

The curve has the shape of the NIST curves, so its points are added as theirs. Verifies only.
"""

from __future__ import annotations

from runtime.verifier.ecdsa import Curve, affine_x, both_products, hex_number, point_on
from runtime.verifier.sm3 import sm3

SM2_CURVE = Curve(
    prime=2**256 - 2**224 - 2**96 + 2**64 - 1,
    b=hex_number("28e9fa9e 9d9f5e34 4d5a9e4b cf6509a7 f39789f5 15ab8f92 ddbcbd41 4d940e93"),
    x=hex_number("32c4ae2c 1f198119 5f990446 6a39c994 8fe30bbf f2660be1 715a4589 334c74c7"),
    y=hex_number("bc3736a2 f4f6779c 59bdcee3 6b692153 d0a9877c c62a4740 02df32e5 2139f0a0"),
    order=hex_number("fffffffe ffffffff ffffffff ffffffff 7203df6b 21c6052b 53bbf409 39d54123"),
)
#: The identity of a signer where none was agreed on (GM/T 0009, 10).
USUAL_IDENTITY = b"1234567812345678"


def sm2_digest(public: bytes, data: bytes, identity: bytes = USUAL_IDENTITY) -> bytes:
    """What is signed: SM3 of the signer's Z and the data (5.5 and 6.1); `public` is 04 ‖ x ‖ y."""
    curve = SM2_CURVE
    numbers = (n.to_bytes(32, "big") for n in (curve.prime - 3, curve.b, curve.x, curve.y))
    length = (8 * len(identity)).to_bytes(2, "big")
    return sm3(sm3(length + identity + b"".join(numbers) + public[1:]) + data)


def sm2_holds(public: bytes, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) over what `sm2_digest` gives was made with the key `public`."""
    order, point = SM2_CURVE.order, point_on(SM2_CURVE, public)
    if point is None or not (0 < r < order and 0 < s < order) or (r + s) % order == 0:
        return False
    found = both_products(SM2_CURVE, s, (r + s) % order, point)
    x = affine_x(SM2_CURVE, found)
    return x is not None and (int.from_bytes(digest, "big") + x - r) % order == 0
