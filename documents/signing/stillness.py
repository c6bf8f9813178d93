"""What signed pages must not do: hide objects, leave numbers open to be filled, act by themselves.

A signature covers bytes. That they show the same to everybody for good, whatever is appended or
whoever opens them, is asked here (the "shadow attacks" prepare such files before they are signed).
Refuses to know signatures.
"""

import re
from collections.abc import Iterator

from documents.signing.active import OUTSIDE_KEYS, acting, parts
from documents.signing.pdf import FREE, Document
from documents.signing.syntax import Reference
from documents.signing.verification import Finding

HEADER = re.compile(rb"%PDF-1\.\d\r?\n(?:%[^\r\n]*\r?\n)*")
BLANK = re.compile(rb"[\x00\t\n\x0c\r ]*")
STREAM = re.compile(rb"\r?\nstream\r?\n")
STREAM_END = re.compile(rb"\r?\n?endstream\r?\n")
OBJECT_END = re.compile(rb"\r?\n?endobj\r?\n")


def unsettled(document: Document) -> Iterator[Finding]:
    """Findings `pdf.hidden`, `pdf.open_reference` and `pdf.active`, the revisions in order.

    Raises MalformedError for objects that cannot be read.
    """
    at = _hidden_at(document.view(0))
    if at is not None:
        yield Finding(code="pdf.hidden", facts={"at": at})
    known: set[bytes] = set()
    for index, revision in enumerate(document.revisions):
        now = document.view(index)
        known.update(b"%d 0" % number for number, at in revision.offsets.items() if at > 0)
        resting = now.resting
        closed = known.issuperset(resting.references) and now.affords(resting.size)
        for number, offset in revision.offsets.items():
            if offset != FREE and not (closed and number in resting.ends):
                yield from _object(now, number, known)


def _hidden_at(document: Document) -> int | None:
    """Where the first revision holds something that its cross-reference table does not name."""
    first, ends = document.last, document.resting.ends
    head = HEADER.match(document.data)
    starts = {offset: number for number, offset in first.offsets.items() if offset != FREE}
    at = head.end() if head else 0
    while at < first.table:
        number = starts.pop(at, None)
        if number is None:
            return at
        end = ends[number] if number in ends else _end(document, number, at)
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


def _object(document: Document, number: int, known: set[bytes]) -> Iterator[Finding]:
    found = document.object(number)
    streamed = STREAM.match(document.data, found.end) is not None
    if streamed and isinstance(found.value, dict):
        for key in sorted(OUTSIDE_KEYS & found.value.keys()):
            yield _active(key, number)
    for part in parts(found.value):
        if isinstance(part, Reference) and b"%d %d" % (part.number, part.generation) not in known:
            yield Finding(code="pdf.open_reference", facts={"number": part.number, "by": number})
        elif isinstance(part, dict):
            for key in acting(part):
                yield _active(key, number)


def _active(key: bytes, number: int) -> Finding:
    return Finding(code="pdf.active", facts={"entry": key.decode("latin-1"), "number": number})
