"""The forms of investigation, service and the dossier, composed and read back by poppler.

What stands on each form is the catalogue's list of required elements; what a reader must find for
each of them is written here, form by form.
"""

import re
from datetime import date
from importlib.resources import files

import pytest
import yaml

from documents.clauses import load_clauses
from documents.forms import load_forms
from engine.errors import InputError
from tests import lives
from tests.bureau import Bureau
from tests.form_case import KINDS, PARTIES
from tests.form_expectations import LETTERS, RECUSAL, SEALED, SERIES, SERVED, SHOWN
from tests.form_reading import composed, shown, squeezed
from tests.form_samples import (
    DIGEST,
    END,
    INPUTS,
    PHOTOS,
    REFUSED,
    SERVICES,
    WITNESS,
    bare,
    lengthened,
    ordinary,
)
from tests.form_samples_decision import Sample, slots_of


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_every_required_element_stands_on_paper(name: str, kind: str, tmp_path) -> None:
    assert set(SHOWN[name]) == set(load_forms()[name].elements)
    text = shown(ordinary(name, kind), tmp_path)
    for element, words in SHOWN[name].items():
        assert words.replace("NAME", str(PARTIES[kind]["name"])) in text, element


def test_every_form_of_this_half_is_tried() -> None:
    assert set(SHOWN) == set(INPUTS) == set(SERIES)


@pytest.mark.parametrize("name", SERIES)
def test_series_seal_and_service_follow_the_catalogue(name: str) -> None:
    form = load_forms()[name]
    assert form.type_code == SERIES[name]
    assert form.sealed == (name in SEALED)
    assert form.served == (name in SERVED)
    assert form.number_style.value == ("letter" if name in LETTERS else "form")


@pytest.mark.parametrize("name", SHOWN)
def test_everyone_who_signs_has_one_field(name: str) -> None:
    slots = slots_of(load_forms()[name])
    assert tuple(field.slot for field in composed(ordinary(name)).fields) == slots


@pytest.mark.parametrize("name", SHOWN)
def test_levels_left_out_by_the_agency_are_struck_out(name: str, tmp_path) -> None:
    """Who signs is the agency's configuration; a level that is not used leaves a struck place."""
    left = ("squad_leader", "legal_head", "officer_second", "server_second", "checker")
    used = slots_of(load_forms()[name])
    slots = tuple(slot for slot in used if slot not in left)
    text = shown(ordinary(name), tmp_path, slots)
    if slots != used:
        assert "／" in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_an_act_with_nothing_optional_still_reads_well(name: str, kind: str, tmp_path) -> None:
    assert shown(bare(name, kind), tmp_path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHOWN)
def test_long_texts_are_printed_whole(name: str, kind: str, tmp_path) -> None:
    given = ordinary(name, kind)
    short = shown(given, tmp_path)
    grown, texts = lengthened(given)
    long = shown(grown, tmp_path)
    for field, text in texts:
        if squeezed(text) in short and field not in {"name", "cause"}:
            assert f"{field}{END}" in long, field


@pytest.mark.parametrize("name", SHOWN)
def test_missing_values_are_refused_not_printed(name: str) -> None:
    gone = ordinary(name).over(agency={}, party={}, input={}, data={}, case={}, all_documents=[{}])
    with pytest.raises(InputError):
        composed(gone)


@pytest.mark.parametrize("name", SHOWN)
def test_forms_leave_periods_to_the_clauses(name: str) -> None:
    source = (files("documents") / "forms" / f"{name}.yaml").read_text("utf-8")
    typed = re.compile(
        r"(?<!第)[一二三四五六七八九十\d]+(个?工作日|日|个月|年)(（|内|前|后|以)|百分之"
    )
    assert not typed.search(source), typed.search(source)


# --- leads and filing ---


def test_a_reporter_s_name_is_printed_only_without_a_wish_for_secrecy(tmp_path) -> None:
    """APL 50."""
    given = ordinary("lead_register")
    assert "举报人甲" not in shown(given, tmp_path)
    assert "举报人甲（未要求保密）" in shown(given.given(reporter_confidential=False), tmp_path)
    assert "无具名举报人" in shown(given.given(reporter=None), tmp_path)


