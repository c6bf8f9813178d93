"""Reading out of a document what it carries about its act, signed or not.

Only files of our own writing are understood. Whether what is read is true, or was put there later,
is not known here: verification asks.
"""

import zlib

from documents.signing.errors import MalformedError
from documents.signing.pdf import Document, IndirectObject
from documents.signing.syntax import Entry, Name, Reference

MAX_STATEMENT = 1024 * 1024  # bytes, inflated
STREAM = b"\nstream\n"


def attachment_of(pdf: bytes) -> bytes | None:
    """The associated file of the catalogue (ISO 32000-2, 14.13); None where there is none.

    Raises MalformedError for bytes that are no PDF as the program writes them.
    """
    document = Document.open(pdf)
    associated = document.dictionary(document.root).get(b"AF")
    if associated is None:
        return None
    members = document.resolve(associated.value)
    if not isinstance(members, list) or len(members) != 1:
        raise MalformedError("malformed.attachment")
    files = document.dictionary(members[0]).get(b"EF")
    named = document.dictionary(files.value).get(b"F") if files else None
    if named is None or not isinstance(named.value, Reference):
        raise MalformedError("malformed.attachment")
    return _inflated(pdf, document.object(named.value.number))


def _inflated(pdf: bytes, found: IndirectObject) -> bytes:
    """The data of a stream, deflated or plain, within the limit."""
    entries = found.value if isinstance(found.value, dict) else {}
    length = _value(entries.get(b"Length"))
    packing = _value(entries.get(b"Filter"))
    start = found.end + len(STREAM)
    if not pdf.startswith(STREAM, found.end) or not isinstance(length, int):
        raise MalformedError("malformed.attachment")
    data = pdf[start : start + max(length, 0)]
    if packing == Name(b"FlateDecode"):
        try:
            unpacking = zlib.decompressobj()
            data = unpacking.decompress(data, MAX_STATEMENT + 1)
        except zlib.error as error:
            raise MalformedError("malformed.attachment") from error
    if len(data) > MAX_STATEMENT:
        raise MalformedError("malformed.too_large", size=len(data), limit=MAX_STATEMENT)
    return data


def _value(entry: Entry | None) -> object:
    return entry.value if entry is not None else None
