"""A field to draw numbers in: a scale, and bars, dots, lines and words at their places.

Two shades and a mark for what is compared with, told apart on a grey print as well. Refuses to know
what the numbers are of.
"""

import math
from collections.abc import Sequence

from documents.fonts import FontBook, Role
from documents.layout.sheet import Shade, ShapeMark, Sheet, TextMark

INK: Shade = (0.15, 0.18, 0.22)
STRONG: Shade = (0.12, 0.29, 0.47)
PALE: Shade = (0.70, 0.78, 0.86)
MIDDLE: Shade = (0.42, 0.55, 0.68)
WARM: Shade = (0.72, 0.22, 0.12)
PAPER: Shade = (1.0, 1.0, 1.0)
GRID: Shade = (0.84, 0.86, 0.88)
FRAME: Shade = (0.45, 0.48, 0.52)
#: Of the series, in their order.
SHADES = (STRONG, PALE, MIDDLE)
SIZE = 8.5
ROLE = Role.HEITI
CORNERS = 20  # of what looks like a circle
MOST_STEPS = 6


class Scale:
    """From numbers to points along one side, with steps that people count in."""

    def __init__(self, low: float, high: float, begin: float, end: float) -> None:
        self.low, self.high = low, high if high > low else low + 1
        self.begin, self.end = begin, end

    def at(self, value: float) -> float:
        """Where a number lies; what is off the scale lies at its end."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def steps(self) -> tuple[float, ...]:
        """Round numbers from one end to the other."""
        step = nice_step(self.high - self.low)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return tuple(round(number * step, 6) for number in range(first, last + 1))


def nice_step(width: float) -> float:
    """One, two or five times a power of ten, so that at most six steps fill a width."""
    rough = width / MOST_STEPS
    power = float(10 ** math.floor(math.log10(rough)))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)


def rounded(low: float, high: float) -> tuple[float, float]:
    """Ends of a scale that holds both numbers: whole steps."""
    step = nice_step((high - low) or abs(high) or 1.0)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


class Plot:
    """Drawing on one sheet."""

    def __init__(self, sheet: Sheet, book: FontBook) -> None:
        self._sheet, self._book = sheet, book

    def width(self, text: str, size: float = SIZE) -> float:
        """How wide a text is."""
        return float(self._book.typeface(ROLE).width(text, size))

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        at: float = 0.0,
        size: float = SIZE,
        grey: float = 0.0,
    ) -> None:
        """A text at a baseline; `at` is 0 to begin there, 0.5 to be centred, 1 to end there."""
        if text:
            left = x - at * self.width(text, size)
            mark = TextMark(x=left, y=y, role=ROLE, size=size, text=text, grey=grey)
            self._sheet.marks.append(mark)

    def label(self, text: str, x: float, y: float, *, at: float = 0.0) -> None:
        """A text on white, readable over whatever was drawn before."""
        wide = self.width(text)
        left = x - at * wide
        self.bar(left - 1, y - 1.5, left + wide + 1, y + SIZE - 1, PAPER)
        self.text(text, left, y)

    def fitted(self, text: str, room: float, size: float = SIZE) -> str:
        """A text cut to a width, with dots where something is missing."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text}…", size) > room:
            text = text[:-1]
        return f"{text}…"

    def line(
        self,
        points: Sequence[tuple[float, float]],
        shade: Shade = FRAME,
        *,
        weight: float = 0.5,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A line through points."""
        if len(points) > 1:
            mark = ShapeMark(points=tuple(points), stroke=shade, weight=weight, dash=dash)
            self._sheet.marks.append(mark)

    def bar(
        self,
        left: float,
        low: float,
        right: float,
        high: float,
        shade: Shade,
        *,
        edge: Shade | None = None,
    ) -> None:
        """A filled rectangle."""
        corners = ((left, low), (right, low), (right, high), (left, high))
        mark = ShapeMark(points=corners, fill=shade, stroke=edge)
        self._sheet.marks.append(mark)

    def dot(
        self, x: float, y: float, size: float, shade: Shade, *, edge: Shade | None = None
    ) -> None:
        """A disc of `size` points across."""
        turns = [2 * math.pi * n / CORNERS for n in range(CORNERS)]
        points = tuple((x + size / 2 * math.cos(t), y + size / 2 * math.sin(t)) for t in turns)
        mark = ShapeMark(points=points, fill=shade, stroke=edge, weight=0.4)
        self._sheet.marks.append(mark)

    def diamond(self, x: float, y: float, size: float, shade: Shade) -> None:
        """A square on its corner."""
        half = size / 2
        points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        mark = ShapeMark(points=points, fill=shade, stroke=INK, weight=0.4)
        self._sheet.marks.append(mark)
