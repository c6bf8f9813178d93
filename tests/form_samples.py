"""Sample values for the forms of investigation, service and the dossier, as the runtime gives them.

The invented case is that of `form_case`. Each form has its ordinary act, the same act
with everything optional left out, and the same with texts as long as people write them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO

from PIL import Image, ImageDraw

from engine.legal_time import LEGAL_ZONE
from tests.form_case import EVIDENCE, FACTS, FINE, base
from tests.form_samples_decision import NO_PENALTY, SIGNATURE, Sample

DIGEST = "3b5d5c3712955042212316173ccf37be800a1c2f9a4d5e6f708192a3b4c5d6e7"
Entry = dict[str, object]


def at(month: int, day: int, hour: int = 9, minute: int = 30) -> datetime:
    """A moment of 2026, legal time."""
    return datetime(2026, month, day, hour, minute, tzinfo=LEGAL_ZONE)


def stored(name: str) -> Entry:
    """A file of the case."""
    return {"name": name, "digest": DIGEST, "size": 482_113, "media": "application/octet-stream"}


def picture(shade: int) -> bytes:
    """An invented photograph."""
    image = Image.new("RGB", (640, 420), (shade, 150, 120))
    draw = ImageDraw.Draw(image)
    draw.polygon(((40, 380), (320, 90 + shade // 4), (600, 380)), fill=(96, 84, 70))
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def photo(number: int, proves: str) -> Entry:
    """A photograph given as evidence."""
    return {
        "number": f"证{number}", "name": f"现场照片{number}", "kind_label": "视听资料",
        "maker": "宁守正",
        "taken_at": at(1, 12, 9, 40 + number), "place": "清和区货场路77号东侧场地",
        "device": "执法记录仪07号", "proves": proves, "elements_text": "实施了处置建筑垃圾的行为",
        "file": stored(f"IMG_{number:04d}.jpg"), "image": picture(40 * number),
    }  # fmt: skip


PHOTOS = [
    photo(4, "场地东侧堆放的建筑垃圾全貌"),
    photo(5, "堆放边缘与围墙的距离"),
    photo(6, "出入口及车辆轮迹"),
]
LIST_ITEMS = [
    {"name": "案件调查材料复印件", "quantity": "1册", "remark": "共32页"},
    {"name": "现场照片及录像光盘", "quantity": "1张", "remark": None},
]
WITNESS = {"name": "舒同安", "unit": "清和区柳堤社区居民委员会"}
REFUSED = {
    "mode": "refused", "mode_label": "拒绝签名", "signer": None, "relation": None, "file": None,
    "reason": "现场负责人称须请示公司后再签名", "witnesses": [WITNESS],
}  # fmt: skip

LEAD: Entry = {
    "source": "hotline", "source_label": "热线投诉举报", "received_at": at(1, 10, 15, 20),
    "ticket": "QJ20260110-0457", "reporter": "举报人甲", "reporter_confidential": True,
    "reporter_confidential_label": "是", "lead_place": "清和区货场路77号", "lead_area": "清和街道",
    "act_on": date(2026, 1, 8),
    "lead_facts": "市民来电反映货场路77号场地夜间有渣土车进出，倾倒建筑垃圾。",
    "suspected_party": "清江市恒筑渣土运输有限公司",
    "handling_opinion": "建议指派两名执法人员现场核查。",
    "squad": "s1", "squad_label": "清和中队", "linked_case": "清线〔2025〕0192",
}  # fmt: skip
FILING: Entry = {
    "cause": "未经核准擅自处置建筑垃圾", "brief_facts": FACTS, "initial_evidence": True,
    "within_jurisdiction": True,
}  # fmt: skip
ORDER: Entry = {
    "order_kind": "in_time", "order_kind_label": "限期改正", "order_facts": FACTS,
    "order_content": "清除场地内堆放的全部建筑垃圾，运至经核准的消纳场所，并恢复场地原状。",
    "correct_by": date(2026, 1, 19),
    "order_consequence": "逾期不改正的，本机关将依法从重处罚。",
}  # fmt: skip
RECORD: Entry = {
    "certificate_shown": True, "evidence": None, "started_at": at(1, 12, 9, 20),
    "ended_at": at(1, 12, 10, 5), "place": "清江市清和区货场路77号",
    "covers": ["act"], "proves": "当事人未经核准在该场地处置建筑垃圾",
    "party_signature": SIGNATURE, "witness": WITNESS,
}  # fmt: skip
OPINION: Entry = {
    "institution": "清江市清和区住房和城乡建设局",
    "question": "恒筑公司是否取得城市建筑垃圾处置核准文件；货场路77号是否为经核准的场所。",
    "materials": LIST_ITEMS, "reply_by": date(2026, 4, 30),
}  # fmt: skip
TRANSFER: Entry = {
    "receiver": "清江市公安局清和分局",
    "reason": "当事人倾倒的物料经检测属于危险废物，数量三吨以上。",
    "materials": LIST_ITEMS, "contact": "宁守正，0500-8888 6120",
}  # fmt: skip
CLOSING: Entry = {
    "closing_ground": "performed", "closing_ground_label": "处罚决定执行完毕",
    "execution_result": "当事人于2026年4月9日缴清罚款人民币贰万元整，警告已当面宣读。",
    "items_disposal": "本案没有扣押、没收的物品。",
    "remedies_outcome": "当事人未申请行政复议，未提起行政诉讼。",
    "publication": "行政处罚决定书（隐去个人信息）在区政府网站公示。",
    "published_on": date(2026, 3, 30),
}  # fmt: skip
SECOND: Entry = {"second_server": "p2", "second_server_label": "康予安"}

INPUTS: Mapping[str, Mapping[str, object]] = {
    "lead_register": LEAD,
    "filing_approval": FILING,
    "no_filing_approval": {
        "ground": "minor_corrected", "ground_label": "轻微并及时改正，没有危害后果",
        "reason": "核查时堆放的两袋装修垃圾已由当事人当场清走，未造成污染。",
        "reply_to_reporter": "2026年1月13日电话答复举报人，举报人表示满意。",
    },
    "extension_approval": {"reason": "需等待住房和城乡建设部门的核准情况认定，案情复杂。"},
    "site_inspection_record": {
        **RECORD, "party_present": "当事人的现场负责人柳成到场", "weather": "晴", "findings": FACTS,
        "sketch": stored("现场示意图.pdf"),
    },
    "interview_record": {
        **RECORD, "interviewee": "古月明",
        "interviewee_identity": "320999197503120015，电话0500-8888 7700",
        "interviewee_relation": "当事人的法定代表人", "rights_told": True,
        "recusal_requested": "听清楚了，不申请回避。",
        "interview": [
            {"question": "场地上的建筑垃圾是谁堆放的？", "answer": "是我公司的车辆运来堆放的。"},
            {"question": "是否取得建筑垃圾处置核准？", "answer": "没有办理，以为临时堆放不需要。"},
        ],
    },
    "interview_notice": {
        "interviewee": "古月明", "interviewee_relation": "当事人的法定代表人",
        "interview_at": at(4, 2, 14, 0), "interview_place": "清和中队询问室",
        "interview_matter": "货场路77号场地建筑垃圾的来源、数量以及是否取得处置核准。",
        "bring": [
            {"name": "法定代表人身份证件", "quantity": "1份", "remark": "原件和复印件"},
            {"name": "建筑垃圾运输合同", "quantity": "1份", "remark": None},
        ],
    },
    "evidence_photo_sheet": RECORD,
    "edata_record": {
        **RECORD, "edata_tool": "手机取证软件导出聊天记录，导出后当场计算摘要值",
        "holder": "古月明",
    },
    "sampling_notice": {
        **RECORD, "sampling_method": "在堆体四角和中心各取一份，混合后分装。",
        "samples": [
            {"name": "混合渣土", "quantity": "3袋", "remark": "每袋约2千克"},
            {"name": "沥青碎块", "quantity": "1袋", "remark": None},
        ],
    },
    "avi_index": {
        **RECORD, "recordings": [
            {"event": "现场检查", "file": stored("20260112_0920.mp4"), "device": "执法记录仪07号",
             "recorded_at": at(1, 12, 9, 18)},
            {"event": "送达责令改正通知书", "file": stored("20260114_1430.mp4"),
             "device": "执法记录仪07号",
             "recorded_at": at(1, 14, 14, 30)},
        ],
    },
    "rectification_order": ORDER,
    "rectification_review": {
        "reviewed_at": at(1, 20), "place": "清江市清和区货场路77号", "certificate_shown": True,
        "finding": "堆放的建筑垃圾已全部清除，场地已平整，已改正。", "party_signature": SIGNATURE,
    },
    "education_record": NO_PENALTY,
    "assist_letter": OPINION,
    "appraisal_entrustment": {
        **OPINION, "institution": "清江市环境检测中心有限公司",
        "question": "送检渣土是否含有危险废物成分及其含量。",
    },
    "appraisal_opinion": {
        "institution": "清江市环境检测中心有限公司",
        "qualification": "检验检测机构资质认定证书（编号示例0001）",
        "method": "危险废物鉴别标准，取样后作浸出毒性检测", "appraisers": "方映秋、骆长宁",
        "conclusion": "送检渣土不具有危险废物特性。", "told_party": True,
    },
    "suspension_approval": {
        "ground": "authority_opinion", "ground_label": "等待有权机关解释或确认",
        "reason": "场地是否属于经核准的消纳场所，须待住房和城乡建设部门确认。",
    },
    "withdrawal_approval": {
        "ground": "not_established", "ground_label": "违法事实不能成立",
        "reason": "经住房和城乡建设部门函复，该场地已取得处置核准。",
        "items_disposal": "抽取的样品已退还当事人。",
        "party_informed": "2026年2月6日书面告知当事人。",
    },
    "transfer_letter": {**TRANSFER, "receiver": "清江市生态环境局清和分局"},
    "crime_transfer_form": TRANSFER,
    "transfer_list": TRANSFER,
    "investigation_report": {
        "process": "2026年1月10日接到热线投诉，1月12日现场检查，1月14日立案，此后询问当事人。",
        "facts_found": FACTS, "proposal": "penalise", "proposal_label": "给予行政处罚",
        "penalty_kinds": ["warning", "fine"], "penalty_kinds_label": "警告、罚款", "fine": FINE,
        "tier": "T2", "tier_label": "一般",
        "factors": [
            {"name": "堆放面积三百二十平方米", "weight": "neutral", "weight_label": "一般",
             "evidence": "证1"},
            {"name": "检查后主动清运", "weight": "lighter", "weight_label": "从轻",
             "evidence": "证2"},
        ],
        "discretion_reason": "堆放面积在五百平方米以下，检查后主动清运，按一般阶次的下限裁量。",
        "correction_moot": None, "illegal_gains": 0, "illegal_gains_note": "经查没有违法所得。",
        "no_penalty_ground": None, "no_penalty_ground_label": None,
    },
    "service_receipt": {
        **SECOND, "receiver": "柳成", "receiver_relation": "receiving_clerk",
        "receiver_relation_label": "负责收件的人", "received_on": date(2026, 3, 29),
        "party_signature": {**SIGNATURE, "signer": "柳成", "relation": "负责收件的人"},
    },
    "address_confirmation": {
        "e_address": "hengzhu@mail.example", "e_channel": "电子邮件", "consented": True,
        "party_signature": SIGNATURE,
    },
    "service_announcement": {
        "announce_ground": "unknown", "announce_ground_label": "下落不明",
        "attempts": "3月29日、4月1日到住所地送达，现场无人；4月3日邮寄，4月8日退回，注明查无此人。",
        "announced_on": date(2026, 4, 10), "announced_where": "清和区人民政府网站公告栏",
        "collect_at": "清江市清和区同安路18号103室",
        "gist": "给予警告，并处罚款人民币贰万元整。",
    },
    "closing_approval": CLOSING,
    "self_review_form": {"review_comment": "程序合法，证据充分，文书规范，建议报送二次评查。"},
    "transition_checklists": {},
    "dossier_cover": {},
    "dossier_index": {},
    "dossier_backnote": {},
    "unsealing_note": {
        "ground": "remedy", "ground_label": "复议诉讼", "reason": "行政复议机关调阅案卷。",
    },
}  # fmt: skip

#: Inputs that may be missing in each act; `party_signature` of electronic data is one of them.
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "lead_register": ("ticket", "reporter", "suspected_party", "linked_case"),
    "appraisal_opinion": ("qualification", "method", "appraisers"),
    "site_inspection_record": ("weather", "sketch", "witness"),
    "interview_record": ("witness",),
    "evidence_photo_sheet": ("witness",),
    "edata_record": ("party_signature", "witness"),
    "sampling_notice": ("witness",),
}
#: Where the act may come without evidence of its own.
NO_EVIDENCE = frozenset({"site_inspection_record", "interview_record", "withdrawal_approval"})

SERVICES: Mapping[str, Mapping[str, object]] = {
    "direct": INPUTS["service_receipt"],
    "left": {
        **SECOND, "refusal_reason": "公司员工拒绝在送达回证上签名", "left_on": date(2026, 3, 29),
        "service_place": "清江市清和区货场路77号", "witnesses": [WITNESS],
        "media": stored("留置.mp4"),
    },
    "posted": {
        **SECOND, "slip_on": date(2026, 4, 4), "slip_file": stored("回执.pdf"), "receiver": "柳成",
    },
    "entrusted": {
        **SECOND, "receiver": "柳成", "received_on": date(2026, 4, 4),
        "slip_file": stored("回证.pdf"),
    },
    "electronic": {
        **SECOND, "arrived_on": date(2026, 3, 29), "arrival_log": stored("到达日志.txt"),
    },
    "announced": dict(SECOND),
}  # fmt: skip
TRACK: Entry = {
    "service_place": "清江市清和区货场路77号", "difficulty": "住所地大门上锁，两次上门均无人应答",
    "tracking_number": "1099887766554", "posted_on": date(2026, 4, 1),
    "entrusted_to": "临川县综合行政执法局",
    "e_address": "hengzhu@mail.example", "e_channel": "电子邮件", "announced_on": date(2026, 4, 10),
    "announced_where": "清和区人民政府网站公告栏", "announce_ground_label": "下落不明",
    "collect_at": "清江市清和区同安路18号103室",
    "attempts": "3月29日、4月1日到住所地送达，现场无人；4月3日邮寄，4月8日退回，注明查无此人。",
}  # fmt: skip
ISSUED = {
    "filing_approval": "立", "rectification_order": "责", "rectification_review": "查",
    "penalty_decision": "罚决", "dossier_cover": "卷",
}  # fmt: skip

SCORE = {"total": "96.5", "raw": "94.5", "possible": "98", "grade": "优秀"}
#: A grading sheet as the engine lays it out.
REVIEW: Entry = {
    **SCORE, "digest": DIGEST[:16],
    "standard": {"id": "chengguan-1", "name": "城市管理行政处罚案卷评查标准", "version": "1"},
    "rows": [
        {"left": {"id": "A1", "name": "主体名称一致", "max": "3", "given": "3", "na": False},
         "right": {"id": "D3", "name": "类案同罚", "max": "2", "given": "1", "na": False}},
        {"left": {"id": "E5", "name": "依法组织听证", "max": "2", "given": "0", "na": True},
         "right": None},
    ],
    "deductions": [
        {"about": "1", "item": "D3 类案同罚", "points": "1", "document": "行政处罚决定书",
         "page": "31", "reason": "未附同类案件比较说明", "fixable": True, "veto": False},
        {"about": "2", "item": "F5 文字规范", "points": "0.5", "document": "询问笔录",
         "page": "12", "reason": "有一处错别字", "fixable": False, "veto": False},
    ],
    "vetoes": [
        {"item": "V06 主要事实不清", "confirmed": False, "document": "调查终结报告",
         "page": "30", "reason": "各要件都有证据"},
    ],
    "own": SCORE, "second": SCORE, "earlier": SCORE,
    "demanded": [], "lessons": [], "objections": [], "remedied": [], "rechecked": [],
}  # fmt: skip


_KEPT = {
    "number": "证4",
    "name": "道路监控录像",
    "file": "监控录像.mp4",
    "source": "调取",
    "first_page": 9,
    "last_page": 9,
}
_BOUND = {
    "number": "证3",
    "name": "身份证复印件",
    "file": "身份证.jpg",
    "source": "当事人提供",
    "first_page": 7,
    "last_page": 8,
}
#: How originals are kept, as a back note tells it.
ORIGINALS: Entry = {
    "bound": [_BOUND], "kept": [_KEPT], "unchecked": [_BOUND], "pictured": 2, "identity": True,
}  # fmt: skip


def _dossier() -> list[Entry]:
    rows = (("立案审批表", "立", 1, 2), ("行政处罚决定书", "罚决", 3, 5), ("送达回证", "回", 6, 6))
    numbered: list[Entry] = [
        {"seq": n, "number": f"清城管{code}字〔2026〕第{n:06d}号", "name": name,
         "author": "清江市清和区综合行政执法局", "date": date(2026, 3, n),
         "pages": last - first + 1,
         "first_page": first, "last_page": last, "volume": "principal", "remark": None,
         "is_evidence": False}
        for n, (name, code, first, last) in enumerate(rows, 1)
    ]  # fmt: skip
    bare: Entry = {
        "seq": 4, "number": None, "name": "备考表", "author": "清和中队", "date": date(2026, 5, 6),
        "pages": 1, "first_page": None, "last_page": None,
        "volume": "supplementary", "remark": "不编页号", "is_evidence": False,
    }  # fmt: skip
    return [*numbered, bare]


def investigation_base(kind: str) -> Entry:
    """What every form of this half gets, for this kind of party."""
    values = base(kind)
    case, data = dict(values["case"]), dict(values["data"])
    documents = {
        form: {"number": f"清城管{code}字〔2026〕第{n:06d}号", "date": date(2026, 1, 14)}
        for n, (form, code) in enumerate(ISSUED.items(), 3)
    }
    return {
        **values,
        "case": {**case, "lead_number": "清线〔2026〕0031"},
        "data": {
            **data, **LEAD, **FILING, **ORDER, **CLOSING, "illegal_gains": 0,
            "illegal_gains_note": "经查没有违法所得。", "access_class": "公开",
            "retention": "years_30",
            "retention_label": "三十年", "dossier_note": "本卷材料齐全，无缺损、修改。",
        },
        "evidence": [*EVIDENCE, *PHOTOS],
        "new_evidence": PHOTOS,
        "documents": documents,
        "served": {form: {"date": date(2026, 1, 15), "mode_label": "直接送达", "receiver": "柳成"}
                   for form in ("rectification_order", "penalty_decision")},
        "deadlines": {
            "D01": {"due": date(2026, 1, 30), "start": date(2026, 1, 10)},
            "D11": {"due": date(2026, 5, 14), "start": date(2026, 1, 14)},
            "D32": {"due": date(2026, 5, 11), "start": date(2026, 4, 10)},
        },
        "subject": {"name": "行政处罚决定书", "number": documents["penalty_decision"]["number"],
                    "date": date(2026, 3, 27)},
        "track": TRACK,
        "review": REVIEW,
        "all_documents": _dossier(),
        "originals": ORIGINALS,
        "acts": [{"moment": at(1, 14), "name": "批准立案", "person": "纪平川"},
                 {"moment": at(4, 20), "name": "批准结案", "person": "纪平川"}],
        "interventions": [],
        "checklists": [
            {"moment": at(1, 10, 15, 20), "transition": "登记线索",
             "question": "举报人信息是否已按保密要求处理", "result_label": "是", "by": "舒静",
             "law": "APL 50"},
            {"moment": at(1, 12), "transition": "采集证据", "question": "证据文件已计算摘要并固定",
             "result_label": "自动通过", "by": "系统", "law": "APL 47"},
        ],
    }  # fmt: skip


def ordinary(form: str, kind: str = "entity") -> Sample:
    """Ordinary values for a form."""
    values, given = investigation_base(kind), dict(INPUTS[form])
    return Sample(form, {**values, "input": given, "data": {**values["data"], **given}})


def bare(form: str, kind: str = "entity") -> Sample:
    """The same with everything optional left out, and no evidence where the act needs none."""
    found = ordinary(form, kind)
    missing = dict.fromkeys(OPTIONAL.get(form, ()))
    party = dict(found.values["party"])
    if kind != "entity":
        party["legal_representative"] = None
    agency = {**found.values["agency"], "reconsideration_channel": None}
    without: Entry = {"evidence": [], "new_evidence": []} if form in NO_EVIDENCE else {}
    review = {**REVIEW, "deductions": [], "vetoes": []}
    return found.given(**missing).over(
        agency=agency, party=party, checklists=[], review=review, **without
    )


PROSE = frozenset(
    {
        "lead_facts", "handling_opinion", "brief_facts", "reason", "reply_to_reporter", "findings",
        "order_facts", "order_content", "order_consequence", "finding", "question", "process",
        "facts_found", "discretion_reason", "execution_result", "items_disposal",
        "remedies_outcome",
        "publication", "party_informed", "education", "commitment", "decision_facts",
        "decision_reasons",
        "attempts", "review_comment", "dossier_note", "refusal_reason", "answer",
        "sampling_method", "interview_matter", "conclusion", "sample_method", "measures",
    }
)  # fmt: skip
NAMES = frozenset({"name", "place", "address", "proves", "institution", "receiver", "cause"})
END = "（至此完）"


def _long(value: object, name: str = "") -> object:
    """Prose twelve times as long, names and places twice, each with a mark at its end."""
    if isinstance(value, dict):
        return {key: _long(entry, key) for key, entry in value.items()}
    if isinstance(value, list):
        return [_long(entry, name) for entry in value]
    if isinstance(value, str) and (name in PROSE or name in NAMES):
        return f"{value * (12 if name in PROSE else 2)}{name}{END}"
    return value


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts(entry, key)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry, name)
    elif isinstance(value, str) and (name in PROSE or name in NAMES):
        yield name, value


def lengthened(given: Sample) -> tuple[Sample, Iterator[tuple[str, str]]]:
    """The same with long texts; and (name, text) of every text of the act before it grew."""
    many = [_long(photo(n, "堆放的建筑垃圾")) for n in range(4, 12)]
    grown = given.over(
        **{name: _long(given.values[name]) for name in ("input", "data", "party", "track")},
        new_evidence=many,
        evidence=[*EVIDENCE, *many],
        all_documents=_dossier() * 12,
        checklists=given.values["checklists"] * 20,
    )
    return grown, _texts(given.values["input"])
