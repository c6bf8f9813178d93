"""Ruled tables: merged cells, rows that grow, rows that run over pages under repeated heads.

The last row never stands alone on a page, nor with nothing but the mark that ends a list. What
stands in a cell is cut to lines by `cells.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.filled import FilledTable
from documents.form import Align
from documents.layout.cells import PAD_X, Placed, cut_cell
from documents.layout.flow import Flow
from documents.layout.places import draw_places
from documents.layout.sheet import LEFT, MEASURE, LinesMark, Rect, baseline, shifted
from documents.layout.structure import Element, Kind, Scope
from documents.linebreak import Line
from documents.phrases import phrase
from engine.errors import InputError

FEW = 3  # a row is not split to leave fewer lines than this
LARGE = 0.3  # of a page; lower rows are not split at all


def draw_table(flow: Flow, table: FilledTable, tail: float) -> None:
    """Set a table at the cursor; its last rows stay with the `tail` points that follow it.

    Raises InputError `document.text_too_long` for a text that does not fit its cell at 8 pt, and
    `document.too_tall` for cells that no page can hold together.
    """
    plan = _plan(flow, table)
    drawing = _Drawing(flow, plan, table.heads)
    first, ends = 0, plan.ends
    last_kept = _last_kept(table, ends)
    for after in ends:
        if first == last_kept:
            drawing.keep(first, tail)
        drawing.group(first, after)
        first = after


def least_height(flow: Flow, table: FilledTable, tail: float) -> float:
    """What must stand below the line that leads to a table: its heads and first rows, or all."""
    plan = _plan(flow, table)
    heights, ends = plan.heights, plan.ends
    whole, large = sum(heights) + tail, flow.capacity / 2
    if not _last_kept(table, ends) and whole < large:
        return whole
    return min(sum(heights[: next(end for end in ends if end > table.heads)]), large)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A table with its cells cut, before it has a place on a page."""

    table: FilledTable
    placed: Sequence[Placed]
    heights: Sequence[float]  # of the rows
    ends: Sequence[int]  # the rows after which no merged cell hangs over


def _plan(flow: Flow, table: FilledTable) -> _Plan:
    """A table is measured for what stands above it before it is drawn, and planned but once."""
    found = flow.plans.get(id(table))
    if not isinstance(found, _Plan):
        placed, rows = _place(flow, table), len(table.rows)
        heights, ends = _row_heights(flow, placed, rows), _group_ends(placed, rows)
        found = _Plan(table=table, placed=placed, heights=heights, ends=ends)
        flow.plans[id(table)] = found
    return found


def _last_kept(table: FilledTable, ends: Sequence[int]) -> int:
    """Where the last two groups of rows begin; 0 where nothing but heads is above them.

    A row of one cell, which ends a list, does not count.
    """
    kept = 3 if len(table.rows[-1]) == 1 else 2
    begin = [0, *ends[:-1]][-kept:][0]
    return begin if begin > table.heads else 0


def _place(flow: Flow, table: FilledTable) -> list[Placed]:
    """Give every cell its columns and rows, and cut its text."""
    total = sum(table.columns)
    edges = [LEFT]
    for weight in table.columns:
        edges.append(edges[-1] + MEASURE * weight / total)
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            after = min(row + cell.down, len(table.rows))
            if cell.down > 1:
                below = range(row + 1, after)
                taken.update((r, c) for r in below for c in range(column, column + cell.span))
            sides = (edges[column], edges[column + cell.span])
            placed.append(cut_cell(flow, cell, sides, (row, after)))
            column += cell.span
    return placed


def _row_heights(flow: Flow, placed: Sequence[Placed], rows: int) -> list[float]:
    """Every row as high as its cells need; the last row of a merged cell takes what is missing."""
    heights = [flow.family.row] * rows
    for item in sorted(placed, key=lambda item: item.after - item.first):
        missing = item.height - sum(heights[item.first : item.after])
        if missing > 0:
            heights[item.after - 1] += missing
    return heights


