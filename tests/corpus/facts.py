"""Seeded defects of group B: what happened, and what proves it."""

from engine.record import Record
from tests.corpus.defect import seeded
from tests.corpus.edits import (
    act,
    dated,
    every_row,
    later,
    no_act,
    no_act_of,
    no_paper,
    put,
    row,
    rows,
    says,
    signed_at,
    unsigned,
)
from tests.corpus.rewrites import evidence, unproved
from tests.playbook import moment

SITE, PHOTOS, INTERVIEW, MATERIAL = range(4)
KEPT = "preservation-pr_disposed"
WHEN = "2026年3月2日6时40分许，"


def site(**changes):
    """Inputs of the inspection record."""
    return put("record_evidence", nth=SITE, **changes)


def interview(**changes):
    """Inputs of the interview record."""
    return put("record_evidence", nth=INTERVIEW, **changes)


def photo(number=0, **changes):
    """Fields of one photo of the scene."""
    return rows("record_evidence", "evidence", row(number, **changes), nth=PHOTOS)


# B1: facts with time, place, person, act and result, the same in report, notice and decision.
TOLD = ("V06", "F4", "E2", "E3", "F3", "F2", "B2")
seeded(
    "B1",
    "调查报告违法事实未写明时间",
    put("end_investigation", facts_found=says(WHEN, "")),
    also=TOLD,
)
seeded(
    "B1",
    "决定书违法事实未写明地点",
    put(
        "approve_penalty",
        decision_facts=says("行经听涛路望海桥至工业路段时沿途遗撒渣土", "沿途遗撒渣土"),
    ),
    also=TOLD,
)
seeded(
    "B1",
    "告知书遗撒面积与报告、决定不一致",
    put("serve_prior_notice", notice_facts=says("72平方米", "172平方米")),
    also=TOLD,
)
seeded(
    "B1",
    "决定书违法日期与报告、告知不一致",
    put("approve_penalty", decision_facts=says("3月2日6时", "3月3日6时")),
    also=TOLD,
)
seeded(
    "B1",
    "决定书违法时刻与报告、告知不一致",
    put("approve_penalty", decision_facts=says("6时40分", "16时40分")),
    also=TOLD,
)
seeded(
    "B1",
    "决定书车辆号牌与报告、告知不一致",
    put("approve_penalty", decision_facts=says("示0042", "示0024")),
    also=TOLD,
)
seeded(
    "B1",
    "告知书违法地点写成另一条路",
    put(
        "serve_prior_notice", notice_facts=says("听涛路望海桥至工业路段", "栖霞路望海桥至工业路段")
    ),
    also=TOLD,
)
seeded(
    "B1",
    "告知书只写“违反规定运输”，时间地点经过全无",
    put("serve_prior_notice", notice_facts="你单位违反规定运输渣土。"),
    also=TOLD,
)
seeded(
    "B1",
    "调查报告认定的事实没有写明行为人",
    put("end_investigation", facts_found=says("当事人所有的号牌为", "有一辆号牌为")),
    put("end_investigation", facts_found=says("当事人于3月6日前自行清理完毕", "后已清理完毕")),
    also=TOLD,
)

# B2: every element proved by at least one admissible item, and the matrix complete.
WEAK = ("V06", "V07", "B4", "B5", "B3", "A4", "F4")
for _element in (
    "车辆所载为建筑垃圾",
    "运输单位的主体身份",
    "遗撒的面积、数量和清理情况",
    "运输车辆及其所有人、使用人",
):
    seeded("B2", f"要件“{_element}”没有任何证据", unproved(_element), also=WEAK)
seeded("B2", "全部证据都没有写明证明什么", evidence(proves=None), also=WEAK)
seeded("B2", "全部证据未核实合法来源", evidence(verified=False), also=WEAK)
seeded(
    "B2",
    "只有当事人询问笔录，没有任何其他证据",
    no_act_of("record_evidence", MATERIAL),
    no_act_of("record_evidence", PHOTOS),
    no_act_of("record_evidence", SITE),
    put("request_filing", evidence=None, initial_evidence=False),
    put("review_ok", evidence=None),
    also=(*WEAK, "E1", "H3", "D1", "A5", "E3"),
)
seeded(
    "B2",
    "现场照片在作出处罚决定之后才拍摄，其他证据未涉及该要件",
    photo(0, taken_at=moment("2026-03-25 09:00")),
    photo(1, taken_at=moment("2026-03-25 09:05")),
    site(covers=()),
    interview(covers=()),
    also=(*WEAK, "V21", "E8"),
    truly=("B5",),
)

