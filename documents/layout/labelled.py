"""Labels with underlined values, as in the head of a record; long values take several lines."""

from dataclasses import dataclass

from documents.filled import FilledLines, Labelled
from documents.fonts import Role
from documents.layout.flow import Flow
from documents.layout.sheet import LEFT, MEASURE, RuleMark, baseline, line_mark
from documents.layout.structure import Kind
from documents.linebreak import Line
from documents.phrases import phrase

GAP = 10.0  # between two labelled values of one row
UNDER = 3.0  # how far a rule lies below the baseline
ROUNDING = 0.1
INSET = 3.0  # the value stands in from the ends of its rule


def draw_lines(flow: Flow, block: FilledLines) -> None:
    """Rows of labelled values."""
    for row in block.rows:
        _row(flow, row)


def _row(flow: Flow, row: tuple[Labelled, ...]) -> None:
    size, lead = flow.family.size, flow.family.lead
    left = LEFT
    cut: list[_Cut] = []
    for item, width in zip(row, _widths(flow, row), strict=True):
        gap = GAP if item is not row[-1] else 0
        cut.append(_cut(flow, item, left, left + width - gap))
        left += width
    depth = max(len(item.lines) for item in cut)
    flow.ensure(depth * lead)
    for done in cut:
        flow.begin(Kind.PARAGRAPH)
        _draw(flow, done, size, lead)
    flow.down(depth * lead)


def _widths(flow: Flow, row: tuple[Labelled, ...]) -> list[float]:
    """As the form asks; what one value lacks, the others lend from what they can spare."""
    total = sum(item.width for item in row)
    asked = [MEASURE * item.width / total for item in row]
    needed = [_needed(flow, item) + (GAP if item is not row[-1] else 0) for item in row]
    lacking = any(need > width for need, width in zip(needed, asked, strict=True))
    if not lacking or sum(needed) > MEASURE:
        return asked
    spare = (MEASURE - sum(needed)) / len(row)
    return [need + spare for need in needed]


def _needed(flow: Flow, item: Labelled) -> float:
    """The width at which label and value stand on one line."""
    typeface, size = flow.book.typeface(Role.FANGSONG), flow.family.size
    label = item.label + phrase("colon") if item.label else ""
    texts = item.text.splitlines() or [""]
    return sum(
        (
            typeface.width(label, size),
            max(typeface.width(text, size) for text in texts),
            2 * INSET + ROUNDING,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A labelled value at its place, cut to lines."""

    label: str
    left: float
    start: float  # of the rule
    end: float
    lines: list[Line]


def _cut(flow: Flow, item: Labelled, left: float, end: float) -> _Cut:
    size = flow.family.size
    label = item.label + phrase("colon") if item.label else ""
    start = left + flow.book.typeface(Role.FANGSONG).width(label, size)
    measure = end - start - 2 * INSET
    lines = [
        line
        for text in item.text.splitlines()
        for line in flow.broken(text, Role.FANGSONG, size, measure, justify=False)
    ]
    return _Cut(label=label, left=left, start=start, end=end, lines=lines)


def _draw(flow: Flow, cut: _Cut, size: float, lead: float) -> None:
    y = baseline(flow.y, lead, size)
    marks = flow.sheet.marks
    if cut.label:
        (head,) = flow.broken(cut.label, Role.FANGSONG, size, 2 * MEASURE)
        marks.append(line_mark(head, x=cut.left, y=y, role=Role.FANGSONG, size=size))
    for line in cut.lines:
        marks.append(line_mark(line, x=cut.start + INSET, y=y, role=Role.FANGSONG, size=size))
        rule = RuleMark(start=(cut.start, y - UNDER), end=(cut.end, y - UNDER), weight=0.4)
        marks.append(rule)
        y -= lead
