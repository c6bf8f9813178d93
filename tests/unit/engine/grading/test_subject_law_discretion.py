"""Items A1 to A5, C1 to C5 and D1 to D5: each kind of defect costs what the ladder says."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.grading.asking import precheck
from engine.like_cases import LikeCase
from tests.defects import (
    archived,
    asking,
    findings,
    inputs,
    lived,
    new_in,
    rows,
    signed_by,
    without_paper,
)
from tests.graded import Files, dossier_of, graded


def to(trigger, /, **changes):
    return lambda events: inputs(events, trigger, **changes)


def settled(item, result):
    """An answer in a checklist changed."""

    def change(events):
        return [
            replace(
                e,
                checklist=tuple(
                    replace(i, result=result) if i.id == item else i for i in e.checklist
                ),
            )
            for e in events
        ]

    return change


def every(trigger, **changes):
    """Every act of a trigger changed."""

    def change(events):
        return [
            replace(e, inputs=e.inputs.merged(changes)) if e.trigger == trigger else e
            for e in events
        ]

    return change


#: Item, what is done, the code it is found under, halves of a point it costs.
DEFECTS = [
    ("A1", to("register_lead", lead_area="别处街道"), "power_missing", 2),
    (
        "A2",
        lambda e: signed_by(e, "interview_record", "officer_second", "p18"),
        "officers_unfit",
        2,
    ),
    (
        "A2",
        lambda e: signed_by(e, "site_inspection_record", "officer_lead", "p03"),
        "officers_unfit",
        2,
    ),
    ("A3", lambda e: inputs(e, "record_evidence", nth=2, rights_told=False), "recusal_untold", 2),
    (
        "A3",
        lambda e: inputs(e, "record_evidence", nth=2, recusal_requested=""),
        "recusal_unasked",
        2,
    ),
    (
        "A3",
        lambda e: inputs(e, "record_evidence", nth=2, recusal_requested="申请回避陈志远"),
        "recusal_undecided",
        2,
    ),
    ("A3", settled("T102.recusal", "no"), "checklist_denied", 2),
    ("A4", to("request_filing", party__credit_code="91330299MA2TT8K4XC"), "party_number_wrong", 2),
    ("A4", to("request_filing", party__legal_representative=""), "party_field_empty", 2),
    ("A4", to("request_filing", party__address=None), "party_field_empty", 2),
    ("A4", to("signed", receiver_relation="agent"), "agent_unauthorised", 2),
    (
        "A5",
        lambda e: inputs(e, "record_evidence", nth=0, certificate_shown=False),
        "certificate_unshown",
        1,
    ),
    ("A5", every("attempt_direct", certificate_shown=False), "certificate_unshown", 3),
    ("A5", settled("T108.uniform", "no"), "checklist_denied", 4),
    (
        "C1",
        to(
            "serve_prior_notice",
            notice_reasons="依照《行政处罚法》第五条，违反《城市建筑垃圾管理规定》第十四条。",
        ),
        "law_title_short",
        2,
    ),
    ("C3", settled("T115.law_version", "no"), "checklist_denied", 2),
    ("C3", settled("T105.search", "no"), "checklist_denied", 2),
    ("C5", to("end_investigation", illegal_gains=None), "gains_unstated", 2),
    ("C5", to("end_investigation", illegal_gains_note=""), "gains_unstated", 2),
    ("C5", to("end_investigation", illegal_gains=500000), "gains_kept", 2),
    ("D1", to("end_investigation", factors=()), "factors_unlisted", 2),
    ("D1", to("end_investigation", tier=None), "factors_unlisted", 2),
    (
        "D1",
        to("approve_penalty", decision_discretion="综合考虑，罚款八千元。"),
        "benchmark_unnamed",
        2,
    ),
    ("D2", to("end_investigation", tier="T3"), "fine_outside_tier", 4),
    ("D2", to("approve_penalty", decision_fine=5_000_000), "fine_outside_tier", 4),
    ("D5", lambda e: without_paper(e, "rectification_order"), "correction_unjoined", 2),
]


@pytest.mark.parametrize(("head", "change", "code", "halves"), DEFECTS)
def test_a_defect_costs_what_the_ladder_says(head, change, code, halves):
    """dossier-grading 4, groups A, C and D."""
    played = archived()
    found = new_in(played, change(played.events), head)
    assert found.get(code) == halves, found


def test_vague_law_costs_a_point_for_every_slip():
    """APL 59(1)(3): basis and clause must be exact."""
    played = archived()
    events = inputs(played.events, "approve_penalty", decision_reasons="违反有关规定，依法处罚。")
    assert new_in(played, events, "C1")["citation_inexact"] >= 4


@pytest.mark.parametrize("head", ["A1", "A2", "A3", "A4", "A5", "C1", "C3", "C5", "D1", "D2", "D5"])
def test_the_lawful_example_keeps_every_point(head):
    played = archived()
    assert findings(played, played.events, head) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("海岚市望潮区综合行政执法局", None),
        ("海岚市望潮区综合行政热法局", "agency_misnamed"),
        ("综合行政执法局听涛中队", "agency_misnamed"),
    ],
)
def test_the_agency_is_named_in_full_on_what_goes_out(words, code):
    """APL 59(1)(6): names of the agency are identical throughout."""
    played = archived()
    files = Files(printed={"penalty_decision": (words,)})
    found = {c for c, _, _ in findings(played, played.events, "A1", files=files)}
    assert found == ({code} if code else set())


def test_names_and_certificate_numbers_stand_on_the_record():
    """APL 42(1): two officers; what stands on paper must show them."""
    played = archived()
    whole = "执法人员陈志远（浙望执0001）、林晓雯（浙望执0002）"
    for words, codes in (
        (whole, []),
        ("执法人员陈志远（浙望执0001）、林晓雯", ["officers_unprinted"]),
    ):
        files = Files(printed={"interview_record": (words,)})
        assert [c for c, _, _ in findings(played, played.events, "A2", files=files)] == codes


def like(fine, number):
    return LikeCase(
        case=f"2026-1{number:05}",
        number=f"第{number}号",
        decided_on=dt.date(2026, 1, 5),
        tier="T1",
        fine=fine,
        factors=(),
    )


@pytest.mark.parametrize(
    ("fines", "found"),
    [
        ([700000, 750000, 800000, 850000, 900000], []),
        ([1500000, 1550000, 1600000, 1650000, 1700000], ["outlier_unexplained"]),
        ([500000, 510000, 520000, 530000, 540000], ["outlier_unexplained"]),
        ([1500000, 1550000, 1600000, 1650000], []),
    ],
)
def test_like_cases_are_fined_alike_or_the_difference_is_explained(fines, found):
    """APL 34: 8,000 yuan beside five like cases; four say nothing."""
    played = archived()
    peers = tuple(like(fine, number) for number, fine in enumerate(fines))
    dossier = replace(dossier_of(played), peers=lambda: peers)
    assert [
        f.code for f in precheck(dossier, asking("D3", "chengguan-default-1")).findings
    ] == found


def test_what_only_a_person_decides_is_shown_and_not_counted():
    """D4 is human: lighter circumstances alone, and yet the heavier tier."""
    played = archived()
    events = inputs(played.events, "end_investigation", tier="T2", fine=2_500_000)
    found = graded(dossier_of(played, events=events)).of("D4")
    assert [f.code for f in found] == ["mitigation_overlooked"]
    assert not found[0].certain


def test_a_fine_that_needs_a_failed_correction_wants_its_proof():
    """APL 28(1) and the matter's text: ordered, served, found unmet."""
    played = lived("ordinary-archived-no_penalty")
    found = graded(dossier_of(played))
    assert "C4" in found.not_applicable


def test_uncompared_texts_cost_a_point():
    """APL 37: the text changed between act and decision, and nobody compared the two."""
    played = archived()
    matter = played.law.matters["M-11"]
    old = matter.version_on(dt.date(2026, 3, 2))
    texts = (
        replace(old, valid_to=dt.date(2026, 3, 10)),
        replace(old, valid_from=dt.date(2026, 3, 11)),
    )
    changed = {**played.law.matters, "M-11": replace(matter, versions=texts)}
    dossier = replace(dossier_of(played), law=replace(played.law, matters=changed))
    found = precheck(dossier, asking("C3", "chengguan-default-1")).findings
    assert [f.code for f in found] == ["texts_uncompared"]


def test_factors_without_proof_are_named():
    """APL 34: every circumstance weighed rests on evidence."""
    played = archived()
    events = rows(
        played.events,
        "end_investigation",
        "factors",
        lambda factors: [f.merged({"evidence": ""}) for f in factors],
    )
    assert new_in(played, events, "D1")["factors_unlisted"] == 6
