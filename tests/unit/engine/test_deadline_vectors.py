"""The worked dates the bureau accepts the engine by, computed from the shipped rules and tables.

Every row says what the law gives for one start; lengths are never repeated here.
"""

from datetime import date

import pytest

from engine.deadlines import compute, earliest
from engine.periods import Deadline, Extension, Unit
from tests.surcharges import grown
from workflows.calendar_data import load_calendar
from workflows.deadline_data import load_deadlines

CALENDAR = load_calendar()
BOOK = load_deadlines()

#: number, rule, start; unrolled last day, day shown, last lawful day
DATES = [
    (1, "D03", "2025-09-29", "2025-10-15 2025-10-15 2025-10-15"),
    (2, "D03", "2026-02-12", "2026-02-28 2026-02-28 2026-02-28"),
    (3, "D08", "2025-01-24", "2025-02-07 2025-02-07 2025-02-07"),
    (4, "D08", "2026-04-29", "2026-05-09 2026-05-09 2026-05-09"),
    (5, "D10", "2025-09-26", "2025-10-16 2025-10-16 2025-10-16"),
    (6, "D12", "2024-09-12", "2024-09-24 2024-09-24 2024-09-24"),
    (7, "D13", "2025-12-31", "2026-01-06 2026-01-06 2026-01-06"),
    (8, "D19", "2025-04-28", "2025-05-15 2025-05-15 2025-05-15"),
    (9, "D01", "2025-09-22", "2025-10-17 2025-10-17 2025-10-17"),
    (10, "D17", "2026-02-14", "2026-02-25 2026-02-25 2026-02-25"),
    (11, "D16", "2025-09-23", "2025-10-08 2025-10-09 2025-10-09"),
    (12, "D16", "2026-02-03", "2026-02-18 2026-02-24 2026-02-24"),
    (13, "D16", "2025-03-03", "2025-03-18 2025-03-18 2025-03-18"),
    (14, "D11", "2025-07-08", "2025-10-06 2025-10-06 2025-10-09"),
    (15, "D04", "2025-09-03", "2025-10-03 2025-10-03 2025-10-03"),
    (16, "D32", "2026-01-20", "2026-02-19 2026-02-19 2026-02-19"),
    (17, "D22", "2025-08-04", "2025-10-03 2025-10-09 2025-10-09"),
    (18, "D23", "2025-08-31", "2026-02-28 2026-02-28 2026-02-28"),
    (19, "D23", "2025-03-05", "2025-09-05 2025-09-05 2025-09-05"),
]

#: number, fine in fen, days overdue, surcharge in fen
SURCHARGES = [
    (20, 1_000_00, 1, 30_00),
    (20, 1_000_00, 10, 300_00),
    (20, 1_000_00, 33, 990_00),
    (20, 1_000_00, 34, 1_000_00),
    (20, 1_000_00, 60, 1_000_00),
    (21, 150_00, 33, 148_50),
    (21, 150_00, 34, 150_00),
]

#: number, notice served, earliest hearing
HEARINGS = [
    (22, "2025-03-03", "2025-03-13"),
    (22, "2025-09-24", "2025-10-11"),
    (22, "2026-02-09", "2026-02-26"),
]


def run(rule_id: str, start: str, *extensions: Extension) -> Deadline:
    day = date.fromisoformat(start)
    return compute(BOOK.rule(rule_id, day), day, CALENDAR, extensions=extensions)


@pytest.mark.parametrize(("number", "rule_id", "start", "ends"), DATES)
def test_period_ends_on_the_worked_date(number, rule_id, start, ends):
    deadline = run(rule_id, start)
    found = (deadline.raw_due, deadline.due, deadline.breach_after)
    assert found == tuple(map(date.fromisoformat, ends.split())), number


def test_lead_check_extended_by_ten_working_days():
    rule = BOOK.rule("D01", date(2025, 9, 22))
    allowed = rule.extensions[0]
    extension = Extension(
        length=allowed.length, unit=allowed.unit, granted_on=date(2025, 10, 17), reason="需补充核查"
    )
    assert extension.unit is Unit.WORKING_DAYS
    assert run("D01", "2025-09-22", extension).due == date(2025, 10, 31)


def test_party_periods_start_on_the_day_after_deemed_service():
    deemed = run("D32", "2026-01-20").due
    assert deemed == date(2026, 2, 19)
    pay = run("D16", deemed.isoformat())
    assert pay.derivation[1].first == date(2026, 2, 20)


def test_court_window_runs_from_the_end_of_the_suit_period():
    suit = run("D23", "2025-03-05")
    assert BOOK.rule("D20", suit.due).starts_after == ("D23",)
    assert run("D20", suit.due.isoformat()).due == date(2025, 12, 5)


@pytest.mark.parametrize(("number", "fine", "days", "expected"), SURCHARGES)
def test_surcharge_in_exact_fen(number, fine, days, expected):
    rule = BOOK.surcharge("D18")
    found = grown(fine, days, rule.rate_permille_per_day, rule.cap(fine))
    assert found == expected, number


@pytest.mark.parametrize(("number", "served", "hearing"), HEARINGS)
def test_seven_full_working_days_lie_between_notice_and_hearing(number, served, hearing):
    day = date.fromisoformat(served)
    rule = BOOK.rule("D09", day)
    assert earliest(rule, day, CALENDAR).due == date.fromisoformat(hearing), number


@pytest.mark.parametrize(("number", "served", "hearing"), HEARINGS)
def test_counted_back_from_the_hearing_the_notice_day_is_found_again(number, served, hearing):
    day = date.fromisoformat(hearing)
    rule = BOOK.rule("D09", day)
    assert compute(rule, day, CALENDAR).due == date.fromisoformat(served), number
