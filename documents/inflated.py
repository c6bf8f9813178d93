"""What a composed file says, however its streams are packed.

Another version of the deflating library, or another processor, may pack the same data differently;
objects compared with their streams inflated are still the same. Only files of our own writing are
understood.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import zip_longest

from documents.signing.errors import MalformedError
from documents.signing.pdf import FREE, Document

STREAM, STREAM_END = b"\nstream\n", b"\nendstream\nendobj\n"
LENGTH = re.compile(rb" /Length (\d{1,9}) ")
DEFLATED = b"/Filter /FlateDecode"


def said(pdf: bytes) -> Iterator[bytes]:
    """The objects of a file as it was before its first update, in order, streams inflated.

    Raises MalformedError for bytes that are not such a file.
    """
    document = Document.open(pdf).at_revision(0)
    for number, offset in sorted(document.last.offsets.items()):
        if offset == FREE or not number:
            continue
        found = document.object(number)
        head = pdf[found.start : found.end]
        yield b"%d %s" % (number, LENGTH.sub(b" ", head, 1))
        if pdf.startswith(STREAM, found.end):
            yield _data(pdf, head, found.end + len(STREAM))


def same_content(again: bytes, kept: bytes) -> bool:
    """Whether a file composed again says what a kept one said before its first update."""
    try:
        return all(ours == theirs for ours, theirs in zip_longest(said(again), said(kept)))
    except MalformedError:
        return False


def _data(pdf: bytes, head: bytes, start: int) -> bytes:
    length = LENGTH.search(head)
    end = start + int(length[1]) if length else start
    if not pdf.startswith(STREAM_END, end):
        raise MalformedError("malformed.pdf", at=start)
    if DEFLATED not in head:
        return pdf[start:end]
    try:
        return zlib.decompress(pdf[start:end])
    except zlib.error as error:
        raise MalformedError("malformed.pdf", at=start) from error
