"""Composes an official document: form and values in, an unsigned PDF with signature fields out.

Never signs, stores or numbers. Same input gives the same bytes in every process and time zone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.fill import fill
from documents.filled import Filled
from documents.fonts import FaceUse, FontBook, vendored_book
from documents.form import Form
from documents.layout.document import set_document
from documents.layout.sheet import Rect, Sheet
from documents.layout_version import LAYOUT
from documents.pdf.container import write_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An empty signature field: its name `/T` is the slot."""

    slot: str
    page: int  # from 1
    rect: Rect  # left, bottom, right, top in points


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A document ready to be signed."""

    pdf: bytes
    pages: int
    fields: tuple[Field, ...]
    faces: tuple[FaceUse, ...]
    layout: int  # the version of the rules it was set by
    filled: Filled  # what is printed, before it was set
    sheets: Sequence[Sheet]  # and after

    @property
    def text(self) -> str:
        """What is printed, line by line, without page furniture order guarantees."""
        return "\n".join([text for sheet in self.sheets for text in sheet.words()])


def compose(
    form: Form,
    values: Mapping[str, object],
    *,
    moment: datetime,
    number: str | None,
    slots: Sequence[str],
    training: bool,
    preview: bool,
    attachment: bytes | None,
    book: FontBook | None = None,
) -> Composed:
    """Set a form with its values.

    `moment` (aware) dates the file and, by default, the document; `slots` are those that will be
    signed in this file; `attachment` is embedded as event.json; `book` gives an agency's own faces.
    Raises InputError for missing, empty, unformatted or over-long values and MissingCharacter for
    characters no face has; ConfigurationError for slots the form does not declare.
    """
    faces = book or vendored_book()
    filled = fill(form, values, moment=moment, number=number, slots=slots)
    sheets = set_document(filled, faces, training=training, preview=preview)
    return written(sheets, faces, filled=filled, moment=moment, slots=slots, attachment=attachment)


def written(
    sheets: Sequence[Sheet],
    faces: FontBook,
    *,
    filled: Filled,
    moment: datetime,
    slots: Sequence[str],
    attachment: bytes | None,
    inclusion: bytes | None = None,
) -> Composed:
    """Write the pages set from a filled document into a file.

    `inclusion` is the proof that the ledger holds what a published copy rests on.
    """
    name, number = filled.form.name, filled.number
    title = f"{name} {number}" if number else name
    file = write_pdf(
        sheets, faces, title=title, moment=moment, attachment=attachment, inclusion=inclusion
    )
    used = (embedded.face for embedded in file.faces)
    return Composed(
        pdf=file.pdf,
        pages=len(sheets),
        fields=_fields(sheets, slots),
        faces=tuple(FaceUse(name=f.name, sha256=f.digest, path=f.path) for f in used),
        layout=LAYOUT,
        filled=filled,
        sheets=sheets,
    )


def _fields(sheets: Sequence[Sheet], slots: Sequence[str]) -> tuple[Field, ...]:
    """The fields in signing order."""
    found = {
        mark.slot: Field(slot=mark.slot, page=page, rect=mark.rect)
        for page, sheet in enumerate(sheets, 1)
        for mark in sheet.fields
    }
    return tuple(found[slot] for slot in slots)
