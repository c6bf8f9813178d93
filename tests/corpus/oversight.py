"""Seeded defects of group H: performance, enforcement, disclosure, closing."""

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
    redated,
    row,
    rows,
    says,
    signed_at,
    signed_by,
    unsigned,
)
from tests.playbook import moment

PLAN, COURT = "collection-e_fulfilled-plan", "collection-e_fulfilled-court"
SURCHARGED, MAJOR = "collection-e_fulfilled-surcharge", "publication-f_filed"
BOUND = ("G1", "G2", "G3", "F1", "F2")


def day(text):
    """A day."""
    return moment(f"{text} 09:00").date()


def paid(**changes):
    """Fields of the payment."""
    return rows("pay_full", "payments", every_row(**changes))


# H1: performance proved.
MONEY = ("H2", "H5", "V18", "F2", "G4", "H3")
seeded("H1", "票据金额比决定少一百元", paid(amount=790000), also=MONEY)
seeded("H1", "票据金额比决定多一百元", paid(amount=810000), also=MONEY)
seeded("H1", "没有缴款票据", paid(file=None), also=MONEY)
seeded("H1", "缴款票据没有号码", paid(receipt_number=None), also=MONEY)
seeded("H1", "没有银行流水号", paid(bank_reference=None), also=MONEY)
seeded("H1", "缴款票据没有日期", paid(paid_on=None), also=MONEY)
seeded("H1", "缴款日期早于处罚决定", paid(paid_on=day("2026-03-15")), also=(*MONEY, "V21"))
seeded("H1", "没有任何缴款记录即确认履行", no_act("pay_full"), also=MONEY)
seeded(
    "H1",
    "缴款人是与案件无关的另一公司",
    paid(payer="海岚市宏运物流有限公司"),
    also=MONEY,
    reason="罚款可以由他人代缴，是否代缴须由人核实",
)
seeded(
    "H1",
    "同一笔缴款登记两次凑足数额",
    rows("pay_full", "payments", lambda given: [*row(0, amount=400000)(given)] * 2),
    also=MONEY,
)
seeded(
    "H1",
    "罚款由本机关收取现金",
    put("confirm_payment", collected="cash"),
    also=(*MONEY, "V18"),
    truly=("V18",),
)
seeded("H1", "缴款记录为空", put("pay_full", payments=()), also=MONEY)

# H2: deferral, surcharge, demand, court in time.
COERCED = ("H1", "E10", "V20", "V21", "E8", "F1", "V18", "H5", "F2", "G1", "G2", "G3")
seeded(
    "H2",
    "逾期二十日缴款，没有催告，也没有加处罚款的处理",
    later("pay_full", 25),
    also=(*COERCED, "H5", "G5", "B1"),
    after=40,
    mended="原来在缴款之前的日期评查",
)
seeded("H2", "没有催告书", no_paper("demand_notice"), base=SURCHARGED, also=COERCED)
seeded(
    "H2",
    "催告书没有送达即决定加处罚款",
    no_act_of("signed", 3),
    no_act_of("attempt_direct", 3),
    base=SURCHARGED,
    also=COERCED,
)
seeded(
    "H2",
    "加处罚款数额少收",
    rows("pay_with_surcharge", "payments", every_row(amount=1000000)),
    base=SURCHARGED,
    also=COERCED,
)
seeded(
    "H2",
    "加处罚款超过罚款本数",
    rows("pay_with_surcharge", "payments", every_row(amount=1800000)),
    base=SURCHARGED,
    also=COERCED,
    truly=("H1",),
)
seeded("H2", "没有加处罚款决定书", no_paper("surcharge_decision"), base=SURCHARGED, also=COERCED)
seeded(
    "H2",
    "缴款期限未满即催告",
    dated("demand_notice", "2026-03-30"),
    act("enter_enforcement", at="2026-03-30 09:00"),
    base=SURCHARGED,
    also=COERCED,
)
seeded("H2", "分期没有当事人申请", no_paper("deferral_application"), base=PLAN, also=COERCED)
seeded("H2", "没有分期批准书", no_paper("deferral_approval"), base=PLAN, also=COERCED)
seeded(
    "H2",
    "第二期逾期十日缴纳，没有任何处理",
    later("plan_completed", 13),
    rows("plan_completed", "payments", every_row(paid_on=day("2026-05-25"))),
    base=PLAN,
    also=COERCED,
    after=20,
    mended="原来在缴款之前的日期评查，缴款日期也被顺延了两次",
)
seeded(
    "H2",
    "分期计划的金额合计少于罚款",
    rows("grant_deferral", "plan", row(1, amount=300000)),
    base=PLAN,
    also=COERCED,
)
seeded("H2", "分期批准没有缴款计划", put("grant_deferral", plan=()), base=PLAN, also=COERCED)
seeded(
    "H2",
    "申请法院强制执行前没有催告",
    no_paper("demand_notice"),
    no_act_of("signed", 3),
    no_act_of("attempt_direct", 3),
    base=COURT,
    also=COERCED,
)
seeded(
    "H2",
    "申请法院强制执行超过三个月期限",
    later("apply_court", 120),
    base=COURT,
    also=(*COERCED, "H5"),
)
seeded("H2", "没有强制执行申请书", no_paper("court_application"), base=COURT, also=COERCED)
seeded(
    "H2",
    "强制执行申请书没有机关负责人签名",
    unsigned("court_application", "head"),
    base=COURT,
    also=COERCED,
)
seeded(
    "H2",
    "起诉期限未满即申请法院强制执行",
    redated("apply_court", "2026-06-22 09:00"),
    act("window_open", at="2026-06-21 09:00"),
    base=COURT,
    also=COERCED,
)

