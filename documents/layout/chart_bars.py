"""Bars: lying ones, one group for each row, and standing ones side by side."""

from documents.chart import FilledChart
from documents.layout.plot import FRAME, GRID, INK, SHADES, SIZE, WARM, Plot, Scale, rounded
from documents.layout.sheet import Rect

ROW, GROUP_GAP = 11.0, 6.0
AXIS = 16.0
LABEL_SHARE = 0.24  # of the width, at most
GAP = 5.0
STANDING = 0.68  # of a column's place


def rows_height(chart: FilledChart) -> float:
    """What lying bars need."""
    return len(chart.rows) * (ROW * len(chart.names) + GROUP_GAP) + AXIS


def ends(chart: FilledChart, *, from_zero: bool) -> tuple[float, float]:
    """The ends of the scale: those asked for, else round numbers about everything shown."""
    values = [v for row in chart.rows for numbers in row.series for v in numbers]
    values += [chart.reference[0]] if chart.reference else []
    low = min([*values, 0.0] if from_zero else values, default=0.0)
    high = max(values, default=1.0)
    low, high = rounded(low, high)
    return (
        chart.low if chart.low is not None else low,
        chart.high if chart.high is not None else high,
    )


def label_width(plot: Plot, chart: FilledChart, area: Rect) -> float:
    """What the names of rows need."""
    left, _, right, _ = area
    wide = max((plot.width(row.label) for row in chart.rows), default=0.0)
    return min(wide, LABEL_SHARE * (right - left)) + GAP


def across(plot: Plot, chart: FilledChart, area: Rect, scale: Scale) -> None:
    """Grid and numbers of a scale that lies, and the line compared with."""
    _, bottom, _, top = area
    floor = bottom + AXIS
    for step in scale.steps():
        x = scale.at(step)
        plot.line(((x, floor), (x, top)), GRID)
        plot.text(f"{step:g}", x, floor - 10, at=0.5, grey=0.35)
    plot.line(((scale.begin, floor), (scale.end, floor)), FRAME)
    if chart.reference is not None:
        x = scale.at(chart.reference[0])
        plot.line(((x, floor), (x, top)), WARM, weight=1.1, dash=(3, 2))


def draw_bars(plot: Plot, chart: FilledChart, area: Rect) -> None:
    """One group of bars below the other, each with its number at its end."""
    left, bottom, right, top = area
    begin = left + label_width(plot, chart, area)
    notes = max((plot.width(row.note) for row in chart.rows), default=0.0)
    numbers = max(
        (plot.width(chart.number(v)) for row in chart.rows for n in row.series for v in n),
        default=0.0,
    )
    scale = Scale(*ends(chart, from_zero=True), begin, right - numbers - notes - 3 * GAP)
    across(plot, chart, area, scale)
    y = top
    for row in chart.rows:
        y -= GROUP_GAP / 2
        middle = y - ROW * len(chart.names) / 2
        name = plot.fitted(row.label, begin - left - GAP)
        plot.text(name, begin - GAP, middle - SIZE * 0.36, at=1)
        for shade, values in zip(SHADES, row.series, strict=False):
            if values:
                end = scale.at(values[0])
                plot.bar(scale.at(max(0.0, scale.low)), y - ROW + 1, end, y - 1, shade, edge=INK)
                plot.label(chart.number(values[0]), end + 4, y - ROW / 2 - SIZE * 0.36)
            y -= ROW
        plot.text(row.note, right, middle - SIZE * 0.36, at=1)
        y -= GROUP_GAP / 2
    plot.line(((begin, bottom + AXIS), (begin, top)), FRAME)


def draw_columns(plot: Plot, chart: FilledChart, area: Rect) -> None:
    """Bars standing side by side, each with its number on top."""
    left, bottom, right, top = area
    floor = bottom + AXIS
    scale = Scale(*ends(chart, from_zero=True), floor, top - SIZE - 4)
    begin = left + max(plot.width(f"{step:g}") for step in scale.steps()) + GAP
    for step in scale.steps():
        y = scale.at(step)
        plot.line(((begin, y), (right, y)), GRID)
        plot.text(f"{step:g}", begin - 3, y - SIZE * 0.36, at=1, grey=0.35)
    place = (right - begin) / max(len(chart.rows), 1)
    wide = place * STANDING / max(len(chart.names), 1)
    for number, row in enumerate(chart.rows):
        x = begin + (number + (1 - STANDING) / 2) * place
        label = plot.fitted(row.label, place - 2)
        plot.text(label, begin + (number + 0.5) * place, floor - 11, at=0.5)
        for shade, values in zip(SHADES, row.series, strict=False):
            if values:
                end = scale.at(values[0])
                plot.bar(x, floor, x + wide, end, shade, edge=INK)
                plot.text(chart.number(values[0]), x + wide / 2, end + 2.5, at=0.5)
            x += wide
    plot.line(((begin, floor), (right, floor)), FRAME)
    if chart.reference is not None:
        y = scale.at(chart.reference[0])
        plot.line(((begin, y), (right, y)), WARM, weight=1.1, dash=(3, 2))