def test_an_unmet_condition_of_filing_stays_unmarked(tmp_path) -> None:
    """M55 15(3)."""
    given = ordinary("filing_approval")
    other = given.over(data={**given.values["data"], "within_jurisdiction": False})
    assert "□属于本机关管辖" in shown(other, tmp_path)


@pytest.mark.parametrize(
    ("ground", "label", "basis"),
    [
        ("no_violation", "无违法事实", "经核查没有违法事实"),
        ("not_competent", "不属于本机关管辖", "不属于本机关管辖，不符合立案条件"),
        ("barred", "超过追责时效", "《中华人民共和国行政处罚法》第三十六条"),
        ("minor_corrected", "轻微并及时改正，没有危害后果", "第三十三条第一款"),
    ],
)
def test_not_filing_cites_the_article_of_its_ground(
    ground: str, label: str, basis: str, tmp_path
) -> None:
    given = ordinary("no_filing_approval").given(ground=ground, ground_label=label)
    text = shown(given, tmp_path)
    assert text.count("■") == 1
    assert f"■{label}" in text
    assert basis in text


def test_a_lead_may_be_dropped_before_its_party_and_matter_are_known(tmp_path) -> None:
    given = ordinary("no_filing_approval")
    unknown = dict.fromkeys(given.values["party"])
    data = {**given.values["data"], "suspected_party": None}
    text = shown(given.over(party=unknown, matter=None, data=data), tmp_path)
    assert "涉嫌当事人未查明" in text


def test_verification_is_extended_before_there_is_a_case(tmp_path) -> None:
    """T103: no number, cause or party yet; the period is that of the lead (M55 15)."""
    given = ordinary("extension_approval")
    case = {**given.values["case"], "number": None, "cause": None, "filed_on": None}
    party = dict.fromkeys(given.values["party"])
    text = shown(given.over(case=case, party=party, matter=None), tmp_path)
    assert "■线索核查期限□办案期限" in text
    assert "原期限届满日2026年1月30日" in text
    assert "自原期限届满之日起延长十日（工作日）" in text
    assert "《住房和城乡建设行政处罚程序规定》第十五条" in text


def test_an_extension_prints_the_date_its_act_leads_to(tmp_path) -> None:
    given = ordinary("extension_approval").over(
        planned_deadlines={"D11": {"due": date(2026, 6, 13), "start": date(2026, 1, 14)}}
    )
    text = shown(given, tmp_path)
    assert "原期限届满日2026年5月14日" in text
    assert "延长三十日，至2026年6月13日届满" in text


def test_a_further_extension_names_its_length_and_who_decided(tmp_path) -> None:
    given = ordinary("extension_approval").given(
        reason="重新鉴定的意见尚未作出。", extension_days=60
    )
    text = shown(given, tmp_path)
    assert "此前延长已延长一次" in text
    assert "自原期限届满之日起再延长60日" in text
    assert "行政机关负责人集体讨论决定" in text
    assert "延长三十日" not in text


def test_extensions_are_as_long_as_the_deadline_register_says() -> None:
    """One number of the law must not have two values in the product."""
    source = (files("workflows") / "data" / "deadlines.yaml").read_text("utf-8")
    register = {entry["id"]: entry for entry in yaml.safe_load(source)["deadlines"]}
    lengths = {
        rule: (register[rule]["extensions"][0]["length"], register[rule]["extensions"][0]["unit"])
        for rule in ("D01", "D11")
    }
    assert lengths == {"D01": (10, "working_days"), "D11": (30, "calendar_days")}
    clauses = load_clauses()
    assert clauses["extension_verification"].text.endswith("延长十日（工作日）")
    assert clauses["extension_decision"].text.endswith("延长三十日")


def test_a_resumed_investigation_says_why_the_ground_has_ended(tmp_path) -> None:
    given = ordinary("suspension_approval")
    resumed = {"ground": "收到认定意见", "reason": "主管部门已复函。", "ground_ended": True}
    text = shown(given.over(input=resumed), tmp_path)
    assert "□中止调查■恢复调查" in text
    assert "恢复原因收到认定意见" in text
    assert "恢复调查，办案期限继续计算" in text


