"""Seeded defects of the vetoes V01 to V12: power, seal, basis, people, party, facts, notice."""

import datetime as dt

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    act,
    bureau,
    dated,
    every_row,
    no_act,
    no_act_of,
    no_paper,
    put,
    redated,
    reprint,
    roster,
    row,
    rows,
    says,
    signed_by,
    unsealed_file,
    unsigned,
)

SPOT, CASH, PARKING = "simple-spot_closed", "simple-spot_closed-cash", "parking-p_closed"
HEARD, SEIZED, KEPT = "hearing-decided", "seizure-s_released", "preservation-pr_disposed"
MAJOR = "publication-f_filed"

# V01 -------------------------------------------------------------------------------------------
WITHOUT = {"M-11", "M-02", "M-17"}
seeded(
    "V01",
    "本机关权力清单不含本事项",
    bureau(powers=lambda old: [p for p in old if p not in WITHOUT]),
    also=("A1",),
)
seeded(
    "V01",
    "当场处罚的事项不在权力清单内",
    bureau(powers=lambda old: [p for p in old if p not in WITHOUT]),
    base=SPOT,
    also=("A1",),
)
seeded(
    "V01",
    "违停处罚的事项不在权力清单内",
    bureau(powers=lambda old: [p for p in old if p not in WITHOUT]),
    base=PARKING,
    also=("A1",),
)
seeded(
    "V01",
    "违法行为地不在本机关辖区",
    put("register_lead", lead_area="滨江街道", lead_place="滨江街道滨江大道"),
    also=("A1", "B1"),
)
seeded("V01", "辖区调整后违法行为地已划出", bureau(areas=["栖霞街道", "望潮镇"]), also=("A1",))
seeded(
    "V01",
    "按公安机关事项立案",
    put("start_verification", matter="M-03"),
    also=("A1", "B2", "C1", "C3", "C4", "D1", "D2", "V03", "V06", "V08", "V09"),
)
seeded(
    "V01",
    "当场处罚地点在邻区",
    put("start_spot", lead_area="滨江街道", lead_place="滨江大道1号"),
    base=SPOT,
    also=("A1", "B1"),
)

# V02 -------------------------------------------------------------------------------------------
seeded("V02", "处罚决定书未盖印章", unsigned("penalty_decision", "seal"), also=("F2", "F3", "V20"))
seeded("V02", "事先告知书未盖印章", unsigned("penalty_prior_notice", "seal"), also=("F2",))
seeded(
    "V02",
    "处罚决定书由中队长盖中队印章",
    signed_by("penalty_decision", "seal", "p04"),
    also=("A1", "F3"),
)
seeded(
    "V02",
    "查封扣押决定书未盖印章",
    unsigned("seizure_decision", "seal"),
    base=SEIZED,
    also=("F2", "V19"),
)
seeded(
    "V02",
    "先行登记保存通知书未盖印章",
    unsigned("preservation_notice", "seal"),
    base=KEPT,
    also=("F2", "B7"),
)
seeded(
    "V02",
    "当场处罚决定书未盖印章",
    unsigned("spot_penalty_decision", "seal"),
    base=SPOT,
    also=("F1", "F2", "F3"),
)
seeded(
    "V02", "听证告知书未盖印章", unsigned("hearing_right_notice", "seal"), base=MAJOR, also=("F2",)
)
seeded(
    "V02",
    "处罚决定书文件没有印章（账上有，纸上无）",
    unsealed_file("penalty_decision"),
    signatures=True,
    also=("F3",),
)
seeded("V02", "责令改正通知书由法制审核人员代盖", signed_by("rectification_order", "seal", "p05"))

