"""A surcharge and an enforcement decision are contested apart from the penalty (AEL 8)."""

import pytest

from engine.remedies import pending_against, target
from tests import lives
from tests.bureau import unmet

SURCHARGE, ENFORCEMENT = "加处罚款决定", "强制执行决定或者代履行决定"
OUTCOME = {"结论内容": "见复议决定书。", "收到文书日期": "2026-06-10"}
PAID = {
    "缴款人": "海岚市顺达土石方运输有限公司",
    "银行流水号": "L9",
    "票据号码": "非税-L9",
    "票据扫描件": "附件/票据.jpg",
}


def to_service(life):
    """A life up to the service of the decision to be contested."""
    return lives.live(life, until="receive_measure_recon", before=True)


def asked(bureau, day, what=SURCHARGE, **give):
    """An application of that day, told of the same day."""
    days = {"申请日期": day, "受理日期": day, "收到申请书副本日期": day}
    return bureau.do(
        "receive_measure_recon", at=f"{day} 09:00", give={"被争议的决定": what, **days, **give}
    )


FELL = "collection-e_fulfilled-surcharge-fell"
STAYED = "remedies-r_final-enforcement"


@pytest.mark.parametrize(("day", "refused"), [("2026-06-26", False), ("2026-06-27", True)])
def test_sixty_days_run_from_service_of_the_surcharge_decision(day, refused):
    """ARL 20(1): served on 27 April; the penalty's own sixty days ended on 19 May."""
    bureau = to_service(FELL)
    outcome = asked(bureau, day)
    assert bool(getattr(outcome, "unmet", ())) is refused
    if refused:
        assert unmet(outcome) == [("D22", "measure_filed_in_time")]


def test_only_the_periods_of_the_decision_contested_stop():
    bureau = to_service(FELL)
    assert not getattr(asked(bureau, "2026-05-06"), "unmet", ())
    periods = {(d.rule, d.track): d.status for d in bureau.case.deadlines.values()}
    assert periods["D22", "service-5"] == periods["D23", "service-5"] == "stopped"
    assert periods["D22", "main"] == periods["D23", "main"] == "running"
    assert periods["D25", "remedies-1"] == "running"


def test_a_penalty_and_its_surcharge_are_contested_at_once_each_on_its_own_track():
    bureau = to_service(FELL)
    asked(bureau, "2026-05-06")
    bureau.must(
        "receive_recon",
        at="2026-05-07 09:00",
        track="remedies-2",
        give={
            "申请日期": "2026-05-07",
            "受理日期": "2026-05-07",
            "收到申请书副本日期": "2026-05-07",
            "复议程序": "简易程序",
        },
    )
    case = bureau.case
    assert [target(case, t) for t in ("remedies-1", "remedies-2")] == ["surcharge", "penalty"]
    assert pending_against(case, "surcharge")
    assert pending_against(case)
    assert not pending_against(case, "enforcement")
    # each procedure keeps its own time to reply: five days on one track, ten on the other
    reply = bureau.do("submit_recon_reply", at="2026-05-19 09:00", track="remedies-1")
    assert getattr(reply, "unmet", ()) == ()
    late = bureau.do("submit_recon_reply", at="2026-05-19 09:30", track="remedies-2")
    assert unmet(late) == [("D25", "deadline_open")]


def test_one_decision_is_contested_once_at_a_time():
    """ARL 29, ALL 44."""
    bureau = to_service(FELL)
    asked(bureau, "2026-05-06")
    again = bureau.do(
        "receive_measure_suit",
        at="2026-05-11 09:00",
        track="remedies-2",
        give={"起诉日期": "2026-05-08", "收到起诉状副本日期": "2026-05-11"},
    )
    assert unmet(again) == [("R150", "measure_contested")]


def test_nothing_is_contested_that_was_not_served():
    bureau = to_service(FELL)
    assert unmet(asked(bureau, "2026-05-06", ENFORCEMENT)) == [("R150", "measure_contestable")]
    bureau = lives.live("publication-f_withheld")
    assert unmet(asked(bureau, "2026-03-30")) == [
        ("R150", "measure_served"),
        ("R150", "measure_contestable"),
    ]


