"""The shipped register of deadlines is complete and cites its law; a bad one is refused by line."""

from datetime import date

import pytest

from engine.errors import ConfigurationError, NotFoundError
from engine.periods import Direction, Rollover, Tag, Unit, WarnAt
from workflows.deadline_data import DATA, load_deadlines

BOOK = load_deadlines()
TODAY = date(2026, 3, 2)

GOOD = """\
version: test-1
deadlines:
  - id: D16
    name: {zh: 缴纳罚款, en: pay}
    length: 15
    unit: calendar_days
    rollover: party
    who: party
    runs_from: 收到决定书之日
    law: [APL 67(3)]
    if_missed: 可以加处罚款
    tag: confirmed
    valid_from: 2021-07-15
"""


def test_every_number_of_the_register_is_there():
    ids = {rule.id for rule in BOOK.rules}
    assert {f"D{n:02}" for n in range(1, 43)} <= ids
    assert {"D11x", "D18s"} <= ids


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: f"{rule.id}-{rule.valid_from}")
def test_every_rule_says_what_a_reader_needs(rule):
    assert rule.law
    assert rule.name_zh
    assert rule.if_missed
    assert (rule.tag is Tag.TO_CONFIRM) == bool(rule.doubt)


def test_chains_name_rules_that_exist():
    ids = {rule.id for rule in BOOK.rules}
    for rule in BOOK.rules:
        assert {*rule.starts_after, *rule.excludes_from} <= ids


@pytest.mark.parametrize(
    ("rule_id", "unit", "rollover", "article"),
    [
        ("D03", Unit.WORKING_DAYS, Rollover.AGENCY_CAP, "第五十六条"),
        ("D04", Unit.CALENDAR_DAYS, Rollover.AGENCY_CAP, "第二十五条第一款"),
        ("D06", Unit.HOURS, Rollover.NONE, "第十九条"),
        ("D08", Unit.WORKING_DAYS, Rollover.PARTY, "第六十四条第一款"),
        ("D11", Unit.CALENDAR_DAYS, Rollover.AGENCY, "第六十条"),
        ("D16", Unit.CALENDAR_DAYS, Rollover.PARTY, "第六十七条第三款"),
        ("D19", Unit.WORKING_DAYS, Rollover.PARTY, "第五十四条"),
        ("D20", Unit.MONTHS, Rollover.AGENCY_CAP, "第五十三条"),
        ("D23", Unit.MONTHS, Rollover.PARTY, "第四十六条第一款"),
        ("D30", Unit.YEARS, Rollover.AGENCY_CAP, "第三十六条第一款"),
        ("D41", Unit.NAMED_DATE, Rollover.PARTY, "第二十八条第一款"),
    ],
)
def test_unit_policy_and_article(rule_id, unit, rollover, article):
    rule = BOOK.rule(rule_id, TODAY)
    assert (rule.unit, rule.rollover) == (unit, rollover)
    assert rule.law[0].text().endswith(article)


@pytest.mark.parametrize(
    ("form", "started"),
    [
        ("penalty_prior_notice", {"D07"}),
        ("hearing_right_notice", {"D07", "D08"}),
        ("rectification_order", {"D41"}),
        ("demand_notice", {"D19"}),
        ("penalty_decision", {"D16", "D22", "D23"}),
        ("spot_penalty_decision", {"D16", "D22"}),
        ("interview_record", set()),
    ],
)
def test_serving_a_document_starts_its_periods(form, started):
    assert started_by(form, TODAY) == started


def started_by(form, day):
    return {r.id for r in BOOK.in_force(day).values() if form in r.starts_when_served}


def test_serving_starts_only_what_is_in_force_that_day():
    served = date(2020, 6, 1)
    assert started_by("penalty_decision", served) == {"D23"}


def test_the_hearing_notice_is_counted_back():
    assert BOOK.rule("D09", TODAY).direction is Direction.BACKWARD


@pytest.mark.parametrize(("on", "days"), [("2021-12-31", 60), ("2022-01-01", 30)])
def test_the_version_in_force_on_the_start_day_is_chosen(on, days):
    assert BOOK.rule("D32", date.fromisoformat(on)).length == days


def test_in_force_lists_each_rule_once():
    today = BOOK.in_force(TODAY)
    assert today["D32"].length == 30
    assert len(today) == len({rule.id for rule in BOOK.rules})
    assert "D22" not in BOOK.in_force(date(2023, 12, 31))


def test_a_rule_not_yet_in_force_or_unknown_is_not_found():
    for rule_id, on in (("D32", date(2012, 12, 31)), ("D99", TODAY)):
        with pytest.raises(NotFoundError, match=r"deadline\.no_rule"):
            BOOK.rule(rule_id, on)
    with pytest.raises(NotFoundError, match=r"deadline\.no_rule"):
        BOOK.surcharge("D16")


def test_the_surcharge_is_three_per_cent_and_at_most_the_fine():
    rule = BOOK.surcharge("D18")
    assert (rule.rate_permille_per_day, rule.cap(150_00)) == (30, 150_00)