# V03 -------------------------------------------------------------------------------------------
seeded(
    "V03",
    "违法行为发生在依据施行以前",
    put("register_lead", act_on=dt.date(2004, 3, 2)),
    also=("V15", "C1", "C3", "V08", "V09", "V21", "B1", "D1", "D2"),
)
seeded(
    "V03",
    "依据只处罚单位，处罚了个人",
    put(
        "request_filing",
        party__kind="citizen",
        party__id_number="330299197908250028",
        party__sex="male",
        party__birth_date=dt.date(1979, 8, 25),
    ),
    also=("V09", "D1", "D2", "V05", "A4", "V11", "V14", "H4", "F2"),
)
seeded(
    "V03",
    "当场处罚的行为发生在依据施行以前",
    put("start_spot", act_on=dt.date(2010, 3, 3)),
    base=SPOT,
    also=("V15", "C1", "V08", "V09", "V21", "B1"),
)
seeded(
    "V03",
    "违停发生在依据施行以前",
    put("capture", act_on=dt.date(2003, 3, 3)),
    base=PARKING,
    also=("V15", "C1", "V08", "V09", "V21", "B1"),
)
seeded(
    "V03",
    "事项编号在清单中不存在",
    put("start_verification", matter="M-99"),
    also=("V01", "V06", "V08", "V09", "A1", "B2", "C1", "C3", "C4", "D1", "D2"),
)
seeded(
    "V03",
    "以规范性文件作为处罚依据",
    put(
        "approve_penalty",
        decision_reasons=says(
            "依照该规定第二十三条", "依照《望潮区渣土运输管理办法（试行）》第三条"
        ),
    ),
    also=("V08", "C1", "F4"),
)
seeded(
    "V03",
    "引用已废止的法规处罚",
    put(
        "approve_penalty",
        decision_reasons=says(
            "依照该规定第二十三条", "依照《江苏省城市市容和环境卫生管理条例》（2012年）第五十二条"
        ),
    ),
    also=("V08", "C1", "F4"),
)

# V04 -------------------------------------------------------------------------------------------
seeded(
    "V04",
    "询问笔录只有一名执法人员",
    unsigned("interview_record", "officer_second"),
    also=("A2", "B4", "F2"),
)
seeded(
    "V04",
    "现场笔录两处签名为同一人",
    signed_by("site_inspection_record", "officer_second", "p02"),
    also=("A2", "B3"),
)
seeded(
    "V04",
    "协管员代替执法人员参加询问",
    signed_by("interview_record", "officer_second", "p18"),
    also=("A2", "B4", "E10"),
)
seeded(
    "V04",
    "第二名执法人员证件已过期",
    roster("p03", certificate__valid_to="2026-03-01"),
    also=("A2",),
)
seeded("V04", "承办人没有执法证", roster("p02", certificate=None), also=("A2",))
seeded(
    "V04",
    "执法证在调查之后才发给",
    roster("p03", certificate__valid_from="2026-03-10"),
    also=("A2",),
)
seeded(
    "V04",
    "当场处罚只有一名执法人员",
    unsigned("spot_penalty_decision", "officer_second"),
    base=SPOT,
    also=("A2", "A1", "F2", "E1", "E2"),
)
seeded(
    "V04",
    "陈述申辩笔录只有一名执法人员",
    unsigned("statement_record", "officer_second"),
    also=("A2", "E4", "F2"),
)
seeded(
    "V04",
    "实施扣押只有一名执法人员",
    unsigned("seizure_site_record", "officer_second"),
    base=SEIZED,
    also=("A2", "V19", "F2"),
)
seeded(
    "V04",
    "违停抄告单只有一名执法人员",
    unsigned("parking_notice", "officer_second"),
    base=PARKING,
    also=("A2", "F2", "E1", "E2"),
)

