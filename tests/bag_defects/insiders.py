"""Defects of the record made by somebody with the log's key: everything is hashed and signed anew.

Chain, private parts, tree, checkpoint, proofs, catalogue and manifests fit; only what the record
says is against the law, or against what the signed papers carry.
"""

from tests.bag_defects.defect import SIGNED, defect

DECISION = "penalty_decision"


@defect(
    "state skipped",
    "state_from",
    "APL 57(1)(1)",
    form="decision_approval",
    page=SIGNED,
    event="T130",
)
def _(f):
    f.event("T130")["body"]["from"] = "rechecking"
    f.cover()


@defect(
    "state invented", "state_to", "APL 46", form="interview_record", page=SIGNED, event="T108#3"
)
def _(f):
    f.event("T108", 3)["body"]["to"] = "decision_pending"
    f.cover()


@defect(
    "step the procedure does not know",
    "transition_unknown",
    "APL 38",
    form="investigation_report",
    page=SIGNED,
    event="T115",
)
def _(f):
    body = f.event("T115")["body"]
    body["transition"] = "T999"
    f.cover()
    body["transition"] = "T115"  # so that the event can be asked for by its name


@defect(
    "guard without verdict",
    "guard_missing",
    "APL 62",
    form="decision_approval",
    page=SIGNED,
    event="T130",
)
def _(f):
    body = f.event("T130")["body"]
    body["judged"] = [row for row in body["judged"] if row[1] != "notice_given_and_heard"]
    f.cover()


@defect(
    "guard answered with no",
    "guard_failed",
    "APL 40",
    form="decision_approval",
    page=SIGNED,
    event="T130",
)
def _(f):
    for row in f.event("T130")["body"]["judged"]:
        if row[1] == "elements_covered":
            row[2] = False
    f.cover()


@defect(
    "question of the checklist open",
    "checklist_open",
    "APL 45",
    form="decision_approval",
    page=SIGNED,
    event="T130",
)
def _(f):
    body = f.event("T130")["body"]
    body["checklist"] = [row for row in body["checklist"] if row[0] != "T130.reasoned"]
    f.cover()


@defect(
    "deadline moved",
    "period_differs",
    "《中华人民共和国行政处罚法》第六十条",
    form="filing_approval",
    page=SIGNED,
    event="T107",
)
def _(f):
    started = next(c for c in f.event("T107")["body"]["deadlines"] if c["rule"] == "D11")
    started["computed"].update(due="2026-08-01", raw_due="2026-08-01", breach_after="2026-08-03")
    f.cover()


@defect(
    "deadline started late",
    "period_start",
    "M55 15(2)",
    form="filing_approval",
    page=SIGNED,
    event="T107",
)
def _(f):
    started = next(c for c in f.event("T107")["body"]["deadlines"] if c["rule"] == "D11")
    started["computed"].update(
        start="2026-03-13", due="2026-06-11", raw_due="2026-06-11", breach_after="2026-06-11"
    )
    f.cover()


@defect(
    "deadline never started",
    "period_not_started",
    "M55 15(2)",
    form="filing_approval",
    page=SIGNED,
    event="T107",
)
def _(f):
    body = f.event("T107")["body"]
    body["deadlines"] = [c for c in body["deadlines"] if c["rule"] != "D11"]
    f.cover()


@defect(
    "calendar changed",
    "period_differs",
    "《住房和城乡建设行政处罚程序规定》第二十二条第二款",
    form="service_receipt#2",
    page=SIGNED,
    event="T1202#2",
)
def _(f):
    f.edit_json("audit/law/calendar.json", lambda c: c["closures"].update({"2026-03-12": "放假"}))
    f.vouched()


@defect(
    "register of periods changed",
    "period_differs",
    "《中华人民共和国行政处罚法》第六十条",
    form="filing_approval",
    page=SIGNED,
    event="T107",
)
def _(f):
    f.edit_json("audit/law/deadlines.json", lambda r: r["D11"].update(length=180))
    f.vouched()


@defect("notice never served", "not_told", "APL 44", form=DECISION, page=SIGNED, event="T130")
def _(f):
    f.event("T1202", 2)["body"]["served"] = None
    f.cover()


@defect(
    "notice made after the decision",
    "moment_order",
    "APL 54(1)",
    file="audit/events.jsonl",
    event=17,
)
def _(f):
    f.event("T117")["body"]["at"] = "2026-03-25T09:00:00+08:00"
    f.cover()


@defect(
    "decision dated back", "signature_moment", "ESL 14", form=DECISION, page=SIGNED, event="T130"
)
def _(f):
    body = f.event("T130")["body"]
    body["at"] = "2026-03-18T16:00:00+08:00"
    for made in body["documents"]:
        made["signed"] = [[*one[:3], body["at"]] for one in made["signed"]]
    f.cover()


@defect(
    "clerk decided",
    "role_not_allowed",
    "APL 57(1)(1)",
    form="decision_approval",
    page=SIGNED,
    event="T130",
)
def _(f):
    f.event("T130")["body"].update(actor="p01", role="intake_clerk")
    f.cover()


@defect(
    "role claimed that was not held",
    "role_not_held",
    "APL 57(1)(1)",
    form="decision_approval",
    page=SIGNED,
    event="T130",
)
def _(f):
    f.event("T130")["body"]["actor"] = "p04"
    f.cover()


