"""The forms from notice to enforcement, composed and read back by poppler.

What stands on each form is the catalogue's list of required elements; what a reader must find for
each of them is written here, form by form.
"""

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import pytest
import yaml

from documents.clauses import load_clauses
from documents.compose import Composed, compose
from documents.forms import load_forms
from engine.errors import InputError
from tests.foreign import run
from tests.form_case import ANSWERS, FACTS, KINDS, MOMENT, PARTIES, POINTS
from tests.form_samples_decision import Sample, bare, long_sample, sample, slots_of

REMEDY = (
    "自收到本决定书之日起六十日内向清江市清和区人民政府申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向清江市清和区人民法院提起行政诉讼"
)
DATELINE = "清江市清和区综合行政执法局2026年3月27日"
NOTICE = {
    "facts": FACTS,
    "reasons": "扰乱建筑垃圾管理秩序，情节一般。",
    "basis": "《城市建筑垃圾管理规定》第二十五条第（一）项",
    "penalty": "拟处罚款人民币贰万元整（¥20000.00）",
    "statement_right": "五日（工作日）内，以书面或者口头方式向本机关提出陈述、申辩意见",
    "channel": "联系电话：0500-88886120",
    "agency_and_date": DATELINE,
}

#: Form, required element, and what a reader must find; NAME stands for the party's name.
SHOWN: Mapping[str, Mapping[str, str]] = {
    "penalty_prior_notice": {**NOTICE, "party": "当事人：NAME"},
    "hearing_right_notice": {
        **NOTICE,
        "party": "当事人：NAME",
        "hearing_right": "五日（工作日）内向本机关提出；逾期未提出的，视为放弃听证权利",
    },
    "hearing_application": {
        "applicant": "NAME",
        "requested_on": "2026年2月27日",
        "notice": "清城管听告字〔2026〕第000034号",
        "ground": "认为告知的罚款数额过高，要求听证。",
    },
    "hearing_not_accepted": {
        "party": "NAME",
        "application": "于2026年2月27日提出的听证申请",
        "reason": "申请于2026年3月9日提出。",
        "basis": "应当在行政机关告知后五日内提出",
        "agency_and_date": DATELINE,
    },
    "hearing_notice": {
        "party": "NAME：",
        "time": "听证时间：2026年3月18日9时30分",
        "place": "听证地点：清和区综合行政执法局二楼听证室",
        "chair": "听证主持人：简明达",
        "recorder": "记录员：舒静",
        "openness": "公开举行",
        "rights": "委托一至二人代理",
        "absence": "视为放弃听证权利，行政机关终止听证。",
        "agency_and_date": DATELINE,
    },
    "hearing_announcement": {
        "cause": "未经核准擅自处置建筑垃圾一案听证会",
        "party": "NAME",
        "time": "2026年3月18日9时30分",
        "place": "清和区综合行政执法局二楼听证室公开举行",
        "chair": "听证主持人：简明达；记录员：舒静",
        "attendance": "请持有效身份证件于听证开始前到场登记",
        "agency_and_date": DATELINE,
    },
    "hearing_record": {
        "time": "2026年3月18日9时30分",
        "place": "清和区综合行政执法局二楼听证室",
        "participants": "宁守正（苏Q0001023）、康予安（苏Q0001024）",
        "steps": "听证主持人核对听证参加人身份",
        "case_presented": "建议给予警告，并处罚款二万元。",
        "defence": "场地为临时周转，已经及时清运，请求减轻处罚。",
        "cross_examination": "当事人对证据真实性无异议",
        "last_statement": "请求从宽处理。",
    },
    "hearing_report": {
        "cause": "未经核准擅自处置建筑垃圾案",
        "party": "NAME",
        "hearing": "2026年3月18日9时30分",
        "summary": "双方充分陈述、质证和辩论。",
        "disputed_points": "及时清运是否构成减轻处罚情节。",
        "opinion": "建议维持拟处罚内容。",
    },
    "statement_record": {
        "time": "2026年3月2日9时30分",
        "place": "清和中队接待室",
        "stater": "伍思远",
        "officers": "宁守正（苏Q0001023）",
        "rights_told": "已向你出示执法证件",
        "content": POINTS[1],
        "evidence": "清运凭证一份",
    },
    "waiver_record": {
        "party": "NAME",
        "informed": "已经知道拟作出的行政处罚内容及事实、理由、依据",
        "express": "自愿、明确放弃下列权利：陈述权、申辩权和要求听证的权利。",
        "dated": "声明日期：2026年3月27日",
    },
    "recheck_opinion": {
        "cause": "未经核准擅自处置建筑垃圾",
        "party": "NAME",
        "notice": "清城管听告字〔2026〕第000034号",
        "points": POINTS[0],
        "checking": "核对复查记录和清运凭证",
        "adoption": "采纳情况：部分采纳。理由：主动改正属于从轻情节",
        "conclusion": "罚款数额不高于告知数额",
    },
    "legal_review_form": {
        "cause": "未经核准擅自处置建筑垃圾",
        "party": "NAME",
        "report": "清城管终字〔2026〕第000031号",
        "recheck": "罚款数额不高于告知数额",
        "proposal": "人民币贰万元整（¥20000.00）",
        "materials": "含音像光盘一张",
        "submission": "承办人送审意见",
        "received": "2026年3月27日10时05分",
    },
    "legal_review_opinion": {
        "cause": "未经核准擅自处置建筑垃圾",
        "party": "NAME",
        "received": "2026年2月25日",
        "heads": "违法行为是否涉嫌犯罪、需要移送司法机关",
        "conclusion": "■同意□建议补充调查□建议改正□建议移送",
        "opinion": "适用依据准确，处罚适当，程序合法。",
        "qualification": "A20183209990001",
        "signatures": "法制机构负责人",
    },
    "deliberation_record": {
        "time": "2026年3月25日14时00分",
        "place": "局三楼会议室",
        "chair": "纪平川（局长）",
        "attendees": "参加人员（3人）：纪平川、苗仲文、路晓岚",
        "cause": "未经核准擅自处置建筑垃圾案",
        "facts": FACTS,
        "opinions": "苗仲文：同意。（同意结论）",
        "dissent": "路晓岚不同意讨论结论",
        "conclusion": "同意结论2人。结论罚款金额：人民币贰万元整（¥20000.00）",
    },
    "extension_deliberation": {
        "time": "2026年3月25日14时00分",
        "place": "局三楼会议室",
        "chair": "纪平川（局长）",
        "attendees": "参加人员（3人）：纪平川、苗仲文、路晓岚",
        "cause": "未经核准擅自处置建筑垃圾案",
        "period": "办案期限已经批准延长一次",
        "ground": "重新鉴定的意见尚未作出。",
        "opinions": "苗仲文：同意。（同意结论）",
        "dissent": "路晓岚不同意讨论结论",
        "conclusion": "同意结论2人。再延长60日",
    },
    "decision_approval": {
        "cause": "未经核准擅自处置建筑垃圾",
        "party": "NAME",
        "facts": FACTS,
        "evidence": "证2现场照片六张",
        "law": "《城市建筑垃圾管理规定》第七条第一款",
        "notice": "《行政处罚听证告知书》，2026年2月26日直接送达",
        "defence": "关于及时清运的意见予以部分采纳。",
        "review": "同意。事实清楚，证据合法充分",
        "proposal": "一、给予警告；二、处罚款人民币贰万元整。",
        "opinions": "行政机关负责人意见",
    },
    "penalty_decision": {
        "party": "当事人：NAME",
        "facts": f"经查明：{FACTS}",
        "evidence": "现场堆放建筑垃圾的位置、面积和体积",
        "defence_answer": "本机关的答复：关于临时周转的意见不予采纳",
        "law": "违反了《城市建筑垃圾管理规定》第七条第一款；依照《城市建筑垃圾管理规定》",
        "discretion": "按一般阶次下限裁量",
        "penalty": "一、给予警告；二、处罚款人民币贰万元整。",
        "performance": "自收到本决定书之日起十五日内，到清江银行股份有限公司清和支行",
        "surcharge": "每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额",
        "remedies": REMEDY,
        "agency_and_date": DATELINE,
    },
    "no_penalty_decision": {
        "party": "当事人：NAME",
        "facts": FACTS,
        "evidence": "现场堆放建筑垃圾的位置、面积和体积",
        "reason": "（依据的证据：证1、证2）",
        "basis": "违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚",
        "education": "向当事人讲解了建筑垃圾处置核准的规定。",
        "correction": "清城管责字〔2026〕第000032号《责令改正通知书》",
        "decision": "本机关决定对当事人不予行政处罚。",
        "remedies": REMEDY,
        "agency_and_date": DATELINE,
    },
    "payment_notice": {
        "bill_number": "3209992026000077",
        "payer": "NAME",
        "decision": "清城管罚决字〔2026〕第000040号",
        "amount": "人民币贰万元整",
        "bank": "清江银行股份有限公司清和支行（清江市清和区同安路2号）",
        "due": "2026年4月13日前（含当日）",
        "surcharge": "每日按罚款数额的百分之三加处罚款",
        "signature": "开票人员",
        "qr": "扫描二维码可以读取缴款书编号、决定书文号、罚款金额",
        "agency_and_date": DATELINE,
    },
    "cash_fine_receipt": {
        "receipt_number": "苏财票00018842",
        "payer": "NAME",
        "decision": "清城管罚决字〔2026〕第000040号",
        "amount": "人民币贰万元整",
        "reason": "向指定银行缴纳确有困难并提出",
        "signatures": "收缴人",
    },
    "demand_notice": {
        "party": "当事人：NAME",
        "decision": "清城管罚决字〔2026〕第000040号",
        "period": "2026年5月8日前（含当日）履行完毕",
        "manner": "一次性缴清罚款。",
        "amount": "尚未缴纳人民币贰万元整（¥20000.00）",
        "payment": "账号：6200110022003300",
        "surcharge": "加处罚款数额为人民币壹万壹仟肆佰元整（¥11400.00）",
        "statement_right": "收到本催告书后有权进行陈述和申辩",
        "consequence": "本催告书送达十日（工作日）后",
        "agency_and_date": DATELINE,
    },
    "enforcement_suspension": {
        "party": "当事人：NAME",
        "decision": "清城管罚决字〔2026〕第000040号",
        "ground": "执行标的灭失",
        "basis": "《中华人民共和国行政强制法》第四十条第三项",
        "reason": "在仓库火灾中全部烧毁。",
        "evidence": "火灾事故认定书",
        "outcome": "终结对上述行政处罚决定的执行",
        "agency_and_date": DATELINE,
    },
    "revocation_decision": {
        "party": "当事人：NAME",
        "original": "清城管罚决字〔2026〕第000040号",
        "ground": "清政复决〔2026〕9号",
        "new_content": "给予警告，并处罚款人民币壹万元整。",
        "money_effect": "退还当事人。",
        "remedies": REMEDY,
        "agency_and_date": DATELINE,
    },
    "deferral_application": {
        "applicant": "NAME",
        "decision": "清城管罚决字〔2026〕第000040号",
        "hardship": "账户余额不足以一次缴清罚款。",
        "plan": "2026年6月15日",
        "dated": "2026年4月3日",
    },
    "deferral_approval": {
        "party": "当事人：NAME",
        "decision": "清城管罚决字〔2026〕第000040号",
        "ground": "账户余额不足以一次缴清罚款。",
        "plan": "2026年6月15日",
        "effect": "自暂缓或者分期缴纳罚款期限结束之日起计算",
        "approver": "批准人：纪平川（局长）",
        "agency_and_date": DATELINE,
    },
}

