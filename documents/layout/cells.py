"""Cells of a table: where each stands and how its text is cut to lines.

Text shrinks before it would break a figure or exceed a cell's lines, down to a floor, and then is
refused: nothing is ever clipped.
"""

from dataclasses import dataclass
from functools import lru_cache

from documents.filled import FilledCell
from documents.fonts import Role, Typeface
from documents.form import Align
from documents.layout.families import FLOOR
from documents.layout.flow import Flow
from documents.layout.lines import cut_lines, cut_whole
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
Cut = tuple[float, tuple[Line, ...]]  # size and lines
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
    height: float  # what the cell needs


def cut_cell(
    flow: Flow, cell: FilledCell, sides: tuple[float, float], rows: tuple[int, int]
) -> Placed:
    """A cell between two edges, from one row up to another, with the largest text that fits."""
    left, width = sides[0], sides[1] - sides[0]
    family, role = flow.family, Role.HEITI if cell.is_label else Role.FANGSONG
    size, lines = family.table_size, tuple[Line, ...]()
    if not cell.places:
        typeface = flow.book.typeface(role)
        ragged = cell.align is not Align.LEFT
        size, lines = _fit(
            typeface, size, width - 2 * PAD_X, cell.text, cell.lines, ragged, cell.vertical
        )
    lead = family.table_lead * size / family.table_size
    return Placed(
        cell=cell,
        left=left,
        width=width,
        first=rows[0],
        after=rows[1],
        lines=lines,
        role=role,
        size=size,
        lead=lead,
        pad=family.pad,
        height=max(len(lines) * lead + 2 * family.pad, _least(flow, cell, width)),
    )


def _least(flow: Flow, cell: FilledCell, width: float) -> float:
    """The height a cell has whatever its text."""
    if cell.places:
        return places_height(flow, cell.places, width)
    return cell.height * MM * flow.family.blank


@lru_cache(maxsize=8192)
def _fit(
    typeface: Typeface,
    full: float,
    width: float,
    text: str,
    most: int,
    ragged: bool,
    vertical: bool,
) -> Cut:
    """The largest size at which runs stay whole and the lines are few enough, and the lines."""
    if vertical:
        return full, tuple(
            line for char in text for line in cut_lines(typeface, char, full, width, 0, True, 0)
        )
    size = full
    while size >= FLOOR:
        whole, lines = _cut_text(typeface, text, size, width, ragged=ragged)
        if whole and (not most or len(lines) <= most):
            return _mended(typeface, text, width, (size, lines), ragged=ragged)
        size -= STEP
    size = FLOOR if most else full
    _, lines = _cut_text(typeface, text, size, width, ragged=ragged)
    if most and len(lines) > most:
        raise InputError("document.text_too_long", text=text, lines=most)
    return size, lines


def _mended(
    typeface: Typeface,
    text: str,
    width: float,
    cut: Cut,
    *,
    ragged: bool,
) -> Cut:
    """Slightly smaller letters where they spare a last line of one or two characters."""
    full, lines = cut
    if len(lines) != 2 or len(lines[1].text) > SHORT or width < NARROW * full:
        return cut
    for step in range(1, SPARING + 1):
        size = full - step * STEP
        _, fewer = _cut_text(typeface, text, size, width, ragged=ragged)
        if len(fewer) < len(lines) and size >= FLOOR:
            return size, fewer
    return cut


def _cut_text(
    typeface: Typeface, text: str, size: float, width: float, *, ragged: bool
) -> tuple[bool, tuple[Line, ...]]:
    """The lines at one size, and whether every run of figures stays whole."""
    whole, lines = True, list[Line]()
    for part in text.splitlines():
        justify = not (ragged or part.startswith(BOXES) or width < JUSTIFIED * size)
        fits, cut = cut_whole(typeface, part, size, width, justify=justify)
        whole, lines = whole and fits, [*lines, *cut]
    return whole, tuple(lines)
