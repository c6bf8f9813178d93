"""Periods as they would be: counted as on record, and nothing recorded."""

import datetime as dt

import pytest

from engine.calendar import CalendarMissing
from engine.derivation import StepKind
from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from engine.periods import Status
from engine.what_if import If, Supposition, suppose
from tests.bureau import Bureau
from workflows.deadline_data import load_deadlines

RULES = load_deadlines().in_force(dt.date(2026, 3, 2))
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(scope="module")
def bureau():
    """A case filed on 2026-03-03: ninety days run to 2026-06-01."""
    return Bureau().play(until="approve_filing")


def what_if(bureau, *wishes, today=TODAY):
    """What is supposed, as `{rule: supposed}`."""
    found = suppose(bureau.case, wishes, RULES, bureau.law.calendar, today)
    return {one.rule.id: one for one in found}


def wish(kind, about, first, last=None):
    day = dt.date.fromisoformat(first) if len(first) == 10 else dt.datetime.fromisoformat(first)
    if isinstance(day, dt.datetime):
        day = day.replace(tzinfo=LEGAL_ZONE)
    end = dt.date.fromisoformat(last) if last else None
    return Supposition(kind=If(kind), about=about, first=day, last=end, reason="假设")


def due(found, rule):
    return found[rule].deadline.due.isoformat()


# Countdowns: both ways round


def test_if_the_hearing_is_held_that_day_its_notice_is_served_by_then(bureau):
    found = what_if(bureau, wish("start", "D09", "2026-02-26"))
    assert (due(found, "D09"), found["D09"].earliest) == ("2026-02-09", False)


@pytest.mark.parametrize("kind, about", [("earliest", "D09"), ("served", "hearing_notice")])
def test_if_the_notice_is_served_that_day_the_hearing_is_held_from_then_on(bureau, kind, about):
    found = what_if(bureau, wish(kind, about, "2026-02-09"))
    assert (due(found, "D09"), found["D09"].earliest) == ("2026-02-26", True)


# A service starts every period it starts in law, and what runs on from one of them


def test_if_the_decision_is_served_every_period_it_starts_is_told(bureau):
    found = what_if(bureau, wish("served", "penalty_decision", "2025-03-05"))
    assert {rule: due(found, rule) for rule in ("D16", "D22", "D23", "D20")} == {
        "D16": "2025-03-20",
        "D22": "2025-05-06",
        "D23": "2025-09-05",
        "D20": "2025-12-05",
    }
    assert (found["D20"].follows, found["D23"].follows) == ("D23", "")
    assert found["D16"].recorded is None


def test_hours_do_not_run_on_from_a_day(bureau):
    assert set(what_if(bureau, wish("start", "D28", "2026-03-10"))) == {"D28"}


def test_an_extension_is_no_period_that_runs_on(bureau):
    assert set(what_if(bureau, wish("start", "D11", "2026-03-10"))) == {"D11"}


# Building on the period on record


def test_a_supposed_pause_is_added_to_the_period_on_record(bureau):
    found = what_if(bureau, wish("pause", "D11", "2026-03-11", "2026-03-20"))["D11"]
    assert found.recorded.due == dt.date(2026, 6, 1)
    assert found.deadline.due == dt.date(2026, 6, 11)
    paused = [s for s in found.deadline.derivation if s.kind is StepKind.PAUSED]
    assert [(s.first.day, s.last.day, s.reason) for s in paused] == [(11, 20, "假设")]


def test_a_pause_without_an_end_leaves_no_date(bureau):
    found = what_if(bureau, wish("pause", "D11", "2026-03-11"))["D11"]
    assert (found.deadline.status, found.deadline.due) == (Status.PAUSED, None)


