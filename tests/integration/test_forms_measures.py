"""The forms of preservation, seizure and transfer, filled by real courses and read back by poppler.

The values are those the engine hands the composer when the officers act, so a form that asks for
what a case does not know fails here.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from documents.forms import load_forms
from tests import journeys_measures as journeys
from tests.bureau import Bureau
from tests.form_reading import composed, shown
from tests.form_samples_decision import Sample, slots_of
from tests.variants import citizen, joined, matter

PARTY = "海岚市顺达土石方运输有限公司"
DATELINE = "海岚市望潮区综合行政执法局2026年3月27日"
OFFICERS = "陈志远（浙望执0001）、林晓雯（浙望执0002）"
BASIS = "《中华人民共和国大气污染防治法》第三十条"
GOODS = "W1自卸货车浙Z·示00421辆车厢尾板密闭条缺失"
BACK = "W1自卸货车1辆返还当事人当事人当场领回"
SIGNED = "当事人：（签名）"

#: Form, required element, and what a reader must find.
SHOWN: Mapping[str, Mapping[str, str]] = {
    "preservation_approval": {
        "cause": "案由运输建筑垃圾沿途遗撒",
        "party": PARTY,
        "ground": "■证据可能灭失□证据以后难以取得",
        "reason": "车厢内残留渣土清洗后将灭失",
        "purpose": "证明车辆所载物品的种类",
        "items": GOODS,
        "period": "应当在七日（工作日）内及时作出处理决定",
        "officers": OFFICERS,
        "opinions": "行政机关负责人意见",
    },
    "preservation_notice": {
        "party": PARTY,
        "basis": "《中华人民共和国行政处罚法》第五十六条",
        "time": "保存时间2026年3月4日10时30分",
        "place": "听涛路望海桥东端",
        "keeping": "□就地保存■异地保存",
        "period": "至2026年3月13日止",
        "officers": OFFICERS,
        "certificate_shown": "已出示执法证件",
        "items": GOODS,
        "duty": "不得销毁或者转移证据",
        "receipt": "一份当场交当事人收执",
        "signing": "本通知书（附清单）已收到。",
        "agency_and_date": DATELINE,
    },
    "preservation_disposal": {
        "party": PARTY,
        "notice": "望潮综执登字〔2026〕第000001号《先行登记保存证据通知书》",
        "basis": "依照《中华人民共和国行政处罚法》第五十六条的规定",
        "items": BACK,
        "reason": "证据已经固定",
        "remedies": "六十日内向海岚市望潮区人民政府申请行政复议",
        "agency_and_date": DATELINE,
    },
    "seizure_approval": {
        "cause": "案由运输建筑垃圾沿途遗撒",
        "party": PARTY,
        "kind": "■实施前批准□紧急情况下当场实施后补办批准",
        "measure": "□查封■扣押",
        "basis": BASIS,
        "link": "实施遗撒的工具和物料",
        "necessity": "车辆将驶离本地",
        "items": GOODS,
        "period": "查封、扣押的期限不得超过三十日",
        "officers": OFFICERS,
        "opinions": "行政机关负责人意见",
    },
    "seizure_decision": {
        "party": PARTY,
        "reasons": "涉嫌运输建筑垃圾沿途遗撒",
        "basis": f"依照{BASIS}和《中华人民共和国行政强制法》第二十二条",
        "objects": GOODS,
        "period": "自2026年3月4日起至2026年4月3日止",
        "keeping": "保管费用由本机关承担",
        "remedies": "也可以自收到本决定书之日起六个月内依法向海岚市望潮区人民法院提起行政诉讼",
        "agency_and_date": DATELINE,
    },
    "seizure_list": {
        "case": "案由运输建筑垃圾沿途遗撒",
        "party": PARTY,
        "decision": "□查封■扣押",
        "place": "听涛路望海桥东端",
        "items": GOODS,
        "copies": "本清单一式二份，由当事人和本机关分别保存",
        "witness": "见证人：无",
        "signing": "清单一份已收到。",
        "agency_and_date": DATELINE,
    },
    "seizure_site_record": {
        "time": "2026年3月4日10时20分至10时50分",
        "place": "听涛路望海桥东端",
        "party": PARTY,
        "presence": "到场情况：当事人到场",
        "officers": OFFICERS,
        "certificate_shown": "执法人员已主动出示执法证件",
        "told": "当事人享有陈述权、申辩权",
        "defence": "请求尽快返还车辆",
        "course": "清点物品，拍照，贴封条",
        "items": GOODS,
        "witness": "见证人：无",
        "signing": SIGNED,
    },
    "seizure_extension": {
        "party": PARTY,
        "decision": "期限至2026年4月3日止",
        "reason": "延长的理由：车辆权属须向外地登记机关核实",
        "basis": "决定将上述期限延长30日",
        "period": "延长后的期限至2026年5月3日止",
        "remedies": "申请行政复议",
        "agency_and_date": DATELINE,
    },
    "seizure_test_notice": {
        "party": PARTY,
        "decision": "望潮综执扣字〔2026〕第000001号《查封（扣押）决定书》",
        "items": "1车厢残留渣土1袋",
        "institution": "检测机构：海岚市环境检测中心",
        "period": "至2026年3月20日止",
        "effect": "检测期间自本告知书送达之日起予以扣除",
        "cost": "费用由本机关承担",
        "agency_and_date": DATELINE,
    },
    "seizure_release": {
        "party": PARTY,
        "decision": "望潮综执扣字〔2026〕第000001号《查封（扣押）决定书》",
        "ground": "解除原因：其他不再需要采取查封、扣押措施的情形",
        "reason": "证据已经固定",
        "basis": "《中华人民共和国行政强制法》第二十八条",
        "items": BACK,
        "receipt": "经清点无误，已经收到",
        "agency_and_date": DATELINE,
    },
    "item_disposal_record": {
        "case": "案由运输建筑垃圾沿途遗撒",
        "party": PARTY,
        "basis": "随案移送，《中华人民共和国行政强制法》第二十一条",
        "items": "W1自卸货车1辆随案移送移交公安机关",
        "course": "与接收单位当面清点移交",
        "receiver": "接收单位海岚市公安局望潮分局",
        "proceeds": "无变价款",
        "witness": "见证人无",
        "signing": "物品保管员：",
    },
    "item_transfer_notice": {
        "party": PARTY,
        "decision": "望潮综执扣字〔2026〕第000001号《查封（扣押）决定书》",
        "receiver": "接收单位：海岚市公安局望潮分局",
        "basis": "一并移送，现书面告知你",
        "items": "W1自卸货车1辆随案移送移交公安机关",
        "agency_and_date": DATELINE,
    },
    "crime_report": {
        "case": "案由：运输建筑垃圾沿途遗撒",
        "party": f"当事人：{PARTY}",
        "team": "专案组成员：陈志远、林晓雯。涉嫌罪名：污染环境罪",
        "facts": "当事人车辆倾倒危险废物四吨",
        "evidence": "证1：",
        "basis": "《中华人民共和国刑法》第三百三十八条",
        "proposal": "建议移送公安机关。报请本机关正职负责人",
        "signing": "专案组成员：",
    },
    "transfer_in_receipt": {
        "agency": "移送机关海岚市栖霞区综合行政执法局移送文书编号栖综执移〔2026〕3号",
        "date": "接收时间2026年3月2日",
        "items": "1案卷材料1套无",
        "facts": "移送内容",
        "signing": "接收人",
    },
}
SERIES = {
    "preservation_approval": "登批",
    "preservation_notice": "登",
    "preservation_disposal": "登处",
    "seizure_approval": "强批",
    "seizure_decision": "扣",
    "seizure_list": "扣单",
    "seizure_site_record": "强笔",
    "seizure_extension": "扣延",
    "seizure_test_notice": "扣测",
    "seizure_release": "扣解",
    "item_disposal_record": "物",
    "item_transfer_notice": "扣移",
    "crime_report": "刑报",
    "transfer_in_receipt": "接",
}
SERVED = {
    "preservation_disposal",
    "seizure_decision",
    "seizure_extension",
    "seizure_test_notice",
    "seizure_release",
    "item_transfer_notice",
}
SEALED = SERVED | {"preservation_notice", "seizure_list"}
HANDED_IN = {
    "source": "其他机关移送",
    "sending_agency": "海岚市栖霞区综合行政执法局",
    "sending_number": "栖综执移〔2026〕3号",
    "received_materials": [{"name": "案卷材料", "quantity": "1套"}],
}
ABSENT = {
    "party_present": "未到场",
    "witness": {"name": "舒同安", "unit": "听涛社区居民委员会"},
    "party_signature": {
        "mode": "拒绝签名",
        "signer": None,
        "relation": None,
        "file": None,
        "reason": "须请示公司",
        "witnesses": [{"name": "舒同安", "unit": "听涛社区居民委员会"}],
    },
}


SHOT = {
    "name": "物品照片",
    "kind": "视听资料",
    "file": "附件/物品照片.jpg",
    "maker": "林晓雯",
    "taken_at": "2026-03-04 10:40",
    "place": "听涛路",
    "device": "执法记录仪",
    "proves": "物品的数量和状况",
    "verified": True,
}


def lead_handed_in():
    bureau = Bureau()
    bureau.must("register_lead", at="2026-03-02 09:10", give=HANDED_IN)
    return bureau


@cache
def given() -> Mapping[str, Mapping[str, object]]:
    """What the composer is handed for every form, in the course that makes it first."""
    found: dict[str, Mapping[str, object]] = {}
    courses = (
        journeys.preserved_and_returned,
        journeys.seized_and_released,
        journeys.extended_and_released,
        journeys.tested,
        journeys.seized_things_go_along,
        lead_handed_in,
    )
    for course in courses:
        Bureau.played.clear()  # a restored course has composed nothing
        for form, values in course().composer.made:
            found.setdefault(form, values)
    return found


def sample(form: str) -> Sample:
    return Sample(form, dict(given()[form]))


@pytest.mark.parametrize("name", SHOWN)
def test_every_required_element_stands_on_paper(name: str, tmp_path) -> None:
    assert set(SHOWN[name]) == set(load_forms()[name].elements)
    text = shown(sample(name), tmp_path)
    for element, words in SHOWN[name].items():
        assert words in text, element


@pytest.mark.parametrize("name", SERIES)
def test_series_seal_and_service_follow_the_catalogue(name: str) -> None:
    form = load_forms()[name]
    assert (form.type_code, form.sealed, form.served) == (
        SERIES[name],
        name in SEALED,
        name in SERVED,
    )


@pytest.mark.parametrize("name", SHOWN)
def test_everyone_who_signs_has_one_field(name: str) -> None:
    slots = slots_of(load_forms()[name])
    assert tuple(field.slot for field in composed(sample(name)).fields) == slots


def test_a_party_who_refuses_to_sign_is_recorded_with_the_witness(tmp_path) -> None:
    """AEL 18(8), 18(9)."""
    Bureau.played.clear()
    bureau = journeys.begun(journeys.SEIZABLE)
    bureau.must("propose_seizure")
    bureau.must("seize", give=ABSENT)
    made = dict(bureau.composer.made)
    for form in ("seizure_list", "seizure_site_record"):
        text = shown(Sample(form, made[form]), tmp_path)
        assert "拒绝签名，原因：须请示公司" in text
        assert "舒同安（听涛社区居民委员会）" in text


def test_an_urgent_measure_is_approved_afterwards_on_the_same_form(tmp_path) -> None:
    """AEL 19."""
    Bureau.played.clear()
    made = journeys.urgent_approved().composer.made
    text = shown(Sample("seizure_approval", dict(made)["seizure_approval"]), tmp_path)
    assert "□实施前批准■紧急情况下当场实施后补办批准" in text
    assert "来不及事先报批" in text
    assert GOODS in text


def test_a_lapsed_preservation_says_so_when_things_go_back(tmp_path) -> None:
    """APL 56."""
    Bureau.played.clear()
    made = journeys.preserved_too_long().composer.made
    text = shown(Sample("preservation_disposal", dict(made)["preservation_disposal"]), tmp_path)
    assert "上述保存已逾法定期限" in text


def test_a_citizen_is_named_with_the_identity_number(tmp_path) -> None:
    Bureau.played.clear()
    elements = ["行为地点在当地人民政府划定的禁止区域和时段"]
    bureau = journeys.begun(joined(matter("M-22"), citizen()))
    shots = [{**SHOT, "elements": elements}]
    journeys.after(bureau, "propose", ("preserve", None, {"evidence": shots}), "dispose")
    made = dict(bureau.composer.made)
    for form in ("preservation_approval", "preservation_notice"):
        assert "身份证件号码330299" in shown(Sample(form, made[form]), tmp_path)
    assert "性别：女" in shown(
        Sample("preservation_disposal", made["preservation_disposal"]), tmp_path
    )
