"""Marks of a sheet as PDF operators (ISO 32000-1, 8 and 9)."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from documents.fonts import FontBook, Typeface
from documents.layout.sheet import PictureMark, RuleMark, Sheet, TextMark
from documents.linebreak import RUN
from documents.pdf.embed import EmbeddedFace, letters
from documents.pdf.tagging import bracketed
from documents.pictures import Picture
from documents.truetype import TrueType

Coded = tuple[TrueType, str]  # the face that has a character, and its number there


class Codes(dict[str, Coded]):
    """The characters of one role: the same in all documents."""

    def __init__(self, typeface: Typeface) -> None:
        super().__init__()
        self._typeface = typeface

    def __missing__(self, char: str) -> Coded:
        face = self._typeface.glyph(char, char).face
        found = self[char] = face, f"{letters(face, char)[0].code:04X}"
        return found


@lru_cache(maxsize=64)
def _codes(typeface: Typeface) -> Codes:
    return Codes(typeface)


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

    def picture(self, picture: Picture) -> str:
        """The resource name of a picture; the same picture is stored once."""
        key = f"{picture.digest}{picture.turn}"
        name, _ = self.pictures.setdefault(key, (f"P{len(self.pictures) + 1}", picture))
        return name


def contents(sheets: Sequence[Sheet], book: FontBook, resources: Resources) -> list[bytes]:
    """The content streams of all pages."""
    found = [_content(sheet, book, resources) for sheet in sheets]
    if any([face.settle() for face in resources.faces.values()]):  # noqa: C419 - settle every one
        found = [_content(sheet, book, resources) for sheet in sheets]
    return found


def _content(sheet: Sheet, book: FontBook, resources: Resources) -> bytes:
    """The content stream of one page."""
    parts = []
    for mark in sheet.marks:
        match mark:
            case TextMark():
                parts.append(_text(mark, book, resources))
            case RuleMark():
                parts.append(_rule(mark))
            case PictureMark():
                parts.append(_picture(mark, resources))
    return bracketed(sheet, parts).encode("ascii")


@lru_cache(maxsize=16384)
def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def _rule(mark: RuleMark) -> str:
    numbers = " ".join(_number(v) for v in mark.start), " ".join(_number(v) for v in mark.end)
    return f"{_number(mark.weight)} w {numbers[0]} m {numbers[1]} l S"


def _picture(mark: PictureMark, resources: Resources) -> str:
    left, bottom, right, top = mark.rect
    name = resources.picture(mark.picture)
    place = " ".join(_number(v) for v in (right - left, 0, 0, top - bottom, left, bottom))
    turn = " ".join(str(v) for v in mark.picture.turn)
    return f"q {place} cm {turn} cm /{name} Do Q"


def _text(mark: TextMark, book: FontBook, resources: Resources) -> str:
    """One line: a font switch only where another face takes over."""
    turned = "1 0 0 1"
    if mark.angle:
        sine, cosine = math.sin(math.radians(mark.angle)), math.cos(math.radians(mark.angle))
        turned = " ".join(_number(v) for v in (cosine, sine, -sine, cosine))
    gap = _number(mark.tracking + mark.spacing)
    shown = "\n".join(_segments(mark, _codes(book.typeface(mark.role)), resources))
    text = f"BT {gap} Tc {turned} {_number(mark.x)} {_number(mark.y)} Tm\n{shown} ET"
    return f"q {_number(mark.grey)} g {text} Q" if mark.grey else text


def _segments(mark: TextMark, codes: Codes, resources: Resources) -> list[str]:
    """What shows the characters of each face in turn."""
    placed = [codes[char] for char in mark.text]
    if not placed:
        return []
    edges = [0, len(placed)]
    if len({face for face, _ in placed}) > 1:
        inner = (at for at in range(1, len(placed)) if placed[at][0] is not placed[at - 1][0])
        edges[1:1] = inner
    shifts = _shifts(mark)
    return [
        _segment(mark, placed[first:after], first, shifts, resources)
        for first, after in pairwise(edges)
    ]


def _segment(
    mark: TextMark, placed: list[Coded], first: int, shifts: dict[int, float], resources: Resources
) -> str:
    """What shows characters of one face, from the `first` of the mark on."""
    embedded = resources.face(placed[0][0])
    text = mark.text[first : first + len(placed)]
    embedded.use(text)
    numbers = [number for _, number in placed]
    for char in [char for char in embedded.moved if char in text]:
        moved = f"{embedded.moved[char]:04X}"
        numbers = [moved if text[at] == char else n for at, n in enumerate(numbers)]
    for at in mark.squeezed:
        if first <= at < first + len(placed):
            numbers[at - first] = f"{letters(embedded.face, mark.text[at])[1].code:04X}"
    for at, shift in shifts.items():
        if first <= at < first + len(placed):
            numbers[at - first] += f"> {_number(shift)} <"
    shown = f"<{''.join(numbers)}>".removesuffix("<>")
    return f"/{embedded.name} {_number(mark.size)} Tf [{shown}] TJ"


def _shifts(mark: TextMark) -> dict[int, float]:
    """Characters inside runs of figures, where the line's spacing is taken back (1/1000 size)."""
    if not mark.spacing:
        return {}
    inside = (range(found.start(), found.end() - 1) for found in RUN.finditer(mark.text))
    return {index: mark.spacing * 1000 / mark.size for run in inside for index in run}
