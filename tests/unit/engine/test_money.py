"""Amounts are exact, and their capitals are the ones the payment rules print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.money import LIMIT, Fen, capital_text, parse_yuan, yuan_text

WRITTEN = {
    0: "人民币零元整",
    1: "人民币壹分",
    10: "人民币壹角整",
    105: "人民币壹元零伍分",
    150: "人民币壹元伍角整",
    15000: "人民币壹佰伍拾元整",
    # the worked examples of 《支付结算办法》附件一
    140950: "人民币壹仟肆佰零玖元伍角整",
    600714: "人民币陆仟零柒元壹角肆分",
    1640902: "人民币壹万陆仟肆佰零玖元零贰分",
    32504: "人民币叁佰贰拾伍元零肆分",
    10_000_00: "人民币壹万元整",
    100_000_00: "人民币壹拾万元整",
    1_000_010_00: "人民币壹佰万零壹拾元整",
    100_000_000_00: "人民币壹亿元整",
    100_000_001_00: "人民币壹亿零壹元整",
    1_0000_0000_0000_00: "人民币壹万亿元整",
    1_0001_0000_0000_00: "人民币壹万亿零壹亿元整",
}
VALUE = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNIT = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(text: str) -> int:
    """An independent reader of capitals, in fen."""
    total = group = digit = 0
    fen = 0
    for sign in text.removeprefix("人民币").removesuffix("整"):
        if sign in VALUE:
            digit = VALUE[sign]
        elif sign in UNIT:
            group, digit = group + digit * UNIT[sign], 0
        elif sign == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        elif sign == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
        elif sign == "元":
            fen, total, group, digit = (total + group + digit) * 100, 0, 0, 0
        else:
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return fen


@pytest.mark.parametrize(("fen", "text"), WRITTEN.items())
def test_written_as_the_rules_write(fen: int, text: str) -> None:
    assert capital_text(fen) == text


@given(st.integers(0, 10**13 * 100))
def test_capitals_read_back(fen: int) -> None:
    text = capital_text(fen)
    assert "零零" not in text
    if fen < 10**12 * 100:
        assert read_capitals(text) == fen


@given(st.integers(0, LIMIT - 1))
def test_arabic_reads_back(fen: int) -> None:
    assert parse_yuan(yuan_text(fen)) == fen
    assert parse_yuan(f"¥{fen // 100:,}.{fen % 100:02d}") == Fen(fen)


@pytest.mark.parametrize(
    "text", ["", "-1", "1.234", "1e3", "１２", "1,23", ".5", "五", "1.", "NaN"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_yuan(text)
    assert caught.value.code == "money.unreadable"


@pytest.mark.parametrize("fen", [-1, LIMIT])
def test_out_of_range_is_refused(fen: int) -> None:
    with pytest.raises(InputError) as caught:
        capital_text(fen)
    assert caught.value.code == "money.out_of_range"
