"""DER, the distinguished encoding of ASN.1 (ITU-T X.690): a writer and a strict, bounded reader.

Covers what CMS, RFC 3161 and certificates' outer shells need. Refuses to know what the values
mean, and refuses indefinite, overlong and multi-byte-tag encodings.
"""

import re
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from documents.signing.errors import MalformedError
from engine.legal_time import fourteen_digits

BOOLEAN, INTEGER, BIT_STRING, OCTETS, OID = 0x01, 0x02, 0x03, 0x04, 0x06
GENERALIZED_TIME, SEQUENCE, SET = 0x18, 0x30, 0x31
NULL = b"\x05\x00"
MAX_LENGTH_BYTES = 4
MAX_CHILDREN = 4096
WHOLE_SECONDS = re.compile(r"[0-9]{14}Z")
#: What a long length that ends on 0x80 looks like; random bytes seldom do.
LONG_0X80 = re.compile(rb"\x81\x80|\x82.\x80|\x83..\x80|\x84...\x80", re.DOTALL)


def tlv(tag: int, body: bytes) -> bytes:
    """One value: tag, minimal length, contents."""
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + body


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of encoded values."""
    return tlv(SEQUENCE, b"".join(parts))


def set_of(*parts: bytes) -> bytes:
    """A SET OF in ascending order of its encodings (X.690, 11.6)."""
    return tlv(SET, b"".join(sorted(parts)))


def octets(body: bytes) -> bytes:
    """An OCTET STRING."""
    return tlv(OCTETS, body)


def integer(number: int) -> bytes:
    """A non-negative INTEGER."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def context(number: int, body: bytes) -> bytes:
    """A constructed value with a context-specific tag."""
    return tlv(0xA0 | number, body)


@cache
def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER from its dotted form; arcs may be of any size."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return tlv(OID, b"".join(_arc(number) for number in (first * 40 + second, *rest)))


def _arc(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(0x80 | number & 0x7F)
    return bytes(reversed(groups))


def generalized_time(moment: datetime) -> bytes:
    """GeneralizedTime in whole seconds UTC, as RFC 3161 asks of genTime."""
    return tlv(GENERALIZED_TIME, f"{fourteen_digits(moment.astimezone(UTC))}Z".encode())


class Value(NamedTuple):
    """One decoded value: its tag, the whole encoding and the contents."""

    tag: int
    raw: bytes
    body: bytes


def first_value(data: bytes, at: int = 0) -> Value:
    """The value starting at `at`; bytes after it are left alone. MalformedError when broken."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        raise MalformedError("malformed.der", at=at)
    start, size = at + 2, data[at + 1]
    if size & 0x80:
        start, size = _long_size(data, at)
    end = start + size
    if end > len(data):
        raise MalformedError("malformed.der", at=at)
    return Value(data[at], data[at:end], data[start:end])


def _long_size(data: bytes, at: int) -> tuple[int, int]:
    """Where the contents of the value at `at` start, and their size, given in bytes of its own."""
    count = data[at + 1] & 0x7F
    start = at + 2 + count
    size = int.from_bytes(data[at + 2 : start])
    if count == 0 or count > MAX_LENGTH_BYTES or size < 0x80 or size >> 8 * (count - 1) == 0:
        raise MalformedError("malformed.der", at=at)
    return start, size


def only_value(data: bytes, tag: int) -> Value:
    """The one value `data` consists of; MalformedError for another tag or trailing bytes."""
    value = first_value(data)
    if value.tag != tag or len(value.raw) != len(data):
        raise MalformedError("malformed.der", at=0)
    return value


def children(value: Value) -> tuple[Value, ...]:
    """The members of a constructed value."""
    members: list[Value] = []
    body, at = value.body, 0
    while at < len(body):
        member = first_value(body, at)
        members.append(member)
        at += len(member.raw)
        if len(members) > MAX_CHILDREN:
            raise MalformedError("malformed.der", at=at)
    return tuple(members)


def integer_of(value: Value) -> int:
    """The number of a minimal INTEGER."""
    body = value.body
    minimal = body and (len(body) == 1 or body[0] not in (0, 0xFF) or (body[0] ^ body[1]) & 0x80)
    if value.tag != INTEGER or not minimal:
        raise MalformedError("malformed.der", at=0)
    return int.from_bytes(body, signed=True)


def moment_of(value: Value) -> datetime:
    """The instant of a GeneralizedTime in UTC, fractions allowed (RFC 3161, 2.4.2)."""
    if value.tag != GENERALIZED_TIME or not value.body.isascii():
        raise MalformedError("malformed.time", at=0)
    text = value.body.decode()
    shape = "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ"
    try:
        if WHOLE_SECONDS.fullmatch(text):  # what strptime reads, in a tenth of its time
            moment = datetime.fromisoformat(f"{text[:8]}T{text[8:]}")
        else:
            moment = datetime.strptime(text, shape).replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedError("malformed.time", at=0) from error
    if "." not in text and value.raw != generalized_time(moment):
        raise MalformedError("malformed.time", at=0)
    return moment


def trips_asn1crypto(data: bytes) -> bool:
    """Whether asn1crypto 1.5.1 would re-encode this value again and again.

    It takes a length whose last byte is 0x80 for an indefinite one (wbond/asn1crypto#249), and
    validators built on it stall for seconds; signatures are made so that they meet no such length.
    """
    return bool(LONG_0X80.search(data)) and _trips(data, 0, len(data), depth=0)


def _trips(data: bytes, at: int, end: int, *, depth: int) -> bool:
    while at < end:
        tag, size, start = data[at], data[at + 1], at + 2
        if size & 0x80:
            start += size & 0x7F
            if data[start - 1] == 0x80:
                return True
            size = int.from_bytes(data[at + 2 : start])
            if tag & 0x20 and depth < 16 and _trips(data, start, start + size, depth=depth + 1):
                return True
        at = start + size
    return False
