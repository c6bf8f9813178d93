"""Forms of publication, review, merging and splitting, read back as the engine fills them."""

from collections.abc import Mapping
from functools import cache

import pytest

from documents.forms import load_forms
from tests import lives
from tests.bureau import Bureau
from tests.form_reading import composed, shown, slots_of
from tests.form_samples_decision import Sample

#: By life and form, what stands on paper for every element the form must have.
SHOWN = {
    ("publication-f_published", "publication_form"): {
        "decision": "望潮综执罚决字〔2026〕第000001号",
        "party": "海岚市顺达土石方运输有限公司",
        "scope": "判定公示范围",
        "masking": "电话（不公示）",
        "dates": "2026年3月19日",
        "reason": "运输建筑垃圾沿途遗撒，给予警告",
        "opinions": "法制审核人员意见",
    },
    ("publication-f_withheld", "publication_form"): {
        "decision": "望潮综执罚决字〔2026〕第000001号",
        "party": "海岚市顺达土石方运输有限公司",
        "scope": "不予公示",
        "masking": "不具有一定社会影响",
        "dates": "2026年3月19日",
        "reason": "罚款数额较小",
        "opinions": "行政机关负责人意见",
    },
    ("publication-f_withdrawn", "publication_form"): {
        "decision": "望潮综执撤字〔2026〕第000001号",
        "party": "海岚市顺达土石方运输有限公司",
        "scope": "撤回公示",
        "masking": "决定被依法变更",
        "dates": "2026年5月6日",
        "reason": "本机关自行纠正",
        "opinions": "法制机构意见",
    },
    ("publication-f_filed", "major_case_filing_form"): {
        "receiver": "海岚市望潮区人民政府：",
        "party": "海岚市顺达土石方运输有限公司",
        "decision": "望潮综执罚决字〔2026〕第000001号",
        "kind": "警告、罚款",
        "amount": "人民币伍万元整",
        "facts": "当事人的车辆运输渣土，在听涛路望海桥至工业路段沿途遗撒",
        "attachments": "重大案件集体讨论记录",
        "contact": "何鸿，0570-0000018",
        "agency_and_date": "海岚市望潮区综合行政执法局",
    },
    ("dossier_review-q_done", "second_review_form"): {
        "case": "运输建筑垃圾沿途遗撒",
        "items": "不适用",
        "deductions": "现场未绘制示意图。",
        "vetoes": "予以排除",
        "scores": "97分（满分100分，适用项目实得95分／98分），优秀",
        "comment": "程序合法，证据有欠缺。",
        "reviewer": "评查人",
    },
    ("dossier_review-q_done-third", "third_review_form"): {
        "case": "运输建筑垃圾沿途遗撒",
        "items": "100",
        "deductions": "一个要件只有一份证据。",
        "vetoes": "没有发现否决项",
        "scores": "99分（满分100分",
        "comment": "以本评查为准。",
        "reviewer": "第三评查人",
    },
    ("dossier_review-q_done-third", "excellent_nomination"): {
        "case": "运输建筑垃圾沿途遗撒",
        "scores": "99分，优秀；中队自评98分，二次评查87分",
        "rectification": "教训1条",
        "copy": "存入优秀案卷候选库。电子文件校验码（SHA-256）前十六位：",
        "reasons": "年终评选",
        "unit": "法制机构负责人",
    },
    ("dossier_review-q_done-arbitrated", "review_objection"): {
        "case": "运输建筑垃圾沿途遗撒",
        "score": "不合格",
        "objections": "现场照片已经反映方位",
        "demand": "恢复现场检查（勘验）笔录一项的扣分",
        "objector": "承办机构负责人",
    },
    ("dossier_review-q_done-arbitrated", "review_arbitration"): {
        "case": "运输建筑垃圾沿途遗撒",
        "objections": "现场照片已经反映方位",
        "items": "B3",
        "deductions": "没有说明一事不再罚的理由。",
        "vetoes": "予以排除",
        "outcome": "异议成立",
        "scores": "99分",
        "reasons": "照片能够反映方位和距离",
        "arbiter": "仲裁人",
    },
    ("dossier_review-q_done", "review_rectification_report"): {
        "case": "运输建筑垃圾沿途遗撒",
        "items": "示意图已标明方位和距离",
        "files": "示意图.pdf",
        "owner": "整改责任人",
    },
    ("dossier_review-q_done", "review_rectification_notice"): {
        "case": "运输建筑垃圾沿途遗撒",
        "items": "现场未绘制示意图。",
        "owner": "陈志远",
        "due": "2026年5月14日",
        "demand": "问题已经整改。",
        "unit": "法制机构负责人",
    },
    ("merging-x_split", "case_merge_approval"): {
        "lead_case": "望潮综执立字〔2026〕第000001号",
        "members": "望潮综执立字〔2026〕第000002号（共1件）",
        "common": "同一当事人（业主）",
        "reason": "两车登记所有人均为同一公司",
        "earliest": "2026年6月1日",
        "evidence": "听涛路路面初查照片",
        "opinions": "承办机构负责人意见",
    },
    ("merging-x_split", "case_split_approval"): {
        "source_case": "望潮综执立字〔2026〕第000001号",
        "parts": "安途公司车辆遗撒案",
        "reason": "应当分别处理",
        "filed": "各分案均自2026年3月3日起算",
        "opinions": "行政机关负责人意见",
    },
}
SERIES = {
    "publication_form": "公",
    "major_case_filing_form": "备",
    "second_review_form": "评查",
    "third_review_form": "三评",
    "excellent_nomination": "优",
    "review_objection": "评异",
    "review_arbitration": "评裁",
    "review_rectification_report": "整报",
    "review_rectification_notice": "整改",
    "case_merge_approval": "并",
    "case_split_approval": "分",
}


@cache
def given(life: str) -> Mapping[str, Mapping[str, object]]:
    """What the composer is handed last for every form of a life."""
    Bureau.played.clear()  # a restored course has composed nothing
    return dict(lives.live(life).composer.made)


def sample(life: str, form: str) -> Sample:
    return Sample(form, dict(given(life)[form]))


@pytest.mark.parametrize(("life", "name"), SHOWN)
def test_every_required_element_stands_on_paper(life: str, name: str, tmp_path) -> None:
    assert set(SHOWN[life, name]) == set(load_forms()[name].elements)
    text = shown(sample(life, name), tmp_path)
    for element, words in SHOWN[life, name].items():
        assert words in text, element


@pytest.mark.parametrize(("life", "name"), SHOWN)
def test_everyone_who_signs_has_one_field(life: str, name: str) -> None:
    slots = slots_of(load_forms()[name])
    assert tuple(field.slot for field in composed(sample(life, name)).fields) == slots


@pytest.mark.parametrize("name", SERIES)
def test_series_and_seal_follow_the_catalogue(name: str) -> None:
    form = load_forms()[name]
    sealed = name == "major_case_filing_form"
    assert (form.type_code, form.sealed, form.served) == (SERIES[name], sealed, False)


def test_evidence_brought_along_names_the_case_and_number_it_had(tmp_path) -> None:
    text = shown(sample("merging-x_split", "case_merge_approval"), tmp_path)
    assert "望潮综执立字〔2026〕第000002号" in text
    assert "证2" in text
    assert "证1" in text


def test_a_case_split_off_is_filed_on_the_same_evidence(tmp_path) -> None:
    text = shown(sample("merging-x_split", "filing_approval"), tmp_path)
    assert "海岚市安途运输有限公司" in text
    assert "听涛路路面初查照片" in text
