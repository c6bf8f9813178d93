"""The object syntax of PDF (ISO 32000-1, 7.2 and 7.3): reading values and writing strings.

Strict and bounded: nesting and sizes have limits, every failure is a MalformedError. Refuses to
know files, references' targets and encryption.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from documents.signing.errors import MalformedError

MAX_DEPTH = 32
MAX_MEMBERS = 100_000
#: White space and comments; never tried again in another way, however many there are.
BLANK = re.compile(rb"[\x00\t\n\x0c\r ]*+(?:%[^\r\n]*+[\x00\t\n\x0c\r ]*+)*+")
#: What comes next in a dictionary: its end, or a key and the blanks after it.
MEMBER = re.compile(
    rb"%b(?:(>>)|/([^\x00-\x20<>\[\]()/%%{}\x7f-\xff]*)%b)" % (BLANK.pattern, BLANK.pattern)
)
#: What a value begins with after blanks: a name, a reference, a number, a word or a bracket.
LEAD = re.compile(
    rb"%b(?:/([^\x00-\x20<>\[\]()/%%{}\x7f-\xff]*)"
    rb"|(\d{1,8})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![^\s<>\[\]()/%%{}])"
    rb"|([+-]?(?:\d{1,10}(?:\.\d{0,10})?|\.\d{1,10})(?![\w.+-]))"
    rb"|(true|false|null)(?![^\s<>\[\]()/%%{}])"
    rb"|(<<?|\[|\())" % BLANK.pattern
)
WORDS = {b"true": True, b"false": False, b"null": None}
HEX_DIGITS, HEX_BLANKS = b"0123456789ABCDEFabcdef", b" \t\n\r\f\v"
LITERAL = re.compile(rb"[^()\\]*")
ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name without its slash, escapes undone."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an indirect object."""

    number: int
    generation: int


class Entry(NamedTuple):
    """A dictionary entry: its value, the bytes it was read from and where they stand."""

    value: "Value"
    raw: bytes
    at: int


Dictionary = dict[bytes, Entry]
Value = Name | Reference | bytes | float | bool | None | list["Value"] | Dictionary


def skip_blank(data: bytes, at: int) -> int:
    """The position after white space and comments."""
    found = BLANK.match(data, at)
    return found.end() if found else at


def read_value(data: bytes, at: int, depth: int = 0) -> tuple[Value, int]:
    """The value at or after `at` and the position behind it."""
    found = LEAD.match(data, at)
    if found is None or depth > MAX_DEPTH:
        raise MalformedError("malformed.pdf", at=skip_blank(data, at))
    kind = found.lastindex
    if kind == 1:
        return Name(_unescape_name(found[1])), found.end()
    if kind == 3:
        return Reference(int(found[2]), int(found[3])), found.end()
    if kind == 4:
        text = found[4]
        return (float(text) if b"." in text else int(text)), found.end()
    if kind == 5:
        return WORDS[found[5]], found.end()
    return _read_bracketed(data, found[6], found.end(), depth)


def _read_bracketed(data: bytes, bracket: bytes, at: int, depth: int) -> tuple[Value, int]:
    """The value whose opening bracket ends at `at`."""
    if bracket == b"<<":
        return _read_dictionary(data, at, depth + 1)
    if bracket == b"[":
        return _read_array(data, at, depth + 1)
    return _read_literal(data, at - 1) if bracket == b"(" else _read_hex(data, at - 1)


def _unescape_name(text: bytes) -> bytes:
    if b"#" not in text:
        return text
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text)


def _read_dictionary(data: bytes, at: int, depth: int) -> tuple[Dictionary, int]:
    entries: Dictionary = {}
    while True:
        found = MEMBER.match(data, at)
        if found is None or len(entries) > MAX_MEMBERS:
            raise MalformedError("malformed.pdf", at=skip_blank(data, at))
        if found[1]:
            return entries, found.end()
        start = found.end()
        value, at = read_value(data, start, depth)
        key = _unescape_name(found[2])
        if key in entries:  # readers disagree about which of two equal keys counts
            raise MalformedError("malformed.pdf", at=start)
        entries[key] = Entry(value, data[start:at], start)


def _read_array(data: bytes, at: int, depth: int) -> tuple[list[Value], int]:
    members: list[Value] = []
    while True:
        at = skip_blank(data, at)
        if data[at : at + 1] == b"]":
            return members, at + 1
        if len(members) > MAX_MEMBERS:
            raise MalformedError("malformed.pdf", at=at)
        value, at = read_value(data, at, depth)
        members.append(value)


def _read_hex(data: bytes, at: int) -> tuple[bytes, int]:
    end = data.find(b">", at)
    digits = data[at + 1 : end].translate(None, HEX_BLANKS)
    if end < 0 or digits.translate(None, HEX_DIGITS):
        raise MalformedError("malformed.pdf", at=at)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()), end + 1


def _read_literal(data: bytes, at: int) -> tuple[bytes, int]:
    start, open_brackets, here = at + 1, 1, at + 1
    while open_brackets:
        found = LITERAL.match(data, here)
        here = found.end() if found else here
        mark = data[here : here + 1]
        if not mark:
            raise MalformedError("malformed.pdf", at=at)
        here += 2 if mark == b"\\" else 1
        open_brackets += {b"(": 1, b")": -1}.get(mark, 0)
    return ESCAPED.sub(_unescape, data[start : here - 1]), here


def _unescape(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 8) & 0xFF,))
    return b"" if found[2] else ESCAPES.get(found[3], found[3])


def text_of(value: Value) -> str | None:
    """The characters of a text string (ISO 32000-1, 7.9.2.2), or None for another value."""
    if not isinstance(value, bytes):
        return None
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")


def text_string(text: str) -> bytes:
    """A text string as it is written: UTF-16BE in hexadecimal."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().upper().encode() + b">"
