"""Seeded defects of group F: numbers, fields, the decision's text, reasons, language."""

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    index_of,
    paper,
    put,
    reprint,
    says,
    unsigned,
)
from tests.corpus.rewrites import everywhere

DECISION = "penalty_decision"

# F1: uniform forms, right numbers.
NUMBERS = ("G2", "G1", "E10", "F3", "F2")
seeded(
    "F1",
    "告知书与送达回证用同一个文号",
    paper("penalty_prior_notice", number="望潮综执回字〔2026〕第000002号"),
    also=NUMBERS,
)
seeded(
    "F1",
    "决定书文号的年份错误",
    paper(DECISION, number="望潮综执罚决字〔2025〕第000001号"),
    also=NUMBERS,
)
seeded(
    "F1",
    "送达回证文号跳号",
    paper("service_receipt", number="望潮综执回字〔2026〕第000009号", serial=9),
    also=NUMBERS,
    reason="同一字号由全局各案连续使用，一本案卷里看不出中间缺号",
)
seeded(
    "F1",
    "决定书文号用方括号",
    paper(DECISION, number="望潮综执罚决字[2026]第000001号"),
    also=NUMBERS,
)
seeded("F1", "告知书没有文号", paper("penalty_prior_notice", number=""), also=NUMBERS)
seeded(
    "F1",
    "决定书使用告知书的字号",
    paper(DECISION, number="望潮综执罚告字〔2026〕第000001号"),
    also=NUMBERS,
)
seeded(
    "F1",
    "送达回证所写决定书文号有误",
    reprint("service_receipt", "罚决字〔2026〕第000001号", "罚决字〔2026〕第000003号"),
    also=NUMBERS,
)
seeded(
    "F1",
    "决定书引用的告知书文号有误",
    reprint(DECISION, "罚告字〔2026〕第000001号", "罚告字〔2026〕第000003号"),
    also=(*NUMBERS, "F4"),
)
seeded(
    "F1",
    "卷内目录登记的决定书文号与文书不一致",
    index_of(DECISION, number="望潮综执罚决字〔2026〕第000007号"),
    also=NUMBERS,
    truly=("G2",),
)
seeded(
    "F1",
    "决定书不是用统一格式制作",
    paper(DECISION, form_digest="0" * 64),
    also=NUMBERS,
)
seeded(
    "F1",
    "另一机关的字号",
    paper("rectification_order", number="栖霞综执责字〔2026〕第000001号"),
    also=(*NUMBERS, "A1"),
)

# F2: all fields filled, blanks struck, corrections confirmed.
BLANK = ("B1", "A4", "E10", "H5", "E1", "E8", "H4", "D5", "E2", "C4")
seeded("F2", "送达地点空白", put("attempt_direct", service_place=None), also=BLANK, truly=("E10",))
seeded("F2", "当事人联系电话空白", put("request_filing", party__phone=None), also=BLANK)
seeded("F2", "当事人住所空白", put("request_filing", party__address=None), also=BLANK)
seeded("F2", "责令改正通知书没有改正内容", put("order_correction", order_content=None), also=BLANK)
seeded("F2", "陈述申辩笔录没有时间", put("record_statement", stated_at=None), also=("E4", *BLANK))
seeded(
    "F2", "陈述申辩笔录没有陈述人", put("record_statement", statement_by=""), also=("E4", *BLANK)
)
seeded("F2", "结案审批表涉案物品一栏空白", put("request_closing", items_disposal=" "), also=BLANK)

