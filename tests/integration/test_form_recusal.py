"""The recusal decision as a reader finds it: who asked, on what ground, and each outcome."""

from datetime import date

import pytest

from documents.forms import load_forms
from tests.form_reading import composed, shown
from tests.form_samples import investigation_base
from tests.form_samples_decision import Sample, slots_of

ASKED = {
    "concerned": "p1",
    "concerned_label": "宁守正",
    "applied_by": "party",
    "applied_by_label": "当事人申请回避",
    "applicant": "清江市恒筑渣土运输有限公司",
    "applied_on": date(2026, 2, 3),
    "recusal_ground": "relation",
    "recusal_ground_label": "有其他关系可能影响公正执法",
    "recusal_facts": "当事人称宁守正与其同业竞争企业的负责人系亲属。",
}
REASONS = {"recusal_reasons": "宁守正与当事人同业竞争企业的负责人系表兄弟，可能影响公正执法。"}
UNASKED = dict.fromkeys(ASKED)


def decision(step, *, track, given):
    values = investigation_base("entity") | {"track": track, "step": {"id": step, "name": ""}}
    return Sample("recusal_decision", {**values, "input": given})


OUTCOMES = {
    "T1502": ("本机关决定：同意回避申请，宁守正回避。", "不再参与本案的任何工作"),
    "T1503": (
        "本机关决定：不同意回避申请，宁守正不回避。",
        "清江市恒筑渣土运输有限公司于2026年2月3日",
    ),
    "T1504": ("本机关决定：责令宁守正回避。", "对宁守正应否回避进行了审查"),
}


@pytest.mark.parametrize("step", OUTCOMES)
def test_each_outcome_says_what_was_decided_about_whom(step, tmp_path):
    ordered = step == "T1504"
    given = (ASKED | REASONS) if ordered else REASONS
    text = shown(decision(step, track=UNASKED if ordered else ASKED, given=given), tmp_path)
    ground = "回避事由：有其他关系可能影响公正执法。"
    for words in (*OUTCOMES[step], ground, "第四十三条", "系表兄弟"):
        assert words in text


def test_somebody_who_stays_is_not_told_to_leave(tmp_path):
    text = shown(decision("T1503", track=ASKED, given=REASONS), tmp_path)
    assert "不再参与" not in text


def test_the_head_signs_and_the_agency_seals_what_the_party_is_served():
    form = load_forms()["recusal_decision"]
    assert (form.type_code, form.sealed, form.served) == ("避", True, True)
    made = composed(decision("T1502", track=ASKED, given=REASONS))
    assert tuple(field.slot for field in made.fields) == slots_of(form)