# V05 -------------------------------------------------------------------------------------------
NO_LICENCE = rows("record_evidence", "evidence", lambda given: given[1:])
seeded(
    "V05",
    "没有当事人身份证明",
    NO_LICENCE,
    put("request_filing", party__identity_file=None),
    put("record_evidence", nth=2, covers=("运输途中丢弃、遗撒建筑垃圾",)),
    also=("V06", "A4", "B2"),
)
seeded(
    "V05",
    "决定书所列当事人名称错误",
    reprint("penalty_decision", "顺达土石方运输", "顺达运输"),
    also=("F3", "A4", "B1"),
)
seeded(
    "V05",
    "告知书与决定书当事人不一致",
    reprint("penalty_prior_notice", "顺达土石方", "达顺土石方"),
    also=("A4", "E3", "B1"),
)
seeded(
    "V05",
    "以法定代表人代替单位受罚",
    put("approve_penalty", decision_content="给予沈国强警告，并处罚款人民币捌仟元整（¥8000.00）。"),
    also=("F3", "B1", "A4"),
)
seeded(
    "V05",
    "笔录表明车辆属他人所有，仍处罚当事人",
    rows(
        "record_evidence",
        "interview",
        row(1, answer="车不是我公司的，是海岚市恒通运输有限公司的，我公司没有参与。"),
        nth=2,
    ),
    also=("V06", "B1", "B2"),
)
seeded(
    "V05",
    "当场处罚没有身份证明",
    put("start_spot", party__identity_file=None, party__id_number=None),
    rows("start_spot", "evidence", lambda given: given[:1]),
    base=SPOT,
    also=("A4", "A3", "B1", "F2"),
)
seeded(
    "V05",
    "违法事实写成另一家公司",
    put("approve_penalty", decision_facts=says("当事人所有的", "海岚市恒通运输有限公司所有的")),
    also=("B1", "F4", "A4"),
)


# V06 -------------------------------------------------------------------------------------------
def _uncovered(element):
    """No evidence is said to prove an element any more."""

    def without(row):
        kept = tuple(x for x in row.as_dict().get("elements", ()) if x != element)
        return row.merged({"elements": kept})

    def drop(given):
        return [without(row) for row in given]

    def less(given):
        return tuple(x for x in given if x != element)

    return (
        rows("request_filing", "evidence", drop),
        rows("record_evidence", "evidence", drop, nth=1),
        rows("record_evidence", "evidence", drop, nth=3),
        rows("review_ok", "evidence", drop),
        put("record_evidence", nth=0, covers=less),
        put("record_evidence", nth=2, covers=less),
    )


seeded(
    "V06",
    "遗撒面积和清理情况没有证据",
    *_uncovered("遗撒的面积、数量和清理情况"),
    also=("B2", "F4"),
)
seeded("V06", "车辆所有人没有证据", *_uncovered("运输车辆及其所有人、使用人"), also=("B2", "F4"))
seeded("V06", "违法行为没有证据证明", *_uncovered("运输途中丢弃、遗撒建筑垃圾"), also=("B2", "F4"))
seeded(
    "V06",
    "没有现场笔录和询问笔录",
    no_paper("site_inspection_record", "interview_record"),
    also=("B1", "B2", "B3", "B4", "E2", "A2", "A3", "G1", "G2", "F4", "V05"),
)
seeded(
    "V06",
    "决定书没有写明违法事实",
    put("approve_penalty", decision_facts=""),
    also=("B1", "F2", "F3", "F4"),
)
seeded(
    "V06",
    "调查全部缺失，直接告知处罚",
    no_act("record_evidence"),
    also=(
        "B1",
        "B2",
        "B3",
        "B4",
        "B5",
        "A2",
        "A3",
        "E2",
        "V05",
        "G1",
        "G2",
        "G4",
        "F1",
        "F4",
        "D1",
        "A4",
        "A5",
        "V10",
        "V21",
    ),
)

