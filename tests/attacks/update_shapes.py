"""Updates of other shapes than a signature's: tables, trailers and chains readers differ about."""

from documents.signing.pdf import Document
from documents.signing.update import object_bytes, table_bytes
from tests.attacks import surgery
from tests.attacks.attack import ISA, STRUCTURE, Forgery, attack
from tests.attacks.updates import content_overwritten, updated


@attack(ISA, "pdf.appended")
def update_without_table(target):
    """New objects and nothing else: readers that repair files find them."""
    document, objects = Document.open(target.signed), {}
    content_overwritten(document, objects)
    return surgery.append(target.signed, objects, table=False)


@attack(ISA, "pdf.appended")
def update_with_trailer_alone(target):
    document, objects = Document.open(target.signed), {}
    content_overwritten(document, objects)
    end = b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (document.size, surgery.catalog(document))
    return surgery.append(target.signed, objects, table=False, trailer=end)


@attack(ISA, "pdf.appended")
def update_with_trailer_and_old_table(target):
    """The end points at the table before, so that nothing new is in force, or everything is."""
    document, objects = Document.open(target.signed), {}
    content_overwritten(document, objects)
    end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        document.size, surgery.catalog(document), document.last.table, document.last.table,
    )  # fmt: skip
    return surgery.append(target.signed, objects, table=False, trailer=end)


@attack(ISA, "pdf.changed")
def update_with_a_copy_of_the_signature(target):
    """The last signature dictionary once more, so that the update looks like one that signs."""

    def change(document, objects):
        content_overwritten(document, objects)
        field = document.signature_fields[target.fields[-1]]
        found = document.object(field.signature.number)
        objects[document.size] = target.signed[found.start : found.end]
        objects[field.number] = surgery.changed(document, field.number, V=b"%d 0 R" % document.size)

    return updated(target.signed, change)


@attack(ISA, "pdf.changed")
def update_that_repeats_the_last_one(target):
    """The last signing update word for word a second time."""
    document = Document.open(target.signed)
    start = document.revisions[-2].end
    tail, shift = target.signed[start:], len(target.signed) - start
    offsets = {number: at + shift for number, at in document.last.offsets.items() if at > 0}
    objects = tail[: document.last.table - start]
    out = target.signed + objects
    table = table_bytes(document, offsets, size=document.size, at=len(out))
    return Forgery(out + table)


@attack(STRUCTURE, "pdf.unreadable")
def cross_reference_stream(target):
    document = Document.open(target.signed)
    at, number = len(target.signed), document.size
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Index [%d 1] /Root %d 0 R /Prev %d" % (
        number + 1,
        number,
        surgery.catalog(document),
        document.last.table,
    )
    row = b"\x01" + at.to_bytes(4) + b"\0\0"
    section = object_bytes(number, surgery.stream(row, entries))
    return target.signed + section + b"startxref\n%d\n%%%%EOF\n" % at


@attack(STRUCTURE, "pdf.unreadable")
def objects_in_an_object_stream(target):
    """New content in an object stream, reached by a cross-reference stream."""
    document = Document.open(target.signed)
    page, new, at = surgery.page_numbers(document)[0], document.size, len(target.signed)
    inner = surgery.changed(document, page, drop=("Contents",))
    head = b"%d 0 " % page
    packed = object_bytes(
        new, surgery.stream(head + inner, b"/Type /ObjStm /N 1 /First %d" % len(head))
    )
    where = at + len(packed)
    rows = b"\x02" + new.to_bytes(4) + b"\0\0" + b"\x01" + at.to_bytes(4) + b"\0\0"
    rows += b"\x01" + where.to_bytes(4) + b"\0\0"
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Index [%d 1 %d 2] /Root %d 0 R /Prev %d" % (
        new + 2,
        page,
        new,
        surgery.catalog(document),
        document.last.table,
    )
    section = object_bytes(new + 1, surgery.stream(rows, entries))
    return target.signed + packed + section + b"startxref\n%d\n%%%%EOF\n" % where


@attack(STRUCTURE, "pdf.unreadable")
def hybrid_cross_reference(target):
    """A classic table that points at a stream only newer readers follow."""
    return surgery.append(target.signed, {}, trailer=b"/XRefStm 17 ")


@attack(STRUCTURE, "pdf.unreadable")
def encryption_declared(target):
    return surgery.append(target.signed, {}, trailer=b"/Encrypt << /Filter /Standard >> ")


@attack(STRUCTURE, "pdf.unreadable")
def previous_table_is_this_one(target):
    return _previous(target, lambda _document, at: at)


