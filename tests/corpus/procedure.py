"""Seeded defects of group E: filing, notice, hearing, review, decision, service."""

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    act,
    dated,
    every_row,
    later,
    no_act_of,
    no_paper,
    no_paper_of,
    put,
    redated,
    reprint,
    roster,
    row,
    rows,
    says,
    served_on,
    signed_at,
    signed_by,
    unsigned,
)
from tests.corpus.rewrites import periods
from tests.playbook import moment

HEARD, DELIBERATED = "hearing-h_reported", "publication-f_filed"
ANNOUNCED, LEFT = "service-v_served-announced", "service-v_served-left"
POSTED, SENT = "service-v_served-posted", "service-v_served-electronic"
BOUND = ("G1", "G2", "G3", "F1", "F2")

# E1: the lead checked and filed in time, with reasons and approval.
FILED = ("E8", "V21", *BOUND)
MOVED = ("B1", "E10", "E9", "H4", "G5", "H2", "C4", "H5", "E8", "F4", "F3", "H3", "V21", "V15")
seeded("E1", "线索登记二十六日后才批准立案", later("approve_filing", 25), also=MOVED)
seeded("E1", "立案期限届满后一个工作日批准立案", later("approve_filing", 21), also=MOVED)
seeded("E1", "立案审批表没有负责人签名", unsigned("filing_approval", "head"), also=FILED)
seeded("E1", "立案审批表没有中队长意见", unsigned("filing_approval", "squad_leader"), also=FILED)
seeded("E1", "没有立案审批表", no_paper("filing_approval"), also=FILED)
seeded("E1", "没有案件线索登记表", no_paper("lead_register"), also=FILED)
seeded("E1", "立案审批表没有写简要案情", put("request_filing", brief_facts=None), also=FILED)
seeded("E1", "立案审批表没有写案由", put("request_filing", cause=None), also=(*FILED, "A4"))
seeded("E1", "线索登记没有处理意见", put("register_lead", handling_opinion=None), also=FILED)
seeded("E1", "线索登记没有写来源", put("register_lead", source=None), also=FILED, truly=("F2",))
seeded("E1", "立案由中队长代负责人批准", signed_by("filing_approval", "head", "p04"), also=FILED)
seeded(
    "E1",
    "立案批准日期早于线索登记",
    signed_at("filing_approval", "head", "2026-03-01"),
    also=FILED,
)

# E2: the report on the investigation.
REPORT = ("E8", "B1", "F2", "D1", "C5", "C3", "V06", "D2", "B8", "F4")
seeded("E2", "调查终结报告没有调查经过", put("end_investigation", process=None), also=REPORT)
seeded("E2", "调查终结报告没有违法事实", put("end_investigation", facts_found=None), also=REPORT)
seeded("E2", "调查终结报告没有处理建议", put("end_investigation", proposal=None), also=REPORT)
seeded(
    "E2", "调查终结报告没有裁量理由", put("end_investigation", discretion_reason=None), also=REPORT
)
seeded(
    "E2",
    "调查终结报告没有裁量情节",
    put("end_investigation", factors=()),
    also=REPORT,
    truly=("D1",),
)
seeded("E2", "没有调查终结报告", no_paper("investigation_report"), also=(*REPORT, *BOUND))
seeded(
    "E2",
    "调查终结报告建议处罚而没有写处罚种类",
    put("end_investigation", penalty_kinds=None),
    also=(*REPORT, "V09"),
)
seeded(
    "E2",
    "调查终结报告建议罚款而没有写数额",
    put("end_investigation", fine=None),
    also=(*REPORT, "V09", "E3"),
)
seeded(
    "E2",
    "调查终结报告没有办案人员签名",
    unsigned("investigation_report", "officer_lead", "officer_second"),
    also=(*REPORT, "A2", "V04"),
)

