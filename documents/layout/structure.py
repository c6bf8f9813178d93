"""What the marks on the pages mean: headings, paragraphs, tables, pictures, places to sign.

The logical structure of a document (ISO 32000-1, 14.7 and 14.8), as readers for the blind follow
it. Refuses to know where anything stands.
"""

from dataclasses import dataclass, field
from enum import StrEnum

HEADINGS = 3  # levels in use


class Kind(StrEnum):
    """Standard structure types (ISO 32000-1, 14.8.4)."""

    DOCUMENT = "Document"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    PARAGRAPH = "P"
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    CELL = "TD"
    FIGURE = "Figure"
    FIELD = "Form"


class Scope(StrEnum):
    """Which cells a head cell is the head of."""

    NONE = ""
    ROW = "Row"
    COLUMN = "Column"


@dataclass(slots=True, eq=False)
class Element:
    """One part of the document with its parts, in reading order.

    It does not know what it is part of: circles would stay until the collector looks for them.
    """

    kind: Kind
    children: list["Element"] = field(default_factory=list)
    #: What a picture shows, in words.
    alt: str = ""
    scope: Scope = Scope.NONE
    #: Columns and rows a cell reaches over.
    span: int = 1
    down: int = 1
    #: Left, bottom, right and top of a picture.
    box: tuple[float, float, float, float] | None = None

    def add(self, kind: Kind) -> "Element":
        """A further part at the end."""
        child = Element(kind)
        self.children.append(child)
        return child

    def cell(self, *, scope: Scope, span: int, down: int) -> "Element":
        """A further cell of a row; with a scope it is a head."""
        child = self.add(Kind.HEAD if scope else Kind.CELL)
        child.scope, child.span, child.down = scope, span, down
        return child

    def all(self) -> list["Element"]:
        """The element and everything in it, in reading order."""
        found = [self]
        for child in self.children:
            found += child.all() if child.children else (child,)
        return found


def document() -> Element:
    """The root of a new document."""
    return Element(Kind.DOCUMENT)


def heading(wanted: int, last: int) -> tuple[Kind, int]:
    """A heading's kind and level: no level is skipped (ISO 14289-1, 7.4.2)."""
    level = min(wanted, last + 1, HEADINGS)
    return (Kind.H1, Kind.H2, Kind.H3)[level - 1], level