# H3: what else was ordered, verified.
DUTY = ("C4", "D5", "A2", "A5", "H1", "V04", "H5", "F2", *BOUND)
seeded("H3", "责令改正后没有复查记录", no_paper("rectification_review"), also=DUTY)
seeded("H3", "责令改正后没有复查", no_act("review_ok"), also=(*DUTY, "B2", "F4", "B1"))
seeded("H3", "复查没有写情况", put("review_ok", finding=None), also=DUTY, truly=("F2",))
seeded("H3", "复查没有照片", put("review_ok", evidence=None), also=(*DUTY, "F4", "B2", "D1"))
seeded("H3", "未核实非金钱义务即确认履行", put("confirm_payment", duties_verified=False), also=DUTY)
seeded(
    "H3",
    "复查记录写明“仍未清理”，却按已改正处理",
    put("review_ok", finding="经复查，路面渣土仍未清理，车辆密闭装置未修复。"),
    also=(*DUTY, "B1"),
)
seeded(
    "H3",
    "复查只有一名执法人员签名",
    unsigned("rectification_review", "officer_second"),
    also=DUTY,
    truly=("A2",),
)
seeded(
    "H3", "复查当日即记，没有复查时间", put("review_ok", reviewed_at=None), also=DUTY, truly=("F2",)
)

# H4: disclosure in seven working days, masked; major cases filed.
SHOWN = ("E8", "F2", "V21", *BOUND)
seeded(
    "H4",
    "决定作出后第八个工作日才公示",
    put("publish", published_on=day("2026-03-31")),
    redated("publish", "2026-03-31 10:00"),
    also=SHOWN,
)
seeded("H4", "没有公示", no_act("publish"), also=(*SHOWN, "H5"))
seeded("H4", "没有公示审批表", no_paper("publication_form"), also=SHOWN)
seeded(
    "H4",
    "公示文本带有当事人电话",
    put("decide_scope", published_text=lambda text: text + "联系电话：0570-0000099。"),
    also=SHOWN,
)
seeded(
    "H4",
    "公示文本带有法定代表人身份证号码",
    put("decide_scope", published_text=lambda text: text + "沈国强，330299197908250028。"),
    also=SHOWN,
)
seeded("H4", "公示审批没有遮盖事项", put("decide_scope", masked=()), also=SHOWN)
seeded("H4", "公示没有负责人审批", unsigned("publication_form", "head", "legal_head"), also=SHOWN)
seeded("H4", "公示日期早于处罚决定", put("publish", published_on=day("2026-03-17")), also=SHOWN)
seeded(
    "H4",
    "公示内容的罚款数额与决定不符",
    put("decide_scope", published_text=says("捌仟元整", "陆仟元整")),
    also=SHOWN,
)
seeded(
    "H4", "公示没有写网址、日期", put("publish", published_on=None, published_url=None), also=SHOWN
)
seeded(
    "H4",
    "重大处罚决定没有备案",
    no_act("file_major"),
    later("register_lead", -40),
    base=MAJOR,
    also=(*SHOWN, "B1", "H2", "E10", "E9"),
)
seeded(
    "H4",
    "重大处罚决定三十日后才备案",
    put("file_major", filed_on=day("2026-04-20")),
    redated("file_major", "2026-04-20 10:00"),
    base=MAJOR,
    also=SHOWN,
)

# H5: the closing form.
CLOSED = ("E8", "V21", "H1", "G5", "H4", "H3", *BOUND)
seeded("H5", "结案审批表没有结案理由", put("request_closing", closing_ground=None), also=CLOSED)
seeded("H5", "结案审批表没有执行结果", put("request_closing", execution_result=None), also=CLOSED)
seeded("H5", "结案审批表没有救济情况", put("request_closing", remedies_outcome=None), also=CLOSED)
seeded(
    "H5", "结案审批表没有涉案物品处理情况", put("request_closing", items_disposal=None), also=CLOSED
)
seeded("H5", "结案没有负责人批准", unsigned("closing_approval", "head"), also=CLOSED)
seeded("H5", "没有结案审批表", no_paper("closing_approval"), also=CLOSED)
seeded(
    "H5",
    "罚款未缴即批准结案",
    dated("closing_approval", "2026-03-25"),
    also=CLOSED,
)
seeded(
    "H5",
    "结案审批表写的缴款数额与票据不一致",
    put("request_closing", execution_result=says("8000元", "800元")),
    also=CLOSED,
)
seeded(
    "H5",
    "负责人先于中队长批准结案",
    signed_at("closing_approval", "head", "2026-04-02", clock="09:00"),
    also=CLOSED,
)
seeded("H5", "结案由中队长代负责人批准", signed_by("closing_approval", "head", "p04"), also=CLOSED)
seeded(
    "H5",
    "结案审批表办案人员没有签名",
    unsigned("closing_approval", "officer_lead", "officer_second"),
    also=CLOSED,
)
seeded(
    "H5",
    "处罚案件以“移送并被接收”结案",
    put("request_closing", closing_ground="transferred"),
    also=CLOSED,
)