# E3: the notice before the decision.
TOLD = "penalty_prior_notice"
NOTICE = ("V10", "B1", "F2", "E10", "V11", "C1", "F4", "V08", "V12", "F5")
seeded("E3", "告知书没有写违法事实", put("serve_prior_notice", notice_facts=None), also=NOTICE)
seeded("E3", "告知书没有写理由和依据", put("serve_prior_notice", notice_reasons=None), also=NOTICE)
seeded("E3", "告知书没有写拟处罚内容", put("serve_prior_notice", notice_content=None), also=NOTICE)
seeded(
    "E3",
    "告知书只写“拟给予行政处罚”",
    put("serve_prior_notice", notice_content="拟给予行政处罚。", notice_fine=None),
    also=NOTICE,
)
seeded(
    "E3",
    "告知书写明的罚款与拟罚款数额不一致",
    put("serve_prior_notice", notice_content=says("捌仟元整（¥8000.00）", "陆仟元整（¥6000.00）")),
    also=NOTICE,
)
seeded(
    "E3",
    "告知书引用的违反条款是另一条",
    put("serve_prior_notice", notice_reasons=says("第十四条", "第十五条")),
    also=NOTICE,
)
seeded(
    "E3",
    "告知书引用另一部规定",
    put("serve_prior_notice", notice_reasons=says("城市建筑垃圾管理规定", "城市道路管理条例")),
    also=NOTICE,
)
seeded(
    "E3",
    "告知书没有送达回证",
    no_paper_of("service_receipt", 1),
    also=(*NOTICE, *BOUND, "V20"),
)
seeded(
    "E3",
    "告知书送达的日期晚于陈述申辩笔录",
    served_on("penalty_prior_notice", "2026-03-16"),
    also=(*NOTICE, "E8", "V21", "E4"),
    truly=("E10",),
)
seeded(
    "E3",
    "告知书印的陈述申辩期限为三日",
    reprint("penalty_prior_notice", "之日起五日", "之日起三日"),
    also=NOTICE,
)
seeded(
    "E3",
    "告知书没有告知陈述权、申辩权",
    reprint(TOLD, "四、陈述、申辩的权利", "四、权利"),
    reprint(TOLD, "享有陈述权、申辩权，可以", "可以"),
    reprint(TOLD, "向本机关提出陈述、申辩意见，", "向本机关提出意见，"),
    reprint(TOLD, "不因你单位陈述、申辩而给予更重的处罚。", "不给予更重的处罚。"),
    reprint(TOLD, "逾期未行使陈述权、申辩权的，视为放弃此权利。", "逾期视为放弃。"),
    mended="原来只删去一处，告知书另外两处仍告知了陈述权、申辩权",
    also=NOTICE,
)
seeded(
    "E3",
    "未告知警告，决定给予警告并处罚款",
    put("serve_prior_notice", notice_content=says("给予警告，并处罚款", "处罚款")),
    also=NOTICE,
)

# E4: what the party said, checked again in writing.
ANSWERED = ("V12", "F4", "E6", "E8", "F2", "V10", *BOUND)
seeded("E4", "有陈述申辩，没有复核意见书", no_paper("recheck_opinion"), also=ANSWERED)
seeded(
    "E4",
    "两点申辩意见只复核一点",
    rows("submit_review", "point_answers", lambda given: given[:1]),
    also=ANSWERED,
)
seeded(
    "E4",
    "不采纳申辩意见没有写理由",
    rows("submit_review", "point_answers", every_row(reason=None)),
    also=ANSWERED,
)
seeded(
    "E4",
    "没有写复核情况",
    rows("submit_review", "point_answers", every_row(checking=None)),
    also=ANSWERED,
)
seeded(
    "E4",
    "复核意见的日期早于陈述申辩",
    dated("recheck_opinion", "2026-03-12"),
    also=(*ANSWERED, "V21"),
)
seeded(
    "E4",
    "复核没有结论",
    put("submit_review", recheck_conclusion=None),
    also=ANSWERED,
    truly=("F2",),
)
seeded(
    "E4", "陈述申辩笔录没有当事人签名", put("record_statement", party_signature=None), also=ANSWERED
)
seeded(
    "E4",
    "陈述申辩笔录没有记录意见",
    put("record_statement", points=()),
    also=ANSWERED,
    truly=("F2",),
)
seeded(
    "E4",
    "采纳减轻意见而罚款未减",
    rows("submit_review", "point_answers", every_row(adopted="adopted")),
    also=(*ANSWERED, "D1", "D2"),
)
seeded(
    "E4",
    "复核意见书只有一名办案人员签名",
    unsigned("recheck_opinion", "officer_second"),
    also=(*ANSWERED, "A2", "V04"),
)

