"""Pages against the ledger, and amounts and days after the decision; each with its boundary."""

import datetime as dt

import pytest

from engine.grading.files import FileFacts, Listed
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
    without_paper,
)
from tests.graded import Files, dossier_of
from tests.playbook import moment
from tests.unit.engine.grading.test_binding_items import bound

DECISION = "penalty_decision"


def printed(form, text):
    return Files(printed={form: (text,)})


# -- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依照《城市建筑垃圾管理规定》第二十三条", False),
        ("依照《城市建筑垃圾管理规定》第三十二条", True),
        ("依照《某市渣土条例》第三条", True),
        ("根据《中华人民共和国行政处罚法》第七十二条第一款第一项", False),
        ("依据《城市建筑垃圾管理规定》", False),
    ],
)
def test_a_decision_prints_no_provision_its_text_and_matter_have_not(text, found):
    got = new_in(archived(), archived().events, "C1", files=printed(DECISION, text))
    assert ("citation_misprinted" in got) is found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("望潮综执罚告字〔2026〕第000001号", False),
        ("望潮综执罚告字〔2026〕第000003号", True),
        ("海岚公罚告字〔2026〕第000003号", False),  # 其他机关的文号
    ],
)
def test_a_decision_prints_no_number_of_the_bureau_that_is_no_papers(number, found):
    files = printed(DECISION, f"本机关作出{number}《行政处罚事先告知书》")
    got = new_in(archived(), archived().events, "F1", files=files)
    assert ("number_misprinted" in got) is found


def test_a_number_a_text_of_the_case_holds_is_judged_there():
    """An earlier decision the facts speak of is printed with them."""
    number = "望潮综执罚决字〔2025〕第000012号"
    events = inputs(archived().events, "approve_penalty", decision_facts=f"曾被处罚（{number}）。")
    got = new_in(archived(), events, "F1", files=printed(DECISION, f"曾被处罚（{number}）。"))
    assert "number_misprinted" not in got


def _row(day="2026年3月10日", pages="{}"):
    papers = dossier_of(archived()).papers
    at = next(p for p in papers if p.form == "penalty_prior_notice")
    return f"7{at.made.number}行政处罚事先告知书{day}{pages.format(at.first_page)}正卷"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (_row(), False),
        (_row(day="2026年3月20日"), True),
        (_row(pages="99"), True),
        (_row(pages="1—9"), True),
        (_row(day="", pages=""), False),
    ],
)
def test_a_row_of_the_printed_index_tells_day_and_pages_as_they_are(row, found):
    got = findings(archived(), archived().events, "G2", files=printed("dossier_index", row))
    assert ("index_row_untrue" in {c for c, _, _ in got}) is found


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("立案日期2026年3月3日结案日期2026年4月3日", 0),
        ("立案日期2026年3月8日结案日期2026年4月3日", 1),
        ("立案日期结案日期2026年4月8日", 2),
        ("封面", 0),
    ],
)
def test_the_cover_tells_the_days_of_filing_and_closing(text, faults):
    found = findings(archived(), archived().events, "G2", files=printed("dossier_cover", text))
    assert sum(code == "front_day_untrue" for code, _, _ in found) == faults


def test_papers_on_another_edition_of_a_form_are_pointed_out_without_points():
    """Forms are revised: what is no form of the bureau at all is for `form_foreign`."""
    events = paper(archived().events, DECISION, form_digest="0" * 64)
    assert new_in(archived(), events, "F1") == {"form_outdated": 0}
    unknown = paper(archived().events, DECISION, form_digest="")
    assert "form_outdated" not in new_in(archived(), unknown, "F1")


@pytest.mark.parametrize(
    ("path", "found"),
    [("data/正卷/014-行政处罚决定书.pdf", True), ("data/附件/001.pdf", False)],
)
def test_nothing_of_another_case_lies_in_the_volumes(path, found):
    stray = Listed(path=path, digest="", name="行政处罚决定书")
    got = new_in(
        archived(), archived().events, "G1", binding=bound(lambda listed: [*listed, stray])
    )
    assert ("stranger_bound" in got) is found


def test_evidence_and_papers_of_the_case_are_no_strangers():
    own = Listed(path="data/正卷/证2.jpg", digest="", evidence="证2")
    got = new_in(archived(), archived().events, "G1", binding=bound(lambda listed: [*listed, own]))
    assert "stranger_bound" not in got


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"digest": "f" * 64, "pages": 0}, True),
        ({"digest": "f" * 64, "pages": 1}, False),  # 页数仍可核对
        ({"digest": "", "pages": 0}, False),  # 没有文件，另行指出
    ],
)
def test_another_file_whose_pages_cannot_be_counted_is_found(facts, found):
    files = Files(found={DECISION: FileFacts(**facts)})
    assert ("pages_uncounted" in new_in(archived(), archived().events, "G3", files=files)) is found


# -- handed over on the spot ------------------------------------------------------------------