# V07 -------------------------------------------------------------------------------------------
seeded(
    "V07",
    "证据未经查证属实",
    rows("record_evidence", "evidence", every_row(verified=False), nth=1),
    also=("B2", "B5"),
)
seeded(
    "V07",
    "立案证据未经查证",
    rows("request_filing", "evidence", every_row(verified=False)),
    also=("B2", "B5"),
)
seeded(
    "V07",
    "违停记录未经审核即作为证据",
    no_act("approve_record"),
    base=PARKING,
    also=(
        "E1",
        "E2",
        "E3",
        "E4",
        "E5",
        "E6",
        "E7",
        "B1",
        "B2",
        "B3",
        "B4",
        "F1",
        "V21",
        "G1",
        "G2",
    ),
)
seeded(
    "V07",
    "审核人即采集人",
    act("approve_record", actor="p02"),
    signed_by("parking_review", "record_reviewer", "p02"),
    base=PARKING,
    also=("E1", "E2", "E3", "E4", "E5", "B3", "A2"),
)
seeded(
    "V07",
    "审核认为记录不清晰，仍作为证据",
    put("approve_record", is_clear=False),
    base=PARKING,
    also=("E1", "E2", "E3", "E4", "E5", "B1", "B2", "B3"),
)
seeded(
    "V07",
    "审核结论为不真实，仍处罚",
    put("approve_record", is_true=False),
    base=PARKING,
    also=("E1", "E2", "E3", "E4", "E5", "B1", "B2", "B3"),
)
seeded(
    "V07",
    "审核在处罚之后补作",
    redated("approve_record", "2026-03-07 10:00"),
    base=PARKING,
    also=("E1", "E2", "E3", "E4", "E5", "V21", "B3", "F1", "E6"),
)
seeded(
    "V07",
    "现场取证证据未经查证（当场处罚）",
    rows("start_spot", "evidence", every_row(verified=False)),
    base=SPOT,
    also=("B1", "B2", "B3", "B4"),
)

# V08 -------------------------------------------------------------------------------------------
seeded(
    "V08",
    "违反条款写错",
    put("approve_penalty", decision_reasons=says("第十四条", "第四十一条")),
    also=("C1", "F4"),
)
seeded(
    "V08",
    "处罚条款写错",
    put("approve_penalty", decision_reasons=says("第二十三条", "第三十二条")),
    also=("C1", "F4"),
)
seeded(
    "V08",
    "引用不存在的款",
    put("approve_penalty", decision_reasons=says("第二十三条", "第二十三条第九款")),
    also=("C1", "F4"),
)
seeded(
    "V08",
    "定性为另一事项（车辆未密闭）并引用另一部法",
    put(
        "approve_penalty",
        decision_reasons="当事人运输散装物料未采取密闭措施，违反《中华人民共和国大气污染防治法》第七十条第一款，依照该法第一百一十六条处罚。",
    ),
    also=("C1", "F4", "V03"),
)
seeded(
    "V08",
    "告知书引用的条款与决定书不同",
    put("serve_prior_notice", notice_reasons=says("第十四条", "第十五条")),
    also=("C1", "E3", "B1"),
    truly=("E3",),
)

