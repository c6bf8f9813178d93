"""Seeded defects of group C: the law applied."""

import datetime as dt

from tests.corpus.defect import seeded
from tests.corpus.edits import answered, no_act, no_paper, put, reprint, row, rows, says

CITED = ("V08", "F4", "F3", "V03")

# C1 --------------------------------------------------------------------------------------------
seeded(
    "C1",
    "违反条款写成第十五条",
    put("approve_penalty", decision_reasons=says("第十四条", "第十五条")),
    also=CITED,
)
seeded(
    "C1",
    "法规名称简写为“建筑垃圾规定”",
    put("approve_penalty", decision_reasons=says("《城市建筑垃圾管理规定》", "《建筑垃圾规定》")),
    also=CITED,
)
seeded(
    "C1",
    "只写“根据有关规定”，未写条款",
    put(
        "approve_penalty",
        decision_reasons="当事人作为运输单位造成沿途遗撒，违反有关规定，应当依法处罚。",
    ),
    also=CITED,
)
seeded(
    "C1",
    "法规名称没有书名号",
    put(
        "approve_penalty", decision_reasons=says("《城市建筑垃圾管理规定》", "城市建筑垃圾管理规定")
    ),
    also=(*CITED, "F5"),
)
seeded(
    "C1",
    "引用第二十三条第三款（该条只有一款）",
    put("approve_penalty", decision_reasons=says("第二十三条", "第二十三条第三款")),
    also=CITED,
)
seeded(
    "C1",
    "决定书印出的处罚依据条号错误",
    reprint(
        "penalty_decision",
        "依照《城市建筑垃圾管理规定》第二十三条，",
        "依照《城市建筑垃圾管理规定》第三十二条，",
    ),
    also=CITED,
)
seeded(
    "C1",
    "告知书条款写错",
    put("serve_prior_notice", notice_reasons=says("第十四条", "第二十四条")),
    also=(*CITED, "E3", "B1"),
    truly=("E3",),
)
seeded(
    "C1",
    "引用事项清单外的法律",
    put(
        "approve_penalty",
        decision_reasons=says(
            "应当依照该规定第二十三条处罚",
            "应当依照《中华人民共和国固体废物污染环境防治法》第一百一十一条处罚",
        ),
    ),
    also=CITED,
)

# C2 (人工) --------------------------------------------------------------------------------------
seeded(
    "C2",
    "特别法优先未考虑，改按大气污染防治法定性",
    put(
        "approve_penalty",
        decision_reasons="当事人运输物料未密闭，违反《中华人民共和国大气污染防治法》第七十条第一款，依照第一百一十六条处罚。",
    ),
    also=(*CITED, "C1"),
)

# C3 --------------------------------------------------------------------------------------------
seeded("C3", "没有新旧法比较的核对", answered("T115.law_version", "no"))
seeded("C3", "没有核查是否一事再罚", answered("T105.search", "no"))
seeded(
    "C3",
    "违法行为跨新旧法，未说明适用哪一部",
    put("capture", act_on=dt.date(2021, 4, 20)),
    base="parking-p_closed",
    also=("V03", "V15", "V09", "C1", "V21", "B1"),
)
seeded("C3", "核对事项没有回答", answered("T115.law_version", None))

# C4 --------------------------------------------------------------------------------------------
FIRST = (
    "V01",
    "V03",
    "V05",
    "V06",
    "V08",
    "V09",
    "A1",
    "A4",
    "B1",
    "B2",
    "C1",
    "C3",
    "D1",
    "D2",
    "F4",
    "E3",
    "V11",
    "V14",
)
seeded(
    "C4",
    "逾期不改正才可处罚的事项，复查已改正仍处罚",
    put("start_verification", matter="M-06"),
    also=FIRST,
)
seeded(
    "C4",
    "应先责令改正的事项没有责令改正通知书",
    put("start_verification", matter="M-06"),
    no_act("order_correction", "serve_order", "due", "review_ok"),
    no_paper("rectification_order", "rectification_review"),
    also=(*FIRST, "D5", "H3", "E10", "G1", "G2", "G4", "F1", "V21"),
)
seeded(
    "C4",
    "没有复查即按逾期不改正处罚",
    put("start_verification", matter="M-06"),
    no_act("due", "review_ok"),
    no_paper("rectification_review"),
    also=(*FIRST, "H3", "G1", "G2", "G4", "F1", "D5"),
)
seeded(
    "C4",
    "责令改正没有送达即按逾期不改正处罚",
    put("start_verification", matter="M-06"),
    no_act("serve_order", "due", "review_ok"),
    also=(*FIRST, "H3", "E10", "G1", "G2", "G4", "F1", "D5", "V21"),
)
seeded(
    "C4",
    "改正期限未到即认定逾期不改正",
    put("start_verification", matter="M-06"),
    put("order_correction", correct_by=dt.date(2026, 4, 20)),
    also=(*FIRST, "H3", "D5"),
)

# C5 --------------------------------------------------------------------------------------------
GAINS = ("E2", "F2", "V06", "V09", "D2")
seeded(
    "C5",
    "违法所得一栏空白",
    put("end_investigation", illegal_gains=None, illegal_gains_note=None),
    also=GAINS,
)
seeded("C5", "违法所得为零，没有说明", put("end_investigation", illegal_gains_note=""), also=GAINS)
seeded(
    "C5",
    "认定有违法所得三万元而未没收、未说明",
    put("end_investigation", illegal_gains=3000000, illegal_gains_note="收取运费三万元。"),
    also=(*GAINS, "V11"),
)
seeded(
    "C5",
    "报告写明收取运费，违法所得却记为零",
    rows("record_evidence", "interview", row(2, answer="这一趟收了运费三千元。"), nth=2),
    put("end_investigation", illegal_gains_note=None),
    also=GAINS,
)
seeded("C5", "违法所得说明为空格", put("end_investigation", illegal_gains_note="  "), also=GAINS)