# E5: the hearing.
HEARING = ("V11", "A3", "E8", "F2", "E10", "V21", *BOUND)


def hearing(title, *edits, also=(), truly=()):
    """A defect of the hearing."""
    seeded("E5", title, *edits, base=HEARD, also=(*HEARING, *also), truly=truly)


hearing(
    "听证通知书只提前四个工作日送达",
    put("notify_hearing", hearing_at=moment("2026-03-20 09:00")),
    act("open_hearing", at="2026-03-20 09:00"),
)
hearing(
    "听证通知提前六个工作日送达（应七个工作日）",
    served_on("hearing_notice", "2026-03-18"),
)
hearing("听证由本案调查人员主持", put("appoint_chair", chair="p02"), truly=("V11",))
hearing("没有听证报告", no_paper("hearing_report"))
hearing("没有听证笔录", no_paper("hearing_record"))
hearing("听证主持人没有在听证笔录上签名", unsigned("hearing_record", "chair"))
hearing("记录员没有在听证笔录上签名", unsigned("hearing_record", "recorder"))
hearing("当事人没有在听证笔录签名，没有注明原因", put("finish_hearing", party_signature=None))
hearing("听证通知书没有送达", no_act_of("signed", 2), no_act_of("attempt_direct", 2))
hearing("听证不公开，没有说明理由", put("notify_hearing", open_to_public=False))
hearing("听证没有最后陈述", put("finish_hearing", last_statement=None))
hearing("听证没有记录当事人质证、申辩", put("finish_hearing", defence=None))
hearing("听证没有调查人员陈述事实、证据和建议", put("finish_hearing", case_presented=None))
hearing("听证通知书没有写地点", put("notify_hearing", hearing_place=None), truly=("F2",))
hearing("主持人同时担任记录员", put("appoint_chair", recorder="p12"))
hearing("听证早于通知的时间举行", act("open_hearing", at="2026-03-25 09:00"))
hearing("听证报告由调查人员署名", signed_by("hearing_report", "chair", "p02"))
hearing("听证报告没有处理意见", put("report_hearing", report_opinion=None))
hearing("听证报告早于听证", dated("hearing_report", "2026-03-25"))

# E6: the legal review.
LEGAL = ("V13", "E8", "F2", "V21", "V04")
seeded(
    "E6",
    "法制审核缺“是否涉嫌犯罪”一项",
    rows(
        "review_pass",
        "review_heads",
        lambda given: [r for r in given if r.as_dict()["head"] != "crime"],
    ),
    also=LEGAL,
)
seeded(
    "E6",
    "法制审核只审了事实、法律两项",
    rows(
        "review_pass",
        "review_heads",
        lambda given: [r for r in given if r.as_dict()["head"] in {"facts", "law"}],
    ),
    also=LEGAL,
)
seeded(
    "E6",
    "法制审核“程序”一项没有写审核情况",
    rows("review_pass", "review_heads", row(1, finding="")),
    also=LEGAL,
)
seeded("E6", "送审后第十一个工作日才出具审核意见", later("review_pass", 13), also=(*LEGAL, *MOVED))
seeded("E6", "送审后一个月才出具审核意见", later("review_pass", 31), also=(*LEGAL, *MOVED))
seeded("E6", "法制审核意见晚于处罚决定", dated("legal_review_opinion", "2026-03-23"), also=LEGAL)
seeded("E6", "没有法制审核意见书", no_paper("legal_review_opinion"), also=(*LEGAL, *BOUND))
seeded("E6", "法制审核没有结论", put("review_pass", review_result=None), also=LEGAL)
seeded("E6", "法制审核没有意见", put("review_pass", review_opinion=None), also=LEGAL)
seeded(
    "E6",
    "法制审核人员没有国家统一法律职业资格",
    roster("p05", legal_qualification=""),
    also=LEGAL,
)
seeded(
    "E6",
    "本案办案人员审核自己办的案件",
    signed_by("legal_review_opinion", "legal_reviewer", "p02"),
    also=LEGAL,
)
seeded(
    "E6",
    "法制审核意见书没有审核人员签名",
    unsigned("legal_review_opinion", "legal_reviewer"),
    also=LEGAL,
)
seeded(
    "E6",
    "同一审核事项重复两次，缺“权限”一项",
    rows("review_pass", "review_heads", row(4, head="law")),
    also=LEGAL,
)

