"""Every value a dot over a box of the middle half; and values between their bounds."""

from collections.abc import Sequence

from documents.chart import FilledChart
from documents.layout.chart_bars import AXIS, GAP, across, ends, label_width
from documents.layout.plot import FRAME, GRID, INK, PALE, SIZE, STRONG, WARM, Plot, Scale
from documents.layout.sheet import Rect

ROW = 19.0
DOT = 4.2
BOX = 11.0


def strips_height(chart: FilledChart) -> float:
    """What the rows need."""
    return len(chart.rows) * ROW + AXIS


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of sorted values lies, between two where it falls there."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def _rows(plot: Plot, chart: FilledChart, area: Rect) -> tuple[Scale, list[float]]:
    """The scale, and the middle of every row with its name before it."""
    left, _, right, top = area
    begin = left + label_width(plot, chart, area)
    notes = max((plot.width(row.note) for row in chart.rows), default=0.0)
    scale = Scale(*ends(chart, from_zero=False), begin, right - notes - GAP)
    across(plot, chart, area, scale)
    middles = [top - (number + 0.5) * ROW for number in range(len(chart.rows))]
    for y, row in zip(middles, chart.rows, strict=True):
        name = plot.fitted(row.label, begin - left - GAP)
        plot.text(name, begin - GAP, y - SIZE * 0.36, at=1)
        plot.text(row.note, right, y - SIZE * 0.36, at=1)
        plot.line(((begin, y), (scale.end, y)), GRID)
    return scale, middles


def draw_strips(plot: Plot, chart: FilledChart, area: Rect) -> None:
    """Boxes from quarter to quarter with the middle marked, and every value above and below."""
    scale, middles = _rows(plot, chart, area)
    for y, row in zip(middles, chart.rows, strict=True):
        values = sorted(v for numbers in row.series for v in numbers)
        if not values:
            continue
        low, high = scale.at(quantile(values, 0.25)), scale.at(quantile(values, 0.75))
        plot.bar(low, y - BOX / 2, high, y + BOX / 2, PALE, edge=FRAME)
        for x, up in _apart([scale.at(v) for v in values]):
            plot.dot(x, y + up, DOT, STRONG, edge=INK)
        middle = scale.at(quantile(values, 0.5))
        plot.line(((middle, y - BOX / 2 - 2), (middle, y + BOX / 2 + 2)), WARM, weight=1.8)


def _apart(xs: Sequence[float]) -> list[tuple[float, float]]:
    """Dots beside each other where they would cover one another: up, down, further up."""
    found: list[tuple[float, float]] = []
    for x in xs:
        near = sum(abs(x - other) < DOT * 0.8 for other, _ in found[-4:])
        up = (near + 1) // 2 * (3.0 if near % 2 else -3.0)
        found.append((x, up))
    return found


def draw_intervals(plot: Plot, chart: FilledChart, area: Rect) -> None:
    """A diamond at each value on a bar from the least to the most it may be; nought is marked."""
    scale, middles = _rows(plot, chart, area)
    _, bottom, _, top = area
    if scale.low < 0 < scale.high:
        x = scale.at(0)
        plot.line(((x, bottom + AXIS), (x, top)), INK, weight=0.9)
    for y, row in zip(middles, chart.rows, strict=True):
        for low, value, high in (n for n in row.series if len(n) == 3):
            plot.bar(scale.at(low), y - 2.4, scale.at(high), y + 2.4, PALE, edge=FRAME)
            plot.diamond(scale.at(value), y, 8.0, STRONG)
