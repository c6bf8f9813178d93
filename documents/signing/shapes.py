"""Objects known by their shape: what stands in an object when each digit is taken for a nought.

The objects of a document are many and alike. A shape is read once with the parser; of an object of
a shape that does nothing, only the places of its numbers are looked at. Answers "at rest" or "not
known", never what is wrong: what is not known is read as a whole elsewhere.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from documents.signing.active import ACTIONS, ACTIVE_KEYS, ANNOTATIONS, OUTSIDE_KEYS, parts
from documents.signing.errors import MalformedError
from documents.signing.syntax import Name, Reference, Value, read_value

#: Takes every digit for a nought: digits are alike to the grammar (ISO 32000-1, 7.3), but in names.
NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
#: What an object begins with, and a reference, as our writer makes them.
HEAD = re.compile(rb"(0{1,8} 0) obj\n")
REFERENCE = re.compile(rb"(0{1,8} 0) R(?![^\s<>\[\]()/%{}])")
STREAM, STREAM_END, OBJECT_END = b"\nstream\n", b"\nendstream\nendobj\n", b"\nendobj\n"
LONGEST = 4096  # bytes of an object's text; longer ones are seldom alike
SHAPES = 4096
MOST = 50_000  # objects of a revision, so that a hostile file does not fill the memory
#: What references are numbered from while a shape is read: no number in a shape has such digits.
NUMBERED_FROM = 10_000
DOING = frozenset(name.translate(NOUGHTS) for name in ACTIVE_KEYS | ACTIONS | ANNOTATIONS)


class Shape(NamedTuple):
    """An object that does nothing, whatever its numbers are; places count from its start."""

    #: Where its own number and generation stand.
    own: slice
    #: Where number and generation of each reference stand.
    references: tuple[slice, ...]
    #: Where the length of its stream stands; None where no stream follows.
    length: slice | None
    #: Bytes of its value.
    size: int


class Resting(NamedTuple):
    """Objects that do nothing by themselves; where their references lead is for the caller."""

    #: The position behind each, by number.
    ends: Mapping[int, int]
    #: Number and generation of the objects they refer to, as they stand in the file.
    references: AbstractSet[bytes]
    #: Bytes of their values.
    size: int


def resting(data: bytes, offsets: Mapping[int, int], end: int) -> Resting:
    """Those of the objects at `offsets` that do nothing, each reaching to the next or to `end`."""
    places = sorted((at, number) for number, at in offsets.items() if at > 0)
    stops = [*(at for at, _ in places[1:]), end]
    ends: dict[int, int] = {}
    references: set[bytes] = set()
    size = 0
    for (at, number), stop in zip(places[:MOST], stops, strict=False):
        text = data[at : min(at + LONGEST, stop)]
        shape = _shape(data, text, at, stop)
        if shape is not None and text[shape.own] == b"%d 0" % number:
            ends[number] = stop
            references.update([text[place] for place in shape.references])
            size += shape.size
    return Resting(ends, references, size)


def _shape(data: bytes, text: bytes, start: int, end: int) -> Shape | None:
    """The shape of an object that begins with `text` and fills `data[start:end]` to the byte."""
    stop = text.find(STREAM)
    if stop < 0:
        return shape_of(text.translate(NOUGHTS)) if start + len(text) == end else None
    shape = shape_of(text[: stop + len(STREAM)].translate(NOUGHTS))
    last = end - len(STREAM_END)
    if shape is None or shape.length is None or not data.startswith(STREAM_END, last):
        return None
    return shape if start + stop + len(STREAM) + int(text[shape.length]) == last else None


@lru_cache(maxsize=SHAPES)
def shape_of(text: bytes) -> Shape | None:
    """The shape `text`, all noughts, of an object up to its end or to the beginning of its stream.

    None when objects of it are not known to do nothing, or an escape may stand in it, whose digits
    would be letters of a name.
    """
    head, ending = HEAD.match(text), STREAM if text.endswith(STREAM) else OBJECT_END
    if head is None or not text.endswith(ending) or b"#" in text:
        return None
    start, body = head.end(), text[head.end() : -len(ending)]
    places = [found.span(1) for found in REFERENCE.finditer(body)]
    value = _harmless(body, len(places))
    length = _length(value) if ending == STREAM else None
    if value is None or (ending == STREAM and length is None):
        return None
    return Shape(
        own=slice(*head.span(1)),
        references=tuple(slice(start + at, start + stop) for at, stop in places),
        length=length and slice(start + length.start, start + length.stop),
        size=len(body),
    )


def _harmless(body: bytes, references: int) -> Value:
    """The dictionary or array `body` when it does nothing and has just so many references."""
    try:
        value, end = read_value(body, 0)
        numbered, _ = read_value(_numbered(body), 0)
    except MalformedError:
        return None
    found = [part for part in parts(numbered) if isinstance(part, Reference)]
    expected = [Reference(NUMBERED_FROM + at, 0) for at in range(references)]
    whole = end == len(body) and body.startswith((b"<<", b"["))
    harmless = found == expected and not any(_does(part) for part in parts(value))
    return value if whole and harmless else None


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