# E7: the collective discussion.
TOGETHER = ("V14", "E8", "F2", "V21", "D2", *BOUND)


def discussed(title, *edits, also=()):
    """A defect of the collective discussion."""
    seeded("E7", title, *edits, base=DELIBERATED, also=(*TOGETHER, *also))


discussed("集体讨论没有记录个人意见", rows("deliberate", "panel", every_row(opinion=None)))
discussed("集体讨论只有一人参加", rows("deliberate", "panel", lambda given: given[:1]))
discussed("集体讨论没有结论", put("deliberate", conclusion=None))
discussed("集体讨论没有写时间", put("deliberate", held_at=None))
discussed("集体讨论没有写地点", put("deliberate", place=None))
discussed("两名参加人员没有签名", unsigned("deliberation_record", "panel_2", "panel_3"))
discussed("集体讨论没有机关负责人参加", rows("deliberate", "panel", lambda given: given[2:]))
discussed("集体讨论结论的数额与决定不一致", put("deliberate", conclusion_fine=3000000))
discussed("多数人不同意，结论仍为同意", rows("deliberate", "panel", every_row(agrees=False)))
discussed(
    "集体讨论在决定之后才补记",
    put("deliberate", held_at=moment("2026-03-23 09:00")),
    dated("deliberation_record", "2026-03-23"),
)

# E8: approvals whole and dated in order.
CHAIN = ("V21", "E1", "E6", "E2", "F2", "H5", "E3", "E4", "V13", *BOUND)
seeded("E8", "没有行政处罚决定审批表", no_paper("decision_approval"), also=CHAIN)
for _slot, _who in (
    ("squad_leader", "中队长"),
    ("legal_head", "法制机构负责人"),
    ("head", "机关负责人"),
):
    seeded("E8", f"决定审批表没有{_who}签名", unsigned("decision_approval", _slot), also=CHAIN)
seeded(
    "E8",
    "机关负责人在决定书制发之后才签批",
    signed_at("decision_approval", "head", "2026-03-20"),
    also=CHAIN,
)
seeded(
    "E8",
    "机关负责人先于中队长、法制机构签批",
    signed_at("decision_approval", "head", "2026-03-18"),
    also=CHAIN,
)
seeded("E8", "决定由中队长代负责人审批", signed_by("decision_approval", "head", "p04"), also=CHAIN)
seeded(
    "E8",
    "调查终结报告的日期晚于事先告知",
    dated("investigation_report", "2026-03-12"),
    also=CHAIN,
    truly=("V21",),
)
seeded(
    "E8",
    "决定审批早于法制审核",
    dated("decision_approval", "2026-03-17"),
    also=CHAIN,
    truly=("V21",),
)
seeded(
    "E8",
    "调查终结报告没有中队长签名",
    unsigned("investigation_report", "squad_leader"),
    also=CHAIN,
    truly=("E2",),
)

