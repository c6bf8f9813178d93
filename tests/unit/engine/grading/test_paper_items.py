"""Items F1 to F5: forms and numbers, fields, contents of the decision, reasons, language."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.defects import archived, dated, findings, inputs, lived, new_in, paper, unsigned
from tests.graded import Files, dossier_of, graded


def decision(**changes):
    return lambda events: inputs(events, "approve_penalty", **changes)


def renumbered(form, number, **more):
    return lambda events: paper(events, form, number=number, **more)


def said(old, new, field="decision_discretion"):
    """One passage of the decision written otherwise."""

    def change(events):
        text = next(e for e in events if e.trigger == "approve_penalty").inputs[field]
        assert old in text
        return inputs(events, "approve_penalty", **{field: text.replace(old, new)})

    return change


NUMBER = "望潮综执罚决字〔2026〕第000001号"
DEFECTS = [
    ("F1", "form_foreign", 1, lambda e: paper(e, "penalty_prior_notice", form="own_notice")),
    ("F1", "number_wrong", 1, renumbered("penalty_decision", "望潮综执罚决字〔2026〕第1号")),
    ("F1", "number_wrong", 1, renumbered("penalty_decision", "望潮综执罚决字〔2025〕第000001号")),
    ("F1", "number_wrong", 1, renumbered("penalty_decision", "邻区综执罚决字〔2026〕第000001号")),
    ("F1", "number_wrong", 1, renumbered("penalty_decision", "", serial=0)),
    ("F1", "number_wrong", 1, renumbered("penalty_decision", NUMBER, serial=2)),
    ("F1", "number_repeated", 1, renumbered("decision_approval", NUMBER)),
    (
        "F1",
        "number_unknown",
        1,
        decision(decision_reasons="依据望潮综执检字〔2026〕第000077号笔录。"),
    ),
    ("F1", "case_number_wrong", 1, lambda e: [_renamed(x) for x in e]),
    ("F2", "field_blank", 1, lambda e: inputs(e, "approve_penalty", decision_answer="")),
    ("F2", "field_blank", 1, lambda e: inputs(e, "order_correction", order_consequence=None)),
    ("F2", "field_blank", 1, lambda e: inputs(e, "record_evidence", nth=0, findings=" ")),
    ("F2", "field_blank", 2, lambda e: inputs(e, "record_evidence", nth=1, evidence__device="")),
    (
        "F2",
        "placeholder_left",
        1,
        lambda e: inputs(e, "end_investigation", process="办案经过待补。"),
    ),
    ("F2", "placeholder_left", 1, lambda e: inputs(e, "record_evidence", nth=0, weather="/")),
    ("F2", "placeholder_left", 1, decision(decision_facts="2026年×月×日，当事人在××路遗撒。")),
    ("F2", "paper_unfinished", 1, lambda e: unsigned(e, "penalty_decision", "seal")),
    (
        "F2",
        "paper_unfinished",
        1,
        lambda e: paper(e, "decision_approval", waiting=(("head", "agency_head", ""),)),
    ),
    ("F2", "void_unreasoned", 1, lambda e: paper(e, "payment_notice", status="void", reason="")),
    ("F3", "party_detail_missing", 2, lambda e: inputs(e, "request_filing", party__address="")),
    ("F3", "party_detail_missing", 2, lambda e: inputs(e, "request_filing", party__credit_code="")),
    ("F3", "decision_facts_empty", 2, decision(decision_facts="违法。")),
    (
        "F3",
        "decision_evidence_missing",
        2,
        decision(decision_facts="2026年3月2日，当事人在听涛路遗撒渣土。"),
    ),
    ("F3", "decision_basis_empty", 2, decision(decision_reasons="")),
    ("F3", "decision_penalty_wrong", 2, decision(decision_content="给予警告。")),
    (
        "F3",
        "decision_penalty_wrong",
        2,
        decision(decision_content="警告，并处罚款人民币玖仟元整（¥9000.00）。"),
    ),
    (
        "F3",
        "decision_penalty_wrong",
        2,
        decision(decision_reasons="当事人的行为应当依照有关规定处罚。"),
    ),
    ("F3", "performance_wrong", 2, said("综合确定", "应当在三十日内缴纳罚款，综合确定")),
    ("F3", "surcharge_unstated", 2, decision(surcharge_applies=None)),
    (
        "F3",
        "remedy_wrong",
        2,
        decision(
            decision_content="警告，并处罚款人民币捌仟元整（¥8000.00）。十五日内申请行政复议。"
        ),
    ),
    ("F3", "decision_unsealed", 2, lambda e: unsigned(e, "penalty_decision", "seal")),
    ("F4", "reasons_facts", 2, decision(decision_facts="遗撒属实。")),
    ("F4", "reasons_facts", 2, said("72平方米", "172平方米", "decision_facts")),
    ("F4", "reasons_evidence", 2, said("证6", "证66", "decision_facts")),
    ("F4", "reasons_law", 2, said("第十四条", "第五十条", "decision_reasons")),
    ("F4", "reasons_discretion", 2, decision(decision_discretion="依法裁量。")),
    ("F4", "reasons_answer", 2, decision(decision_answer="已答复。")),
    ("F5", "marks_wrong", 1, said("，", "，，")),
    ("F5", "marks_wrong", 1, said("，", ",")),
    ("F5", "marks_wrong", 1, said("（5000元以上18500元以下）", "（5000元以上18500元以下")),
    ("F5", "words_wrong", 1, said("综合确定", "综合其它因素确定")),
    ("F5", "words_wrong", 1, said("综合确定", "综合的的确定")),
    ("F5", "days_wrong", 1, said("2026年3月6日", "2026年2月30日", "decision_facts")),
    ("F5", "days_wrong", 1, said("2026年3月2日", "2026年03月02日", "decision_facts")),
    ("F5", "capitals_missing", 1, decision(decision_content="给予警告，并处罚款8000元。")),
    (
        "F5",
        "capitals_missing",
        1,
        decision(decision_content="警告，并处罚款人民币玖仟元整（¥8000.00）。"),
    ),
]


def _renamed(event):
    return (
        replace(event, case_number="望潮综执立字〔2026〕第000009号") if event.case_number else event
    )


@pytest.mark.parametrize(("head", "code", "halves", "change"), DEFECTS)
def test_a_defect_of_a_paper_is_found(head, code, halves, change):
    found = new_in(archived(), change(archived().events), head)
    assert found.get(code, 0) >= halves, found


def test_the_item_of_blank_fields_is_never_below_nought():
    """F2 is worth three points, however much is blank; scoring sees to it, findings tell all."""
    events = archived().events
    for trigger in ("end_investigation", "serve_prior_notice", "approve_penalty"):
        names = [
            n
            for n, v in next(e for e in events if e.trigger == trigger).inputs.items()
            if isinstance(v, str)
        ]
        events = inputs(events, trigger, **dict.fromkeys(names, ""))
    assert new_in(archived(), events, "F2")["field_blank"] > 6


CARRYING = ("service_receipt-3", "payment_notice-1", "publication_form-1", "closing_approval-1")


@pytest.mark.parametrize("document", CARRYING)
def test_the_number_of_the_decision_stands_on_whatever_is_about_it(document):
    """documents.md 1: decision, receipt, payment notice, closing form, publication, cover."""
    carried = Files(printed={document: (f"行政处罚决定书 {NUMBER}",)})
    assert new_in(archived(), archived().events, "F1", files=carried) == {}
    other = Files(printed={document: ("行政处罚决定书 望潮综执罚决字〔2026〕第000009号",)})
    assert new_in(archived(), archived().events, "F1", files=other) == {"number_not_carried": 1}


def test_the_receipt_of_another_paper_need_not_carry_the_number_of_the_decision():
    other = Files(printed={"service_receipt-1": ("责令改正通知书",)})
    assert new_in(archived(), archived().events, "F1", files=other) == {}


def test_an_earlier_decision_may_be_spoken_of():
    """A repeated offence is shown by the number of the decision on the first one."""
    text = "当事人曾因同类行为被处罚（望潮综执罚决字〔2025〕第000012号）。"
    events = decision(decision_reasons=text)(archived().events)
    assert "number_unknown" not in new_in(archived(), events, "F1")


def test_a_series_begins_anew_with_the_year():
    """documents.md 1: one series for each agency, type and year, dated by the document."""
    events = dated(archived().events, "penalty_decision", "2027-01-04")
    assert "number_wrong" in new_in(archived(), events, "F1")


PRINTED = (
    "十五日内缴至海岚银行望潮支行，账号0000123456789012，逾期每日按罚款数额的百分之三加处罚款，"
    "六十日内向海岚市望潮区人民政府申请行政复议，六个月内起诉"
    "海岚市望潮区综合行政执法局2026年3月19日"
)


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("十五日", "print_payment"),
        ("海岚银行望潮支行", "print_payment"),
        ("0000123456789012", "print_payment"),
        ("百分之三", "print_surcharge"),
        ("六十日", "print_reconsideration"),
        ("海岚市望潮区人民政府", "print_reconsideration"),
        ("六个月", "print_suit"),
        ("2026年3月19日", "print_day"),
    ],
)
def test_the_pages_of_the_decision_must_print_what_the_law_wants(gone, code):
    """APL 59, FSR 7: read from the file itself, whatever the fields say."""

    def files(words):
        return Files(printed={"penalty_decision": (words,)})

    assert new_in(archived(), archived().events, "F3", files=files(PRINTED)) == {}
    without = PRINTED.replace(gone, "")
    assert new_in(archived(), archived().events, "F3", files=files(without)) == {code: 2}


@pytest.mark.parametrize(
    ("kinds", "found"), [(("warning",), True), (("warning", "fine"), False), ((), False)]
)
def test_the_kinds_decided_are_held_against_those_proposed(kinds, found):
    """A report that proposes none is told of under E2; the decision is not the worse for it."""
    events = inputs(archived().events, "end_investigation", penalty_kinds=kinds)
    assert ("decision_penalty_wrong" in new_in(archived(), events, "F3")) is found
    assert ("penalty_misstated" in new_in(archived(), events, "V09")) is found
    assert ("report_proposal_empty" in new_in(archived(), events, "E2")) is (kinds == ())


def test_a_finding_in_a_text_points_to_the_page_that_prints_it():
    """A reviewer is shown the page of a long decision, not only its first."""
    events = said("综合确定", "综合其它因素确定")(archived().events)
    pages = ("第一页", "六、裁量理由：综合其它因素确定罚款8000元")
    dossier = dossier_of(
        archived(), events=events, files=Files(printed={"penalty_decision": pages})
    )
    (found,) = [f for f in graded(dossier).of("F5") if f.code == "words_wrong"]
    first = dossier.paper(found.document).first_page
    assert (found.page, found.dossier_page) == (2, first + 1)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("reconsideration_body", "remedy_missing"),
        ("court", "remedy_missing"),
        ("name", "agency_detail_missing"),
        ("bank", "bank_missing"),
    ],
)
def test_what_a_decision_prints_of_the_bureau_must_be_known(field, code):
    played = archived()
    gone = replace(played.agency.bank, account="") if field == "bank" else ""
    other = type("Other", (), {})()
    other.case, other.law = played.case, played.law
    other.agency = replace(played.agency, **{field: gone})
    found = findings(other, played.events, "F3", now=played.case.last_at + dt.timedelta(days=1))
    assert code in {c for c, _, _ in found}


def test_a_decision_without_a_fine_names_no_surcharge():
    """FSR 7 speaks of fines only."""
    base = lived("ordinary-archived-no_penalty")
    codes = {c for c, _, _ in findings(base, base.events, "F5")}
    assert codes == set()
