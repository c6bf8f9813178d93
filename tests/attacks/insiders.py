"""Files prepared before anybody signs, and changes slipped in between two honest signatures.

Whoever can hand signers a file of their own making is an insider; every signature is genuine.
"""

from documents.signing.pdf import Document
from documents.signing.sign import stamped_signature
from tests.attacks import surgery, updates
from tests.attacks.attack import CERTIFIED, SHADOW, STRUCTURE, attack
from tests.attacks.hand_made import blank
from tests.attacks.targets import OFFICE
from tests.signed_samples import MOMENT


def signed_all(target, pdf):
    """A prepared file signed in all its fields by the right people."""
    tsa = OFFICE.tsa()
    for field in target.fields:
        pdf = target.signed_on(pdf, field, tsa=tsa)
    return pdf


def rewritten(target, change):
    """The unsigned file with objects changed in its only revision; new ones come last."""
    document, objects = Document.open(target.unsigned), {}
    change(document, objects)
    pdf = target.unsigned
    first = document.last
    out, offsets = bytearray(pdf[: min(at for at in first.offsets.values() if at > 0)]), {}
    for number in sorted({*first.offsets, *objects} - {0}):
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number
        out += objects.get(number) or _body(pdf, document, number)
        out += b"\nendobj\n"
    size, at = max(offsets) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % offsets[number] for number in range(1, size))
    trailer = b"".join(b"/%s %s " % (k, e.raw) for k, e in first.trailer.items() if k != b"Size")
    return bytes(out) + b"trailer\n<< %s/Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        trailer, size, at,
    )  # fmt: skip


def _body(pdf, document, number):
    found = document.object(number)
    ends = [at for at in (*document.last.offsets.values(), document.last.table) if at > found.start]
    return pdf[found.start : pdf.rindex(b"\nendobj", found.start, min(ends))]


def unchanged(target):
    """The file `rewritten` makes without a change is as good as the original."""
    return signed_all(target, rewritten(target, lambda _document, _objects: None))


# -- prepared before the first signature ----------------------------------------------------------


@attack(SHADOW, "pdf.open_reference")
def open_reference_filled_by_a_signing_update(target):
    """A page names an object that is not there yet; a later signature's update brings it."""
    if len(target.fields) < 2:
        return None

    def change(document, objects):
        page = surgery.page_numbers(document)[0]
        # One number for each signature before the last, which comes with its appearance.
        future = document.size + len(target.fields) - 1
        text = b"[%d 0 R %d 0 R]" % (surgery.contents_of(document, page), future + 1)
        objects[page] = surgery.changed(document, page, Contents=text)

    pdf, tsa = rewritten(target, change), OFFICE.tsa()
    for field in target.fields[:-1]:
        pdf = target.signed_on(pdf, field, tsa=tsa)
    return signed_with(target, pdf, lambda _document, update: update.add(COVERING))