# E9: the decision within ninety days.
SLOW = (*MOVED, "E6", "E4", "E3", "V13", "V10")
seeded("E9", "立案后九十一日作出决定", later("approve_penalty", 75), also=SLOW)
seeded("E9", "立案后一百一十日作出决定", later("approve_penalty", 94), also=SLOW)
seeded("E9", "调查拖延，立案后一百三十六日作出决定", later("end_investigation", 120), also=SLOW)
seeded("E9", "法制审核拖延致超期", later("review_pass", 90), also=SLOW)
seeded(
    "E9",
    "超期作出决定，并把办案期限记为一百二十日",
    periods("D11", due="2026-07-01", breach_after="2026-07-01", raw_due="2026-07-01"),
    later("approve_penalty", 94),
    also=SLOW,
)
seeded(
    "E9",
    "集体讨论拖延致超期",
    later("deliberate", 80),
    base=DELIBERATED,
    also=(*SLOW, "E7"),
)

# E10: service.
SERVED = ("V20", "V10", "A2", "V04", "F2", "E3", "A5", "V21", *BOUND)
seeded(
    "E10",
    "决定书送达回证只有一名送达人签名",
    unsigned("service_receipt", "server_second"),
    also=SERVED,
)
seeded("E10", "决定书没有送达回证", no_paper_of("service_receipt", -1), also=SERVED)
seeded("E10", "回证没有写收件人与受送达人关系", put("signed", receiver_relation=None), also=SERVED)
seeded("E10", "回证没有写收件人", put("signed", receiver=None), also=SERVED)
seeded("E10", "回证没有收件人签名", put("signed", party_signature=None), also=SERVED)
seeded("E10", "回证没有收件日期", put("signed", received_on=None), also=SERVED)
seeded(
    "E10",
    "公司的决定书由法定代表人的成年家属签收",
    put("signed", receiver="王某芳", receiver_relation="family"),
    put("signed", party_signature__signer="王某芳", party_signature__relation="同住成年家属"),
    also=SERVED,
)
seeded(
    "E10",
    "决定作出后第八个工作日才送达",
    later("attempt_direct", 11, nth=2),
    also=(*SERVED, *MOVED),
)
seeded(
    "E10",
    "责令改正通知书没有送达",
    no_act_of("signed", 0),
    no_act_of("attempt_direct", 0),
    also=(*SERVED, "C4", "H3"),
)
seeded(
    "E10",
    "回证收件日期早于文书日期",
    put("signed", received_on=moment("2026-03-18 09:00").date()),
    also=SERVED,
)
seeded(
    "E10",
    "公告送达未满三十日即视为送达",
    redated("announcement_expired", "2026-03-26 09:00"),
    base=ANNOUNCED,
    also=SERVED,
)
seeded(
    "E10",
    "公告送达前没有尝试其他方式",
    no_act_of("attempt_direct", -1),
    put("announce", attempts=None),
    base=ANNOUNCED,
    also=SERVED,
)
seeded("E10", "没有送达公告", no_paper("service_announcement"), base=ANNOUNCED, also=SERVED)
seeded(
    "E10", "公告没有写公告载体", put("announce", announced_where=None), base=ANNOUNCED, also=SERVED
)
seeded(
    "E10",
    "留置送达没有见证人，也没有照片、录像",
    put("refused", witnesses=(), media=None),
    base=LEFT,
    also=SERVED,
)
seeded(
    "E10", "留置送达没有记明拒收事由", put("refused", refusal_reason=None), base=LEFT, also=SERVED
)
seeded("E10", "邮寄送达没有回执", put("return_slip", slip_file=None), base=POSTED, also=SERVED)
seeded("E10", "邮寄送达没有邮件号码", put("post", tracking_number=None), base=POSTED, also=SERVED)
seeded(
    "E10",
    "邮寄回执日期早于交寄日期",
    put("return_slip", slip_on=moment("2026-03-09 09:00").date()),
    base=POSTED,
    also=SERVED,
)
seeded("E10", "当事人未同意电子送达", put("send_e", consented=False), base=SENT, also=SERVED)
seeded("E10", "电子送达没有到达记录", put("e_arrived", arrival_log=None), base=SENT, also=SERVED)
seeded(
    "E10", "电子送达没有送达地址确认书", no_paper("address_confirmation"), base=SENT, also=SERVED
)
