"""QR codes on a page: the square at the left, what it holds told beside it.

For those who cannot see it the text of the code itself is told.
"""

from itertools import groupby

from documents.filled import FilledCode
from documents.fonts import Role
from documents.layout.flow import Flow
from documents.layout.sheet import LEFT, MEASURE, MM, Rect, Shade, ShapeMark
from documents.layout.structure import Kind
from documents.qr import modules

SIDE = 26 * MM
BEFORE, AFTER, BESIDE = 8.0, 8.0, 10.0
SIZE, LEAD = 10.0, 14.5
BLACK: Shade = (0.0, 0.0, 0.0)


def code_height() -> float:
    """What a code needs on a page."""
    return BEFORE + SIDE + AFTER


def draw_code(flow: Flow, block: FilledCode) -> None:
    """Set a code at the cursor; the white about it is its quiet zone."""
    flow.ensure(code_height())
    flow.down(BEFORE)
    rows = modules(block.text)
    side, top = SIDE / len(rows), flow.y
    figure = flow.begin(Kind.FIGURE)
    figure.alt, figure.box = block.text, (LEFT, top - SIDE, LEFT + SIDE, top)
    for number, row in enumerate(rows):
        low, at = top - (number + 1) * side, 0
        for dark, run in groupby(row):
            reach = at + len(list(run))
            if dark:
                _fill(flow, (LEFT + at * side, low, LEFT + reach * side, low + side))
            at = reach
    _caption(flow, block.caption)
    flow.down(AFTER)
    flow.snap()


def _fill(flow: Flow, rect: Rect) -> None:
    left, low, right, high = rect
    corners = ((left, low), (right, low), (right, high), (left, high))
    flow.sheet.marks.append(ShapeMark(points=corners, fill=BLACK))


def _caption(flow: Flow, texts: tuple[str, ...]) -> None:
    """Lines beside the code, in the middle of its height; the cursor ends below both."""
    left, room = LEFT + SIDE + BESIDE, MEASURE - SIDE - BESIDE
    lines = [x for t in texts for x in flow.broken(t, Role.FANGSONG, SIZE, room, justify=False)]
    spare = SIDE - len(lines) * LEAD
    flow.down(spare / 2)
    flow.begin(Kind.PARAGRAPH)
    for line in lines:
        flow.put(line, Role.FANGSONG, SIZE, LEAD, left=left, measure=room)
    flow.down(spare / 2)
