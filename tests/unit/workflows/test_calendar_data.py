"""The shipped working-day tables against two foreign calendars, and what bad tables get."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from engine.calendar import CalendarMissing
from engine.errors import ConfigurationError
from workflows.calendar_data import SHIPPED, load_calendar, load_year

CALENDAR = load_calendar()
CHINA = holidays.country_holidays("CN", years=(2024, 2025, 2026))

GOOD = """\
year: 2031
source: 通知
working_days: 260
holidays:
  - {name: 元旦, from: 2031-01-01, to: 2031-01-01}
make_up:
  name: 调休上班
  days: []
"""


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(("year", "total"), [(2024, 251), (2025, 248), (2026, 248)])
def test_every_day_agrees_with_two_other_calendars(year, total):
    days = days_of(year)
    ours = [day for day in days if CALENDAR.is_working(day)]
    assert ours == [day for day in days if chinese_calendar.is_workday(day)]
    assert ours == [day for day in days if CHINA.is_working_day(day)]
    assert len(ours) == total


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_make_up_days_are_the_ones_the_other_calendar_lists(year):
    ours = set(CALENDAR.tables[year].make_up)
    assert ours == {day for day in CHINA.weekend_workdays if day.year == year}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2025-10-01", "国庆节、中秋节"),
        ("2025-10-11", "调休上班"),
        ("2025-10-18", "周六"),
        ("2025-10-19", "周日"),
        ("2025-10-20", ""),
        ("2026-02-15", "春节"),
    ],
)
def test_a_day_says_why_it_is_special(day, name):
    assert CALENDAR.name(date.fromisoformat(day)) == name


@pytest.mark.parametrize("ask", [CALENDAR.is_working, CALENDAR.name, CALENDAR.next_working])
def test_a_year_without_a_table_is_refused_by_name(ask):
    with pytest.raises(CalendarMissing) as refused:
        ask(date(2027, 1, 4))
    assert (refused.value.code, refused.value.facts) == ("calendar.missing_year", {"year": 2027})


def test_looking_for_a_working_day_does_not_run_past_the_last_table():
    last = date(2026, 12, 31)
    assert CALENDAR.next_working(last) == last
    with pytest.raises(CalendarMissing):
        CALENDAR.next_working(last + timedelta(1))


def test_agency_closure_is_not_worked_and_says_why(tmp_path):
    overlay = tmp_path / "closures.yaml"
    overlay.write_text(
        "closures:\n  - {from: 2025-09-24, to: 2025-09-25, reason: 台风停工}\n", encoding="utf-8"
    )
    calendar = load_calendar(closures=(overlay,))
    assert not calendar.is_working(date(2025, 9, 25))
    assert calendar.name(date(2025, 9, 24)) == "台风停工"
    assert calendar.is_working(date(2025, 9, 26))


def test_a_closure_wins_over_a_make_up_day(tmp_path):
    overlay = tmp_path / "closures.yaml"
    overlay.write_text(
        "closures:\n  - {from: 2025-10-11, to: 2025-10-11, reason: 暴雨}\n", encoding="utf-8"
    )
    calendar = load_calendar(closures=(overlay,))
    assert not calendar.is_working(date(2025, 10, 11))
    assert calendar.name(date(2025, 10, 11)) == "暴雨"


def test_a_later_folder_adds_a_year(tmp_path):
    (tmp_path / "cn-2031.yaml").write_text(GOOD, encoding="utf-8")
    calendar = load_calendar((SHIPPED, tmp_path))
    assert sorted(calendar.tables) == [2024, 2025, 2026, 2031]


@pytest.mark.parametrize(
    ("written", "instead", "code", "line"),
    [
        ("working_days: 260", "working_days: 261", "calendar.wrong_total", 3),
        ("to: 2031-01-01", "to: 2030-12-31", "calendar.span_reversed", 5),
        ("from: 2031-01-01", "from: 2030-12-31", "calendar.foreign_day", 5),
        ("to: 2031-01-01", "to: 1.1.2031", "data.not_a_date", 5),
        ("days: []", "days:\n    - 2031-01-06", "calendar.make_up_on_weekday", 9),
        ("days: []", "days:\n    - 2032-01-03", "calendar.foreign_day", 9),
        ("to: 2031-01-01", "to: 2031-01-04", "calendar.off_and_on", 9),
        ("year: 2031", "year: soon", "data.not_a_number", 1),
        ("source: 通知\n", "", "data.missing_field", 1),
        ("source: 通知", "source: ''", "data.empty_text", 2),
        ("source: 通知", "sauce: 通知", "data.missing_field", 1),
        ("source: 通知", "source: 通知\nnote: x", "data.unknown_field", 3),
        ("source: 通知", "source: 通知\nyear: 2031", "data.twice", 3),
        ("days: []", "days: none", "data.not_a_list", 8),
        ("name: 调休上班", "name: [调休]", "data.not_a_value", 7),
        ("make_up:", "make_up: no\nrest:", "data.not_a_mapping", 6),
        ("source: 通知", "source: 通知: 2", "data.not_yaml", 2),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, written, instead, code, line):
    text = GOOD.replace(written, instead)
    if code == "calendar.off_and_on":
        text = text.replace("days: []", "days:\n    - 2031-01-04")
    path = tmp_path / "cn-2031.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_year(path)
    assert refused.value.code == code
    assert refused.value.facts["line"] == line
    assert refused.value.facts["file"] == "cn-2031.yaml"


def test_a_missing_or_empty_file_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"data\.missing_file"):
        load_year(tmp_path / "cn-2032.yaml")
    (tmp_path / "cn-2033.yaml").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"data\.empty_file"):
        load_year(tmp_path / "cn-2033.yaml")
