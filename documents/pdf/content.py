"""Marks of a sheet as PDF operators (ISO 32000-1, 8 and 9)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from documents.fonts import FontBook, Typeface
from documents.layout.sheet import PictureMark, RuleMark, Sheet, TextMark
from documents.linebreak import RUN
from documents.pdf.embed import EmbeddedFace, alphabet
from documents.pdf.tagging import bracketed
from documents.pictures import Picture
from documents.truetype import TrueType

#: Characters that share a glyph with another in the document: face, character and its number.
Moved = tuple[tuple[TrueType, str, int], ...]


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
        match mark:
            case TextMark():
                parts.append(_text(mark, book, resources, moved))
            case RuleMark():
                parts.append(_rule(mark))
            case PictureMark():
                parts.append(_picture(mark, resources))
    return bracketed(sheet, parts).encode("ascii")


@lru_cache(maxsize=16384)
def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def _rule(mark: RuleMark) -> str:
    (left, bottom), (right, top) = mark.start, mark.end
    start, end = f"{_number(left)} {_number(bottom)}", f"{_number(right)} {_number(top)}"
    return f"{_number(mark.weight)} w {start} m {end} l S"


def _picture(mark: PictureMark, resources: Resources) -> str:
    left, bottom, right, top = mark.rect
    name = resources.picture(mark.picture)
    place = " ".join(_number(v) for v in (right - left, 0, 0, top - bottom, left, bottom))
    turn = " ".join(str(v) for v in mark.picture.turn)
    return f"q {place} cm {turn} cm /{name} Do Q"


def _text(mark: TextMark, book: FontBook, resources: Resources, moved: Moved) -> str:
    """One line: a font switch only where another face takes over."""
    turned = "1 0 0 1"
    if mark.angle:
        sine, cosine = math.sin(math.radians(mark.angle)), math.cos(math.radians(mark.angle))
        turned = " ".join(_number(v) for v in (cosine, sine, -sine, cosine))
    shown = []
    typeface = book.typeface(mark.role)
    for run in _runs(typeface, mark.text, mark.size, mark.spacing, mark.squeezed, moved):
        embedded = resources.face(run.face)
        embedded.use(run.characters)
        shown.append(f"/{embedded.name} {run.shown}")
    gap, x, y = _number(mark.tracking + mark.spacing), _number(mark.x), _number(mark.y)
    lines = "\n".join(shown)
    text = f"BT {gap} Tc {turned} {x} {y} Tm\n{lines} ET"
    return f"q {_number(mark.grey)} g {text} Q" if mark.grey else text


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
    faces = [typeface.glyph(char, text).face for char in text]
    numbers = [_code(face, char, moved) for face, char in zip(faces, text, strict=True)]
    for at in squeezed:
        numbers[at] = f"{alphabet(faces[at])[text[at]][1].code:04X}"
    for at, shift in _shifts(text, size, spacing).items():
        numbers[at] += f"> {_number(shift)} <"
    inner = [at for at in range(1, len(text)) if faces[at] is not faces[at - 1]]
    edges = [0, *inner, len(text)] if text else []
    em = _number(size)
    runs = []
    for first, after in pairwise(edges):
        shown = f"<{''.join(numbers[first:after])}>".removesuffix("<>")
        runs.append(_Run(faces[first], frozenset(text[first:after]), f"{em} Tf [{shown}] TJ"))
    return tuple(runs)


def _code(face: TrueType, char: str, moved: Moved) -> str:
    for other, shared, code in moved:
        if other is face and shared == char:
            return f"{code:04X}"
    return f"{alphabet(face)[char][0].code:04X}"


def _shifts(text: str, size: float, spacing: float) -> dict[int, float]:
    """Characters inside runs of figures, where the line's spacing is taken back (1/1000 size)."""
    if not spacing:
        return {}
    inside = (range(found.start(), found.end() - 1) for found in RUN.finditer(text))
    return {index: spacing * 1000 / size for run in inside for index in run}
