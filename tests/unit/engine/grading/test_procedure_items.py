"""Items E1 to E4, E6, E8 and E9: filing, report, notice, answer, review, approval, periods."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from engine.grading.counting import runs
from engine.grading.profile import HALVES
from tests.bureau import Bureau
from tests.defects import (
    Played,
    archived,
    dated,
    inputs,
    lived,
    new_in,
    served,
    signed_at,
    signed_by,
    unsigned,
    without,
    without_paper,
)
from tests.graded import Files, dossier_of

HEADS = ("subject", "procedure", "facts", "law", "power", "documents", "crime", "other")
LONG_AGO = dt.date(1990, 1, 1)


def lead(**changes):
    return lambda events: inputs(events, "register_lead", **changes)


def filing(**changes):
    return lambda events: inputs(events, "request_filing", **changes)


def notice(**changes):
    return lambda events: inputs(events, "serve_prior_notice", **changes)


def report(**changes):
    return lambda events: inputs(events, "end_investigation", **changes)


def recheck(**changes):
    return lambda events: inputs(events, "submit_review", **changes)


def review(**changes):
    return lambda events: inputs(events, "review_pass", **changes)


def heads(*names):
    return [{"head": name, "finding": "无误。"} for name in names]


def no_paper(*forms):
    return lambda events: without_paper(events, *forms)


def nobody(form, *slots):
    return lambda events: unsigned(events, form, *slots)


def another(form, slot, person):
    return lambda events: signed_by(events, form, slot, person)


def on(form, day):
    return lambda events: dated(events, form, day)


def no_evidence(events):
    def bare(event):
        given = {k: v for k, v in event.inputs.items() if k != "evidence"}
        return replace(event, inputs=type(event.inputs)(given))

    return [bare(event) for event in events]


DEFECTS = [
    ("E1", "lead_unregistered", 2, no_paper("lead_register")),
    ("E1", "filing_missing", 2, no_paper("filing_approval")),
    ("E1", "filing_field_empty", 2, filing(brief_facts="")),
    ("E1", "filing_field_empty", 2, filing(cause=" ")),
    ("E1", "filing_unfounded", 2, filing(initial_evidence=False)),
    ("E1", "filing_unfounded", 2, filing(within_jurisdiction=None)),
    ("E1", "filing_unfounded", 2, no_evidence),
    ("E1", "lead_field_empty", 2, lead(handling_opinion="")),
    ("E1", "opinion_unsigned", 2, nobody("filing_approval", "squad_leader")),
    ("E1", "opinion_unsigned", 2, nobody("filing_approval", "head")),
    ("E1", "opinion_unsigned", 2, nobody("filing_approval", "officer_second")),
    ("E1", "signer_unfit", 2, another("filing_approval", "head", "p10")),
    (
        "E1",
        "signed_out_of_order",
        2,
        lambda e: signed_at(e, "filing_approval", "squad_leader", "2026-03-04"),
    ),
    ("E2", "report_missing", 4, no_paper("investigation_report")),
    ("E2", "section_empty", 1, report(process="")),
    ("E2", "section_empty", 1, report(facts_found="")),
    ("E2", "section_empty", 1, report(discretion_reason="")),
    ("E2", "section_empty", 1, report(proposal="")),
    ("E2", "section_empty", 1, report(illegal_gains=None)),
    ("E2", "report_proposal_empty", 1, report(tier="")),
    ("E2", "report_proposal_empty", 1, report(fine=None)),
    ("E2", "report_proposal_empty", 1, report(penalty_kinds=())),
    ("E2", "evidence_unlisted", 1, no_evidence),
    ("E2", "basis_unknown", 1, lead(act_on=LONG_AGO)),
    ("E2", "report_unsigned", 1, nobody("investigation_report", "squad_leader")),
    ("E3", "notice_missing", 8, no_paper("penalty_prior_notice")),
    ("E3", "notice_empty", 2, notice(notice_facts="")),
    ("E3", "notice_empty", 2, notice(notice_reasons="违法")),
    ("E3", "notice_empty", 2, notice(notice_content="")),
    ("E3", "basis_strange", 2, notice(notice_reasons="违反了《城市绿化条例》第二十六条的规定。")),
    ("E3", "basis_unknown", 2, lead(act_on=LONG_AGO)),
    ("E3", "proposal_unstated", 2, notice(notice_content="依法给予相应的处理。")),
    ("E3", "proposal_unstated", 2, notice(notice_content="警告，并处罚款人民币柒仟元整。")),
    ("E3", "hearing_right_untold", 2, notice(notice_fine=5_000_000)),
    ("E3", "notice_unserved", 2, no_paper("service_receipt")),
    ("E3", "notice_unserved", 2, lambda e: served(e, "penalty_prior_notice-1", "2026-03-20")),
    ("E3", "notice_unsealed", 2, nobody("penalty_prior_notice", "seal")),
    ("E4", "statement_unrecorded", 2, no_paper("statement_record")),
    ("E4", "recheck_missing", 2, no_paper("recheck_opinion")),
    ("E4", "recheck_missing", 2, on("recheck_opinion", "2026-03-21")),
    ("E4", "point_unanswered", 4, recheck(point_answers__reason="")),
    ("E4", "point_unanswered", 4, recheck(point_answers__checking=" ")),
    ("E4", "adoption_unreflected", 4, recheck(point_answers__adopted="adopted")),
    ("E4", "statement_unsigned", 2, nobody("statement_record", "officer_second")),
    ("E4", "statement_unsigned", 2, nobody("recheck_opinion", "squad_leader")),
    (
        "E4",
        "party_signature_unproved",
        2,
        lambda e: inputs(e, "record_statement", party_signature={"mode": "absent"}),
    ),
    ("E6", "review_missing", 6, no_paper("legal_review_opinion")),
    ("E6", "review_head_missing", 1, review(review_heads=heads(*HEADS[1:]))),
    ("E6", "review_head_missing", 3, review(review_heads=heads(*HEADS[3:]))),
    ("E6", "review_head_missing", 8, review(review_heads__finding="")),
    ("E6", "reviewed_after", 6, on("legal_review_opinion", "2026-03-20")),
    ("E6", "decided_against_review", 6, review(review_result="supplement")),
    ("E6", "review_signer_unfit", 2, another("legal_review_opinion", "legal_reviewer", "p02")),
    ("E6", "review_signer_unfit", 2, another("legal_review_opinion", "legal_reviewer", "p13")),
    ("E6", "review_unsigned", 2, nobody("legal_review_opinion", "legal_head")),
    ("E6", "review_empty", 1, review(review_opinion="")),
    ("E8", "approval_missing", 4, no_paper("decision_approval")),
    ("E8", "opinion_unsigned", 2, nobody("decision_approval", "legal_head")),
    ("E8", "opinion_unsigned", 2, nobody("decision_approval", "head")),
    ("E8", "signer_unfit", 2, another("decision_approval", "head", "p13")),
    (
        "E8",
        "signed_out_of_order",
        2,
        lambda e: signed_at(e, "decision_approval", "officer_lead", "2026-03-19", clock="11:00"),
    ),
    ("E8", "approved_after", 2, on("decision_approval", "2026-03-20")),
]


@pytest.mark.parametrize(("head", "code", "halves", "change"), DEFECTS)
def test_a_defect_of_procedure_is_found(head, code, halves, change):
    found = new_in(archived(), change(archived().events), head)
    assert found.get(code) == halves, found


def late(head, code, events):
    """Whether a head finds a period exceeded."""
    return code in new_in(archived(), events, head)


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-20", False), ("2026-03-23", False), ("2026-03-24", True)]
)
def test_a_lead_is_filed_within_fifteen_working_days(day, found):
    """M55 15(1): a lead of Monday 2 March, so the last day is Monday 23 March."""
    events = dated(archived().events, "filing_approval", day)
    assert late("E1", "lead_checked_late", events) is found


@pytest.mark.parametrize(("day", "found"), [("2026-03-17", True), ("2026-03-18", False)])
def test_nobody_decides_before_the_time_for_a_statement_is_over(day, found):
    """APL 62, M55 22(2): told on 10 March, five working days end with the 17th."""
    silent = without(archived().events, "record_statement")
    events = dated(silent, "penalty_decision", day)
    assert late("E3", "decided_unheard", events) is found


@pytest.mark.parametrize(("day", "faults"), [("2026-03-17", 2), ("2026-03-18", 0)])
def test_nobody_decides_before_the_time_to_ask_for_a_hearing_is_over(day, faults):
    """APL 64(1): told on 10 March; statement and hearing both lapse with the 17th."""
    base = lived("publication-f_filed")
    silent = dated(without(base.events, "record_statement"), "penalty_decision", day)
    assert new_in(base, silent, "E3").get("decided_unheard", 0) == faults * HALVES


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-27", False), ("2026-03-30", False), ("2026-03-31", True)]
)
def test_a_review_takes_ten_working_days(day, found):
    """M55 25: sent on 16 March, so the last day is 30 March."""
    events = dated(archived().events, "legal_review_opinion", day)
    assert late("E6", "reviewed_late", events) is found


@pytest.mark.parametrize(
    ("day", "found"), [("2026-05-31", False), ("2026-06-01", False), ("2026-06-02", True)]
)
def test_a_decision_is_made_within_ninety_days_of_filing(day, found):
    """APL 60: filed on 3 March, so the ninetieth day is Monday 1 June."""
    events = dated(archived().events, "penalty_decision", day)
    assert ("decided_late" in new_in(archived(), events, "E9")) is found


def test_a_late_decision_costs_all_points_of_its_item():
    events = dated(archived().events, "penalty_decision", "2026-06-02")
    assert new_in(archived(), events, "E9") == {"decided_late": 4}


@cache
def extended():
    """The example, its time to decide extended once."""
    bureau = Bureau().play(until="review_pass")
    bureau.must("extend_decision", at="2026-03-18 16:00")
    bureau.must("approve_penalty")
    return Played(bureau)


@pytest.mark.parametrize(("day", "found"), [("2026-07-01", False), ("2026-07-02", True)])
def test_an_extension_adds_thirty_days(day, found):
    """M55 29: from 1 June thirty days more."""
    events = dated(extended().events, "penalty_decision", day)
    assert ("decided_late" in new_in(extended(), events, "E9")) is found


def test_an_extension_nobody_signed_adds_nothing():
    events = dated(extended().events, "penalty_decision", "2026-06-02")
    assert new_in(extended(), events, "E9") == {}
    unapproved = without_paper(events, "extension_approval")
    assert new_in(extended(), unapproved, "E9") == {"decided_late": 4}


def test_an_extension_of_the_time_to_check_a_lead_needs_its_approval():
    """M55 15(1): filed on 26 March, which only ten days more make lawful."""
    base = lived("ordinary-archived-inquired")
    events = without_paper(base.events, "extension_approval")
    assert new_in(base, events, "E1") == {"lead_checked_late": 2}


def counted(events):
    """The last day to decide of the case that was suspended, waited and was extended twice."""
    base = lived("ordinary-archived-inquired")
    return runs(dossier_of(base, events=list(events)), "D11")[-1].last_day(
        dossier_of(base, events=list(events))
    )


def test_the_time_to_decide_leaves_out_every_lawful_pause():
    """M55 29, 30: 24 June, nine days for an opinion, 28 suspended, thirty and thirty more."""
    assert counted(lived("ordinary-archived-inquired").events) == dt.date(2026, 9, 29)


def test_a_suspension_nobody_approved_stops_no_clock():
    """Without it the first extension leads to 3 August, and the second, of 20 August, is void."""
    events = without_paper(lived("ordinary-archived-inquired").events, "suspension_approval")
    assert counted(events) == dt.date(2026, 8, 3)


NOTICE = "享有陈述权，可以自本告知书送达之日起五日内陈述、申辩。联系电话：0570-0000018"


@pytest.mark.parametrize(
    ("gone", "code"),
    [("五日", "print_statement"), ("0570", "print_channel"), ("陈述权", "print_rights")],
)
def test_the_notice_prints_that_and_how_long_and_where_the_party_may_speak(gone, code):
    """APL 44: read from the pages of the notice itself."""
    form = "penalty_prior_notice"
    whole = Files(printed={form: (NOTICE,)})
    assert new_in(archived(), archived().events, "E3", files=whole) == {}
    short = Files(printed={form: (NOTICE.replace(gone, ""),)})
    assert new_in(archived(), archived().events, "E3", files=short) == {code: 2}


def test_a_waiver_must_be_signed_to_let_the_decision_come_early():
    """APL 62: only an express waiver; one without a signature is none."""
    base = lived("publication-f_filed")
    waived = next(e for e in base.events if any(d.form == "waiver_record" for d in e.documents))
    day = next(iter(d for t, (d, _) in base.case.served.items() if t.startswith("hearing_right")))
    early = dated(base.events, "penalty_decision", (day + dt.timedelta(days=2)).isoformat())
    assert "decided_unheard" not in new_in(base, early, "E3")
    unsigned_one = inputs(early, waived.trigger, party_signature={"mode": "refused"})
    if waived.trigger == "record_statement":
        unsigned_one = without(unsigned_one, "record_statement")
    assert "decided_unheard" in new_in(base, unsigned_one, "E3")
