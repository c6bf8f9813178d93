"""Penalties on the spot that are made public, or undone: by a remedy, or corrected unasked."""

import datetime as dt

import pytest

from tests import lives
from tests.bureau import unmet

PUBLIC = {"issue_spot_decision": {"具有一定社会影响": "是"}}
CORRECTED = {
    "纠正方式": "变更",
    "文书编号": "望综执纠〔2026〕2号",
    "变更后罚款金额": "60",
}
CHANGED = {"结果": "自行纠正", "变更后罚款金额": "60"}
REVOKED = {"结果": "自行纠正"}
PAID = {
    "缴款人": "龚明霞",
    "金额": "60",
    "缴款日期": "2026-03-20",
    "银行流水号": "HL-0402",
    "票据号码": "非税-0402",
    "票据扫描件": "附件/票据.jpg",
}
CLOSING = {"执行结果": "罚款已缴清。", "复议诉讼情况": "没有申请。"}


BY_HAND = {"收件人": "龚明霞", "与受送达人关系": "本人"}
MASKED = ("证件号码", "出生日期", "住址", "电话")


def made_public(bureau, day):
    """The scope decided on 11 March for a citizen, and the decision published on `day`."""
    masked = [{"信息": name, "隐去方式": "以*替代"} for name in MASKED]
    bureau.must("decide_scope", at="2026-03-11 16:00", give={"隐去的信息": masked})
    return bureau.must("publish", at=f"{day} 09:00", give={"公示日期": day})


def due(bureau, rule):
    return bureau.case.deadline(rule).computed.due


def changed(until):
    """A fine of 100 yuan made 60 on 16 March, as the bureau corrects itself (APL 75(2))."""
    bureau = lives.live("simple-spot_closed", until=until)
    bureau.must("self_correct", at="2026-03-16 09:00", give=CORRECTED)
    bureau.must("change_by_remedy", at="2026-03-16 10:00", give=CHANGED)
    return bureau


def test_a_decision_of_influence_is_published_within_seven_working_days():
    """APL 48(1), M55 10(1): decided on Tuesday 3 March, to be public by Thursday the 12th."""
    bureau = lives.live("simple-spot_closed", until="pay_bank", changes=PUBLIC)
    assert bureau.track("publication").state == "f_idle"
    assert due(bureau, "D14") == dt.date(2026, 3, 12)
    assert ("R170", "publication_done") in unmet(
        bureau.do("close_spot", at="2026-03-11 15:00", give=CLOSING)
    )
    kept = made_public(bureau, "2026-03-12")
    assert [i.result for i in kept.event.checklist if i.id == "T1102.kept"] == ["yes"]
    bureau.must("close_spot", at="2026-03-12 15:00", give=CLOSING)


def test_a_day_later_it_is_published_all_the_same_but_late():
    bureau = lives.live("simple-spot_closed", until="pay_bank", changes=PUBLIC)
    late = made_public(bureau, "2026-03-13")
    assert [i.result for i in late.event.checklist if i.id == "T1102.kept"] == ["no"]


def test_a_decision_without_influence_needs_no_publication():
    bureau = lives.live("simple-spot_closed", until="pay_bank")
    assert bureau.case.machines("publication") == ()
    assert bureau.case.deadline("D14") is None


def shown(bureau, day, **give):
    """Influence that showed on `day`, taken up the same day."""
    return bureau.do("influence_shown", at=f"{day} 09:00", give={"社会影响显现日期": day} | give)


def test_influence_that_shows_after_the_case_was_closed_still_leads_to_the_public():
    """APL 48(1): seven working days from the Monday the papers wrote about it."""
    bureau = lives.live("simple-spot_closed")
    assert shown(bureau, "2026-03-16").event.transition.startswith("T1100")
    assert due(bureau, "D14") == dt.date(2026, 3, 25)
    masked = [{"信息": name, "隐去方式": "以*替代"} for name in MASKED]
    bureau.must("decide_scope", at="2026-03-17 16:00", give={"隐去的信息": masked})
    bureau.must("publish", at="2026-03-18 09:00", give={"公示日期": "2026-03-18"})
    assert bureau.track("publication").state == "f_published"
    assert bureau.case.deadline("D14").status == "stopped"


def test_until_it_is_published_the_case_stays_open():
    bureau = lives.live("simple-spot_closed", until="pay_bank")
    assert shown(bureau, "2026-03-10").event.transition == "T1100"
    assert ("R170", "publication_done") in unmet(
        bureau.do("close_spot", at="2026-03-10 15:00", give=CLOSING)
    )


