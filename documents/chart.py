"""What a chart shows: numbers under names, ready to be drawn. Knows nothing of paper."""

from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """The charts there are."""

    #: Lying bars, one group for each row.
    BARS = "bars"
    #: Standing bars, as for how often scores fall where.
    COLUMNS = "columns"
    #: Lines over rows that follow one another, such as months.
    LINES = "lines"
    #: One small chart of lines for each row, all on one scale.
    MULTIPLES = "multiples"
    #: Every value a dot, with the middle half of them boxed.
    STRIPS = "strips"
    #: A value between what it may be at least and at most: three numbers.
    INTERVALS = "intervals"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One row: for each series its numbers, none where nothing is known."""

    label: str
    series: tuple[tuple[float, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledChart:
    """A chart with its numbers."""

    kind: ChartKind
    title: str
    unit: str
    names: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    #: Ends of the scale; None to take what the numbers need.
    low: float | None = None
    high: float | None = None
    #: A value to compare with, and what it is.
    reference: tuple[float, str] | None = None
    #: Names of the points of small charts.
    ticks: tuple[str, ...] = ()
    digits: int = 1
    #: Millimetres of the drawing, where the rows do not settle it.
    height: float = 55.0
    #: Small charts side by side.
    across: int = 4

    def words(self) -> str:
        """Return what the chart shows, for those who cannot see it."""
        lines = [self.title]
        for row in self.rows:
            told = [
                f"{name} {'、'.join(self.number(value) for value in values)}{self.unit}"
                for name, values in zip(self.names, row.series, strict=True)
                if values
            ]
            lines.append(
                f"{row.label}：{'；'.join(told)}" + (f"（{row.note}）" if row.note else "")
            )
        return "\n".join(lines)

    def number(self, value: float) -> str:
        """Return a number as the chart writes it."""
        text = f"{value:.{self.digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
