"""A case that goes through a hearing: what its papers say and what advice tells on the way."""

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
