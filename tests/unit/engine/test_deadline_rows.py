"""What lists know of a case's periods without replaying it: the rows that are kept of them."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.legal_time import LEGAL_ZONE
from engine.periods import Status
from engine.projection import deadline_of, rows_of
from tests.bureau import Bureau
from tests.playbook import law


def rows(bureau):
    """Every row kept of the case's periods, by rule."""
    with bureau.store.read() as view:
        return {row.rule: row for row in view.deadlines(bureau.case_id)}


@pytest.mark.parametrize("until", ["approve_filing", "signed#2", "pay_full", "archive"])
def test_a_row_says_of_a_running_period_what_its_replay_says(until):
    bureau = Bureau().play(until=until)
    running = [d for d in bureau.case.deadlines.values() if d.status == "running"]
    assert running or until == "archive"
    for found in running:
        told = deadline_of(rows(bureau)[found.rule], bureau.law.rules[found.rule])
        full = replace(found.computed, raw_due=None, start_at=None, derivation=())
        assert told == full


def test_a_row_keeps_the_minute_and_the_day_a_breach_begins_after():
    bureau = Bureau().play(until="approve_filing", begin="2026-03-02")
    decide = bureau.law.rules["D11"]
    told = deadline_of(rows(bureau)["D11"], decide)
    assert (told.due, told.breach_after) == (dt.date(2026, 5, 31), dt.date(2026, 6, 1))
    minute = '{"start":"2026-02-15","due_at":"2026-02-16T10:00:00+08:00"}'
    hours = replace(rows(bureau)["D11"], due=dt.date(2026, 2, 16), extra=minute)
    told = deadline_of(hours, bureau.law.rules["D06"])
    assert told.due_at == dt.datetime(2026, 2, 16, 10, tzinfo=LEGAL_ZONE)


def test_a_period_that_waits_for_a_year_is_no_running_row():
    bureau = Bureau(rules=law()).play(until="signed#2", begin="2026-12-21")
    row = rows(bureau)["D07"]
    assert (row.status, row.due) == (Status.CALENDAR_MISSING.value, dt.date.max)
    told = deadline_of(row, bureau.law.rules["D07"])
    assert (told.due, told.awaits_year) == (None, 2027)


def test_periods_begun_before_anybody_was_assigned_belong_to_who_is_assigned():
    lead = Bureau().play(until="register_lead")
    assert {(r.owner, r.squad) for r in rows(lead).values()} == {("", lead.case.data.text("squad"))}
    assigned = Bureau().play(until="start_verification")
    held = {(r.owner, r.squad) for r in rows(assigned).values()}
    assert held == {(assigned.case.officers()[0], assigned.case.data.text("squad"))}
    assert "D01" in rows(assigned)


def test_an_event_that_touches_no_period_writes_no_row_of_one():
    bureau = Bureau().play(until="record_evidence")
    case = bureau.case
    assert rows_of(case, case.events[-1]).deadlines == []
