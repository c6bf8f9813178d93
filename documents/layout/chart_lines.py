"""Lines: over months in one field, or in a small field for each unit, all on one scale."""

from documents.chart import ChartRow, FilledChart
from documents.layout.chart_bars import AXIS, GAP, ends
from documents.layout.plot import FRAME, GRID, INK, SHADES, SIZE, WARM, Plot, Scale
from documents.layout.sheet import MM, Rect

SMALL, SMALL_GAP = 22 * MM, 5 * MM
NAME = 12.0
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1.5, 2))


def draw_lines_chart(plot: Plot, chart: FilledChart, area: Rect) -> None:
    """A line for each series, its name at its end instead of in a legend."""
    left, bottom, right, top = area
    floor = bottom + AXIS
    scale = Scale(*ends(chart, from_zero=False), floor, top - 4)
    begin = left + max(plot.width(f"{step:g}") for step in scale.steps()) + GAP
    names = max((plot.width(name) for name in chart.names), default=0.0)
    end = right - names - 34
    for step in scale.steps():
        y = scale.at(step)
        plot.line(((begin, y), (end, y)), GRID)
        plot.text(f"{step:g}", begin - 3, y - SIZE * 0.36, at=1, grey=0.35)
    between = (end - begin) / max(len(chart.rows), 1)
    xs = [begin + (number + 0.5) * between for number in range(len(chart.rows))]
    for x, row in zip(xs, chart.rows, strict=True):
        plot.text(plot.fitted(row.label, between), x, floor - 11, at=0.5)
    plot.line(((begin, floor), (end, floor)), FRAME)
    if chart.reference is not None:
        y = scale.at(chart.reference[0])
        plot.line(((begin, y), (end, y)), WARM, weight=1.1, dash=(3, 2))
    lasts = _series_lines(plot, chart, xs, scale)
    _names(plot, lasts, end + 4)


def _series_lines(
    plot: Plot, chart: FilledChart, xs: list[float], scale: Scale
) -> list[tuple[float, str]]:
    """Draw all series; the height of each one's last number, and what to write there."""
    lasts = []
    for number, name in enumerate(chart.names):
        given = [row.series[number] for row in chart.rows]
        points = [(x, scale.at(v[0])) for x, v in zip(xs, given, strict=True) if v]
        shade = SHADES[number % len(SHADES)]
        plot.line(points, INK if number else shade, weight=1.4, dash=DASHES[number % len(DASHES)])
        for x, y in points:
            if number % 2:
                plot.diamond(x, y, 6.5, shade)
            else:
                plot.dot(x, y, 5.0, shade, edge=INK)
        if points:
            last = next(values[0] for values in reversed(given) if values)
            lasts.append((points[-1][1], f"{name} {chart.number(last)}"))
    return lasts


def _names(plot: Plot, lasts: list[tuple[float, str]], x: float) -> None:
    """Names beside the ends of lines, moved apart where they would touch."""
    least: float | None = None
    for y, text in sorted(lasts):
        place = y if least is None else max(y, least)
        plot.text(text, x, place - SIZE * 0.36)
        least = place + SIZE + 1.5


def multiples_height(chart: FilledChart) -> float:
    """What the small fields need."""
    rows = -(-len(chart.rows) // chart.across)
    return rows * (SMALL + NAME + 10) + max(rows - 1, 0) * SMALL_GAP


def draw_multiples(plot: Plot, chart: FilledChart, area: Rect) -> None:
    """One small field for each row; only the first of each line of fields has numbers."""
    left, _, right, top = area
    low, high = ends(chart, from_zero=False)
    numbers = max(plot.width(f"{low:g}"), plot.width(f"{high:g}")) + GAP
    wide = (right - left - numbers - (chart.across - 1) * SMALL_GAP) / chart.across
    for number, row in enumerate(chart.rows):
        column, line = number % chart.across, number // chart.across
        x = left + numbers + column * (wide + SMALL_GAP)
        y = top - line * (SMALL + NAME + 10 + SMALL_GAP)
        scale = Scale(low, high, y - NAME - SMALL, y - NAME - 3)
        _small(plot, chart, row, (x, y - NAME - SMALL, x + wide, y), scale)
        if column == 0:
            for end in (low, high):
                plot.text(f"{end:g}", x - 3, scale.at(end) - SIZE * 0.36, at=1, grey=0.35)


def _small(plot: Plot, chart: FilledChart, row: ChartRow, area: Rect, scale: Scale) -> None:
    left, bottom, right, top = area
    plot.text(plot.fitted(row.label, right - left - 30), left, top - SIZE)
    plot.line(((left, bottom), (right, bottom)), FRAME)
    plot.line(((left, scale.end), (right, scale.end)), GRID)
    if chart.reference is not None:
        y = scale.at(chart.reference[0])
        plot.line(((left, y), (right, y)), WARM, weight=0.9, dash=(3, 2))
    for number, values in enumerate(row.series):
        if not values:
            continue
        between = (right - left - 8) / max(len(values) - 1, 1)
        points = [(left + 4 + at * between, scale.at(v)) for at, v in enumerate(values)]
        dash = DASHES[number % len(DASHES)]
        plot.line(points, INK if number else SHADES[0], weight=1.2, dash=dash)
        plot.dot(*points[-1], 4.6, SHADES[number % len(SHADES)], edge=INK)
        if number == 0:
            plot.text(f"{chart.number(values[-1])}{chart.unit}", right, top - SIZE, at=1)
    if chart.ticks:
        plot.text(chart.ticks[0], left, bottom - 9, size=7, grey=0.35)
        plot.text(chart.ticks[-1], right, bottom - 9, at=1, size=7, grey=0.35)
    plot.text(row.note, (left + right) / 2, bottom - 9, at=0.5, size=7)
