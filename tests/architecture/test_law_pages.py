"""One English term per Chinese term, and pages made from the law's data are current."""

from collections import defaultdict

import pytest

from tests.architecture.law_pages import (
    GLOSSARY,
    MARK,
    MENDS,
    glossary_tables,
    mends_page,
    sections,
    written_words,
)

SECTIONS = sections()


def test_the_glossary_is_current():
    assert GLOSSARY.read_text(encoding="utf-8").partition(MARK)[2] == glossary_tables()


def test_the_page_of_lifecycle_mends_is_current():
    assert MENDS.read_text(encoding="utf-8") == mends_page()
    assert "T117" in mends_page()


@pytest.mark.parametrize("title", SECTIONS)
def test_a_chinese_term_has_one_english_term_and_no_english_term_stands_for_two(title):
    assert not {zh: terms for zh, terms in SECTIONS[title].items() if len(terms) != 1}
    assert not shared((zh, term) for zh, terms in SECTIONS[title].items() for term in terms)


def test_the_written_words_keep_the_same_rule():
    words = written_words()
    assert len(words) > 20
    assert not shared(words)
    assert not shared((english, chinese) for chinese, english in words)


def shared(pairs) -> dict[str, set[str]]:
    """English terms that stand for several Chinese ones."""
    meant = defaultdict(set)
    for chinese, english in pairs:
        meant[english.lower()].add(chinese)
    return {english: found for english, found in meant.items() if len(found) > 1}
