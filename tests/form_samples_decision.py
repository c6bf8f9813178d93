"""Sample values for the forms from notice to enforcement: one invented case.

Every person, company, number and address is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from documents.form import SEAL_SLOT, Form
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


def _at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LEGAL_ZONE)


def _item(number: int, name: str, kind: str, proves: str) -> dict[str, object]:
    return {
        "number": f"证{number}",
        "name": name,
        "kind_label": kind,
        "maker": "宁守正",
        "taken_at": _at(date(2026, 1, 12)),
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
    "hearing_at": _at(date(2026, 3, 18)),
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


SIGNATURE = {
    "mode": "paper",
    "mode_label": "纸质签名",
    "signer": "伍思远",
    "relation": "本人",
    "file": {"name": "签名页.pdf", "digest": "cd" * 32},
    "reason": None,
    "witnesses": None,
}

NOTICE = {
    "notice_facts": FACTS,
    "notice_reasons": "当事人在未取得核准的情况下处置建筑垃圾，扰乱建筑垃圾管理秩序，情节一般。",
    "notice_fine": FINE,
    "notice_content": "给予警告，并处罚款人民币贰万元整。",
}

NO_PENALTY = {
    "no_penalty_code": "minor",
    "no_penalty_code_label": "违法行为轻微并及时改正没有造成危害后果",
    "decision_facts": FACTS,
    "decision_reasons": "堆放时间短，检查后当日清运，未造成污染。",
    "education": "向当事人讲解了建筑垃圾处置核准的规定。",
    "commitment": "今后依法办理核准手续。",
    "ground_evidence": "证1、证2",
    "party_signature": SIGNATURE,
}

REMEDY = {
    "outcome": "change",
    "outcome_label": "变更",
    "outcome_authority": "清江市清和区人民政府",
    "outcome_number": "清政复决〔2026〕9号",
    "outcome_file": {"name": "决定.pdf"},
    "new_content": "给予警告，并处罚款人民币壹万元整。",
    "decision_fine": 1_000_000,
    "money_effect": "已缴纳的罚款中超出部分人民币壹万元，于十个工作日内退还当事人。",
    "reason": "复议机关认为原决定对主动清运情节考虑不足。",
}

REVIEW = {
    "reviewed_by": "p9",
    "reviewed_by_label": "申如镜",
    "review_result": "agree",
    "review_result_label": "同意",
    "review_heads": HEADS,
    "review_opinion": DATA["review_opinion"],
}

HEARING = {
    "hearing_course": "调查人员出示证1至证3，当事人对证据真实性无异议，对堆放时间的认定提出异议。"
    "双方就是否应当减轻处罚进行了辩论。",
    "case_presented": "当事人未经核准处置建筑垃圾，建议给予警告，并处罚款二万元。",
    "defence": "场地为临时周转，已经及时清运，请求减轻处罚。",
    "last_statement": "请求从宽处理。",
    "points": [{"content": text} for text in POINTS],
    "party_signature": SIGNATURE,
}

SCHEDULE = {
    "hearing_at": DATA["hearing_at"],
    "hearing_place": DATA["hearing_place"],
    "open_to_public": True,
    "open_to_public_label": "是",
    "closed_reason": None,
}

DEFERRAL = {
    "hardship": "当事人经营场所受灾停业，账户余额不足以一次缴清罚款。",
    "applied_on": date(2026, 4, 3),
    "plan": [
        {"due": date(2026, 5, 15), "amount": 1_000_000},
        {"due": date(2026, 6, 15), "amount": 1_000_000},
    ],
    "hardship_file": {"name": "停业证明.pdf", "digest": "ef" * 32},
    "plan_effect": "按期缴纳的，批准期限内不加处罚款。",
    "party_signature": SIGNATURE,
}

INPUTS: Mapping[str, Mapping[str, object]] = {
    "penalty_prior_notice": NOTICE,
    "hearing_right_notice": NOTICE,
    "hearing_application": {
        "requested_on": date(2026, 2, 27),
        "hearing_ground": "认为告知的罚款数额过高，要求听证。",
        "agents": [{"name": "屈子衡", "unit": "清江明理律师事务所"}],
        "party_signature": SIGNATURE,
    },
    "hearing_not_accepted": {
        "ground": "late",
        "ground_label": "逾期申请",
        "reason": "听证告知书于2026年2月26日送达，申请于2026年3月9日提出。",
    },
    "hearing_notice": SCHEDULE,
    "hearing_record": HEARING,
    "hearing_report": {
        "report_summary": "听证按照法定程序举行，双方充分陈述、质证和辩论。",
        "disputed_points": "及时清运是否构成减轻处罚情节。",
        "report_opinion": "违法事实清楚，适用法律准确；及时清运属于从轻情节，建议维持拟处罚内容。",
    },
    "statement_record": {
        "stated_at": _at(date(2026, 3, 2)),
        "place": "清和中队接待室",
        "statement_by": "伍思远",
        "points": [{"content": text} for text in POINTS],
        "statement_evidence": "清运凭证一份",
        "certificate_shown": True,
        "party_signature": SIGNATURE,
    },
    "waiver_record": {
        "waiver": "express",
        "waiver_label": "当事人书面明确放弃",
        "waiver_scope": "陈述权、申辩权和要求听证的权利",
        "party_signature": SIGNATURE,
    },
    "recheck_opinion": {
        "point_answers": ANSWERS,
        "recheck_conclusion": DATA["recheck_conclusion"],
        "final_fine": FINE,
    },
    "legal_review_form": {
        "recheck_conclusion": DATA["recheck_conclusion"],
        "final_fine": FINE,
        "materials": [
            {"name": "案件调查终结报告", "quantity": "1份", "remark": None},
            {"name": "案卷材料", "quantity": "1册", "remark": "含音像光盘一张"},
        ],
    },
    "legal_review_opinion": REVIEW,
    "deliberation_record": {
        "held_at": _at(date(2026, 3, 25), 14, 0),
        "place": "局三楼会议室",
        "panel": PANEL,
        "conclusion_fine": FINE,
        "conclusion": DATA["conclusion"],
    },
    "extension_deliberation": {
        "held_at": _at(date(2026, 3, 25), 14, 0),
        "place": "局三楼会议室",
        "panel": PANEL,
        "reason": "重新鉴定的意见尚未作出。",
        "extension_days": 60,
        "extension_conclusion": "同意再延长办案期限六十日。",
    },
    "decision_approval": {
        "decision_facts": FACTS,
        "decision_reasons": "当事人的行为符合未经核准处置建筑垃圾的构成要件。",
        "decision_discretion": "堆放面积在五百平方米以下，检查后主动清运，按一般阶次下限裁量。",
        "decision_answer": "关于临时周转的意见不予采纳；关于及时清运的意见予以部分采纳。",
        "decision_content": "一、给予警告；二、处罚款人民币贰万元整。",
        "decision_fine": FINE,
        "surcharge_applies": True,
        "surcharge_applies_label": "是",
    },
    "no_penalty_decision": NO_PENALTY,
    "payment_notice": {"bill_number": "3209992026000077"},
    "cash_fine_receipt": {
        "collected": "cash",
        "cash_ground": "remote",
        "cash_ground_label": "边远水上交通不便地区当事人向指定银行缴纳确有困难并提出",
        "cash_receipt_number": "苏财票00018842",
        "cash_amount": FINE,
    },
    "demand_notice": {
        "demand_period": date(2026, 5, 8),
        "demand_manner": "一次性缴清罚款。",
    },
    "enforcement_suspension": {
        "ground": "object_lost",
        "ground_label": "执行标的灭失",
        "reason": "涉案物料在仓库火灾中全部烧毁。",
        "ground_proofs": [{"name": "火灾事故认定书", "quantity": "1份", "remark": None}],
    },
    "revocation_decision": REMEDY,
    "deferral_application": DEFERRAL,
    "deferral_approval": DEFERRAL,
}

ALL_INPUTS = {**INPUTS, "penalty_decision": INPUTS["decision_approval"]}


@dataclass(frozen=True)
class Sample:
    """What one form is composed with."""

    form: str
    values: Mapping[str, object]

    def given(self, **inputs: object) -> "Sample":
        """The same with other inputs of the act, which the case then knows too."""
        given = {**self.values["input"], **inputs}
        return self.over(input=given, data={**self.values["data"], **inputs})

    def over(self, **values: object) -> "Sample":
        """The same with other values."""
        return replace(self, values={**self.values, **values})

    def without(self, *documents: str) -> "Sample":
        """The same in a case where these documents were never issued or served."""
        kept = {
            name: {
                form: entry for form, entry in self.values[name].items() if form not in documents
            }
            for name in ("documents", "served")
        }
        return self.over(**kept)


def sample(form: str, kind: str = "entity") -> Sample:
    """Ordinary values for a form."""
    return Sample(form, {**base(kind), "input": dict(ALL_INPUTS[form])})


def slots_of(form: Form) -> tuple[str, ...]:
    """Everyone who signs electronically, three members on a panel, the seal last."""
    people = [
        name
        for signer in form.signers
        for name in ([f"{signer.slot}_{n}" for n in (1, 2, 3)] if signer.many else [signer.slot])
    ]
    return (*people, *([SEAL_SLOT] if form.sealed else []))


OPTIONAL = ("statement_evidence", "agents", "closed_reason")
#: Documents a simple case has: no hearing, no order, no panel.
RARE = (
    "rectification_order",
    "hearing_record",
    "hearing_report",
    "legal_review_form",
    "deliberation_record",
    "investigation_report",
)


def bare(form: str, kind: str) -> Sample:
    """The same form in a case where nothing optional was given and nothing rare happened."""
    given = sample(form, kind).without(*RARE)
    values = given.values
    absent = {name: None for name in OPTIONAL if name in values["input"]}
    return given.given(**absent).over(
        agency={**AGENCY, "reconsideration_channel": None},
        data={**DATA, "factors": None, "tier_label": None, "point_answers": None, "agents": None},
        matter={**MATTER, "range_text": None},
        case={**values["case"], "filed_on": None},
        deadlines={},
        points=[],
        statements=[],
        party_signing=None,
    )


TAIL = "（长文本结束）"
LONG = (
    "当事人在施工过程中将建筑垃圾堆放于围挡以外的人行道和绿化带，影响行人通行和市容环境。" * 30
    + TAIL
)


def long_sample(form: str, kind: str) -> tuple[Sample, tuple[str, ...]]:
    """The same form with names and texts far longer than usual, and how the printed ones end."""
    given = sample(form, kind)
    name = "清江市恒筑渣土运输及建筑废弃物资源化综合利用工程技术服务有限责任公司清和区第三分公司"
    texts = {
        key: LONG
        for key, value in given.values["input"].items()
        if isinstance(value, str) and len(value) > 18 and "_label" not in key
    }
    party = {**given.values["party"], "name": name, "address": f"{'清江市清和区' * 10}货场路77号"}
    officers = [{**officer, "name": "阿卜杜热合曼·买买提依明"} for officer in OFFICERS]
    printed = (name, TAIL) if texts else (name,)
    return given.given(**texts).over(party=party, officers=officers), printed