#: Number series of the catalogue, and which forms carry the agency seal and are served.
SERIES = {
    "penalty_prior_notice": "罚告",
    "hearing_right_notice": "听告",
    "hearing_application": "听申",
    "hearing_not_accepted": "听不",
    "hearing_notice": "听通",
    "hearing_announcement": "听公",
    "hearing_record": "听笔",
    "hearing_report": "听报",
    "statement_record": "申",
    "waiver_record": "弃",
    "recheck_opinion": "复核",
    "legal_review_form": "审送",
    "legal_review_opinion": "审",
    "deliberation_record": "议",
    "extension_deliberation": "延议",
    "decision_approval": "批",
    "penalty_decision": "罚决",
    "no_penalty_decision": "不罚",
    "payment_notice": "缴",
    "cash_fine_receipt": "票",
    "demand_notice": "催",
    "enforcement_suspension": "中执",
    "revocation_decision": "撤",
    "deferral_application": "缓申",
    "deferral_approval": "缓",
}
SERVED = {
    "penalty_prior_notice",
    "hearing_right_notice",
    "hearing_not_accepted",
    "hearing_notice",
    "penalty_decision",
    "no_penalty_decision",
    "demand_notice",
    "enforcement_suspension",
    "revocation_decision",
    "deferral_approval",
}
#: The public is told of a hearing by posting, not by service.
SEALED = SERVED | {"payment_notice", "hearing_announcement"}

