"""Embeds a face as Type 0 / CIDFontType2, Identity-H, with only the glyphs a document uses.

ISO 32000-1, 9.7.4 and 9.10.3; character numbers are the face's own glyph numbers, so that page
content does not depend on which other characters a document has. A squeezed mark is a glyph of its
own, half an em narrower: moving the next one back instead makes readers lose the order of the text.
"""

import hashlib
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from documents.linebreak import CLOSING, OPENING
from documents.pdf.subset import Variant, cut_program
from documents.truetype import EM, TrueType

SQUEEZABLE = frozenset(CLOSING + OPENING)
MAP_BLOCK = 100  # entries a bfchar block may hold


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
        glyphs = sorted(self._glyphs.items())
        order, program = cut_program(self.face, sorted(set(self._glyphs.values())))
        unicode = _unicode_map((code, char) for (char, _), code in self._codes.items())
        letters = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(unicode).digest()[:6])
        return Subset(
            base_font=f"{letters}+{self.face.name}",
            program=program,
            mapping=_glyph_map(glyphs, order),
            widths=_width_array((code, _width(self.face, variant)) for code, variant in glyphs),
            unicode=unicode,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """What goes into the PDF for one face."""

    base_font: str
    program: bytes
    mapping: bytes  # CIDToGIDMap
    widths: str  # W array
    unicode: bytes  # ToUnicode CMap


def _glyph_map(glyphs: list[tuple[int, Variant]], order: list[Variant]) -> bytes:
    """The CIDToGIDMap (ISO 32000-1, 9.7.4.2): two bytes for every number up to the last."""
    place = {variant: index for index, variant in enumerate(order)}
    mapping = array("H", bytes(2 * (glyphs[-1][0] + 1 if glyphs else 1)))
    for code, variant in glyphs:
        mapping[code] = place[variant]
    if sys.byteorder == "little":
        mapping.byteswap()
    return mapping.tobytes()


@lru_cache(maxsize=32768)
def _width(face: TrueType, variant: Variant) -> float:
    glyph, narrow = variant
    return face.advance(glyph) - (EM / 2 if narrow else 0)


def _width_array(widths: Iterable[tuple[int, float]]) -> str:
    """The W array (ISO 32000-1, 9.7.4.3): runs of equal widths; DW is a full em."""
    runs: list[list[float]] = []
    for code, width in widths:
        if width == EM:
            continue
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == width:
            runs[-1][1] = code
        else:
            runs.append([code, code, width])
    return " ".join(f"{first:g} {last:g} {width:g}" for first, last, width in runs)


def _unicode_map(texts: Iterable[tuple[int, str]]) -> bytes:
    """The ToUnicode CMap: UTF-16BE, with surrogates for rare characters."""
    lines = [_unicode_line(code, char) for code, char in sorted(texts)]
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


@lru_cache(maxsize=32768)
def _unicode_line(code: int, char: str) -> str:
    return f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
