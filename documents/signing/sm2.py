"""SM2 signatures with SM3 (GB/T 32918.2 and .5, GB/T 32905), over integers.

The nonce is derived as in RFC 6979 with HMAC-SM3, so that the same key and digest give the same
signature. Python's integers take time by their size: a machine on which others measure time is no
place for this. Refuses to know files, certificates and whose key it is.
"""

from collections.abc import Iterator

from cryptography.hazmat.primitives import hashes, hmac

from documents.signing import der
from documents.signing.errors import MalformedError

#: The recommended curve (GB/T 32918.5, 2).
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SIZE = 32
#: The identity of a signer where none was agreed on (GM/T 0009, 10).
DEFAULT_USER = b"1234567812345678"
#: The most bytes of an identity: its length in bits is written in two bytes.
MOST_USER = 0xFFFF // 8

Point = tuple[int, int]
#: x/z², y/z³; z is 0 at infinity.
_Jacobian = tuple[int, int, int]
_INFINITY: _Jacobian = (1, 1, 0)


def sm3(data: bytes) -> bytes:
    """The SM3 digest, 32 bytes."""
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()


def digest_of(message: bytes, public: Point, user: bytes = DEFAULT_USER) -> bytes:
    """What is signed: SM3 of the signer's Z and the message (GB/T 32918.2, 5.5 and 6.1)."""
    numbers = b"".join(n.to_bytes(SIZE) for n in (A, B, *G, *public))
    return sm3(sm3((8 * len(user)).to_bytes(2) + user + numbers) + message)


def public_of(private: int) -> Point:
    """The public key; MalformedError for a number that is no private key."""
    if not 1 <= private <= N - 2:
        raise MalformedError("malformed.sm2_key")
    return _affine(_times(private, G))


def point_of(encoded: bytes) -> Point:
    """The point of 04 ‖ x ‖ y; MalformedError when it is not on the curve or compressed."""
    x, y = int.from_bytes(encoded[1 : SIZE + 1]), int.from_bytes(encoded[SIZE + 1 :])
    whole = len(encoded) == 2 * SIZE + 1 and encoded[0] == 4 and x < P and y < P
    if not whole or (y * y - (x * x * x + A * x + B)) % P:
        raise MalformedError("malformed.sm2_key")
    return x, y


def sign(private: int, digest: bytes) -> bytes:
    """The signature of what `digest_of` gives: SEQUENCE of r and s (GB/T 35276, 7.3)."""
    tried = (sign_with(private, digest, nonce) for nonce in _nonces(private, digest))
    r, s = next(made for made in tried if made is not None)
    return der.sequence(der.integer(r), der.integer(s))


def sign_with(private: int, digest: bytes, nonce: int) -> tuple[int, int] | None:
    """The numbers r and s, or None when the nonce is one of the few to be passed over (6.1)."""
    x, _ = _affine(_times(nonce, G))
    r = (int.from_bytes(digest) + x) % N
    s = pow(1 + private, -1, N) * (nonce - r * private) % N
    return None if r == 0 or r + nonce == N or s == 0 else (r, s)


def holds(public: Point, digest: bytes, signature: bytes) -> bool:
    """Whether the key made this signature of `digest` (GB/T 32918.2, 7.1)."""
    try:
        parts = der.children(der.only_value(signature, der.SEQUENCE))
        numbers = [der.integer_of(part) for part in parts]
    except MalformedError:
        return False
    if len(numbers) != 2 or not all(1 <= number < N for number in numbers):
        return False
    r, s = numbers
    t = (r + s) % N
    if t == 0:
        return False
    sum_ = _add(_times(s, G), _times(t, public))
    return sum_[2] % P != 0 and (int.from_bytes(digest) + _affine(sum_)[0] - r) % N == 0


def _nonces(private: int, digest: bytes) -> Iterator[int]:
    """The endless row of nonces for a key and digest (RFC 6979, 3.2, with HMAC-SM3)."""
    seed = private.to_bytes(SIZE) + (int.from_bytes(digest) % N).to_bytes(SIZE)
    key, value = bytes(SIZE), b"\x01" * SIZE
    for added in (b"\x00" + seed, b"\x01" + seed):
        key = _hmac(key, value + added)
        value = _hmac(key, value)
    while True:
        value = _hmac(key, value)
        if 1 <= (nonce := int.from_bytes(value)) < N:
            yield nonce
        key = _hmac(key, value + b"\x00")
        value = _hmac(key, value)


def _hmac(key: bytes, data: bytes) -> bytes:
    state = hmac.HMAC(key, hashes.SM3())
    state.update(data)
    return state.finalize()


# -- points ----------------------------------------------------------------------------------------


def _times(number: int, point: Point) -> _Jacobian:
    """`number` times the point by a ladder of as many rungs for every number."""
    number += N
    number += N if number.bit_length() == 256 else 0  # 257 bits, the same multiple
    low, high = (*point, 1), _double((*point, 1))
    for at in reversed(range(number.bit_length() - 1)):
        if number >> at & 1:
            low, high = _add(low, high), _double(high)
        else:
            low, high = _double(low), _add(low, high)
    return low


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if not y or not z:
        return _INFINITY
    yy, zz = y * y % P, z * z % P
    s = 4 * x * yy % P
    m = 3 * (x - zz) * (x + zz) % P  # a = -3
    doubled = (m * m - 2 * s) % P
    return doubled, (m * (s - doubled) - 8 * yy * yy) % P, 2 * y * z % P


def _add(one: _Jacobian, two: _Jacobian) -> _Jacobian:
    if not one[2] or not two[2]:
        return two if not one[2] else one
    (x1, y1, z1), (x2, y2, z2) = one, two
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, s1 = x1 * zz2 % P, y1 * zz2 * z2 % P
    h, r = (x2 * zz1 - u1) % P, (y2 * zz1 * z1 - s1) % P
    if not h:
        return _INFINITY if r else _double(one)
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, z1 * z2 * h % P


def _affine(point: _Jacobian) -> Point:
    x, y, z = point
    inverse = pow(z, -1, P)
    return x * inverse * inverse % P, y * inverse * inverse * inverse % P