def test_the_extensions_the_law_allows_are_granted_in_their_order(bureau):
    once = what_if(bureau, wish("extend", "D11", "2026-05-20"))
    twice = what_if(
        bureau, wish("extend", "D11", "2026-06-20"), wish("extend", "D11", "2026-05-20")
    )
    assert (due(once, "D11"), due(twice, "D11")) == ("2026-07-01", "2026-08-30")


def test_an_extension_too_many_or_too_late_is_refused(bureau):
    with pytest.raises(InputError, match=r"what_if\.no_extension"):
        what_if(bureau, *(wish("extend", "D11", "2026-05-20") for _ in range(3)))
    with pytest.raises(InputError, match=r"deadline\.extension_late"):
        what_if(bureau, wish("extend", "D11", "2026-06-02"))


def test_another_start_forgets_what_is_on_record_and_takes_what_is_supposed(bureau):
    found = what_if(
        bureau,
        wish("start", "D11", "2025-07-08"),
        wish("pause", "D11", "2025-08-01", "2025-08-10"),
    )["D11"]
    assert found.deadline.start == dt.date(2025, 7, 8)
    assert found.deadline.due == dt.date(2025, 10, 16)
    assert found.recorded.due == dt.date(2026, 6, 1)


def test_hours_run_from_the_supposed_minute(bureau):
    found = what_if(bureau, wish("start", "D06", "2026-02-15 10:30"))["D06"].deadline
    assert found.due_at == dt.datetime(2026, 2, 16, 10, 30, tzinfo=LEGAL_ZONE)
    with pytest.raises(InputError, match=r"deadline\.needs_minute"):
        what_if(bureau, wish("start", "D06", "2026-02-15"))


def test_a_day_named_by_a_document_is_supposed_as_the_day_it_names(bureau):
    found = what_if(bureau, wish("start", "D41", "2026-03-14"))["D41"].deadline
    assert (found.start, found.raw_due, found.due.isoformat()) == (
        TODAY,
        dt.date(2026, 3, 14),
        "2026-03-16",
    )
    with pytest.raises(InputError, match=r"deadline\.named_too_early"):
        what_if(bureau, wish("start", "D41", "2026-03-09"))


# What cannot be supposed


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (wish("pause", "D16", "2026-03-11", "2026-03-20"), "what_if.no_start"),
        (wish("pause", "D41", "2026-03-11"), "what_if.no_start"),
        (wish("extend", "D04", "2026-03-11"), "what_if.no_start"),
        (wish("extend", "D41", "2026-03-11"), "what_if.no_extension"),
        (wish("start", "D02", "2026-03-11"), "what_if.not_counted"),
        (wish("start", "D18", "2026-03-11"), "what_if.not_counted"),
        (wish("earliest", "D08", "2026-03-11"), "what_if.not_backward"),
        (wish("served", "interview_record", "2026-03-11"), "what_if.starts_nothing"),
        (wish("served", "rectification_order", "2026-03-11"), "what_if.starts_nothing"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.about,
)
def test_what_means_nothing_is_refused(bureau, wrong, code):
    with pytest.raises(InputError) as refused:
        what_if(bureau, wrong)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "reaching",
    [
        wish("start", "D08", "2026-12-29"),
        wish("start", "D09", "2027-01-10"),
        wish("earliest", "D09", "2026-12-28"),
        wish("served", "penalty_decision", "2026-12-20"),
        wish("pause", "D11", "2026-03-11", "2027-03-20"),
    ],
    ids=lambda value: f"{value.kind}-{value.about}",
)
def test_a_year_without_a_table_is_refused_by_name(bureau, reaching):
    with pytest.raises(CalendarMissing) as refused:
        what_if(bureau, reaching)
    assert refused.value.year == 2027


def test_supposing_changes_nothing(bureau):
    before = bureau.case
    what_if(
        bureau,
        wish("pause", "D11", "2026-03-11", "2026-03-20"),
        wish("served", "penalty_decision", "2025-03-05"),
    )
    assert bureau.case.deadlines == before.deadlines
    assert bureau.case.version == before.version
