"""The forms of enforcement and remedies, composed and read back by poppler."""

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import pytest

from documents.forms import load_forms
from tests import lives
from tests.form_case import ARREARS, FINE, KINDS, PARTIES
from tests.form_reading import composed, shown
from tests.form_samples_decision import sample, slots_of
from tests.form_samples_enforcement import DECISION, INPUTS, ordinary

DATELINE = "清江市清和区综合行政执法局2026年3月27日"
REMEDY = "自收到本决定书之日起六十日内向清江市清和区人民政府申请行政复议"

#: Form, required element, and what a reader must find; NAME stands for the party's name.
SHOWN: Mapping[str, Mapping[str, str]] = {
    "surcharge_decision": {
        "party": "当事人：NAME",
        "base": "确定罚款人民币贰万元整（¥20000.00）",
        "reason": "经催告仍不履行。",
        "start": "自2026年4月13日缴纳期限届满的次日起",
        "rate": "每日按罚款数额的百分之三加处罚款",
        "computed": "天数为19日，加处罚款数额为人民币壹万壹仟肆佰元整（¥11400.00）",
        "ledger": "2026年4月14日2026年4月20日720000.004200.00",
        "cap": "即最高人民币贰万元整（¥20000.00）",
        "payment": "合计数额为人民币叁万壹仟肆佰元整（¥31400.00）",
        "remedies": REMEDY,
        "agency_and_date": DATELINE,
    },
    "execution_agreement": {
        "parties": "乙方（当事人）：NAME",
        "decision": DECISION,
        "arrears": "尚未缴纳人民币贰万元整（¥20000.00）",
        "stages": "2026年7月15日人民币壹万陆仟肆佰元整（¥16400.00）",
        "remedy": "已全部清运并恢复场地原状。",
        "relief": "同意减免加处罚款人民币伍仟元整（¥5000.00）",
        "terms": "以实际缴款日为准。",
        "breach": "不履行执行协议的，甲方恢复强制执行。",
        "agency_and_date": DATELINE,
    },
    "enforcement_decision": {
        "party": "当事人：NAME",
        "reasons_and_basis": "《中华人民共和国行政强制法》第三十七条",
        "manner_and_time": "时间：2026年5月27日9时30分。",
        "amount": "合计人民币叁万壹仟肆佰元整",
        "limits": "不在夜间或者法定节假日实施行政强制执行",
        "remedies": REMEDY,
        "agency_and_date": DATELINE,
    },
    "substitute_decision": {
        "party": "当事人：NAME",
        "reasons_and_basis": "其后果已经或者将造成环境污染",
        "manner_and_time": "时间：2026年5月27日9时30分",
        "object": "标的：货场路77号场地",
        "cost": "费用预算：人民币壹万捌仟陆佰元整（¥18600.00）",
        "performer": "代履行人：清江市洁途环卫服务有限公司",
        "demand": "代履行将于2026年5月27日9时30分实施。",
        "remedies": REMEDY,
        "agency_and_date": DATELINE,
    },
    "demolition_announcement": {
        "party": "NAME：",
        "structure": "彩钢棚一处",
        "basis": "《中华人民共和国行政强制法》第四十四条",
        "mandate": "清江市清和区人民政府已于2026年3月20日依照《中华人民共和国城乡规划法》第六十八条"
        "责成本机关强制拆除（清和政责〔2026〕5号）。",
        "deadline": "请于2026年5月20日前（含当日）自行拆除。",
        "execution": "自2026年5月27日9时30分起依法强制拆除",
        "belongings": "清点造册",
        "posting": "张贴于货场路77号大门",
        "agency_and_date": DATELINE,
    },
    "court_application": {
        "court": "清江市清和区人民法院：",
        "applicant": "申请人：清江市清和区综合行政执法局",
        "party": "当事人：NAME",
        "request": "第五十三条、第五十四条、第五十五条",
        "decision": DECISION,
        "party_opinion": "当事人没有提出正当理由。",
        "object": "当事人名下银行账户和运输车辆。",
        "other": "送达回证2份",
        "head_signature": "行政机关负责人",
        "agency_and_date": DATELINE,
    },
    "recon_reply": {
        "addressee": "清江市清和区人民政府：",
        "act": "清政复受〔2026〕9号",
        "facts": "有现场笔录证明。",
        "basis": "程序合法。",
        "claim": "请求维持行政处罚决定。",
        "evidence": "证1现场检查（勘验）笔录",
        "pages": "3—6",
        "agency_and_date": DATELINE,
    },
    "litigation_reply": {
        "addressee": "清江市清和区人民法院：",
        "defendant": "答辩人：清江市清和区综合行政执法局",
        "act": "（2026）苏0999行初7号",
        "facts": "有现场笔录证明。",
        "law": "《城市建筑垃圾管理规定》。",
        "claim": "请求驳回原告的诉讼请求。",
        "evidence": "证1现场检查（勘验）笔录",
        "pages": "3—6",
        "agency_and_date": DATELINE,
    },
}
SERIES = {
    "surcharge_decision": "加罚",
    "execution_agreement": "协执",
    "enforcement_decision": "强执",
    "substitute_decision": "代",
    "demolition_announcement": "拆公",
    "court_application": "申执",
    "recon_reply": "复答",
    "litigation_reply": "诉答",
}
SERVED = {
    "surcharge_decision",
    "execution_agreement",
    "enforcement_decision",
    "substitute_decision",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_every_required_element_stands_on_paper(name: str, kind: str, tmp_path) -> None:
    assert set(SHOWN[name]) == set(load_forms()[name].elements)
    text = shown(ordinary(name, kind), tmp_path)
    for element, words in SHOWN[name].items():
        assert words.replace("NAME", str(PARTIES[kind]["name"])) in text, element


@pytest.mark.parametrize("name", SERIES)
def test_series_seal_and_service_follow_the_catalogue(name: str) -> None:
    form = load_forms()[name]
    assert form.type_code == SERIES[name]
    assert form.sealed
    assert form.served == (name in SERVED)


@pytest.mark.parametrize("name", SHOWN)
def test_everyone_who_signs_has_one_field(name: str) -> None:
    slots = slots_of(load_forms()[name])
    assert tuple(field.slot for field in composed(ordinary(name)).fields) == slots


@pytest.mark.parametrize("name", SHOWN)
def test_forms_leave_periods_and_rates_to_the_clauses(name: str) -> None:
    source = (files("documents") / "forms" / f"{name}.yaml").read_text("utf-8")
    typed = re.compile(
        r"(?<!第)[一二三四五六七八九十\d]+(个?工作日|日|个月|年)(（|内|前|后|以)|百分之"
    )
    assert not typed.search(source), typed.search(source)


@pytest.mark.parametrize("name", ["recon_reply", "litigation_reply"])
def test_replies_list_the_principal_volume_alone_with_the_pages_of_evidence(
    name: str, tmp_path
) -> None:
    """What is handed to a court is evidence and basis of the act (ALL 34), not internal papers."""
    text = shown(ordinary(name), tmp_path)
    assert "（一）证据" in text
    assert "（二）案卷文书和材料" in text
    assert "7—8" in text
    assert "复核意见书" not in text


def test_the_application_is_signed_by_the_head_and_sealed() -> None:
    """AEL 55: signed by the person in charge of the bureau, sealed and dated."""
    form = load_forms()["court_application"]
    assert [(s.slot, s.role) for s in form.signers] == [("head", "agency_head")]
    assert form.sealed


def test_a_demand_before_any_surcharge_states_none(tmp_path) -> None:
    none = {**ARREARS, "days": 0, "surcharge": 0, "total": FINE, "lines": [], "paused": []}
    text = shown(sample("demand_notice").over(arrears=none), tmp_path)
    assert "加处罚款数额为" not in text
    assert "尚未缴纳人民币贰万元整" in text


def test_the_surcharge_tells_what_is_left_out(tmp_path) -> None:
    """APL 73(3): days of reconsideration and suit do not count."""
    text = shown(ordinary("surcharge_decision"), tmp_path)
    assert "2026年4月21日起至2026年4月21日止的期间不予计算。" in text


#: A fine of 20,000 overdue from 14 April on: the cap is reached on 17 May, the thirty-fourth day.
CAPPED = {
    **ARREARS,
    "until": date(2026, 9, 22),
    "days": 34,
    "surcharge": FINE,
    "total": 2 * FINE,
    "lines": [
        {
            "first": date(2026, 4, 14),
            "last": date(2026, 5, 17),
            "days": 34,
            "base": FINE,
            "total": FINE,
        }
    ],
    "paused": [],
}


@pytest.mark.parametrize("name", ["court_application", "surcharge_decision", "demand_notice"])
def test_a_surcharge_that_reached_the_fine_grows_no_more(name: str, tmp_path) -> None:
    """AEL 45(2): never above the fine, so the days end with the day it was reached."""
    given = sample(name) if name == "demand_notice" else ordinary(name)
    text = shown(given.over(arrears=CAPPED), tmp_path)
    assert (
        "自2026年4月14日起计算加处罚款，至2026年5月17日（共34日）已达到罚款数额，"
        "即人民币贰万元整（¥20000.00），不再增加。"
    ) in text
    assert "截至2026年9月22日计算加处罚款的天数" not in text


def test_a_surcharge_below_the_fine_is_told_up_to_the_day(tmp_path) -> None:
    text = shown(ordinary("court_application"), tmp_path)
    assert "截至2026年5月3日计算加处罚款的天数为19日" in text
    assert "不再增加" not in text


@pytest.mark.parametrize(("kind", "you"), [("citizen", "你"), ("entity", "你单位")])
def test_the_party_may_perform_until_substitute_performance_begins(kind, you, tmp_path) -> None:
    """AEL 51(1)(2): three working days bind the agency that demands, not who performs."""
    text = shown(ordinary("substitute_decision", kind), tmp_path)
    assert f"现催告{you}在代履行实施前自行履行；自行履行的，停止代履行。" in text
    assert "行政机关在代履行三日（工作日）前催告当事人履行" in text


@pytest.mark.parametrize(
    ("enforced", "money"),
    [("transfer", True), ("auction", True), ("demolition", False), ("other", False)],
)
def test_only_enforcing_money_names_a_sum(enforced: str, money: bool, tmp_path) -> None:
    """AEL 12, 46: money is taken by transfer or sale; pulling down a shed pays nothing."""
    mandate = INPUTS["demolition_announcement"]
    given = ordinary("enforcement_decision").given(**mandate, enforcement_kind=enforced)
    text = shown(given, tmp_path)
    assert ("执行的金钱数额" in text) == money
    assert ("本次强制执行不涉及金钱给付。" in text) == (not money)


@pytest.mark.parametrize("enforced", ["transfer", "demolition"])
def test_only_a_demolition_names_the_government_that_ordered_it(enforced: str, tmp_path) -> None:
    """CRP 68: a government at county level or above orders the demolition."""
    mandate = INPUTS["demolition_announcement"]
    given = ordinary("enforcement_decision").given(**mandate, enforcement_kind=enforced)
    ordered = "责成本机关强制拆除（清和政责〔2026〕5号）。"
    assert (ordered in shown(given, tmp_path)) == (enforced == "demolition")


def test_an_agreement_without_relief_says_so(tmp_path) -> None:
    text = shown(ordinary("execution_agreement").given(relief=0), tmp_path)
    assert "本协议不减免加处罚款" in text


STEPS = {
    "T524": (
        "unable",
        "确有困难或者暂无履行能力",
        "第三十九条第一款第一项",
        "中止对上述行政处罚决定的执行",
    ),
    "T525": (None, "中止执行的情形已经消失", "第三十九条第二款", "恢复对上述行政处罚决定的执行"),
    "T526": (None, "当事人确无能力履行", "中止执行满三年", "不再执行，终结执行"),
}


@pytest.mark.parametrize("step", STEPS)
def test_suspending_resuming_and_lapsing_cite_their_paragraph(step: str, tmp_path) -> None:
    ground, told, cited, ends = STEPS[step]
    given = sample("enforcement_suspension").over(step={"id": step, "name": "办理"})
    if ground is not None:
        given = given.given(
            ground=ground, ground_label="当事人履行行政决定确有困难或者暂无履行能力"
        )
    text = shown(given, tmp_path)
    for words in (told, cited, ends):
        assert words in text


@pytest.mark.parametrize(
    ("outcome", "words"), [("revoke", "撤销原决定。"), ("void", "原决定自始无效。")]
)
def test_a_revoked_decision_fixes_no_fine(outcome: str, words: str, tmp_path) -> None:
    given = sample("revocation_decision").given(outcome=outcome, outcome_label="撤销")
    text = shown(given, tmp_path)
    assert words in text
    assert "变更后的罚款金额" not in text


@pytest.mark.parametrize(
    ("outcome", "written"),
    [
        ("revoke", "撤销原处罚决定，解除扣押。"),
        ("void", "原处罚决定自始无效。"),
        ("redo", "撤销原处罚决定，重新调查处理。"),
    ],
)
def test_what_is_decided_is_said_once(outcome: str, written: str, tmp_path) -> None:
    given = sample("revocation_decision").given(outcome=outcome, new_content=written)
    text = shown(given.given(outcome_label="撤销"), tmp_path)
    assert f"二、决定内容{written}三、" in text


@pytest.mark.parametrize(("own", "typed"), [(True, "revoke"), (False, "self_correct")])
def test_a_decision_is_revoked_on_the_one_ground_on_record(own: bool, typed: str, tmp_path) -> None:
    """APL 75(2) for the bureau's own motion, else the paper of who decided; never both."""
    remedy = {"own": own, "number": "清综执纠〔2026〕1号"}
    given = sample("revocation_decision").given(outcome=typed, outcome_label="撤销")
    text = shown(given.over(remedy=remedy), tmp_path)
    assert ("第七十五条第二款的规定，主动改正（改正意见：清综执纠〔2026〕1号）" in text) == own
    assert ("作出清综执纠〔2026〕1号法律文书，结果为：" in text) == (not own)
    assert "清政复决〔2026〕9号" not in text


@pytest.mark.parametrize(
    ("outcome", "paid", "fine", "words"),
    [
        ("revoke", 2_000_000, 0, "当事人已缴纳人民币贰万元整（¥20000.00），依法全部退还。"),
        ("void", 1, 0, "依法全部退还。"),
        ("revoke", 0, 0, "当事人没有缴纳款项。"),
        ("change", 2_000_000, 1_999_999, "超过变更后罚款金额的人民币壹分（¥0.01）依法退还。"),
    ],
)
def test_what_was_paid_is_given_back_to_the_fen(outcome, paid, fine, words, tmp_path) -> None:
    """ARL 72, APL 75(2): all of it when nothing is left of the fine, else what is beyond it."""
    owed = {**ARREARS, "paid": paid}
    given = sample("revocation_decision").given(outcome=outcome, decision_fine=fine)
    given = given.given(outcome_label="撤销").over(arrears=owed)
    assert words in shown(given, tmp_path)


@pytest.mark.parametrize(("outcome", "paid"), [("change", 1_000_000), ("redo", 2_000_000)])
def test_nothing_is_given_back_that_a_fine_still_takes(outcome, paid, tmp_path) -> None:
    owed = {**ARREARS, "paid": paid}
    given = sample("revocation_decision").given(outcome=outcome, decision_fine=1_000_000)
    text = shown(given.given(outcome_label="变更").over(arrears=owed), tmp_path)
    assert "全部退还" not in text
    assert "超过变更后罚款金额" not in text


def test_the_engine_names_the_correction_a_revocation_carries_out() -> None:
    bureau = lives.live("remedies-r_final-self_correct-revoke", until="revoke_by_remedy")
    values = next(v for form, v in reversed(bureau.composer.made) if form == "revocation_decision")
    assert values["remedy"] == {"own": True, "number": "望综执纠〔2026〕1号"}
