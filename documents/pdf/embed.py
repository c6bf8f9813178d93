"""Embeds a face as Type 0 / CIDFontType2, Identity-H, with only the glyphs a document uses.

ISO 32000-1, 9.7.4 and 9.10.3; character numbers are the face's own glyph numbers, so that page
content does not depend on which other characters a document has. A squeezed mark is a glyph of its
own, half an em narrower: moving the next one back instead makes readers lose the order of the text.
"""

import hashlib
import struct
from dataclasses import dataclass

from documents.linebreak import CLOSING, OPENING
from documents.truetype import EM, TrueType

ARGS_ARE_WORDS, SCALE, MORE, SCALE_XY, MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
HINT_TABLES = ("cvt ", "fpgm", "prep")
SQUEEZABLE = frozenset(CLOSING + OPENING)
MAP_BLOCK = 100  # entries a bfchar block may hold

Variant = tuple[int, bool]  # a glyph of the face, and whether half an em is taken off


class EmbeddedFace:
    """The characters of one face used in one document."""

    def __init__(self, face: TrueType, name: str) -> None:
        """`name` is the resource name in the PDF."""
        self.face, self.name = face, name
        self._codes: dict[tuple[str, bool], int] = {}  # character -> character number
        self._glyphs: dict[int, Variant] = {}  # character number -> glyph
        self._spare = face.glyphs

    def code(self, char: str, glyph: int, *, narrow: bool = False) -> int:
        """The character number: the glyph, or a spare one for a narrow or shared glyph.

        A mark that may be squeezed gets both its numbers at once: who knows the characters of a
        text, but not yet its lines, has the same numbers and glyphs as who sets it.
        """
        if (char, narrow) not in self._codes:
            self._register(char, glyph, narrow=False)
            if char in SQUEEZABLE and self.face.advance(glyph) > EM / 2:
                self._register(char, glyph, narrow=True)
        return self._codes[char, narrow]

    def _register(self, char: str, glyph: int, *, narrow: bool) -> None:
        code = glyph
        if narrow or code in self._glyphs:
            code, self._spare = self._spare, self._spare + 1
        self._codes[char, narrow] = code
        self._glyphs[code] = (glyph, narrow)

    def subset(self) -> "Subset":
        """The font program and tables for what was used so far."""
        order, program = _program(self.face, sorted(set(self._glyphs.values())))
        place = {variant: index for index, variant in enumerate(order)}
        mapping = bytearray(2 * (max(self._glyphs, default=0) + 1))
        for code, variant in self._glyphs.items():
            struct.pack_into(">H", mapping, 2 * code, place[variant])
        widths = {
            code: self.face.advance(glyph) - (EM / 2 if narrow else 0)
            for code, (glyph, narrow) in self._glyphs.items()
        }
        texts = {code: char for (char, _), code in self._codes.items()}
        tag = hashlib.sha256(repr(sorted(self._codes)).encode()).digest()[:6]
        letters = "".join(chr(65 + byte % 26) for byte in tag)
        return Subset(
            base_font=f"{letters}+{self.face.name}",
            program=program,
            mapping=bytes(mapping),
            widths=_width_array(widths),
            unicode=_unicode_map(texts),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """What goes into the PDF for one face."""

    base_font: str
    program: bytes
    mapping: bytes  # CIDToGIDMap
    widths: str  # W array
    unicode: bytes  # ToUnicode CMap


def _program(face: TrueType, variants: list[Variant]) -> tuple[list[Variant], bytes]:
    """The glyphs kept, in their new order, and a TrueType program of them alone."""
    order = [(0, False), *variants]
    place = {variant: index for index, variant in enumerate(order)}
    outlines: list[bytes] = []
    for glyph, _ in order:  # the list grows while composite glyphs bring their parts
        outlines.append(_renumbered(face.outline(glyph), order, place))
    metrics = b"".join(_metric(face, variant) for variant in order)
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    count = struct.pack(">H", len(order))
    head, hhea, maxp = (bytearray(face.table(tag)) for tag in ("head", "hhea", "maxp"))
    head[8:12], head[50:52] = bytes(4), b"\0\1"  # no checksum yet, long offsets
    hhea[34:36], maxp[4:6] = count, count
    tables = {
        "head": bytes(head),
        "hhea": bytes(hhea),
        "maxp": bytes(maxp),
        "hmtx": metrics,
        "loca": struct.pack(f">{len(offsets)}I", *offsets),
        "glyf": b"".join(outlines),
    }
    tables.update((tag, face.table(tag)) for tag in HINT_TABLES if face.has(tag))
    return order, _sfnt(tables)


def _metric(face: TrueType, variant: Variant) -> bytes:
    """A record of the hmtx table."""
    glyph, narrow = variant
    advance, bearing = face.metric(glyph)
    return struct.pack(">Hh", advance - (face.units // 2 if narrow else 0), bearing)


def _renumbered(outline: bytes, order: list[Variant], place: dict[Variant, int]) -> bytes:
    """An outline padded to four bytes, its parts (if composite) renumbered and queued."""
    padded = bytearray(outline + bytes(-len(outline) % 4))
    if len(outline) > 10 and outline[0] & 0x80:  # negative number of contours: composite
        at, more = 10, True
        while more:
            flags, glyph = struct.unpack_from(">HH", padded, at)
            part = (glyph, False)
            if part not in place:
                place[part] = len(order)
                order.append(part)
            struct.pack_into(">H", padded, at + 2, place[part])
            at += 8 if flags & ARGS_ARE_WORDS else 6
            at += 2 if flags & SCALE else 4 if flags & SCALE_XY else 8 if flags & MATRIX else 0
            more = bool(flags & MORE)
    return bytes(padded)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _sfnt(tables: dict[str, bytes]) -> bytes:
    """A font file of these tables (OpenType 1.9, Font file)."""
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">I4H", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    offset, records, bodies = 12 + 16 * count, [], []
    for tag, data in sorted(tables.items()):
        record = (tag.encode("latin-1"), _checksum(data), offset, len(data))
        records.append(struct.pack(">4s3I", *record))
        bodies.append(data + bytes(-len(data) % 4))
        offset += len(bodies[-1])
    font = bytearray(header + b"".join(records) + b"".join(bodies))
    start = font.index(b"head", 12)
    (head,) = struct.unpack_from(">I", font, start + 8)
    struct.pack_into(">I", font, head + 8, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _width_array(widths: dict[int, float]) -> str:
    """The W array (ISO 32000-1, 9.7.4.3): runs of equal widths; DW is a full em."""
    runs: list[list[float]] = []
    for code, width in sorted(widths.items()):
        if width == EM:
            continue
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == width:
            runs[-1][1] = code
        else:
            runs.append([code, code, width])
    return " ".join(f"{first:g} {last:g} {width:g}" for first, last, width in runs)


def _unicode_map(texts: dict[int, str]) -> bytes:
    """The ToUnicode CMap: UTF-16BE, with surrogates for rare characters."""
    lines = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in sorted(texts.items())
    ]
    blocks = [lines[at : at + MAP_BLOCK] for at in range(0, len(lines), MAP_BLOCK)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")
