"""The agency's round seal, drawn as red paths over name and date.

A ring, a five-pointed star and the agency's name on the upper arc (国发〔1999〕25号: round, with a
star, the name from left to right around it, in 宋体). Drawn as outlines, so that the appearance
needs no face; multiplied onto the page, so that the text under it stays readable.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from documents.fonts import FontBook, Role
from documents.layout.sheet import DESCENT
from documents.signing.act import SignatureAct
from documents.signing.embedding import form
from documents.signing.errors import AppearanceError
from documents.signing.terms import terms
from documents.signing.update import Update

# Proportions of a seal of 42 mm, in thousandths of its diameter.
DIAMETER = 1000.0
RING = 28.0
STAR = 165.0  # from the centre to a point
INNER = math.sin(math.radians(18)) / math.sin(math.radians(54))  # of a regular pentagram
LETTER = 145.0  # height of a character of the name
MARGIN = 22.0  # between ring and name
WIDEST_ARC = math.radians(265)
STEP_ARC = math.radians(24)  # between characters of a short name
CONDENSED = 0.78  # width of a character of the name at most
TALLEST = 2.0  # height of a condensed character in widths
WEIGHT = 5.0  # stroke around the letters: 宋体 in a seal is cut heavier than in print
FOOT = 72.0  # size of the words below the star
FOOT_AT = -290.0
RED = "0.85 0.05 0.05"
CIRCLE = 0.5522847498  # of the radius: control points of a quarter circle
MULTIPLY = b"/ExtGState << /G0 << /Type /ExtGState /BM /Multiply >> >>"

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class SealLook:
    """The seal of one agency; marked for training where `training` says so."""

    book: FontBook
    training: bool = False

    def place(self, update: Update, size: tuple[float, float], act: SignatureAct) -> int:
        """Add the seal, centred and as large as fits; the number of its form XObject.

        Raises MissingCharacter for a character no face has.
        """
        if min(size) <= 0:
            raise AppearanceError("signing.field_too_small", width=size[0], height=size[1])
        foot = terms().training_seal if self.training else ""
        return update.add(_seal_form(self.book, act.name, foot, size))


@lru_cache(maxsize=64)
def _seal_form(book: FontBook, name: str, foot: str, size: tuple[float, float]) -> bytes:
    """The form XObject of the seal in a field of this width and height."""
    scale = min(size) / DIAMETER
    place = f"{scale:.5f} 0 0 {scale:.5f} {size[0] / 2:.2f} {size[1] / 2:.2f}"
    data = b"/G0 gs q %s cm\n%s\nQ" % (place.encode(), seal_art(book, name, foot))
    return form(data, size, MULTIPLY)


@lru_cache(maxsize=32)
def seal_art(book: FontBook, name: str, foot: str) -> bytes:
    """The seal's paths around its centre, DIAMETER units wide."""
    parts = [f"{RED} rg {RED} RG {RING:.0f} w", _ring(), _star()]
    parts.append(f"{WEIGHT:.0f} w")
    parts += _arc(book, name)
    parts += _foot(book, foot)
    return "\n".join(parts).encode("ascii")


def _ring() -> str:
    radius = (DIAMETER - RING) / 2
    k = radius * CIRCLE
    quarters = []
    for cosine, sine in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        points = ((radius, k), (k, radius), (0, radius))
        turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in points]
        quarters.append(" ".join(f"{x:.2f} {y:.2f}" for x, y in turned) + " c")
    return f"{radius:.2f} 0 m {' '.join(quarters)} s"


def _star() -> str:
    corners = []
    for index in range(10):
        radius = STAR if index % 2 == 0 else STAR * INNER
        angle = math.radians(90 + 36 * index)
        corners.append(f"{radius * math.cos(angle):.2f} {radius * math.sin(angle):.2f}")
    return f"{corners[0]} m " + " ".join(f"{corner} l" for corner in corners[1:]) + " h f"


def _arc(book: FontBook, name: str) -> Iterator[str]:
    """The name around the upper arc, each character standing on the ring's radius."""
    count = len(name)
    span = min(WIDEST_ARC, STEP_ARC * max(count - 1, 1))
    step = span / max(count - 1, 1)
    top = DIAMETER / 2 - RING - MARGIN
    inner = top - LETTER * 2 / 3
    width = min(LETTER * CONDENSED, 2 * inner * math.sin(step / 2))
    height = min(LETTER, TALLEST * width)
    for index, char in enumerate(name):
        angle = math.pi / 2 + span / 2 - index * step if count > 1 else math.pi / 2
        turn = angle - math.pi / 2
        yield _letter(book, char, name, _placed(top - height, turn, width, height))


def _foot(book: FontBook, text: str) -> Iterator[str]:
    """Words in a straight line below the star."""
    for index, char in enumerate(text):
        x = (index - (len(text) - 1) / 2) * FOOT * 1.05
        yield _letter(book, char, text, (FOOT, 0, 0, FOOT, x, FOOT_AT))


def _placed(radius: float, turn: float, width: float, height: float) -> Matrix:
    """An em box of this width and height, its foot at `radius` from the centre, turned."""
    cosine, sine = math.cos(turn), math.sin(turn)
    return (
        width * cosine, width * sine, -height * sine, height * cosine,
        -radius * sine, radius * cosine,
    )  # fmt: skip


def _letter(book: FontBook, char: str, text: str, matrix: Matrix) -> str:
    """A character's outline; `matrix` places an em box whose foot is centred on the origin."""
    glyph = book.typeface(Role.SONGTI).glyph(char, text)
    font = _outlines(glyph.face.path)
    em = 1 / glyph.face.units
    a, b, c, d, e, f = matrix
    left, low = glyph.advance / 2000, -DESCENT
    origin = (e - a * left - c * low, f - b * left - d * low)
    pen = _PathPen(font.getGlyphSet())
    moved = TransformPen(pen, (a * em, b * em, c * em, d * em, *origin))
    font.getGlyphSet()[font.getGlyphName(glyph.number)].draw(moved)
    return " ".join([*pen.operators, "B"])


@lru_cache(maxsize=8)
def _outlines(path: Path) -> TTFont:
    return TTFont(BytesIO(path.read_bytes()), lazy=True, fontNumber=0)


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """Writes an outline as PDF path operators."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._write("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._write("l", point)

    def _curveToOne(  # noqa: N802 - fontTools' name
        self, first: tuple[float, float], second: tuple[float, float], end: tuple[float, float]
    ) -> None:
        self._write("c", first, second, end)

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self.operators.append("h")

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.operators.append(f"{numbers} {operator}")
