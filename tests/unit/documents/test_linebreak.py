"""Lines of official text: GB/T 15834 on marks at line ends, whole figures, no lonely character."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from documents.linebreak import (
    CLOSING,
    NEVER_FIRST,
    NEVER_LAST,
    OPENING,
    RUN,
    Line,
    Paragraph,
)

SIZE = 16.0
MEASURE = 28 * SIZE
HAN = "当事人在江州市临江区望江路倾倒建筑垃圾未按规定清运"
PIECE = st.one_of(
    st.sampled_from(list(HAN)),
    st.sampled_from(list(HAN)),
    st.sampled_from(list("，。、；：？！）》〉】〕」』”’（《〈【〔「『“‘")),
    st.sampled_from(["2026", "150.00", "No.7", "A", "……", "——", "（二）"]),
)
TEXT = st.lists(PIECE, min_size=1, max_size=160).map("".join)


def advances(text: str, size: float = SIZE) -> list[float]:
    return [size if char > "\u2000" else size / 2 for char in text]


def set_lines(text: str, measure: float = MEASURE, **options: float) -> list[Line]:
    return Paragraph(text, advances(text), SIZE).lines(measure, **options)


def sensible(text: str) -> bool:
    """No pile of marks so long that no legal break exists."""
    forbidden = 0
    for left, right in pairwise(text):
        bound = left in NEVER_LAST or right in NEVER_FIRST
        forbidden = forbidden + 1 if bound else 0
        if forbidden > 8:
            return False
    return True


@given(TEXT, st.floats(14 * SIZE, 40 * SIZE), st.sampled_from([0.0, 2 * SIZE]))
def test_every_line_keeps_the_rules(text: str, measure: float, indent: float) -> None:
    assume(sensible(text))
    lines = set_lines(text, measure, indent=indent)
    assert "".join(line.text for line in lines) == text
    for line in lines[1:]:
        assert line.text[0] not in NEVER_FIRST
    for line in lines[:-1]:
        assert line.text[-1] not in NEVER_LAST
    for line in lines:
        assert line.width <= measure - line.indent + 0.02
        assert line.indent in (0.0, indent)


@given(TEXT)
def test_runs_of_figures_stay_whole(text: str) -> None:
    assume(sensible(text))
    edges, at = set(), 0
    for line in set_lines(text):
        at += len(line.text)
        edges.add(at)
    for found in RUN.finditer(text):
        assert not edges & set(range(found.start() + 1, found.end())) or len(found[0]) > 40


@given(TEXT, st.floats(14 * SIZE, 40 * SIZE))
def test_justified_lines_fill_the_measure(text: str, measure: float) -> None:
    for line in set_lines(text, measure)[:-1]:
        ragged = line.spacing == 0
        assert ragged or line.width == pytest.approx(measure, abs=0.05)


@given(st.text(HAN, min_size=2, max_size=200))
def test_no_last_line_of_one_character(text: str) -> None:
    assert len(set_lines(text)[-1].text) > 1


def test_one_character_and_its_full_stop_are_not_left_alone() -> None:
    lines = set_lines("当" * 28 + "款。")
    assert [len(line.text) for line in lines] == [27, 3]


def test_a_line_left_ragged_still_lends_to_the_last_one() -> None:
    lines = set_lines("当" * 13 + "款。", 13 * SIZE)
    assert [len(line.text) for line in lines] == [12, 3]


def test_a_run_too_long_for_its_line_lends_to_the_last_one_too() -> None:
    lines = set_lines("权" * 9 + "91330299MA2TT8K4XB。", 9 * SIZE)
    assert [line.text for line in lines] == ["权" * 9, "91330299MA2TT8K4", "XB。"]


@pytest.mark.parametrize("mark", CLOSING)
def test_closing_mark_hangs_half_an_em_rather_than_start_a_line(mark: str) -> None:
    lines = set_lines("当" * 27 + "事" + mark + "人" * 10)
    assert lines[1].text[0] != mark
    assert lines[0].text in ("当" * 27 + "事" + mark, "当" * 27)


@pytest.mark.parametrize("mark", OPENING)
def test_opening_mark_moves_to_the_next_line(mark: str) -> None:
    lines = set_lines("当" * 27 + mark + "人" * 10)
    assert lines[1].text.startswith(mark)


def test_neighbouring_marks_share_one_em() -> None:
    (line,) = set_lines("《规定》（试行）。")
    assert line.squeezed == (3, 7)
    assert line.width == 9 * SIZE - SIZE


def test_a_run_longer_than_the_line_is_broken_inside() -> None:
    digest = "0123456789abcdef" * 8
    lines = set_lines("摘要" + digest, 10 * SIZE)
    assert "".join(line.text for line in lines) == "摘要" + digest
    assert all(line.width <= 10 * SIZE + 0.01 for line in lines)


@pytest.mark.parametrize(("missing", "spread"), [(3, True), (4, False)])
def test_a_line_is_spread_a_little_or_ends_early(missing: int, spread: bool) -> None:
    line = set_lines(HAN[:24] + "0" * 12 + HAN, (24 + missing) * SIZE)[0]
    assert line.text == HAN[:24]
    assert bool(line.spacing) is spread


def test_tracking_sets_twenty_eight_characters_to_the_official_measure() -> None:
    measure, text = 442.2, "文" * 56
    tracking = measure / 28 - SIZE
    tracked = [advance + tracking for advance in advances(text)]
    lines = Paragraph(text, tracked, SIZE, tracking=tracking).lines(measure)
    assert [len(line.text) for line in lines] == [28, 28]


@pytest.mark.parametrize("before", range(30))
@pytest.mark.parametrize("account", ["0000 1234 5678 9012", "6200 1100 2233 4455 667"])
def test_the_number_of_an_account_stays_on_one_line(account: str, before: int) -> None:
    """Who copies it at the counter must not have to put it together."""
    text = f"{'缴' * before}账号：{account}）或者通过电子支付系统缴纳。"
    assert [line for line in set_lines(text) if account in line.text]


def test_empty_text_has_no_lines() -> None:
    assert set_lines("") == []
