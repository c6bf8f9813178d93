"""Reasoned decisions: every rule with a text that keeps it and texts that do not.

The example's decision keeps all of them; each case below changes one thing in it.
"""

import pytest

from engine.planning import Refusal
from engine.reasoning.drafting import draft
from engine.reasoning.finding import check_named
from engine.reasoning.linting import brief_of, lint
from tests import variants
from tests.bureau import Bureau, unmet
from tests.playbook import law, script
from tests.reasoned import situated

OWN = next(s for s in script("m11") if s.trigger == "approve_penalty").raw
LABELS = {
    "decision_facts": "认定的违法事实",
    "decision_reasons": "法律适用理由",
    "decision_discretion": "裁量理由",
    "decision_answer": "对陈述申辩的答复",
    "decision_content": "决定内容",
}
FACTS, REASONS, DISCRETION, ANSWER, CONTENT = (OWN[label] for label in LABELS.values())


@pytest.fixture(scope="module")
def bureau():
    return Bureau().play(until="decision_pending")


def linted(bureau, decision="penalty", **given):
    """What the rules find about the example's decision with some texts changed."""
    raw = {**OWN, **{LABELS.get(name, name): text for name, text in given.items()}}
    found = situated(bureau, bureau.command("approve_penalty", raw=raw))
    assert found is not None
    return lint(found[0], decision)


def blocking(bureau, **given):
    return {f.rule.id for f in linted(bureau, **given) if f.rule.blocks}


def graded(bureau, **given):
    return {f.rule.id for f in linted(bureau, **given) if not f.rule.blocks}


def test_the_example_keeps_every_rule_that_blocks(bureau):
    """APL 40, 44, 57, 59."""
    assert blocking(bureau) == set()
    assert graded(bureau) == {"proofs_used"}  # three items are listed and never cited


CASES = [
    # 一、事实
    ({"decision_facts": "见调查终结报告"}, "facts_written"),
    ({"decision_facts": "违法〔证2〕。"}, "facts_written"),
    ({"decision_facts": FACTS.replace("2026年3月2日", "当日")}, "time_stated"),
    ({"decision_facts": FACTS.replace("听涛路望海桥至工业路段", "某路段")}, "place_stated"),
    ({"decision_facts": FACTS + "当事人此前曾多次遗撒渣土。"}, "sentences_proved"),
    ({"decision_facts": FACTS.replace("（证6、复查记录）", "")}, "sentences_proved"),
    # 二、证据
    ({"decision_facts": FACTS.replace("证6", "证7")}, "proofs_known"),
    ({"decision_discretion": DISCRETION + "另见笔9。"}, "proofs_known"),
    ({"decision_facts": FACTS.replace("证2、证3、现场勘验笔录、", "")}, "elements_proved"),
    # 三、法律
    ({"decision_reasons": "依法处理"}, "law_written"),
    ({"decision_reasons": "当事人的行为违反了有关管理规定，应当处罚。"}, "breach_cited"),
    ({"decision_reasons": REASONS.replace("该规定第二十三条", "该规定第二十四条")}, "breach_cited"),
    ({"decision_reasons": REASONS.replace("第二十三条", "第三十三条")}, "citations_apply"),
    ({"decision_reasons": REASONS + "参照《某市容条例》第九条。"}, "citations_apply"),
    ({"decision_reasons": REASONS + "依照《城市建筑垃圾管理规定》处罚。"}, "citations_exact"),
    # 四、裁量
    ({"decision_discretion": "按照裁量基准"}, "discretion_written"),
    ({"decision_discretion": DISCRETION.replace("属从轻阶次", "属从重阶次")}, "tier_agrees"),
    ({"decision_discretion": DISCRETION.replace("罚款8000元", "如下")}, "amount_reasoned"),
    # 五、答复
    ({"decision_answer": "同复核意见"}, "answer_written"),
    ({"decision_answer": "当事人的两项意见本机关已经知悉并逐项记录。"}, "adoption_said"),
    # 决定内容
    ({"decision_content": "依法处罚"}, "content_written"),
    ({"decision_content": "罚款人民币捌仟元整（¥8000.00）。"}, "kinds_agree"),
    ({"decision_content": "给予警告，没收违法所得，罚款8000元。"}, "kinds_agree"),
    ({"decision_content": "给予警告，并处罚款。"}, "fine_written"),
    ({"decision_content": CONTENT.replace("8000.00", "8000.01")}, "capitals_agree"),
    ({"decision_content": "给予警告，并处罚款人民币玖仟元整。另有8000元。"}, "fine_agrees"),
    ({"decision_content": CONTENT + "应当自收到决定书之日起十日内缴清。"}, "payment_period"),
    ({"decision_answer": ANSWER + "不服的，可以在30日内申请行政复议。"}, "review_period"),
    ({"decision_answer": ANSWER + "也可以在三个月内提起行政诉讼。"}, "suit_period"),
    ({"decision_content": "给予警告，通报批评，并处罚款8000元。"}, "kinds_told"),
    # 与案内其他文书一致
    ({"decision_facts": FACTS.replace("72平方米", "82平方米")}, "facts_told"),
    ({"decision_facts": FACTS.replace("浙Z·示0042", "浙Z·示0043")}, "facts_told"),
    ({"decision_facts": FACTS.replace("3月6日", "3月5日")}, "days_known"),
    ({"decision_facts": FACTS.replace("3月6日", "2月30日")}, "days_known"),
    ({"decision_facts": FACTS.replace("3月6日", "3月28日")}, "days_past"),
    ({"decision_facts": FACTS.replace("72平方米", "82平方米")}, "quantities_known"),
    ({"decision_discretion": DISCRETION + "同类案件罚款在7777元上下。"}, "amounts_known"),
    ({"decision_facts": FACTS.replace("浙Z·示0042", "浙Z·示0024")}, "plates_known"),
    ({"decision_facts": FACTS.replace("当事人所有", "91330299MA2TT8K4XC所有")}, "identities_known"),
    ({"decision_answer": ANSWER + "见望潮综执罚告字〔2026〕第000009号。"}, "numbers_known"),
    ({"decision_facts": FACTS.replace("听涛路望海桥", "听潮路望海桥")}, "places_agree"),
    ({"decision_answer": "海岚市顺大土石方运输有限公司：" + ANSWER}, "names_agree"),
    ({"decision_answer": "沈国墙的意见：" + ANSWER}, "names_agree"),
    ({"decision_answer": "送达海岚市望潮区工业路6号。" + ANSWER}, "names_agree"),
]


