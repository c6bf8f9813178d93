"""What an official form is: its name, number, signers and the blocks of its body.

Values only; `forms.py` reads them from data, `fill.py` joins them with a case's values. Refuses to
know where anything stands on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from documents.chart import ChartKind

PARTY_SLOT = "party"
SEAL_SLOT = "seal"


class Layout(StrEnum):
    """The families of official forms."""

    APPROVAL = "approval"
    LETTER = "letter"
    RECORD = "record"
    LIST = "list"
    RECEIPT = "receipt"
    PHOTOS = "photos"
    COVER = "cover"
    INDEX = "index"
    REPORT = "report"
    #: Figures at a glance: tables and charts set close.
    BULLETIN = "bulletin"


class NumberStyle(StrEnum):
    """How a document number is written."""

    FORM = "form"
    LETTER = "letter"


class Align(StrEnum):
    """Where text stands in its cell or line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Template:
    """A Jinja2 text, or expression, and the line of the form it begins on."""

    source: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """An ordered slot: who signs (role), under which label, with an opinion or not.

    With `many`, slots `<slot>_1`, `<slot>_2` and so on may be used, one for each person.
    """

    slot: str
    role: str
    label: str
    opinion: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySignature:
    """Where the party signs, and the statement above the signature."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: a label, a value, or the place of signatures."""

    line: int
    label: Template | None = None
    value: Template | None = None
    sign: tuple[str, ...] = ()
    span: int = 1
    down: int = 1
    width: float = 1.0
    align: Align | None = None
    vertical: bool = False
    height: float = 0.0  # millimetres, at least
    lines: int = 0  # at most so many; 0 for any
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells side by side, present when the condition holds."""

    cells: tuple[Cell, ...]
    when: Template | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table; `heads` rows are repeated on every page."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    heads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Labels followed by underlined values, as in the head of a record."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; its level shows in its number: 一、 （一） 1. A centred one is a title."""

    text: Template
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """One or several paragraphs."""

    text: Template
    indent: float = 2.0  # characters
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Small print below a form."""

    text: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a listing."""

    head: str
    value: Template
    width: float = 1.0
    align: Align | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table with one row for each entry of a list of values."""

    each: Template
    name: str
    columns: tuple[Column, ...]
    empty: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photos:
    """Pictures with captions, one for each entry of a list of values."""

    each: Template
    name: str
    image: Template
    caption: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a chart shows of every entry: an expression giving a number, or a list of them."""

    name: str
    value: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with one row for each entry of a list of values."""

    kind: ChartKind
    title: Template
    each: Template
    name: str
    label: Template
    series: tuple[Series, ...]
    unit: str = ""
    #: What is printed where there is nothing to show.
    empty: str | None = None
    note: Template | None = None
    low: float | None = None
    high: float | None = None
    reference: tuple[Template, str] | None = None
    ticks: Template | None = None
    digits: int = 1
    height: float = 55.0
    across: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code of a text, and what is said beside it."""

    text: Template
    caption: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """Signatures placed here, side by side."""

    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Agency name and date, with room for the seal over them."""

    agency: Template | None = None
    date: Template | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Content = (
    Table
    | Lines
    | Heading
    | Para
    | Note
    | Listing
    | Photos
    | Chart
    | Code
    | SignatureLine
    | Dateline
    | PageBreak
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of the body, the elements it covers, and when it is printed."""

    content: Content
    line: int
    elements: tuple[str, ...] = ()
    when: Template | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An official form (执法文书) as its data file describes it."""

    id: str
    name: str
    name_en: str
    type_code: str | None
    number_style: NumberStyle
    layout: Layout
    sealed: bool
    seam_seal: bool
    served: bool
    law: tuple[str, ...]
    signers: tuple[Signer, ...]
    party_signature: PartySignature | None
    elements: tuple[str, ...]
    body: tuple[Block, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """All signature slots in signing order: people, the party, the seal last."""
        party = (PARTY_SLOT,) if self.party_signature else ()
        seal = (SEAL_SLOT,) if self.sealed else ()
        return (*(signer.slot for signer in self.signers), *party, *seal)

    def label(self, slot: str) -> str:
        """What a slot is called on paper."""
        if slot == PARTY_SLOT and self.party_signature:
            return self.party_signature.label
        return next((s.label for s in self.signers if s.slot == slot), slot)

    def placed_slots(self) -> frozenset[str]:
        """The slots the body itself gives a place."""
        return frozenset(slot for block in self.body for slot in _slots(block.content))


def _slots(content: Content) -> Iterator[str]:
    match content:
        case Table(rows=rows) | Lines(rows=rows):
            for row in rows:
                for cell in row.cells:
                    yield from cell.sign
        case SignatureLine(slots=slots):
            yield from slots
        case Dateline():
            yield SEAL_SLOT
        case _:
            return
