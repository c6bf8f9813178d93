"""Reads the blocks of a form's body: tables, paragraphs, lists, photos, signatures.

A part of `forms.py`, which reads the rest of a form. Refuses to know cases and pages.
"""

import re
from collections.abc import Callable, Mapping

from documents.chart import ChartKind
from documents.form import (
    Align,
    Block,
    Cell,
    Chart,
    Code,
    Column,
    Content,
    Dateline,
    Heading,
    Lines,
    Listing,
    Note,
    PageBreak,
    Para,
    Photos,
    Row,
    Series,
    SignatureLine,
    Table,
    Template,
)
from documents.templates import check_expression, check_text
from documents.yaml_nodes import Node, optional

NAME = re.compile(r"[a-z][a-z0-9_]*")
BLOCK_OPTIONS = "when element"
CELL_KEYS = "label value sign span down width align vertical height lines element"


def read_name(node: Node) -> str:
    """A name in lower-case ASCII, as programs use it."""
    if not NAME.fullmatch(node.text()):
        raise node.fail("form.bad_name", name=node.text())
    return node.text()


def read_block(node: Node) -> Block:
    """One block of a body with its options."""
    kinds = [key for key in node.names() if key in KINDS]
    if len(kinds) != 1:
        raise node.fail("form.block_kind", known=" ".join(sorted(KINDS)), found=" ".join(kinds))
    (kind,) = kinds
    read, options = KINDS[kind]
    entries = node.mapping(kind, f"{BLOCK_OPTIONS} {options}")
    return Block(
        content=read(entries[kind], entries),
        line=node.line,
        elements=_elements(entries),
        when=_condition(entries),
    )


def _table(node: Node, _: Mapping[str, Node]) -> Content:
    entries = node.mapping("columns rows", "heads")
    columns = tuple(item.number() for item in entries["columns"].items())
    rows = tuple(_row(item) for item in entries["rows"].items())
    heads = optional(entries, "heads")
    _check_grid(entries["rows"], rows, len(columns))
    return Table(columns=columns, rows=rows, heads=int(heads.number()) if heads else 0)


def _check_grid(node: Node, rows: tuple[Row, ...], columns: int) -> None:
    """Every row fills the columns exactly, counting cells that hang down from above."""
    hanging: list[tuple[int, int]] = []  # rows left, columns taken
    for row in rows:
        taken = sum(width for left, width in hanging if left > 0)
        given = sum(cell.span for cell in row.cells)
        if taken + given != columns:
            line = row.cells[0].line if row.cells else node.line
            raise node.fail("form.row_width", row_line=line, given=taken + given, columns=columns)
        hanging = [(left - 1, width) for left, width in hanging if left > 1]
        hanging += [(cell.down - 1, cell.span) for cell in row.cells if cell.down > 1]


def _lines(node: Node, _: Mapping[str, Node]) -> Content:
    return Lines(rows=tuple(_row(item) for item in node.items()))


def _row(node: Node) -> Row:
    if node.is_mapping:
        entries = node.mapping("cells", "when")
        cells = tuple(_cell(item) for item in entries["cells"].items())
        return Row(cells=cells, when=_condition(entries))
    return Row(cells=tuple(_cell(item) for item in node.items()))


def _cell(node: Node) -> Cell:
    if node.scalar:
        return Cell(line=node.line, label=_text(node))
    entries = node.mapping("", CELL_KEYS)
    label, value, sign = (optional(entries, key) for key in ("label", "value", "sign"))
    align = optional(entries, "align")
    return Cell(
        line=node.line,
        label=_text(label) if label else None,
        value=_text(value) if value else None,
        sign=tuple(item.text() for item in sign.items()) if sign else (),
        span=_count(entries, "span"),
        down=_count(entries, "down"),
        width=_measure(entries, "width", 1.0),
        align=align.choice(Align) if align else None,
        vertical=read_flag(entries, "vertical"),
        height=_measure(entries, "height", 0.0),
        lines=int(_measure(entries, "lines", 0)),
        elements=_elements(entries),
    )


def _heading(node: Node, entries: Mapping[str, Node]) -> Content:
    align = optional(entries, "align")
    return Heading(text=_text(node), align=align.choice(Align) if align else Align.LEFT)


def _para(node: Node, entries: Mapping[str, Node]) -> Content:
    align = optional(entries, "align")
    return Para(
        text=_text(node),
        indent=_measure(entries, "indent", 2.0),
        align=align.choice(Align) if align else Align.LEFT,
    )


def _note(node: Node, _: Mapping[str, Node]) -> Content:
    return Note(text=_text(node))


def _listing(node: Node, _: Mapping[str, Node]) -> Content:
    entries = node.mapping("each as columns", "empty")
    empty = optional(entries, "empty")
    return Listing(
        each=_expression(entries["each"]),
        name=read_name(entries["as"]),
        columns=tuple(_column(item) for item in entries["columns"].items()),
        empty=empty.text() if empty else None,
    )


