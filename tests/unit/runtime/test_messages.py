"""Sentences: placeholders, optional parts, amounts, dates, both polarities, fallbacks."""

import datetime as dt

import pytest

from engine.errors import ConflictError, InputError
from engine.legal_time import LEGAL_ZONE
from engine.verdict import Term, Verdict
from runtime.languages import Language, choose_language
from runtime.messages import MISSING, Messages

ZH, EN = Messages(Language.ZH), Messages(Language.EN)


def verdict(code, *, value=False, **details):
    return Verdict(ok=False, code=code, rule="R1", law="APL 1", details=details, value=value)


def test_optional_parts_vanish_with_their_value():
    assert ZH.fill("期限[[已于{due}]]届满", {}) == "期限届满"
    assert ZH.fill("期限[[已于{due}]]届满", {"due": ""}) == "期限届满"
    assert (
        ZH.fill("期限[[已于{due}]]届满", {"due": dt.date(2026, 1, 5)}) == "期限已于2026年1月5日届满"
    )


def test_a_missing_value_elsewhere_is_a_dash_and_no_error():
    assert ZH.fill("“{name}”", {}) == f"“{MISSING}”"


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [(0, "0元", "CNY 0"), (500_000, "5000元", "CNY 5000"), (15_050, "150.50元", "CNY 150.50")],
)
def test_names_ending_in_fen_are_amounts(fen, zh, en):
    assert ZH.fill("{amount_fen}", {"amount_fen": fen}) == zh
    assert EN.fill("{amount_fen}", {"amount_fen": fen}) == en
    assert ZH.fill("{count}", {"count": fen}) == str(fen)


def test_days_and_moments_stand_on_the_legal_clock():
    utc = dt.datetime(2026, 1, 4, 17, 30, tzinfo=dt.UTC)
    assert ZH.moment(utc) == "2026年1月5日01:30"
    assert EN.moment(utc) == "5 Jan 2026, 01:30"
    assert ZH.moment(dt.datetime(2026, 1, 5, 9, 30, tzinfo=LEGAL_ZONE)) == "2026年1月5日09:30"


def test_lists_are_joined_and_terms_named():
    roles = (Term("role", "chief"), Term("role", "archivist"))
    assert ZH.fill("{roles}", {"roles": roles}) == "机关主要负责人、档案员"
    assert EN.fill("{roles}", {"roles": roles}) == "chief of the bureau, archivist"
    assert ZH.fill("{role:role}", {"role": "chief"}) == "机关主要负责人"
    assert ZH.fill("{mark:mark_cure}", {"mark": Term("mark", "deliberated")}).startswith("请先召集")


def test_a_term_nobody_names_shows_its_id():
    assert ZH.named("role", "unheard_of") == "unheard_of"


def test_a_fact_that_is_true_and_must_not_be_tells_the_other_reason():
    missing = verdict("crime_transfer_open", value=False)
    standing = verdict("crime_transfer_open", value=True)
    assert ZH.reason(missing, "1") != ZH.reason(standing, "1")
    assert "不得作出行政处罚决定" in ZH.reason(standing, "1")
    assert "back_to_case" in ZH.cure(standing, "1")


def test_a_cure_names_the_case_in_its_command():
    assert "anjuan case advance 2026-000001 record_evidence" in ZH.cure(
        verdict("elements_covered", missing=("面积",)), "2026-000001"
    )


def test_a_case_among_the_details_wins():
    told = ZH.cure(verdict("same_act_not_fined", case="2026-000009"), "2026-000001")
    assert "anjuan case show 2026-000009" in told


def test_an_error_is_told_by_code_then_family_then_kind():
    assert "2026-000009" in ZH.error(InputError("command.unknown_track", track="2026-000009"))
    assert ZH.error(InputError("malformed.anything")) == ZH.coded("malformed", {})
    assert ZH.error(ConflictError("new.code")) == ZH.coded("conflict", {})


@pytest.mark.parametrize(
    ("environment", "asked", "expected"),
    [
        ({}, None, Language.ZH),
        ({"LANG": "zh_CN.UTF-8"}, None, Language.ZH),
        ({"LANG": "en_US.UTF-8"}, None, Language.EN),
        ({"LANG": "C.UTF-8"}, None, Language.ZH),
        ({"LC_ALL": "en_GB", "LANG": "zh_CN"}, None, Language.EN),
        ({"LC_ALL": "", "LANG": "en_GB"}, None, Language.EN),
        ({"LANG": "en_US.UTF-8"}, "zh", Language.ZH),
        ({"LANG": "zh_CN"}, "en", Language.EN),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_locales(environment, asked, expected):
    assert choose_language(environment, asked) is expected
