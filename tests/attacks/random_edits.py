"""Edits of a file's structure at random places: tokens, objects, rows of tables, revisions."""

import re

from documents.signing.pdf import Document
from tests.attacks import surgery

TOKEN = re.compile(
    rb"/[A-Za-z]+|\d+ \d+ R|\d+ \d+ obj|endobj|endstream|stream|xref|trailer|startxref|%%EOF|\d+"
)
WORDS = (
    b"null", b"true", b"[]", b"<< >>", b"<>", b"()", b"0", b"-1", b"4294967296", b"1.5", b"endobj",
    b"%%EOF", b"stream", b"/Contents", b"/ByteRange [0 1 2 3]", b"/Type /Catalog", b"xref", b"<<",
    b">>", b"1 0 R", b"99999 0 R", b"/Prev 0", b"trailer", b"\r", b"%", b"(", b"<",
)  # fmt: skip


def edited(target, chance):
    """The name of a random edit, and the file after it."""
    edit = chance.choice(EDITS)
    return edit.__name__.strip("_").replace("_", "-"), edit(target.signed, chance)


def _token_replaced(pdf, chance):
    found = _token(pdf, chance)
    return pdf[: found.start()] + chance.choice(WORDS) + pdf[found.end() :]


def _token_of_same_length(pdf, chance):
    found = _token(pdf, chance)
    word = chance.choice(WORDS)[: len(found[0])].ljust(len(found[0]))
    return pdf[: found.start()] + word + pdf[found.end() :]


def _token_put_in(pdf, chance):
    at = _token(pdf, chance).start()
    return pdf[:at] + chance.choice(WORDS) + b" " + pdf[at:]


def _tokens_swapped(pdf, chance):
    one, two = sorted((_token(pdf, chance), _token(pdf, chance)), key=re.Match.start)
    if one.end() > two.start():
        return pdf + b" "
    return b"".join(
        (pdf[: one.start()], two[0], pdf[one.end() : two.start()], one[0], pdf[two.end() :])
    )


def _piece_taken_out(pdf, chance):
    at, length = chance.randrange(len(pdf)), chance.choice((1, 7, 20, 400, 5000))
    return pdf[:at] + pdf[at + length :]


def _piece_doubled(pdf, chance):
    at, length = chance.randrange(len(pdf) - 1), chance.choice((1, 7, 20, 400, 5000))
    return pdf[: at + length] + pdf[at:]


def _pieces_swapped(pdf, chance):
    length = chance.choice((1, 10, 300))
    one = chance.randrange(len(pdf) - 2 * length)
    two = chance.randrange(one + length, len(pdf) - length + 1)
    middle = pdf[one + length : two]
    return b"".join(
        (pdf[:one], pdf[two : two + length], middle, pdf[one : one + length], pdf[two + length :])
    )


def _object_appended(pdf, chance):
    document = Document.open(pdf)
    number = chance.randrange(1, document.size + 3)
    donor = document.object(chance.randrange(1, document.size))
    return surgery.append(pdf, {number: pdf[donor.start : donor.end]})


def _table_row_changed(pdf, chance):
    rows = list(re.finditer(rb"\d{10} \d{5} [nf] \n", pdf))
    row = chance.choice(rows)
    other = b"%010d %05d %s \n" % (
        chance.randrange(len(pdf)), chance.choice((0, 0, 1, 65535)), chance.choice((b"n", b"f")),
    )  # fmt: skip
    return pdf[: row.start()] + other + pdf[row.end() :]


def _revision_taken_out(pdf, chance):
    revisions = Document.open(pdf).revisions
    index = chance.randrange(len(revisions))
    start = revisions[index - 1].end if index else 0
    return pdf[:start] + pdf[revisions[index].end :]


def _revision_repeated(pdf, chance):
    revisions = Document.open(pdf).revisions
    index = chance.randrange(len(revisions))
    start = revisions[index - 1].end if index else 0
    return pdf + pdf[start : revisions[index].end]


def _token(pdf, chance):
    """A token near a random place, or the last one."""
    at = chance.randrange(len(pdf))
    return TOKEN.search(pdf, at) or TOKEN.search(pdf, pdf.rindex(b"%%EOF"))


EDITS = (
    _token_replaced, _token_of_same_length, _token_put_in, _tokens_swapped, _piece_taken_out,
    _piece_doubled, _pieces_swapped, _object_appended, _table_row_changed, _revision_taken_out,
    _revision_repeated,
)  # fmt: skip