# --- records and evidence ---


@pytest.mark.parametrize(
    "name",
    ["site_inspection_record", "interview_record", "rectification_review", "education_record",
     "evidence_photo_sheet", "edata_record", "sampling_notice"],
)  # fmt: skip
def test_a_refused_signature_is_recorded_with_its_witness(name: str, tmp_path) -> None:
    """APL 55, CPL 89 by analogy: reason and witness stand in the record."""
    text = shown(ordinary(name).given(party_signature=REFUSED), tmp_path)
    assert "拒绝签名，原因：现场负责人称须请示公司后再签名" in text
    assert f"见证人：{WITNESS['name']}（{WITNESS['unit']}）" in text


def test_a_record_over_midnight_prints_both_days(tmp_path) -> None:
    given = ordinary("site_inspection_record")
    later = given.values["input"]["ended_at"].replace(day=13)
    text = shown(given.given(ended_at=later), tmp_path)
    assert "2026年1月12日9时20分至2026年1月13日10时05分" in text


@pytest.mark.parametrize(
    "name", ["site_inspection_record", "interview_record", "rectification_review", "edata_record"]
)
def test_a_record_without_certificates_shown_is_refused(name: str) -> None:
    """APL 55(1): without the certificate shown there is no lawful inspection or interview."""
    with pytest.raises(InputError) as caught:
        composed(ordinary(name).given(certificate_shown=False))
    assert caught.value.facts["element"] == "certificate_shown"


def test_an_interview_without_rights_told_does_not_claim_them(tmp_path) -> None:
    assert RECUSAL not in shown(ordinary("interview_record").given(rights_told=False), tmp_path)


def test_recordings_stand_on_the_sheet_without_pictures(tmp_path) -> None:
    video = {**PHOTOS[0], "image": None, "name": "现场录像", "file": {**PHOTOS[0]["file"]}}
    text = shown(ordinary("evidence_photo_sheet").over(new_evidence=[video]), tmp_path)
    assert "共1件，其中粘贴照片0张" in text
    assert DIGEST in text


def test_a_photo_sheet_without_evidence_is_refused() -> None:
    with pytest.raises(InputError):
        composed(ordinary("evidence_photo_sheet").over(new_evidence=[]))


def test_electronic_data_may_be_taken_without_its_holder_signing(tmp_path) -> None:
    text = shown(ordinary("edata_record").given(party_signature=None), tmp_path)
    assert "持有人（提供人）未签名的情况：未到场" in text


# --- correction ---


def test_an_order_at_once_leaves_no_period(tmp_path) -> None:
    given = ordinary("rectification_order").given(order_kind="at_once", order_kind_label="立即改正")
    text = shown(given, tmp_path)
    assert "立即停止并改正上述违法行为" in text
    assert "限期改正上述违法行为，改正期限" not in text


def test_an_order_that_a_fine_waits_for_says_so(tmp_path) -> None:
    given = ordinary("rectification_order")
    assert "拒不改正" not in shown(given, tmp_path)
    first = given.over(matter={**given.values["matter"], "correction_first": True})
    assert "同时规定了责令改正后逾期不改正（拒不改正）的处罚" in shown(first, tmp_path)


def test_an_extended_order_replaces_the_period_of_the_first(tmp_path) -> None:
    """T1403."""
    given = ordinary("rectification_order")
    assert "延长改正期限" not in shown(given, tmp_path)
    text = shown(given.given(reason="连日降雨，清运车辆无法进场。"), tmp_path)
    assert "延长改正期限的理由：连日降雨，清运车辆无法进场。" in text
    assert "清城管责字〔2026〕第000004号《责令改正通知书》载明的改正期限" in text


def test_a_citizen_and_a_unit_are_addressed_as_such(tmp_path) -> None:
    assert "认定你单位存在" in shown(ordinary("rectification_order", "entity"), tmp_path)
    assert "认定你存在" in shown(ordinary("rectification_order", "citizen"), tmp_path)


