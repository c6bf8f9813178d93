"""Charts on a page: title, legend and drawing stand together, with words for those who cannot see.

Which kind is drawn how stands in `chart_bars`, `chart_lines` and `chart_strips`.
"""

from documents.chart import ChartKind, FilledChart
from documents.layout.chart_bars import draw_bars, draw_columns, rows_height
from documents.layout.chart_lines import draw_lines_chart, draw_multiples, multiples_height
from documents.layout.chart_strips import draw_intervals, draw_strips, strips_height
from documents.layout.flow import Flow
from documents.layout.plot import INK, SHADES, WARM, Plot
from documents.layout.sheet import LEFT, MEASURE, MM, RIGHT, Rect
from documents.layout.structure import Kind

TITLE, TITLE_LEAD = 10.5, 17.0
LEGEND_LEAD = 17.0
BEFORE, AFTER = 4.0, 8.0
DRAWN = {
    ChartKind.BARS: draw_bars,
    ChartKind.COLUMNS: draw_columns,
    ChartKind.LINES: draw_lines_chart,
    ChartKind.MULTIPLES: draw_multiples,
    ChartKind.STRIPS: draw_strips,
    ChartKind.INTERVALS: draw_intervals,
}


def chart_height(chart: FilledChart) -> float:
    """What a chart needs, with everything about it."""
    legend = LEGEND_LEAD if _has_legend(chart) else 0.0
    return BEFORE + TITLE_LEAD + legend + _drawing_height(chart) + AFTER


def _drawing_height(chart: FilledChart) -> float:
    match chart.kind:
        case ChartKind.BARS:
            return rows_height(chart)
        case ChartKind.STRIPS | ChartKind.INTERVALS:
            return strips_height(chart)
        case ChartKind.MULTIPLES:
            return multiples_height(chart)
        case _:
            return chart.height * MM


def _has_legend(chart: FilledChart) -> bool:
    several = len(chart.names) > 1 and chart.kind is not ChartKind.LINES
    return several or chart.reference is not None


def draw_chart(flow: Flow, chart: FilledChart) -> None:
    """Set a chart at the cursor, on one page."""
    height = chart_height(chart)
    flow.ensure(height)
    flow.down(BEFORE)
    figure = flow.begin(Kind.FIGURE)
    top = flow.y
    plot = Plot(flow.sheet, flow.book)
    unit = f"（{chart.unit}）" if chart.unit else ""
    plot.text(f"{chart.title}{unit}", LEFT, top - TITLE, size=TITLE)
    top -= TITLE_LEAD
    if _has_legend(chart):
        _legend(plot, chart, top)
        top -= LEGEND_LEAD
    bottom = top - _drawing_height(chart)
    area: Rect = (LEFT, bottom, RIGHT, top)
    DRAWN[chart.kind](plot, chart, area)
    figure.alt, figure.box = chart.words(), (LEFT, bottom, LEFT + MEASURE, flow.y)
    flow.down(height - BEFORE)
    flow.snap()


def _legend(plot: Plot, chart: FilledChart, top: float) -> None:
    """The shades of the series, and the line compared with."""
    x, y = LEFT, top - 9.0
    if len(chart.names) > 1 and chart.kind is not ChartKind.LINES:
        for name, shade in zip(chart.names, SHADES, strict=False):
            plot.bar(x, y - 1, x + 9, y + 7, shade, edge=INK)
            plot.text(name, x + 13, y)
            x += 13 + plot.width(name) + 14
    if chart.reference is not None:
        value, label = chart.reference
        plot.line(((x, y + 3), (x + 16, y + 3)), WARM, weight=1.1, dash=(3, 2))
        plot.text(f"{label} {chart.number(value)}{chart.unit}", x + 20, y)
