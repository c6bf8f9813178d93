"""Embeds a face as Type 0 / CIDFontType2, Identity-H, with only the glyphs a document uses.

ISO 32000-1, 9.7.4 and 9.10.3; character numbers are the face's own glyph numbers, so that page
content does not depend on which other characters a document has. A squeezed mark is a glyph of its
own, half an em narrower: moving the next one back instead makes readers lose the order of the text.
"""

import hashlib
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from documents.linebreak import CLOSING, OPENING
from documents.pdf.deflate import deflate
from documents.pdf.subset import Piece, cut_program, piece_of
from documents.truetype import EM, TrueType

SQUEEZABLE = "".join(sorted(CLOSING + OPENING))
MARKS = frozenset(SQUEEZABLE)
MAP_BLOCK = 100  # entries a bfchar block may hold


class Letter(NamedTuple):
    """A character of a face as documents number it; a tuple, as `Piece`."""

    code: int
    width: float  # thousandths of an em
    line: str  # of the ToUnicode CMap
    piece: Piece


class Alphabet(dict[str, tuple[Letter, ...]]):
    """The characters of a face: each one's letter, and after it the narrow one if it has one.

    A letter has the number of its glyph; a narrow one a number after those of the glyphs, the same
    in every document.
    """

    def __init__(self, face: TrueType) -> None:
        super().__init__()
        self._face = face
        self.numbers: dict[str, int] = {}  # of the letters looked up so far

    def __missing__(self, char: str) -> tuple[Letter, ...]:
        face = self._face
        glyph = face.lookup(ord(char))
        width = face.advance(glyph)
        found: tuple[Letter, ...] = (_letter(glyph, piece_of(face, (glyph, False)), width, char),)
        if char in SQUEEZABLE and width > EM / 2:
            code = face.glyphs + SQUEEZABLE.index(char)
            narrow = piece_of(face, (glyph, True))
            found = (*found, _letter(code, narrow, width - EM / 2, char))
        self.numbers[char] = glyph
        self[char] = found
        return found


@lru_cache(maxsize=64)
def alphabet(face: TrueType) -> Alphabet:
    """The characters of a face, looked up once per process."""
    return Alphabet(face)


def _letter(code: int, piece: Piece, width: float, char: str) -> Letter:
    line = f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
    return Letter(code=code, piece=piece, width=width, line=line)


class EmbeddedFace:
    """The characters of one face used in one document."""

    def __init__(self, face: TrueType, name: str) -> None:
        """`name` is the resource name in the PDF."""
        self.face, self.name = face, name
        self._alphabet = alphabet(face)
        self._used: set[str] = set()
        #: Characters that share their glyph with a smaller one in this document, and their number.
        self.moved: dict[str, int] = {}

    def use(self, text: Iterable[str]) -> None:
        """Embed these characters; each mark that may be squeezed in both widths.

        Who knows the characters of a text, but not yet its lines, has the same numbers and glyphs
        as who sets it.
        """
        self._used.update(text)

    def settle(self) -> bool:
        """Give characters that share a glyph numbers of their own; whether there are any.

        Called when all characters are known, so that numbers do not depend on their order.
        """
        numbers, used = self._alphabet.numbers, self._used
        for char in used.difference(numbers):
            self._alphabet[char]
        if len(set(map(numbers.__getitem__, used))) < len(used):
            self._move()
        return bool(self.moved)

    def _move(self) -> None:
        taken: set[int] = set()
        spare = self.face.glyphs + len(SQUEEZABLE)
        self.moved.clear()
        for char in sorted(self._used):
            code = self._alphabet[char][0].code
            if code in taken:
                self.moved[char] = spare + len(self.moved)
            taken.add(code)

    def subset(self) -> "Subset":
        """The font program and tables for what was used so far."""
        return cut_subset(self.face, frozenset(self._used), tuple(sorted(self.moved.items())))

    def packed(self) -> "Packed":
        """The same, deflated."""
        return _packed(self.face, frozenset(self._used), tuple(sorted(self.moved.items())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """What goes into the PDF for one face."""

    base_font: str
    program: bytes
    mapping: bytes  # CIDToGIDMap
    widths: str  # W array
    unicode: bytes  # ToUnicode CMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A subset whose streams are deflated."""

    base_font: str
    length: int  # of the program, not deflated
    program: bytes
    mapping: bytes
    widths: str
    unicode: bytes


def cut_subset(face: TrueType, used: frozenset[str], moved: tuple[tuple[str, int], ...]) -> Subset:
    """The subset of a face that has these characters, some of them under numbers of their own."""
    codes, widths, lines, pieces = zip(*_letters(alphabet(face), used, moved), strict=True)
    unicode = _unicode_map(lines)
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(unicode).digest()[:6])
    return Subset(
        base_font=f"{tag}+{face.name}",
        program=cut_program(face, pieces),
        mapping=_glyph_map(codes),
        widths=_width_array(codes, widths),
        unicode=unicode,
    )


@lru_cache(maxsize=64)
def _packed(face: TrueType, used: frozenset[str], moved: tuple[tuple[str, int], ...]) -> Packed:
    """The same deflated; titles and labels use the same characters again and again."""
    subset = cut_subset(face, used, moved)
    return Packed(
        base_font=subset.base_font,
        length=len(subset.program),
        program=deflate(subset.program),
        mapping=deflate(subset.mapping),
        widths=subset.widths,
        unicode=deflate(subset.unicode),
    )


def _letters(
    known: Alphabet, used: frozenset[str], moved: tuple[tuple[str, int], ...]
) -> list[Letter]:
    """The letters of these characters, by number."""
    found = [both[0] for both in map(known.__getitem__, used)]
    found += [letter for char in used & MARKS for letter in known[char][1:]]
    for char, code in moved:
        wide = known[char][0]
        found.remove(wide)
        found.append(_letter(code, wide.piece, wide.width, char))
    return sorted(found, key=itemgetter(0))  # numbers alone are sorted fastest


def _glyph_map(codes: Sequence[int]) -> bytes:
    """The CIDToGIDMap (ISO 32000-1, 9.7.4.2): two bytes for every number up to the last."""
    mapping = array("H", bytes(2 * (codes[-1] + 1)))
    for place, code in enumerate(codes, 1):
        mapping[code] = place
    if sys.byteorder == "little":
        mapping.byteswap()
    return mapping.tobytes()


def _width_array(codes: Sequence[int], widths: Sequence[float]) -> str:
    """The W array (ISO 32000-1, 9.7.4.3): runs of equal widths; DW is a full em."""
    runs: list[list[float]] = []
    for code, width in [one for one in zip(codes, widths, strict=True) if one[1] != EM]:
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