# B3: the inspection record.
RECORD = ("A2", "A5", "V04", "F2", "V21", "G4", "A4")
seeded("B3", "现场笔录没有结束时间", site(ended_at=None), also=RECORD)
seeded("B3", "现场笔录没有开始时间", site(started_at=None), also=RECORD)
seeded("B3", "现场笔录结束时间早于开始时间", site(ended_at=moment("2026-03-03 09:10")), also=RECORD)
seeded("B3", "现场笔录没有写检查地点", site(place=None), also=RECORD)
seeded("B3", "现场笔录没有检查情况", site(findings=None), also=(*RECORD, "B1", "B2"))
seeded(
    "B3",
    "现场笔录没有测量数据，只写“有渣土”",
    site(findings="经勘验，路面有渣土。"),
    also=RECORD,
)
seeded("B3", "现场笔录当事人未签名，也没有注明原因", site(party_signature=None), also=RECORD)
seeded(
    "B3",
    "当事人拒绝在现场笔录签名，没有写原因，也没有见证人",
    site(party_signature=Record({"mode": "refused"})),
    also=RECORD,
)
seeded(
    "B3",
    "现场笔录没有示意图，也没有现场照片",
    no_act_of("record_evidence", PHOTOS),
    also=(*RECORD, "B2", "B5", "V06", "B1", "D1", "F4"),
)
seeded(
    "B3",
    "现场笔录只有一名执法人员签名",
    unsigned("site_inspection_record", "officer_second"),
    also=RECORD,
)
seeded("B3", "现场笔录未写当事人是否在场", site(party_present=None), also=RECORD)
seeded(
    "B3",
    "现场笔录三天以后才制作签名",
    dated("site_inspection_record", "2026-03-06"),
    also=RECORD,
)
seeded(
    "B3",
    "现场检查记为跨越两天",
    site(started_at=moment("2026-03-02 09:30")),
    also=RECORD,
)

# B4: the interview record.
TALK = ("A2", "A3", "A5", "V04", "F2", "B2", "V06", "V21")
seeded("B4", "询问笔录未告知权利", interview(rights_told=False), also=TALK)
seeded("B4", "询问笔录没有问是否申请回避", interview(recusal_requested=None), also=TALK)
seeded("B4", "询问笔录没有一问一答", interview(interview=()), also=TALK)
seeded(
    "B4",
    "询问笔录只问姓名，没有问到任何违法要件",
    rows("record_evidence", "interview", lambda given: given[:1], nth=INTERVIEW),
    interview(covers=()),
    also=TALK,
)
seeded("B4", "被询问人没有在询问笔录上签名", interview(party_signature=None), also=TALK)
seeded("B4", "询问结束时间早于开始时间", interview(ended_at=moment("2026-03-03 13:40")), also=TALK)
seeded("B4", "询问笔录没有起止时间", interview(started_at=None, ended_at=None), also=TALK)
seeded("B4", "没有写明被询问人身份", interview(interviewee_identity=None), also=(*TALK, "A4"))
seeded("B4", "没有写明被询问人姓名", interview(interviewee=None), also=(*TALK, "A4"))
seeded(
    "B4", "询问笔录只有一名执法人员签名", unsigned("interview_record", "officer_second"), also=TALK
)
seeded(
    "B4",
    "询问笔录只有问，没有答",
    rows("record_evidence", "interview", every_row(answer=None), nth=INTERVIEW),
    also=TALK,
)
seeded(
    "B4",
    "询问与现场勘验在同一时间，由同两名执法人员在两地进行",
    interview(started_at=moment("2026-03-03 09:35"), ended_at=moment("2026-03-03 10:05")),
    also=(*TALK, "B3"),
)
seeded(
    "B4",
    "签名的不是被询问人",
    interview(party_signature__signer="沈小弟"),
    also=TALK,
)

