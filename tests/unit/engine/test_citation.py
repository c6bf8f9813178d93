"""Articles as officials write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.citation import Citation, chinese_number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (63, "六十三"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (120, "一百二十"),
        (999, "九百九十九"),
    ],
)
def test_numbers_of_articles(number, written):
    assert chinese_number(number) == written


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_numbers_no_statute_has_are_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


@given(st.integers(1, 999))
def test_no_two_articles_are_written_alike(number):
    assert all(chinese_number(other) != chinese_number(number) for other in range(1, number))


def test_article_paragraph_and_item():
    place = Citation(law="中华人民共和国行政强制法", article=51, paragraph=1, item=2)
    assert place.text() == "《中华人民共和国行政强制法》第五十一条第一款第二项"
    assert Citation(law="城市管理执法办法").text() == "《城市管理执法办法》"


def test_survives_plain_values():
    for place in (Citation(law="法"), Citation(law="法", article=3, item=4)):
        assert Citation.from_plain(place.to_plain()) == place
