"""Items B1 to B8: facts stated, elements proved, records whole (APL 40, 46, 54 to 56)."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.defects import (
    archived,
    dated,
    inputs,
    lived,
    new_in,
    paper,
    signed_at,
    signed_by,
    unsigned,
    without_paper,
)
from tests.graded import Files
from tests.playbook import moment

FACTS = "2026年3月2日6时40分许，当事人的货车在听涛路望海桥至工业路段遗撒渣土，面积约72平方米。"


def facts(**other):
    """The decision's facts, changed."""
    return lambda events: inputs(events, "approve_penalty", **other)


def without_evidence(element):
    """No proof of one element left, in evidence or records."""

    def change(events):
        changed = []
        for event in events:
            given = event.inputs.as_dict()
            if "covers" in given:
                given["covers"] = tuple(c for c in given["covers"] if c != element)
            if "evidence" in given:
                items = (i.as_dict() for i in given["evidence"])
                left = [{**i, "elements": _others(i["elements"], element)} for i in items]
                given["evidence"] = tuple(type(event.inputs)(i) for i in left)
            changed.append(_with_inputs(event, given))
        return changed

    return change


def _others(elements, element):
    return tuple(e for e in elements if e != element) or ("违法行为发生的时间、地点",)


def _with_inputs(event, given):
    return replace(event, inputs=type(event.inputs)(given))


def inspection(**changes):
    return lambda events: inputs(events, "record_evidence", nth=0, **changes)


def photos(**changes):
    return lambda events: inputs(
        events, "record_evidence", nth=1, **{f"evidence__{k}": v for k, v in changes.items()}
    )


def interview(**changes):
    return lambda events: inputs(events, "record_evidence", nth=2, **changes)


def copies(**changes):
    return lambda events: inputs(
        events, "record_evidence", nth=3, **{f"evidence__{k}": v for k, v in changes.items()}
    )


B1 = [
    ("time_unstated", 2, facts(decision_facts=FACTS.replace("3月2日", "3月4日"))),
    ("place_unstated", 2, facts(decision_facts=FACTS.replace("听涛路望海桥至工业路段", "某路"))),
    ("person_unstated", 2, facts(decision_facts=FACTS.replace("当事人的", ""))),
    ("act_unstated", 2, facts(decision_facts="2026年3月2日，当事人在听涛路违规，面积72平方米。")),
    ("result_unstated", 2, facts(decision_facts="2026年3月2日，当事人在听涛路遗撒渣土。")),
    ("facts_differ", 4, facts(decision_facts=FACTS.replace("72平方米", "720平方米"))),
    ("name_misspelt", 4, facts(decision_facts=FACTS + "海岚市顺达土石方运输有公司")),
    (
        "noticed_fine_differs",
        4,
        lambda events: inputs(events, "serve_prior_notice", notice_fine=900000),
    ),
]
B2 = [
    ("element_unproved", 2, without_evidence("运输途中丢弃、遗撒建筑垃圾")),
    ("evidence_inadmissible", 4, photos(verified=False)),
    ("evidence_inadmissible", 4, photos(kind="hearsay")),
    ("matrix_gap", 4, photos(proves="")),
    ("matrix_gap", 4, photos(elements=("与本事项无关的要件",))),
]
B3 = [
    ("record_field_empty", 1, inspection(place="")),
    ("record_field_empty", 1, inspection(ended_at=None)),
    ("record_field_empty", 1, inspection(party_present="/")),
    ("times_reversed", 1, inspection(ended_at=moment("2026-03-03 09:30"))),
    ("times_reversed", 1, inspection(ended_at=moment("2026-03-03 10:21"))),
    ("made_later", 1, lambda e: dated(e, "site_inspection_record", "2026-03-04")),
    ("figures_missing", 1, inspection(findings="现场有遗撒物，路面受污染。")),
    ("slot_unsigned", 1, lambda e: unsigned(e, "site_inspection_record", "officer_second")),
    ("signed_twice", 1, lambda e: signed_by(e, "site_inspection_record", "officer_second", "p02")),
    ("party_signature_unproved", 1, inspection(party_signature={"mode": "paper"})),
    ("party_signature_unproved", 1, inspection(party_signature={"mode": "refused"})),
    ("party_signature_unproved", 1, inspection(party_signature={})),
]
B4 = [
    ("record_field_empty", 1, interview(interviewee_identity="")),
    ("rights_untold", 1, interview(rights_told=False)),
    ("recusal_unasked", 1, interview(recusal_requested="")),
    ("elements_unasked", 1, interview(covers=())),
    ("questions_few", 1, interview(interview=[{"question": "什么事？", "answer": "遗撒。"}])),
    ("questions_few", 1, lambda e: inputs(e, "record_evidence", nth=2, interview__answer="")),
    ("times_reversed", 1, interview(started_at=moment("2026-03-03 14:46"))),
    ("made_later", 1, lambda e: dated(e, "interview_record", "2026-03-05")),
    ("interviewed_together", 1, interview(interviewee="沈国强、王力")),
    ("slot_unsigned", 1, lambda e: unsigned(e, "interview_record", "officer_lead")),
    ("signed_twice", 1, lambda e: signed_by(e, "interview_record", "officer_lead", "p03")),
    ("party_signature_unproved", 1, interview(party_signature__file=None)),
]
B5 = [
    ("copy_uncertified", 2, copies(device="当事人提供", name="营业执照")),
    ("copy_detail_missing", 2, copies(maker="")),
    ("copy_detail_missing", 2, copies(taken_at=None)),
    ("media_detail_missing", 2, photos(maker="")),
    ("media_detail_missing", 2, photos(place="")),
    ("media_detail_missing", 2, photos(device="")),
    ("evidence_misdated", 2, photos(taken_at=moment("2026-03-03 10:41"))),
    (
        "evidence_repeated",
        1,
        photos(file={"digest": "ab" * 32, "name": "一.jpg", "size": 1, "media": "image/jpeg"}),
    ),
    ("evidence_unfixed", 2, photos(kind="electronic")),
]
B8 = [
    ("circumstances_missing", 2, lambda e: inputs(e, "end_investigation", factors=None)),
    (
        "circumstance_unproved",
        6,
        lambda e: inputs(e, "end_investigation", factors__evidence="证99"),
    ),
    (
        "correction_unweighed",
        2,
        lambda e: inputs(e, "end_investigation", factors__weight="heavier"),
    ),
]


