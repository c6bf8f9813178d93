"""The round seal: star, ring and the whole name, needing no face, hiding no text."""

import zlib
from dataclasses import replace

import pytest

from documents.fonts import MissingCharacter, vendored_book
from documents.layout.sheet import MM
from documents.signing.errors import AppearanceError
from documents.signing.pdf import Document
from documents.signing.seal import DIAMETER, SealLook, seal_art
from documents.signing.update import Update
from tests.signed_samples import AGENCY, act_of, blank_pdf, bureau

BOOK = vendored_book()
ACT = act_of(bureau().seal)
SIZE = (42 * MM, 42 * MM)


def letters(art):
    return [line for line in art.decode().splitlines() if line.endswith(" B")]


def points(line):
    numbers = [float(word) for word in line.split() if word[-1].isdigit()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize(
    "name", ["云城管", AGENCY, "临江市高新技术产业开发区城市管理和综合行政执法局"]
)
def test_every_character_of_the_name_stands_inside_the_ring_and_clear_of_the_star(name):
    drawn = letters(seal_art(BOOK, name, ""))
    assert len(drawn) == len(name)
    for letter in drawn:
        radii = [(x * x + y * y) ** 0.5 for x, y in points(letter)]
        assert max(radii) < DIAMETER / 2
        assert min(radii) > 165


def test_characters_follow_each_other_clockwise_from_the_left():
    drawn = letters(seal_art(BOOK, AGENCY, ""))
    left, right = points(drawn[0]), points(drawn[-1])
    assert max(x for x, _ in left) < 0 < min(x for x, _ in right)


def test_a_training_seal_says_so_below_the_star():
    update = Update(Document.open(blank_pdf(["seal"])))
    SealLook(book=BOOK, training=True).place(update, SIZE, ACT)
    art = seal_art(BOOK, AGENCY, "培训专用")
    assert len(letters(art)) == len(AGENCY) + 4
    assert all(y < 0 for letter in letters(art)[-4:] for _, y in points(letter))
    written = bytes(update.write((update.number(), b"<<"), size=10).out)
    assert art in unpacked(written)


def unpacked(pdf):
    start = pdf.rindex(b"stream\n", 0, pdf.rindex(b"endstream")) + 7
    return zlib.decompress(pdf[start : pdf.rindex(b"\nendstream")])


def test_it_is_multiplied_onto_the_page_and_needs_no_face():
    update = Update(Document.open(blank_pdf(["seal"])))
    SealLook(book=BOOK).place(update, SIZE, ACT)
    written = bytes(update.write((update.number(), b"<<"), size=10).out)
    assert b"/BM /Multiply" in written
    assert b"/Font " not in written[len(blank_pdf(["seal"])) :]


def test_a_name_no_face_can_draw_is_an_error():
    with pytest.raises(MissingCharacter):
        seal_art(BOOK, "云\ue000局", "")


def test_a_field_without_extent_is_refused():
    update = Update(Document.open(blank_pdf(["seal"])))
    with pytest.raises(AppearanceError):
        SealLook(book=BOOK).place(update, (0.0, 10.0), replace(ACT))
