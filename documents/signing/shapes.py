"""Objects known by their shape: what stands in an object when each digit is taken for a nought.

The objects of a document are many and alike. A shape is read once with the parser; of an object of
a shape that does nothing, only the places of its numbers are looked at. Answers "at rest" or "not
known", never what is wrong: what is not known is read as a whole elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from documents.signing.active import ACTIONS, ACTIVE_KEYS, ANNOTATIONS, OUTSIDE_KEYS, parts
from documents.signing.errors import MalformedError
from documents.signing.syntax import Name, Reference, Value, read_value

#: Takes every digit for a nought: digits are alike to the grammar (ISO 32000-1, 7.3), but in names.
NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
#: A reference as our writer makes it; its number and generation are what an object is known by.
REFERENCE = re.compile(rb"(0{1,8} 0) R(?![^\s<>\[\]()/%{}])")
STREAM, STREAM_END, OBJECT_END = b"\nstream\n", b"\nendstream\nendobj\n", b"\nendobj\n"
LONGEST = 4096  # bytes of an object's text; longer ones are seldom alike
SHAPES = 4096
MOST = 50_000  # objects of a revision, so that a hostile file does not fill the memory
LAST_NUMBER = 99_999_999  # of eight digits, as many as the parser reads
#: What references are numbered from while a shape is read: no number in a shape has such digits.
NUMBERED_FROM = 10_000
DOING = frozenset(name.translate(NOUGHTS) for name in ACTIVE_KEYS | ACTIONS | ANNOTATIONS)


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that does nothing, whatever its numbers are; places count from its text's start."""

    #: Where number and generation of each reference stand.
    references: tuple[slice, ...]
    #: Where the length of a stream stands; None where a stream cannot follow.
    length: slice | None


class AtRest(NamedTuple):
    """An object that does nothing by itself; where its references lead is for the caller."""

    #: Number and generation of the objects it refers to, as they stand in the file.
    references: list[bytes]
    #: Bytes of its value.
    size: int
    #: The position behind it.
    end: int


def resting(data: bytes, offsets: Mapping[int, int], end: int) -> Iterator[tuple[int, AtRest]]:
    """The objects at `offsets`, the last of which reaches to `end`, that do nothing, by number."""
    places = sorted((at, number) for number, at in offsets.items() if at > 0)
    ends = [*(at for at, _ in places[1:]), end]
    for (at, number), behind in zip(places[:MOST], ends, strict=False):
        found = at_rest(data, number, at, behind)
        if found is not None:
            yield number, found


def at_rest(data: bytes, number: int, offset: int, end: int) -> AtRest | None:
    """The object `number` when `data[offset:end]` is it to the byte and it does nothing."""
    head = b"%d 0 obj\n" % number
    if number > LAST_NUMBER or not data.startswith(head, offset):
        return None
    start = offset + len(head)
    stop = data.find(STREAM, start, min(start + LONGEST, end))
    streamed = stop >= 0
    stop = stop if streamed else end - len(OBJECT_END)
    if not 0 < stop - start <= LONGEST:
        return None
    text = data[start:stop]
    shape = shape_of(text.translate(NOUGHTS))
    if shape is None or not data.startswith(OBJECT_END, end - len(OBJECT_END)):
        return None
    if streamed and not _filled(data, stop + len(STREAM), end, shape, text):
        return None
    return AtRest([text[place] for place in shape.references], len(text), end)


def _filled(data: bytes, at: int, end: int, shape: Shape, text: bytes) -> bool:
    """Whether a stream beginning at `at` is as long as its object says and fills it to `end`."""
    last = end - len(STREAM_END)
    return (
        shape.length is not None
        and at + int(text[shape.length]) == last
        and data.startswith(STREAM_END, last)
    )


@lru_cache(maxsize=SHAPES)
def shape_of(text: bytes) -> Shape | None:
    """The shape `text`, all noughts, when objects of it do nothing; None when that is not known.

    No escape may stand in it, whose digits would be letters of a name.
    """
    places = [slice(*found.span(1)) for found in REFERENCE.finditer(text)]
    try:
        value, end = read_value(text, 0)
        numbered, _ = read_value(_numbered(text), 0)
    except MalformedError:
        return None
    found = [part for part in parts(numbered) if isinstance(part, Reference)]
    expected = [Reference(NUMBERED_FROM + at, 0) for at in range(len(places))]
    whole = end == len(text) and text[:1] in (b"<", b"[") and b"#" not in text
    if not whole or found != expected or any(_does(part) for part in parts(value)):
        return None
    return Shape(tuple(places), _length(value))


def _numbered(text: bytes) -> bytes:
    """The text with a number of its own for every reference in it."""
    numbers = count(NUMBERED_FROM)
    return REFERENCE.sub(lambda _: b"%d 0 R" % next(numbers), text)


def _does(part: Value) -> bool:
    """Whether a part is or has a name that may stand for doing something."""
    if isinstance(part, Name):
        return part.text in DOING
    return isinstance(part, dict) and not DOING.isdisjoint(part)


def _length(value: Value) -> slice | None:
    """Where the length of a stream stands, which then lies in this file."""
    if not isinstance(value, dict) or not OUTSIDE_KEYS.isdisjoint(value):
        return None
    entry = value.get(b"Length")
    if entry is None or not entry.raw.isdigit():
        return None
    return slice(entry.at, entry.at + len(entry.raw))
