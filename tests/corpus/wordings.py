"""Seeded defects said in other words, written down after the checks of texts and kept as they fell.

The words of the first defects are known to whoever mended a check for them; these show how far
such a check reaches beyond them. Their first outcome is that before any was mended for them.
"""

from tests.corpus.defect import seeded
from tests.corpus.edits import put, reprint, row, rows, says
from tests.corpus.rewrites import pages_lost, stranger

DECIDED, REPORTED, TOLD = "approve_penalty", "end_investigation", "serve_prior_notice"
STATED = ("B1", "F4")
CITED = ("V08", "C1", "F3", "F4")


def more(text):
    """For `put`: a text with words added at its end."""
    return lambda old: old + text


def said(answer):
    """The second question of the interview answered otherwise."""
    return rows("record_evidence", "interview", row(1, answer=answer), nth=2)


def weighed(words):
    """The reasons lead to the amount by other words."""
    return put(DECIDED, decision_discretion=says("综合确定", words))


seeded(
    "A1",
    "决定书自称“望潮区城管执法局”",
    put(DECIDED, decision_reasons=more("望潮区城管执法局据此决定处罚。")),
)
seeded(
    "A1",
    "现场笔录由“海岚市城市管理综合行政执法支队”勘验",
    put("record_evidence", nth=0, findings=more("海岚市城市管理综合行政执法支队现场勘验。")),
)
seeded(
    "A1",
    "告知书以栖霞区综合行政执法局名义",
    put(TOLD, notice_reasons=more("栖霞区综合行政执法局拟处罚。")),
)
seeded(
    "B1",
    "调查报告的地点写成健康大道",
    put(REPORTED, facts_found=says("听涛路", "健康大道")),
    also=STATED,
)
seeded(
    "B1",
    "决定书的时刻写成清晨5时10分",
    put(DECIDED, decision_facts=says("6时40分", "5时10分")),
    also=STATED,
)
seeded(
    "B1",
    "决定书的地点写成望江新村门口",
    put(DECIDED, decision_facts=says("听涛路望海桥至工业路段", "望江新村门口")),
    also=STATED,
)
seeded(
    "V05",
    "违法事实写成一家物流中心",
    put(DECIDED, decision_facts=says("当事人所有的", "海岚市恒通物流中心所有的")),
    also=STATED,
)
seeded(
    "V05",
    "决定内容只写驾驶员",
    put(
        DECIDED,
        decision_content="给予驾驶员王某警告，并处罚款人民币捌仟元整（¥8000.00）。",
    ),
    also=("F3", *STATED),
)
seeded("V05", "笔录说车辆已经卖给别人", said("这辆车去年就卖给恒通公司了，还没有过户。"))
seeded("V05", "笔录说是挂靠车辆", said("车是挂靠的，不归我们管，是李老板自己的。"))
seeded(
    "V12",
    "因多次辩解从重",
    weighed("当事人多次辩解，予以从重处罚，综合确定"),
    also=("D1", "F4"),
)
seeded(
    "V12",
    "因要求听证给予较重处罚",
    weighed("鉴于当事人要求听证，给予较重处罚，确定"),
    also=("D1", "F4"),
)
seeded(
    "V16",
    "行为人无行为能力，仍处罚",
    put(REPORTED, facts_found=more("驾驶员系无行为能力人，事发时意识不清。")),
)
seeded(
    "H3",
    "复查写明渣土依旧堆放，却按已改正处理",
    put("review_ok", finding="经复查，渣土依旧堆放在原处。"),
)
seeded(
    "H3",
    "复查写明清理未完成，却按已改正处理",
    put("review_ok", finding="经复查，清理未完成，改正不彻底。"),
)
seeded(
    "V03",
    "以区政府通告作为处罚依据",
    put(
        DECIDED,
        decision_reasons=says("依照该规定第二十三条", "根据《望潮区人民政府关于渣土运输的通告》"),
    ),
    also=CITED,
)
seeded(
    "C1",
    "引用第十四条第五项（该条没有项）",
    put(DECIDED, decision_reasons=says("第十四条", "第十四条第五项")),
    also=CITED,
)
seeded(
    "G2",
    "封面结案日期与实际不符",
    reprint("dossier_cover", "结案日期2026年4月3日", "结案日期2026年4月8日"),
)
seeded(
    "G2",
    "目录中送达回证的页号与实际不符",
    reprint("dossier_index", "2026年3月20日7正卷", "2026年3月20日9正卷"),
)
seeded(
    "F1",
    "告知书印出的案件编号有误",
    reprint(
        "penalty_prior_notice", "望潮综执立字〔2026〕第000001号", "望潮综执立字〔2026〕第000002号"
    ),
)
seeded(
    "H4",
    "公示内容的罚款写成八百元",
    put("decide_scope", published_text=says("捌仟元整", "八百元")),
)
seeded(
    "H5",
    "结案审批表的缴款数额写成一万元",
    put("request_closing", execution_result=says("8000元", "10000元")),
)
seeded("G3", "告知书缺第二页", pages_lost("penalty_prior_notice", "1"))
seeded("G1", "副卷内混入另一案件的文书", stranger("案件调查终结报告", 30, "supplementary"))