def _group_ends(placed: Sequence[Placed], rows: int) -> list[int]:
    """The rows after which no merged cell hangs over."""
    inside = {row for item in placed for row in range(item.first + 1, item.after)}
    return [row for row in range(1, rows + 1) if row not in inside]


def _structure(
    flow: Flow, placed: Sequence[Placed], heads: int
) -> dict[tuple[int, float], Element]:
    """The rows and cells of a table as parts of the document, by row and left edge."""
    table, found = flow.structure.add(Kind.TABLE), dict[tuple[int, float], Element]()
    row, begun = table, -1
    for item in placed:
        while begun < item.first:
            row, begun = table.add(Kind.ROW), begun + 1
        scope = Scope.NONE
        if item.cell.is_label:
            scope = Scope.COLUMN if item.first < heads else Scope.ROW
        cell = row.cell(scope=scope, span=item.cell.span, down=item.after - item.first)
        found[item.first, item.left] = cell
    return found


class _Drawing:
    """A table being drawn over one or more pages."""

    def __init__(self, flow: Flow, plan: _Plan, heads: int) -> None:
        self._flow, self._placed, self._heights, self._heads = (
            flow, plan.placed, plan.heights, heads,
        )  # fmt: skip
        self._in_row: list[list[Placed]] = [[] for _ in plan.heights]
        for item in plan.placed:
            for row in range(item.first, item.after):
                self._in_row[row].append(item)
        self._head_height = sum(plan.heights[:heads])
        self._elements = _structure(flow, plan.placed, heads)
        self._told: set[Element] = set()

    def group(self, first: int, after: int) -> None:
        """Rows that belong together: on one page where they fit one."""
        flow, height = self._flow, sum(self._heights[first:after])
        whole_page = flow.capacity - self._head_height
        keep = self._heights[after] if after == self._heads and after < len(self._heights) else 0
        if height + min(keep, whole_page / 3) <= flow.room:
            self._rows(first, after)
        elif after - first == 1 and self._splits(first, height, whole_page):
            self._split(first)
        elif height <= whole_page:
            self._next_page(first)
            self._rows(first, after)
        else:
            self._row_by_row(first, after)

    def keep(self, first: int, tail: float) -> None:
        """The last rows, from `first` on, and what follows the table stand on one page."""
        together = sum(self._heights[first:]) + tail
        if self._flow.room < together <= self._flow.capacity - self._head_height:
            self._next_page(first)

    def _next_page(self, row: int) -> None:
        """Go on at `row` on a new page, under the heads unless they come themselves."""
        if not self._flow.untouched:
            self._flow.new_page()
            if row >= self._heads > 0:
                self._rows(0, self._heads)

    def _row_by_row(self, first: int, after: int) -> None:
        """A group taller than a page, cut between rows; its merged labels are repeated."""
        start = first
        for row in range(first, after):
            if sum(self._heights[start : row + 1]) <= self._flow.room:
                continue
            if row > start:
                self._rows(start, row)
            self._next_page(row)
            start = row
            if self._heights[row] > self._flow.room:
                self._flow.ensure(self._heights[row] + self._head_height)
        self._rows(start, after)

    def _rows(self, first: int, after: int) -> None:
        """Rows at the cursor; merged cells are cut to the rows that are here."""
        flow = self._flow
        tops = [flow.y]
        for row in range(first, after):
            tops.append(tops[-1] - self._heights[row])
        single = after - first == 1
        for item in self._in_row[first] if single else self._placed:
            start, end = max(item.first, first), min(item.after, after)
            if start >= end:
                continue
            rect = (item.left, tops[end - first], item.left + item.width, tops[start - first])
            self._cell(item, rect, repeated=item.first < first)
        flow.y = tops[-1]

    def _cell(self, item: Placed, rect: Rect, *, repeated: bool) -> None:
        element = self._ruled(item, rect)
        if item.cell.places and not repeated:
            draw_places(self._flow, item.cell.places, rect, element)
        elif not repeated or item.cell.is_label:
            self._text(item, rect, item.lines)

    def _ruled(self, item: Placed, rect: Rect) -> Element:
        """The rules of a cell; what is put next belongs to it, unless it was told before."""
        flow, element = self._flow, self._elements[item.first, item.left]
        flow.sheet.box(rect)
        flow.own(None if element in self._told else element)
        self._told.add(element)
        return element

    def _text(self, item: Placed, rect: Rect, lines: Sequence[Line]) -> None:
        """Lines centred in the height of a cell."""
        _, bottom, _, top = rect
        lead, depth, cell = item.lead, len(lines) * item.lead, item.cell
        if cell.vertical and depth > top - bottom - 2 * item.pad:
            raise InputError("document.text_too_long", text=cell.text, lines=len(lines))
        y = (top + bottom + depth) / 2
        align = Align.CENTER if cell.vertical else cell.align
        together = align is Align.LEFT and lines  # lines with one left edge are one mark
        for stack in [lines] if together else [(line,) for line in lines]:
            shift = 0.0
            if align is not Align.LEFT:
                shift = shifted(align, max(item.width - 2 * PAD_X - stack[0].width, 0))
            mark = LinesMark(
                x=item.left + PAD_X + shift,
                y=baseline(y, lead, item.size),
                lead=lead,
                role=item.role,
                size=item.size,
                lines=stack,
            )
            self._flow.sheet.marks.append(mark)
            y -= lead * len(stack)

    def _splits(self, row: int, height: float, whole_page: float) -> bool:
        """Whether to begin a row here and go on overleaf, rather than move it whole."""
        items = [item for item in self._placed if item.first == row]
        if row < self._heads or any(item.cell.places for item in items):
            return False
        tallest = max(items, key=lambda item: len(item.lines))
        fits = int((self._flow.room - 2 * tallest.pad) / tallest.lead)
        large = height > LARGE * self._flow.capacity
        return height > whole_page or (large and fits >= FEW and len(tallest.lines) - fits >= FEW)

    def _split(self, row: int) -> None:
        """A row over several pages; labels are repeated, finished cells say that they go on."""
        items = [item for item in self._placed if item.first == row]
        left = {index: list(item.lines) for index, item in enumerate(items)}
        if self._flow.room < FEW * self._flow.family.table_lead + 2 * self._flow.family.pad:
            self._next_page(row)
        while True:
            part = self._part(items, left)
            self._draw_part(items, part)
            if not any(left.values()):
                return
            self._next_page(row)
            for index, item in enumerate(items):
                if item.cell.is_label:
                    left[index] = []

    def _part(self, items: Sequence[Placed], left: dict[int, list[Line]]) -> dict[int, list[Line]]:
        """Take from every cell the lines that fit on this page."""
        part = {}
        for index, item in enumerate(items):
            fits = max(int((self._flow.room - 2 * item.pad) / item.lead), 1)
            if len(left[index]) == fits + 1 and fits > 1:
                fits -= 1
            part[index], left[index] = left[index][:fits], left[index][fits:]
        return part

    def _draw_part(self, items: Sequence[Placed], part: dict[int, list[Line]]) -> None:
        flow = self._flow
        texts = (len(part[at]) * item.lead + 2 * item.pad for at, item in enumerate(items))
        height = max(flow.family.row, *texts)
        top, bottom = flow.y, flow.y - height
        for index, item in enumerate(items):
            rect = (item.left, bottom, item.left + item.width, top)
            element = self._ruled(item, rect)
            lines: Sequence[Line] = part[index]
            flow.own(element if lines else None)
            if not lines:
                lines = item.lines if item.cell.is_label else self._continued(item)
            self._text(item, rect, lines)
        flow.y = bottom

    def _continued(self, item: Placed) -> Sequence[Line]:
        text, width = phrase("continued"), item.width - 2 * PAD_X
        lines = self._flow.broken(text, item.role, item.size, width)
        return lines if len(lines) == 1 else ()
