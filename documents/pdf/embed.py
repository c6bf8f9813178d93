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
from functools import lru_cache, reduce
from itertools import compress, count
from operator import attrgetter, itemgetter, or_
from typing import NamedTuple

from documents.linebreak import CLOSING, OPENING
from documents.pdf.deflate import deflate
from documents.pdf.subset import Piece, Program, cut_program, piece_of
from documents.truetype import EM, TrueType

SQUEEZABLE = "".join(sorted(CLOSING + OPENING))
#: Characters of a title or label; their subsets are kept, for they come again and again.
FEW = 64
MAP_BLOCK = 100  # entries a bfchar block may hold
PICKED = bytes.maketrans(b"01", b"\0\1")


class Letter(NamedTuple):
    """A character of a face as documents number it; a tuple, as `Piece`."""

    code: int
    width: float  # thousandths of an em
    line: str  # of the ToUnicode CMap
    piece: Piece
    char: str


#: Letters that share their glyph with another in the document, and their numbers there.
Moved = tuple[tuple[Letter, int], ...]


class Alphabet(dict[str, int]):
    """The characters of a face known so far, each a bit of its own.

    Characters that are used are the sum of their bits: those of a hundred lines are united faster
    than sets are. Which bit a character has depends on what was asked before, and never leaves the
    process. A letter has the number of its glyph; a narrow one a number after those of the glyphs,
    the same in every document.
    """

    def __init__(self, face: TrueType) -> None:
        super().__init__()
        self._face = face
        self._letters: list[Letter] = []  # in the order of the bits
        self._narrow: dict[int, Letter] = {}  # of marks that may be squeezed, by bit
        self._first: dict[int, int] = {}  # of the characters that share a glyph, its bit
        self._twins: list[int] = []  # of pairs that share a glyph, the sum of their bits
        self._uneven = 0  # the sum of the bits of those that are not an em wide, or may be squeezed

    def __missing__(self, char: str) -> int:
        face, bit = self._face, 1 << len(self._letters)
        glyph = face.lookup(ord(char))
        width = face.advance(glyph)
        self._letters.append(_letter(glyph, piece_of(face, (glyph, False)), width, char))
        if char in SQUEEZABLE and width > EM / 2:
            code = face.glyphs + SQUEEZABLE.index(char)
            self._narrow[bit] = _letter(code, piece_of(face, (glyph, True)), width - EM / 2, char)
        if width != EM or bit in self._narrow:
            self._uneven |= bit
        first = self._first.setdefault(glyph, bit)
        if first != bit:
            self._twins.append(first | bit)
        self[char] = bit
        return bit

    def bits(self, text: Iterable[str]) -> int:
        """The sum of the bits of these characters."""
        return reduce(or_, map(self.__getitem__, text), 0)

    def uneven(self, used: int) -> int:
        """The characters among these that some letter is not an em wide for, by their bits."""
        return used & self._uneven

    def letter(self, char: str) -> Letter:
        """What a character is in documents, unless another one has its glyph there."""
        return self._letters[self[char].bit_length() - 1]

    def narrow(self, char: str) -> Letter | None:
        """The same of a mark that may be squeezed."""
        return self._narrow.get(self[char])

    def letters(self, used: int) -> list[Letter]:
        """All letters of these characters, by number; marks that may be squeezed in both widths."""
        picked = bin(used)[:1:-1].encode().translate(PICKED)
        found = list(compress(self._letters, picked))
        found += [letter for bit, letter in self._narrow.items() if bit & used]
        return sorted(found, key=itemgetter(0))  # numbers alone are sorted fastest

    def moved(self, used: int) -> tuple[tuple[Letter, int], ...]:
        """Letters that share their glyph with another used one, and numbers of their own.

        These do not depend on any order: the smallest character keeps the number of the glyph.
        """
        if not any(used & twins == twins for twins in self._twins):
            return ()
        picked = compress(self._letters, bin(used)[:1:-1].encode().translate(PICKED))
        spare = count(self._face.glyphs + len(SQUEEZABLE))
        taken: set[int] = set()
        moved = []
        for letter in sorted(picked, key=attrgetter("char")):
            if letter.code in taken:
                moved.append((letter, next(spare)))
            taken.add(letter.code)
        return tuple(moved)