NAMES = [f"{rule}-{n}" for n, (_, rule) in enumerate(CASES)]


@pytest.mark.parametrize(("given", "rule"), CASES, ids=NAMES)
def test_one_thing_wrong_is_found_by_its_rule(bureau, given, rule):
    """APL 34, 40, 45, 46, 59: each finding names the rule that is not kept."""
    assert rule in blocking(bureau, **given)


RIGHT = [
    {"decision_facts": FACTS.replace("（证6、复查记录）", "〔证6〕〔笔3〕")},
    {"decision_facts": FACTS.replace("72平方米", "72.0平方米")},
    {"decision_facts": FACTS.replace("浙Z·示0042", "浙Z示0042")},
    {"decision_reasons": REASONS + "依照《行政处罚法》第三十二条，没有减轻情形。"},
    {"decision_answer": ANSWER + "可以在六十日内申请行政复议，也可以在6个月内提起行政诉讼。"},
    {"decision_content": CONTENT + "应当自收到决定书之日起15日内缴清罚款。"},
    {"decision_content": "给予警告，并处罚款8,000元，不另罚款。"},
    {"decision_answer": "见望潮综执罚告字〔2026〕第1号告知书。" + ANSWER},
    {"decision_answer": "海岚市顺达土石方运输有限公司（沈国强）：" + ANSWER},
    {"decision_facts": FACTS + "案件于2026年3月3日立案（笔1）。"},
]


@pytest.mark.parametrize("given", RIGHT)
def test_what_agrees_with_the_case_is_let_through(bureau, given):
    assert blocking(bureau, **given) == set()


def test_vague_words_and_a_missing_consequence_only_cost_points(bureau):
    vague = FACTS.replace("渣土，面积约72平方米", "渣土等违法行为").replace("清理完毕", "处理")
    assert {"vague_facts"} <= graded(bureau, decision_facts=vague)
    bare = "2026年3月2日，当事人在听涛路望海桥至工业路段丢弃渣土（证2、证3、笔1、笔2）。"
    assert graded(bureau, decision_facts=bare) == {"consequence_stated", "proofs_used"}
    assert blocking(bureau, decision_facts=bare) == set()
    assert "vague_law" in graded(bureau, decision_reasons=REASONS + "并依照有关规定办理。")


def test_findings_quote_the_sentence_and_its_number(bureau):
    found = linted(bureau, decision_facts=FACTS + "路面已经受损。")
    (bare,) = [f for f in found if f.rule.id == "sentences_proved"]
    assert dict(bare.details) == {"number": 3, "quote": "路面已经受损。"}
    assert bare.rule.law == "APL 40"


def test_everything_wrong_is_reported_at_once(bureau):
    found = blocking(
        bureau,
        decision_facts="车辆遗撒了渣土，污染路面约99平方米。",
        decision_reasons="违反了《某规定》第一条。",
        decision_discretion="情节较重，综合确定罚款9000元。",
        decision_answer="已经答复了当事人的全部意见。",
        decision_content="给予罚款人民币玖仟元整（¥8000.00）。",
    )
    expected = "time_stated place_stated sentences_proved elements_proved breach_cited"
    expected += " citations_apply amount_reasoned adoption_said kinds_agree capitals_agree"
    assert found >= set(expected.split())


# -- what the case itself must bear ---------------------------------------------------------------


def factors(evidence):
    return [{"情节": "初次违法", "影响": "从轻", "证据编号": evidence}]