# V09 -------------------------------------------------------------------------------------------
WRONG_FINE = (
    "D2",
    "D1",
    "F3",
    "F4",
    "F5",
    "H1",
    "H2",
    "H4",
    "H5",
    "V10",
    "V11",
    "V12",
    "V14",
    "E3",
    "E8",
    "B1",
    "F1",
    "F2",
    "V18",
    "D3",
)
seeded(
    "V09",
    "罚款九十九万元，超过法定上限",
    put("approve_penalty", decision_fine=99000000),
    also=WRONG_FINE,
)
seeded(
    "V09",
    "罚款低于法定下限而无减轻情形",
    put("approve_penalty", decision_fine=300000),
    also=WRONG_FINE,
)
seeded(
    "V09",
    "并处法律没有规定的没收",
    put(
        "approve_penalty",
        decision_content="给予警告，没收运输车辆，并处罚款人民币捌仟元整（¥8000.00）。",
    ),
    put("end_investigation", penalty_kinds=("warning", "fine", "confiscate_property")),
    also=("F3", "E3", "B1", "V10", "V11", "V14", "D2", "H3", "V19", "H5"),
)
seeded(
    "V09",
    "责令停产停业，法律没有规定",
    put(
        "approve_penalty",
        decision_content="责令停业整顿三个月，并处罚款人民币捌仟元整（¥8000.00）。",
    ),
    put("end_investigation", penalty_kinds=("halt_business", "fine")),
    also=("F3", "E3", "B1", "V10", "V11", "V14", "D2", "H3", "H4", "H5"),
)
seeded(
    "V09",
    "处行政拘留",
    put("end_investigation", penalty_kinds=("detention",)),
    put("approve_penalty", decision_content="处行政拘留五日。"),
    also=("V01", "F3", "E3", "B1", "V10", "V11", "D2", "H1", "H5"),
)
seeded(
    "V09",
    "决定正文金额与罚款数额不一致",
    put("approve_penalty", decision_content="给予警告，并处罚款人民币伍万捌仟元整（¥58000.00）。"),
    also=("F3", "F5", "B1", "D2", "V10", "V12"),
)
seeded(
    "V09",
    "当场罚款超过法定上限",
    put("issue_spot_decision", decision_fine=900000),
    put("start_spot", spot_fine=900000),
    base=SPOT,
    also=(
        "V23",
        "C1",
        "C2",
        "C3",
        "D1",
        "D2",
        "D3",
        "E1",
        "F1",
        "F2",
        "F3",
        "H1",
        "H2",
        "V18",
        "V11",
        "B1",
        "V10",
        "V12",
        "V14",
    ),
)
seeded(
    "V09",
    "同一违法行为已被罚款",
    put("register_lead", lead_place="栖霞路1号门前路段", lead_area="栖霞街道"),
    base="twice",
    also=("C3", "A4"),
)

# V10 -------------------------------------------------------------------------------------------
seeded(
    "V10",
    "没有事先告知书",
    no_paper("penalty_prior_notice"),
    also=("E3", "E4", "G1", "G2", "F1", "B1", "E10", "V21", "F3", "F4", "V11"),
)
seeded(
    "V10",
    "决定作出以后才送达告知书",
    redated("signed", "2026-03-19 16:00", nth=1),
    also=("E3", "V21", "E4", "E10", "G1", "G2", "F1"),
)
seeded(
    "V10",
    "陈述申辩期限未满即决定",
    no_act("record_statement"),
    redated("signed", "2026-03-17 10:20", nth=1),
    also=("E3", "E4", "V12", "V21", "E10", "F3", "F4", "G1", "G2", "F1", "E6"),
)
seeded(
    "V10",
    "告知书未写拟处罚内容",
    put("serve_prior_notice", notice_content="", notice_fine=None),
    also=("E3", "F2", "V12", "B1"),
)
seeded(
    "V10",
    "告知书只写“将依法处罚”",
    put("serve_prior_notice", notice_content="将依法给予行政处罚。", notice_fine=None),
    also=("E3", "F2", "V12", "B1", "F5"),
)
seeded(
    "V10",
    "告知书没有送达",
    no_act_of("signed", 1),
    also=("E3", "E10", "V21", "E4", "G1", "G2", "F1", "V20"),
)
seeded(
    "V10",
    "决定罚款高于告知数额而未重新告知",
    put(
        "serve_prior_notice",
        notice_fine=600000,
        notice_content="给予警告，并处罚款人民币陆仟元整（¥6000.00）。",
    ),
    also=("V12", "E3", "B1", "D2"),
    truly=("V12",),
)
seeded(
    "V10",
    "陈述申辩期第五日下班前作出决定",
    no_act("record_statement"),
    redated("approve_penalty", "2026-03-17 10:00"),
    redated("review_pass", "2026-03-17 09:00"),
    also=("E3", "E4", "V12", "V21", "F3", "F4", "E6", "F1", "G1", "G2", "E8"),
)
seeded(
    "V10",
    "当场处罚没有告知",
    no_act("hear_on_spot"),
    base=SPOT,
    also=("E1", "E2", "E3", "E4", "V12", "V21"),
)

