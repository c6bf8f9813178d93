"""Lines of a cell: nothing lost, nothing too wide, no closing mark in front, words whole."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from commands.wrapping import wrap

TEXTS = st.text(alphabet="案卷办理，。（）《》ab_1 -", max_size=60)


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.rstrip()) <= max(width, 2) for line in lines)


def test_no_line_begins_with_a_closing_mark():
    assert wrap("请先复查，再办理。", 8) == ["请先复", "查，再办", "理。"]


def test_command_names_stay_whole():
    lines = wrap("请先办理（request_opinion）之后再办", 20)
    assert any("request_opinion" in line for line in lines)


def test_a_word_wider_than_the_line_is_cut():
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]


def test_paragraphs_stay_apart():
    assert wrap("甲\n乙", 10) == ["甲", "乙"]
