"""Articles as officials write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.citation import Citation, chinese_number, listed
from engine.matters import Matter
from engine.reasoning.statutes import statutes
from workflows.matter_data import load_matters


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


def cite(law: str, *at: int | None) -> Citation:
    article, paragraph, item = (*at, None, None, None)[:3]
    return Citation(law=law, article=article, paragraph=paragraph, item=item)


@pytest.mark.parametrize(
    ("provisions", "written"),
    [
        (
            (cite("甲法", 111, 1, 1), cite("甲法", 111, 2)),
            "《甲法》第一百一十一条第一款第一项、第二款",
        ),
        ((cite("甲法", 9, 1, 3), cite("甲法", 9, 1, 4)), "《甲法》第九条第一款第三项、第四项"),
        ((cite("甲法", 12), cite("甲法", 13)), "《甲法》第十二条、第十三条"),
        ((cite("甲法", 12), cite("甲法", 12, 2)), "《甲法》第十二条、第十二条第二款"),
        (
            (cite("甲法", 34, None, 1), cite("乙条例", 34)),
            "《甲法》第三十四条第一项、《乙条例》第三十四条",
        ),
        ((cite("甲法", 5, 1), cite("甲法", 5, 1)), "《甲法》第五条第一款、第一款"),
        ((), ""),
    ],
)
def test_a_row_of_provisions_names_law_and_article_once(provisions, written: str) -> None:
    assert listed(provisions) == written
    assert statutes(written) == provisions


@pytest.mark.parametrize("matter", load_matters().values(), ids=lambda m: m.id)
def test_what_a_shipped_matter_cites_is_read_back_whole(matter: Matter) -> None:
    """A decision prints the provisions in a row; whoever reads it finds each of them."""
    for version in matter.versions:
        for cited in (version.breached, version.penalty, version.seizure_basis):
            assert statutes(listed(cited)) == cited
