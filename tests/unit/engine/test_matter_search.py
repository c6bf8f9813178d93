"""Finding matters as people look for them: by parts of names, laws, codes and everyday words."""

import pytest

from engine.matter_search import plain, search
from workflows.matter_data import load_matters
from workflows.search_words import load_search_words

MATTERS = load_matters()
WORDS = load_search_words()


def found(text):
    return [hit.matter.id for hit in search(MATTERS.values(), text, WORDS)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("店外经营", "M-07"),
        ("M-11", "M-11"),
        ("m-11", "M-11"),
        ("Ｍ－１１", "M-11"),
        ("露天烧烤", "M-22"),
        ("油烟", "M-21"),
        ("噪声 夜间", "M-18"),
        ("渣土 遗撒", "M-11"),
        ("牛皮癣", "M-10"),
        ("广告牌", "M-06"),
        ("摆摊", "M-08"),
        ("违停", "M-17"),
        ("遛狗", "M-28"),
    ],
)
def test_what_people_call_it_comes_first(text, first):
    assert found(text)[0] == first


def test_every_word_has_to_fit():
    assert "M-18" in found("噪声")
    assert "M-18" not in found("噪声 喇叭")
    assert found("噪声 没有这个词语") == []


def test_a_law_finds_what_rests_on_it():
    assert set(found("道路交通安全法")) == {"M-17"}
    assert {"M-12", "M-21", "M-22"} <= set(found("大气污染防治法"))


def test_words_in_another_order_are_found_after_exact_ones():
    assert found("垃圾倾倒")[0] in {"M-02", "M-14", "M-13"}
    assert found("") == []
    assert found("，。！") == []


def test_a_name_that_begins_with_the_text_stands_before_one_that_holds_it():
    ids = found("擅自设置")
    assert ids[0] == "M-06"
    scores = [hit.score for hit in search(MATTERS.values(), "建筑垃圾", WORDS)]
    assert scores == sorted(scores, reverse=True)


def test_every_everyday_word_leads_somewhere():
    for word in WORDS:
        assert found(word), word


def test_width_case_and_marks_do_not_matter():
    assert plain("Ｍ－１１（店外）") == "m11店外"
