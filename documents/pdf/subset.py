"""TrueType programs that hold only some glyphs of a face (OpenType 1.9).

What a program takes of a glyph is cut once per process, checksum included, since documents share
most of their characters. Refuses to know characters, documents and PDF.
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from documents.pdf.outline_code import coded, joined, packed, sums
from documents.truetype import TrueType

ARGS_ARE_WORDS, SCALE, MORE, SCALE_XY, MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
HINT_TABLES = ("cvt ", "fpgm", "prep")
WHOLE = 0xB1B0AFBA  # what a font file's words add up to (OpenType 1.9, head)
WORD = 0xFFFFFFFF

Variant = tuple[int, bool]  # a glyph of the face, and whether half an em is taken off
Table = tuple[bytes, int]  # its bytes, and the sum of its words


class Program(NamedTuple):
    """A font file in parts, and the whole of it deflated."""

    before: bytes  # what stands before the outlines
    outlines: Sequence[bytes]
    after: bytes
    packed: bytes
    size: int  # of the whole file, not deflated

    @property
    def data(self) -> bytes:
        """The whole file."""
        return b"".join((self.before, *self.outlines, self.after))


class Piece(NamedTuple):
    """What a program takes of one glyph; a tuple, as hundreds are turned into columns at once."""

    outline: bytes  # filled up to four bytes
    code: bytes  # the same packed
    size: int  # of the outline
    total: int  # of its words
    low: int  # sums of its bytes, for checksums
    high: int
    metric: bytes  # a record of the hmtx table
    composite: bool  # made of other glyphs


def cut_program(face: TrueType, pieces: Sequence[Piece]) -> Program:
    """A TrueType program of these glyphs alone, after the glyph for what is missing.

    Parts of composite glyphs come last.
    """
    kept = [piece_of(face, (0, False)), *pieces]
    columns = list(zip(*kept, strict=True))
    if True in columns[-1]:
        columns = list(zip(*_with_parts(face, kept), strict=True))
    return _program(face, columns)


def _with_parts(face: TrueType, kept: list[Piece]) -> list[Piece]:
    """The same glyphs where some are made of others: these are renumbered and added."""
    place: dict[int, int] = {}
    made: list[Piece] = []
    for piece in kept:  # the list grows while composite glyphs bring their parts
        if piece.composite:
            outline = _renumbered(face, piece.outline, kept, place)
            made.append(_piece(outline, piece.metric, composite=True))
        else:
            made.append(piece)
    return made


@lru_cache(maxsize=65536)
def piece_of(face: TrueType, variant: Variant) -> Piece:
    """What programs take of a glyph, half an em narrower if asked to."""
    glyph, narrow = variant
    outline = face.outline(glyph)
    advance, bearing = face.metric(glyph)
    metric = struct.pack(">Hh", advance - (face.units // 2 if narrow else 0), bearing)
    # a glyph made of others has a negative number of contours
    return _piece(outline, metric, composite=len(outline) > 10 and bool(outline[0] & 0x80))


def _piece(outline: bytes, metric: bytes, *, composite: bool) -> Piece:
    filled, code = coded(outline)
    low, high = sums(filled)
    return Piece(
        outline=filled,
        code=code,
        size=len(filled),
        total=_words(filled),
        low=low,
        high=high,
        metric=metric,
        composite=composite,
    )


def _renumbered(face: TrueType, outline: bytes, kept: list[Piece], place: dict[int, int]) -> bytes:
    """A composite outline, its parts renumbered and queued."""
    changed = bytearray(outline)
    at, more = 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", changed, at)
        if glyph not in place:
            place[glyph] = len(kept)
            kept.append(piece_of(face, (glyph, False)))
        struct.pack_into(">H", changed, at + 2, place[glyph])
        at += 8 if flags & ARGS_ARE_WORDS else 6
        at += 2 if flags & SCALE else 4 if flags & SCALE_XY else 8 if flags & MATRIX else 0
        more = bool(flags & MORE)
    return bytes(changed)


def _program(face: TrueType, columns: Sequence[Sequence[Any]]) -> Program:  # Any: of each kind
    """A font file of glyphs, told as the columns of their pieces."""
    outlines, codes, sizes, totals, low, high, metrics, _ = columns
    offsets = list(accumulate(sizes, initial=0))
    count = struct.pack(">H", len(sizes))
    head, hhea, maxp, hints = _fixed(face)
    tables = {
        "head": _table(head),
        "hhea": _table(hhea[:34] + count + hhea[36:]),
        "maxp": _table(maxp[:4] + count + maxp[6:]),
        "hmtx": _table(b"".join(metrics)),
        "loca": (_big_endian("I", offsets), sum(offsets) & WORD),
        **hints,
    }
    before, after = _sfnt(tables, (offsets[-1], sum(totals) & WORD))
    check = joined(before, offsets[1:], low, high, after)
    size = len(before) + offsets[-1] + len(after)
    return Program(before, outlines, after, packed(before, codes, after, check), size)


@lru_cache(maxsize=64)
def _fixed(face: TrueType) -> tuple[bytes, bytes, bytes, dict[str, Table]]:
    """The tables that are nearly the same in every program: head, hhea, maxp; and hints."""
    head, hhea, maxp = (face.table(tag) for tag in ("head", "hhea", "maxp"))
    # no checksum yet, and offsets of four bytes
    head = head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:]
    return head, hhea, maxp, {tag: _table(face.table(tag)) for tag in HINT_TABLES if face.has(tag)}


def _big_endian(kind: str, numbers: Sequence[int]) -> bytes:
    """Numbers of an array's kind as a font file holds them."""
    told = array(kind, numbers)
    if sys.byteorder == "little":
        told.byteswap()
    return told.tobytes()


def _table(data: bytes) -> Table:
    return data, _words(data)


def _words(data: bytes) -> int:
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & WORD


def _sfnt(tables: dict[str, Table], glyf: tuple[int, int]) -> tuple[bytes, bytes]:
    """What stands before and after the outlines in a font file (OpenType 1.9, Font file).

    Of the outlines, `glyf`, length and sum of words are known.
    """
    told = {tag: (len(data), words) for tag, (data, words) in tables.items()} | {"glyf": glyf}
    count = len(told)
    power = count.bit_length() - 1
    header = struct.pack(">I4H", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    offset, records, total = 12 + 16 * count, [header], 0
    for tag, (length, words) in sorted(told.items()):
        records.append(struct.pack(">4s3I", tag.encode("latin-1"), words, offset, length))
        offset += length + -length % 4
        total += words
    directory = b"".join(records)
    total += _words(directory)
    head = tables["head"][0]
    bodies = {tag: data + bytes(-len(data) % 4) for tag, (data, _) in sorted(tables.items())}
    bodies["head"] = head[:8] + struct.pack(">I", (WHOLE - total) & WORD) + head[12:]
    bodies["head"] += bytes(-len(head) % 4)
    first = b"".join([data for tag, data in bodies.items() if tag < "glyf"])
    return directory + first, b"".join([data for tag, data in bodies.items() if tag > "glyf"])
