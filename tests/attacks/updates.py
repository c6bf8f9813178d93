"""Updates appended after the last signature that change what the file shows, holds or is."""

from documents.signing.pdf import Document
from documents.signing.sign import sign
from tests.attacks import surgery
from tests.attacks.attack import CERTIFIED, ISA, attack
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
