"""Checking ECDSA signatures on the NIST curves (FIPS 186-5, 6.4.2; SEC 1, 4.1.4).

The two products a verification needs are taken together (Shamir's trick) in Jacobian coordinates,
so that a signature takes some milliseconds. Verifies only; no secrets pass through here.
"""

from __future__ import annotations

from typing import NamedTuple


class Curve(NamedTuple):
    """A curve y² = x³ - 3x + b over a prime field, its base point and their order."""

    prime: int
    b: int
    x: int
    y: int
    order: int


def hex_number(text: str) -> int:
    """The number hexadecimal digits write."""
    return int(text.replace(" ", ""), 16)


#: By the object identifier of the curve, content bytes (SP 800-186, 3.2.1).
CURVES = {
    "2a8648ce3d030107": Curve(
        prime=2**256 - 2**224 + 2**192 + 2**96 - 1,
        b=hex_number("5ac635d8 aa3a93e7 b3ebbd55 769886bc 651d06b0 cc53b0f6 3bce3c3e 27d2604b"),
        x=hex_number("6b17d1f2 e12c4247 f8bce6e5 63a440f2 77037d81 2deb33a0 f4a13945 d898c296"),
        y=hex_number("4fe342e2 fe1a7f9b 8ee7eb4a 7c0f9e16 2bce3357 6b315ece cbb64068 37bf51f5"),
        order=hex_number("ffffffff 00000000 ffffffff ffffffff bce6faad a7179e84 f3b9cac2 fc632551"),
    ),
    "2b81040022": Curve(
        prime=2**384 - 2**128 - 2**96 + 2**32 - 1,
        b=hex_number(
            "b3312fa7 e23ee7e4 988e056b e3f82d19 181d9c6e fe814112 0314088f 5013875a"
            "c656398d 8a2ed19d 2a85c8ed d3ec2aef"
        ),
        x=hex_number(
            "aa87ca22 be8b0537 8eb1c71e f320ad74 6e1d3b62 8ba79b98 59f741e0 82542a38"
            "5502f25d bf55296c 3a545e38 72760ab7"
        ),
        y=hex_number(
            "3617de4a 96262c6f 5d9e98bf 9292dc29 f8f41dbd 289a147c e9da3113 b5f0b8c0"
            "0a60b1ce 1d7e819d 7a431d7c 90ea0e5f"
        ),
        order=hex_number(
            "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff c7634d81 f4372ddf"
            "581a0db2 48b0a77a ecec196a ccc52973"
        ),
    ),
}
#: A point in Jacobian coordinates, x = X/Z², y = Y/Z³; Z = 0 is the point at infinity.
INFINITY = (1, 1, 0)


def ecdsa_holds(curve: Curve, public: bytes, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) over `digest` was made with the key `public` (uncompressed point)."""
    point = point_on(curve, public)
    if point is None or not (0 < r < curve.order and 0 < s < curve.order):
        return False
    excess = max(0, 8 * len(digest) - curve.order.bit_length())
    number = int.from_bytes(digest, "big") >> excess
    inverse = pow(s, curve.order - 2, curve.order)
    found = both_products(curve, number * inverse % curve.order, r * inverse % curve.order, point)
    x = affine_x(curve, found)
    return x is not None and x % curve.order == r


def affine_x(curve: Curve, point: tuple[int, int, int]) -> int | None:
    """The x of a point; None for the one at infinity."""
    x, _, z = point
    if z % curve.prime == 0:
        return None
    return x * pow(z * z, curve.prime - 2, curve.prime) % curve.prime


def point_on(curve: Curve, public: bytes) -> tuple[int, int, int] | None:
    """The point of an uncompressed key, when it lies on the curve."""
    size = (curve.prime.bit_length() + 7) // 8
    if len(public) != 1 + 2 * size or public[0] != 4:
        return None
    x = int.from_bytes(public[1 : 1 + size], "big")
    y = int.from_bytes(public[1 + size :], "big")
    on_curve = (y * y - (x * x * x - 3 * x + curve.b)) % curve.prime == 0
    return (x, y, 1) if on_curve and x < curve.prime and y < curve.prime else None


def both_products(
    curve: Curve, first: int, second: int, point: tuple[int, int, int]
) -> tuple[int, int, int]:
    """first·G + second·point, two bits of each number at a time."""
    table = _table(curve, point)
    found = INFINITY
    bits = max(first.bit_length(), second.bit_length())
    for shift in range(bits + bits % 2 - 2, -1, -2):
        found = _twice(curve.prime, _twice(curve.prime, found))
        which = (first >> shift & 3) << 2 | (second >> shift & 3)
        if which:
            found = _plus(curve.prime, found, table[which])
    return found


def _table(curve: Curve, point: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """i·G + j·point at place 4i + j, for i and j from 0 to 3."""
    prime, base = curve.prime, (curve.x, curve.y, 1)
    row = [INFINITY, point, _twice(prime, point)]
    row.append(_plus(prime, row[2], point))
    table = list(row)
    for _ in range(3):
        row = [_plus(prime, base, one) for one in row]
        table += row
    return table


def _twice(p: int, point: tuple[int, int, int]) -> tuple[int, int, int]:
    """Twice a point on a curve with a = -3."""
    x, y, z = point
    if z == 0 or y == 0:
        return INFINITY
    zz, yy = z * z % p, y * y % p
    four = 4 * x * yy % p
    slope = 3 * (x - zz) * (x + zz) % p
    x3 = (slope * slope - 2 * four) % p
    return (x3, (slope * (four - x3) - 8 * yy * yy) % p, 2 * y * z % p)


def _plus(
    p: int, first: tuple[int, int, int], second: tuple[int, int, int]
) -> tuple[int, int, int]:
    if first[2] == 0:
        return second
    if second[2] == 0:
        return first
    (x1, y1, z1), (x2, y2, z2) = first, second
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * zz2 % p, x2 * zz1 % p
    s1, s2 = y1 * zz2 * z2 % p, y2 * zz1 * z1 % p
    h, r = (u2 - u1) % p, (s2 - s1) % p
    if h == 0:
        return _twice(p, first) if r == 0 else INFINITY
    hh = h * h % p
    hhh, v = h * hh % p, u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return (x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p)