def test_the_outcome_about_a_measure_is_not_the_outcome_about_the_penalty():
    bureau = to_service(FELL)
    asked(bureau, "2026-05-06")
    wrong = bureau.do("recon_outcome", at="2026-06-10 09:00", track="remedies-1")
    assert ("R152", "remedy_against") in unmet(wrong)


def test_a_surcharge_revoked_falls_and_the_penalty_stands():
    """ARL 64: the fine stays due, the surcharge does not; the same may not be ordered again."""
    bureau = lives.live("remedies-r_final-surcharge-judgment", until="surcharge_falls")
    assert bureau.track("collection").state == "e_overdue"
    assert bureau.case.marks["decided"]
    assert "decision_revoked" not in bureau.case.marks
    bureau.must("serve_demand", at="2026-08-06 10:00", track="collection-1")
    again = bureau.do("decide_surcharge", at="2026-08-07 10:00", track="collection-1")
    assert ("R152", "measure_revoked") in unmet(again)


def test_a_surcharge_to_be_made_anew_is_ordered_again():
    redo = {"measure_judgment": {"裁判结果": "撤销并责令重作", "责令重作的原因": "仅违反法定程序"}}
    bureau = lives.live("remedies-r_final-surcharge-judgment", until="serve_demand", changes=redo)
    bureau.must("decide_surcharge", at="2026-08-07 10:00", track="collection-1")
    assert bureau.track("collection").state == "e_surcharged"


def test_a_surcharge_maintained_goes_on_and_the_time_between_does_not_count():
    """APL 73(3): nothing grows from acceptance to the end."""
    kept = {"measure_judgment": {"裁判结果": "驳回诉讼请求或者起诉"}}
    bureau = lives.live(
        "remedies-r_final-surcharge-judgment", until="measure_judgment", changes=kept
    )
    falls = bureau.do("surcharge_falls", "system", at="2026-08-06 09:00", track="collection-1")
    assert ("R152", "measure_undone") in unmet(falls)
    short = bureau.do(
        "pay_with_surcharge",
        at="2026-08-06 10:00",
        track="collection-1",
        give={"缴款记录": [PAID | {"金额": "8000", "缴款日期": "2026-08-05"}]},
    )
    assert unmet(short) == [("R114", "payments_equal_due")]


@pytest.mark.parametrize(("yuan", "refused"), [("10000", False), ("9999.99", True)])
def test_a_surcharge_changed_is_owed_as_changed(yuan, refused):
    paid = {"pay_with_surcharge": {"缴款记录": [PAID | {"金额": yuan, "缴款日期": "2026-09-11"}]}}
    bureau = lives.live("remedies-r_final-surcharge-appeal", until="measure_second_instance")
    outcome = bureau.do(
        "pay_with_surcharge",
        at="2026-09-14 09:00",
        track="collection-1",
        give=paid["pay_with_surcharge"],
    )
    assert bool(getattr(outcome, "unmet", ())) is refused


def test_a_change_names_the_surcharge_and_never_a_higher_one():
    """ARL 63(2): 27 April, when it was contested, eight thousand yuan owed 19 days."""
    bureau = lives.live(FELL, until="submit_recon_reply")
    more = {**OUTCOME, "复议结论": "变更"}
    bare = bureau.do("measure_outcome", at="2026-06-10 09:00", track="remedies-1", give=more)
    assert unmet(bare) == [("R152", "surcharge_restated")]
    high = bureau.do(
        "measure_outcome",
        at="2026-06-10 09:00",
        track="remedies-1",
        give={**more, "变更后加处罚款金额": "8000"},
    )
    assert unmet(high) == [("R152", "measure_not_heavier")]


