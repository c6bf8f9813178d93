"""Checking Ed25519 signatures (RFC 8032, 5.1): the ledger's checkpoint and the witnesses' lines.

Plain integer arithmetic in extended coordinates. Verifies only; there is no signing here.
"""

from __future__ import annotations

import hashlib

FIELD = 2**255 - 19
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
CONSTANT = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
#: Neutral element of the group, as (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
NEUTRAL = (0, 1, 1, 0)


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the key `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = _edwards_point(public), _edwards_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= GROUP_ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % GROUP_ORDER
    left = _edwards_times(scalar, _edwards_base())
    right = _edwards_sum(nonce, _edwards_times(challenge, key))
    return _same(left, right)


def _edwards_base() -> tuple[int, int, int, int]:
    y = 4 * pow(5, FIELD - 2, FIELD) % FIELD
    x = _x_of(y, 0)
    return (x or 0, y, 1, (x or 0) * y % FIELD)


def _x_of(y: int, sign: int) -> int | None:
    """The x of a point with this y (RFC 8032, 5.1.3); None when there is none."""
    squared = (y * y - 1) * pow(CONSTANT * y * y + 1, FIELD - 2, FIELD) % FIELD
    if squared == 0:
        return None if sign else 0
    x = pow(squared, (FIELD + 3) // 8, FIELD)
    if (x * x - squared) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - squared) % FIELD:
        return None
    return FIELD - x if x & 1 != sign else x


def _edwards_point(encoded: bytes) -> tuple[int, int, int, int] | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = _x_of(y, sign) if y < FIELD else None
    return None if x is None else (x, y, 1, x * y % FIELD)


def _edwards_sum(
    first: tuple[int, int, int, int], second: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """The sum of two points (RFC 8032, 5.1.4)."""
    a = (first[1] - first[0]) * (second[1] - second[0]) % FIELD
    b = (first[1] + first[0]) * (second[1] + second[0]) % FIELD
    c = 2 * first[3] * second[3] * CONSTANT % FIELD
    d = 2 * first[2] * second[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def _edwards_times(scalar: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    found = NEUTRAL
    while scalar:
        if scalar & 1:
            found = _edwards_sum(found, point)
        point = _edwards_sum(point, point)
        scalar >>= 1
    return found


def _same(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> bool:
    return (first[0] * second[2] - second[0] * first[2]) % FIELD == 0 and (
        first[1] * second[2] - second[1] * first[2]
    ) % FIELD == 0