@pytest.mark.parametrize(
    ("head", "code", "halves", "change"),
    [
        (head, *row)
        for head, table in (("B1", B1), ("B2", B2), ("B3", B3), ("B4", B4), ("B5", B5), ("B8", B8))
        for row in table
    ],
)
def test_a_defect_of_facts_or_evidence_is_found(head, code, halves, change):
    found = new_in(archived(), change(archived().events), head)
    assert found.get(code) == halves, found


def test_an_element_that_only_the_party_speaks_of_is_weak():
    """APL 46(2): evidence must be verified; a word alone is nothing to compare it with."""
    element = "运输途中丢弃、遗撒建筑垃圾"
    events = without_evidence(element)(archived().events)
    told = archived().events[6].inputs["covers"]
    events = inputs(events, "record_evidence", nth=2, covers=told)
    assert new_in(archived(), events, "B2") == {"element_on_word_alone": 2}


def test_a_name_the_records_know_is_no_misspelling():
    """A driver may be called almost as the party; the interview names him."""
    other = "海岚市顺达土石方运输有公司"
    events = inputs(archived().events, "record_evidence", nth=2, interviewee=other)
    events = facts(decision_facts=FACTS + other)(events)
    assert "name_misspelt" not in new_in(archived(), events, "B1")


def test_evidence_whose_file_is_gone_proves_nothing():
    digest = archived().case.evidence[1].item.record("file").text("digest")
    found = new_in(archived(), archived().events, "B2", files=Files(missing=[digest]))
    assert found == {"evidence_inadmissible": 2}


def test_an_inspection_needs_a_sketch_or_pictures_of_its_day():
    """The photos of the day before do not show what was found at the inspection."""
    events = photos(taken_at=moment("2026-03-02 10:00"))(archived().events)
    assert new_in(archived(), events, "B3") == {"picture_missing": 1}
    sketch = {"digest": "cd" * 32, "name": "图.png", "size": 1, "media": "image/png"}
    drawn = inputs(events, "record_evidence", nth=0, sketch=sketch)
    assert new_in(archived(), drawn, "B3") == {}


