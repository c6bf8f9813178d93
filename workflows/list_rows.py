"""A bureau's table of matters, row by row: versions with their ranges, or what to write instead.

Every fault is named with its row, column and cure; nothing is taken from a row that has one. How
new versions fit the old ones is decided elsewhere (`list_merge`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from engine.citation import Citation
from engine.errors import ConfigurationError
from engine.fine_ranges import Measure, Mode, Range
from engine.matters import Element, FineRange, MatterVersion, PartyKind, PenaltyKind
from workflows import list_cells as read
from workflows.list_cells import CellError
from workflows.list_columns import Column, ListShape
from workflows.list_headings import headed, read_headings
from workflows.list_sheet import Fault, Sheet, SheetRow
from workflows.matter_data import UNMET

T = TypeVar("T")
D = TypeVar("D")
PREFIX = "中华人民共和国"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawKnown:
    """An instrument: its class and the day its cited text came into force."""

    kind: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one row says of one version of one matter."""

    row: int
    id: str
    name: str
    field: str
    benchmark: str
    version: MatterVersion
    #: Column numbers by column name, for faults found later.
    places: Mapping[str, int]


@dataclass(slots=True)
class Reading:
    """What was read, and everything wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: Instruments the list itself declares.
    laws: dict[str, LawKnown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What rows may refer to."""

    shape: ListShape
    laws: Mapping[str, LawKnown]
    benchmarks: frozenset[str]


