"""The standards for penalties on the spot and for parking: clean lives keep all, defects cost."""

import datetime as dt

import pytest

from engine.grading.scoring import prechecked
from tests.defects import act, findings, inputs, lived, paper, unsigned, without, without_paper
from tests.graded import Files, dossier_of, graded

SPOT, PARKING = "chengguan-spot-1", "chengguan-parking-1"
ON_THE_SPOT, STOPPED = "simple-spot_closed", "parking-p_closed"


def to(trigger, /, **changes):
    return lambda events: inputs(events, trigger, **changes)


@pytest.mark.parametrize(
    ("life", "profile"),
    [
        (ON_THE_SPOT, SPOT),
        ("simple-spot_closed-warning", SPOT),
        ("simple-spot_closed-cash", SPOT),
        (STOPPED, PARKING),
        ("parking-p_cancelled-affixed", PARKING),
    ],
)
def test_a_lawful_life_keeps_every_point(life, profile):
    found = graded(dossier_of(lived(life)), profile)
    assert [(f.head, f.code) for f in found.findings] == []
    assert prechecked(found).grade == "excellent"


SPOT_DEFECTS = [
    ("V02", lambda e: unsigned(e, "spot_penalty_decision", "seal"), "seal_missing"),
    ("V04", lambda e: unsigned(e, "spot_penalty_decision", "officer_second"), "officers_unfit"),
    ("V06", to("issue_spot_decision", decision_facts="违法"), "decision_facts_empty"),
    ("V09", to("issue_spot_decision", decision_fine=99_000_000), "fine_out_of_range"),
    ("V10", lambda e: without(e, "hear_on_spot"), "untold_act"),
    ("V10", to("hear_on_spot", told=False), "untold"),
    ("V15", to("start_spot", act_on=dt.date(2022, 6, 1)), "limitation_exceeded"),
    ("V20", to("issue_spot_decision", handed_over=False), "not_handed_over"),
    ("V23", to("issue_spot_decision", decision_fine=99_000_000), "not_for_the_spot"),
    ("V23", to("start_spot", facts_clear=False), "facts_unclear"),
    ("A3", to("start_spot", party__address=None), "party_field_empty"),
    ("A4", to("start_spot", certificate_shown=False), "certificate_unshown"),
    ("B4", lambda e: without_paper(e, "avi_index"), "document_missing"),
    ("C2", to("issue_spot_decision", decision_fine=99_000_000), "not_for_the_spot"),
    ("D1", to("issue_spot_decision", decision_fine=99_000_000), "fine_out_of_range"),
    ("E1", to("hear_on_spot", defence_rights_told=False), "rights_untold_act"),
    ("E3", to("issue_spot_decision", handed_over=False), "not_handed_over"),
    ("E4", lambda e: without(e, "file_record"), "unrecorded"),
    ("F3", to("issue_spot_decision", decided_place=""), "spot_content_missing"),
    ("H2", lambda e: without_paper(e, "closing_approval_short"), "closing_missing"),
]


@pytest.mark.parametrize(("head", "change", "code"), SPOT_DEFECTS)
def test_a_defect_on_the_spot_is_found(head, change, code):
    """APL 51, 52, M55 12 to 14: what the simple procedure asks of a dossier."""
    played = lived(ON_THE_SPOT)
    assert code in {c for c, _, _ in findings(played, change(played.events), head, SPOT)}


PARKING_DEFECTS = [
    ("V04", lambda e: unsigned(e, "evidence_photo_sheet", "officer_second"), "officers_unfit"),
    ("V07", lambda e: without_paper(e, "parking_review"), "record_unreviewed"),
    ("V07", lambda e: act(e, "approve_record", actor="p02"), "reviewed_by_capturer"),
    ("V10", to("penalise_spot", told=False), "untold"),
    ("V20", to("penalise_spot", handed_over=False), "not_handed_over"),
    ("B4", to("approve_record", exclusions="无"), "act_field_wrong"),
    ("D3", to("approve_record", exclusions="/"), "act_field_wrong"),
    ("E1", lambda e: without_paper(e, "parking_review"), "record_unreviewed"),
    ("E2", lambda e: without(e, "affix_notice", "notify_owner"), "owner_untold"),
    ("E3", to("appear", defence_rights_told=False), "rights_untold_act"),
    ("E5", to("penalise_spot", handed_over=False), "not_handed_over"),
    ("E6", lambda e: without(e, "file_record"), "unrecorded"),
]


@pytest.mark.parametrize(("head", "change", "code"), PARKING_DEFECTS)
def test_a_defect_of_a_parking_dossier_is_found(head, change, code):
    """APL 41, 51, 52, RTSL 93: record, review, owner, window."""
    played = lived(STOPPED)
    assert code in {c for c, _, _ in findings(played, change(played.events), head, PARKING)}


def test_a_notice_cancelled_without_a_ground_costs_a_point():
    played = lived("parking-p_cancelled-affixed")
    events = inputs(played.events, "cancel_notice", cancel_ground="", reason="")
    found = findings(played, events, "E7", PARKING)
    assert [code for code, _, _ in found] == ["act_field_wrong", "act_field_wrong"]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (
            "应当自收到本决定书之日起六十日内先向海岚市望潮区人民政府申请行政复议；不服的十五日内向海岚市望潮区人民法院起诉。",
            [],
        ),
        (
            "可以六十日内向海岚市望潮区人民政府申请行政复议，也可以六个月内向海岚市望潮区人民法院起诉。",
            ["remedy_unprinted"],
        ),
    ],
)
def test_reconsideration_comes_first_for_a_penalty_on_the_spot(printed, found):
    """ARL 23(1)(1), 23(2): since 2024 reconsideration precedes a suit, and the party is told so."""
    played = lived(ON_THE_SPOT)
    files = Files(printed={"spot_penalty_decision": (printed,)})
    assert [c for c, _, _ in findings(played, played.events, "V22", SPOT, files=files)] == found


def test_the_record_reported_late_costs_points():
    """M55 14(2): three working days."""
    played = lived(ON_THE_SPOT)
    made = next(d for d in played.case.documents.values() if d.form == "spot_penalty_decision")
    early = made.composed_at - dt.timedelta(days=20)
    events = paper(played.events, "spot_penalty_decision", composed_at=early)
    assert "recorded_late" in {c for c, _, _ in findings(played, events, "E4", SPOT)}
