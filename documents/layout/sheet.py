"""A sheet of paper and the marks on it, in points from its lower left corner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from documents.fonts import Role
from documents.form import Align
from documents.layout.structure import Element, document
from documents.linebreak import Line
from documents.pictures import Picture

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
# GB/T 9704-2012, 5.2.1: binding edge 28 mm, head 37 mm, type area 156 x 225 mm
LEFT = 28 * MM
HEAD, MEASURE, DEPTH = 37 * MM, 156 * MM, 225 * MM
RIGHT = LEFT + MEASURE
RULE = 0.5  # weight of a rule
DESCENT = 0.12  # of the size: where the em box of a Chinese face ends below the baseline

Rect = tuple[float, float, float, float]  # left, bottom, right, top


# Marks are not frozen: a document has hundreds, and making a frozen one takes three times as long.
@dataclass(slots=True, kw_only=True)
class TextMark:
    """A text by itself with its first baseline point."""

    x: float
    y: float
    role: Role
    size: float
    text: str
    grey: float = 0.0
    angle: float = 0.0  # degrees


@dataclass(slots=True, kw_only=True)
class LinesMark:
    """Broken lines one below the other, `lead` points apart.

    `x` is the left edge of their measure, `y` the baseline of the first.
    """

    x: float
    y: float
    lead: float
    role: Role
    size: float
    lines: Sequence[Line]

    def texts(self) -> Iterator[TextMark]:
        """Where each line begins, and what it says."""
        for at, line in enumerate(self.lines):
            x, y = self.x + line.indent, self.y - at * self.lead
            yield TextMark(x=x, y=y, role=self.role, size=self.size, text=line.text)


@dataclass(slots=True, kw_only=True)
class RuleMark:
    """A straight rule."""

    start: tuple[float, float]
    end: tuple[float, float]
    weight: float = RULE


Shade = tuple[float, float, float]  # red, green, blue, from 0 to 1


@dataclass(slots=True, kw_only=True)
class ShapeMark:
    """A line through points, or the area they enclose where it is filled."""

    points: Sequence[tuple[float, float]]
    fill: Shade | None = None
    stroke: Shade | None = None
    weight: float = RULE
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMark:
    """A picture filling a rectangle."""

    picture: Picture
    rect: Rect


Mark = TextMark | LinesMark | RuleMark | ShapeMark | PictureMark


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMark:
    """Where a signature will stand."""

    slot: str
    label: str
    rect: Rect
    element: Element | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeamMark:
    """Where a slice of the seal will stand when the seal's field is signed."""

    slot: str
    label: str
    rect: Rect
    part: Rect  # of the seal, from its own lower left corner


@dataclass(slots=True)
class Sheet:
    """One page being filled."""

    marks: list[Mark] = field(default_factory=list)
    boxes: list[Rect] = field(default_factory=list)  # ruled rectangles, above everything else
    fields: list[FieldMark] = field(default_factory=list)
    seam: SeamMark | None = None
    told: set[str] = field(default_factory=set)  # who signs here is told in words
    structure: Element = field(default_factory=document)  # of the whole document
    turns: list[tuple[int, Element | None]] = field(default_factory=list)

    def own(self, element: Element | None) -> None:
        """From here on marks belong to this part of the document; to none, they are ornament."""
        self.turns.append((len(self.marks), element))

    def under(self, mark: Mark) -> None:
        """Put an ornament below everything else."""
        self.marks.insert(0, mark)
        self.turns = [(0, None), *((at + 1, element) for at, element in self.turns)]

    def texts(self) -> Iterator[TextMark]:
        """All that is written on the page, line by line, with the place where each begins."""
        for mark in self.marks:
            if isinstance(mark, LinesMark):
                yield from mark.texts()
            elif isinstance(mark, TextMark):
                yield mark

    def words(self) -> Iterator[str]:
        """The same without places."""
        for mark in self.marks:
            if isinstance(mark, LinesMark):
                yield from [line.text for line in mark.lines]
            elif isinstance(mark, TextMark):
                yield mark.text

    def box(self, rect: Rect) -> None:
        """Rule the four sides of a rectangle."""
        self.boxes.append(rect)


def line_mark(line: Line, *, x: float, y: float, role: Role, size: float) -> LinesMark:
    """A broken line at its place; `x` is the left edge of the measure."""
    return LinesMark(x=x, y=y, lead=0.0, role=role, size=size, lines=(line,))


def shifted(align: Align, spare: float) -> float:
    """How far a line stands in where `spare` points are left of its measure."""
    if align is Align.LEFT:
        return 0.0
    return spare / 2 if align is Align.CENTER else spare


def baseline(top: float, lead: float, size: float) -> float:
    """The baseline of a line of `size` in a box of height `lead` that begins at `top`."""
    return top - (lead + size) / 2 + size * DESCENT
