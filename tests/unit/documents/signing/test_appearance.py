"""A visible signature: everything in the field, nothing clipped, no blank for a rare character."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.fonts import MissingCharacter, vendored_book
from documents.layout.sheet import MM, LinesMark
from documents.signing.appearance import PersonLook
from documents.signing.errors import AppearanceError
from documents.signing.pdf import Document
from documents.signing.update import Update
from tests.signed_samples import act_of, blank_pdf, bureau

LOOK = PersonLook(book=vendored_book())
SMALL = (45 * MM, 20 * MM)
ACT = act_of(bureau().officers[0])


def texts(size, act):
    return list(LOOK.sheet(size, act).words())


def assert_inside(size, act):
    sheet = LOOK.sheet(size, act)
    for mark in sheet.marks:
        if isinstance(mark, LinesMark):
            right = mark.x + max(line.indent + line.width for line in mark.lines)
        else:
            right = mark.x + LOOK.book.typeface(mark.role).width(mark.text, mark.size)
        hanging = mark.size / 2  # a closing mark at a line's end may stand past the measure
        assert right <= size[0] + hanging
    for mark in sheet.texts():
        assert mark.x >= 0
        assert mark.y >= 0
        assert mark.y + 0.88 * mark.size <= size[1]


def test_name_date_and_mark_stand_in_the_field():
    assert texts(SMALL, ACT) == ["林知远", "2026年3月9日", "电子签名"]
    assert_inside(SMALL, ACT)


def test_the_opinion_stands_above_the_signature():
    marks = list(LOOK.sheet(SMALL, replace(ACT, opinion="同意立案。")).texts())
    assert marks[0].text == "同意立案。"
    assert all(marks[0].y > mark.y for mark in marks[1:])


def test_a_longer_opinion_is_set_smaller_and_in_full():
    opinion = "经审查，事实清楚，证据确凿，程序合法，同意办案机构意见。"
    act = replace(ACT, opinion=opinion)
    shown = texts(SMALL, act)
    assert "".join(shown[:-3]) == opinion
    assert LOOK.sheet(SMALL, act).marks[0].size < 12
    assert_inside(SMALL, act)


@settings(max_examples=40, deadline=None)
@given(
    st.text("同意处罚，决定。（一）2026", max_size=60), st.integers(45, 120), st.integers(20, 60)
)
def test_whatever_is_accepted_is_shown_whole_and_inside(opinion, wide, high):
    size, act = (wide * MM, high * MM), replace(ACT, opinion=opinion)
    try:
        shown = texts(size, act)
    except AppearanceError as refusal:
        assert refusal.facts["characters"] == len(opinion)
        assert refusal.facts["fitting"] < len(opinion)
        return
    assert "".join(shown[:-3]) == opinion
    assert_inside(size, act)


def test_an_opinion_too_long_is_refused_with_what_fits():
    with pytest.raises(AppearanceError) as refusal:
        LOOK.sheet(SMALL, replace(ACT, opinion="同意" * 100))
    assert refusal.value.code == "signing.opinion_too_long"
    fitting = refusal.value.facts["fitting"]
    assert 20 < fitting < 200
    assert texts(SMALL, replace(ACT, opinion=("同意" * 100)[:fitting]))


@pytest.mark.parametrize("size", [(10.0, 60.0), (200.0, 8.0), (0.0, 0.0)], ids=str)
def test_a_field_too_small_for_the_name_is_refused(size):
    with pytest.raises(AppearanceError) as refusal:
        LOOK.sheet(size, ACT)
    assert refusal.value.code == "signing.field_too_small"


def test_a_long_name_takes_a_row_of_its_own():
    act = replace(ACT, name="阿卜杜热西提·买买提")
    name, date, _ = LOOK.sheet(SMALL, act).marks
    assert name.y > date.y
    assert_inside(SMALL, act)


def test_a_rare_character_comes_from_another_face():
    update = Update(Document.open(blank_pdf(["slot0"])))
    LOOK.place(update, SMALL, replace(ACT, name="王喆𨰠"))
    written = update.write((update.number(), b"<<"), size=10).out
    assert written.count(b"/Subtype /Type0") == 4


def test_a_character_no_face_has_is_an_error_that_names_it():
    with pytest.raises(MissingCharacter) as refusal:
        LOOK.sheet(SMALL, replace(ACT, name="王\ue000"))
    assert refusal.value.facts["codepoint"] == "U+E000"


def test_the_same_act_gives_the_same_bytes():
    def written():
        update = Update(Document.open(blank_pdf(["slot0"])))
        LOOK.place(update, SMALL, replace(ACT, opinion="同意。"))
        return bytes(update.write((update.number(), b"<<"), size=10).out)

    assert written() == written()
