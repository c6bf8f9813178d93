"""The register against the law, line by line: length, unit, what the last day does, and article.

Written from the articles, not from the file; a number changed in the file alone is found here.
"""

from datetime import date

import pytest

from engine.periods import Direction, Expiry, Tag
from workflows.deadline_data import load_deadlines

TODAY = date(2026, 3, 2)
BOOK = load_deadlines()
RULES = BOOK.in_force(TODAY)

W, D, M, Y, H = "working_days", "calendar_days", "months", "years", "hours"
#: id: length, unit, roll-over, number of an article that says so ("" where the law names none)
LAW = {
    "D01": (15, W, "agency", "第十五条"),
    "D02": (0, "promptly", "none", "第五十四条"),
    "D03": (7, W, "agency_cap", "第五十六条"),
    "D04": (30, D, "agency_cap", "第二十五条"),
    "D05": (0, "exclusion", "none", "第二十五条"),
    "D06": (24, H, "none", "第十九条"),
    "D07": (5, W, "party", "第二十二条"),
    "D08": (5, W, "party", "第六十四条"),
    "D09": (7, W, "party", "第六十四条"),
    "D10": (10, W, "agency", "第二十五条"),
    "D11": (90, D, "agency", "第六十条"),
    "D11x": (30, D, "agency", ""),
    "D12": (7, W, "agency", "第六十一条"),
    "D13": (3, W, "agency", "第十四条"),
    "D14": (7, W, "agency", "第十条"),
    "D15": (3, W, "agency", "第四十八条"),
    "D16": (15, D, "party", "第六十七条"),
    "D17": (2, W, "agency", "第七十一条"),
    "D17b": (2, W, "agency", "第七十一条"),
    "D18": (0, "surcharge", "none", "第七十二条"),
    "D18s": (0, "exclusion", "none", "第七十三条"),
    "D19": (10, W, "party", "第五十四条"),
    "D20": (3, M, "agency_cap", "第五十三条"),
    "D21": (30, D, "none", "第四十六条"),
    "D22": (60, D, "party", "第二十条"),
    "D22x": (1, Y, "party", "第二十条"),
    "D23": (6, M, "party", "第四十六条"),
    "D23x": (1, Y, "party", "第六十四条"),
    "D23m": (5, Y, "party", "第四十六条"),
    "D23r": (20, Y, "party", "第四十六条"),
    "D24": (15, D, "party", "第四十五条"),
    "D25": (10, W, "agency", "第四十八条"),
    "D25s": (5, W, "agency", "第五十四条"),
    "D26": (5, W, "agency", "第三十二条"),
    "D27": (15, D, "agency", "第六十七条"),
    "D28": (3, D, "agency", "第五条"),
    "D28h": (24, H, "none", "第五条"),
    "D29": (3, D, "agency", "第十二条"),
    "D30": (2, Y, "agency_cap", "第三十六条"),
    "D30h": (5, Y, "agency_cap", "第三十六条"),
    "D31": (7, W, "agency", "第六条"),
    # Thirty days run, and the next day the party's own periods begin: nothing rolls.
    "D32": (30, D, "none", "第九十五条"),
    "D33": (15, W, "agency", ""),
    "D34": (30, D, "agency", "第四十七条"),
    "D34a": (30, D, "agency", "第四十七条"),
    "D35": (15, D, "agency", "第七十五条"),
    "D36": (3, W, "party", "第五十一条"),
    "D37": (5, W, "none", "第五十六条"),
    "D37r": (7, W, "none", "第五十七条"),
    "D37d": (30, D, "none", "第五十八条"),
    "D37a": (15, D, "agency", "第五十六条"),
    "D38": (3, Y, "none", "第三十九条"),
    "D39": (60, D, "agency", "第七十六条"),
    "D40": (5, W, "agency", "第十九条"),
    "D40n": (5, W, "agency", "第二十条"),
    "D40h": (30, D, "party", "第二十条"),
    "D41": (0, "named_date", "party", "第二十八条"),
    "D42": (0, "named_date", "none", "第九十一条"),
}


@pytest.mark.parametrize("rule_id", LAW)
def test_length_unit_rollover_and_article_are_the_laws(rule_id):
    rule, (length, unit, rollover, article) = RULES[rule_id], LAW[rule_id]
    assert (rule.length, rule.unit.value, rule.rollover.value) == (length, unit, rollover)
    assert any(article in citation.text() for citation in rule.law)


def test_no_number_between_the_first_and_the_last_is_left_out():
    assert {f"D{n:02}" for n in range(1, 43)} <= LAW.keys()


@pytest.mark.parametrize(
    ("rule_id", "granted"),
    [
        ("D01", [(10, W)]),
        ("D04", [(30, D)]),
        ("D11", [(30, D), (60, D)]),
    ],
)
def test_only_three_periods_may_be_extended_and_each_extension_once(rule_id, granted):
    assert [(e.length, e.unit.value) for e in RULES[rule_id].extensions] == granted
    assert all(e.times == 1 for e in RULES[rule_id].extensions)


def test_nothing_else_may_be_extended():
    assert {rule.id for rule in BOOK.rules if rule.extensions and rule.id in LAW} == {
        *("D01", "D04", "D11"),
    }


def test_two_periods_are_counted_back():
    back = {rule.id for rule in BOOK.rules if rule.direction is Direction.BACKWARD}
    assert back == {"D09", "D36"}


@pytest.mark.parametrize(
    ("rule_id", "after"),
    [
        *(("D11x", "D11"), ("D17b", "D17"), ("D18", "D16"), ("D20", "D23"), ("D21", "D18")),
        ("D28h", "D28"),
    ],
)
def test_what_runs_on_from_another_period(rule_id, after):
    assert after in RULES[rule_id].starts_after


@pytest.mark.parametrize(("rule_id", "left_out_of"), [("D05", "D04"), ("D18s", "D18")])
def test_what_is_left_out_of_another_period(rule_id, left_out_of):
    assert RULES[rule_id].excludes_from == (left_out_of,)


def test_the_end_of_a_right_or_a_wait_is_nobodys_breach():
    lapsing = {rule.id for rule in BOOK.rules if rule.expiry is Expiry.LAPSE and rule.id in LAW}
    assert lapsing == {
        *("D07", "D08", "D16", "D19", "D21", "D22", "D22x", "D23", "D23x", "D23m", "D23r"),
        *("D24", "D32", "D37", "D37r", "D37d", "D38", "D40h", "D41", "D42"),
    }


def test_a_unit_taken_from_the_ministry_rules_unread_chapter_is_to_be_confirmed():
    unsure = {"D01", "D07", "D10", "D13", "D14", "D31"}
    local = {"D11x", "D33", "D34", "D34a", "D35", "D40", "D40n", "D40h"}
    open_ = {rule.id for rule in BOOK.rules if rule.tag is Tag.TO_CONFIRM and rule.id in LAW}
    assert open_ == unsure | local
