"""Warnings: yellow and red from as much left as the register says, in the period's own unit."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from engine.calendar import CalendarMissing
from engine.deadlines import compute, schedule
from engine.errors import ConfigurationError
from engine.legal_time import LEGAL_ZONE
from engine.people import Setting
from engine.periods import Deadline, Expiry, Pause, Rollover, Unit, WarnAt
from engine.standing import Level, Standing, standing, warn_at
from tests.bureau import agency
from tests.unit.engine.synthetic_years import rule_of
from workflows.calendar_data import load_calendar
from workflows.deadline_data import load_deadlines

CALENDAR = load_calendar()
RULES = load_deadlines().in_force(date(2026, 3, 2))
W, C, H = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS


def day(text):
    return date.fromisoformat(text)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


def stands(rule, start, today, *, warn=None):
    """The standing of a period from `start`, as level, what is left, and unit."""
    found = standing(compute(rule, start, CALENDAR), rule, today, CALENDAR, warn or rule.warn_at)
    return found.level.value, found.left, found.unit


# The court's three months (D20): warned of 30 and 10 days before


@pytest.mark.parametrize(
    ("today", "level", "left"),
    [
        ("2025-11-04", "ok", 31),
        ("2025-11-05", "yellow", 30),
        ("2025-11-06", "yellow", 29),
        ("2025-11-24", "yellow", 11),
        ("2025-11-25", "red", 10),
        ("2025-11-26", "red", 9),
        ("2025-12-04", "red", 1),
        ("2025-12-05", "red", 0),
        ("2025-12-06", "overdue", -1),
        ("2026-01-05", "overdue", -31),
    ],
)
def test_the_application_to_the_court_is_warned_of_thirty_and_ten_days_ahead(today, level, left):
    found = stands(RULES["D20"], day("2025-09-05"), day(today))
    assert found == (level, left, C)


# Working days: the preserved evidence of 2025-09-29 is due on 2025-10-15


@pytest.mark.parametrize(
    ("today", "level", "left"),
    [
        ("2025-09-30", "ok", 6),
        ("2025-10-01", "ok", 6),
        ("2025-10-08", "ok", 6),
        ("2025-10-10", "ok", 4),
        ("2025-10-11", "yellow", 3),
        ("2025-10-12", "yellow", 3),
        ("2025-10-13", "yellow", 2),
        ("2025-10-14", "red", 1),
        ("2025-10-15", "red", 0),
        ("2025-10-16", "overdue", -1),
    ],
)
def test_working_days_left_skip_the_holiday_and_count_the_make_up_saturday(today, level, left):
    unit = C if level == "overdue" else W
    assert stands(RULES["D03"], day("2025-09-29"), day(today)) == (level, left, unit)


@pytest.mark.parametrize(
    ("today", "level", "left"),
    [
        ("2025-10-06", "red", 0),
        ("2025-10-07", "red", 0),
        ("2025-10-09", "red", 0),
        ("2025-10-10", "overdue", -1),
        ("2025-10-13", "overdue", -4),
    ],
)
def test_an_agencys_period_is_late_only_after_the_rolled_day(today, level, left):
    assert stands(RULES["D11"], day("2025-07-08"), day(today)) == (level, left, C)


@pytest.mark.parametrize(
    ("now", "level", "left"),
    [
        ("2026-02-15 20:59", "ok", 13),
        ("2026-02-15 22:00", "yellow", 12),
        ("2026-02-16 05:00", "yellow", 5),
        ("2026-02-16 05:01", "red", 4),
        ("2026-02-16 10:00", "red", 0),
        ("2026-02-16 10:01", "overdue", -1),
        ("2026-02-16 11:00", "overdue", -1),
        ("2026-02-18 10:01", "overdue", -49),
    ],
)
def test_hours_are_counted_by_the_minute_through_the_holiday(now, level, left):
    assert stands(RULES["D06"], at("2026-02-15 10:00"), at(now))[:2] == (level, left)


def test_a_partys_right_that_ended_is_over_and_nobody_is_late():
    rule, start = RULES["D08"], day("2025-01-24")
    assert stands(rule, start, day("2025-02-07")) == ("ok", 0, W)
    assert stands(rule, start, day("2025-02-08")) == ("lapsed", -1, C)


def test_a_wait_that_is_over_is_no_breach_though_the_agency_waits():
    assert RULES["D19"].who == "agency"
    assert stands(RULES["D19"], day("2025-04-28"), day("2025-05-16"))[0] == "lapsed"


def test_a_notice_counted_back_is_late_after_the_last_lawful_day():
    rule = RULES["D09"]
    hearing = day("2026-02-26")
    assert compute(rule, hearing, CALENDAR).due == day("2026-02-09")
    assert stands(rule, hearing, day("2026-02-06")) == ("red", 1, W)
    assert stands(rule, hearing, day("2026-02-09")) == ("red", 0, W)
    assert stands(rule, hearing, day("2026-02-10")) == ("overdue", -1, C)


def test_a_paused_period_has_no_level_but_paused():
    rule = rule_of(10, C)
    paused = compute(
        rule,
        day("2026-03-02"),
        CALENDAR,
        pauses=(Pause(first=day("2026-03-05"), last=None, reason="鉴定"),),
    )
    found = standing(paused, rule, day("2026-06-01"), CALENDAR, WarnAt(yellow=3, red=1))
    assert found == Standing(level=Level.PAUSED)


def test_a_period_without_its_years_table_is_unknown_never_in_time():
    rule = RULES["D08"]
    waiting = schedule(rule, day("2026-12-29"), CALENDAR)
    for today in ("2026-12-30", "2027-01-04", "2027-06-01"):
        found = standing(waiting, rule, day(today), CALENDAR, None)
        assert found == Standing(level=Level.UNKNOWN), today


def test_working_days_left_in_a_year_without_a_table_are_refused():
    rule = rule_of(3, W)
    known = Deadline(
        rule_id="X01",
        name_zh="期限",
        status=compute(rule, day("2026-03-02"), CALENDAR).status,
        rollover=Rollover.NONE,
        direction=rule.direction,
        start=day("2026-12-29"),
        raw_due=day("2027-01-05"),
        due=day("2027-01-05"),
        breach_after=day("2027-01-05"),
    )
    with pytest.raises(CalendarMissing) as refused:
        standing(known, rule, day("2026-12-30"), CALENDAR, None)
    assert refused.value.year == 2027


# Thresholds


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_period_somebody_can_be_late_for_is_warned_of_but_not_from_its_first_day(rule):
    dated = rule.unit.counted or rule.unit is Unit.NAMED_DATE
    if rule.expiry is Expiry.BREACH and dated:
        assert rule.warn_at is not None
    if rule.warn_at is not None and rule.unit in {W, C, H}:
        assert rule.warn_at.yellow < rule.length


def test_a_bureau_overrules_the_registers_thresholds():
    rule, shipped = RULES["D20"], agency()
    assert warn_at(rule, shipped) == WarnAt(yellow=30, red=10)
    own = with_settings(**{"warning.D20.yellow": 45})
    assert warn_at(rule, own) == WarnAt(yellow=45, red=10)
    both = with_settings(**{"warning.D08.yellow": 2, "warning.D08.red": 0})
    assert warn_at(RULES["D08"], both) == WarnAt(yellow=2, red=0)
    assert warn_at(RULES["D08"], shipped) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"warning.D20.yellow": 5},
        {"warning.D20.red": -1},
        {"warning.D20.red": "十"},
        {"warning.D20.red": True},
        {"warning.D08.red": 1},
    ],
)
def test_thresholds_that_cannot_be_are_refused(wrong):
    rule = RULES[next(iter(wrong)).split(".")[1]]
    with pytest.raises(ConfigurationError, match=r"warning\.thresholds"):
        warn_at(rule, with_settings(**wrong))


def with_settings(**settings):
    found = {key: Setting(value=value, confirmed=True) for key, value in settings.items()}
    return replace(agency(), settings={**agency().settings, **found})
