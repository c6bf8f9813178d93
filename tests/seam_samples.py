"""Files of several blank pages with places for the seam seal, and those who sign them."""

from documents.fonts import vendored_book
from documents.layout.places import SEAL
from documents.layout.seam import reserve_seams
from documents.layout.sheet import MM, FieldMark, Sheet
from documents.pdf.container import write_pdf
from documents.signing.appearance import PersonLook
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from tests.signed_samples import MOMENT, act_of, bureau

BOOK = vendored_book()
PERSON, SEAL_LOOK = PersonLook(book=BOOK), SealLook(book=BOOK)
SEAL_BOX = (300.0, 100.0, 300 + SEAL, 100 + SEAL)


def reserved(pages, people=0):
    """A file with the seal's field on its last page and people's fields on the first ones."""
    sheets = [Sheet() for _ in range(pages)]
    for number in range(people):
        low = 80.0 + 70 * number
        box = (60.0, low, 60 + 45 * MM, low + 20 * MM)
        mark = FieldMark(slot=f"slot{number}", label="办案人员", rect=box)
        sheets[number % pages].fields.append(mark)
    sheets[-1].fields.append(FieldMark(slot="seal", label="公章", rect=SEAL_BOX))
    reserve_seams(sheets)
    return write_pdf(sheets, BOOK, title="骑缝", moment=MOMENT, attachment=None).pdf


def signed(pdf, *slots):
    """The file signed in these slots, one after the other; `seal` is sealed."""
    office = bureau()
    for number, slot in enumerate(slots):
        sealing = slot == "seal"
        key = office.seal if sealing else office.officers[number % len(office.officers)]
        look = SEAL_LOOK if sealing else PERSON
        pdf = sign(pdf, field=slot, key=key, act=act_of(key), tsa=office.tsa(), look=look)
    return pdf
