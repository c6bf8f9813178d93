"""The working calendar from its yearly files and the agency's closures.

One file per year, as the State Council publishes it; a clerk can add the next year. How days are
counted is not known here.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from engine.calendar import ONE_DAY, SATURDAY, WorkingCalendar, YearTable
from workflows.lined_yaml import Fields, Scalar, read_fields

SHIPPED = Path(__file__).parent / "data" / "calendar"


def load_calendar(
    folders: Iterable[Path] = (SHIPPED,), closures: Iterable[Path] = ()
) -> WorkingCalendar:
    """The calendar of every `cn-YYYY.yaml` in `folders` (later folders win) and the closures.

    Raises ConfigurationError naming file and line for anything that cannot be right.
    """
    tables = {
        table.year: table
        for folder in folders
        for table in map(load_year, sorted(folder.glob("cn-*.yaml")))
    }
    closed = dict(day for path in closures for day in load_closures(path))
    return WorkingCalendar(tables=tables, weekend=_weekend_names(), closures=closed)


def load_year(path: Path) -> YearTable:
    """The table of one year; its total of working days must be the one the file declares."""
    top = read_fields(path)
    year, total = top.scalar("year").whole(), top.scalar("working_days")
    source = top.text("source")
    holidays = dict(_holidays(top, year))
    make_up = top.child("make_up")
    name = make_up.text("name")
    worked = {_make_up_day(day, year, holidays): name for day in make_up.scalars("days")}
    make_up.done()
    top.done()
    table = YearTable(year=year, source=source, holidays=holidays, make_up=worked)
    if (counted := _working_days(table)) != total.whole():
        total.place.refuse("calendar.wrong_total", declared=total.value, counted=counted)
    return table


def _holidays(top: Fields, year: int) -> Iterator[tuple[date, str]]:
    for span in top.children("holidays"):
        name, first, last = span.text("name"), span.scalar("from").day(), span.scalar("to").day()
        span.done()
        if first > last:
            span.place.refuse("calendar.span_reversed", name=name)
        if {first.year, last.year} != {year}:
            span.place.refuse("calendar.foreign_day", year=year, name=name)
        for offset in range((last - first).days + 1):
            yield first + offset * ONE_DAY, name


def _make_up_day(written: Scalar, year: int, holidays: dict[date, str]) -> date:
    day = written.day()
    if day.year != year:
        written.place.refuse("calendar.foreign_day", year=year, name=written.value)
    if day.weekday() < SATURDAY:
        written.place.refuse("calendar.make_up_on_weekday", day=day)
    if day in holidays:
        written.place.refuse("calendar.off_and_on", day=day)
    return day


def _working_days(table: YearTable) -> int:
    calendar = WorkingCalendar(tables={table.year: table}, weekend=("", ""))
    first, next_year = date(table.year, 1, 1), date(table.year + 1, 1, 1)
    days = range((next_year - first).days)
    return sum(calendar.is_working(first + offset * ONE_DAY) for offset in days)


def _weekend_names() -> tuple[str, str]:
    words = read_fields(SHIPPED / "words.yaml")
    names = words.text("saturday"), words.text("sunday")
    words.done()
    return names


def load_closures(path: Path) -> Iterator[tuple[date, str]]:
    """Days the agency does not work although the nation does: `closures: [{from, to, reason}]`."""
    top = read_fields(path)
    for span in top.children("closures"):
        reason = span.text("reason")
        first, last = span.scalar("from").day(), span.scalar("to").day()
        span.done()
        if first > last:
            span.place.refuse("calendar.span_reversed", name=reason)
        for offset in range((last - first).days + 1):
            yield first + offset * ONE_DAY, reason
    top.done()
