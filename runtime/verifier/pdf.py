"""Reading the PDF files of a dossier (ISO 32000-1): revisions, pages, fields, the attached act.

Reads classic cross-reference tables, which every document of a dossier has. What pages say in
words is not read here; that a page is the one that was signed follows from its bytes.
"""

from __future__ import annotations

import re
import zlib
from typing import Any, Dict, List, NamedTuple, Union

from runtime.verifier.der import UnreadableError

BLANK = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)*")
REFERENCE = re.compile(rb"(\d{1,8}) (\d{1,5}) R(?![^\s<>\[\]()/%{}])")
NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
NAME = re.compile(rb"/[^\x00-\x20<>\[\]()/%{}\x7f-\xff]*")
WORD = re.compile(rb"true|false|null")
OBJECT = re.compile(rb"(\d{1,8}) (\d{1,5}) obj")
ENDING = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF(?:\r\n|\r|\n)?")
SECTION = re.compile(rb"(\d{1,8}) (\d{1,8})\s+")
STREAM = re.compile(rb"\s*stream\r?\n")
DEEPEST, MOST_REVISIONS, MOST_PAGES = 40, 500, 20_000
#: Bytes a stream may unpack to.
LARGEST = 256 * 1024 * 1024


class Reference(NamedTuple):
    """A reference to an object by its number."""

    number: int


class Span(NamedTuple):
    """A hexadecimal or literal string: its bytes as written and where they stand."""

    text: bytes
    start: int
    end: int


Value = Union[Reference, Span, bytes, float, List[Any], Dict[bytes, Any], None]


class Revision(NamedTuple):
    """One generation of a file: its objects' places, its trailer, where its last byte ends."""

    offsets: dict[int, int]
    trailer: dict[bytes, Value]
    end: int


class Page(NamedTuple):
    """A page: its object's number, its dictionary and its place in the tagged structure."""

    number: int
    entries: dict[bytes, Value]


class Reader:
    """A PDF file."""

    def __init__(self, data: bytes) -> None:
        """Read the chain of revisions, oldest first; raises UnreadableError."""
        self.data = data
        self.revisions: list[Revision] = []
        last = data.rfind(b"startxref")
        found = ENDING.match(data, last) if last >= 0 else None
        while found is not None:
            revision = self._revision(int(found[1]), found.end())
            self.revisions.insert(0, revision)
            before = revision.trailer.get(b"/Prev")
            if not isinstance(before, float) or len(self.revisions) > MOST_REVISIONS:
                break
            found = self._ending(int(before))
        if not self.revisions:
            raise UnreadableError("PDF")

    def _ending(self, table: int) -> re.Match[bytes] | None:
        return ENDING.search(self.data, table) if 0 < table < len(self.data) else None

    def _revision(self, table: int, end: int) -> Revision:
        if self.data[table : table + 4] != b"xref":
            raise UnreadableError("xref")
        at = skip(self.data, table + 4)
        offsets: dict[int, int] = {}
        section = SECTION.match(self.data, at)
        while section:
            first, count, at = int(section[1]), int(section[2]), section.end()
            for number in range(first, first + count):
                line = self.data[at : at + 20]
                if line[17:18] == b"n":
                    offsets[number] = _number(line[:10])
                at += 20
            section = SECTION.match(self.data, at)
        if self.data[at : at + 7] != b"trailer":
            raise UnreadableError("trailer")
        trailer, _ = value_at(self.data, at + 7)
        if not isinstance(trailer, dict):
            raise UnreadableError("trailer")
        return Revision(offsets, trailer, end)

    def object(self, number: int, revisions: int = 0) -> Value:
        """The newest value of an object; with `revisions`, among the first so many."""
        at = self.place(number, revisions)
        return None if at is None else value_at(self.data, at)[0]

    def place(self, number: int, revisions: int = 0) -> int | None:
        """Where an object's value begins; None when there is no such object."""
        for revision in reversed(self.revisions[: revisions or None]):
            if number in revision.offsets:
                head = OBJECT.match(self.data, revision.offsets[number])
                return head.end() if head and int(head[1]) == number else None
        return None

    def seen(self, value: Value) -> Value:
        """A value, or what it refers to."""
        return self.object(value.number) if isinstance(value, Reference) else value

    def entries(self, value: Value) -> dict[bytes, Value]:
        """A dictionary, or what a reference to one means; empty for anything else."""
        found = self.seen(value)
        return found if isinstance(found, dict) else {}

    def members(self, value: Value) -> list[Value]:
        """A list, or what a reference to one means; empty for anything else."""
        found = self.seen(value)
        return found if isinstance(found, list) else []

    @property
    def root(self) -> dict[bytes, Value]:
        """The catalog."""
        return self.entries(self.revisions[-1].trailer.get(b"/Root"))

    def pages(self) -> list[Page]:
        """The pages in reading order; raises UnreadableError for a tree without end."""
        found: list[Page] = []
        waiting = [self.root.get(b"/Pages")]
        seen = 0
        while waiting:
            value, seen = waiting.pop(), seen + 1
            if seen > MOST_PAGES:
                raise UnreadableError("pages")
            entries = self.entries(value)
            if isinstance(value, Reference) and entries.get(b"/Type") == b"/Page":
                found.append(Page(value.number, entries))
            else:
                waiting += reversed(self.members(entries.get(b"/Kids")))
        return found

    def stream(self, number: int) -> bytes:
        """The bytes of a stream, inflated; raises UnreadableError when they are damaged."""
        at = self.place(number)
        if at is None:
            raise UnreadableError("stream")
        entries, end = value_at(self.data, at)
        begun = STREAM.match(self.data, end)
        if not isinstance(entries, dict) or begun is None:
            raise UnreadableError("stream")
        size = self.seen(entries.get(b"/Length"))
        raw = self.data[begun.end() : begun.end() + int(size if isinstance(size, float) else 0)]
        if entries.get(b"/Filter") != b"/FlateDecode":
            return raw
        inflating = zlib.decompressobj()
        try:
            data = inflating.decompress(raw, LARGEST)
        except zlib.error as wrong:
            raise UnreadableError("stream") from wrong
        if not inflating.eof:
            raise UnreadableError("stream")
        return data

    def attached(self, name: bytes) -> bytes | None:
        """The attached file of this name; None when there is none."""
        for number in self.revisions[0].offsets:
            entries = self.entries(Reference(number))
            if entries.get(b"/Type") == b"/Filespec" and _text(entries.get(b"/F")) == name:
                held = self.entries(entries.get(b"/EF")).get(b"/F")
                return self.stream(held.number) if isinstance(held, Reference) else None
        return None