SEIZED = "seizure-s_released"


def test_a_seizure_decision_handed_over_on_the_spot_needs_no_receipt():
    """AEL 24: made and handed over on the spot; AEL 18: the record and the list are signed."""
    codes = {c for c, _, _ in findings(lived(SEIZED), lived(SEIZED).events, "E10")}
    assert not codes & {"document_unserved", "handover_unproved"}


UNSIGNED = {"mode": "refused", "witnesses": [{"name": "周立"}]}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda e: inputs(e, "seize", party_signature=None), True),
        (lambda e: inputs(e, "seize", party_signature=UNSIGNED), True),
        (
            lambda e: inputs(
                e, "seize", party_signature={**UNSIGNED, "reason": "当事人拒绝签名。"}
            ),
            False,
        ),
        (lambda e: without_paper(e, "seizure_list"), False),
        (lambda e: without_paper(e, "seizure_list", "seizure_site_record"), True),
    ],
)
def test_that_it_was_handed_over_is_shown_by_list_or_record(change, found):
    got = new_in(lived(SEIZED), change(lived(SEIZED).events), "E10")
    assert ("handover_unproved" in got) is found


# -- money ------------------------------------------------------------------------------------

SURCHARGED = "collection-e_fulfilled-surcharge"


def paid(amount=None, day=None, payer=None, trigger="pay_full"):
    given = {"amount": amount, "paid_on": day and dt.date.fromisoformat(day), "payer": payer}
    changes = {k: v for k, v in given.items() if v is not None}
    return lambda events: rows(
        events, trigger, "payments", lambda found: [row.merged(changes) for row in found]
    )


@pytest.mark.parametrize(
    ("day", "found"), [("2026-04-07", False), ("2026-04-22", False), ("2026-04-23", True)]
)
def test_a_fine_paid_long_after_its_day_was_demanded_or_surcharged(day, found):
    """Served on 20 March, so 7 April is the last day; fifteen days are left to the bureau."""
    now = dt.datetime.fromisoformat("2026-05-30T09:00:00+08:00")
    got = findings(archived(), paid(day=day)(archived().events), "H2", now=now)
    assert ("overdue_unhandled" in {c for c, _, _ in got}) is found


@pytest.mark.parametrize(("amount", "found"), [(1280000, False), (1279999, True), (800000, True)])
def test_a_surcharge_that_was_ordered_came_in_whole(amount, found):
    """20 days of 3 % of 8,000 yuan: 4,800 yuan beside the fine (APL 72(1))."""
    events = paid(amount=amount, trigger="pay_with_surcharge")(lived(SURCHARGED).events)
    assert ("surcharge_short" in new_in(lived(SURCHARGED), events, "H2")) is found


@pytest.mark.parametrize(("day", "found"), [("2026-04-07", True), ("2026-04-08", False)])
def test_nothing_is_demanded_before_the_last_day_to_pay_is_over(day, found):
    """AEL 34, 35: who has not performed within the period is reminded."""
    events = dated(lived(SURCHARGED).events, "demand_notice", day)
    events = act(events, "enter_enforcement", at=moment(f"{day} 09:00"))
    assert ("demanded_early" in new_in(lived(SURCHARGED), events, "H2")) is found


def test_who_paid_for_the_party_is_pointed_out_without_points():
    events = paid(payer="海岚市恒通运输有限公司")(archived().events)
    assert new_in(archived(), events, "H1") == {"payer_other": 0}
    own = paid(payer="沈国强")(archived().events)
    assert "payer_other" not in new_in(archived(), own, "H1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("给予警告，并处罚款人民币捌仟元整。", False),
        ("给予警告，并处罚款人民币陆仟元整。", True),
        ("并处罚款人民币捌仟元整（¥6000.00）。", True),
        ("给予警告，并处罚款。", False),
    ],
)
def test_the_text_published_tells_the_fine_decided(text, found):
    events = inputs(archived().events, "decide_scope", published_text=text)
    assert ("published_amount_differs" in new_in(archived(), events, "H4")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("当事人已缴清罚款8000元。", False),
        ("当事人已缴清罚款800元。", True),
        ("当事人已缴清罚款。", False),
    ],
)
def test_the_closing_tells_what_came_in(text, found):
    events = inputs(archived().events, "request_closing", execution_result=text)
    assert ("closed_amount_differs" in new_in(archived(), events, "H5")) is found


@pytest.mark.parametrize(("at", "found"), [("2026-03-06 09:00", False), ("2026-03-07 10:00", True)])
def test_a_camera_record_is_reviewed_before_it_is_used(at, found):
    """APL 41(2): 未经审核的不得作为证据；决定于3月6日作出。"""
    base = lived("parking-p_closed")
    day, clock = at.split()
    events = dated(base.events, "parking_review", day, clock=clock)
    codes = {c for c, _, _ in findings(base, events, "V07", profile="chengguan-parking-1")}
    assert ("record_reviewed_late" in codes) is found
