"""Seeded defects of the vetoes V13 to V22: review, deliberation, limits, money, service, order."""

import datetime as dt

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    act,
    dated,
    later,
    no_act,
    no_act_of,
    no_paper,
    no_paper_of,
    put,
    redated,
    reprint,
    row,
    rows,
    says,
    signed_at,
    signed_by,
    unsigned,
)
from tests.corpus.vetoes import CASH, HEARD, MAJOR, PARKING, SEIZED, SPOT

# V13 -------------------------------------------------------------------------------------------
GONE = ("G1", "G2", "F1")
seeded(
    "V13", "没有法制审核意见书", no_paper("legal_review_opinion"), also=("E6", "E8", "V21", *GONE)
)
seeded(
    "V13",
    "法制审核结论为补充调查，仍作决定",
    put("review_pass", review_result="supplement"),
    also=("E6", "E8", "V21"),
)
seeded(
    "V13",
    "法制审核在决定之后",
    dated("legal_review_opinion", "2026-03-20"),
    also=("E6", "E8", "V21", "F1"),
)
seeded(
    "V13",
    "法制审核意见书审核人未签名",
    unsigned("legal_review_opinion", "legal_reviewer", "legal_head"),
    also=("E6", "F2", "E8"),
)
seeded(
    "V13",
    "承办人自己审核自己的案件",
    signed_by("legal_review_opinion", "legal_reviewer", "p02"),
    act("review_pass", actor="p02"),
    also=("E6", "E8", "A3"),
)
seeded("V13", "未经法制审核环节直接决定", no_act("review_pass"), also=("E6", "E8", "V21", *GONE))
seeded(
    "V13",
    "审核结论要求移送，仍作决定",
    put("review_pass", review_result="transfer"),
    also=("E6", "E8", "V17", "V21"),
)

# V14 -------------------------------------------------------------------------------------------
seeded(
    "V14",
    "重大处罚没有集体讨论记录",
    no_paper("deliberation_record"),
    base=MAJOR,
    also=("E7", "E8", *GONE),
)
seeded(
    "V14",
    "重大处罚未经集体讨论环节",
    no_act("deliberate"),
    base=MAJOR,
    also=("E7", "E8", "V21", *GONE),
)
seeded(
    "V14",
    "集体讨论在决定之后补作",
    dated("deliberation_record", "2026-03-25"),
    base=MAJOR,
    also=("E7", "E8", "V21", "F1"),
)
seeded(
    "V14",
    "集体讨论记录无人签名",
    unsigned("deliberation_record", "panel_1", "panel_2", "panel_3"),
    base=MAJOR,
    also=("E7", "F2"),
)
seeded(
    "V14",
    "罚款五万元而未讨论",
    put(
        "approve_penalty",
        decision_fine=5000000,
        decision_content="给予警告，并处罚款人民币伍万元整（¥50000.00）。",
    ),
    also=(
        "V10",
        "V11",
        "V12",
        "D1",
        "D2",
        "D3",
        "E3",
        "E5",
        "E7",
        "E8",
        "F3",
        "F4",
        "F5",
        "H1",
        "H2",
        "H4",
        "H5",
        "B1",
    ),
)
seeded(
    "V14",
    "听证案件未经集体讨论",
    no_paper("deliberation_record"),
    base=HEARD,
    also=("E7", "E8", *GONE),
)
seeded(
    "V14",
    "集体讨论只有一名负责人参加",
    unsigned("deliberation_record", "panel_2", "panel_3"),
    rows("deliberate", "panel", lambda given: given[:1]),
    base=MAJOR,
    also=("E7", "F2"),
)