#: Traces of a value that was not there, or of a sentence ended twice.
EMPTY = re.compile(r"None|\{\{|\{%|《》|（）|〔〕|：。|，。|；。|。。|，，|：／。|于送达|对作出")


def composed(given: Sample, slots: tuple[str, ...] | None = None) -> Composed:
    form = load_forms()[given.form]
    return compose(
        form,
        given.values,
        moment=MOMENT,
        number=f"清城管{form.type_code}字〔2026〕第000001号",
        slots=slots_of(form) if slots is None else slots,
        training=False,
        preview=False,
        attachment=None,
    )


def read(made: Composed, folder) -> str:
    """The printed text as poppler finds it, without page numbers and white space."""
    path = folder / "form.pdf"
    path.write_bytes(made.pdf)
    found = run("pdftotext", "-raw", "-enc", "UTF-8", path, "-")
    assert found.code == 0, found.text
    lines = (re.sub(r"\s+", "", line) for line in found.text.replace("\f", "\n").splitlines())
    furniture = re.compile(r"—\d+—|第\d+页共\d+页|.*电子签名见第\d+页.*")
    return "".join(line for line in lines if not furniture.fullmatch(line))


def shown(given: Sample, folder, slots: tuple[str, ...] | None = None) -> str:
    text = read(composed(given, slots), folder)
    assert not EMPTY.search(text), EMPTY.search(text)
    return text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_every_required_element_stands_on_paper(name: str, kind: str, tmp_path) -> None:
    assert set(SHOWN[name]) == set(load_forms()[name].elements)
    text = shown(sample(name, kind), tmp_path)
    for element, words in SHOWN[name].items():
        expected = words.replace("NAME", str(PARTIES[kind]["name"]))
        assert expected in text, element


