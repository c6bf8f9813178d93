"""The forms of penalties on the spot and of parking, filled by real lives and read back by poppler.

What stands on each form is the catalogue's list of required elements; what a reader must find for
each of them is written here, form by form.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from documents.forms import load_forms
from documents.party_line import party_line
from tests import lives
from tests.bureau import Bureau
from tests.form_reading import composed, shown
from tests.form_samples_decision import Sample, slots_of

RECONSIDERATION = (
    "应当自收到本决定书之日起六十日内先向海岚市望潮区人民政府申请行政复议，"
    "也可以通过本机关提交行政复议申请"
)
SUIT = "可以自收到行政复议决定书之日起十五日内依法向海岚市望潮区人民法院提起行政诉讼"
OFFICERS = "陈志远（浙望执0001）、林晓雯（浙望执0002）"

#: Form, required element, and what a reader must find.
SHOWN: Mapping[str, Mapping[str, str]] = {
    "spot_penalty_decision": {
        "party": "龚明霞",
        "act": "未投入指定收集容器",
        "time": "2026年3月3日9时05分",
        "place": "决定地点听涛路31号门前",
        "law": "《中华人民共和国行政处罚法》第五十一条",
        "penalty": "处罚决定罚款人民币壹佰元整（¥100.00）",
        "defence": "当事人没有陈述申辩",
        "performance": "自收到本决定书之日起十五日内，到海岚银行望潮支行",
        "surcharge": "每日按罚款数额的百分之三加处罚款",
        "remedies": RECONSIDERATION,
        "officers": OFFICERS,
        "handing_over": "已当场交付当事人",
        "agency_and_date": "海岚市望潮区综合行政执法局",
    },
    "parking_notice": {
        "plate": "浙Z·示0417",
        "vehicle": "小型轿车，白色",
        "time": "2026年3月3日9时10分",
        "place": "听涛路18号门前人行道（路段编号：TT-018",
        "fact": "占用盲道",
        "law": "《中华人民共和国道路交通安全法》第九十三条第二款",
        "handling": "违停处理窗口或者线上处理平台",
        "deadline": "自接到告知之日起三十日内",
        "channel": "不得变相限制或者剥夺当事人享有的陈述权、申辩权",
        "officers": OFFICERS,
        "qr": "扫描二维码可以读取本告知单的文号、号牌号码和停放时间",
        "agency_and_date": "海岚市望潮区综合行政执法局",
    },
    "parking_review": {
        "record": "浙Z·示0417",
        "photos": "共2张",
        "checks": "■真实■清晰■完整■准确",
        "signage": "已随记录拍摄",
        "exclusions": "未发现执行紧急任务等免责情形",
        "result": "■审核通过□审核不通过，不得作为证据",
        "reviewer": "审核人",
    },
    "parking_cancel": {
        "record": "浙Z·示0417",
        "notice": "望潮综执停告字〔2026〕第000001号",
        "ground": "■因救助危难或者紧急避险",
        "reason": "送突发疾病的老人就医",
        "evidence": "急诊病历.pdf",
        "opinions": "法制审核意见",
    },
    "closing_approval_short": {
        "party": "龚明霞",
        "decision": "望潮综执当罚字〔2026〕第000001号",
        "money": "2026年3月9日缴款100.00元",
        "execution_result": "罚款已缴清",
        "remedies_outcome": "至今没有收到复议申请",
        "recorded": "已报本局案审科备案",
        "opinions": "承办机构负责人意见",
    },
}
LIVES = {
    "spot_penalty_decision": "simple-spot_closed",
    "parking_notice": "parking-p_closed",
    "parking_review": "parking-p_closed",
    "parking_cancel": "parking-p_cancelled-defence",
    "closing_approval_short": "simple-spot_closed",
}
SERIES = {
    "spot_penalty_decision": "当罚",
    "parking_notice": "停告",
    "parking_review": "停审",
    "parking_cancel": "停撤",
    "closing_approval_short": "简结",
}
#: The seal stands on these; none is served with a receipt: they are handed over or affixed.
SEALED = {"spot_penalty_decision", "parking_notice"}
ALL = pytest.mark.parametrize("name", SHOWN)


@cache
def lived(life: str) -> Bureau:
    return lives.live(life)


def filled(form: str, life: str) -> Sample:
    """The newest document of a form in a life, with the values the engine gave it."""
    found = [values for made, values in lived(life).composer.made if made == form]
    return Sample(form, found[-1])


@ALL
def test_every_required_element_stands_on_paper(name: str, tmp_path) -> None:
    assert set(SHOWN[name]) == set(load_forms()[name].elements)
    text = shown(filled(name, LIVES[name]), tmp_path)
    for element, words in SHOWN[name].items():
        assert words in text, element


@ALL
def test_series_seal_and_service_follow_the_catalogue(name: str) -> None:
    form = load_forms()[name]
    assert form.type_code == SERIES[name]
    assert form.sealed == (name in SEALED)
    assert not form.served


@ALL
def test_everyone_who_signs_has_one_field(name: str) -> None:
    fields = composed(filled(name, LIVES[name])).fields
    assert tuple(field.slot for field in fields) == slots_of(load_forms()[name])


def test_a_spot_decision_sends_the_party_to_reconsideration_first(tmp_path) -> None:
    """ARL 23(1)(1), 23(2), R105: no choice between the two channels, and the order is told."""
    text = shown(filled("spot_penalty_decision", "simple-spot_closed"), tmp_path)
    assert "《中华人民共和国行政复议法》第二十三条第一款第一项" in text
    assert text.index(RECONSIDERATION) < text.index(SUIT)
    assert "六个月" not in text


def test_a_warning_asks_for_no_money_and_notes_the_refusal_to_sign(tmp_path) -> None:
    given = filled("spot_penalty_decision", "simple-spot_closed-warning")
    signing = party_line(given.values["input"]["party_signature"])
    text = shown(given.over(party_signing=signing), tmp_path)
    assert "处罚决定警告。" in text
    assert "本决定没有罚款内容" in text
    assert "百分之三" not in text
    assert "当事人拒绝签名，原因：现场管理人员称须公司盖章。见证人：舒同安" in text
    assert text.count("须公司盖章") == 1


def test_a_driver_is_told_of_the_plate_fined_for(tmp_path) -> None:
    text = shown(filled("spot_penalty_decision", "parking-p_closed"), tmp_path)
    assert "号牌号码浙Z·示0417" in text
    assert "王喆堃（浙望执0004）、欧阳镕（浙望执0005）" in text


def test_a_rejected_record_says_it_is_no_evidence(tmp_path) -> None:
    text = shown(filled("parking_review", "parking-p_rejected"), tmp_path)
    assert "■真实□清晰■完整■准确" in text
    assert "□审核通过■审核不通过，不得作为证据" in text


def test_a_notice_says_that_it_is_no_penalty(tmp_path) -> None:
    text = shown(filled("parking_notice", "parking-p_closed"), tmp_path)
    assert "不是行政处罚决定" in text


def test_cash_on_the_spot_cites_its_ground_and_the_decision(tmp_path) -> None:
    text = shown(filled("cash_fine_receipt", "simple-spot_closed-cash"), tmp_path)
    assert "第六十八条第一项" in text
    assert "望潮综执当罚字〔2026〕第000001号" in text


def test_the_bank_s_notice_cites_the_decision_and_its_service(tmp_path) -> None:
    text = shown(filled("payment_notice", "simple-spot_closed"), tmp_path)
    assert "望潮综执当罚字〔2026〕第000001号《当场行政处罚决定书》" in text
    assert "决定书送达日期2026年3月3日" in text
    assert "2026年3月18日前（含当日）" in text


def test_a_converted_case_registers_what_was_found_on_the_spot(tmp_path) -> None:
    text = shown(filled("lead_register", "simple-to_ordinary-not_filed"), tmp_path)
    assert "■巡查发现" in text
    assert "当事人将一袋生活垃圾倾倒在听涛路31号门前人行道上" in text


def test_what_is_closed_without_payment_says_so(tmp_path) -> None:
    text = shown(filled("closing_approval_short", "simple-spot_closed-warning"), tmp_path)
    assert "没有应缴款项" in text


def test_a_fine_that_enforcement_ended_without_stands_unpaid(tmp_path) -> None:
    """AEL 40: who died without an estate owed the fine and never paid it."""
    text = shown(filled("closing_approval_short", "parking-p_closed-terminated"), tmp_path)
    assert "没有应缴款项" not in text
    assert (
        "罚款人民币壹佰伍拾元整（¥150.00）未缴纳，"
        "因终结执行（望潮综执中执字〔2026〕第000001号）不再收缴。"
    ) in text


def test_a_fine_of_which_a_part_came_in_names_what_is_left(tmp_path) -> None:
    whole = filled("closing_approval_short", "parking-p_closed-terminated")
    owed = {**whole.values["arrears"], "paid": 5000, "unpaid": 10000}
    paid = {"paid_on": date(2026, 4, 9), "amount": 5000, "receipt_number": "非税-1"}
    given = whole.over(arrears=owed, data={**whole.values["data"], "payments": [paid]})
    assert (
        "2026年4月9日缴款50.00元，票据号码非税-1。尚有罚款人民币壹佰元整（¥100.00）未缴纳，"
    ) in shown(given, tmp_path)


def test_a_case_closed_after_its_decision_was_undone_names_what_undid_it(tmp_path) -> None:
    revoked = shown(filled("closing_approval_short", "simple-spot_closed-revoked"), tmp_path)
    assert "原处罚决定已经撤销" in revoked
    assert "退付100.00元，凭证号退库2026-0011" in revoked
    assert "2026年3月17日送达" in revoked
    changed = shown(filled("closing_approval_short", "simple-spot_closed-changed"), tmp_path)
    assert "人民币陆拾元整（¥60.00）" in changed
    assert "退付40.00元" in changed


def test_a_decision_to_revoke_on_own_motion_says_that_the_penalty_falls(tmp_path) -> None:
    text = shown(filled("revocation_decision", "parking-p_closed-revoked"), tmp_path)
    assert "本机关经审查发现原决定有错误" in text
    assert "二、决定内容撤销原处罚决定。三、" in text
    assert "变更后的罚款金额" not in text
    assert "于2026年3月6日对当事人作出" in text


@pytest.mark.parametrize(
    "life", ["simple-spot_closed", "simple-spot_closed-cash", "simple-spot_closed-warning"]
)
def test_a_decision_handed_over_on_the_spot_is_one_sheet(life: str) -> None:
    assert composed(filled("spot_penalty_decision", life)).pages == 1
