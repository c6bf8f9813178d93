"""What a writer knows of its file is what anyone else reads in it."""

from collections.abc import Iterator

from documents.fonts import vendored_book
from documents.signing.appearance import PersonLook
from documents.signing.pdf import Document
from documents.signing.seal import SealLook
from documents.signing.seam import seams
from documents.signing.sign import sign
from documents.signing.written import Written
from tests.sample_documents import FORMS, composed
from tests.signed_samples import act_of, bureau

OFFICE, BOOK = bureau(), vendored_book()


def steps(name: str) -> Iterator[Written]:
    """A document as composed, and after each of its signatures."""
    made = composed(name)
    pdf: bytes = made.pdf
    assert isinstance(pdf, Written)
    yield pdf
    for number, field in enumerate(made.fields):
        sealing = field.slot == "seal"
        key = OFFICE.seal if sealing else OFFICE.officers[number]
        look = SealLook(book=BOOK) if sealing else PersonLook(book=BOOK)
        pdf = sign(pdf, field=field.slot, key=key, act=act_of(key), tsa=OFFICE.tsa(), look=look)
        assert isinstance(pdf, Written)
        yield pdf


def empty(document: Document) -> object:
    """The fields nobody has signed yet and their buttons, without where entries stand."""
    found = {}
    for name in document.fields.signatures:
        field = document.signature_field(name)
        assert field is not None
        if b"V" not in field.entries:
            entries = [(k, plain(e.value), e.raw) for k, e in field.entries.items()]
            found[name] = field.name, field.number, entries, field.box, seams(document, name)
    return found


def plain(value: object) -> object:
    """A value without where its entries stand."""
    if isinstance(value, dict):
        return {key: (plain(entry.value), entry.raw) for key, entry in value.items()}
    return value


def told(document: Document) -> object:
    """Everything a document knows before its objects are read."""
    revisions = [
        (
            one.table,
            one.end,
            dict(one.offsets),
            {k: (e.value, e.raw) for k, e in one.trailer.items()},
        )
        for one in document.revisions
    ]
    return revisions, document.fields.numbers, dict(document.fields.signatures)


def test_a_file_is_known_as_it_is_read_after_every_signature() -> None:
    for name in sorted(FORMS):
        for pdf in steps(name):
            assert told(Document.open(pdf)) == told(Document.open(bytes(pdf)))


def test_fields_nobody_signed_are_known_as_they_are_read() -> None:
    for name in sorted(FORMS):
        for number, pdf in enumerate(steps(name)):
            known = empty(Document.open(pdf))
            assert known == empty(Document.open(bytes(pdf)))
            assert set(Document.open(pdf).fields.blanks) == set(known)
            assert len(known) == len(pdf.fields.signatures) - number


def test_signing_a_file_just_written_gives_the_bytes_of_signing_it_later() -> None:
    key = OFFICE.officers[0]
    pdf, look = composed("sample_approval").pdf, PersonLook(book=BOOK)
    field = composed("sample_approval").fields[0].slot
    now, later = (
        sign(one, field=field, key=key, act=act_of(key), tsa=OFFICE.tsa(), look=look)
        for one in (pdf, bytes(pdf))
    )
    assert now == later


def test_a_part_of_a_written_file_is_read_like_any_other() -> None:
    whole = list(steps("sample_approval"))
    first = whole[-1][: len(whole[0])]
    assert not isinstance(first, Written)
    assert told(Document.open(first)) == told(Document.open(whole[0]))