def test_whoever_takes_it_up_says_that_it_has_influence():
    bureau = lives.live("simple-spot_closed")
    assert unmet(shown(bureau, "2026-03-16", 具有一定社会影响="否")) == [("R170", "stated")]


def test_a_decision_already_on_its_way_to_the_public_is_not_taken_up_twice():
    bureau = lives.live("simple-spot_closed", until="pay_bank", changes=PUBLIC)
    assert unmet(shown(bureau, "2026-03-10")) == [("I6", "wrong_state")]


def test_a_decision_no_longer_in_force_is_not_taken_up():
    """APL 48(2): revoked, it must not be public, whatever influence shows."""
    bureau = lives.live("simple-spot_closed", until="pay_bank")
    wrong = CORRECTED | {"纠正方式": "撤销", "变更后罚款金额": None}
    bureau.must("self_correct", at="2026-03-16 09:00", give=wrong)
    assert ("R170", "decision_stands") in unmet(shown(bureau, "2026-03-16"))


def test_a_changed_decision_is_taken_up_as_changed():
    bureau = changed("file_record")
    bureau.serve(on="2026-03-17", 签收日期="2026-03-17", **BY_HAND)
    bureau.must("serve_change", at="2026-03-17 10:00")
    assert shown(bureau, "2026-03-18").event.transition.startswith("T1100")
    masked = [{"信息": name, "隐去方式": "以*替代"} for name in MASKED]
    bureau.must("decide_scope", at="2026-03-18 16:00", give={"隐去的信息": masked})


def test_what_was_withheld_for_want_of_influence_is_judged_anew_and_a_secret_is_not():
    """APL 48(1), APL 50."""
    bureau = lives.live("publication-f_withheld")
    bureau.must("rejudge_scope", at="2026-03-25 09:00", give={"社会影响显现日期": "2026-03-25"})
    assert bureau.track("publication").state == "f_idle"
    assert due(bureau, "D14") == dt.date(2026, 4, 3)
    secret = {"withhold": {"不予公示原因": "涉及国家秘密、商业秘密或者个人隐私且无法隐去"}}
    bureau = lives.live("publication-f_withheld", changes=secret)
    refused = bureau.do(
        "rejudge_scope", at="2026-03-25 09:00", give={"社会影响显现日期": "2026-03-25"}
    )
    assert unmet(refused) == [("R170", "withheld_for")]


def test_a_revoked_decision_is_withdrawn_from_the_public_before_the_case_closes():
    """APL 48(2): three working days from Monday 16 March end on the 19th."""
    bureau = lives.live("simple-spot_closed", until="pay_bank", changes=PUBLIC)
    made_public(bureau, "2026-03-12")
    wrong = CORRECTED | {"纠正方式": "撤销", "变更后罚款金额": None}
    bureau.must("self_correct", at="2026-03-16 09:00", give=wrong)
    assert due(bureau, "D15") == dt.date(2026, 3, 19)
    bureau.must("revoke_by_remedy", at="2026-03-16 10:00", give=REVOKED)
    bureau.serve(**BY_HAND)
    bureau.must("refund_spot", at="2026-03-19 09:00")
    assert unmet(bureau.do("close_spot", at="2026-03-19 09:30", give=CLOSING)) == [
        ("R174", "deadlines_stopped")
    ]
    bureau.must("withdraw", at="2026-03-19 10:00", give={"撤回日期": "2026-03-19"})
    bureau.must("close_spot", at="2026-03-19 11:00", give=CLOSING)
    assert bureau.state == "spot_closed"


def test_a_changed_decision_of_influence_is_published_anew():
    bureau = lives.live("simple-spot_closed", until="file_record", changes=PUBLIC)
    bureau.must("self_correct", at="2026-03-16 09:00", give=CORRECTED)
    bureau.must("change_by_remedy", at="2026-03-16 10:00", give=CHANGED)
    assert [t.state for t in bureau.case.machines("publication")] == ["f_idle", "f_idle"]
    assert due(bureau, "D14") == dt.date(2026, 3, 25)


