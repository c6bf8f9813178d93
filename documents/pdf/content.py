"""Marks of a sheet as PDF operators (ISO 32000-1, 8 and 9)."""

import math
from collections.abc import Iterator

from documents.fonts import FontBook
from documents.layout.sheet import PictureMark, RuleMark, Sheet, TextMark
from documents.linebreak import RUN
from documents.pdf.embed import EmbeddedFace
from documents.pictures import Picture
from documents.truetype import TrueType


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


def content(sheet: Sheet, book: FontBook, resources: Resources) -> bytes:
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
    return "\n".join(parts).encode("ascii")


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
    if mark.angle:
        sine, cosine = math.sin(math.radians(mark.angle)), math.cos(math.radians(mark.angle))
        matrix = (cosine, sine, -sine, cosine, mark.x, mark.y)
    else:
        matrix = (1.0, 0.0, 0.0, 1.0, mark.x, mark.y)
    gap = mark.tracking + mark.spacing
    shown = "\n".join(_segments(mark, book, resources))
    placed = " ".join(_number(v) for v in matrix)
    text = f"BT {_number(gap)} Tc {placed} Tm\n{shown} ET"
    return f"q {_number(mark.grey)} g {text} Q" if mark.grey else text


def _segments(mark: TextMark, book: FontBook, resources: Resources) -> Iterator[str]:
    typeface = book.typeface(mark.role)
    shifts = _shifts(mark)
    face, shown, run = None, "", ""
    for index, char in enumerate(mark.text):
        glyph = typeface.glyph(char, mark.text)
        if glyph.face is not face:
            if face is not None:
                yield _show(resources.face(face), mark.size, shown, run)
            face, shown, run = glyph.face, "", ""
        narrow = index in mark.squeezed
        run += f"{resources.face(face).code(char, glyph.number, narrow=narrow):04X}"
        if index in shifts:
            shown, run = f"{shown}<{run}> {_number(shifts[index])} ", ""
    if face is not None:
        yield _show(resources.face(face), mark.size, shown, run)


def _show(face: EmbeddedFace, size: float, shown: str, run: str) -> str:
    last = f"<{run}>" if run else ""
    return f"/{face.name} {_number(size)} Tf [{shown}{last}] TJ"


def _shifts(mark: TextMark) -> dict[int, float]:
    """Characters inside runs of figures, where the line's spacing is taken back (1/1000 size)."""
    if not mark.spacing:
        return {}
    inside = (range(found.start(), found.end() - 1) for found in RUN.finditer(mark.text))
    return {index: mark.spacing * 1000 / mark.size for run in inside for index in run}