COVERING = surgery.stream(surgery.COVER, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")


@attack(SHADOW, "pdf.changed")
def hidden_page_brought_out(target):
    """Hide and replace: a second page waits in the file, an update puts it in the first's place."""

    def change(document, objects):
        page, new = surgery.page_numbers(document)[0], document.size
        objects[new] = surgery.changed(document, page, Contents=b"%d 0 R" % (new + 1))
        objects[new + 1] = surgery.stream(surgery.COVER)

    pdf = signed_all(target, rewritten(target, change))
    document = Document.open(pdf)
    hidden = Document.open(target.unsigned).size
    tree = surgery.pages_number(document)
    kids = b"[%d 0 R]" % hidden
    return surgery.append(pdf, {tree: surgery.changed(document, tree, Kids=kids, Count=b"1")})


@attack(SHADOW, "pdf.changed")
def overlay_taken_away(target):
    """Hide: a picture over the text when it is signed, gone afterwards."""

    def change(document, objects):
        page, new = surgery.page_numbers(document)[0], document.size
        objects[new] = surgery.stream(surgery.COVER)
        text = b"[%d 0 R %d 0 R]" % (surgery.contents_of(document, page), new)
        objects[page] = surgery.changed(document, page, Contents=text)

    pdf = signed_all(target, rewritten(target, change))
    document = Document.open(pdf)
    page = surgery.page_numbers(document)[0]
    plain = surgery.contents_of(document, page)
    shown = surgery.changed(document, page, Contents=b"%d 0 R" % plain)
    return surgery.append(pdf, {page: shown})


@attack(SHADOW, "pdf.changed")
def text_field_given_another_value(target):
    """Replace: a form field whose look is changed by a mere form filling."""

    def change(document, objects):
        new = document.size
        objects[new] = (
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (500) /F 4"
            b" /Rect [72 400 200 420] >>"
        )
        root = surgery.catalog(document)
        fields = b" ".join(b"%d 0 R" % number for number in (*document.field_numbers, new))
        form = b"<< /SigFlags 3 /Fields [%s] >>" % fields
        objects[root] = surgery.changed(document, root, AcroForm=form)

    pdf = signed_all(target, rewritten(target, change))
    document = Document.open(pdf)
    (field,) = (n for n in document.field_numbers if b"V" in document.object(n).value
                and surgery.entry(document, n, b"T") == b"amount")  # fmt: skip
    return surgery.append(pdf, {field: surgery.changed(document, field, V=b"(5000000)")})


@attack(SHADOW, "pdf.active")
def script_in_the_original(target):
    return signed_all(target, rewritten(target, updates.script_on_opening))


@attack(SHADOW, "pdf.active")
def layers_in_the_original(target):
    """Optional content: one text on the screen, another on paper."""
    return signed_all(target, rewritten(target, updates.optional_content))


@attack(SHADOW, "pdf.active")
def annotation_in_the_original(target):
    return signed_all(target, rewritten(target, updates.annotation(b"FreeText")))


@attack(CERTIFIED, "pdf.active")
def annotations_allowed_by_the_original(target):
    """A certification that permits annotations later (DocMDP with P 3)."""

    def change(document, objects):
        root = surgery.catalog(document)
        objects[root] = surgery.changed(document, root, Perms=b"<< /DocMDP 1 0 R >>")

    return signed_all(target, rewritten(target, change))


@attack(SHADOW, "pdf.active")
def content_fetched_from_another_file(target):
    """A stream whose data lie outside, so that the signature does not cover them."""

    def change(document, objects):
        page = surgery.page_numbers(document)[0]
        objects[surgery.contents_of(document, page)] = surgery.stream(b"", b"/F (page.txt)")

    return signed_all(target, rewritten(target, change))


@attack(STRUCTURE, "pdf.hidden")
def object_defined_twice_in_the_original(target):
    """Readers that repair files take the last definition, all others the one of the table."""
    document = Document.open(target.unsigned)
    page = surgery.page_numbers(document)[0]
    number = surgery.contents_of(document, page)
    second = b"%d 0 obj\n%s\nendobj\n" % (number, surgery.stream(surgery.COVER))
    return signed_all(target, surgery.inserted(target.unsigned, document.last.table, second))


@attack(STRUCTURE, "pdf.hidden")
def content_between_objects(target):
    document = Document.open(target.unsigned)
    at = document.last.offsets[2]
    return signed_all(target, surgery.inserted(target.unsigned, at, b"% <html>other text</html>\n"))


@attack(STRUCTURE, "pdf.hidden")
def table_points_into_a_stream(target):
    """An object that lies inside another one's data, where no other reader sees it."""
    document = Document.open(target.unsigned)
    number = surgery.contents_of(document, surgery.page_numbers(document)[0])
    inner = b"%d 0 obj\n%s\nendobj\n" % (number, surgery.stream(surgery.COVER))
    plain = rewritten(target, lambda d, objects: objects.update({d.size: surgery.stream(inner)}))
    at, old = plain.rindex(inner), Document.open(plain).last.offsets[number]
    table = plain.rindex(b"xref\n0 ")
    return signed_all(
        target, plain[:table] + plain[table:].replace(b"%010d 0" % old, b"%010d 0" % at, 1)
    )


@attack(STRUCTURE, "pdf.unreadable")
def signature_field_below_another_field(target):
    """A field nested in another, whose signature a reader of the plain list would not see."""
    if len(target.fields) < 2:
        return None

    def change(document, objects):
        *kept, last = document.field_numbers
        root, new = surgery.catalog(document), document.size
        objects[new] = b"<< /T (group) /Kids [%d 0 R] >>" % last
        objects[last] = surgery.changed(document, last, Parent=b"%d 0 R" % new)
        fields = b" ".join(b"%d 0 R" % number for number in (*kept, new))
        form = b"<< /SigFlags 3 /Fields [%s] >>" % fields
        objects[root] = surgery.changed(document, root, AcroForm=form)

    return rewritten(target, change)


# -- between two honest signatures ----------------------------------------------------------------


def _between(change):
    def make(target):
        if len(target.fields) < 2:
            return None
        changed = updates.updated(target.stages[-2], change)
        return target.signed_on(changed, target.fields[-1])

    make.__name__ = f"{change.__name__}_before_the_last_signature"
    attack(SHADOW, "pdf.changed")(make)


for _change in (
    updates.other_page_content, updates.pages_in_another_order, updates.other_attachment,
    updates.other_unicode, updates.other_metadata, updates.unused_object,
):  # fmt: skip
    _between(_change)


def signed_with(target, pdf, more):
    """The last field signed by the right person, in an update that holds something more."""
    key = target.keys[target.fields[-1]]
    return blank(target, pdf, more).seal(
        lambda digest: stamped_signature(digest, key, OFFICE.tsa(), MOMENT)
    )


def _within(change):
    def make(target):
        def more(document, update):
            objects = {}
            change(document, objects)
            for number, content in objects.items():
                if number >= document.size:
                    update._next = max(update._next, number + 1)
                update.put(number, content)

        return signed_with(target, target.stages[-2], more)

    make.__name__ = f"{change.__name__}_within_the_last_signature"
    attack(SHADOW, "pdf.changed")(make)


for _change in (updates.content_overwritten, updates.other_metadata, updates.other_attachment):
    _within(_change)
