"""Marks of a sheet as PDF operators (ISO 32000-1, 8 and 9)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from documents.fonts import FontBook, Typeface
from documents.layout.sheet import RULE, PictureMark, Rect, RuleMark, Sheet, TextMark
from documents.linebreak import RUN
from documents.pdf.embed import EmbeddedFace, alphabet
from documents.pdf.tagging import bracketed
from documents.pictures import Picture
from documents.truetype import TrueType

#: Characters that share a glyph with another in the document: face, character and its number.
Moved = tuple[tuple[TrueType, str, int], ...]
EMPTY = "\n"  # where the faces of an empty line would stand


class Resources:
    """Faces and pictures a document uses, named in order of first use."""

    def __init__(self) -> None:
        self.faces: dict[TrueType, EmbeddedFace] = {}
        self.pictures: dict[str, tuple[str, Picture]] = {}

    def face(self, face: TrueType) -> EmbeddedFace:
        """The embedded form of a face."""
        found = self.faces.get(face)
        if found is None:
            found = self.faces[face] = EmbeddedFace(face, f"F{len(self.faces) + 1}")
        return found

    def settle(self) -> Moved:
        """Give characters that share a glyph numbers of their own, once all are known."""
        return tuple(
            (face, char, code)
            for face, embedded in self.faces.items()
            if embedded.settle()
            for char, code in embedded.moved.items()
        )

    def picture(self, picture: Picture) -> str:
        """The resource name of a picture; the same picture is stored once."""
        key = f"{picture.digest}{picture.turn}"
        name, _ = self.pictures.setdefault(key, (f"P{len(self.pictures) + 1}", picture))
        return name


def contents(sheets: Sequence[Sheet], book: FontBook, resources: Resources) -> list[bytes]:
    """The content streams of all pages."""
    found = [_content(sheet, book, resources, ()) for sheet in sheets]
    moved = resources.settle()
    if moved:
        found = [_content(sheet, book, resources, moved) for sheet in sheets]
    return found


def _content(sheet: Sheet, book: FontBook, resources: Resources, moved: Moved) -> bytes:
    """The content stream of one page."""
    parts = []
    for mark in sheet.marks:
        if isinstance(mark, TextMark):
            parts.append(_text(mark, book, resources, moved))
        elif isinstance(mark, RuleMark):
            parts.append(_rule(mark))
        else:
            parts.append(_picture(mark, resources))
    return bracketed(sheet, parts, _boxes(sheet.boxes)).encode("ascii")


@lru_cache(maxsize=16384)
def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def _rule(mark: RuleMark) -> str:
    (left, bottom), (right, top) = mark.start, mark.end
    start, end = f"{_number(left)} {_number(bottom)}", f"{_number(right)} {_number(top)}"
    return f"{_number(mark.weight)} w {start} m {end} l S"


def _boxes(boxes: Sequence[Rect]) -> str:
    """All ruled rectangles of a page as one path."""
    if not boxes:
        return ""
    sides = "\n".join(
        [
            f"{_number(left)} {_number(low)} {_number(right - left)} {_number(high - low)} re"
            for left, low, right, high in boxes
        ]
    )
    return f"{_number(RULE)} w\n{sides}\nS"


def _picture(mark: PictureMark, resources: Resources) -> str:
    left, bottom, right, top = mark.rect
    name = resources.picture(mark.picture)
    place = " ".join(_number(v) for v in (right - left, 0, 0, top - bottom, left, bottom))
    turn = " ".join(str(v) for v in mark.picture.turn)
    return f"q {place} cm {turn} cm /{name} Do Q"


def _text(mark: TextMark, book: FontBook, resources: Resources, moved: Moved) -> str:
    """One line: a font switch only where another face takes over."""
    spacing, lines = mark.spacing, ""
    typeface = book.typeface(mark.role)
    for run in _runs(typeface, mark.text, mark.size, spacing, mark.squeezed, moved):
        embedded = resources.face(run.face)
        embedded.use(run.characters)
        lines += f"\n/{embedded.name} {run.shown}"
    turned = _turned(mark.angle) if mark.angle else "1 0 0 1"
    gap = _number(mark.tracking + spacing)
    text = f"BT {gap} Tc {turned} {_number(mark.x)} {_number(mark.y)} Tm{lines or EMPTY} ET"
    return f"q {_number(mark.grey)} g {text} Q" if mark.grey else text


def _turned(angle: float) -> str:
    """The turning part of a matrix; degrees."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return " ".join(_number(v) for v in (cosine, sine, -sine, cosine))


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one face in a line, and what shows them: size, numbers and shifts."""

    face: TrueType
    characters: frozenset[str]
    shown: str


@lru_cache(maxsize=16384)
def _runs(
    typeface: Typeface,
    text: str,
    size: float,
    spacing: float,
    squeezed: tuple[int, ...],
    moved: Moved,
) -> tuple[_Run, ...]:
    """A line as the faces set it: the same words look the same in every document."""
    known = _codes(typeface)
    placed = [known[char] for char in text]
    numbers = [number for _, number in placed]
    for face, char, code in moved:
        for at in [
            at for at, (other, _) in enumerate(placed) if other is face and text[at] == char
        ]:
            numbers[at] = f"{code:04X}"
    for at in squeezed:
        numbers[at] = f"{alphabet(placed[at][0])[text[at]][1].code:04X}"
    for at, shift in _shifts(text, size, spacing).items():
        numbers[at] += f"> {_number(shift)} <"
    edges = [0, len(text)] if text else []
    if len({face for face, _ in placed}) > 1:
        edges[1:1] = [at for at in range(1, len(text)) if placed[at][0] is not placed[at - 1][0]]
    em = _number(size)
    runs = []
    for first, after in pairwise(edges):
        shown = f"<{''.join(numbers[first:after])}>".removesuffix("<>")
        letters = frozenset(text[first:after])
        runs.append(_Run(placed[first][0], letters, f"{em} Tf [{shown}] TJ"))
    return tuple(runs)


class _Codes(dict[str, tuple[TrueType, str]]):
    """The characters of a role: the face that has each, and its number there."""

    def __init__(self, typeface: Typeface) -> None:
        super().__init__()
        self._typeface = typeface

    def __missing__(self, char: str) -> tuple[TrueType, str]:
        face = self._typeface.glyph(char, char).face
        found = self[char] = face, f"{alphabet(face)[char][0].code:04X}"
        return found


@lru_cache(maxsize=64)
def _codes(typeface: Typeface) -> _Codes:
    return _Codes(typeface)


def _shifts(text: str, size: float, spacing: float) -> dict[int, float]:
    """Characters inside runs of figures, where the line's spacing is taken back (1/1000 size)."""
    if not spacing:
        return {}
    inside = (range(found.start(), found.end() - 1) for found in RUN.finditer(text))
    return {index: spacing * 1000 / size for run in inside for index in run}