def test_an_order_tells_of_the_online_channel_when_there_is_one(tmp_path) -> None:
    """ARL 22(2)."""
    assert "互联网渠道" in shown(ordinary("rectification_order"), tmp_path)
    assert "互联网渠道" not in shown(bare("rectification_order"), tmp_path)


# --- report, closing ---


def test_a_report_may_propose_no_penalty(tmp_path) -> None:
    given = ordinary("investigation_report").given(
        proposal="no_penalty", proposal_label="不予行政处罚", penalty_kinds=None,
        penalty_kinds_label=None, fine=None, tier=None, tier_label=None, factors=None,
        no_penalty_ground="first_time",
        no_penalty_ground_label="初次违法且危害后果轻微并及时改正",
    )  # fmt: skip
    text = shown(given, tmp_path)
    assert "建议不予行政处罚。不予行政处罚的原因：初次违法且危害后果轻微并及时改正" in text
    assert "处理依据：根据《中华人民共和国行政处罚法》第三十三条第一款的规定" in text
    assert "裁量阶次" not in text


def test_a_report_may_propose_a_transfer(tmp_path) -> None:
    given = ordinary("investigation_report").given(
        proposal="transfer", proposal_label="移送", factors=None, penalty_kinds=None, fine=None
    )
    assert "建议移送，由有权机关依法处理。" in shown(given, tmp_path)


def test_a_report_says_when_nothing_had_to_be_corrected(tmp_path) -> None:
    given = ordinary("investigation_report").without("rectification_order", "rectification_review")
    assert "未责令改正" in shown(given, tmp_path)
    moot = given.given(correction_moot="物料已在检查前自行清除。")
    assert "无需责令改正的理由：物料已在检查前自行清除。" in shown(moot, tmp_path)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("no_penalty_decision", "作出不予行政处罚决定"),
        ("withdrawal_approval", "批准撤销立案"),
        ("crime_transfer_form", "移送司法机关"),
        ("transfer_letter", "移送有管辖权机关"),
    ],
)
def test_a_case_closes_on_what_was_decided(form: str, words: str, tmp_path) -> None:
    """M55 31."""
    given = ordinary("closing_approval").without("penalty_decision")
    decided = {form: {"number": "清城管某字〔2026〕第000009号", "date": date(2026, 3, 2)}}
    documents = {**given.values["documents"], **decided}
    text = shown(given.over(documents=documents), tmp_path)
    assert f"2026年3月2日{words}" in text
    assert "罚款金额未决定罚款" in text


def closing(life: str) -> Sample:
    """The last closing form of a written life, with the values the engine gave it."""
    made = lives.live(life).composer.made
    return Sample("closing_approval", [v for form, v in made if form == "closing_approval"][-1])


#: Life, and what its closing form says of the money.
MONEY = {
    "collection-e_fulfilled-agreement": (
        "罚款金额人民币捌仟元整（¥8000.00）",
        "2026年5月13日缴款5000.00元，票据号码非税-L1；2026年6月11日缴款5800.00元，票据号码非税-L2。",
        "实收合计人民币壹万零捌佰元整（¥10800.00）。",
        "依望潮综执协执字〔2026〕第000001号《执行协议》减免人民币贰仟元整（¥2000.00）。",
        "实收加处罚款人民币贰仟捌佰元整（¥2800.00）。",
    ),
    "collection-e_terminated-ground": (
        "罚款人民币捌仟元整（¥8000.00）未缴纳，因终结执行（望潮综执中执字〔2026〕第000001号）不再收缴。",
    ),
    "ordinary-archived-revoked": (
        "撤销原行政处罚决定（望潮综执撤字〔2026〕第000001号）",
        "罚款金额原处罚决定已经撤销",
        "2026年4月14日退付8000.00元，凭证号退库2026-0007。",
    ),
    "remedies-r_final-change": ("变更原行政处罚决定", "罚款金额变更为人民币"),
}


@pytest.mark.parametrize("life", MONEY)
def test_a_closing_form_tells_the_money_that_came_in_and_what_was_let_go(life, tmp_path) -> None:
    """M55 31, AEL 42(1): what was paid, with its receipt, and what an agreement waived."""
    text = shown(closing(life), tmp_path)
    for words in MONEY[life]:
        assert words in text


