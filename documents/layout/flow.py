"""The vertical flow: a cursor moving down a sheet, a new sheet when there is no room."""

from collections.abc import Sequence

from documents.fonts import FontBook, Role
from documents.form import Align
from documents.layout.families import Family
from documents.layout.lines import cut_lines
from documents.layout.sheet import (
    HEIGHT,
    LEFT,
    MEASURE,
    MM,
    LinesMark,
    Sheet,
    baseline,
    line_mark,
    shifted,
)
from documents.layout.structure import Element, Kind, document, heading
from documents.linebreak import Line
from engine.errors import InputError

FOOT_SIGNATURES = 26.0  # points kept free at the foot of a record's pages
SLACK = 0.5
SMALL, SMALL_LEAD = 10.5, 16.0
LEAST = 2  # lines of a paragraph that stand together on a page


class Flow:
    """Where the next block goes; `y` is the upper edge of what is still free."""

    def __init__(self, book: FontBook, family: Family) -> None:
        self.book, self.family = book, family
        self.plans: dict[int, object] = {}  # of tables, by their identity; table.py knows them
        self.structure = document()
        self._element: Element | None = None
        self._level = 0  # of the last heading
        self.sheet = Sheet(structure=self.structure)  # the page being filled
        self.sheets = [self.sheet]
        self.top = HEIGHT - family.head
        self.bottom = self.top - family.depth
        self.floor = self.bottom + (FOOT_SIGNATURES if family.foot_signatures else 0)
        self.capacity = self.top - self.floor + SLACK  # free height of an empty page
        self.y = self.top

    @property
    def room(self) -> float:
        """Free height on this page."""
        return self.y - self.floor + SLACK

    @property
    def untouched(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y >= self.top - SLACK

    def new_page(self) -> None:
        """Go on at the head of a new page."""
        self.sheet = Sheet(structure=self.structure)
        self.sheets.append(self.sheet)
        self.sheet.own(self._element)
        self.y = self.top

    def own(self, element: Element | None) -> None:
        """What is put from here on belongs to this part of the document."""
        self._element = element
        self.sheet.own(element)

    def begin(self, kind: Kind) -> Element:
        """Begin a further part of the document, which owns what is put from here on."""
        element = self.structure.add(kind)
        self.own(element)
        return element

    def begin_heading(self, level: int) -> None:
        """Begin a heading of this level, or of the next one below the last."""
        kind, self._level = heading(level, self._level)
        self.begin(kind)

    def ensure(self, height: float) -> None:
        """Begin a new page unless `height` points are free; too tall for any page is refused."""
        if height > self.capacity:
            raise InputError("document.too_tall", height_mm=round(height / MM))
        if height > self.room:
            self.new_page()

    def down(self, height: float) -> None:
        """Leave `height` points empty, or used by what was just drawn."""
        self.y -= height

    def snap(self) -> None:
        """Return to the line grid after something of free height."""
        if self.family.on_grid:
            used = (self.top - self.y) / self.family.lead
            whole = int(used + 0.95)
            self.y = self.top - whole * self.family.lead

    def broken(
        self,
        text: str,
        role: Role,
        size: float,
        measure: float,
        *,
        indent: float = 0,
        justify: bool = True,
        tracking: float = 0,
    ) -> tuple[Line, ...]:
        """A text cut into lines."""
        typeface = self.book.typeface(role)
        return cut_lines(typeface, text, size, measure, indent, justify, tracking)

    def put(
        self,
        line: Line,
        role: Role,
        size: float,
        lead: float,
        *,
        left: float = LEFT,
        measure: float = MEASURE,
        align: Align = Align.LEFT,
    ) -> None:
        """One line at the cursor, which moves below it."""
        shift = shifted(align, max(measure - line.indent - line.width, 0))
        mark = line_mark(line, x=left + shift, y=baseline(self.y, lead, size), role=role, size=size)
        self.sheet.marks.append(mark)
        self.down(lead)

    def centred(self, text: str, role: Role, size: float, lead: float) -> None:
        """A title: one line, or several of nearly equal length, centred."""
        width = self.book.typeface(role).width(text, size)
        count = -(-width // MEASURE)
        measure = min(MEASURE, width / max(count, 1) + size) if count > 1 else MEASURE
        lines = self.broken(text, role, size, measure, justify=False)
        self.ensure(lead * len(lines))
        for line in lines:
            self.put(line, role, size, lead, align=Align.CENTER)

    def paragraph(
        self,
        text: str,
        role: Role,
        *,
        indent: float = 2,
        align: Align = Align.LEFT,
        small: bool = False,
        tail: float = 0,
    ) -> None:
        """One paragraph; its last two lines stay with the `tail` points that follow it.

        It belongs to the part of the document that was begun last.
        """
        size, lead = (SMALL, SMALL_LEAD) if small else (self.family.size, self.family.lead)
        lines = self.paragraph_lines(text, role, indent=indent, align=align, small=small)
        self.lines(lines, role, size, lead, align=align, tail=tail)

    def paragraph_lines(
        self,
        text: str,
        role: Role,
        *,
        indent: float = 2,
        align: Align = Align.LEFT,
        small: bool = False,
    ) -> tuple[Line, ...]:
        """The lines of a paragraph."""
        size = SMALL if small else self.family.size
        tracking = 0.0 if small else self.family.tracking
        typeface, inset = self.book.typeface(role), indent * (size + tracking)
        return cut_lines(typeface, text, size, MEASURE, inset, align is Align.LEFT, tracking)

    def lines(
        self,
        lines: Sequence[Line],
        role: Role,
        size: float,
        lead: float,
        *,
        align: Align,
        tail: float,
    ) -> None:
        """Lines one below the other over as many pages as they need.

        No page begins with the last line of a paragraph or ends with the first.
        """
        first = 0
        if len(lines) * lead + tail > self.room:
            last_two = max(len(lines) - 2, 0)
            for index in range(len(lines)):
                need = lead
                if index == last_two:
                    need = (len(lines) - last_two) * lead + tail
                elif index == 0:
                    need = 3 * lead + tail if len(lines) == LEAST + 1 else LEAST * lead
                if min(need, self.capacity) > self.room - (index - first) * lead:
                    self.stack(lines[first:index], role, size, lead, align=align)
                    self.new_page()
                    first = index
        self.stack(lines[first:] if first else lines, role, size, lead, align=align)

    def stack(
        self, lines: Sequence[Line], role: Role, size: float, lead: float, *, align: Align
    ) -> None:
        """Lines one below the other on this page; lines with one left edge are one mark."""
        if align is not Align.LEFT:
            for line in lines:
                self.put(line, role, size, lead, align=align)
        elif lines:
            y = baseline(self.y, lead, size)
            mark = LinesMark(x=LEFT, y=y, lead=lead, role=role, size=size, lines=lines)
            self.sheet.marks.append(mark)
            self.down(len(lines) * lead)