@pytest.mark.parametrize(
    ("written", "instead", "code", "line"),
    [
        ("unit: calendar_days", "unit: natural_days", "data.unknown_word", 6),
        ("rollover: party", "rollover: roll", "data.unknown_word", 7),
        ("tag: confirmed", "tag: sure", "data.unknown_word", 12),
        ("    law: [APL 67(3)]\n", "", "data.missing_field", 3),
        ("law: [APL 67(3)]", "law: []", "data.missing_field", 3),
        ("law: [APL 67(3)]", "law: [XYZ 67]", "data.unknown_law", 10),
        ("law: [APL 67(3)]", "law: [APL s.67]", "data.bad_citation", 10),
        ("    length: 15\n", "", "data.missing_field", 3),
        ("length: 15", "length: 0", "data.not_positive", 5),
        ("length: 15", "length: fifteen", "data.not_a_number", 5),
        ("length: 15", "length: 15\n    lenght: 15", "data.unknown_field", 6),
        ("unit: calendar_days", "unit: promptly", "data.unknown_field", 5),
        ("tag: confirmed", "tag: to_confirm", "data.missing_field", 3),
        ("tag: confirmed", "tag: confirmed\n    doubt: 请核对", "data.unknown_field", 13),
        ("valid_from: 2021-07-15", "valid_from: 2021-13-15", "data.not_a_date", 13),
        ("en: pay}", "en: pay, fr: payer}", "data.unknown_field", 4),
    ],
)
def test_a_wrong_register_is_refused_with_its_line(tmp_path, written, instead, code, line):
    assert written in GOOD
    with pytest.raises(ConfigurationError) as refused:
        load_deadlines(put(tmp_path, GOOD.replace(written, instead)))
    assert (refused.value.code, refused.value.facts["line"]) == (code, line)


WARNED = GOOD.replace(
    "deadlines:\n", "warnings:\n  calendar_days: {yellow: 10, red: 3}\ndeadlines:\n"
).replace("who: party", "who: agency")


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("who: agency", "who: agency", WarnAt(yellow=10, red=3)),
        ("who: agency", "who: party", None),
        ("who: agency", "who: agency\n    expiry: lapse", None),
        ("who: agency", "who: party\n    expiry: breach", WarnAt(yellow=10, red=3)),
        ("who: agency", "who: party\n    warn: {yellow: 5, red: 5}", WarnAt(yellow=5, red=5)),
        ("unit: calendar_days", "unit: months", None),
    ],
)
def test_a_period_is_warned_of_by_its_own_numbers_or_those_of_its_unit(
    tmp_path, written, instead, expected
):
    assert written in WARNED
    book = load_deadlines(put(tmp_path, WARNED.replace(written, instead)))
    assert book.rules[0].warn_at == expected


@pytest.mark.parametrize(
    ("written", "instead", "code", "line"),
    [
        ("{yellow: 10, red: 3}", "{yellow: 3, red: 10}", "data.warning_order", 3),
        ("{yellow: 10, red: 3}", "{yellow: 3, red: -1}", "data.warning_order", 3),
        ("{yellow: 10, red: 3}", "{yellow: 10}", "data.missing_field", 3),
        ("{yellow: 10, red: 3}", "{yellow: soon, red: 3}", "data.not_a_number", 3),
        ("{yellow: 10, red: 3}", "{yellow: 10, red: 3, blue: 1}", "data.unknown_field", 3),
        ("calendar_days: {", "natural_days: {", "data.unknown_word", 3),
        ("who: agency", "who: agency\n    expiry: late", "data.unknown_word", 11),
        ("who: agency", "who: agency\n    warn: {yellow: 1, red: 2}", "data.warning_order", 11),
    ],
)
def test_wrong_warnings_are_refused_with_their_line(tmp_path, written, instead, code, line):
    assert written in WARNED
    with pytest.raises(ConfigurationError) as refused:
        load_deadlines(put(tmp_path, WARNED.replace(written, instead)))
    assert (refused.value.code, refused.value.facts["line"]) == (code, line)


def test_two_versions_in_force_on_one_day_are_refused(tmp_path):
    twice = GOOD + GOOD.split("deadlines:\n")[1]
    with pytest.raises(ConfigurationError) as refused:
        load_deadlines(put(tmp_path, twice))
    assert (refused.value.code, refused.value.facts["line"]) == ("data.twice", 14)
    later = GOOD + GOOD.split("deadlines:\n")[1].replace("2021-07-15", "2030-01-01")
    ended = later.replace("2021-07-15\n", "2021-07-15\n    valid_to: 2029-12-31\n", 1)
    assert len(load_deadlines(put(tmp_path, ended)).rules) == 2


def put(folder, text):
    path = folder / "deadlines.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_is_the_one_loaded_by_default():
    assert load_deadlines(DATA / "deadlines.yaml") == BOOK