def test_two_interviews_at_one_time_by_the_same_officers_were_not_separate():
    events = archived().events
    at = next(n for n, e in enumerate(events) if e.inputs.text("record") == "interview")
    (other,) = paper([replace(events[at], seq=500)], "interview_record", id="interview_record-2")
    assert "interviewed_together" in new_in(
        archived(), [*events[: at + 1], other, *events[at + 1 :]], "B4"
    )


# -- opinions and preservation -----------------------------------------------------------------


def inquired(trigger="receive_opinion", **changes):
    return lambda events: inputs(events, trigger, **changes)


B6 = [
    ("opinion_detail_missing", 2, inquired(conclusion="")),
    ("opinion_untold", 2, inquired(told_party=False)),
    ("opinion_of_another", 2, inquired(institution="另一家机构")),
    ("opinion_detail_missing", 2, inquired(qualification="", evidence=())),
]


@pytest.mark.parametrize(("code", "halves", "change"), B6)
def test_a_defect_of_an_opinion_is_shown_to_whoever_grades(code, halves, change):
    base = lived("ordinary-archived-inquired")
    assert new_in(base, change(base.events), "B6").get(code) == halves


def test_an_opinion_asked_for_again_that_never_came_is_shown():
    """M55 20: what was asked for must be there when the investigation ends."""
    base = lived("ordinary-archived-inquired")
    answered = max(n for n, e in enumerate(base.events) if e.trigger == "receive_opinion")
    asked = next(e for e in base.events if e.trigger == "request_opinion")
    (again,) = paper([replace(asked, seq=500)], asked.documents[0].form, id="asked-2")
    events = [*base.events[: answered + 1], again, *base.events[answered + 1 :]]
    assert new_in(base, events, "B6") == {"opinion_unanswered": 2}


def preserved(**changes):
    return lambda events: inputs(events, "preserve", **changes)


GOODS = [
    {"number": "9", "name": "审批表没有的物品", "spec": "无", "quantity": "一件", "condition": "好"}
]
B7 = [
    (
        "preserved_unapproved",
        2,
        lambda e: signed_at(e, "preservation_approval", "head", "2026-12-01"),
    ),
    ("preserved_unapproved", 2, lambda e: unsigned(e, "preservation_approval", "head")),
    (
        "list_late",
        2,
        lambda e: paper(
            e, "preservation_notice", composed_at=lambda m: m.composed_at + dt.timedelta(days=1)
        ),
    ),
    ("list_late", 2, preserved(goods=())),
    ("list_field_empty", 2, preserved(goods__condition="")),
    ("unapproved_things", 2, preserved(goods=GOODS)),
    ("disposal_incomplete", 4, preserved(goods=GOODS)),
    ("party_signature_unproved", 2, preserved(party_signature={"mode": "pad"})),
    ("disposed_late", 4, lambda e: without_paper(e, "preservation_disposal")),
]


@pytest.mark.parametrize(("code", "halves", "change"), B7)
def test_a_defect_of_preserving_evidence_is_found(code, halves, change):
    base = lived("preservation-pr_disposed")
    later = base.case.last_at + dt.timedelta(days=60)
    assert new_in(base, change(base.events), "B7", now=later).get(code) == halves


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_the_seventh_working_day_is_the_last_to_decide_what_becomes_of_preserved_things(days, late):
    """APL 56, 85: seven working days; the period is never rolled on (a cap on state power)."""
    base = lived("preservation-pr_disposed")
    began = next(e for e in base.events if e.trigger == "preserve").inputs.moment("preserved_at")
    day = _working(base.law.calendar, began.date(), 7) + dt.timedelta(days=days)
    events = dated(base.events, "preservation_disposal", day.isoformat())
    assert ("disposed_late" in new_in(base, events, "B7")) is late


def _working(calendar, day, count):
    """The `count`th working day after a day, counted by hand."""
    while count:
        day += dt.timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def test_samples_are_listed_with_quantity_and_method():
    base = lived("ordinary-archived-inquired")
    at = next(
        n
        for n, e in enumerate(x for x in base.events if x.trigger == "record_evidence")
        if e.inputs.text("record") == "sampling"
    )
    events = inputs(base.events, "record_evidence", nth=at, sampling_method="")
    assert new_in(base, events, "B7") == {"list_field_empty": 2}


def test_a_case_without_a_record_of_inspection_is_not_asked_about_one():
    assert (
        new_in(archived(), without_paper(archived().events, "site_inspection_record"), "B3") == {}
    )
