"""What a bureau's list of matters looks like as a table: columns, headings, words (data)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.matters import Element
from workflows.lined_yaml import Fields, read_fields

PATH = Path(__file__).parent / "data" / "matter_list.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    name: str
    #: Every heading it is known by; the first is the one we write.
    headings: tuple[str, ...]
    required: bool
    #: What to write instead of what was wrong, by language.
    cure: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """Columns, words and limits of the table."""

    #: Roles that may put a list into force.
    roles: frozenset[str]
    most_rows: int
    #: Elements of a matter that names none; `{name}` stands for its name.
    elements: tuple[Element, ...]
    unconfirmed: str
    #: Classes of instruments that may create sealing and seizure (AEL 10).
    measures_by: frozenset[str]
    columns: Mapping[str, Column]
    #: By kind of cell, Chinese word to value.
    words: Mapping[str, Mapping[str, str]]


def column_headed(columns: Mapping[str, Column], heading: str) -> Column | None:
    """The column a heading names, or None."""
    return next((c for c in columns.values() if heading in c.headings), None)


def read_columns(top: Fields) -> dict[str, Column]:
    """Read the columns of a table, by name."""
    columns = tuple(_column(entry) for entry in top.children("columns"))
    return {column.name: column for column in columns}


def read_words(top: Fields) -> dict[str, dict[str, str]]:
    """Read the words cells may hold: by kind of cell, Chinese word to value."""
    words = top.child("words")
    return {kind: _texts(words.child(kind)) for kind in words.names()}


def load_list_shape(path: Path = PATH) -> ListShape:
    """Read the shape; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    shape = ListShape(
        roles=frozenset(top.texts("roles")),
        most_rows=top.scalar("most_rows").whole(),
        elements=tuple(_element(entry) for entry in top.children("elements")),
        unconfirmed=top.text("unconfirmed"),
        measures_by=frozenset(top.texts("measures_by")),
        columns=read_columns(top),
        words=read_words(top),
    )
    top.done()
    return shape


def _column(entry: Fields) -> Column:
    column = Column(
        name=entry.text("name"),
        headings=entry.texts("headings"),
        required=entry.has("required") and entry.scalar("required").truth(),
        cure=_texts(entry.child("cure")),
    )
    entry.done()
    return column


def _element(entry: Fields) -> Element:
    element = Element(id=entry.text("id"), text=entry.text("text"))
    entry.done()
    return element


def _texts(entry: Fields) -> dict[str, str]:
    return {name: entry.text(name) for name in entry.names()}