# B5: copies certified; photos with maker, time, place, medium.
COPIES = ("B2", "V07", "A4", "F2", "G4", "B3", "V06")
seeded("B5", "现场照片没有写拍摄人", photo(maker=None), also=COPIES)
seeded("B5", "现场照片没有写拍摄时间", photo(taken_at=None), also=COPIES)
seeded("B5", "现场照片没有写拍摄地点", photo(place=None), also=COPIES)
seeded("B5", "现场照片没有写原始载体", photo(device=None), also=COPIES)
seeded(
    "B5",
    "营业执照复印件没有写出处，也没有核对记载",
    rows("record_evidence", "evidence", row(0, device=None), nth=MATERIAL),
    also=COPIES,
)
seeded(
    "B5",
    "书证复印件只写“复印件”，未注明与原件核对无异",
    rows("record_evidence", "evidence", row(1, device="复印件"), nth=MATERIAL),
    also=COPIES,
)
seeded(
    "B5",
    "书证复印件没有提供人",
    rows("record_evidence", "evidence", row(1, maker=None), nth=MATERIAL),
    also=COPIES,
)
seeded(
    "B5",
    "照片说明页没有执法人员签名",
    unsigned("evidence_photo_sheet", "officer_lead", "officer_second"),
    also=(*COPIES, "A2", "V04"),
    truly=("A2",),
)
seeded(
    "B5",
    "照片写明的拍摄时间晚于照片说明页的制作时间",
    photo(taken_at=moment("2026-03-05 09:42")),
    also=(*COPIES, "V21"),
)
seeded(
    "B5",
    "照片没有说明页",
    no_paper("evidence_photo_sheet"),
    also=(*COPIES, "F1", "G1", "G2", "G3", "A2"),
)
seeded("B5", "照片没有原始文件摘要", photo(file=None), also=COPIES)

# B7: preservation.
KEEPING = ("V19", "A2", "E8", "V21", "E10", "V04", "F2", "E9")
seeded(
    "B7",
    "先行登记保存没有审批表",
    no_paper("preservation_approval"),
    base=KEPT,
    also=(*KEEPING, "G1", "F1"),
)
seeded(
    "B7",
    "先行登记保存后两天才补办审批",
    dated("preservation_approval", "2026-03-06"),
    base=KEPT,
    also=KEEPING,
)
seeded(
    "B7",
    "负责人在保存之后才签批",
    signed_at("preservation_approval", "head", "2026-03-05"),
    base=KEPT,
    also=KEEPING,
)
seeded(
    "B7", "审批表没有负责人签名", unsigned("preservation_approval", "head"), base=KEPT, also=KEEPING
)
seeded("B7", "保存通知书没有物品清单", put("preserve", goods=()), base=KEPT, also=KEEPING)
seeded(
    "B7",
    "清单没有写物品数量",
    rows("preserve", "goods", every_row(quantity=None)),
    base=KEPT,
    also=KEEPING,
)
seeded("B7", "第八个工作日才处理（应不迟于3月13日）", later("dispose", 10), base=KEPT, also=KEEPING)
seeded("B7", "一个月后才处理", later("dispose", 30), base=KEPT, also=KEEPING)
seeded(
    "B7",
    "清单两件物品，只处理了一件",
    rows("dispose", "disposals", lambda given: given[:1]),
    base=KEPT,
    also=KEEPING,
)
seeded("B7", "处理决定没有写明处理结果", put("dispose", disposals=()), base=KEPT, also=KEEPING)
seeded(
    "B7",
    "保存时间早于批准时间",
    put("preserve", preserved_at=moment("2026-03-04 08:00")),
    act("preserve", at="2026-03-04 08:30"),
    base=KEPT,
    also=KEEPING,
)
seeded(
    "B7",
    "当事人没有在登记保存通知书上签名，没有注明原因",
    put("preserve", party_signature=None),
    base=KEPT,
    also=KEEPING,
)
seeded(
    "B7",
    "登记保存一个多月，始终没有处理",
    no_act("dispose"),
    later("register_lead", -40),
    base=KEPT,
    also=(*KEEPING, "B1", "E1"),
)
