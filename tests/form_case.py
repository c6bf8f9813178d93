"""The invented case the sample forms from notice to enforcement are filled with.

Every person, company, number and address is invented.
"""

from collections.abc import Mapping
from datetime import date, datetime

from engine.legal_time import LEGAL_ZONE

KINDS = ("citizen", "entity", "sole_trader")
MOMENT = datetime(2026, 3, 27, 10, 5, tzinfo=LEGAL_ZONE)
FINE = 2_000_000

AGENCY = {
    "name": "清江市清和区综合行政执法局",
    "short_name": "清城管",
    "address": "清江市清和区同安路18号",
    "phone": "0500-8888 6120",
    "reconsideration_body": "清江市清和区人民政府",
    "reconsideration_channel": "https://fuyi.qinghe.example",
    "court": "清江市清和区人民法院",
    "bank": {
        "name": "清江银行股份有限公司清和支行",
        "address": "清江市清和区同安路2号",
        "account_name": "清江市清和区财政局",
        "account": "6200 1100 2200 3300",
    },
}

PARTIES: Mapping[str, Mapping[str, object]] = {
    "citizen": {
        "kind": "citizen",
        "kind_label": "公民",
        "name": "伍思远",
        "sex": "male",
        "sex_label": "男",
        "birth_date": date(1988, 4, 2),
        "id_number": "320999198804020017",
        "credit_code": None,
        "legal_representative": None,
        "address": "清江市清和区柳堤新村6幢302室",
        "phone": "13900000001",
    },
    "entity": {
        "kind": "entity",
        "kind_label": "单位",
        "name": "清江市恒筑渣土运输有限公司",
        "sex": None,
        "sex_label": None,
        "birth_date": None,
        "id_number": None,
        "credit_code": "91320999MA1ABCDE2X",
        "legal_representative": "古月明",
        "address": "清江市清和区货场路77号",
        "phone": "0500-8888 7700",
    },
    "sole_trader": {
        "kind": "sole_trader",
        "kind_label": "个体工商户",
        "name": "清和区老桥建材经营部",
        "sex": None,
        "sex_label": None,
        "birth_date": None,
        "id_number": "320999197901150023",
        "credit_code": "92320999MA1FGHJK3Y",
        "legal_representative": "柏长青",
        "address": "清江市清和区老桥街35号",
        "phone": "13900000002",
    },
}

OFFICERS = [
    {"name": "宁守正", "certificate": "苏Q0001023"},
    {"name": "康予安", "certificate": "苏Q0001024"},
]

MATTER = {
    "name": "对未经核准擅自处置建筑垃圾的处罚",
    "behaviour": "未经核准擅自处置建筑垃圾",
    "breached": "《城市建筑垃圾管理规定》第七条第一款",
    "penalty": "《城市建筑垃圾管理规定》第二十五条第（一）项",
    "range_text": "10000.00元以上100000.00元以下",
    "tiers": [],
    "correction_first": False,
    "elements": [{"id": "act", "text": "实施了处置建筑垃圾的行为"}],
}