def test_what_came_in_for_a_surcharge_that_fell_is_given_back():
    """ARL 72: 8,500 yuan had come in towards 8,000 of the fine and what had grown on it."""
    more = {"pay_part": {"缴款记录": [PAID | {"金额": "8500", "缴款日期": "2026-04-28"}]}}
    bureau = lives.live(FELL, changes=more)
    assert bureau.track("collection").state == "e_fulfilled"
    bureau.must("enforcement_done", at="2026-06-11 10:00")
    closing = bureau.do("request_closing", at="2026-06-11 11:00", give={"结案原因": "performed"})
    assert ("R115", "money_reconciled") in unmet(closing)
    voucher = {
        "退付日期": "2026-06-12",
        "退付凭证号": "退-12",
        "退付凭证扫描件": "附件/退付凭证.jpg",
    }
    back = {"收款人": "海岚市顺达土石方运输有限公司", **voucher}
    for yuan, refused in (("499.99", True), ("500", False)):
        given = {"退付记录": [back | {"金额": yuan}]}
        refund = bureau.do("record_refund", at="2026-06-12 09:00", track="collection-1", give=given)
        assert bool(getattr(refund, "unmet", ())) is refused


def test_while_execution_is_stayed_nothing_is_enforced():
    """APL 73(1), ARL 42, ALL 56."""
    bureau = lives.live(STAYED, until="receive_measure_recon")
    stayed = bureau.do("executed", at="2026-05-27 11:00", track="collection-1")
    assert ("R150", "execution_stayed") in unmet(stayed)
    lifted = {"停止执行": "否", "收到日期": "2026-05-26"}
    bureau.must("record_stay", at="2026-05-26 10:00", track="remedies-1", give=lifted)
    going_on = bureau.do("executed", at="2026-05-27 11:00", track="collection-1")
    assert going_on.event.transition == "T516"


def test_an_enforcement_decision_revoked_is_neither_carried_out_nor_made_again():
    bureau = lives.live(STAYED, until="measure_outcome")
    done = bureau.do("executed", at="2026-06-11 11:00", track="collection-1")
    assert ("R152", "measure_undone") in unmet(done)
    bureau = lives.live(STAYED, until="enforcement_falls")
    assert bureau.track("collection").state == "e_demanded"
    again = bureau.do("decide_enforcement", at="2026-06-12 09:00", track="collection-1")
    assert ("R152", "measure_revoked") in unmet(again)


def test_what_was_enforced_is_put_back_before_the_case_closes():
    """AEL 41."""
    name = "remedies-r_final-enforcement-restored"
    bureau = lives.live(name, until="correct_measure")
    bureau.must("enforcement_done", at="2026-06-02 09:00")
    closing = {"结案原因": "performed"}
    refused = bureau.do("request_closing", at="2026-06-02 10:00", give=closing)
    assert ("R152", "remedy_carried_out") in unmet(refused)
    report = {"恢复原状、退还财物或者赔偿情况": "已退还代履行费用。", "完成日期": "2026-06-03"}
    file = {"证明材料": "附件/退付凭证.pdf"}
    bureau.must("report_restoration", at="2026-06-03 09:00", track="remedies-1", give=report | file)
    again = bureau.do("report_restoration", at="2026-06-03 10:00", track="remedies-1")
    assert unmet(again) == [("R152", "restoration_due")]
    after = bureau.do("request_closing", at="2026-06-03 10:00", give=closing)
    assert ("R152", "remedy_carried_out") not in getattr(after, "unmet", ())


def test_a_penalty_annulled_takes_its_surcharge_along():
    """What rests on the penalty falls with it: its collection ends."""
    bureau = to_service(FELL)
    undone = {"纠正方式": "撤销", "文书编号": "望综执纠〔2026〕8号", "收到文书日期": "2026-05-06"}
    bureau.must("self_correct", at="2026-05-06 09:00", give=undone | {"变更后罚款金额": None})
    bureau.must("revoke_by_remedy", at="2026-05-06 10:00")
    bureau.must("collection_ends", "system", at="2026-05-07 09:00", track="collection-1")
    assert bureau.track("collection").state == "e_terminated"
