"""Reading DER, the encoding of certificates and signatures (ITU-T X.690).

Strict about lengths; refuses what is indefinite or longer than its frame.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

INTEGER, BITS, OCTETS, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
UTC_TIME, GENERAL_TIME = 0x17, 0x18


class UnreadableError(Exception):
    """Bytes are not what they claim to be; `args[0]` says what was expected."""


class Part(NamedTuple):
    """One encoded value: tag, whole encoding, contents."""

    tag: int
    raw: bytes
    body: bytes

    @property
    def parts(self) -> list[Part]:
        """The values inside."""
        return parts_of(self.body)

    @property
    def number(self) -> int:
        """The value of an INTEGER."""
        return int.from_bytes(self.body, "big", signed=True)


def first_part(data: bytes) -> Part:
    """The value at the beginning of `data`; raises UnreadableError."""
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise UnreadableError("DER")
    size, at = data[1], 2
    if size & 0x80:
        more = size & 0x7F
        at, size = 2 + more, int.from_bytes(data[2 : 2 + more], "big")
        if not 0 < more <= 4 or size < 0x80 or size >> (8 * more - 8) == 0:
            raise UnreadableError("DER")
    if at + size > len(data):
        raise UnreadableError("DER")
    return Part(data[0], data[: at + size], data[at : at + size])


def only_part(data: bytes, tag: int) -> Part:
    """The one value `data` is; raises UnreadableError for another tag or more bytes."""
    found = first_part(data)
    if found.tag != tag or len(found.raw) != len(data):
        raise UnreadableError("DER")
    return found


def parts_of(data: bytes) -> list[Part]:
    """The values that make up `data`."""
    found = []
    while data:
        part = first_part(data)
        found.append(part)
        data = data[len(part.raw) :]
    return found


def written(tag: int, *contents: bytes) -> bytes:
    """The encoding of a value, its length in the shortest form."""
    body = b"".join(contents)
    size = len(body).to_bytes(4, "big").lstrip(b"\x00")
    length = bytes((len(body),)) if len(body) < 0x80 else bytes((0x80 | len(size),)) + size
    return bytes((tag,)) + length + body


def moment_of(part: Part) -> datetime:
    """The moment of a UTCTime or GeneralizedTime in whole seconds (RFC 5280, 4.1.2.5)."""
    text = part.body.decode("ascii", "replace")
    if part.tag == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    try:
        return datetime.strptime(text[:14] + "+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        raise UnreadableError("time") from None