@pytest.mark.parametrize("name", SERIES)
def test_series_seal_and_service_follow_the_catalogue(name: str) -> None:
    form = load_forms()[name]
    assert form.type_code == SERIES[name]
    assert form.sealed == (name in SEALED)
    assert form.served == (name in SERVED)


@pytest.mark.parametrize("name", SHOWN)
def test_everyone_who_signs_has_one_field(name: str) -> None:
    slots = slots_of(load_forms()[name])
    assert tuple(field.slot for field in composed(sample(name)).fields) == slots


@pytest.mark.parametrize("name", SHOWN)
def test_levels_left_out_by_the_agency_are_struck_out(name: str, tmp_path) -> None:
    """Who signs is the agency's configuration; a level that is not used leaves a struck place."""
    form = load_forms()[name]
    left = ("squad_leader", "legal_head", "legal_reviewer", "officer_second", "finance")
    slots = tuple(slot for slot in slots_of(form) if slot not in left)
    text = shown(sample(name), tmp_path, slots)
    if len(slots) < len(slots_of(form)):
        assert "／" in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_a_case_with_nothing_optional_still_reads_well(name: str, kind: str, tmp_path) -> None:
    """No evidence attached to a statement, no agent, no online channel, no points, no hearing."""
    assert "互联网渠道" not in shown(bare(name, kind), tmp_path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_long_values_are_printed_whole(name: str, kind: str, tmp_path) -> None:
    given, endings = long_sample(name, kind)
    text = shown(given, tmp_path)
    for ending in endings:
        assert ending in text


@pytest.mark.parametrize("name", ["penalty_prior_notice", "hearing_right_notice"])
def test_a_new_notice_says_why_and_replaces_the_old(name: str, tmp_path) -> None:
    assert "重新告知的原因" not in shown(sample(name), tmp_path)
    again = sample(name).given(reason="复核后补充认定堆放面积。")
    assert "不再适用。重新告知的原因：复核后补充认定堆放面积。" in shown(again, tmp_path)


def test_a_request_without_a_notice_of_the_right_names_the_notice_there_was(tmp_path) -> None:
    given = sample("hearing_application").without("hearing_right_notice")
    notice = {"number": "清城管罚告字〔2026〕第000033号", "date": MOMENT.date()}
    documents = {**given.values["documents"], "penalty_prior_notice": notice}
    text = shown(given.over(documents=documents), tmp_path)
    assert "清城管罚告字〔2026〕第000033号" in text
    assert "送达的行政处罚事先告知书" in text


def test_a_request_outside_the_scope_cites_the_scope(tmp_path) -> None:
    given = sample("hearing_not_accepted").given(
        ground="out_of_scope", ground_label="不属于听证范围", reason="拟处罚款未达到标准。"
    )
    text = shown(given, tmp_path)
    assert (
        "不属于《中华人民共和国行政处罚法》第六十三条第一款规定的应当告知当事人有要求听证的权利"
        in text
    )
    assert "告知书载明的陈述、申辩期限继续计算" in text
    assert "告知后五日内" not in text


def test_only_an_open_hearing_is_announced(tmp_path) -> None:
    """APL 64(3): open but for secrets and privacy; what is posted bears the seal by itself."""
    assert "听证公告由本机关另行张贴" in shown(sample("hearing_notice"), tmp_path)
    closed = sample("hearing_notice").given(open_to_public=False, closed_reason="涉及商业秘密。")
    text = shown(closed, tmp_path)
    assert "不公开举行。理由：涉及商业秘密。" in text
    assert "听证公告" not in text


def test_a_second_date_replaces_the_first_announcement(tmp_path) -> None:
    first = {"hearing_announcement": {"number": "清城管听公字〔2026〕第000007号", "date": MOMENT}}
    given = sample("hearing_announcement")
    again = given.over(documents={**given.values["documents"], **first})
    assert "第000007号《听证公告》载明的听证时间、地点不再适用" in shown(again, tmp_path)


def test_a_second_date_replaces_the_first_notice(tmp_path) -> None:
    first = {"hearing_notice": {"number": "清城管听通字〔2026〕第000007号", "date": MOMENT.date()}}
    given = sample("hearing_notice")
    again = given.over(documents={**given.values["documents"], **first})
    assert "第000007号《听证通知书》载明的听证时间、地点不再适用" in shown(again, tmp_path)


def test_a_defaulted_hearing_is_ended_with_its_ground(tmp_path) -> None:
    """APL 64(6)."""
    given = sample("hearing_record").given(
        default_kind="absent", default_kind_label="无正当理由未到"
    )
    inputs = {key: value for key, value in given.values["input"].items() if key != "points"}
    text = shown(given.over(input=inputs), tmp_path)
    assert "到场情况：无正当理由未到。" in text
    assert "宣布听证终止" in text


@pytest.mark.parametrize(
    ("result", "label"),
    [
        ("agree", "同意"),
        ("supplement", "建议补充调查"),
        ("correct", "建议改正"),
        ("transfer", "建议移送"),
    ],
)
def test_a_legal_review_concludes_in_one_of_four_ways(result: str, label: str, tmp_path) -> None:
    """M55 25; the eight heads of M55 24 are printed in the rule's words."""
    given = sample("legal_review_opinion").given(review_result=result, review_result_label=label)
    text = shown(given, tmp_path)
    assert text.count("■") == 1
    assert f"■{label}" in text
    heads = [c.text for key, c in load_clauses().items() if key.startswith("review_head_")]
    assert len(heads) == 8
    assert all(head in text for head in heads)


def test_the_reviewer_is_named_whoever_records_the_review(tmp_path) -> None:
    """APL 58(2): the qualification belongs to the reviewer, not to the head who acts."""
    given = sample("legal_review_opinion").over(actor={"name": "纪平川", "title": "局长"})
    text = shown(given, tmp_path)
    assert "审核人员申如镜" in text
    assert "纪平川" not in text


def test_a_fine_collected_on_the_spot_cites_the_spot_decision(tmp_path) -> None:
    spot = {
        "spot_penalty_decision": {"number": "清城管当罚字〔2026〕第000005号", "date": MOMENT.date()}
    }
    text = shown(sample("cash_fine_receipt").over(documents=spot), tmp_path)
    assert "清城管当罚字〔2026〕第000005号" in text


def test_an_unanimous_panel_has_no_dissent(tmp_path) -> None:
    given = sample("deliberation_record")
    panel = [{**member, "agrees": True} for member in given.values["input"]["panel"]]
    assert "四、不同意见无。" in shown(given.given(panel=panel), tmp_path)


def test_a_decision_without_surcharge_says_so(tmp_path) -> None:
    """FSR 7: the decision tells whether a surcharge applies."""
    text = shown(sample("penalty_decision").given(surcharge_applies=False), tmp_path)
    assert "本机关不加处罚款。" in text
    assert "百分之三" not in text


def test_a_decision_without_a_fine_asks_for_no_payment(tmp_path) -> None:
    given = sample("penalty_decision").given(decision_content="给予警告。", decision_fine=0)
    text = shown(given, tmp_path)
    assert "本决定没有罚款内容" in text
    assert "缴纳罚款" not in text
    assert REMEDY in text


@pytest.mark.parametrize(
    ("form", "content", "fine"),
    [
        ("penalty_prior_notice", "notice_content", "其中，拟处罚款"),
        ("hearing_right_notice", "notice_content", "其中，拟处罚款"),
        ("penalty_decision", "decision_content", "罚款金额："),
    ],
)
def test_the_fine_is_told_once_in_figures_and_capitals(form, content, fine, tmp_path) -> None:
    """APL 44, 59: the amount is part of the content; where that tells it, nothing is repeated."""
    full = "给予警告，并处罚款人民币贰万元整（¥20000.00）。"
    assert fine in shown(sample(form), tmp_path)
    assert fine not in shown(sample(form).given(**{content: full}), tmp_path)


def test_a_decision_answers_every_point(tmp_path) -> None:
    """APL 45(1); local rules on reasoned decisions."""
    text = shown(sample("penalty_decision"), tmp_path)
    for number, answer in enumerate(ANSWERS, 1):
        assert f"对第{number}项意见（{str(answer['point']).removesuffix('。')}）" in text
        assert str(answer["reason"]) in text


def test_a_decision_after_a_hearing_rests_on_its_record(tmp_path) -> None:
    """APL 65."""
    given = sample("penalty_decision")
    assert "本决定根据听证笔录作出" in shown(given, tmp_path)
    assert "听证笔录" not in shown(given.without("hearing_record"), tmp_path)


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("minor", "第三十三条第一款"),
        ("first_time", "第三十三条第一款"),
        ("no_fault", "第三十三条第二款"),
        ("under_14", "第三十条"),
        ("unable", "第三十一条"),
        ("not_established", "第五十七条第一款第三项"),
        ("barred", "第三十六条"),
    ],
)
def test_no_penalty_cites_the_article_of_its_ground(code: str, article: str, tmp_path) -> None:
    text = shown(sample("no_penalty_decision").given(no_penalty_code=code), tmp_path)
    assert f"《中华人民共和国行政处罚法》{article}的规定" in text