def _number(text: bytes) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnreadableError("number") from None


def _text(value: Value) -> bytes:
    return value.text[1:-1] if isinstance(value, Span) else b""


def skip(data: bytes, at: int) -> int:
    """The position behind white space and comments."""
    found = BLANK.match(data, at)
    return found.end() if found else at


def value_at(data: bytes, at: int, depth: int = 0) -> tuple[Value, int]:
    """The value at a position, and the position behind it; raises UnreadableError."""
    at = skip(data, at)
    if depth > DEEPEST:
        raise UnreadableError("depth")
    if data.startswith(b"<<", at):
        return _dictionary(data, at + 2, depth)
    if data.startswith(b"[", at):
        return _list(data, at + 1, depth)
    if data.startswith(b"<", at) or data.startswith(b"(", at):
        end = _string_end(data, at)
        return Span(data[at:end], at, end), end
    reference = REFERENCE.match(data, at)
    if reference:
        return Reference(int(reference[1])), reference.end()
    number = NUMBER.match(data, at)
    if number:
        return float(number[0]), number.end()
    word = NAME.match(data, at) or WORD.match(data, at)
    if not word:
        raise UnreadableError("value")
    return word[0], word.end()


def _dictionary(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    found: dict[bytes, Value] = {}
    while True:
        at = skip(data, at)
        if data.startswith(b">>", at):
            return found, at + 2
        key = NAME.match(data, at)
        if not key:
            raise UnreadableError("dictionary")
        found[key[0]], at = value_at(data, key.end(), depth + 1)


def _list(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    found: list[Value] = []
    while True:
        at = skip(data, at)
        if data.startswith(b"]", at):
            return found, at + 1
        member, at = value_at(data, at, depth + 1)
        found.append(member)


def _string_end(data: bytes, at: int) -> int:
    if data[at : at + 1] == b"<":
        end = data.find(b">", at)
        if end < 0:
            raise UnreadableError("string")
        return end + 1
    open_ones = 0
    while at < len(data):
        char = data[at : at + 1]
        if char == b"\\":
            at += 1
        elif char == b"(":
            open_ones += 1
        elif char == b")":
            open_ones -= 1
            if not open_ones:
                return at + 1
        at += 1
    raise UnreadableError("string")
