"""Seeded defects of group A: who acted, in whose name, against whom."""

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    put,
    reprint,
    roster,
    row,
    rows,
    signed_by,
    unsigned,
)

SIGNED = ("V04", "B3", "B4", "F2")

# A1 --------------------------------------------------------------------------------------------
seeded(
    "A1",
    "告知书所印机关名称漏“综合”二字",
    reprint("penalty_prior_notice", "综合行政执法局", "行政执法局"),
    also=("F5", "E3"),
)
seeded(
    "A1",
    "决定书落款写成市级机关",
    reprint("penalty_decision", "海岚市望潮区综合行政执法局", "海岚市综合行政执法局"),
    also=("V01", "V02", "F3", "V22"),
)
seeded(
    "A1",
    "责令改正通知书机关名称区名写错",
    reprint("rectification_order", "望潮区综合", "潮望区综合"),
    also=("F5",),
)
seeded(
    "A1",
    "缴款通知书机关名称缺区名",
    reprint("payment_notice", "海岚市望潮区综合行政执法局", "海岚市综合行政执法局"),
    also=("H1", "F5"),
)
seeded(
    "A1",
    "听证告知书机关名称漏“综合”二字",
    reprint("hearing_right_notice", "综合行政执法局", "行政执法局"),
    base="publication-f_filed",
    also=("E10", "F5"),
)
seeded(
    "A1",
    "决定书正文引用机关旧名",
    put(
        "approve_penalty", decision_reasons=lambda old: old + "海岚市望潮区城市管理局据此决定处罚。"
    ),
    also=("F4", "F3", "B1"),
)
seeded(
    "A1",
    "询问笔录自称另一机关执法人员",
    rows(
        "record_evidence",
        "interview",
        row(0, question="我们是海岚市城市管理局的执法人员，这是我们的执法证件，你看清楚了吗？"),
        nth=2,
    ),
    also=("B4", "A5"),
)

# A2 --------------------------------------------------------------------------------------------
seeded(
    "A2",
    "现场笔录只有一名执法人员签名",
    unsigned("site_inspection_record", "officer_second"),
    also=SIGNED,
)
seeded(
    "A2",
    "询问笔录两名执法人员均未签名",
    unsigned("interview_record", "officer_lead", "officer_second"),
    also=SIGNED,
)
seeded(
    "A2",
    "复查记录由协管员签第二人",
    signed_by("rectification_review", "officer_second", "p18"),
    also=(*SIGNED, "H3"),
)
seeded("A2", "执法证三月三日已失效", roster("p03", certificate__valid_to="2026-03-02"), also=SIGNED)
seeded("A2", "执法证号码空白", roster("p03", certificate__number=""), also=SIGNED)
seeded(
    "A2", "两名执法人员证件号码相同", roster("p03", certificate__number="浙望执0001"), also=SIGNED
)
seeded(
    "A2",
    "陈述申辩笔录只有一名执法人员",
    unsigned("statement_record", "officer_second"),
    also=(*SIGNED, "E4"),
)
seeded(
    "A2",
    "照片说明页由内勤签名",
    signed_by("evidence_photo_sheet", "officer_second", "p01"),
    also=(*SIGNED, "B5"),
)
seeded(
    "A2",
    "询问笔录所印证号与名册不符",
    reprint("interview_record", "浙望执0002", "浙望执0020"),
    also=(*SIGNED, "F1"),
)

# A3 --------------------------------------------------------------------------------------------
seeded(
    "A3",
    "询问笔录没有告知申请回避权",
    put("record_evidence", nth=2, rights_told=False),
    also=("B4",),
)
seeded(
    "A3",
    "询问笔录没有记载是否申请回避",
    put("record_evidence", nth=2, recusal_requested=None),
    also=("B4", "F2"),
)
seeded(
    "A3",
    "当事人申请回避，没有处理",
    put("record_evidence", nth=2, recusal_requested="申请陈志远回避，其与举报人系亲属"),
    also=("B4",),
)
seeded(
    "A3",
    "听证通知书没有告知申请回避权",
    reprint("hearing_notice", "申请回避", "申请"),
    base="hearing-decided",
    also=("E5",),
)
seeded(
    "A3",
    "承办人就是当事人的亲属（自报），未回避",
    put("record_evidence", nth=2, recusal_requested="要求林晓雯回避"),
    also=("B4",),
)

# A4 --------------------------------------------------------------------------------------------
seeded(
    "A4",
    "没有营业执照复印件",
    put("request_filing", party__identity_file=None),
    rows("record_evidence", "evidence", lambda given: given[1:]),
    also=("V05", "B2", "V06", "F2"),
)
seeded(
    "A4",
    "法定代表人未填写",
    put("request_filing", party__legal_representative=None),
    also=("F2", "V05", "F3"),
)
seeded(
    "A4",
    "统一社会信用代码校验位错误",
    put("request_filing", party__credit_code="91330299MA2TT8K4XA"),
    also=("V05", "F5"),
)
seeded(
    "A4",
    "统一社会信用代码缺一位",
    put("request_filing", party__credit_code="91330299MA2TT8K4X"),
    also=("V05", "F5"),
)
seeded(
    "A4",
    "代理人接受询问没有委托书",
    put("record_evidence", nth=2, interviewee="柳青", interviewee_relation="当事人委托代理人"),
    also=("B4", "V05"),
)
seeded("A4", "当事人住所未填写", put("request_filing", party__address=""), also=("F2", "F3", "V05"))
seeded(
    "A4",
    "公民身份号码校验位错误",
    put("request_filing", party__id_number="330299197908250027"),
    base="m07",
    also=("V05", "F5"),
)

# A5 --------------------------------------------------------------------------------------------
seeded(
    "A5",
    "现场笔录未记载出示证件",
    put("record_evidence", nth=0, certificate_shown=False),
    also=("B3", "A2"),
)
seeded(
    "A5",
    "询问未出示证件",
    put("record_evidence", nth=2, certificate_shown=None),
    also=("B4", "A2", "F2"),
)
seeded(
    "A5", "听取陈述申辩未出示证件", put("record_statement", certificate_shown=False), also=("E4",)
)
seeded("A5", "送达决定书未出示证件", put("attempt_direct", certificate_shown=False), also=("E10",))
seeded("A5", "复查未出示证件", put("review_ok", certificate_shown=False), also=("H3",))
