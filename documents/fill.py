"""Joins a form with the values of a case: renders its texts, decides what is printed.

Refuses missing values and empty required elements by name, strikes out what is empty, and knows
nothing of pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from documents.chart import ChartRow, FilledChart
from documents.clauses import Scope
from documents.filled import (
    Filled,
    FilledBlock,
    FilledBreak,
    FilledCell,
    FilledCode,
    FilledDateline,
    FilledHeading,
    FilledLines,
    FilledParas,
    FilledPhotos,
    FilledSignatures,
    FilledTable,
    Labelled,
    Place,
)
from documents.filters import date_text
from documents.form import (
    PARTY_SLOT,
    SEAL_SLOT,
    Align,
    Block,
    Cell,
    Chart,
    Code,
    Column,
    Dateline,
    Form,
    Heading,
    Layout,
    Lines,
    Listing,
    Note,
    PageBreak,
    Para,
    Photos,
    Row,
    SignatureLine,
    Table,
    Template,
)
from documents.phrases import phrase, phrases
from documents.templates import evaluate, render, scope_of
from engine.calendar import CalendarMissing
from engine.errors import AnjuanError, ConfigurationError, InputError

Values = Mapping[str, object]


def fill(
    form: Form, values: Values, *, moment: datetime, number: str | None, slots: Sequence[str]
) -> Filled:
    """All texts of a document.

    Raises InputError `document.value_missing`, `document.element_missing` and those of the
    filters, each with form and line; ConfigurationError `form.unknown_slot` for a slot the form
    does not have.
    """
    filler = _Filler(form, values, moment=moment, number=number, slots=slots)
    body = tuple(filler.body())
    filler.check_elements()
    letter = form.layout is Layout.LETTER
    issuer = filler.text(Template(phrases()["agency"], 0)) if letter else ""
    signers = tuple(filler.places(slot for slot in form.slots if slot != SEAL_SLOT))
    return Filled(form=form, issuer=issuer, number=number, body=body, signers=signers)


class _Filler:
    """One form being filled; remembers which elements were printed."""

    def __init__(
        self,
        form: Form,
        values: Values,
        *,
        moment: datetime,
        number: str | None,
        slots: Sequence[str],
    ) -> None:
        self._form, self._moment, self._slots = form, moment, tuple(slots)
        document = {"number": number, "moment": moment, "name": form.name}
        self._scope = scope_of({**values, "document": document})
        self._printed: set[str] = set()
        self._struck = phrase("struck")
        known = {name for slot in form.slots for name in self._used(slot)}
        for slot in self._slots:
            if slot not in known:
                raise ConfigurationError("form.unknown_slot", form=form.id, slot=slot)

    def body(self) -> Iterator[FilledBlock]:
        """The blocks that are printed, then the signatures nobody placed."""
        for block in self._form.body:
            if self._wanted(block.when):
                yield from self._block(block)
        placed = self._form.placed_slots() | {SEAL_SLOT}
        left = tuple(slot for slot in self._form.slots if slot not in placed)
        if left:
            yield self._signatures(left)

    def check_elements(self) -> None:
        """Every required element was printed."""
        for element in self._form.elements:
            if element not in self._printed:
                raise self._element_missing(element, 0, "")

    def text(self, template: Template, scope: Scope | None = None) -> str:
        """A rendered text; any error names form and line."""
        try:
            return render(template.source, scope or self._scope).replace("\t", " ")
        except CalendarMissing:
            raise  # no fault of the form
        except AnjuanError as error:
            raise self._located(error, template) from error

    def places(self, slots: Iterator[str] | Sequence[str]) -> Iterator[Place]:
        """Where each person of these slots signs, or what is printed instead."""
        for slot in slots:
            label = self._form.label(slot)
            used = self._used(slot)
            if used:
                yield from (Place(label=label, slot=name) for name in used)
            elif slot == PARTY_SLOT:
                signing = str(self._scope.values.get("party_signing") or "")
                yield Place(label=label, text=signing or phrase("signature_blank"))
            else:
                yield Place(label=label, text=self._struck)

    def _used(self, slot: str) -> tuple[str, ...]:
        """The slots in use that belong to a declared one: itself, or one for each of many."""
        many = any(signer.slot == slot and signer.many for signer in self._form.signers)
        if not many:
            return (slot,) if slot in self._slots else ()
        prefix = f"{slot}_"
        return tuple(
            name
            for name in self._slots
            if name == slot or (name.startswith(prefix) and name.removeprefix(prefix).isdecimal())
        )

    def _wanted(self, when: Template | None) -> bool:
        return when is None or bool(self._value(when))

    def _value(self, template: Template, scope: Scope | None = None) -> object:
        try:
            return evaluate(template.source, scope or self._scope)
        except CalendarMissing:
            raise  # no fault of the form
        except AnjuanError as error:
            raise self._located(error, template) from error

    def _located(self, error: AnjuanError, template: Template) -> InputError:
        facts = {"template": template.source, **error.facts}
        return InputError(error.code, **facts, form=self._form.id, line=template.line)

    def _element_missing(self, element: str, line: int, source: str) -> InputError:
        return InputError(
            "document.element_missing",
            form=self._form.id,
            element=element,
            line=line,
            template=source,
        )

    def _cover(self, elements: Sequence[str], text: str, template: Template) -> None:
        """Note that elements were printed; an empty one is refused."""
        for element in elements:
            if not text:
                raise self._element_missing(element, template.line, template.source)
            self._printed.add(element)

    def _block(self, block: Block) -> Iterator[FilledBlock]:
        match block.content:
            case Heading(text=text) | Note(text=text) | Para(text=text):
                yield from self._texts(block, text)
            case Table() as table:
                yield self._table(table)
            case Lines() as lines:
                yield self._lines(lines)
            case Listing() as listing:
                yield self._listing(block, listing)
            case Chart() as chart:
                yield self._chart(block, chart)
            case Code() as code:
                yield self._code(block, code)
            case Photos() as photos:
                yield self._photos(block, photos)
            case SignatureLine(slots=slots):
                self._printed.update(block.elements)
                yield self._signatures(slots)
            case Dateline() as dateline:
                self._printed.update(block.elements)
                yield self._dateline(dateline)
            case PageBreak():
                yield FilledBreak()
        if isinstance(block.content, Table | Lines):
            self._printed.update(block.elements)

    def _texts(self, block: Block, template: Template) -> Iterator[FilledBlock]:
        text = self.text(template)
        self._cover(block.elements, text, template)
        texts = paragraphs(text)
        match block.content:
            case Heading(align=align):
                yield from (FilledHeading(text=line, align=align) for line in texts)
            case Para(indent=indent, align=align):
                if texts:
                    yield FilledParas(texts=texts, indent=indent, align=align)
            case _:
                if texts:
                    yield FilledParas(texts=texts, indent=0, small=True)

    def _table(self, table: Table) -> FilledTable:
        rows = tuple(
            tuple(self._cell(cell) for cell in row.cells) for row in self._rows(table.rows)
        )
        return FilledTable(columns=table.columns, rows=rows, heads=table.heads)

    def _rows(self, rows: Sequence[Row]) -> Iterator[Row]:
        return (row for row in rows if self._wanted(row.when))

    def _cell(self, cell: Cell) -> FilledCell:
        text, is_label = "", False
        places: tuple[Place, ...] = ()
        if cell.sign:
            places = tuple(self.places(cell.sign))
            self._printed.update(cell.elements)
        elif cell.value:
            text = self.text(cell.value)
            self._cover(cell.elements, text, cell.value)
        elif cell.label:
            text, is_label = self.text(cell.label), True
            self._printed.update(cell.elements)
        if not text and not places:
            text = self._struck
        centred = is_label or text == self._struck
        return FilledCell(
            text=text,
            is_label=is_label,
            places=places,
            span=cell.span,
            down=cell.down,
            align=cell.align or (Align.CENTER if centred else Align.LEFT),
            vertical=cell.vertical,
            height=cell.height,
            lines=cell.lines,
        )

    def _lines(self, lines: Lines) -> FilledLines:
        return FilledLines(
            rows=tuple(
                tuple(self._labelled(cell) for cell in row.cells) for row in self._rows(lines.rows)
            )
        )

    def _labelled(self, cell: Cell) -> Labelled:
        label = self.text(cell.label) if cell.label else ""
        text = self.text(cell.value) if cell.value else ""
        self._cover(cell.elements, text, cell.value or Template("", cell.line))
        return Labelled(label=label, text=text or self._struck, width=cell.width)

    def _entries(self, each: Template) -> list[object]:
        found = self._value(each)
        if not isinstance(found, list | tuple):
            kind = type(found).__name__
            wrong = InputError("document.wrong_kind", filter="each", kind=kind)
            raise self._located(wrong, each)
        return list(found)

    def _loop(self, each: Template, name: str) -> Iterator[Scope]:
        entries = self._entries(each)
        total = len(entries)
        for at, entry in enumerate(entries, 1):
            loop = {"index": at, "last": at == total, "length": total}
            yield self._scope.beside(**{name: entry, "loop": loop})

    def _listing(self, block: Block, listing: Listing) -> FilledTable:
        heads = tuple(
            FilledCell(text=c.head, is_label=True, align=Align.CENTER) for c in listing.columns
        )
        rows = [
            tuple(self._entry(column, scope) for column in listing.columns)
            for scope in self._loop(listing.each, listing.name)
        ]
        self._cover(block.elements, "x" if rows else listing.empty or "", listing.each)
        end = phrase("list_end") if rows else listing.empty or self._struck
        last = FilledCell(text=end, align=Align.CENTER, span=len(listing.columns))
        widths = tuple(column.width for column in listing.columns)
        return FilledTable(columns=widths, rows=(heads, *rows, (last,)), heads=1)

    def _entry(self, column: Column, scope: Scope) -> FilledCell:
        text = self.text(column.value, scope) or self._struck
        align = Align.CENTER if text == self._struck else column.align or Align.LEFT
        return FilledCell(text=text, align=align)

    def _chart(self, block: Block, chart: Chart) -> FilledChart | FilledParas:
        rows = tuple(
            ChartRow(
                label=self.text(chart.label, scope),
                series=tuple(self._numbers(one.value, scope) for one in chart.series),
                note=self.text(chart.note, scope) if chart.note else "",
            )
            for scope in self._loop(chart.each, chart.name)
        )
        self._cover(block.elements, "x" if rows else chart.empty or "", chart.each)
        if not rows and chart.empty:
            return FilledParas(texts=(chart.empty,))
        reference = chart.reference
        compared = self._numbers(reference[0], self._scope) if reference else ()
        ticks = self._entries(chart.ticks) if chart.ticks else []
        return FilledChart(
            kind=chart.kind,
            title=self.text(chart.title),
            unit=chart.unit,
            names=tuple(one.name for one in chart.series),
            rows=rows,
            low=chart.low,
            high=chart.high,
            reference=(compared[0], reference[1]) if reference and compared else None,
            ticks=tuple(str(tick) for tick in ticks),
            digits=chart.digits,
            height=chart.height,
            across=chart.across,
        )

    def _numbers(self, template: Template, scope: Scope) -> tuple[float, ...]:
        """The number an expression gives, or its numbers; none for nothing."""
        found = self._value(template, scope)
        listed = found if isinstance(found, list | tuple) else (found,)
        for one in listed:
            if one is not None and not isinstance(one, int | float | Decimal):
                kind = type(one).__name__
                wrong = InputError("document.wrong_kind", filter="chart", kind=kind)
                raise self._located(wrong, template)
        return tuple(float(one) for one in listed if isinstance(one, int | float | Decimal))

    def _code(self, block: Block, code: Code) -> FilledCode:
        text = self.text(code.text)
        self._cover(block.elements, text, code.text)
        return FilledCode(text=text, caption=paragraphs(self.text(code.caption)))

    def _photos(self, block: Block, photos: Photos) -> FilledPhotos:
        found = []
        for scope in self._loop(photos.each, photos.name):
            caption = self.text(photos.caption, scope)
            image = self._value(photos.image, scope)
            if not isinstance(image, bytes):
                wrong = InputError("document.not_a_picture", caption=caption)
                raise self._located(wrong, photos.image)
            found.append((image, paragraphs(caption)))
        self._cover(block.elements, "x" if found else "", photos.each)
        return FilledPhotos(photos=tuple(found))

    def _signatures(self, slots: Sequence[str]) -> FilledSignatures:
        party = self._form.party_signature
        statement = party.text if party and PARTY_SLOT in slots else ""
        slots = sorted(slots, key=lambda slot: slot != PARTY_SLOT)  # next to the statement
        return FilledSignatures(places=tuple(self.places(slots)), statement=statement)

    def _dateline(self, dateline: Dateline) -> FilledDateline:
        agency = self.text(dateline.agency or Template(phrases()["agency"], 0))
        date = self.text(dateline.date) if dateline.date else date_text(self._moment)
        seal = Place(label=agency, slot=SEAL_SLOT) if SEAL_SLOT in self._slots else None
        return FilledDateline(agency=agency, date=date, seal=seal)


def paragraphs(text: str) -> tuple[str, ...]:
    """A text cut at its line feeds; empty lines are dropped."""
    return tuple([line for line in map(str.strip, text.splitlines()) if line])
