"""Vetoes V01 to V22: each defect of its kind, put into a lawful case, fails the dossier."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from engine.grading.asking import precheck
from engine.grading.files import FileFacts, FoundSignature
from engine.grading.scoring import prechecked
from engine.situation import Neighbour
from tests.defects import (
    act,
    archived,
    dated,
    findings,
    inputs,
    lived,
    new_in,
    paper,
    rows,
    served,
    signed_by,
    unsigned,
    without,
    without_paper,
)
from tests.graded import Files, dossier_of, graded, profiles
from tests.playbook import moment

LONG_AGO = dt.date(2023, 1, 5)


def to(trigger, /, **changes):
    return lambda events: inputs(events, trigger, **changes)


def no(*forms):
    return lambda events: without_paper(events, *forms)


def decided(**changes):
    return to("approve_penalty", **changes)


def both(*changes):
    def all_of_them(events):
        for change in changes:
            events = change(events)
        return events

    return all_of_them


def punished(**changes):
    """The decision names a party of its own."""
    party = archived().case.data.record("party").merged(changes)
    return lambda events: inputs(events, "approve_penalty", party=party)


def unproved(events):
    """No evidence and no record says what it proves."""
    return [
        replace(e, inputs=e.inputs.merged({"evidence": (), "covers": ()})) if e.inputs else e
        for e in events
    ]


def cash(events):
    """Eight thousand yuan taken in cash, with nothing that allows it."""
    return inputs(events, "confirm_payment", collected="cash", cash_amount=800000)


#: Veto, what is done to the events, the code it is found under.
DEFECTS = [
    ("V01", to("start_verification", matter="M-20"), "power_missing"),
    ("V01", to("register_lead", lead_area="别处街道"), "power_missing"),
    ("V01", to("start_verification", matter="M-99"), "power_missing"),
    ("V02", lambda e: unsigned(e, "penalty_decision", "seal"), "seal_missing"),
    ("V02", lambda e: unsigned(e, "penalty_prior_notice", "seal"), "seal_missing"),
    ("V02", lambda e: signed_by(e, "penalty_decision", "seal", "p04"), "seal_missing"),
    ("V03", to("register_lead", act_on=dt.date(1990, 1, 1)), "basis_not_in_force"),
    ("V03", to("start_verification", matter="M-99"), "basis_not_in_force"),
    ("V04", lambda e: unsigned(e, "interview_record", "officer_second"), "officers_unfit"),
    (
        "V04",
        lambda e: signed_by(e, "site_inspection_record", "officer_second", "p18"),
        "officers_unfit",
    ),
    (
        "V04",
        lambda e: signed_by(e, "site_inspection_record", "officer_second", "p02"),
        "officers_unfit",
    ),
    ("V04", lambda e: signed_by(e, "service_receipt", "server_second", "p01"), "officers_unfit"),
    ("V05", punished(name="另一家公司"), "party_changed"),
    ("V05", punished(credit_code="91330299MA2TT8K4XC"), "party_changed"),
    ("V06", unproved, "elements_bare"),
    ("V06", no("site_inspection_record", "interview_record"), "record_missing"),
    ("V06", decided(decision_facts="事实清楚，证据确凿。"), "reasoning_rule"),
    (
        "V07",
        lambda e: rows(
            e, "record_evidence", "evidence", lambda r: [x.merged({"verified": False}) for x in r]
        ),
        "evidence_unverified",
    ),
    ("V09", decided(decision_fine=99_000_000), "fine_out_of_range"),
    ("V09", decided(decision_fine=100), "fine_out_of_range"),
    ("V09", to("end_investigation", penalty_kinds=["revoke_licence"]), "kinds_outside"),
    ("V10", no("penalty_prior_notice"), "document_missing"),
    ("V10", to("serve_prior_notice", notice_content=""), "notice_empty"),
    ("V10", to("serve_prior_notice", notice_fine=None), "notice_empty"),
    ("V10", lambda e: served(e, "penalty_prior_notice-1", "2026-03-25"), "served_after"),
    (
        "V10",
        both(no("statement_record"), lambda e: served(e, "penalty_prior_notice-1", "2026-03-18")),
        "decided_too_early",
    ),
    ("V11", decided(decision_fine=5_000_000), "hearing_untold"),
    ("V12", decided(decision_fine=900000), "fine_raised"),
    ("V12", no("recheck_opinion"), "statement_unchecked"),
    ("V12", decided(decision_answer="略"), "answer_missing"),
    ("V13", no("legal_review_opinion"), "review_not_passed"),
    ("V13", to("review_pass", review_result="correct"), "review_not_passed"),
    ("V13", lambda e: act(e, "review_pass", actor="p02"), "reviewer_unfit"),
    ("V13", lambda e: act(e, "review_pass", actor="p04"), "reviewer_unfit"),
    ("V14", decided(decision_fine=5_000_000), "deliberation_missing"),
    ("V14", to("end_investigation", tier="Tx"), "deliberation_missing"),
    ("V15", to("register_lead", act_on=LONG_AGO), "limitation_exceeded"),
    (
        "V16",
        to("request_filing", party__kind="citizen", party__birth_date=dt.date(2013, 5, 1)),
        "party_unpunishable",
    ),
    ("V16", to("request_filing", party__unable_to_control=True), "party_unpunishable"),
    ("V17", to("review_pass", review_opinion="当事人涉嫌犯罪，罚款了事。"), "crime_untransferred"),
    ("V18", cash, "cash_unlawful"),
    (
        "V18",
        lambda e: rows(
            e, "pay_full", "payments", lambda r: [x.merged({"receipt_number": ""}) for x in r]
        ),
        "payment_without_receipt",
    ),
    ("V20", lambda e: without(e, "signed"), "unserved"),
    ("V20", no("service_receipt"), "unserved"),
    ("V20", to("signed", party_signature=None), "receipt_unproved"),
    (
        "V21",
        lambda e: act(e, "end_investigation", at=moment("2026-03-01 09:00")),
        "acts_out_of_order",
    ),
    ("V21", lambda e: dated(e, "penalty_decision", "2026-03-02"), "steps_reversed"),
    ("V21", lambda e: dated(e, "investigation_report", "2026-03-02"), "steps_reversed"),
    ("V21", lambda e: dated(e, "penalty_decision", "2026-03-12"), "dated_apart"),
    (
        "V21",
        lambda e: paper(e, "service_receipt", nth=0, composed_at=moment("2026-03-21 10:00")),
        "numbers_dated_back",
    ),
    (
        "V21",
        lambda e: inputs(e, "record_evidence", nth=0, ended_at=moment("2026-03-03 09:00")),
        "act_times_wrong",
    ),
]


@pytest.mark.parametrize(("veto", "change", "code"), DEFECTS)
def test_a_defect_that_fails_a_dossier_is_found(veto, change, code):
    """dossier-grading 3: whatever the score, such a dossier is no qualified one."""
    played = archived()
    found = new_in(played, change(played.events), veto)
    assert code in found, (veto, sorted(found))


def test_the_lawful_example_has_no_veto():
    found = graded(dossier_of(archived()))
    assert [f.code for f in found.findings if f.head.startswith("V")] == []


def test_a_party_that_said_nothing_may_be_decided_on_when_its_time_is_over():
    """APL 62: served on 10 March, the five working days end on 17 March; decided on the 19th."""
    played = archived()
    assert new_in(played, without_paper(played.events, "statement_record"), "V10") == {}


def test_an_automatic_veto_fails_the_dossier_and_leaves_its_points():
    """dossier-grading 2: the score is shown as computed, the grade is forced."""
    played = archived()
    events = unsigned(played.events, "penalty_decision", "seal")
    score = prechecked(graded(dossier_of(played, events=events)))
    assert (score.vetoes, score.grade) == (("V02",), "failed")
    assert score.scaled > 180


def test_an_assisted_veto_waits_for_a_person():
    """dossier-grading 3: Assist flags, a human confirms; the precheck forces no grade by it."""
    played = archived()
    events = without_paper(played.events, "recheck_opinion")
    score = prechecked(graded(dossier_of(played, events=events)))
    assert "V12" not in score.vetoes


def test_a_seal_that_is_not_in_the_file_is_missing():
    """APL 59(2): the events tell of a seal, the file bears none that holds."""
    played = archived()
    made = played.case.latest("penalty_decision")
    broken = FoundSignature(slot="seal", person="", sound=False, problem="digest")
    for signatures in ((), (broken,)):
        facts = FileFacts(digest=made.digest, pages=made.pages, signatures=signatures)
        found = findings(played, played.events, "V02", files=Files({"penalty_decision": facts}))
        assert [code for code, _, _ in found] == ["seal_missing"]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("六十日内向海岚市望潮区人民政府申请复议，六个月内向海岚市望潮区人民法院起诉。", []),
        (
            "三十日内向海岚市望潮区人民政府申请复议，六个月内向海岚市望潮区人民法院起诉。",
            ["remedy_unprinted"],
        ),
        (
            "六十日内向海岚市城市管理局申请复议，六个月内向海岚市望潮区人民法院起诉。",
            ["remedy_unprinted"],
        ),
        ("六十日内向海岚市望潮区人民政府申请复议。", ["remedy_unprinted"]),
    ],
)
def test_remedies_are_read_from_what_the_decision_prints(printed, found):
    """APL 59(1)(5), ARL 20, 24, ALL 46: body, court and both periods."""
    played = archived()
    files = Files(printed={"penalty_decision": (printed,)})
    rows_found = findings(played, played.events, "V22", files=files)
    assert [code for code, _, _ in rows_found] == found


def test_a_department_is_no_longer_the_body_for_reconsideration():
    """ARL 24(1)(1): since 2024 the government of the same level, not the superior department."""
    played = archived()
    wrong = replace(played.agency, reconsideration_body="海岚市城市管理局")
    dossier = replace(dossier_of(played), agency_of=lambda _: wrong)
    assert [f.code for f in precheck(dossier, profiles()["chengguan-default-1"]).of("V22")] == [
        "remedy_body_wrong"
    ]


def test_a_second_fine_for_the_same_act_is_found():
    """APL 29: another case fined this party for this act at this place."""
    played = archived()
    data = played.case.data
    other = Neighbour(
        case="2026-000099",
        place=data.text("lead_place"),
        party=data.record("party").text("name"),
        matter=data.text("matter"),
        act_on=data.day("act_on"),
        received_at=data.moment("received_at"),
        fined=True,
    )
    dossier = replace(dossier_of(played), neighbours=lambda _: (other,))
    assert [f.code for f in graded(dossier).of("V09")] == ["fined_twice"]


def test_a_lost_piece_of_evidence_is_no_basis():
    """APL 46(2): a file that is gone or changed proves nothing."""
    played = archived()
    digest = played.case.evidence[1].item.record("file").text("digest")
    found = findings(played, played.events, "V07", files=Files(missing={digest}))
    assert {code for code, _, _ in found} == {"evidence_lost"}


@cache
def seized():
    return lived("seizure-s_released")


def test_things_held_beyond_the_period_fail_a_dossier():
    """AEL 25(1): thirty days; released on time in the life, two months later here."""
    played = seized()
    late = act(played.events, "release", at=moment("2026-06-30 10:00"))
    assert "measure_too_long" in new_in(played, late, "V19")
    assert findings(played, played.events, "V19") == []


def test_a_seizure_without_a_law_that_gives_it_fails_a_dossier():
    """AEL 10, 22: whatever the matter's text does not give."""
    played = seized()
    act_on = played.case.data.day("act_on")
    versions = ((m.id, m.version_on(act_on)) for m in played.law.matters.values())
    without_one = next(m for m, v in versions if v is not None and not v.seizure_basis)
    events = inputs(played.events, "start_verification", matter=without_one)
    assert "measure_unfounded" in new_in(played, events, "V19")


def heard():
    return lived("hearing-h_reported")


def test_an_investigator_must_not_chair_the_hearing():
    """APL 64(4)."""
    played = heard()
    events = inputs(played.events, "appoint_chair", chair="p02")
    assert "chair_partial" in new_in(played, events, "V11")
    assert findings(played, played.events, "V11") == []


def test_a_hearing_asked_for_and_never_held_fails_a_dossier():
    """APL 64: neither record nor written refusal, and it is decided all the same."""
    played = heard()
    events = without_paper(played.events, "hearing_record", "hearing_report")
    made = dossier_of(played, events=events)
    found = [f.code for f in graded(made).of("V11")]
    decided_case = played.case.latest("penalty_decision") is not None
    assert ("hearing_withheld" in found) == decided_case


def test_announced_service_needs_attempts_before_it():
    """CPL 95: whereabouts unknown, or every other mode tried."""
    played = lived("service-v_served-announced")
    assert findings(played, played.events, "V20") == []
    events = inputs(played.events, "announce", attempts="", announce_ground="all_failed")
    assert "announced_unattempted" in new_in(played, events, "V20")