@pytest.mark.parametrize(
    ("ground", "item"),
    [
        ("died", "一"),
        ("entity_ended", "二"),
        ("object_lost", "三"),
        ("annulled", "四"),
        ("other", "五"),
    ],
)
def test_ended_enforcement_cites_its_item(ground: str, item: str, tmp_path) -> None:
    """AEL 40."""
    text = shown(sample("enforcement_suspension").given(ground=ground), tmp_path)
    assert f"《中华人民共和国行政强制法》第四十条第{item}项" in text


def test_a_decision_to_be_redone_fixes_no_new_fine(tmp_path) -> None:
    given = sample("revocation_decision").given(outcome="redo", outcome_label="撤销并责令重作")
    text = shown(given, tmp_path)
    assert "撤销原决定，对本案重新调查处理。" in text
    assert "变更后的罚款金额" not in text


@pytest.mark.parametrize(
    "name",
    [
        "payment_notice",
        "cash_fine_receipt",
        "demand_notice",
        "enforcement_suspension",
        "revocation_decision",
        "deferral_application",
        "deferral_approval",
    ],
)
def test_a_changed_decision_is_cited_with_its_change(name: str, tmp_path) -> None:
    change = {
        "revocation_decision": {"number": "清城管撤字〔2026〕第000003号", "date": MOMENT.date()}
    }
    given = sample(name)
    text = shown(given.over(documents={**given.values["documents"], **change}), tmp_path)
    assert "第000040号《行政处罚决定书》（经清城管撤字〔2026〕第000003号" in text
    alone = shown(given.over(documents=change), tmp_path)
    assert "清城管撤字〔2026〕第000003号《撤销（变更）行政处罚决定书》" in alone


