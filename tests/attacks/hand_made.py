"""Signing updates written by hand, so that any part of them can be other than it should be."""

from documents.signing.pdf import Document
from documents.signing.syntax import text_string
from documents.signing.update import Update, widget_bytes
from tests.attacks.targets import role_of

ROOM = 8000


def blank(target, pdf, more=None):
    """The update that signs the last field, still without its signature.

    `more(document, update)` may put further objects into it.
    """
    document, field = Document.open(pdf), target.fields[-1]
    open_field = document.signature_fields[field]
    update = Update(document)
    number = update.number()
    if more is not None:
        more(document, update)
    update.put(open_field.number, widget_bytes(open_field.entries, number, None))
    name = text_string(target.keys[field].subject.name)
    reason = text_string(f"{role_of(field)}:{target.person(field)}")
    opening = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
        b"\n/M (D:20260309103015+08'00')\n/Name %s\n/Reason %s" % (name, reason)
    )
    return update.write((number, opening), size=ROOM)