def test_a_case_without_a_surcharge_or_refund_tells_of_none(tmp_path) -> None:
    text = shown(ordinary("closing_approval"), tmp_path)
    assert "加处罚款" not in text
    assert "退付情况" not in text


def test_the_example_bureau_closes_no_case_without_its_legal_head() -> None:
    """A closing is signed by officers, squad, legal unit and head, in this order."""
    bureau = Bureau().play(until="approve_closing")
    signed = [s.slot for s in bureau.case.latest("closing_approval").signed]
    assert signed == ["officer_lead", "officer_second", "squad_leader", "legal_head", "head"]


def test_a_returned_closing_request_is_drafted_again_from_the_case(tmp_path) -> None:
    """T144b gives only its reason; the form takes the rest from what was given before."""
    given = ordinary("closing_approval").over(input={"reason": "请补充公示日期。"})
    assert "■处罚决定执行完毕" in shown(given, tmp_path)


# --- service ---


@pytest.mark.parametrize(
    ("mode", "label", "words"),
    [
        ("direct", "直接送达", "收到日期2026年3月29日"),
        ("left", "留置送达", "留置日期2026年3月29日"),
        ("posted", "邮寄送达", "邮件号码1099887766554"),
        ("entrusted", "委托送达", "受委托机关临川县综合行政执法局"),
        ("electronic", "电子送达", "到达日期2026年3月29日"),
        ("announced", "公告送达", "期满视为送达日期2026年5月11日"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_receipt_for_every_mode(mode: str, label: str, words: str, kind: str, tmp_path) -> None:
    given = ordinary("service_receipt", kind).over(input=SERVICES[mode])
    text = shown(given, tmp_path)
    assert text.count("■") == 1
    assert f"■{label}" in text
    assert words in text


def test_left_service_names_witnesses_and_recording(tmp_path) -> None:
    """CPL 89: either witnesses or pictures prove it."""
    given = ordinary("service_receipt").over(input=SERVICES["left"])
    text = shown(given, tmp_path)
    assert f"见证人{WITNESS['name']}（{WITNESS['unit']}）" in text
    assert "采用拍照、录像等方式记录送达过程（文件：留置.mp4" in text
    bare_left = {**SERVICES["left"], "witnesses": None}
    assert "见证人无" in shown(given.over(input=bare_left), tmp_path)


def test_an_announcement_after_failed_service_says_so(tmp_path) -> None:
    given = ordinary("service_announcement").given(
        announce_ground="all_failed", announce_ground_label="其他方式无法送达"
    )
    assert "因采用其他方式无法送达" in shown(given, tmp_path)


def test_the_public_is_told_the_gist_and_the_dossier_how_service_was_tried(tmp_path) -> None:
    """CPL 95(2): reason and course are noted in the dossier; what is posted tells neither."""
    posted = shown(ordinary("service_announcement"), tmp_path)
    kept = shown(ordinary("service_receipt").over(input=SERVICES["announced"]), tmp_path)
    assert "文书主要内容：给予警告，并处罚款人民币贰万元整。" in posted
    assert "查无此人" not in posted
    assert "公告前送达经过3月29日、4月1日到住所地送达" in kept


# --- dossier ---


def test_an_empty_checklist_and_a_review_without_deductions_say_so(tmp_path) -> None:
    assert "本案各环节没有核对事项" in shown(bare("transition_checklists"), tmp_path)
    assert "各项目均未扣分" in shown(bare("self_review_form"), tmp_path)


def test_a_case_without_decision_has_no_decision_number(tmp_path) -> None:
    text = shown(ordinary("dossier_cover").without("penalty_decision"), tmp_path)
    assert "未作出处罚决定" in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_cover_is_one_page(kind: str) -> None:
    given = ordinary("dossier_cover", kind)
    title = f"{given.values['case']['title']}（与另案合并办理）"
    assert composed(given.over(case={**given.values["case"], "title": title})).pages == 1
