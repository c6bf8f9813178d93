"""What signed pages must not do: hide objects, leave numbers open to be filled, act by themselves.

A signature covers bytes. That they show the same to everybody for good, whatever is appended or
whoever opens them, is asked here (the "shadow attacks" prepare such files before they are signed).
Refuses to know signatures.
"""

import re
from collections.abc import Iterator, Sequence

from documents.signing.pdf import FREE, Document
from documents.signing.syntax import Dictionary, Name, Reference, Value
from documents.signing.verification import Finding

HEADER = re.compile(rb"%PDF-1\.\d\r?\n(?:%[^\r\n]*\r?\n)*")
BLANK = re.compile(rb"[\x00\t\n\x0c\r ]*")
STREAM = re.compile(rb"\r?\nstream\r?\n")
STREAM_END = re.compile(rb"\r?\n?endstream\r?\n")
OBJECT_END = re.compile(rb"\r?\n?endobj\r?\n")
#: Entries that make a page change by time, reader, printer or script (ISO 32000-1, 8.11, 12.6;
#: 12.7.8), or that give a file other pages or rights (12.8.4, 7.11.6).
ACTIVE_KEYS = frozenset(
    (b"AA", b"OpenAction", b"JS", b"JavaScript", b"XFA", b"OC", b"OCProperties", b"Alternates")
) | {b"NeedAppearances", b"OPI", b"Perms", b"Legal", b"Collection", b"Requirements"}
#: Entries of a stream whose data lie in another file (7.3.8.2).
OUTSIDE_KEYS = frozenset((b"F", b"FFilter", b"FDecodeParms"))
#: Kinds of action (12.6.4).
ACTIONS = frozenset(
    (b"JavaScript", b"Launch", b"GoToR", b"GoToE", b"URI", b"SubmitForm", b"ImportData", b"Hide")
) | {b"SetOCGState", b"Rendition", b"Named", b"Thread", b"ResetForm", b"RichMediaExecute"}
#: Kinds of annotation (12.5.6) besides the widget of a field: all lie above the page.
ANNOTATIONS = frozenset(
    (b"Text", b"Link", b"FreeText", b"Line", b"Square", b"Circle", b"Polygon", b"PolyLine")
) | {
    b"Highlight", b"Underline", b"Squiggly", b"StrikeOut", b"Stamp", b"Caret", b"Ink", b"Popup",
    b"FileAttachment", b"Sound", b"Movie", b"Screen", b"PrinterMark", b"TrapNet", b"Watermark",
    b"3D", b"Redact", b"RichMedia",
}  # fmt: skip


def unsettled(document: Document) -> Iterator[Finding]:
    """Findings `pdf.hidden`, `pdf.open_reference` and `pdf.active`, the revisions in order.

    Raises MalformedError for objects that cannot be read.
    """
    at = _hidden_at(document.at_revision(0))
    if at is not None:
        yield Finding(code="pdf.hidden", facts={"at": at})
    for index, revision in enumerate(document.revisions):
        now = document.at_revision(index)
        known = {number for one in now.revisions for number, at in one.offsets.items() if at > 0}
        for number, offset in revision.offsets.items():
            if offset != FREE:
                yield from _object(now, number, known)


def _hidden_at(document: Document) -> int | None:
    """Where the first revision holds something that its cross-reference table does not name."""
    first = document.last
    head = HEADER.match(document.data)
    starts = {offset: number for number, offset in first.offsets.items() if offset != FREE}
    at = head.end() if head else 0
    while at < first.table:
        number = starts.pop(at, None)
        end = None if number is None else _end(document, number, at)
        if end is None:
            return at
        at = end
    return first.table if starts or at != first.table else None


def _end(document: Document, number: int, offset: int) -> int | None:
    """The position behind the object and white space after it; None when it is not closed."""
    data, found = document.data, document.defined_at(number, offset)
    at = found.end
    if stream := STREAM.match(data, at):
        length = found.value.get(b"Length") if isinstance(found.value, dict) else None
        if length is None or not isinstance(length.value, int) or length.value < 0:
            return None
        ended = STREAM_END.match(data, stream.end() + length.value)
        at = ended.end() - 1 if ended else len(data)
    closed = OBJECT_END.match(data, at)
    blank = BLANK.match(data, closed.end()) if closed else None
    return blank.end() if blank else None


def _object(document: Document, number: int, known: set[int]) -> Iterator[Finding]:
    found = document.object(number)
    streamed = STREAM.match(document.data, found.end) is not None
    if streamed and isinstance(found.value, dict):
        for key in sorted(OUTSIDE_KEYS & found.value.keys()):
            yield _active(key, number)
    for part in _parts(found.value):
        if isinstance(part, Reference) and (part.number not in known or part.generation):
            yield Finding(code="pdf.open_reference", facts={"number": part.number, "by": number})
        elif isinstance(part, dict):
            for key in _acting(part):
                yield _active(key, number)


def _active(key: bytes, number: int) -> Finding:
    return Finding(code="pdf.active", facts={"entry": key.decode("latin-1"), "number": number})


def _acting(entries: Dictionary) -> list[bytes]:
    """The entries and kinds by which a dictionary does something or lies above the page."""
    kinds = {key: entries[key].value for key in (b"S", b"Subtype") if key in entries}
    action, annotation = kinds.get(b"S"), kinds.get(b"Subtype")
    found = sorted(ACTIVE_KEYS & entries.keys())
    if isinstance(action, Name) and action.text in ACTIONS:
        found.append(action.text)
    if isinstance(annotation, Name) and annotation.text in ANNOTATIONS:
        found.append(annotation.text)
    return found


def _parts(value: Value) -> Iterator[Value]:
    """A value and everything inside it."""
    yield value
    members: Sequence[Value] = ()
    if isinstance(value, dict):
        members = [entry.value for entry in value.values()]
    elif isinstance(value, list):
        members = value
    for member in members:
        yield from _parts(member)