# F3: what article 59 asks of the decision, and bank, surcharge, remedies.
CONTENT = (
    "B1",
    "F4",
    "V22",
    "V02",
    "V06",
    "V09",
    "C1",
    "F2",
    "V08",
    "F5",
    "E4",
    "A4",
    "F1",
    "D2",
    "V03",
    "A1",
)
seeded("F3", "决定书没有违法事实", put("approve_penalty", decision_facts=None), also=CONTENT)
seeded("F3", "决定书没有处罚内容", put("approve_penalty", decision_content=None), also=CONTENT)
seeded("F3", "决定书没有理由", put("approve_penalty", decision_reasons=None), also=CONTENT)
seeded(
    "F3",
    "决定书申请复议期限印为三十日",
    reprint(DECISION, "之日起六十日内", "之日起三十日内"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书起诉期限印为三个月",
    reprint(DECISION, "六个月内依法", "三个月内依法"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书没有写明复议机关",
    reprint(DECISION, "内向海岚市望潮区人民政府申请行政复议", "内申请行政复议"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书没有收款银行",
    reprint(DECISION, "到海岚银行望潮支行", "到银行"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书加处罚款印为每日百分之五",
    reprint(DECISION, "罚款数额的百分之三加处", "罚款数额的百分之五加处"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书缴款期限印为三十日",
    reprint(DECISION, "之日起十五日内，到", "之日起三十日内，到"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书缺加处罚款的约定",
    reprint(DECISION, "每日按罚款数额的百分之三加处罚款", "依法处理"),
    also=CONTENT,
)
seeded(
    "F3",
    "决定书落款日期缺失",
    reprint(DECISION, "海岚市望潮区综合行政执法局2026年3月19日", "海岚市望潮区综合行政执法局"),
    also=CONTENT,
)
seeded("F3", "决定书没有印章", unsigned(DECISION, "seal"), also=CONTENT)
seeded(
    "F3",
    "决定书正文罚款数额与印刷的罚款金额不一致",
    put("approve_penalty", decision_fine=900000),
    also=(*CONTENT, "H1", "E3", "V12", "E6", "H2"),
)

# F4: the reasoned decision.
REASONED = ("F3", "E4", "D1", "B1", "C1", "V12", "F2", "V08", "B2", "D2", "C4")
seeded("F4", "决定书没有裁量理由", put("approve_penalty", decision_discretion=None), also=REASONED)
seeded(
    "F4",
    "当事人有申辩，决定书没有答复",
    put("approve_penalty", decision_answer=None),
    also=REASONED,
)
seeded(
    "F4",
    "决定书事实没有引用任何证据",
    put("approve_penalty", decision_facts=says("（证2、证3、现场勘验笔录、询问笔录）", "")),
    put("approve_penalty", decision_facts=says("（证6、复查记录）", "")),
    also=REASONED,
)
seeded(
    "F4",
    "决定书引用的证据编号卷内没有",
    put("approve_penalty", decision_facts=says("证2、证3", "证12、证13")),
    also=REASONED,
)
seeded(
    "F4",
    "决定书理由没有引用条款",
    put("approve_penalty", decision_reasons="当事人的行为违法，应当处罚。"),
    also=REASONED,
)
seeded(
    "F4",
    "两点申辩只答复一点",
    put("approve_penalty", decision_answer="关于已主动清理的意见属实，已考虑。"),
    also=REASONED,
)
seeded(
    "F4",
    "裁量只写“综合考虑”，没有阶次和情节",
    put("approve_penalty", decision_discretion="综合考虑本案情况，罚款8000元。"),
    also=REASONED,
    truly=("D1",),
)
seeded(
    "F4",
    "对申辩的答复只写“不予采纳”",
    put("approve_penalty", decision_answer="不予采纳。"),
    also=REASONED,
)

# F5: language, dates, amounts.
WORDS = ("F3", "E3", "B1", "V09", "C1", "V08", "F1", "F4", "V03", "V22", "H5", "E2", "F2")
seeded(
    "F5",
    "罚款数额没有大写",
    put("approve_penalty", decision_content="给予警告，并处罚款8000元。"),
    also=WORDS,
)
seeded(
    "F5",
    "罚款大小写不一致",
    put("approve_penalty", decision_content=says("捌仟元整", "捌佰元整")),
    also=WORDS,
)
seeded(
    "F5",
    "日期补零，写作2026年03月02日",
    put("approve_penalty", decision_facts=says("2026年3月2日", "2026年03月02日")),
    also=WORDS,
)
seeded(
    "F5",
    "使用半角逗号、句号",
    put(
        "approve_penalty",
        decision_facts=lambda text: text.replace("，", ",").replace("。", "."),
    ),
    also=WORDS,
)
seeded(
    "F5",
    "大写金额写作“八千元整”",
    put("approve_penalty", decision_content=says("捌仟元整", "八千元整")),
    also=WORDS,
)
seeded(
    "F5",
    "错别字：“帐号”“按装”",
    put("end_investigation", process=says("当日核查", "当日核察，按装密闭装置，查询帐号")),
    also=WORDS,
)
seeded(
    "F5",
    "法规名称没有书名号",
    put("approve_penalty", decision_reasons=lambda t: t.replace("《", "").replace("》", "")),
    also=WORDS,
    truly=("C1",),
)
seeded(
    "F5",
    "标点重复：“。。”",
    put("serve_prior_notice", notice_facts=lambda text: text + "。"),
    also=WORDS,
)
seeded("F5", "年份用两位数字", everywhere("2026年3月6日", "26年3月6日"), also=WORDS)
seeded(
    "F5",
    "括号不成对",
    put("approve_penalty", decision_facts=says("（证6、复查记录）", "（证6、复查记录")),
    also=(*WORDS, "D1"),
)
