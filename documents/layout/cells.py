"""Cells of a table: where each stands and how its text is cut to lines.

Text shrinks before it would break a figure or exceed a cell's lines, down to a floor, and then is
refused: nothing is ever clipped.
"""

from dataclasses import dataclass

from documents.filled import FilledCell
from documents.fonts import Role
from documents.form import Align
from documents.layout.families import FLOOR
from documents.layout.flow import Flow
from documents.layout.lines import cut_whole
from documents.layout.places import places_height
from documents.layout.sheet import MM
from documents.linebreak import Line
from documents.phrases import phrases
from engine.errors import InputError

PAD_X = 4.0
JUSTIFIED = 14  # characters; narrower cells are left ragged
NARROW = 8  # characters; in narrower cells a short last line is no eyesore
SHORT = 3  # characters; a last line of so few is spared by slightly smaller letters
BOXES = tuple(phrases()[name] for name in ("chosen", "unchosen"))  # choices stand ragged
STEP = 0.5  # points taken off when shrinking
SPARING = 2  # steps at most to spare a line


@dataclass(slots=True, kw_only=True, eq=False)  # not frozen, as marks
class Placed:
    """A cell in its columns and rows, its text cut to lines."""

    cell: FilledCell
    left: float
    width: float
    first: int  # row
    after: int  # row
    lines: tuple[Line, ...]
    role: Role
    size: float
    lead: float
    pad: float  # above and below the text
    least: float  # height

    @property
    def height(self) -> float:
        """What the cell needs."""
        return max(len(self.lines) * self.lead + 2 * self.pad, self.least)


def cut_cell(
    flow: Flow, cell: FilledCell, sides: tuple[float, float], rows: tuple[int, int]
) -> Placed:
    """A cell between two edges, from one row up to another, with the largest text that fits."""
    left, width = sides[0], sides[1] - sides[0]
    role = Role.HEITI if cell.is_label else Role.FANGSONG
    size, lines = _fit(flow, cell, role, width - 2 * PAD_X)
    lead = flow.family.table_lead * size / flow.family.table_size
    return Placed(
        cell=cell,
        left=left,
        width=width,
        first=rows[0],
        after=rows[1],
        lines=tuple(lines),
        role=role,
        size=size,
        lead=lead,
        pad=flow.family.pad,
        least=_least(flow, cell, width),
    )


def _least(flow: Flow, cell: FilledCell, width: float) -> float:
    """The height a cell has whatever its text."""
    if cell.places:
        return places_height(flow, cell.places, width)
    return cell.height * MM * flow.family.blank


def _fit(flow: Flow, cell: FilledCell, role: Role, width: float) -> tuple[float, list[Line]]:
    """The largest size at which runs stay whole and the lines are few enough."""
    full = flow.family.table_size
    if cell.places:
        return full, []
    if cell.vertical:
        return full, [line for char in cell.text for line in flow.broken(char, role, full, width)]
    size = full
    while size >= FLOOR:
        whole, lines = _cut_text(flow, cell, role, size, width)
        if whole and (not cell.lines or len(lines) <= cell.lines):
            return _mended(flow, cell, role, width, (size, lines))
        size -= STEP
    size = FLOOR if cell.lines else full
    _, lines = _cut_text(flow, cell, role, size, width)
    if cell.lines and len(lines) > cell.lines:
        raise InputError("document.text_too_long", text=cell.text, lines=cell.lines)
    return size, lines


def _mended(
    flow: Flow, cell: FilledCell, role: Role, width: float, cut: tuple[float, list[Line]]
) -> tuple[float, list[Line]]:
    """Slightly smaller letters where they spare a last line of one or two characters."""
    full, lines = cut
    if len(lines) != 2 or len(lines[1].text) > SHORT or width < NARROW * full:
        return cut
    for step in range(1, SPARING + 1):
        size = full - step * STEP
        _, fewer = _cut_text(flow, cell, role, size, width)
        if len(fewer) < len(lines) and size >= FLOOR:
            return size, fewer
    return cut


def _cut_text(
    flow: Flow, cell: FilledCell, role: Role, size: float, width: float
) -> tuple[bool, list[Line]]:
    """The lines at one size, and whether every run of figures stays whole."""
    typeface = flow.book.typeface(role)
    whole, lines = True, list[Line]()
    for text in cell.text.splitlines():
        ragged = text.startswith(BOXES) or width < JUSTIFIED * size
        justify = cell.align is Align.LEFT and not ragged
        fits, cut = cut_whole(typeface, text, size, width, justify=justify)
        whole, lines = whole and fits, [*lines, *cut]
    return whole, lines