@pytest.mark.parametrize(
    ("evidence", "found"),
    [("询问笔录", False), ("证6", False), ("证1、笔2", False), ("证66", True), ("无", True)],
)
def test_a_circumstance_without_evidence_weighs_nothing(evidence, found):
    """APL 34; the benchmark is applied on proved circumstances."""
    changes = {"end_investigation": {"factors": factors(evidence)}}
    case = Bureau().play(until="decision_pending", changes=changes)
    assert ("factors_proved" in blocking(case)) is found


def test_a_point_without_a_reason_is_not_answered(bureau):
    """APL 45(1): what is said must be checked, point by point."""
    situation, kind = situated(bureau, bureau.command("approve_penalty", raw=OWN))
    brief = brief_of(situation, kind)
    rule = next(r for r in brief.edition.rules if r.id == "points_answered")
    assert list(check_named("points_answered")(brief, rule)) == []
    answers = situation.data.records("point_answers")
    empty = (answers[0], answers[1].merged({"reason": "。"}))
    object.__setattr__(situation, "inputs", situation.inputs.merged({"point_answers": empty}))
    missing = list(check_named("points_answered")(brief_of(situation, kind), rule))
    assert [m["quote"] for m in missing] == [answers[1].text("point")]


def test_silence_is_not_answered_by_adopting():
    """APL 44, 45: where nobody spoke there is nothing to adopt."""
    quiet = Bureau().play(until="notified")
    quiet.serve()
    quiet.must("record_waiver_or_lapse")
    quiet.must("submit_review", give={"point_answers": None})
    quiet.must("review_pass")
    adopting = blocking(quiet, decision_answer="对当事人的意见予以采纳。")
    assert "silence_said" in adopting
    assert blocking(quiet, decision_answer="当事人在期限内没有提出意见。") == set()


def test_rejected_points_are_not_said_to_be_adopted():
    """APL 45(1): the decision says what the re-check said."""
    answers = [
        {"意见": p, "复核情况": "经核对。", "是否采纳": "不采纳", "理由": "没有依据。"}
        for p in (
            "公司已在复查前主动清理路面并修好车辆，请求减轻处罚。",
            "公司经营困难，罚款八千元负担较重，请求降低金额。",
        )
    ]
    case = Bureau().play(
        until="decision_pending", changes={"submit_review": {"point_answers": answers}}
    )
    assert "adoption_said" in blocking(case, decision_answer="当事人的两项意见均予以采纳。")
    assert "adoption_said" not in blocking(case, decision_answer="当事人的两项意见不予采纳。")


# -- the guard ------------------------------------------------------------------------------------


def test_the_decision_is_refused_block_by_block(bureau):
    """APL 40, 59(1): a decision that reasons wrongly is not made."""
    given = {"decision_facts": FACTS + "路面受损。", "decision_content": "给予警告，并处罚款。"}
    refused = bureau.do("approve_penalty", give=given)
    assert isinstance(refused, Refusal)
    assert unmet(refused) == [("R030", "decision_reasoned"), ("R080", "decision_reasoned")]
    remarks = [r.code for v in refused.unmet for r in v.details["found"]]
    assert remarks == ["sentences_proved", "fine_written"]


def test_a_decision_not_to_penalise_names_the_evidence_of_its_ground():
    """APL 33, 40."""
    case = Bureau().play("m07", until="decide_no_penalty", before=True)
    refused = case.do("decide_no_penalty", give={"ground_evidence": "照片"})
    assert unmet(refused) == [("R080", "decision_reasoned")]
    assert [r.code for v in refused.unmet for r in v.details["found"]] == ["ground_proved"]
    case.must("decide_no_penalty")


# -- the draft ------------------------------------------------------------------------------------

VARIANTS = [
    {},
    variants.fine("5000"),
    variants.fine("18499.99"),
    variants.fine("18500"),
    variants.fine("6000.5"),
]


@pytest.mark.parametrize("changes", VARIANTS, ids=range(len(VARIANTS)))
def test_a_draft_from_the_case_keeps_every_rule(changes):
    """What is assembled from evidence, law, benchmark and statement needs no correction."""
    case = Bureau().play(until="decision_pending", changes=changes)
    fine = changes.get("approve_penalty", {}).get("decision_fine", "8000")
    command = case.command("approve_penalty", raw={**OWN, "罚款金额": fine})
    situation, kind = situated(case, command)
    texts = draft(situation, kind)
    assert set(texts) == set(LABELS)
    assert linted(case, 罚款金额=fine, **texts) == ()


def test_a_draft_ties_every_element_to_its_evidence(bureau):
    situation, kind = situated(bureau, bureau.command("approve_penalty", raw=OWN))
    facts = draft(situation, kind)["decision_facts"]
    for element in situation.matter.elements:
        assert f"“{element.text}”由" in facts
    assert draft(situation, "change") == {}


def test_every_rule_of_the_data_is_tried_here():
    """A rule nobody tries might never find anything."""
    tried = {rule for _, rule in CASES}
    tried |= {"vague_facts", "consequence_stated", "vague_law", "proofs_used", "factors_proved"}
    tried |= {"points_answered", "silence_said", "ground_proved"}
    shipped = {r.id for r in law().reasoning[0].rules}
    assert shipped - tried == {"changed_fine_agrees", "proofs_admitted"}
