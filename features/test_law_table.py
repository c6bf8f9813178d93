"""The committed table of articles is the one the features give."""

import pytest

from features.law_table import FEATURES, TABLE, article_key, articles, render, scenarios_by_article


def test_the_committed_table_is_current():
    assert TABLE.read_text(encoding="utf-8") == render(scenarios_by_article())


def test_every_law_tag_of_every_feature_is_in_the_table():
    written = sum(
        path.read_text(encoding="utf-8").count("@law:") for path in FEATURES.glob("*.feature")
    )
    listed = sum(len(scenarios) for scenarios in scenarios_by_article().values())
    assert listed == written > 0


def test_articles_are_ordered_by_number():
    tags = [
        "@law:行政处罚法第56条",
        "@slow",
        "@law:行政处罚法第9条",
        "@law:行政处罚法第64条第1款第2项",
    ]
    assert sorted(articles(tags), key=article_key) == [
        "行政处罚法第9条",
        "行政处罚法第56条",
        "行政处罚法第64条第1款第2项",
    ]


def test_a_tag_without_an_article_is_refused():
    with pytest.raises(ValueError, match="not an article"):
        article_key("行政处罚法")
