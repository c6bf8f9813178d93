"""Sample values for the forms of enforcement and remedies: the case of `form_case`."""

from collections.abc import Mapping
from datetime import date, datetime

from engine.legal_time import LEGAL_ZONE
from tests.form_case import base
from tests.form_samples_decision import Sample

DECISION = "清城管罚决字〔2026〕第000040号"
AT = datetime(2026, 5, 27, 9, 30, tzinfo=LEGAL_ZONE)
MATERIALS = [{"name": "送达回证", "quantity": "2份", "remark": None}]
PLACED = {
    "urgent_reason": None,
    "enforcement_reason": "当事人逾期不履行，经催告仍不履行。",
    "enforcement_manner": "由代履行人清运场地内的建筑垃圾。",
    "execute_at": AT,
}

INPUTS: Mapping[str, Mapping[str, object]] = {
    "surcharge_decision": {"surcharge_reason": "当事人到期不缴纳罚款，经催告仍不履行。"},
    "execution_agreement": {
        "agreed_plan": [
            {"due": date(2026, 6, 15), "amount": 1_000_000},
            {"due": date(2026, 7, 15), "amount": 1_640_000},
        ],
        "relief": 500_000,
        "remedial_measures": "已全部清运并恢复场地原状。",
        "agreement_terms": "提前履行的，以实际缴款日为准。",
        "party_signature": None,
    },
    "enforcement_decision": {
        **PLACED,
        "enforcement_kind": "transfer",
        "enforcement_kind_label": "划拨存款、汇款",
        "power_basis": "《中华人民共和国行政强制法》第四十六条",
    },
    "substitute_decision": {
        **PLACED,
        "enforcement_kind": "substitute",
        "enforcement_kind_label": "代履行",
        "power_basis": None,
        "substitute_ground": "pollution",
        "substitute_object": "货场路77号场地堆放的建筑垃圾约四百立方米",
        "substitute_performer": "清江市洁途环卫服务有限公司",
        "substitute_cost": 1_860_000,
    },
    "demolition_announcement": {
        **PLACED,
        "structure": "货场路77号东侧彩钢棚一处，面积一百二十平方米",
        "demolish_by": date(2026, 5, 20),
        "posted_at": "货场路77号大门和柳堤社区公告栏",
        "ordering_government": "清江市清和区人民政府",
        "government_order_number": "清和政责〔2026〕5号",
        "government_ordered_on": date(2026, 3, 20),
    },
    "court_application": {
        "court": "清江市清和区人民法院",
        "party_opinion": "当事人没有提出正当理由。",
        "enforcement_object": "当事人名下银行账户和运输车辆。",
        "other_materials": MATERIALS,
    },
    "recon_reply": {
        "reply_facts": "当事人未经核准处置建筑垃圾，有现场笔录证明。",
        "reply_basis": "事实清楚，适用依据正确，程序合法。",
        "reply_claim": "请求维持行政处罚决定。",
    },
    "litigation_reply": {
        "defence_facts": "当事人未经核准处置建筑垃圾，有现场笔录证明。",
        "defence_law": "《城市建筑垃圾管理规定》。",
        "defence_claim": "请求驳回原告的诉讼请求。",
    },
}
TRACK = {
    "recon_agency": "清江市清和区人民政府",
    "recon_number": "清政复受〔2026〕9号",
    "applicant": "伍思远",
    "received_on": date(2026, 4, 21),
    "plaintiff": "伍思远",
    "suit_court": "清江市清和区人民法院",
    "suit_number": "（2026）苏0999行初7号",
}
DOSSIER = [
    {
        "seq": 1,
        "number": DECISION,
        "name": "行政处罚决定书",
        "author": "清江市清和区综合行政执法局",
        "date": date(2026, 2, 25),
        "pages": 4,
        "first_page": 3,
        "last_page": 6,
        "volume": "principal",
        "remark": None,
        "is_evidence": False,
    },
    {
        "seq": 2,
        "number": "证1",
        "name": "现场检查（勘验）笔录",
        "author": "某甲",
        "date": date(2026, 2, 3),
        "pages": 2,
        "first_page": 7,
        "last_page": 8,
        "volume": "principal",
        "remark": None,
        "is_evidence": True,
    },
    {
        "seq": 3,
        "number": "清城管复核字〔2026〕第000031号",
        "name": "陈述申辩复核意见书",
        "author": "清江市清和区综合行政执法局",
        "date": date(2026, 2, 20),
        "pages": 2,
        "first_page": 9,
        "last_page": 10,
        "volume": "supplementary",
        "remark": None,
        "is_evidence": False,
    },
]


def ordinary(name: str, kind: str = "entity") -> Sample:
    """Ordinary values for a form."""
    whole = {**base(kind), "input": dict(INPUTS[name]), "track": TRACK, "all_documents": DOSSIER}
    return Sample(name, whole)
