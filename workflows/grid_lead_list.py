"""Reading a table of grid leads: every lead, or every fault with its row, column and cure.

A number that stands twice is a fault; how a later table changes an earlier one is not known here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import TypeVar

from engine.grid_leads import GridLead
from engine.legal_time import LEGAL_ZONE
from workflows import list_cells as read
from workflows.lined_yaml import read_fields
from workflows.list_cells import CellError
from workflows.list_columns import Column, read_columns, read_words
from workflows.list_headings import headed, read_headings
from workflows.list_sheet import Fault, SheetRow, read_sheet

PATH = Path(__file__).parent / "data" / "grid_leads.yaml"
#: Rows read between two words about progress.
STEP = 500
_CLOCK = re.compile(r"(?P<day>.+?)[ T](?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?")
_LAST_MINUTE = time(23, 59, tzinfo=LEGAL_ZONE)
_FIRST_MINUTE = time(0, 0, tzinfo=LEGAL_ZONE)
T = TypeVar("T")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadShape:
    """Columns, words and limits of the table."""

    roles: frozenset[str]
    most_leads: int
    columns: Mapping[str, Column]
    words: Mapping[str, Mapping[str, str]]


@dataclass(slots=True, kw_only=True)
class LeadReading:
    """What was read, and everything wrong with it."""

    leads: list[GridLead] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def load_lead_shape(path: Path = PATH) -> LeadShape:
    """Read the shape; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    shape = LeadShape(
        roles=frozenset(top.texts("roles")),
        most_leads=top.scalar("most_leads").whole(),
        columns=read_columns(top),
        words=read_words(top),
    )
    top.done()
    return shape


def read_leads(data: bytes, progress: Progress | None = None) -> LeadReading:
    """Read a CSV or XLSX table; raises InputError where the file is no table at all."""
    shape, sheet, reading = load_lead_shape(), read_sheet(data), LeadReading()
    if not sheet.rows:
        return LeadReading(faults=[*sheet.faults, Fault(code="lead_list.empty")])
    head, *rows = headed(sheet, shape.columns)
    reading.faults += [f for f in sheet.faults if f.row >= head.number]
    places = read_headings(head, shape.columns, reading.faults)
    if not rows:
        reading.faults.append(Fault(code="lead_list.empty"))
    if len(rows) > shape.most_leads:
        reading.faults.append(Fault(code="matter_list.too_many", value=str(len(rows))))
    if not reading.faults:
        _read_rows(rows, places, shape, reading, progress)
    return reading


def _read_rows(
    rows: list[SheetRow],
    places: Mapping[str, int],
    shape: LeadShape,
    reading: LeadReading,
    progress: Progress | None,
) -> None:
    seen: dict[str, int] = {}
    for done, row in enumerate(rows, 1):
        line = _Row(row, places, shape, reading.faults)
        lead = line.lead()
        if lead is not None and lead.number in seen:
            line.blame("number", "lead_list.number_twice", other=str(seen[lead.number]))
        elif lead is not None:
            seen[lead.number] = row.number
            reading.leads.append(lead)
        if progress is not None and (done % STEP == 0 or done == len(rows)):
            progress(done, len(rows))


class _Row:
    """One row under way."""

    def __init__(
        self, row: SheetRow, places: Mapping[str, int], shape: LeadShape, faults: list[Fault]
    ) -> None:
        self.row = row
        self.places = places
        self.shape = shape
        self.faults = faults
        self.bad = False

    def text(self, name: str) -> str:
        place = self.places.get(name, 0)
        return self.row.cells[place - 1] if 0 < place <= len(self.row.cells) else ""

    def blame(self, name: str, code: str, **facts: str) -> None:
        self.bad = True
        column = self.shape.columns[name]
        self.faults.append(
            Fault(
                code=code,
                row=self.row.number,
                column=self.places.get(name, 0),
                heading=column.headings[0],
                value=self.text(name),
                facts=(("column_name", name), *facts.items()),
            )
        )

    def cell(self, name: str, reader: Callable[[str], T]) -> T | None:
        """Return the value of a cell; None for a blank one and after a fault."""
        text = self.text(name)
        if not text:
            if self.shape.columns[name].required:
                self.blame(name, "matter_list.blank")
            return None
        try:
            return reader(text)
        except CellError as wrong:
            self.blame(name, wrong.code, **wrong.facts)
            return None

    def lead(self) -> GridLead | None:
        """Return what the row says, or None when something in it is wrong."""
        number, unit = self.cell("number", str), self.cell("unit", str)
        source = self.cell("source", lambda text: read.word(text, self.shape.words["source"]))
        reported = self.cell("reported_at", lambda text: _moment(text, _FIRST_MINUTE))
        due = self.cell("due", lambda text: _moment(text, _LAST_MINUTE))
        closed = self.cell("closed_at", lambda text: _moment(text, _FIRST_MINUTE))
        if reported is not None:
            self._in_order(reported, due, closed)
        if self.bad or number is None or unit is None or source is None:
            return None
        if reported is None or due is None:
            return None
        return GridLead(
            number=number,
            source=source,
            reported_at=reported,
            unit=unit,
            due=due,
            closed_at=closed,
            grid=self.text("grid"),
            category=self.text("category"),
            place=self.text("place"),
        )

    def _in_order(self, reported: datetime, due: datetime | None, closed: datetime | None) -> None:
        since = f"{reported:%Y-%m-%d %H:%M}"
        if due is not None and due < reported:
            self.blame("due", "lead_list.before_report", since=since)
        if closed is not None and closed < reported and closed.date() < reported.date():
            self.blame("closed_at", "lead_list.before_report", since=since)


def _moment(text: str, alone: time) -> datetime:
    """Read a moment, or a day alone, which then stands for `alone` of that day."""
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return datetime.combine(read.day(text), alone)
    hour, minute = int(clock["hour"]), int(clock["minute"])
    try:
        when = time(hour, minute, tzinfo=LEGAL_ZONE)
    except ValueError as wrong:
        raise CellError("lead_list.not_a_moment") from wrong
    return datetime.combine(read.day(clock["day"].strip()), when)
