"""The document everybody makes: a penalty decision of three pages, another one for every number.

Names, places, amounts, dates and the words of the facts change from one to the next, so that no
contender can keep more than a bureau's real decisions have in common. Everything is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from documents.fill import fill
from documents.filled import FilledDateline, FilledHeading, FilledParas, FilledTable
from documents.forms import load_forms
from engine.legal_time import LEGAL_ZONE

FORM = "penalty_decision"
FIELD = "seal"
MOMENT = datetime(2026, 3, 27, 10, 5, tzinfo=LEGAL_ZONE)
AGENCY = "云溪县综合行政执法局"
SURNAMES = "林苏贺顾王欧陈沈邹骆尹裴项柏古伍康宁纪苗路简舒申屈"
GIVEN = "知远禾明川青喆堃思守正予安平仲文晓岚达静如镜子衡月长凌霄沐辰昱珩芷若砚书淮舟"
STREETS = ("同安路", "货场路", "柳堤街", "老桥巷", "望江大道", "槐荫里", "麦浦支路", "樟树下弄")
WASTES = ("建筑垃圾", "装修弃料", "工程渣土", "废弃混凝土", "拆除砖石", "沥青铣刨料")
SEEN = (
    "现场未设围挡和遮盖，堆体高出路面，泥浆漫入绿化带",
    "车辆未密闭，出口没有冲洗设施，沿途多处抛洒",
    "堆放处临近居民楼，扬尘明显，住户曾两次投诉",
    "场地内另有旧门窗和木方混放，没有分类",
    "堆体压占人行道和盲道，行人绕入机动车道",
)
WEIGHED = (
    "主动清运完毕并恢复原状，没有造成其他危害后果",
    "配合调查，如实说明来源和去向，在责令期限内改正",
    "两年内第二次因同类行为被查处，整改后又有反复",
    "堆放时间较短，面积不大，已与有资质的企业签订处置合同",
)
KINDS = ("勘验笔录、现场笔录", "视听资料", "当事人的陈述", "书证")
PROOFS = (
    ("现场检查（勘验）笔录", "现场堆放的位置、面积和体积"),
    ("现场照片和录像", "场地堆放的现状和车辆出入情况"),
    ("询问（调查）笔录", "未办理核准手续即处置的经过"),
    ("处置合同和运输台账", "来源、数量和去向"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same decision as plain words, for whoever has no forms."""

    title: str
    number: str
    #: A heading, a paragraph, or a table of rows whose first is the head.
    blocks: tuple[tuple[str, object], ...]
    agency: str
    date: str


@lru_cache(maxsize=1)
def form():
    """The form it is made from."""
    return load_forms()[FORM]


def number(n: int) -> str:
    """Its number."""
    return f"云综执罚决字〔2026〕第{n:06d}号"


def values(n: int) -> dict[str, object]:
    """What a case hands the form."""
    return {
        "agency": _agency(),
        "case": _case(n),
        "party": _party(n),
        "matter": {
            "breached": "《城市建筑垃圾管理规定》第七条第一款",
            "penalty": "《城市建筑垃圾管理规定》第二十五条第（一）项",
            "range_text": None,
        },
        "officers": [],
        "input": _input(n),
        "data": {"tier_label": "一般", "factors": [], "point_answers": []},
        "evidence": [_item(n, at) for at in range(len(PROOFS))],
        "documents": {"penalty_prior_notice": {"number": f"云综执罚告字〔2026〕第{n:06d}号"}},
        "served": {"penalty_prior_notice": {"date": _day(n, 45)}},
        "deadlines": {},
        "points": [],
        "statements": [],
        "acts": [],
        "party_signing": None,
        "now": MOMENT,
        "today": MOMENT.date(),
    }


def _agency() -> dict[str, object]:
    return {
        "name": AGENCY,
        "short_name": "云综执",
        "address": "云溪县文澜路18号",
        "phone": "0500-8888 6120",
        "reconsideration_body": "云溪县人民政府",
        "reconsideration_channel": None,
        "court": "云溪县人民法院",
        "bank": {
            "name": "云溪农商银行文澜支行",
            "address": "云溪县文澜路2号",
            "account_name": "云溪县财政局",
            "account": "6200 1100 2200 3300",
        },
    }


def _case(n: int) -> dict[str, object]:
    return {
        "number": f"云综执立字〔2026〕第{n:06d}号",
        "cause": f"未经核准擅自处置{WASTES[n % 6]}",
        "filed_on": _day(n, 3),
    }


def _party(n: int) -> dict[str, object]:
    return {
        "kind": "entity",
        "kind_label": "单位",
        "name": f"云溪县{GIVEN[n % 37]}{GIVEN[n % 31 + 3]}{SURNAMES[n % 23]}记渣土运输有限公司",
        "sex_label": None,
        "birth_date": None,
        "id_number": None,
        "credit_code": f"91330199MA1{n:06d}X",
        "legal_representative": SURNAMES[n % 25] + GIVEN[n % 29] + GIVEN[n % 33 + 2],
        "address": _place(n),
        "phone": f"0500-8888 {n % 10000:04d}",
    }


def _place(n: int) -> str:
    return f"云溪县{STREETS[n % 8]}{n % 400 + 1}号"


def _day(n: int, after: int) -> date:
    return date(2026, 1, 2) + timedelta(days=n % 20 + after)


def _input(n: int) -> dict[str, object]:
    found, area, size = _day(n, 1), n % 700 + 80, n % 900 + 120
    return {
        "decision_facts": f"{found.year}年{found.month}月{found.day}日，执法人员在{_place(n)}检查时"
        f"发现，当事人未取得处置核准文件，自{found.month}月1日起在该处堆放{WASTES[n % 6]}，面积"
        f"{area}平方米，体积约{size}立方米；{SEEN[n % 5]}。",
        "decision_answer": "从轻、从重情节已依职权考虑。",
        "decision_reasons": f"处置{WASTES[n % 6]}{size}立方米，没有核准。",
        "decision_discretion": f"面积{area}平方米，{WEIGHED[n % 4]}，适用该阶次的幅度与情节相当。",
        "decision_content": f"给予警告，没收违法所得人民币{n % 90 + 10}元。",
        "decision_fine": 0,
        "surcharge_applies": False,
    }


def _item(n: int, at: int) -> dict[str, object]:
    name, proves = PROOFS[at]
    taken = datetime(2026, 1, 5 + (n + at) % 25, 9, n % 60, tzinfo=LEGAL_ZONE)
    return {
        "number": f"证{at + 1}",
        "name": f"{name}{n % 9 + 1}份",
        "kind_label": KINDS[at],
        "taken_at": taken,
        "proves": f"{WASTES[n % 6]}{proves}",
    }


def text(n: int) -> Text:
    """The words of the document of this number, taken from our filled form."""
    filled = fill(form(), values(n), moment=MOMENT, number=number(n), slots=(FIELD,))
    blocks: list[tuple[str, object]] = []
    for block in filled.body:
        match block:
            case FilledHeading(text=words):
                blocks.append(("heading", words))
            case FilledParas(texts=texts):
                blocks += [("para", words) for words in texts]
            case FilledTable(rows=rows):
                cells = [tuple(cell.text for cell in row) for row in rows]
                blocks.append(("table", [row for row in cells if len(row) == len(cells[0])]))
            case FilledDateline(date=day):
                dated = day
    return Text(
        title=form().name, number=number(n), blocks=tuple(blocks), agency=AGENCY, date=dated
    )