def _column(node: Node) -> Column:
    entries = node.mapping("head value", "width align")
    align = optional(entries, "align")
    return Column(
        head=entries["head"].text(),
        value=_text(entries["value"]),
        width=_measure(entries, "width", 1.0),
        align=align.choice(Align) if align else None,
    )


def _photos(node: Node, _: Mapping[str, Node]) -> Content:
    entries = node.mapping("each as image caption")
    return Photos(
        each=_expression(entries["each"]),
        name=read_name(entries["as"]),
        image=_expression(entries["image"]),
        caption=_text(entries["caption"]),
    )


def _chart(node: Node, _: Mapping[str, Node]) -> Content:
    more = "empty unit note from to reference ticks digits height across"
    entries = node.mapping("kind title each as label series", more)
    unit, note, ticks = (optional(entries, key) for key in ("unit", "note", "ticks"))
    empty = optional(entries, "empty")
    ends = (optional(entries, key) for key in ("from", "to"))
    low, high = (end.number() if end else None for end in ends)
    return Chart(
        kind=entries["kind"].choice(ChartKind),
        title=_text(entries["title"]),
        each=_expression(entries["each"]),
        name=read_name(entries["as"]),
        label=_text(entries["label"]),
        series=tuple(_series(item) for item in entries["series"].items()),
        unit=unit.text() if unit else "",
        empty=empty.text() if empty else None,
        note=_text(note) if note else None,
        low=low,
        high=high,
        reference=_reference(entries),
        ticks=_expression(ticks) if ticks else None,
        digits=int(_measure(entries, "digits", 1)),
        height=_measure(entries, "height", 55.0),
        across=_count(entries, "across") if "across" in entries else 4,
    )


def _series(node: Node) -> Series:
    entries = node.mapping("name value")
    return Series(name=entries["name"].text(), value=_expression(entries["value"]))


def _reference(entries: Mapping[str, Node]) -> tuple[Template, str] | None:
    found = optional(entries, "reference")
    if found is None:
        return None
    inner = found.mapping("value label")
    return _expression(inner["value"]), inner["label"].text()


def _code(node: Node, _: Mapping[str, Node]) -> Content:
    entries = node.mapping("text caption")
    return Code(text=_text(entries["text"]), caption=_text(entries["caption"]))


def _signature(node: Node, _: Mapping[str, Node]) -> Content:
    return SignatureLine(slots=tuple(item.text() for item in node.items()))


def _dateline(node: Node, _: Mapping[str, Node]) -> Content:
    if node.scalar:
        node.flag()
        return Dateline()
    entries = node.mapping("", "agency date")
    agency, date = optional(entries, "agency"), optional(entries, "date")
    return Dateline(agency=_text(agency) if agency else None, date=_text(date) if date else None)


def _page_break(node: Node, _: Mapping[str, Node]) -> Content:
    node.flag()
    return PageBreak()


KINDS: Mapping[str, tuple[Callable[[Node, Mapping[str, Node]], Content], str]] = {
    "table": (_table, ""),
    "lines": (_lines, ""),
    "heading": (_heading, "align"),
    "para": (_para, "indent align"),
    "note": (_note, ""),
    "list": (_listing, ""),
    "photos": (_photos, ""),
    "chart": (_chart, ""),
    "qr": (_code, ""),
    "signature": (_signature, ""),
    "dateline": (_dateline, ""),
    "page_break": (_page_break, ""),
}


def _text(node: Node) -> Template:
    problem = check_text(node.text())
    if problem:
        raise node.fail("form.template", problem=problem)
    return Template(node.text(), node.line)


def _expression(node: Node) -> Template:
    source = node.text().strip()
    if source.startswith("{{") and source.endswith("}}"):
        source = source[2:-2].strip()
    problem = check_expression(source)
    if problem:
        raise node.fail("form.template", problem=problem)
    return Template(source, node.line)


def _condition(entries: Mapping[str, Node]) -> Template | None:
    found = optional(entries, "when")
    return _expression(found) if found else None


def _elements(entries: Mapping[str, Node]) -> tuple[str, ...]:
    found = optional(entries, "element")
    return tuple(read_name(item) for item in found.items()) if found else ()


def read_flag(entries: Mapping[str, Node], name: str) -> bool:
    """A flag that is false when absent."""
    found = optional(entries, name)
    return found.flag() if found else False


def _count(entries: Mapping[str, Node], name: str) -> int:
    number = _measure(entries, name, 1)
    if number < 1 or number != int(number):
        raise entries[name].fail("form.wrong_shape", expected="whole number from 1")
    return int(number)


def _measure(entries: Mapping[str, Node], name: str, default: float) -> float:
    found = optional(entries, name)
    return found.number() if found else default
