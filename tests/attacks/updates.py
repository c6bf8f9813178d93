"""Updates appended after the last signature that change what the file shows, holds or is."""

from documents.signing.pdf import Document
from documents.signing.sign import sign
from documents.signing.update import object_bytes, table_bytes
from tests.attacks import surgery
from tests.attacks.attack import CERTIFIED, ISA, STRUCTURE, Forgery, attack
from tests.attacks.targets import OTHER
from tests.signed_samples import act_of


def updated(pdf, change):
    """The file with the update that `change(document, objects)` fills."""
    document, objects = Document.open(pdf), {}
    change(document, objects)
    return surgery.append(pdf, objects)


# -- what can be changed --------------------------------------------------------------------------


def other_page_content(document, objects):
    page = surgery.page_numbers(document)[0]
    objects[document.size] = surgery.stream(surgery.COVER)
    objects[page] = surgery.changed(document, page, Contents=b"%d 0 R" % document.size)


def content_overwritten(document, objects):
    page = surgery.page_numbers(document)[0]
    objects[surgery.contents_of(document, page)] = surgery.stream(surgery.COVER)


def pages_in_another_order(document, objects):
    tree = surgery.pages_number(document)
    kids = surgery.page_numbers(document)
    kids = kids[::-1] if len(kids) > 1 else kids * 2
    text = b"[%s]" % b" ".join(b"%d 0 R" % number for number in kids)
    objects[tree] = surgery.changed(document, tree, Kids=text, Count=b"%d" % len(kids))


def other_attachment(document, objects):
    (number,) = surgery.numbers_of_type(document, b"EmbeddedFile")
    entries = b"/Type /EmbeddedFile /Subtype /application#2Fjson"
    objects[number] = surgery.stream(b'{"fine_fen": 1}', entries)


def annotation(kind, extra=b""):
    """A page annotation of a kind, over the text."""

    def change(document, objects):
        page, new = surgery.page_numbers(document)[0], document.size
        known = document.object(page).value.get(b"Annots")
        before = known.raw.strip(b"[]") if known else b""
        look = surgery.stream(surgery.COVER, b"/Type /XObject /Subtype /Form /BBox [0 0 600 850]")
        objects[new + 1] = look
        objects[new] = (
            b"<< /Type /Annot /Subtype /%s /Rect [60 300 540 700] /F 4 /Contents (500)"
            b" /AP << /N %d 0 R >> %s >>" % (kind, new + 1, extra)
        )
        text = b"[%s %d 0 R]" % (before, new)
        objects[page] = surgery.changed(document, page, Annots=text)

    return change


def other_unicode(document, objects):
    """What is printed stays, what is read out and copied changes."""
    font = next(
        number
        for number in surgery.numbers_of_type(document, b"Font")
        if b"ToUnicode" in document.object(number).value
    )
    swap = b"1 beginbfchar <0001> <0035> endbfchar"
    objects[document.size] = surgery.stream(swap)
    objects[font] = surgery.changed(document, font, ToUnicode=b"%d 0 R" % document.size)


def other_font_program(document, objects):
    font = surgery.numbers_of_type(document, b"FontDescriptor")[0]
    objects[document.size] = surgery.stream(b"\x00\x01\x00\x00")
    objects[font] = surgery.changed(document, font, FontFile2=b"%d 0 R" % document.size)


def optional_content(document, objects):
    new, root = document.size, surgery.catalog(document)
    objects[new] = b"<< /Type /OCG /Name (amount) >>"
    layers = b"<< /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >>" % (new, new)
    objects[root] = surgery.changed(document, root, OCProperties=layers)


def form_without_fields(document, objects):
    root = surgery.catalog(document)
    objects[root] = surgery.changed(document, root, AcroForm=b"<< /SigFlags 0 /Fields [] >>")


def form_asks_for_new_looks(document, objects):
    root = surgery.catalog(document)
    fields = b" ".join(b"%d 0 R" % number for number in document.field_numbers)
    form = b"<< /SigFlags 3 /NeedAppearances true /Fields [%s] >>" % fields
    objects[root] = surgery.changed(document, root, AcroForm=form)


def no_form(document, objects):
    root = surgery.catalog(document)
    objects[root] = surgery.changed(document, root, drop=("AcroForm",))


def field_without_signature(document, objects):
    field = next(iter(document.signature_fields.values()))
    objects[field.number] = surgery.changed(document, field.number, drop=("V",))


