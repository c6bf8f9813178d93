"""Sets the published copy of a decision: its words as they may be shown, set anew.

Nothing of the original file is used, only texts in which private words are already replaced; the
copy says on every page what it is, and carries the proof of what it shows. From that proof alone
the same bytes can be set again. Refuses to know what must be hidden.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from documents.compose import Composed, written
from documents.fill import fill
from documents.filled import Filled, FilledBreak
from documents.fonts import FontBook, Role, vendored_book
from documents.form import Form
from documents.layout.document import set_document
from documents.layout.sheet import HEIGHT, MM, RIGHT, Sheet, TextMark
from documents.layout_version import LAYOUT
from documents.phrases import phrase
from documents.printed import filled_of, printed_of
from engine.legal_time import legal_moment
from engine.record import canonical

#: Member of the attachment that holds the proof.
DISCLOSURE = "disclosure"
#: Member of the proof that names the SHA-256 of the ledger's proof beside it, hex; not there in
#: copies that carry none.
INCLUDED = "inclusion"
_STAMP_SIZE, _STAMP_DOWN = 14.0, 15 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a copy is set beside its words."""

    moment: datetime
    slots: Sequence[str]
    training: bool
    preview: bool
    book: FontBook | None = None


def compose_copy(
    form: Form,
    values: Mapping[str, object],
    *,
    shape: str,
    texts: Sequence[str],
    proof: Mapping[str, object],
    statement: bytes | None,
    inclusion: str = "",
    setting: Setting,
) -> Composed:
    """Set the copy of a document: `texts` in the places of `shape`, then the form's own words.

    `statement` tells the act that publishes, `inclusion` is the proof that the ledger holds the
    root of the document, or empty; they and the proof go into the file. Raises as
    `documents.compose.compose`.
    """
    notice = fill(form, values, moment=setting.moment, number=None, slots=setting.slots)
    told = {} if statement is None else json.loads(statement)
    own = printed_of(notice)
    told[DISCLOSURE] = {
        **proof,
        "copy": {
            "moment": legal_moment(setting.moment).isoformat(),
            "training": setting.training,
            "layout": LAYOUT,
            "slots": list(setting.slots),
            "shape": own.shape,
            "texts": [text.text for text in own.texts],
        },
    }
    enclosed = inclusion.encode() or None
    if enclosed is not None:
        told[DISCLOSURE][INCLUDED] = hashlib.sha256(enclosed).hexdigest()
    return _set(form, notice, filled_of(form, shape, texts), (canonical(told), enclosed), setting)


def layout_of(attachment: bytes) -> int:
    """Return the version of the layout a copy was set by; raises as `compose_again`."""
    return int(json.loads(attachment)[DISCLOSURE]["copy"]["layout"])


def statement_of(attachment: bytes) -> bytes:
    """Return what a document carries of its act, without the proof a copy carries beside it.

    Raises ValueError for what is no JSON.
    """
    told = json.loads(attachment)
    if not isinstance(told, dict) or DISCLOSURE not in told:
        return attachment
    return canonical({name: part for name, part in told.items() if name != DISCLOSURE})


def compose_again(
    form: Form,
    attachment: bytes,
    texts: Sequence[str],
    *,
    book: FontBook | None,
    inclusion: bytes | None = None,
) -> Composed:
    """Set a copy again from what it carries, to be compared with it.

    `texts` are those of the document copied, as shown; `inclusion` is the ledger's proof beside
    the attachment. Raises ValueError, TypeError, LookupError
    for an attachment `compose_copy` never wrote.
    """
    disclosure = json.loads(attachment)[DISCLOSURE]
    (shape,) = (run["text"] for run in disclosure["runs"] if run["key"] == "shape")
    copy = disclosure["copy"]
    setting = Setting(
        moment=datetime.fromisoformat(copy["moment"]),
        slots=copy["slots"],
        training=bool(copy["training"]),
        preview=False,
        book=book,
    )
    notice = filled_of(form, copy["shape"], copy["texts"], slots=setting.slots)
    original = filled_of(form, shape, texts)
    return _set(form, notice, original, (attachment, inclusion), setting)


def _set(
    form: Form,
    notice: Filled,
    original: Filled,
    enclosed: tuple[bytes, bytes | None],
    setting: Setting,
) -> Composed:
    filled, faces = joined(form, notice, original), setting.book or vendored_book()
    return written(
        copy_sheets(filled, setting),
        faces,
        filled=filled,
        moment=setting.moment,
        slots=setting.slots,
        attachment=enclosed[0],
        inclusion=enclosed[1],
    )


def joined(form: Form, notice: Filled, original: Filled) -> Filled:
    """The document copied under its own name and number, then the notice on a page of its own."""
    name = phrase("copy_name", name=original.form.name)
    return replace(
        original,
        form=replace(form, name=name, layout=original.form.layout),
        body=(*original.body, FilledBreak(), *notice.body),
    )


def copy_sheets(filled: Filled, setting: Setting) -> list[Sheet]:
    """The pages of a copy, each saying what it is."""
    faces = setting.book or vendored_book()
    sheets = set_document(filled, faces, training=setting.training, preview=setting.preview)
    for sheet in sheets:
        _stamp(sheet, faces)
    return sheets


def _stamp(sheet: Sheet, faces: FontBook) -> None:
    """Say in the head margin that this is a published copy."""
    text = phrase("copy_stamp")
    width = faces.typeface(Role.HEITI).width(text, _STAMP_SIZE)
    x, y = RIGHT - width, HEIGHT - _STAMP_DOWN
    sheet.marks.append(TextMark(x=x, y=y, role=Role.HEITI, size=_STAMP_SIZE, text=text))
    sheet.box((x - 6, y - 5, x + width + 6, y + _STAMP_SIZE + 1))
