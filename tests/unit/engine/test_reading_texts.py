"""Reading official texts: sentences, citations, amounts in three scripts, days, names."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.citation import Citation, chinese_number
from engine.money import capital_text, yuan_text
from engine.periods import Unit
from engine.reasoning.amounts import amounts, called, contradicting
from engine.reasoning.numerals import whole_number
from engine.reasoning.spans import spans
from engine.reasoning.statutes import covers, same_law, statutes
from engine.reasoning.wording import (
    Quantity,
    cited,
    days,
    document_numbers,
    identities,
    near_misses,
    plates,
    quantities,
    sentences,
    shares,
)

FEN = st.integers(min_value=100, max_value=10**13 - 1)


@given(FEN)
def test_an_amount_in_capitals_is_read_as_it_was_written(fen):
    """支付结算办法 附件一: the capitals of an amount mean that amount and no other."""
    (found,) = amounts(capital_text(fen))
    assert (found.fen, found.capitals) == (fen, True)


@given(FEN, FEN)
def test_capitals_contradict_figures_exactly_when_they_differ(one, other):
    text = f"罚款{capital_text(one)}（¥{yuan_text(other)}）。"
    assert bool(list(contradicting(text))) is (one != other)


@given(st.integers(min_value=1, max_value=999))
def test_article_numbers_read_back(number):
    assert whole_number(chinese_number(number)) == number
    (found,) = statutes(f"《某某条例》第{chinese_number(number)}条第二款")
    assert found == Citation(law="某某条例", article=number, paragraph=2)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("罚款8000元", [800_000]),
        ("罚款8,000.5元", [800_050]),
        ("罚款八千元", [800_000]),
        ("罚款两万零五百元", [2_050_000]),
        ("罚款3万元", [3_000_000]),
        ("￥150.00", [15_000]),
        ("人民币壹佰元零伍分", [10_005]),
        ("12个月，3辆", []),
        ("¥8,00", [800]),
    ],
)
def test_amounts_are_found_however_they_are_written(text, fen):
    assert [a.fen for a in amounts(text)] == fen


def test_the_limits_of_a_range_are_no_amount_of_their_own():
    text = "罚款5000元以上18500元以下，决定罚款人民币陆仟元整。"
    assert [a.fen for a in called(text, ("罚款",))] == [600_000]
    assert [a.bound for a in amounts(text)] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《行政处罚法》第三十二条", ["第三十二条"]),
        ("《甲法》第七十条第一款、第三款", ["第七十条第一款", "第七十条第三款"]),
        ("《甲法》第二条第一项和第三条", ["第二条第一项", "第三条"]),
        ("《甲法（2021修订）》第2条第3款", ["第二条第三款"]),
        ("《甲规定》的规定", [""]),
        ("《甲规定》第一条，依照该规定第九条", ["第一条", "第九条"]),
        ("依照该规定第九条", []),
        ("《行政处罚事先告知书》", []),
        ("第九条", []),
    ],
)
def test_citations_are_read_down_to_the_item(text, found):
    cited_here = statutes(text)
    assert [c.text().partition("》")[2] for c in cited_here] == found


def test_a_law_goes_by_its_short_name_and_a_provision_covers_what_lies_in_it():
    assert same_law("中华人民共和国行政处罚法", "行政处罚法")
    assert not same_law("行政强制法", "行政处罚法")
    exact = Citation(law="甲法", article=7, paragraph=1)
    assert covers(exact, Citation(law="甲法", article=7, paragraph=1, item=2))
    assert not covers(exact, Citation(law="甲法", article=7))
    assert not covers(exact, Citation(law="甲法", article=7, paragraph=2))


def test_marks_behind_a_full_stop_belong_to_its_sentence():
    found = sentences("甲遗撒渣土。〔证3〕乙清理（证4）。丙无异议。（证5、笔1）\n丁改正〔证6〕。")
    assert [cited(s) for s in found] == [("证3",), ("证4",), ("证5", "笔1"), ("证6",)]
    assert sentences("。\n 。") == ()


def test_days_without_a_year_take_the_one_before_them():
    found = days("2025年12月31日至1月2日，2026年2月29日", 2024)
    assert [d.day for d in found] == [date(2025, 12, 31), date(2025, 1, 2), None]
    assert days("3月2日") == ()


def test_quantities_compare_by_value_and_unit():
    units = ("平方米", "米")
    assert quantities("约72.50平方米", units) == (Quantity(number=Decimal("72.5"), unit="平方米"),)
    assert quantities("长120米", units) != quantities("长120平方米", units)
    assert quantities("120米", ()) == ()


def test_plates_and_numbers_of_people_and_documents():
    assert plates("浙Z·示0042、浙ZD12345号车") == ("浙Z示0042", "浙ZD12345")
    assert identities("330299197908250028、91330299MA2TT8K4XB") == (
        "330299197908250028",
        "91330299MA2TT8K4XB",
    )
    assert identities("123456789012345678 订单") == ()
    found = list(document_numbers("见望潮综执罚告字〔2026〕第000012号"))
    assert found == [("见望潮综执罚告字〔2026〕第000012号", "〔2026〕12")]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("沈国墙", "沈国强", ("沈国墙",)),
        ("沈国强", "沈国强", ()),
        ("沈建墙", "沈国强", ()),
        (
            "海岚市顺达土方运输有限公司",
            "海岚市顺达土石方运输有限公司",
            ("海岚市顺达土方运输有限公司",),
        ),
        ("顺达公司", "海岚市顺达土石方运输有限公司", ()),
        ("王二", "王三", ()),
    ],
)
def test_a_name_almost_right_is_found(text, name, found):
    assert near_misses(text, name, "") == found


def test_a_name_another_document_knows_is_a_name_of_its_own():
    assert near_misses("沈国墙到场", "沈国强", "见证人沈国墙") == ()


def test_a_place_is_known_by_a_run_of_its_characters():
    assert shares("行经听涛路望海桥", "听涛路（望海桥至工业路段）", 6)
    assert not shares("某路段", "听涛路", 3)
    assert not shares("", "听涛路", 3)


def test_lengths_within_which_something_is_due():
    found = [(s.number, s.unit) for s in spans("十五日内、6个月以内、5个工作日内，第十五日")]
    assert found == [("十五", Unit.CALENDAR_DAYS), ("6", Unit.MONTHS), ("5", Unit.WORKING_DAYS)]
