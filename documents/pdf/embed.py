"""Embeds a face as Type 0 / CIDFontType2, Identity-H, with only the glyphs a document uses.

ISO 32000-1, 9.7.4 and 9.10.3; character numbers are the face's own glyph numbers, so that page
content does not depend on which other characters a document has. A squeezed mark is a glyph of its
own, half an em narrower: moving the next one back instead makes readers lose the order of the text.
"""

import hashlib
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from documents.linebreak import CLOSING, OPENING
from documents.pdf.subset import Piece, cut_program, piece_of
from documents.truetype import EM, TrueType

SQUEEZABLE = "".join(sorted(CLOSING + OPENING))
MAP_BLOCK = 100  # entries a bfchar block may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A character of a face as documents number it."""

    code: int
    piece: Piece
    width: float  # thousandths of an em
    line: str  # of the ToUnicode CMap


@lru_cache(maxsize=65536)
def letters(face: TrueType, char: str) -> tuple[Letter, ...]:
    """A character's letter, numbered as its glyph, and after it the narrow one if it has one.

    A narrow one has a number after those of the glyphs, the same in every document.
    """
    glyph = face.lookup(ord(char))
    width = face.advance(glyph)
    wide = _letter(glyph, piece_of(face, (glyph, False)), width, char)
    if char not in SQUEEZABLE or width <= EM / 2:
        return (wide,)
    code = face.glyphs + SQUEEZABLE.index(char)
    return wide, _letter(code, piece_of(face, (glyph, True)), width - EM / 2, char)


def _letter(code: int, piece: Piece, width: float, char: str) -> Letter:
    line = f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
    return Letter(code=code, piece=piece, width=width, line=line)


class EmbeddedFace:
    """The characters of one face used in one document."""

    def __init__(self, face: TrueType, name: str) -> None:
        """`name` is the resource name in the PDF."""
        self.face, self.name = face, name
        self._used: set[str] = set()
        #: Characters that share their glyph with a smaller one in this document, and their number.
        self.moved: dict[str, int] = {}

    def use(self, text: str) -> None:
        """Embed these characters; each mark that may be squeezed in both widths.

        Who knows the characters of a text, but not yet its lines, has the same numbers and glyphs
        as who sets it.
        """
        self._used.update(text)

    def settle(self) -> bool:
        """Give characters that share a glyph numbers of their own; whether there are any.

        Called when all characters are known, so that numbers do not depend on their order.
        """
        codes = [letters(self.face, char)[0].code for char in self._used]
        if len(set(codes)) < len(codes):
            self._move()
        return bool(self.moved)

    def _move(self) -> None:
        taken: set[int] = set()
        spare = self.face.glyphs + len(SQUEEZABLE)
        self.moved.clear()
        for char in sorted(self._used):
            code = letters(self.face, char)[0].code
            if code in taken:
                self.moved[char] = spare + len(self.moved)
            taken.add(code)

    def _letters(self) -> list[Letter]:
        """Everything used, by number."""
        found = [letter for char in self._used for letter in letters(self.face, char)]
        for char, code in self.moved.items():
            wide = letters(self.face, char)[0]
            found.remove(wide)
            found.append(_letter(code, wide.piece, wide.width, char))
        return sorted(found, key=attrgetter("code"))

    def subset(self) -> "Subset":
        """The font program and tables for what was used so far."""
        found = self._letters()
        program = cut_program(self.face, [letter.piece for letter in found])
        unicode = _unicode_map([letter.line for letter in found])
        tag = hashlib.sha256(unicode).digest()[:6]
        return Subset(
            base_font=f"{''.join(chr(65 + byte % 26) for byte in tag)}+{self.face.name}",
            program=program,
            mapping=_glyph_map(found),
            widths=_width_array(found),
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


def _glyph_map(found: Sequence[Letter]) -> bytes:
    """The CIDToGIDMap (ISO 32000-1, 9.7.4.2): two bytes for every number up to the last."""
    mapping = array("H", bytes(2 * (found[-1].code + 1)))
    for place, letter in enumerate(found, 1):
        mapping[letter.code] = place
    if sys.byteorder == "little":
        mapping.byteswap()
    return mapping.tobytes()


def _width_array(found: Sequence[Letter]) -> str:
    """The W array (ISO 32000-1, 9.7.4.3): runs of equal widths; DW is a full em."""
    runs: list[list[float]] = []
    for letter in [letter for letter in found if letter.width != EM]:
        code, width = letter.code, letter.width
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == width:
            runs[-1][1] = code
        else:
            runs.append([code, code, width])
    return " ".join(f"{first:g} {last:g} {width:g}" for first, last, width in runs)


def _unicode_map(lines: Sequence[str]) -> bytes:
    """The ToUnicode CMap: UTF-16BE, with surrogates for rare characters."""
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