@pytest.mark.parametrize(
    "name", ["payment_notice", "cash_fine_receipt", "legal_review_form", "legal_review_opinion"]
)
def test_an_ordinary_table_fills_one_page(name: str) -> None:
    """A form whose seal or signature stands alone overleaf could be taken off it."""
    assert composed(sample(name)).pages == 1


@pytest.mark.parametrize("name", ["payment_notice", "demand_notice"])
def test_a_decision_made_again_is_cited_alone(name: str, tmp_path) -> None:
    """After an order to decide anew the later decision stands; the revocation is history."""
    given = sample(name)
    earlier = {"number": "清城管撤字〔2026〕第000003号", "date": date(2026, 2, 1)}
    both = {**given.values["documents"], "revocation_decision": earlier}
    text = shown(given.over(documents=both), tmp_path)
    assert "第000040号《行政处罚决定书》" in text
    assert "清城管撤字" not in text
    assert "2026年2月26日" in text


@pytest.mark.parametrize("name", ["payment_notice", "demand_notice"])
def test_a_changed_decision_runs_from_its_own_service(name: str, tmp_path) -> None:
    given = sample(name)
    change = {"number": "清城管撤字〔2026〕第000003号", "date": date(2026, 3, 2)}
    service = {"date": date(2026, 3, 4), "mode_label": "直接送达", "receiver": None}
    later = given.over(
        documents={"revocation_decision": change},
        served={**given.values["served"], "revocation_decision": service},
    )
    text = shown(later, tmp_path)
    assert "2026年3月4日" in text
    assert "2026年2月26日" not in text


