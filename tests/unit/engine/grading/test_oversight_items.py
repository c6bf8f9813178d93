"""Items H1 to H5: payment, enforcement, duties, publication and filing upward, closing."""

import datetime as dt

import pytest

from tests.defects import (
    archived,
    dated,
    findings,
    inputs,
    lived,
    new_in,
    rows,
    served,
    signed_at,
    unsigned,
    without,
    without_paper,
)
from tests.graded import Files

COURT, PLAN, MAJOR = (
    "collection-e_fulfilled-court",
    "collection-e_fulfilled-plan",
    "publication-f_filed",
)


def payment(**changes):
    return lambda events: inputs(
        events, "pay_full", **{f"payments__{k}": v for k, v in changes.items()}
    )


def twice(events):
    """The payment recorded in two halves that name one receipt."""

    def halves(paid):
        (row,) = paid
        return [row.merged({"amount": 400_000, "bank_reference": n}) for n in ("甲", "乙")]

    return rows(events, "pay_full", "payments", halves)


def closing(**changes):
    return lambda events: inputs(events, "request_closing", **changes)


def published(**changes):
    return lambda events: inputs(events, "decide_scope", **changes)


MASKED = [{"field": "id_number", "treatment": "不公示"}]
DEFECTS = [
    ("H1", "fine_unpaid", 4, payment(amount=700_000)),
    ("H1", "fine_unpaid", 4, payment(amount=900_000)),
    ("H1", "fine_unpaid", 4, lambda e: without(e, "pay_full")),
    ("H1", "payment_unproved", 4, payment(receipt_number="")),
    ("H1", "payment_unproved", 4, payment(bank_reference=" ")),
    ("H1", "payment_unproved", 4, payment(file=None)),
    ("H1", "paid_before_decision", 4, payment(paid_on=dt.date(2026, 3, 18))),
    ("H1", "receipt_reused", 4, twice),
    ("H1", "payment_notice_missing", 4, lambda e: without_paper(e, "payment_notice")),
    ("H3", "correction_unchecked", 2, lambda e: without_paper(e, "rectification_review")),
    ("H3", "correction_unchecked", 2, lambda e: inputs(e, "review_ok", evidence=())),
    ("H3", "duty_unverified", 2, lambda e: inputs(e, "confirm_payment", duties_verified=False)),
    ("H4", "published_late", 1, lambda e: without(e, "publish")),
    ("H4", "unmasked", 1, published(masked=MASKED)),
    ("H4", "private_published", 1, published(published_text="联系电话0570-0000099，给予警告。")),
    ("H5", "closing_missing", 2, lambda e: without_paper(e, "closing_approval")),
    ("H5", "closing_field_empty", 2, closing(execution_result="")),
    ("H5", "closing_field_empty", 2, closing(remedies_outcome="/")),
    ("H5", "closing_unsigned", 2, lambda e: unsigned(e, "closing_approval", "head")),
    (
        "H5",
        "signed_out_of_order",
        2,
        lambda e: signed_at(e, "closing_approval", "squad_leader", "2026-04-04"),
    ),
    ("H5", "closing_groundless", 2, closing(closing_ground="withdrawn")),
    ("H5", "closing_groundless", 2, closing(closing_ground="")),
    ("H5", "closed_unpaid", 2, payment(amount=700_000)),
]


@pytest.mark.parametrize(("head", "code", "halves", "change"), DEFECTS)
def test_a_defect_of_performance_or_oversight_is_found(head, code, halves, change):
    found = new_in(archived(), change(archived().events), head)
    assert found.get(code) == halves, found


def test_a_receipt_whose_scan_is_gone_proves_no_payment():
    (paid,) = archived().case.data.records("payments")
    missing = Files(missing=[paid.record("file").text("digest")])
    assert new_in(archived(), archived().events, "H1", files=missing) == {"payment_unproved": 4}


def test_a_fine_paid_in_two_parts_with_their_own_receipts_is_paid():
    base = lived(PLAN)
    assert findings(base, base.events, "H1") == []


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-27", False), ("2026-03-30", False), ("2026-03-31", True)]
)
def test_a_decision_is_published_within_seven_working_days(day, found):
    """APL 48(1), M55 10(1): decided on 19 March, so the last day is 30 March."""
    events = inputs(archived().events, "publish", published_on=dt.date.fromisoformat(day))
    assert ("published_late" in new_in(archived(), events, "H4")) is found