@pytest.mark.parametrize(("day", "expired"), [("2026-04-01", False), ("2026-04-02", True)])
def test_a_changed_fine_is_due_fifteen_days_after_its_own_service(day, expired):
    """APL 67(3): served on 17 March, to be paid by 1 April; sixty days end on a Saturday."""
    bureau = changed("file_record")
    bureau.serve(on="2026-03-17", 签收日期="2026-03-17", **BY_HAND)
    bureau.must("serve_change", at="2026-03-17 10:00")
    assert due(bureau, "D16") == dt.date(2026, 4, 1)
    assert due(bureau, "D22") == dt.date(2026, 5, 18)
    overdue = bureau.do("spot_fine_overdue", "system", at=f"{day} 09:00")
    assert (getattr(overdue, "unmet", ()) == ()) is expired


def test_a_changed_fine_is_paid_as_changed():
    bureau = changed("file_record")
    bureau.serve(on="2026-03-17", 签收日期="2026-03-17", **BY_HAND)
    bureau.must("serve_change", at="2026-03-17 10:00")
    assert unmet(bureau.do("settle_changed", at="2026-03-18 09:00")) == [("R115", "balance_due")]
    wrong = bureau.do(
        "pay_bank", at="2026-03-20 10:00", give={"缴款记录": [PAID | {"金额": "100"}]}
    )
    assert unmet(wrong) == [("R110", "payments_equal_fine")]
    bureau.must("pay_bank", at="2026-03-20 10:10", give={"缴款记录": [PAID]})
    bureau.must("close_spot", at="2026-03-20 15:00", give=CLOSING)


def test_what_was_paid_too_much_goes_back_before_the_case_closes():
    bureau = changed("pay_bank")
    bureau.serve(on="2026-03-17", 签收日期="2026-03-17", **BY_HAND)
    bureau.must("serve_change", at="2026-03-17 10:00")
    bureau.must("settle_changed", at="2026-03-18 09:00")
    assert ("R115", "spot_money_reconciled") in unmet(
        bureau.do("close_spot", at="2026-03-18 15:00", give=CLOSING)
    )
    back = {
        "收款人": "龚明霞",
        "金额": "40",
        "退付日期": "2026-03-20",
        "退付凭证号": "退库2026-0012",
    }
    back |= {"退付凭证扫描件": "附件/退库凭证.pdf"}
    too_much = bureau.do(
        "refund_spot", at="2026-03-20 09:00", give={"退付记录": [back | {"金额": "41"}]}
    )
    assert unmet(too_much) == [("R115", "refund_equals_overpaid")]
    bureau.must("refund_spot", at="2026-03-20 10:00", give={"退付记录": [back]})
    bureau.must("close_spot", at="2026-03-20 15:00", give=CLOSING)


def test_cash_is_banked_before_its_decision_is_undone():
    """APL 71: what was collected on the spot goes to the bank whatever becomes of the decision."""
    bureau = lives.live("simple-spot_closed-cash", until="collect_cash")
    wrong = CORRECTED | {"纠正方式": "撤销", "变更后罚款金额": None}
    bureau.must("self_correct", give=wrong)
    assert ("R111", "deadline_unset") in unmet(bureau.do("revoke_by_remedy", give=REVOKED))


def test_a_decision_to_be_made_anew_is_not_closed_but_investigated():
    """ARL 64: the ninety days of the new decision run from the day it is taken up (APL 60)."""
    bureau = lives.live("simple-to_ordinary-redo", until="redo_as_ordinary", before=True)
    assert unmet(bureau.do("close_spot", at="2026-03-20 11:00", give=CLOSING))[0] == (
        "R152",
        "mark_is",
    )
    bureau.must("redo_as_ordinary", at="2026-03-20 15:00")
    assert (bureau.case.main.machine, bureau.state) == ("ordinary", "investigating")
    assert due(bureau, "D11") == dt.date(2026, 6, 18)


def test_a_fine_is_refunded_before_its_act_is_taken_up_anew():
    bureau = lives.live("simple-to_ordinary-redo", until="refund_spot", before=True)
    assert ("R115", "money_reconciled") in unmet(
        bureau.do("redo_as_ordinary", at="2026-03-20 15:00")
    )


def test_a_remedy_that_came_out_is_carried_out_before_a_parking_case_closes():
    bureau = lives.live("parking-p_closed", until="pay_parking")
    wrong = CORRECTED | {"纠正方式": "撤销", "变更后罚款金额": None}
    bureau.must("self_correct", at="2026-03-16 09:00", give=wrong)
    assert unmet(bureau.do("close_parking", at="2026-03-16 10:00", give=CLOSING)) == [
        ("R152", "remedy_carried_out")
    ]
