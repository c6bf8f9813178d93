"""A year without its table: refused until it is there, and counted as soon as it is."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.awaited import dated
from engine.calendar import CalendarMissing, YearTable
from engine.periods import Status
from engine.road import Done
from tests.bureau import Bureau, told
from tests.playbook import law

NEXT = YearTable(
    year=2027,
    source="made up",
    holidays={dt.date(2027, 1, n): "元旦" for n in (1, 2, 3)},
    make_up={},
)


def known(bureau):
    """The same bureau, with the table of 2027 on its shelf."""
    calendar = bureau.law.calendar
    tables = {**calendar.tables, 2027: NEXT}
    bureau.law = replace(bureau.law, calendar=replace(calendar, tables=tables))
    return bureau


@pytest.fixture
def noticed():
    """A case whose statement period began in the last days of 2026, before the table came."""
    bureau = Bureau(rules=law())
    bureau.play(until="signed#2", begin="2026-12-21")
    return bureau


def statement(bureau):
    return bureau.case.deadline("D07")


def test_a_period_that_reaches_the_unknown_year_has_no_date(noticed):
    found = statement(noticed)
    assert (found.computed.status, found.computed.due) == (Status.CALENDAR_MISSING, None)
    assert found.computed.awaits_year == 2027


def test_what_depends_on_the_date_is_refused_by_naming_the_year(noticed):
    with pytest.raises(CalendarMissing) as refused:
        noticed.do("record_waiver_or_lapse", at="2027-01-20 09:00")
    assert refused.value.facts == {"year": 2027}


def test_once_the_table_is_there_the_recorded_period_is_counted(noticed):
    known(noticed)
    found, rule = statement(noticed), noticed.law.rules["D07"]
    assert found.computed.due is None
    assert dated(found, rule, noticed.law.calendar).due == dt.date(2027, 1, 5)


@pytest.mark.parametrize(("day", "lapsed"), [("2027-01-05", False), ("2027-01-06", True)])
def test_the_case_goes_on_with_the_date_the_table_gives(noticed, day, lapsed):
    outcome = known(noticed).do("record_waiver_or_lapse", at=f"{day} 09:00")
    assert isinstance(outcome, Done) is lapsed, told(outcome)


def test_a_date_on_record_is_never_counted_anew():
    bureau = Bureau(rules=law()).play(until="signed#2")
    found, rule = bureau.case.deadline("D07"), bureau.law.rules["D07"]
    longer = replace(rule, length=rule.length + 3)
    assert dated(found, longer, bureau.law.calendar) == found.computed