@pytest.mark.parametrize(
    ("day", "found"), [("2026-04-02", False), ("2026-04-03", False), ("2026-04-07", True)]
)
def test_a_major_decision_is_filed_upward_within_fifteen_days(day, found):
    """Local rules (D35): decided on 19 March, the fifteenth day is Friday 3 April."""
    base = lived(MAJOR)
    events = inputs(base.events, "file_major", filed_on=dt.date.fromisoformat(day))
    assert ("unfiled_upward" in new_in(base, events, "H4")) is found


@pytest.mark.parametrize(("days", "found"), [(-1, False), (0, False), (1, True)])
def test_a_decision_undone_is_taken_from_the_public_within_three_working_days(days, found):
    """APL 48(2), 85, M55 10(2): from the day the remedy was concluded."""
    base = lived("publication-f_withdrawn")
    undone = next(e for e in base.events if any(d.rule == "D15" for d in e.deadlines))
    last, left = undone.inputs.day("concluded_on"), 3
    while left:
        last += dt.timedelta(days=1)
        left -= base.law.calendar.is_working(last)
    events = inputs(base.events, "withdraw", withdrawn_on=last + dt.timedelta(days=days))
    assert ("withdrawn_late" in new_in(base, events, "H4")) is found


def test_a_surcharge_follows_a_demand_where_the_bureau_holds_it_must():
    """AEL 35; whether the warning in the decision is enough is the bureau's setting."""
    events = without(without_paper(lived(COURT).events, "demand_notice"), "apply_court")
    assert new_in(lived(COURT), events, "H2")["surcharge_undemanded"] == 2


def test_a_major_decision_never_filed_is_found_once_its_time_is_over():
    base = lived(MAJOR)
    events = without_paper(without(base.events, "file_major"), "major_case_filing_form")
    assert "unfiled_upward" not in new_in(base, events, "H4", now=base.case.last_at)
    later = base.case.last_at + dt.timedelta(days=10)
    assert new_in(base, events, "H4", now=later) == {"unfiled_upward": 1}


@pytest.mark.parametrize(
    ("day", "found"), [("2026-04-23", False), ("2026-04-24", False), ("2026-04-27", True)]
)
def test_a_case_is_closed_within_fifteen_working_days(day, found):
    """M55 31 (D33): asked for on 2 April, so the last day is 24 April."""
    events = signed_at(archived().events, "closing_approval", "head", day)
    assert ("closed_late" in new_in(archived(), events, "H5")) is found


# -- enforcement ------------------------------------------------------------------------------


ENFORCEMENT = [
    (COURT, "undemanded", lambda e: without_paper(e, "demand_notice")),
    (COURT, "undemanded", lambda e: served(e, "demand_notice-1", "2026-10-01")),
    (COURT, "court_untimely", lambda e: dated(e, "court_application", "2026-12-21")),
    (PLAN, "deferred_late", lambda e: dated(e, "deferral_approval", "2026-04-08")),
]


@pytest.mark.parametrize(("life", "code", "change"), ENFORCEMENT)
def test_a_defect_of_enforcement_is_found(life, code, change):
    found = new_in(lived(life), change(lived(life).events), "H2")
    assert found.get(code) == 2, found


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-09-20", True), ("2026-09-21", False), ("2026-12-20", False), ("2026-12-21", True)],
)
def test_the_court_is_asked_within_three_months_from_the_end_of_the_time_to_sue(day, found):
    """AEL 53, ALLI 156: served on 20 March; six months to sue, then three months, never rolled."""
    events = dated(lived(COURT).events, "court_application", day)
    assert ("court_untimely" in new_in(lived(COURT), events, "H2")) is found


@pytest.mark.parametrize(("day", "found"), [("2026-09-09", True), ("2026-09-08", False)])
def test_ten_working_days_lie_between_demand_and_court(day, found):
    """AEL 54, 69: applied on 22 September; Sunday the 20th is worked instead of a holiday."""
    events = served(lived(COURT).events, "demand_notice-1", day)
    assert ("enforced_early" in new_in(lived(COURT), events, "H2")) is found


@pytest.mark.parametrize(("day", "found"), [("2026-04-07", False), ("2026-04-08", True)])
def test_deferral_is_granted_before_the_fine_falls_due(day, found):
    """APL 66(2), 67(3): served on 20 March, due on 7 April (the 4th to 6th are days off)."""
    events = dated(lived(PLAN).events, "deferral_approval", day)
    assert ("deferred_late" in new_in(lived(PLAN), events, "H2")) is found


def test_a_fine_left_unpaid_without_anything_done_is_found():
    """AEL 35: overdue, closed, and neither demanded nor taken to court."""
    events = without(archived().events, "pay_full")
    assert new_in(archived(), events, "H2") == {"overdue_idle": 2}


def test_a_case_paid_in_time_is_not_asked_about_enforcement():
    assert findings(archived(), archived().events, "H2") == []