def test_the_agency_may_correct_itself(tmp_path) -> None:
    """APL 75(2)."""
    given = sample("revocation_decision").given(outcome="self_correct", outcome_label="自行纠正")
    assert "第七十五条第二款的规定，主动改正" in shown(given, tmp_path)


def test_a_refused_signature_is_printed_in_the_party_s_place(tmp_path) -> None:
    refused = "当事人拒绝签名，见证人蓝一舟在场见证"
    text = shown(sample("hearing_record").over(party_signing=refused), tmp_path)
    assert refused in text


@pytest.mark.parametrize("name", SHOWN)
def test_a_missing_value_is_refused_not_printed(name: str) -> None:
    given = sample(name)
    with pytest.raises(InputError):
        composed(given.over(agency={}, party={}, input={}, data={}, documents={}))


@pytest.mark.parametrize("name", SHOWN)
def test_forms_leave_periods_and_rates_to_the_clauses(name: str) -> None:
    source = (files("documents") / "forms" / f"{name}.yaml").read_text("utf-8")
    typed = re.compile(
        r"(?<!第)[一二三四五六七八九十\d]+(个?工作日|日|个月|年)(（|内|前|后|以)|百分之"
    )
    assert not typed.search(source), typed.search(source)


def test_every_clause_a_form_names_exists() -> None:
    clauses = load_clauses()
    for name in load_forms():
        source = (files("documents") / "forms" / f"{name}.yaml").read_text("utf-8")
        for key in re.findall(r"clause\('(\w+)'(?! ~)", source):
            assert key in clauses, (name, key)


NUMERALS = {
    2: "二",
    3: "三",
    5: "五",
    6: "六",
    7: "七",
    10: "十",
    15: "十五",
    30: "三十",
    60: "六十",
}
UNITS = {"working_days": "日", "calendar_days": "日", "months": "个月", "years": "年"}


def test_clauses_write_the_periods_of_the_deadline_register() -> None:
    """One number of the law must not have two values in the product."""
    text = (files("workflows") / "data" / "deadlines.yaml").read_text("utf-8")
    register = {
        entry["id"]: entry
        for entry in yaml.safe_load(text)["deadlines"]
        if not entry.get("valid_to")
    }
    for clause in load_clauses().values():
        for period in clause.periods:
            entry = register[period]
            if entry["unit"] == "surcharge":
                percent = NUMERALS[entry["rate_permille_per_day"] // 10]
                words = f"每日按罚款数额的百分之{percent}"
            elif entry["unit"] == "exclusion":
                words = "期间不予计算"
            else:
                words = NUMERALS[entry["length"]] + UNITS[entry["unit"]]
            whole = clause.text
            for key in re.findall(r"clause\('(\w+)'\)", clause.text):
                whole += load_clauses()[key].text
            assert words in whole, (clause.id, period)