FACTS = (
    "2026年1月12日9时20分，执法人员在清和区货场路77号场地检查时发现，当事人未取得城市建筑垃圾处置核准文件，"
    "自2026年1月8日起在该场地堆放、处置建筑垃圾，经现场测量，堆放面积为三百二十平方米，体积约四百立方米。"
)
PARTY_SIGNING = "当事人已在纸质件上签名（签名人：伍思远，扫描件SHA-256：9f2c41d7b0a6）"


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    """A moment of a day of the case."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LEGAL_ZONE)


def _item(number: int, name: str, kind: str, proves: str) -> dict[str, object]:
    return {
        "number": f"证{number}",
        "name": name,
        "kind_label": kind,
        "maker": "宁守正",
        "taken_at": at(date(2026, 1, 12)),
        "place": "清和区货场路77号",
        "device": "执法记录仪07号",
        "proves": proves,
        "elements_text": "实施了处置建筑垃圾的行为",
        "image": None,
        "file": {
            "name": f"{number}.pdf",
            "digest": "ab" * 32,
            "size": 1024,
            "media": "application/pdf",
        },
    }


EVIDENCE = [
    _item(1, "现场检查（勘验）笔录", "勘验笔录、现场笔录", "现场堆放建筑垃圾的位置、面积和体积"),
    _item(2, "现场照片六张", "视听资料", "场地堆放建筑垃圾的现状"),
    _item(3, "询问（调查）笔录", "当事人的陈述", "当事人未办理核准手续即处置建筑垃圾的经过"),
]

POINTS = ["场地系临时周转使用，并非长期处置。", "已在检查后三日内全部清运，请求减轻处罚。"]

ANSWERS = [
    {
        "point": POINTS[0],
        "checking": "核对照片和询问笔录，堆放自2026年1月8日持续至检查当日。",
        "adopted": "rejected",
        "adopted_label": "不采纳",
        "reason": "处置建筑垃圾以事先取得核准为前提，使用时间长短不影响违法行为成立。",
    },
    {
        "point": POINTS[1],
        "checking": "核对复查记录和清运凭证，当事人已于2026年1月15日清运完毕。",
        "adopted": "partly",
        "adopted_label": "部分采纳",
        "reason": "主动改正属于从轻情节，已在裁量中予以考虑，但不符合减轻处罚的条件。",
    },
]

HEADS = [
    {"head": head, "head_label": head, "finding": finding}
    for head, finding in (
        ("subject", "本机关具有处罚主体资格，两名执法人员均持有有效执法证件。"),
        ("procedure", "立案、调查、告知和听证程序齐备，期限符合规定。"),
        ("facts", "当事人身份清楚，事实有三组证据相互印证。"),
        ("law", "适用条款准确，裁量阶次与情节相当。"),
        ("power", "属于本机关权力清单事项，未超越权限。"),
        ("documents", "文书齐全，记载规范。"),
        ("crime", "未发现涉嫌犯罪情形，不需要移送。"),
        ("other", "无其他应当审核的事项。"),
    )
]

PANEL = [
    {"person": f"p{n}", "person_label": name, "opinion": opinion, "agrees": agrees}
    for n, (name, opinion, agrees) in enumerate(
        (
            ("纪平川", "事实清楚，同意按一般阶次处罚。", True),
            ("苗仲文", "同意。", True),
            ("路晓岚", "当事人整改及时，建议按从轻阶次处罚。", False),
        ),
        1,
    )
]

DOCUMENT_IDS = {
    "investigation_report": "终",
    "rectification_order": "责",
    "penalty_prior_notice": "罚告",
    "hearing_right_notice": "听告",
    "hearing_record": "听笔",
    "hearing_report": "听报",
    "legal_review_form": "审送",
    "legal_review_opinion": "审",
    "deliberation_record": "议",
    "penalty_decision": "罚决",
    "hearing_application": "听申",
    "hearing_notice": "听通",
}

DATA: Mapping[str, object] = {
    "facts_found": FACTS,
    "proposal": "penalise",
    "proposal_label": "给予行政处罚",
    "tier": "T2",
    "tier_label": "一般",
    "factors": [
        {
            "name": "堆放面积三百二十平方米",
            "weight": "neutral",
            "weight_label": "一般",
            "evidence": "证1",
        },
        {"name": "检查后主动清运", "weight": "lighter", "weight_label": "从轻", "evidence": "证2"},
    ],
    "notice_fine": FINE,
    "requested_on": date(2026, 2, 27),
    "agents": None,
    "chair_label": "简明达",
    "recorder_label": "舒静",
    "hearing_at": at(date(2026, 3, 18)),
    "hearing_place": "清和区综合行政执法局二楼听证室",
    "open_to_public": True,
    "points": [{"content": text} for text in POINTS],
    "point_answers": ANSWERS,
    "recheck_conclusion": "当事人的意见部分成立，维持拟作出的处罚种类，罚款数额不高于告知数额。",
    "final_fine": FINE,
    "review_result": "agree",
    "review_result_label": "同意",
    "review_opinion": "事实清楚，证据合法充分，适用依据准确，处罚适当，程序合法。",
    "conclusion": "按一般阶次给予警告并处罚款。",
    "decision_fine": FINE,
    "surcharge_applies": True,
    "correction_moot": None,
    "payments": None,
}


#: Twenty days overdue, one of them in a reconsideration: nineteen days at six hundred yuan.
ARREARS = {
    "fine": FINE,
    "paid": 0,
    "unpaid": FINE,
    "since": date(2026, 4, 13),
    "until": date(2026, 5, 3),
    "days": 19,
    "surcharge": 1_140_000,
    "total": 3_140_000,
    "lines": [
        {
            "first": date(2026, 4, 14),
            "last": date(2026, 4, 20),
            "days": 7,
            "base": FINE,
            "total": 420_000,
        },
        {
            "first": date(2026, 4, 22),
            "last": date(2026, 5, 3),
            "days": 12,
            "base": FINE,
            "total": 1_140_000,
        },
    ],
    "paused": [{"first": date(2026, 4, 21), "last": date(2026, 4, 21)}],
}


def _papers(receiver: object) -> dict[str, object]:
    """What was issued and served in the case, and the periods that run from it."""
    numbers = {
        form: f"清城管{code}字〔2026〕第{n:06d}号"
        for n, (form, code) in enumerate(DOCUMENT_IDS.items(), 31)
    }
    return {
        "documents": {
            form: {"number": number, "date": date(2026, 2, 25)} for form, number in numbers.items()
        },
        "all_documents": [],
        "served": {
            form: {"date": date(2026, 2, 26), "mode_label": "直接送达", "receiver": receiver}
            for form in ("hearing_right_notice", "penalty_prior_notice", "penalty_decision")
        },
        "deadlines": {
            "D08": {"due": date(2026, 3, 5), "start": date(2026, 2, 26)},
            "D16": {"due": date(2026, 4, 13), "start": date(2026, 3, 29)},
        },
    }


def base(kind: str) -> dict[str, object]:
    """What every form of the case gets, for this kind of party."""
    party = dict(PARTIES[kind])
    return {
        "agency": AGENCY,
        "case": {
            "id": "c1",
            "number": "清城管立字〔2026〕第000012号",
            "cause": "未经核准擅自处置建筑垃圾",
            "title": f"{party['name']}未经核准擅自处置建筑垃圾案",
            "lead_number": None,
            "opened_on": date(2026, 1, 10),
            "filed_on": date(2026, 1, 14),
            "squad_name": "清和中队",
            "matter_name": MATTER["name"],
        },
        "party": party,
        "matter": MATTER,
        "officers": OFFICERS,
        "lead": OFFICERS[0],
        "second": OFFICERS[1],
        "actor": {"name": "纪平川", "title": "局长"},
        "input": {},
        "data": dict(DATA),
        "evidence": EVIDENCE,
        "new_evidence": EVIDENCE[:1],
        **_papers(party["name"]),
        "arrears": ARREARS,
        "step": {"id": "T000", "name": "办理"},
        "hearing_offered": True,
        "points": POINTS,
        "statements": [{"date": date(2026, 3, 2), "points": POINTS}],
        "acts": [],
        "checklists": [],
        "interventions": [],
        "party_signing": PARTY_SIGNING,
        "reviewer": {"name": "申如镜", "qualification": "A20183209990001"},
        "now": MOMENT,
        "today": MOMENT.date(),
    }
