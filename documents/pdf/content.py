"""Marks of a sheet as PDF operators (ISO 32000-1, 8 and 9)."""

import math
from functools import lru_cache

from documents.fonts import FontBook, Role, Typeface
from documents.layout.sheet import PictureMark, RuleMark, Sheet, TextMark
from documents.linebreak import RUN
from documents.pdf.embed import EmbeddedFace
from documents.pictures import Picture
from documents.truetype import TrueType


class Codes(dict[str, tuple[EmbeddedFace, str]]):
    """Characters of one role in one document: the face that has each, and its number there."""

    def __init__(self, typeface: Typeface, resources: "Resources") -> None:
        super().__init__()
        self._typeface, self._resources = typeface, resources

    def __missing__(self, char: str) -> tuple[EmbeddedFace, str]:
        glyph = self._typeface.glyph(char, char)
        face = self._resources.face(glyph.face)
        found = self[char] = face, f"{face.code(char, glyph.number):04X}"
        return found

    def narrow(self, char: str) -> tuple[EmbeddedFace, str]:
        """The same for a mark half an em narrower."""
        glyph = self._typeface.glyph(char, char)
        face = self._resources.face(glyph.face)
        return face, f"{face.code(char, glyph.number, narrow=True):04X}"


class Resources:
    """Faces and pictures a document uses, named in order of first use."""

    def __init__(self) -> None:
        self.faces: dict[TrueType, EmbeddedFace] = {}
        self.pictures: dict[str, tuple[str, Picture]] = {}
        self._codes: dict[Role, Codes] = {}

    def codes(self, typeface: Typeface) -> Codes:
        """The characters of a role."""
        found = self._codes.get(typeface.role)
        if found is None:
            found = self._codes[typeface.role] = Codes(typeface, self)
        return found

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
    shown = "\n".join(_segments(mark, resources.codes(book.typeface(mark.role))))
    text = f"BT {gap} Tc {turned} {_number(mark.x)} {_number(mark.y)} Tm\n{shown} ET"
    return f"q {_number(mark.grey)} g {text} Q" if mark.grey else text


def _segments(mark: TextMark, codes: Codes) -> list[str]:
    placed = [codes[char] for char in mark.text]
    for index in mark.squeezed:
        placed[index] = codes.narrow(mark.text[index])
    shifts = _shifts(mark)
    if not shifts and placed and len({face for face, _ in placed}) == 1:
        return [_show(placed[0][0], mark.size, "", "".join([code for _, code in placed]))]
    segments: list[str] = []
    face, shown, run = None, "", ""
    for index, (other, code) in enumerate(placed):
        if other is not face:
            if face is not None:
                segments.append(_show(face, mark.size, shown, run))
            face, shown, run = other, "", ""
        run += code
        if index in shifts:
            shown, run = f"{shown}<{run}> {_number(shifts[index])} ", ""
    if face is not None:
        segments.append(_show(face, mark.size, shown, run))
    return segments


def _show(face: EmbeddedFace, size: float, shown: str, run: str) -> str:
    last = f"<{run}>" if run else ""
    return f"/{face.name} {_number(size)} Tf [{shown}{last}] TJ"


def _shifts(mark: TextMark) -> dict[int, float]:
    """Characters inside runs of figures, where the line's spacing is taken back (1/1000 size)."""
    if not mark.spacing:
        return {}
    inside = (range(found.start(), found.end() - 1) for found in RUN.finditer(mark.text))
    return {index: mark.spacing * 1000 / mark.size for run in inside for index in run}
