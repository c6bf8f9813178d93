"""A case that goes through a hearing: what its papers say and what advice tells on the way."""

from datetime import timedelta

from engine.advice import advise
from tests.bureau import SOON, Bureau, intake


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
