"""What a writer knows of its file is what anyone else reads in it."""

from collections.abc import Iterator

from documents.fonts import vendored_book
from documents.signing.appearance import PersonLook
from documents.signing.pdf import Document, Written
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from tests.integration.test_compose import FORMS, composed
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
