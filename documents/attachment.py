"""Reading out of a document what it carries about its act and its place in the ledger.

Only files of our own writing are understood. Whether what is read is true, or was put there later,
is not known here: verification asks.
"""

import zlib

from documents.signing.errors import MalformedError
from documents.signing.pdf import Document, IndirectObject
from documents.signing.syntax import Entry, Name, Reference

#: The event behind a document, and in a published copy the ledger's proof beside it.
ATTACHMENT, INCLUSION = "event.json", "ledger.tlog-proof"
MAX_STATEMENT = 1024 * 1024  # bytes, inflated
STREAM = b"\nstream\n"
_SETS = ((ATTACHMENT,), (ATTACHMENT, INCLUSION))


def attachment_of(pdf: bytes) -> bytes | None:
    """The event behind a document, its associated file event.json (ISO 32000-2, 14.13), or None.

    Raises MalformedError for bytes that are no PDF as the program writes them.
    """
    return _enclosed(pdf).get(ATTACHMENT)


def inclusion_of(pdf: bytes) -> bytes | None:
    """The ledger's proof in a published copy, its associated file ledger.tlog-proof, or None.

    Raises as `attachment_of`.
    """
    return _enclosed(pdf).get(INCLUSION)


def inclusion_text(pdf: bytes) -> str:
    """The ledger's proof in a published copy, as text; empty where there is none to be read."""
    try:
        return (inclusion_of(pdf) or b"").decode()
    except (MalformedError, UnicodeDecodeError):
        return ""


def _enclosed(pdf: bytes) -> dict[str, bytes]:
    """The associated files of the catalogue by name: the event alone, or with the proof."""
    document = Document.open(pdf)
    associated = document.dictionary(document.root).get(b"AF")
    if associated is None:
        return {}
    members = document.resolve(associated.value)
    if not isinstance(members, list):
        raise MalformedError("malformed.attachment")
    found: dict[str, bytes] = {}
    for member in members:
        specification = document.dictionary(member)
        files = specification.get(b"EF")
        named = document.dictionary(files.value).get(b"F") if files else None
        if named is None or not isinstance(named.value, Reference):
            raise MalformedError("malformed.attachment")
        found[_named(specification)] = _inflated(pdf, document.object(named.value.number))
    if len(found) != len(members) or tuple(found) not in _SETS:
        raise MalformedError("malformed.attachment")
    return found


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


def _named(specification: dict[bytes, Entry]) -> str:
    """The name of an enclosed file; it is ASCII."""
    name = _value(specification.get(b"F"))
    return name.decode("latin-1") if isinstance(name, bytes) else ""


def _value(entry: Entry | None) -> object:
    return entry.value if entry is not None else None
