"""What an update that is no signature touches, in kinds a reader understands: page, font, field.

Only tells; whether an update may be is decided elsewhere. Refuses to know who appended it.
"""

from collections.abc import Mapping

from documents.signing.errors import MalformedError
from documents.signing.pdf import FREE, Document
from documents.signing.syntax import Dictionary, Name, Value

#: Kinds by the entry /Type of an object (ISO 32000-1, 7.7 to 12.8).
TYPES: Mapping[bytes, str] = {
    b"Catalog": "catalog",
    b"Pages": "pages",
    b"Page": "page",
    b"Font": "font",
    b"FontDescriptor": "font",
    b"Filespec": "attachment",
    b"EmbeddedFile": "attachment",
    b"Metadata": "metadata",
    b"Sig": "signature",
    b"DocTimeStamp": "signature",
    b"DSS": "validation",
    b"OCG": "layer",
    b"OCMD": "layer",
    b"StructElem": "structure",
    b"StructTreeRoot": "structure",
}
#: Kinds by an entry that only objects of this kind have.
MARKS: Mapping[bytes, str] = {
    b"FT": "field",
    b"Fields": "form",
    b"ByteRange": "signature",
    b"Kids": "pages",
    b"BBox": "appearance",
    b"Rect": "annotation",
    b"Producer": "metadata",
    b"JS": "script",
}
#: What is told when nothing more can be said.
FILE = "file"


def touched(document: Document, index: int) -> tuple[str, ...]:
    """The kinds of things revision `index` defines anew, adds or removes; at least `file`."""
    before, after = document.at_revision(index - 1), document.at_revision(index)
    found = {
        _kind(before if offset == FREE else after, number)
        for number, offset in after.last.offsets.items()
        if number
    }
    found |= {_kind(before, number) for number in after.last.offsets if number < _size(before)}
    return tuple(sorted(found - {FILE})) or (FILE,)


def _size(document: Document) -> int:
    try:
        return document.size
    except MalformedError:
        return 0


def _kind(document: Document, number: int) -> str:
    """What an object is; `file` for one that cannot be read or is a free number."""
    try:
        value = document.object(number).value if number else None
    except MalformedError:
        return FILE
    return _of_dictionary(value) if isinstance(value, dict) else _of_other(value)


def _of_dictionary(entries: Dictionary) -> str:
    named = entries.get(b"Type")
    kind = TYPES.get(named.value.text) if named and isinstance(named.value, Name) else None
    marked = (name for key, name in MARKS.items() if key in entries)
    plain = "content" if b"Length" in entries else FILE
    return kind or next(marked, plain)


def _of_other(value: Value) -> str:
    return "pages" if isinstance(value, list) else FILE