def read_rows(
    sheet: Sheet, library: Library, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read every row; `progress` is told how many are done and how many there are."""
    if not sheet.rows:
        return Reading(faults=[*sheet.faults, Fault(code="matter_list.empty")])
    head, *rows = headed(sheet, library.shape.columns)
    reading = Reading(faults=[f for f in sheet.faults if f.row >= head.number])
    places = read_headings(head, library.shape.columns, reading.faults)
    if not rows:
        reading.faults.append(Fault(code="matter_list.empty"))
    if len(rows) > library.shape.most_rows:
        reading.faults.append(Fault(code="matter_list.too_many", value=str(len(rows))))
    if reading.faults:
        return reading
    for done, row in enumerate(rows, 1):
        entry = _Row(row, places, library, reading).entry()
        if entry is not None:
            reading.entries.append(entry)
        if progress is not None:
            progress(done, len(rows))
    return reading


class _Row:
    """One row under way."""

    def __init__(
        self, row: SheetRow, places: Mapping[str, int], library: Library, reading: Reading
    ) -> None:
        self.row = row
        self.places = places
        self.library = library
        self.reading = reading
        self.bad = False

    # -- cells --------------------------------------------------------------------------------

    def text(self, name: str) -> str:
        place = self.places.get(name, 0)
        return self.row.cells[place - 1] if 0 < place <= len(self.row.cells) else ""

    def column(self, name: str) -> Column:
        return self.library.shape.columns[name]

    def blame(self, name: str, code: str, **facts: str) -> None:
        self.bad = True
        self.reading.faults.append(
            Fault(
                code=code,
                row=self.row.number,
                column=self.places.get(name, 0),
                heading=self.column(name).headings[0],
                value=self.text(name),
                facts=(("column_name", name), *facts.items()),
            )
        )

    def cell(self, name: str, reader: Callable[[str], T], default: D) -> T | D:
        """The value of a cell; `default` for a blank one and after a fault."""
        text = self.text(name)
        if not text:
            if self.column(name).required:
                self.blame(name, "matter_list.blank")
            return default
        try:
            return reader(text)
        except CellError as wrong:
            self.blame(name, wrong.code, **wrong.facts)
            return default

    def word(self, name: str, kind: str, default: str) -> str:
        words = self.library.shape.words[kind]
        return self.cell(name, lambda text: read.word(text, words), default)

    # -- the version ----------------------------------------------------------------------------

    def entry(self) -> Entry | None:
        """What the row says, or None when something in it is wrong."""
        matter_id = self.cell("id", read.identifier, "")
        name = self.cell("name", str, "")
        benchmark = self.cell("benchmark", str, "")
        if benchmark and benchmark not in self.library.benchmarks:
            known = "、".join(sorted(self.library.benchmarks))
            self.blame("benchmark", "matter_list.unknown_benchmark", known=known)
        version = self.version(matter_id, name)
        if self.bad or version is None:
            return None
        return Entry(
            row=self.row.number,
            id=matter_id,
            name=name,
            field=self.text("field") or "—",
            benchmark=benchmark,
            version=version,
            places=self.places,
        )

    def version(self, matter_id: str, name: str) -> MatterVersion | None:
        since = self.cell("valid_from", read.day, date.max)
        until = self.cell("valid_to", read.day, None)
        penalty = self.cited("penalty", since)
        kinds = self.cell("kinds", self.kinds, None) or ()
        always = self.cell("always", self.kinds, None) or ()
        if not self.bad and not set(always) <= set(kinds):
            self.blame("always", "matter_list.always_unknown")
        first = self.correction_first()
        ranges = tuple(self.ranges(first))
        higher = self.cited("higher_law", date.max)
        if until is not None and until < since:
            self.blame("valid_to", "matter_list.ends_before", since=since.isoformat())
        if not self.bad and (PenaltyKind.FINE in kinds) != bool(ranges):
            tail = "fine_without_range" if not ranges else "range_without_fine"
            self.blame("kinds" if ranges else self.amount_column(), f"matter_list.{tail}")
        elements = self.elements(name)
        measures = self.measures()
        if self.bad:
            return None
        return MatterVersion(
            matter_id=matter_id,
            valid_from=since,
            valid_to=until,
            breached=self.cited("breached", date.max),
            penalty=(*penalty, *(c for c in higher if c not in penalty)),
            kinds=kinds,
            always=always,
            ranges=ranges,
            seizure_basis=measures,
            elements=elements,
            to_confirm=() if self.text("elements") else (self.library.shape.unconfirmed,),
            note=self.text("note"),
            yields_to=self.codes("yields_to"),
            competes=self.codes("competes"),
        )

    def measures(self) -> tuple[Citation, ...]:
        """The basis of sealing and seizure, which no rule may create (AEL 10)."""
        found = self.cited("seizure_basis", date.max)
        for citation in found:
            if self.law(citation.law).kind not in self.library.shape.measures_by:
                self.blame("seizure_basis", "matter_list.seizure_by_rule", law=citation.law)
        return found

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of other matters; whether there are such is seen once all rows are read."""
        return tuple(dict.fromkeys(self.cell(name, read.many, None) or ()))

    def amount_column(self) -> str:
        known = [n for n in ("citizen_high", "entity_high") if n in self.places]
        return known[0] if known else "kinds"

    def kinds(self, text: str) -> tuple[PenaltyKind, ...]:
        words = self.library.shape.words["kinds"]
        return tuple(PenaltyKind(read.word(part, words)) for part in read.many(text))

    def elements(self, name: str) -> tuple[Element, ...]:
        given = self.cell("elements", read.parts, None)
        if not given:
            shipped = self.library.shape.elements
            return tuple(Element(id=e.id, text=e.text.format(name=name)) for e in shipped)
        if len(set(given)) != len(given):
            self.blame("elements", "matter_list.element_twice")
        return tuple(Element(id=f"e{n}", text=text) for n, text in enumerate(given, 1))

    def correction_first(self) -> bool:
        condition = self.text("condition")
        first = self.word("correction_first", "truth", "false") == "true"
        if any(unmet in condition for unmet in UNMET) and not first:
            self.blame("correction_first", "matter_list.correction_needed", condition=condition)
        return first

    # -- amounts ----------------------------------------------------------------------------------

    def ranges(self, first: bool) -> Iterator[FineRange]:
        measure = Measure(self.word("measure", "measure", Measure.YUAN))
        mode = Mode(self.word("mode", "mode", Mode.SHALL))
        for party in PartyKind:
            bounds = self.bounds(party.value, measure)
            higher = self.bounds(f"higher_{party.value}", measure)
            if bounds is None:
                continue
            try:
                yield FineRange(
                    id=party.value,
                    party=party,
                    situation=self.text("situation"),
                    range=bounds,
                    mode=mode,
                    correction_first=first,
                    higher=higher,
                )
            except ConfigurationError:
                low, high = (higher.low // 100, higher.high // 100) if higher else (0, 0)
                facts = {"low": str(low), "high": str(high)}
                self.blame(f"{party.value}_high", "matter_list.outside_higher", **facts)

    def bounds(self, prefix: str, measure: Measure) -> Range | None:
        low = self.cell(f"{prefix}_low", read.amount, 0)
        high = self.cell(f"{prefix}_high", read.amount, None)
        if high is None:
            if low and not self.text(f"{prefix}_high"):
                self.blame(f"{prefix}_high", "matter_list.upper_missing")
            return None
        if high == 0:
            self.blame(f"{prefix}_high", "matter_list.upper_zero")
            return None
        if low > high:
            self.blame(f"{prefix}_low", "matter_list.reversed", high=self.text(f"{prefix}_high"))
            return None
        try:
            return Range(low=low, high=high, measure=measure)
        except ConfigurationError:
            self.blame(f"{prefix}_high", "matter_list.above_whole")
            return None

    # -- articles ---------------------------------------------------------------------------------

    def cited(self, name: str, since: date) -> tuple[Citation, ...]:
        """The articles of a cell, every instrument known and, for `since`, already in force."""
        found = self.cell(name, read.citations, None) or ()
        self.declare(found)
        named: list[Citation] = []
        for citation in found:
            law = self.known(citation.law)
            if law is None:
                self.blame(name, "matter_list.unknown_law", law=citation.law)
                return ()
            begins = self.law(law).since
            if since != date.max and since < begins:
                self.blame(
                    "valid_from", "matter_list.before_its_law", law=law, begins=begins.isoformat()
                )
            named.append(
                Citation(
                    law=law,
                    article=citation.article,
                    paragraph=citation.paragraph,
                    item=citation.item,
                )
            )
        return tuple(dict.fromkeys(named))

    def law(self, name: str) -> LawKnown:
        return self.library.laws.get(name) or self.reading.laws[name]

    def known(self, name: str) -> str | None:
        laws = (self.library.laws, self.reading.laws)
        return next((n for n in (name, PREFIX + name) for known in laws if n in known), None)

    def declare(self, found: tuple[Citation, ...]) -> None:
        """Take in instruments the library does not know, when the row says what they are."""
        unknown = [n for n in dict.fromkeys(c.law for c in found) if self.known(n) is None]
        classes, days = self.text("law_class"), self.text("law_since")
        if not unknown or not classes or not days:
            return
        words = self.library.shape.words["law_class"]
        kinds = self.cell("law_class", lambda t: [read.word(p, words) for p in read.many(t)], None)
        since = self.cell("law_since", lambda t: [read.day(p) for p in read.parts(t)], None)
        if kinds is None or since is None:
            return
        if len(kinds) == 1 and len(since) == 1:
            kinds, since = kinds * len(unknown), since * len(unknown)
        if len(kinds) != len(unknown) or len(since) != len(unknown):
            self.blame("law_class", "matter_list.law_count", laws="、".join(unknown))
            return
        for law, kind, begins in zip(unknown, kinds, since, strict=True):
            self.reading.laws[law] = LawKnown(kind=kind, since=begins)