@lru_cache(maxsize=64)
def alphabet(face: TrueType) -> Alphabet:
    """The characters of a face, looked up once per process."""
    return Alphabet(face)


def _letter(code: int, piece: Piece, width: float, char: str) -> Letter:
    line = f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
    return Letter(code=code, piece=piece, width=width, line=line, char=char)


class EmbeddedFace:
    """The characters of one face used in one document."""

    def __init__(self, face: TrueType, used: int) -> None:
        """`used` is the sum of the characters' bits; marks are embedded in both widths."""
        self.face, self.used = face, used
        #: Characters that share their glyph with a smaller one in this document, and their number.
        self.moved = alphabet(face).moved(used)

    def subset(self) -> "Subset":
        """The font program and tables for what is used."""
        return cut_subset(self.face, self.used, self.moved)

    def packed(self) -> "Packed":
        """The same, deflated."""
        packed = _packed_kept if self.used.bit_count() <= FEW else _packed
        return packed(self.face, self.used, self.moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """What goes into the PDF for one face."""

    base_font: str
    program: Program
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


def cut_subset(face: TrueType, used: int, moved: Moved) -> Subset:
    """The subset of a face that has these characters, some of them under numbers of their own."""
    known = alphabet(face)
    letters = known.letters(used)
    if moved:
        letters = _renumbered(letters, moved)
    codes, widths, lines, pieces, _ = zip(*letters, strict=True)
    unicode = _unicode_map(lines)
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(unicode).digest()[:6])
    return Subset(
        base_font=f"{tag}+{face.name}",
        program=cut_program(face, pieces),
        mapping=_glyph_map(codes),
        widths=_width_array(codes, widths) if moved else _widths(face, known.uneven(used)),
        unicode=unicode,
    )


def _packed(face: TrueType, used: int, moved: Moved) -> Packed:
    """The same deflated."""
    subset = cut_subset(face, used, moved)
    return Packed(
        base_font=subset.base_font,
        length=subset.program.size,
        program=subset.program.packed,
        mapping=deflate(subset.mapping),
        widths=subset.widths,
        unicode=deflate(subset.unicode),
    )


_packed_kept = lru_cache(maxsize=256)(_packed)


def _renumbered(letters: list[Letter], moved: Moved) -> list[Letter]:
    """The letters by number when some have numbers of their own."""
    kept = set(letters).difference(letter for letter, _ in moved)
    kept.update(_letter(code, wide.piece, wide.width, wide.char) for wide, code in moved)
    return sorted(kept)


def _glyph_map(codes: Sequence[int]) -> bytes:
    """The CIDToGIDMap (ISO 32000-1, 9.7.4.2): two bytes for every number up to the last."""
    mapping = array("H", bytes(2 * (codes[-1] + 1)))
    for code, place in zip(codes, _places(), strict=False):
        mapping[code] = place
    return mapping.tobytes()


@lru_cache(maxsize=1)
def _places() -> Sequence[int]:
    """Numbers this machine lays down as the two bytes that 1, 2, 3 ... are in a map."""
    places = array("H", range(1, 1 << 16))
    if sys.byteorder == "little":
        places.byteswap()
    return places.tolist()


@lru_cache(maxsize=1024)
def _widths(face: TrueType, uneven: int) -> str:
    """The W array of these characters; figures and marks are much the same in all documents."""
    letters = alphabet(face).letters(uneven)
    return _width_array([one.code for one in letters], [one.width for one in letters])


def _width_array(codes: Sequence[int], widths: Sequence[float]) -> str:
    """The W array (ISO 32000-1, 9.7.4.3): runs of equal widths; DW is a full em."""
    runs: list[tuple[int, int, float]] = []
    uneven = map(float(EM).__ne__, widths)  # most letters are an em wide
    for code, width in compress(zip(codes, widths, strict=True), uneven):
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == width:
            runs[-1] = (runs[-1][0], code, width)
        else:
            runs.append((code, code, width))
    return " ".join(f"{first} {last} {width:g}" for first, last, width in runs)


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