def field_with_another_look(document, objects):
    field = next(iter(document.signature_fields.values()))
    objects[document.size] = surgery.stream(
        surgery.COVER, b"/Type /XObject /Subtype /Form /BBox [0 0 100 100]"
    )
    look = b"<< /N %d 0 R >>" % document.size
    objects[field.number] = surgery.changed(document, field.number, AP=look)


def field_moved_over_the_text(document, objects):
    field = next(iter(document.signature_fields.values()))
    objects[field.number] = surgery.changed(document, field.number, Rect=b"[0 0 595 842]")


def other_metadata(document, objects):
    number = surgery.entry(document, surgery.catalog(document), b"Metadata").number
    objects[number] = surgery.stream(b"<x/>", b"/Type /Metadata /Subtype /XML")


def script_on_opening(document, objects):
    root = surgery.catalog(document)
    action = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    objects[root] = surgery.changed(document, root, OpenAction=action)


def permissions_of_a_certified_file(document, objects):
    """Everything allowed afterwards, by a certification nobody made."""
    root = surgery.catalog(document)
    signature = next(iter(document.signature_fields.values())).signature.number
    objects[root] = surgery.changed(document, root, Perms=b"<< /DocMDP %d 0 R >>" % signature)


def nothing(_document, _objects):
    """An update without a change."""


def unused_object(document, objects):
    objects[document.size] = b"<< /Type /Catalog >>"


def validation_data_nobody_asked_for(document, objects):
    root, new = surgery.catalog(document), document.size
    objects[new] = b"<< /Type /DSS /Certs [] >>"
    objects[root] = surgery.changed(document, root, DSS=b"%d 0 R" % new)


CHANGES = (
    other_page_content, content_overwritten, pages_in_another_order, other_attachment,
    other_unicode, other_font_program, optional_content, form_without_fields,
    form_asks_for_new_looks, no_form, field_without_signature, field_with_another_look,
    field_moved_over_the_text, other_metadata, script_on_opening, nothing, unused_object,
    validation_data_nobody_asked_for,
)  # fmt: skip


def _enter():
    for change in CHANGES:

        def make(target, change=change):
            return updated(target.signed, change)

        make.__name__ = f"update_{change.__name__}"
        attack(ISA, "pdf.changed")(make)


_enter()


# -- certified documents: annotations and signatures over the text --------------------------------


@attack(CERTIFIED, "pdf.changed")
def annotation_of_free_text(target):
    return updated(target.signed, annotation(b"FreeText", b"/DA (/F1 12 Tf)"))


@attack(CERTIFIED, "pdf.changed")
def annotation_of_a_stamp(target):
    return updated(target.signed, annotation(b"Stamp"))


@attack(CERTIFIED, "pdf.changed")
def annotation_of_redaction(target):
    return updated(target.signed, annotation(b"Redact"))


@attack(CERTIFIED, "pdf.changed")
def annotation_after_certification(target):
    """Evil annotation: the update first declares that annotations are allowed."""
    certified = updated(target.signed, permissions_of_a_certified_file)
    return updated(certified, annotation(b"FreeText"))


@attack(CERTIFIED, "pdf.changed")
def signature_over_the_text(target):
    """Sneaky signature: a new field covers the page, signed by a key of the attacker's own."""

    def change(document, objects):
        root, page = surgery.catalog(document), surgery.page_numbers(document)[0]
        new = document.size
        look = surgery.stream(surgery.COVER, b"/Type /XObject /Subtype /Form /BBox [0 0 600 850]")
        objects[new + 1] = look
        objects[new] = (
            b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (more) /F 132 /Rect [0 0 595 842]"
            b" /AP << /N %d 0 R >> >>" % (new + 1)
        )
        fields = b" ".join(b"%d 0 R" % number for number in (*document.field_numbers, new))
        form = b"<< /SigFlags 3 /Fields [%s] >>" % fields
        objects[root] = surgery.changed(document, root, AcroForm=form)
        objects[page] = surgery.changed(document, page, Annots=b"[%s]" % fields)

    prepared = updated(target.signed, change)
    key = OTHER.officers[0]
    return sign(prepared, field="more", key=key, act=act_of(key), tsa=OTHER.tsa())


# -- the update's own shape -----------------------------------------------------------------------


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
