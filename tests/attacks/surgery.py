"""Cutting into PDF files as a stranger would: updates of any shape, objects and bytes moved."""

import re

from documents.signing.pdf import Document
from documents.signing.syntax import Reference
from documents.signing.update import object_bytes, table_bytes

COVER = b"1 1 1 rg 0 0 600 850 re f 0 0 0 rg 72 400 200 20 re f"


def entries_of(document, number):
    """The raw entries of a dictionary object."""
    return {key: entry.raw for key, entry in document.object(number).value.items()}


def body(entries):
    """A dictionary's body."""
    return b"<< %s >>" % b" ".join(b"/%s %s" % pair for pair in entries.items())


def stream(data, entries=b""):
    """A stream's body."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def changed(document, number, *, drop=(), **new):
    """An object's body with entries taken out and put in (names with text values)."""
    entries = {k: v for k, v in entries_of(document, number).items() if k.decode() not in drop}
    return body(entries | {key.encode(): value for key, value in new.items()})


def append(pdf, objects, *, size=None, table=True, trailer=b""):
    """An update as any tool appends it: `objects` by number, then a table and a trailer."""
    document = Document.open(pdf)
    out, offsets = bytearray(pdf), {}
    for number, content in objects.items():
        offsets[number] = len(out)
        out += object_bytes(number, content)
    if not table:
        return bytes(out) + trailer
    size = size or max([document.size, *(number + 1 for number in offsets)])
    section = table_bytes(document, offsets, size=size, at=len(out))
    return bytes(out) + section.replace(b"/Size", trailer + b"/Size", 1)


def catalog(document):
    return document.root.number


def page_numbers(document):
    """Object numbers of the pages in order."""
    tree = document.dictionary(document.dictionary(document.root)[b"Pages"].value)
    return [kid.number for kid in tree[b"Kids"].value]


def pages_number(document):
    return document.dictionary(document.root)[b"Pages"].value.number


def entry(document, number, key):
    """The value of an entry of an object."""
    return document.object(number).value[key].value


def numbers_of_type(document, kind):
    """Numbers of the dictionaries with this /Type, in order."""
    found = []
    for number in range(1, document.size):
        value = document.object(number).value
        named = value.get(b"Type") if isinstance(value, dict) else None
        if named is not None and getattr(named.value, "text", b"") == kind:
            found.append(number)
    return found


def contents_of(document, number):
    """The page content's object number."""
    found = entry(document, number, b"Contents")
    return found.number if isinstance(found, Reference) else found[0].number


def last_signature(pdf):
    """Where the last signature stands: start of `<`, end behind `>`, and its byte range."""
    found = list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *\n/Contents ", pdf))[-1]
    return int(found[1]), int(found[2]), found.span()


def swapped_for(pdf, old, new):
    """The last `old` made `new`, filled up to the same length."""
    at = pdf.rindex(old)
    assert len(new) <= len(old), (old, new)
    return pdf[:at] + new.ljust(len(old)) + pdf[at + len(old) :]


def renumbered(pdf, shift_at, shift):
    """The first revision's table after bytes were put in at a place; signatures come later."""
    table = pdf.rindex(b"xref\n0 ")
    out = bytearray(pdf[:table])

    def moved(found):
        offset = int(found[1])
        return b"%010d 00000 n" % (offset + shift if offset >= shift_at else offset)

    section = re.sub(rb"(\d{10}) 00000 n", moved, pdf[table:])
    at = len(out)
    return bytes(out) + re.sub(rb"startxref\n\d+", b"startxref\n%d" % at, section)


def inserted(pdf, at, data):
    """An unsigned file of one revision with bytes put in and its table made to fit."""
    return renumbered(pdf[:at] + data + pdf[at:], at, len(data))