@defect(
    "officer of another squad acted",
    "relation_lacking",
    "M34 18",
    form="investigation_report",
    page=SIGNED,
    event="T115",
)
def _(f):
    f.event("T115")["body"]["actor"] = "p15"
    f.edit_json("audit/people.json", _with_p15)
    f.cover()


def _with_p15(told):
    """The roster names whoever the events name."""
    known = next(p for p in told["people"] if p["id"] == "p02")
    told["people"].append({**known, "id": "p15", "name": "王喆堃", "squad": "z2"})


@defect(
    "officer reviewed his own case",
    "duties_mixed",
    "APL 58(2)",
    form="legal_review_opinion",
    page=SIGNED,
    event="T128",
)
def _(f):
    f.event("T128")["body"]["actor"] = "p02"
    f.edit_json("audit/people.json", _reviewing_p02)
    f.cover()


def _reviewing_p02(told):
    known = next(p for p in told["people"] if p["id"] == "p02")
    known["roles"].append("legal_reviewer")
    known["legal_qualification"] = "法资A20260001"


@defect(
    "reviewer without qualification",
    "reviewer_unqualified",
    "APL 58(2)",
    form="legal_review_opinion",
    page=SIGNED,
    event="T128",
)
def _(f):
    f.edit_json("audit/people.json", _unqualified)
    f.vouched()


def _unqualified(told):
    next(p for p in told["people"] if p["id"] == "p05")["legal_qualification"] = ""


@defect(
    "certificate of an officer had ended",
    "one_officer",
    "APL 42(1)",
    form="interview_record",
    page=SIGNED,
    event="T108#3",
)
def _(f):
    f.edit_json("audit/people.json", _ended)
    f.vouched()


def _ended(told):
    next(p for p in told["people"] if p["id"] == "p03")["certificate"]["valid_to"] = "2026-03-01"


@defect(
    "fine above what was told",
    "fine_above_notice",
    "APL 45(2)",
    form=DECISION,
    page=SIGNED,
    event="T130",
)
def _(f):
    f.inputs("T130")["decision_fine"] = 900000
    f.cover()


@defect(
    "fine below the range",
    "fine_outside",
    "《城市建筑垃圾管理规定》第二十三条",
    form=DECISION,
    page=SIGNED,
    event="T130",
)
def _(f):
    f.inputs("T130")["decision_fine"] = 100000
    f.cover()


@defect(
    "review never agreed", "not_reviewed", "APL 58(1)", form=DECISION, page=SIGNED, event="T130"
)
def _(f):
    f.inputs("T128")["review_result"] = "correct"
    f.cover()


@defect(
    "served before it was made",
    "served_before",
    "APL 61",
    form="service_receipt#3",
    page=SIGNED,
    event="T1202#3",
)
def _(f):
    f.event("T1202", 3)["body"]["served"][1] = "2026-03-10"
    f.inputs("T1202", 3)["received_on"] = {"$day": "2026-03-10"}
    f.cover()


@defect(
    "day of service not that of the receipt",
    "service_day",
    "CPL 87",
    form=DECISION,
    page=SIGNED,
    event="T1202#3",
)
def _(f):
    f.event("T1202", 3)["body"]["served"][1] = "2026-03-19"
    f.cover()


@defect(
    "found after the limitation",
    "limitation_over",
    "APL 36",
    form=DECISION,
    page=SIGNED,
    event="T130",
)
def _(f):
    f.inputs("T101")["act_on"] = {"$day": "2023-03-02"}
    started = next(c for c in f.event("T101")["body"]["deadlines"] if c["rule"] == "D30")
    started["computed"].update(
        start="2023-03-02", due="2025-03-02", raw_due="2025-03-02", breach_after="2025-03-02"
    )
    f.cover()


@defect(
    "document of a step missing",
    "document_not_made",
    "APL 57(1)(1)",
    form=DECISION,
    page=SIGNED,
    event="T130",
)
def _(f):
    body = f.event("T130")["body"]
    body["documents"] = [d for d in body["documents"] if d["form"] != "decision_approval"]
    f.cover()


@defect(
    "approval left unfinished",
    "document_unfinished",
    "M55 15(2)",
    form="filing_approval",
    page=SIGNED,
    event="T107",
)
def _(f):
    made = f.event("T107")["body"]["documents"][0]
    made["status"] = "draft"
    f.entry("filing_approval")["status"] = "draft"
    f.cover()


@defect(
    "number used twice",
    "number_twice",
    "APL 58",
    form="legal_review_opinion",
    page=SIGNED,
    event="T128",
)
def _(f):
    first = f.event("T123")["body"]["documents"][0]["number"]
    f.event("T128")["body"]["documents"][0]["number"] = first
    f.cover()


@defect(
    "decider collects the fine",
    "decider_collects",
    "APL 67(1)",
    form="payment_notice",
    page=SIGNED,
    event="T502",
)
def _(f):
    f.event("T502")["body"]["actor"] = "p07"
    f.cover()


@defect(
    "mark of the review missing",
    "mark_missing",
    "APL 58",
    form="legal_review_opinion",
    page=SIGNED,
    event="T128",
)
def _(f):
    f.event("T128")["body"]["marks"] = {}
    f.cover()


@defect(
    "no order to correct", "no_correction", "APL 28(1)", form=DECISION, page=SIGNED, event="T130"
)
def _(f):
    made = f.event("T109")["body"]["documents"][0]
    made["form"] = "interview_notice"
    f.cover()
