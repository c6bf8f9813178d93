"""Steps about who works on a case: recusals that are granted, leads that are declined, owners."""

from pytest_bdd import given, parsers, then

from engine.relations import owner


@given(parsers.parse("{who}已被决定回避"))
def _(story, who):
    ground = {"concerned": who, "recusal_ground": "interest", "recusal_facts": "持有竞争企业股份。"}
    told = ground | {"recusal_reasons": "情况属实。"}
    story.bureau.must("order_recusal", "马立群", give=told)


@given("线索两次移交都未被接收")
def _(story):
    for who in ("高远", "赵国栋"):
        give = {"offered_to": who, "handover_reason": "请该中队办理。"}
        story.bureau.must("hand_over_lead", "周岚", give=give)
        story.bureau.must("decline_lead", who, give={"decline_reason": "不属于本中队。"})


@then(parsers.parse("线索责任人是{who}"))
def _(story, who):
    assert owner(story.bureau.case) == story.bureau.person(who)