# V15 -------------------------------------------------------------------------------------------
seeded(
    "V15",
    "违法行为二年后才被发现",
    put("register_lead", act_on=dt.date(2024, 3, 1)),
    also=("B1", "V21", "C3"),
)
seeded(
    "V15",
    "超过时效一日",
    put(
        "register_lead",
        act_on=dt.date(2024, 3, 1),
        received_at=dt.datetime(2026, 3, 2, 8, 40, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    ),
    also=("B1", "V21", "C3"),
)
seeded(
    "V15",
    "时效早已届满（十年前）",
    put("register_lead", act_on=dt.date(2016, 3, 2)),
    also=("B1", "V21", "C1", "C3", "V03"),
)
seeded(
    "V15",
    "当场处罚二年前的行为",
    put("start_spot", act_on=dt.date(2023, 12, 3)),
    base=SPOT,
    also=("B1", "V21", "E1", "C3"),
)
seeded(
    "V15",
    "违停二年后处罚",
    put("capture", act_on=dt.date(2023, 3, 3)),
    base=PARKING,
    also=("B1", "V21", "E1", "E3", "C3", "V07", "E2"),
)
seeded(
    "V15",
    "继续行为终了已过二年",
    put("register_lead", act_on=dt.date(2022, 1, 2), act_ended_on=dt.date(2023, 6, 1)),
    also=("B1", "V21", "C3"),
)

# V16 -------------------------------------------------------------------------------------------
CHILD = {"party__birth_date": dt.date(2013, 8, 25), "party__id_number": "330299201308250023"}
KID = {
    "party__kind": "citizen",
    "party__sex": "male",
    "party__credit_code": None,
    "party__legal_representative": None,
    **CHILD,
}
AROUND = ("A4", "A3", "V03", "V05", "V09", "D1", "D2", "V11", "V14", "B1", "B2", "H4", "F2", "D4")
seeded("V16", "当场处罚十二岁的人", put("start_spot", **CHILD), base=SPOT, also=AROUND)
seeded(
    "V16",
    "差一日满十四周岁",
    put("start_spot", party__birth_date=dt.date(2012, 3, 4), party__id_number="330299201203040026"),
    base=SPOT,
    also=AROUND,
)
seeded("V16", "普通程序处罚十二岁的人", put("request_filing", **KID), also=AROUND)
seeded("V16", "违停处罚十二岁的人", put("appear", **CHILD), base=PARKING, also=AROUND)
seeded(
    "V16",
    "身份证号码表明未满十四周岁，出生日期被改",
    put(
        "start_spot", party__birth_date=dt.date(1979, 8, 25), party__id_number="330299201308250023"
    ),
    base=SPOT,
    also=AROUND,
)
seeded(
    "V16",
    "精神病人在不能辨认行为时违法，仍处罚",
    put(
        "end_investigation",
        facts_found=says(
            "当事人于3月6日前", "当事人驾驶员系精神病人，行为时不能辨认自己的行为。当事人于3月6日前"
        ),
    ),
    also=("D4", "B1", "V05"),
)

# V17 -------------------------------------------------------------------------------------------
CRIME = "该行为已涉嫌犯罪，拟先予罚款。"
seeded(
    "V17",
    "调查报告认为涉嫌犯罪而未移送",
    put("end_investigation", discretion_reason=lambda old: old + CRIME),
    also=("F4", "E2", "D1"),
)
seeded(
    "V17",
    "法制审核认为构成犯罪而未移送",
    rows("review_pass", "review_heads", row(6, finding="当事人行为涉嫌犯罪，应当移送公安机关。")),
    also=("E6", "V13"),
)
seeded(
    "V17",
    "决定书称追究刑事责任前先予罚款",
    put(
        "approve_penalty",
        decision_reasons=lambda old: old + "当事人的行为可能构成犯罪，本机关先予处罚。",
    ),
    also=("F4",),
)
seeded(
    "V17",
    "事实中写明涉嫌污染环境罪，以罚代刑",
    put("end_investigation", facts_found=lambda old: old + "上述行为涉嫌污染环境罪。"),
    also=("B1", "E2", "F4"),
)
seeded(
    "V17",
    "集体讨论记载涉嫌犯罪，仍罚款了事",
    put("deliberate", conclusion=lambda old: (old or "") + "虽涉嫌犯罪，仍以罚款处理。"),
    base=MAJOR,
    also=("E7",),
)

# V18 -------------------------------------------------------------------------------------------
CASHED = (
    "H1",
    "H2",
    "H5",
    "E1",
    "E2",
    "E3",
    "E4",
    "F1",
    "F2",
    "G1",
    "G2",
    "D1",
    "D2",
    "V23",
    "V09",
    "C2",
    "V10",
    "V12",
    "B1",
    "F3",
)
seeded(
    "V18",
    "当场收缴超过一百元而无其他情形",
    put("collect_cash", cash_amount=15000),
    put("issue_spot_decision", decision_fine=15000),
    put("start_spot", spot_fine=15000),
    put("hand_in_cash", handed_in=15000),
    rows("bank_cash", "payments", row(0, amount=15000)),
    base=CASH,
    also=CASHED,
)
seeded("V18", "当场收缴未出具票据", no_paper("cash_fine_receipt"), base=CASH, also=CASHED)
seeded(
    "V18",
    "当场收缴票据没有号码",
    put("collect_cash", cash_receipt_number=""),
    base=CASH,
    also=CASHED,
)
seeded(
    "V18", "普通程序案件由执法人员收取现金", put("confirm_payment", collected="cash"), also=CASHED
)
seeded("V18", "收缴的现金没有上交", no_act("hand_in_cash", "bank_cash"), base=CASH, also=CASHED)
seeded("V18", "收缴的现金十日后才上交", later("hand_in_cash", 10), base=CASH, also=CASHED)
seeded("V18", "上交数额少于收缴数额", put("hand_in_cash", handed_in=5000), base=CASH, also=CASHED)
seeded(
    "V18",
    "当场收缴没有法定情形",
    put("collect_cash", cash_ground=None),
    base=CASH,
    truly=("F2",),
    also=CASHED,
)

# V19 -------------------------------------------------------------------------------------------
HELD = ("B7", "E10", "H3", "F2", "F1", "A2", "A5", "V21", "V04", "E8", "G1", "G2")
seeded(
    "V19",
    "扣押五十天，没有延长决定",
    later("release", 20),
    no_act("extend"),
    base=SEIZED,
    also=HELD,
)
seeded("V19", "延长后仍超过六十日", later("release", 40), base=SEIZED, also=HELD)
seeded(
    "V19",
    "扣押期满后才决定延长",
    redated("extend", "2026-04-08 09:00"),
    later("release", 10),
    base=SEIZED,
    also=HELD,
)
seeded("V19", "没有审批即扣押", no_paper("seizure_approval"), base=SEIZED, also=HELD)
seeded(
    "V19",
    "扣押后才补办审批（非紧急）",
    dated("seizure_approval", "2026-03-10"),
    base=SEIZED,
    also=HELD,
)
seeded("V19", "没有扣押决定书", no_paper("seizure_decision"), base=SEIZED, also=HELD)
seeded(
    "V19",
    "事项没有扣押的法律依据",
    put("start_verification", matter="M-11"),
    base=SEIZED,
    also=(*HELD, "V01", "V03", "V08", "V09", "B2", "C1", "V06"),
)
seeded("V19", "扣押后一直没有解除", no_act("extend", "release"), base=SEIZED, after=60, also=HELD)

# V20 -------------------------------------------------------------------------------------------
UNSERVED = ("E10", "H1", "H2", "H4", "V21", "G1", "G2", "F1", "E9", "H5")
seeded("V20", "处罚决定书没有送达回证", no_paper_of("service_receipt"), also=UNSERVED)
seeded("V20", "处罚决定书没有送达", no_act_of("signed", -1), also=UNSERVED)
seeded(
    "V20", "送达回证受送达人没有签名", put("signed", party_signature=None), also=(*UNSERVED, "F2")
)
seeded(
    "V20",
    "由无关的人签收",
    put("signed", receiver="柳青", receiver_relation="passer_by"),
    also=UNSERVED,
)
seeded("V20", "送达日期早于决定日期", redated("signed", "2026-03-18 10:00"), also=UNSERVED)
seeded("V20", "送达回证没有送达日期", put("signed", received_on=None), also=(*UNSERVED, "F2"))
seeded(
    "V20",
    "送达回证由一人送达",
    unsigned("service_receipt", "server_second"),
    also=(*UNSERVED, "A2", "V04", "F2"),
    truly=("V04",),
)
seeded(
    "V20",
    "未经其他方式即公告送达",
    no_act_of("attempt_direct", 1),
    put("announce", attempts=""),
    base="service-v_served-announced",
    also=(*UNSERVED, "E3", "V10", "F2"),
)

# V21 -------------------------------------------------------------------------------------------
ORDER = (
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "E6",
    "E7",
    "E8",
    "E9",
    "E10",
    "F1",
    "V10",
    "V13",
    "V12",
    "B3",
    "B4",
    "G1",
    "G2",
    "H1",
    "H4",
    "V20",
)
seeded(
    "V21",
    "先调查、后立案，立案前询问当事人",
    redated("record_evidence", "2026-03-01 14:50", nth=2),
    also=ORDER,
)
seeded("V21", "立案审批晚于调查终结", dated("filing_approval", "2026-03-10"), also=ORDER)
seeded("V21", "决定书日期早于告知书", dated("penalty_decision", "2026-03-09"), also=ORDER)
seeded("V21", "调查终结报告晚于告知书", dated("investigation_report", "2026-03-11"), also=ORDER)
seeded("V21", "告知书倒签在调查终结以前", dated("penalty_prior_notice", "2026-03-06"), also=ORDER)
seeded("V21", "审批表在决定书之后", dated("decision_approval", "2026-03-20"), also=ORDER)
seeded("V21", "结案审批早于缴款", dated("closing_approval", "2026-03-25"), also=(*ORDER, "H5"))
seeded(
    "V21",
    "立案审批表负责人签名晚于决定",
    signed_at("filing_approval", "head", "2026-03-25"),
    also=ORDER,
)

# V22 -------------------------------------------------------------------------------------------
WORDS = ("F3", "F4", "F5", "E3", "F2", "E1", "E2", "E4")
seeded(
    "V22",
    "决定书没有救济途径",
    reprint(
        "penalty_decision",
        "如不服本决定，可以自收到本决定书之日起六十日内向海岚市望潮区人民政府申请行政复议，也可以自收到本决定书之日起六个月内依法向海岚市望潮区人民法院提起行政诉讼。",
        "",
    ),
    also=WORDS,
)
seeded("V22", "复议期限写成十五日", reprint("penalty_decision", "六十日内", "十五日内"), also=WORDS)
seeded("V22", "起诉期限写成三个月", reprint("penalty_decision", "六个月内", "三个月内"), also=WORDS)
seeded(
    "V22",
    "复议机关写成法院",
    reprint("penalty_decision", "人民政府申请行政复议", "人民法院申请行政复议"),
    also=WORDS,
)
seeded(
    "V22",
    "只告知诉讼，未告知复议",
    reprint(
        "penalty_decision",
        "自收到本决定书之日起六十日内向海岚市望潮区人民政府申请行政复议，也可以",
        "",
    ),
    also=WORDS,
)
seeded(
    "V22",
    "当场处罚未告知复议前置",
    reprint("spot_penalty_decision", "日内先向海岚", "日内向海岚"),
    base=SPOT,
    also=WORDS,
)
seeded(
    "V22",
    "复议机关写成上级主管局",
    reprint(
        "penalty_decision",
        "向海岚市望潮区人民政府申请行政复议",
        "向海岚市综合行政执法局申请行政复议",
    ),
    also=WORDS,
)
