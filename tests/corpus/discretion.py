"""Seeded defects of group D: how much, and why."""

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    answered,
    every_row,
    no_act,
    no_paper,
    put,
    row,
    rows,
    says,
)

WHY = ("F4", "E2", "F2")
SUM = ("F3", "F5", "H1", "H2", "H5", "V10", "V12", "E3", "B1", "D3", "F4", "V09", "E8")

# D1 --------------------------------------------------------------------------------------------
seeded(
    "D1",
    "决定书没有写裁量基准和阶次",
    put("approve_penalty", decision_discretion="当事人系初次违法，配合调查，综合确定罚款8000元。"),
    also=WHY,
)
seeded("D1", "报告没有填写裁量阶次", put("end_investigation", tier=None), also=(*WHY, "D2"))
seeded("D1", "没有列明任何裁量情节", put("end_investigation", factors=()), also=(*WHY, "D4", "B8"))
seeded(
    "D1",
    "情节没有证据",
    rows("end_investigation", "factors", every_row(evidence="")),
    also=(*WHY, "B8"),
)
seeded(
    "D1",
    "决定书写的阶次与报告不同",
    put("approve_penalty", decision_discretion=says("从轻阶次", "一般阶次")),
    also=(*WHY, "D2"),
)
seeded(
    "D1",
    "情节所引证据不存在",
    rows("end_investigation", "factors", row(1, evidence="证19")),
    also=(*WHY, "B8", "B2"),
)
seeded("D1", "决定书裁量理由空白", put("approve_penalty", decision_discretion=""), also=WHY)

# D2 --------------------------------------------------------------------------------------------
seeded(
    "D2",
    "罚款三万元，高于从轻阶次而无说明",
    put(
        "approve_penalty",
        decision_fine=3000000,
        decision_content="给予警告，并处罚款人民币叁万元整（¥30000.00）。",
    ),
    put(
        "serve_prior_notice",
        notice_fine=3000000,
        notice_content="给予警告，并处罚款人民币叁万元整（¥30000.00）。",
    ),
    put("submit_review", final_fine=3000000),
    put("end_investigation", fine=3000000),
    also=SUM,
)
seeded(
    "D2", "一般阶次却按从轻幅度罚款", put("end_investigation", tier="T2"), also=("D1", "F4", "D4")
)
seeded(
    "D2", "从重阶次却按从轻幅度罚款", put("end_investigation", tier="T3"), also=("D1", "F4", "D4")
)
seeded(
    "D2",
    "罚款一万九千元，超出阶次上限五百元",
    put(
        "approve_penalty",
        decision_fine=1900000,
        decision_content="给予警告，并处罚款人民币壹万玖仟元整（¥19000.00）。",
    ),
    put(
        "serve_prior_notice",
        notice_fine=1900000,
        notice_content="给予警告，并处罚款人民币壹万玖仟元整（¥19000.00）。",
    ),
    put("submit_review", final_fine=1900000),
    put("end_investigation", fine=1900000),
    also=SUM,
)
seeded(
    "D2",
    "低于阶次下限罚款四千元，没有减轻理由",
    put(
        "approve_penalty",
        decision_fine=400000,
        decision_content="给予警告，并处罚款人民币肆仟元整（¥4000.00）。",
    ),
    put(
        "serve_prior_notice",
        notice_fine=400000,
        notice_content="给予警告，并处罚款人民币肆仟元整（¥4000.00）。",
    ),
    put("submit_review", final_fine=400000),
    put("end_investigation", fine=400000),
    also=SUM,
)
seeded(
    "D2",
    "罚款高于拟处罚数额，未说明",
    put(
        "approve_penalty",
        decision_fine=1880000,
        decision_content="给予警告，并处罚款人民币壹万捌仟捌佰元整（¥18800.00）。",
    ),
    also=SUM,
)

# D3 --------------------------------------------------------------------------------------------
for fine, words in (
    (1800000, "壹万捌仟元整（¥18000.00）"),
    (1600000, "壹万陆仟元整（¥16000.00）"),
    (500000, "伍仟元整（¥5000.00）"),
):
    text = f"给予警告，并处罚款人民币{words}。"
    seeded(
        "D3",
        f"同类案件均罚八千元上下，本案罚{fine // 100}元而未说明",
        put(
            "approve_penalty",
            decision_fine=fine,
            decision_content=text,
            decision_discretion=says("罚款8000元", f"罚款{fine // 100}元"),
        ),
        put("serve_prior_notice", notice_fine=fine, notice_content=text),
        put("submit_review", final_fine=fine),
        put("end_investigation", fine=fine),
        base="alike",
        also=SUM,
    )

# D4 (人工) --------------------------------------------------------------------------------------
seeded(
    "D4",
    "情节全为从轻、减轻却按一般阶次",
    put("end_investigation", tier="T2"),
    rows("end_investigation", "factors", every_row(weight="lighter")),
    also=("D1", "D2", "F4", "B8"),
)
seeded(
    "D4",
    "核对时认为应当减轻而没有减轻",
    answered("T115.mitigation", "no"),
    also=("B8",),
)

# D5 --------------------------------------------------------------------------------------------
JOINED = ("H3", "E10", "G1", "G2", "G4", "F1", "V21", "C4", "F4")
seeded(
    "D5",
    "处罚没有责令改正",
    no_act("order_correction", "serve_order", "due", "review_ok"),
    no_paper("rectification_order", "rectification_review"),
    also=(*JOINED, "D1", "B2"),
)
seeded(
    "D5",
    "责令改正未复查",
    no_act("due", "review_ok"),
    no_paper("rectification_review"),
    also=(*JOINED, "D1", "B2"),
    truly=("H3",),
)
seeded("D5", "不予处罚没有教育记录", no_paper("education_record"), base="m07", also=JOINED)
seeded("D5", "教育记录内容空白", put("decide_no_penalty", education=""), base="m07", also=("F2",))
