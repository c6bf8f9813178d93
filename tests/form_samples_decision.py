"""Sample values for the forms from notice to enforcement: what each act of the case is given.

The case itself stands in `tests.form_case`; every person, company and number is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from documents.form import SEAL_SLOT, Form
from tests.form_case import (
    AGENCY,
    ANSWERS,
    DATA,
    FACTS,
    FINE,
    HEADS,
    MATTER,
    OFFICERS,
    PANEL,
    POINTS,
    at,
    base,
)

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
    "no_penalty_code_label": "违法行为轻微并及时改正，没有造成危害后果",
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
    "hearing_announcement": SCHEDULE,
    "hearing_record": HEARING,
    "hearing_report": {
        "report_summary": "听证按照法定程序举行，双方充分陈述、质证和辩论。",
        "disputed_points": "及时清运是否构成减轻处罚情节。",
        "report_opinion": "违法事实清楚，适用法律准确；及时清运属于从轻情节，建议维持拟处罚内容。",
    },
    "statement_record": {
        "stated_at": at(date(2026, 3, 2)),
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
        "held_at": at(date(2026, 3, 25), 14, 0),
        "place": "局三楼会议室",
        "panel": PANEL,
        "conclusion_fine": FINE,
        "conclusion": DATA["conclusion"],
    },
    "extension_deliberation": {
        "held_at": at(date(2026, 3, 25), 14, 0),
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
