"""A case that goes through a hearing: what its papers say and what advice tells on the way."""

from datetime import timedelta

from engine.advice import advise
from tests.bureau import SOON, Bureau, intake, unmet


def unmet_of(bureau, trigger):
    found = advise(bureau.case, bureau.road.desk(bureau.case, intake()), bureau.clock + SOON)
    return {v.code: v for a in found if a.transition.trigger == trigger for v in a.unmet}


def told_of_a_hearing():
    heavy = {"建议罚款金额": "50000", "裁量阶次": "从重"}
    notice = {"拟处罚款金额": "50000", "拟处罚内容": "罚款伍万元整（¥50000.00）。"}
    bureau = Bureau().play(
        until="signed#2", changes={"end_investigation": heavy, "serve_prior_notice": notice}
    )
    bureau.must("request_hearing")
    bureau.must("appoint_chair")
    bureau.must("notify_hearing")
    return bureau


def test_a_hearing_notice_not_served_yet_is_not_called_late():
    """APL 64(2): seven days before the hearing; whether they are kept shows with the service."""
    unmet = unmet_of(told_of_a_hearing(), "open_hearing")
    assert "document_served" in unmet
    assert "hearing_notice_early_enough" not in unmet


def test_a_fine_outside_its_tier_names_the_tier_in_words():
    bureau = Bureau().play(until="end_investigation", before=True)
    refused = bureau.do("end_investigation", give={"裁量阶次": "从重"})
    (verdict,) = [v for v in refused.unmet if v.code == "amount_in_tier"]
    assert (verdict.details["tier"].kind, verdict.details["tier"].id) == ("tier", "T3")


def test_the_record_of_deliberation_names_the_result_of_review_in_words():
    """Review goes to deliberation with 同意, one of the choices other moves share in part."""
    bureau = Bureau().play(until="submit_review")
    bureau.must("require_deliberation")
    bureau.must("deliberate")
    values = next(v for form, v in bureau.composer.made if form == "deliberation_record")
    assert values["data"]["review_result_label"] == "同意"


def test_advice_says_what_only_some_answers_would_bring_into_play():
    """A lapse (放弃或逾期) needs the period to be over; an express waiver does not."""
    bureau = Bureau().play(until="signed#2")
    found = advise(bureau.case, bureau.road.desk(bureau.case, intake()), bureau.clock + SOON)
    (lapse,) = [a for a in found if a.transition.trigger == "record_waiver_or_lapse"]
    assert lapse.possible
    assert "deadline_expired" in {v.code for v in lapse.lacking}


def test_advice_names_signers_and_periods_with_the_day_they_would_end():
    """APL 60: ninety days from filing; filing is signed by both officers and each level."""
    bureau = Bureau().play(until="request_filing")
    found = advise(bureau.case, bureau.road.desk(bureau.case, intake()), bureau.clock + SOON)
    (filing,) = [a for a in found if a.transition.trigger == "approve_filing"]
    (paper,) = filing.documents
    assert paper.signers == (("squad_leader", ""), ("agency_head", ""))
    begun = {d.deadline: d.due for d in filing.deadlines if d.move == "start"}
    assert begun["D11"] == bureau.clock.date() + timedelta(days=90)


def test_advice_stops_no_period_that_does_not_run():
    bureau = Bureau().play(until="serve_prior_notice")
    found = advise(bureau.case, bureau.road.desk(bureau.case, intake()), bureau.clock + SOON)
    (again,) = [a for a in found if a.transition.trigger == "renotify"]
    assert not again.deadlines


def test_what_only_one_of_several_holders_may_do_is_not_called_lacking():
    """CTR 5: the chief alone transfers a crime; the deputy may still transfer to an agency."""
    bureau = Bureau().play(until="approve_filing")
    found = advise(bureau.case, bureau.road.desk(bureau.case, intake()), bureau.clock + SOON)
    (transfer,) = [a for a in found if a.transition.trigger == "transfer_out"]
    assert transfer.possible
    assert {v.code for v in transfer.lacking} == {"track_in"}  # nothing has been sent yet


def refused_for_its_scope():
    """A fine below the threshold: only statement and defence were told, served on 10 March."""
    bureau = Bureau().play(until="signed#2")
    bureau.must("request_hearing", at="2026-03-12 10:00")
    bureau.must("reject_request", at="2026-03-12 14:00", give={"ground": "out_of_scope"})
    return bureau


def test_a_request_where_no_hearing_is_due_can_only_be_refused_and_in_writing():
    """APL 63(1): below the threshold none is due; who asks all the same gets an answer."""
    bureau = Bureau().play(until="signed#2")
    bureau.must("request_hearing", at="2026-03-12 10:00")
    assert unmet(bureau.do("appoint_chair", at="2026-03-12 11:00")) == [
        ("R063", "hearing_requested_in_time")
    ]
    bureau.must("reject_request", at="2026-03-12 14:00", give={"ground": "out_of_scope"})
    assert bureau.case.latest("hearing_not_accepted") is not None
    assert ("R063", "document_served") in unmet(bureau.do("resume_notice", at="2026-03-12 15:00"))


def test_such_a_refusal_takes_nothing_of_the_time_for_a_statement():
    """APL 62, M55 22(2): five working days from 10 March end on the 17th, refusal or not."""
    bureau = refused_for_its_scope()
    assert unmet(bureau.do("hearing_concluded", at="2026-03-18 09:00")) == [
        ("R062", "hearing_outside_scope")
    ]
    bureau.serve()
    bureau.must("resume_notice", at="2026-03-13 09:00")
    assert bureau.case.deadline("D07").status == "running"
    on_the_last_day = bureau.do("record_waiver_or_lapse", at="2026-03-17 16:00")
    assert ("R062", "deadline_expired") in unmet(on_the_last_day)
    bureau.must("record_waiver_or_lapse", at="2026-03-18 09:00")
    assert bureau.state == "rechecking"


def test_after_such_a_refusal_the_party_may_still_be_heard():
    bureau = refused_for_its_scope()
    bureau.serve()
    bureau.must("resume_notice", at="2026-03-13 09:00")
    bureau.must("record_statement", at="2026-03-17 10:00")
    assert bureau.state == "rechecking"


def test_a_late_request_does_not_reopen_the_time_for_a_statement():
    bureau = told_and_late()
    assert unmet(bureau.do("resume_notice", at="2026-03-20 09:00"))[0] == (
        "R063",
        "hearing_outside_scope",
    )
    bureau.must("hearing_concluded", at="2026-03-20 10:00")


def told_and_late():
    """Told on 10 March of a hearing, asked for on the sixth working day."""
    heavy = {"建议罚款金额": "50000", "裁量阶次": "从重"}
    notice = {"拟处罚款金额": "50000", "拟处罚内容": "罚款伍万元整（¥50000.00）。"}
    bureau = Bureau().play(
        until="signed#2", changes={"end_investigation": heavy, "serve_prior_notice": notice}
    )
    bureau.must("request_hearing", at="2026-03-18 10:00", give={"申请日期": "2026-03-18"})
    bureau.must("reject_request", at="2026-03-19 10:00")
    return bureau