# V11 -------------------------------------------------------------------------------------------
seeded(
    "V11",
    "罚款五万元，没有听证告知书",
    no_paper("hearing_right_notice"),
    base=MAJOR,
    also=("V10", "E3", "E5", "E4", "E10", "G1", "G2", "F1", "V21", "F3", "F4", "B1", "H4"),
)
seeded(
    "V11",
    "达到听证标准，只告知陈述申辩权",
    put(
        "approve_penalty",
        decision_fine=5000000,
        decision_content="给予警告，并处罚款人民币伍万元整（¥50000.00）。",
    ),
    put(
        "serve_prior_notice",
        notice_fine=5000000,
        notice_content="给予警告，并处罚款人民币伍万元整（¥50000.00）。",
    ),
    also=(
        "V14",
        "D1",
        "D2",
        "H1",
        "H2",
        "H4",
        "H5",
        "E7",
        "E5",
        "F3",
        "F4",
        "V09",
        "V12",
        "E3",
        "F5",
        "B1",
        "D3",
    ),
)
seeded(
    "V11",
    "申请听证后未组织听证即决定",
    no_act("appoint_chair", "notify_hearing", "open_hearing", "finish_hearing", "report_hearing"),
    base=HEARD,
    also=("E5", "V21", "E10", "G1", "G2", "F1", "E4"),
)
seeded(
    "V11",
    "听证由本案调查人员主持",
    put("appoint_chair", chair="p02"),
    signed_by("hearing_record", "chair", "p02"),
    signed_by("hearing_report", "chair", "p02"),
    base=HEARD,
    also=("E5", "A3"),
)
seeded(
    "V11",
    "申请听证期限未满即决定，且无放弃",
    put("record_statement", waiver_scope=None),
    no_paper("waiver_record"),
    redated("signed", "2026-03-17 10:20", nth=1),
    base=MAJOR,
    also=("V10", "E3", "E4", "E5", "V21", "E10", "F1", "F2", "G1", "G2", "V12", "E6"),
)
seeded(
    "V11",
    "听证笔录缺失",
    no_paper("hearing_record"),
    base=HEARD,
    also=("E5", "E4", "G1", "G2", "F1", "V12", "V21", "V13"),
)
seeded(
    "V11",
    "听证告知书未告知听证权利",
    reprint("hearing_right_notice", "要求听证", "要求"),
    base=MAJOR,
    also=("E3", "E5"),
)

# V12 -------------------------------------------------------------------------------------------
seeded(
    "V12",
    "有陈述申辩，没有复核意见书",
    no_paper("recheck_opinion"),
    also=("E4", "G1", "G2", "F1", "E6", "E8", "V21"),
)
seeded(
    "V12",
    "申辩后加重罚款",
    put(
        "approve_penalty",
        decision_fine=1200000,
        decision_content="给予警告，并处罚款人民币壹万贰仟元整（¥12000.00）。",
    ),
    put("submit_review", final_fine=1200000),
    also=("V10", "D2", "D1", "E3", "F3", "F4", "F5", "H1", "H2", "H5", "B1", "D3"),
)
seeded(
    "V12",
    "决定书对申辩意见不作答复",
    put("approve_penalty", decision_answer=""),
    also=("E4", "F4", "F2", "F3"),
)
seeded(
    "V12",
    "复核只回应一条，遗漏第二条",
    rows("submit_review", "point_answers", lambda given: given[:1]),
    also=("E4", "F4"),
)
seeded(
    "V12",
    "复核意见全部空白",
    put("submit_review", point_answers=(), recheck_conclusion=""),
    also=("E4", "F2", "F4"),
)
seeded(
    "V12",
    "复核意见书晚于决定书",
    dated("recheck_opinion", "2026-03-20"),
    also=("V21", "E4", "E6", "F1", "E8"),
)
seeded(
    "V12",
    "因态度不好加重处罚",
    put(
        "approve_penalty",
        decision_discretion=says("综合确定", "因当事人申辩时态度恶劣、拒不认错，从重确定"),
    ),
    also=("D1", "D2", "F4"),
)
