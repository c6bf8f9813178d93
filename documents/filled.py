"""A form joined with the values of a case: plain texts and pictures, ready to be set on pages."""

from dataclasses import dataclass

from documents.chart import FilledChart
from documents.form import Align, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one person signs: a field to be filled, or words printed in its stead."""

    label: str
    slot: str | None = None
    text: str = ""


# Cells, headings and paragraphs are not frozen: a document has dozens, and a frozen one takes three
# times as long to make.
@dataclass(slots=True, kw_only=True)
class FilledCell:
    """A cell with its text; `places` make it a signature cell."""

    text: str = ""
    is_label: bool = False
    places: tuple[Place, ...] = ()
    span: int = 1
    down: int = 1
    align: Align = Align.LEFT
    vertical: bool = False
    height: float = 0.0
    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledTable:
    """A ruled table whose first `heads` rows are repeated on every page."""

    columns: tuple[float, ...]
    rows: tuple[tuple[FilledCell, ...], ...]
    heads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label and the underlined value after it."""

    label: str
    text: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLines:
    """Rows of labelled values."""

    rows: tuple[tuple[Labelled, ...], ...]


@dataclass(slots=True, kw_only=True)
class FilledHeading:
    """A heading, or a title when it is centred."""

    text: str
    align: Align = Align.LEFT


@dataclass(slots=True, kw_only=True)
class FilledParas:
    """Paragraphs set alike."""

    texts: tuple[str, ...]
    indent: float = 2.0
    align: Align = Align.LEFT
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPhotos:
    """Pictures as the bytes that came in, each with the paragraphs of its caption."""

    photos: tuple[tuple[bytes, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCode:
    """A QR code that holds `text`, and what is said beside it."""

    text: str
    caption: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSignatures:
    """A statement and the places where people sign below it."""

    places: tuple[Place, ...]
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledDateline:
    """Agency name and date; `seal` is the slot whose field lies over them."""

    agency: str
    date: str
    seal: Place | None = None


@dataclass(frozen=True, slots=True)
class FilledBreak:
    """A new page."""


FilledBlock = (
    FilledTable
    | FilledLines
    | FilledHeading
    | FilledParas
    | FilledPhotos
    | FilledChart
    | FilledCode
    | FilledSignatures
    | FilledDateline
    | FilledBreak
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A whole document before it is set."""

    form: Form
    issuer: str  # agency name above the title of a letter
    number: str | None
    body: tuple[FilledBlock, ...]
    signers: tuple[Place, ...]  # everybody who signs, for the line at the foot of a record's pages