@attack(STRUCTURE, "pdf.unreadable")
def previous_table_comes_later(target):
    return _previous(target, lambda _document, at: at + 10)


@attack(STRUCTURE, "pdf.unreadable")
def previous_table_is_none(target):
    """A new beginning: the update says that nothing came before it."""
    forged = surgery.append(target.signed, {})
    at = forged.rindex(b"/Prev ")
    return forged[:at] + forged[forged.index(b">>", at) :]


@attack(STRUCTURE, "pdf.changed")
def previous_table_skips_the_signatures(target):
    return _previous(target, lambda document, _at: document.revisions[0].table)


@attack(STRUCTURE, "pdf.appended")
def end_points_at_the_first_table(target):
    """Everything signed is there still, and nothing of it in force."""
    table = Document.open(target.signed).revisions[0].table
    return target.signed + b"startxref\n%d\n%%%%EOF\n" % table


@attack(STRUCTURE, "pdf.unreadable")
def table_redirects_into_a_stream(target):
    """No new object at all: an old number now points into the middle of a stream."""
    document = Document.open(target.signed)
    page, out = surgery.page_numbers(document)[0], target.signed
    at = out.index(b"stream\n") + 20
    section = table_bytes(document, {page: at}, size=document.size, at=len(out))
    return out + section


@attack(STRUCTURE, "pdf.changed")
def table_frees_an_object(target):
    document = Document.open(target.signed)
    page, out = surgery.page_numbers(document)[0], target.signed
    section = table_bytes(document, {page: 0}, size=document.size, at=len(out))
    return out + section.replace(b"0000000000 00000 n", b"0000000000 00001 f")


@attack(STRUCTURE, "pdf.changed")
def table_gives_another_generation(target):
    document, objects = Document.open(target.signed), {}
    content_overwritten(document, objects)
    (number,) = objects
    out = target.signed + b"%d 1 obj\n%s\nendobj\n" % (number, objects[number])
    section = table_bytes(document, {number: len(target.signed)}, size=document.size, at=len(out))
    return out + section.replace(b" 00000 n", b" 00001 n")


@attack(STRUCTURE, "pdf.unreadable")
def table_names_a_number_twice(target):
    document, objects = Document.open(target.signed), {}
    content_overwritten(document, objects)
    out = surgery.append(target.signed, objects)
    (number,) = objects
    at = out.rindex(b"xref\n0 1\n") + len(b"xref\n0 1\n0000000000 65535 f \n")
    row = b"%d 1\n%010d 00000 n \n" % (number, document.object(number).start)
    return out[:at] + row + out[at:]


@attack(STRUCTURE, "pdf.unreadable")
def table_longer_than_the_file(target):
    forged = surgery.append(target.signed, {})
    return forged.replace(b"xref\n0 1\n", b"xref\n0 999999\n")


@attack(STRUCTURE, "pdf.changed")
def object_defined_twice_in_the_update(target):
    document, objects = Document.open(target.signed), {}
    content_overwritten(document, objects)
    (number,) = objects
    out = target.signed + object_bytes(number, surgery.stream(b"q Q"))
    at = len(out)
    out += object_bytes(number, objects[number])
    return out + table_bytes(document, {number: at}, size=document.size, at=len(out))


@attack(STRUCTURE, "pdf.unreadable")
def entry_named_twice(target):
    """A dictionary with one key twice, of which every reader takes another."""

    def change(document, objects):
        field = next(iter(document.signature_fields.values()))
        text = surgery.body(surgery.entries_of(document, field.number))
        objects[field.number] = text[:-2] + b"/V null >>"

    return updated(target.signed, change)


@attack(STRUCTURE, "pdf.changed")
def trailer_with_another_catalog(target):
    document = Document.open(target.signed)
    root = document.size
    objects = {root: surgery.changed(document, surgery.catalog(document), drop=("AF",))}
    forged = surgery.append(target.signed, objects)
    old = b"/Root %d 0 R" % surgery.catalog(document)
    return forged[: len(target.signed)] + forged[len(target.signed) :].replace(
        old, b"/Root %d 0 R" % root
    )


@attack(STRUCTURE, "pdf.changed")
def trailer_with_a_smaller_size(target):
    return surgery.append(target.signed, {}, size=5)


def _previous(target, choose):
    document = Document.open(target.signed)
    forged, at = surgery.append(target.signed, {}), len(target.signed)
    old = b"/Prev %d" % document.last.table
    new = b"/Prev %d" % choose(document, at)
    return forged[:at] + forged[at:].replace(old, new)
