"""An invented case for the sample forms of the layout, and documents composed of it.

The forms are in tests/integration/sample_forms; none of them is a form of the law.
"""

import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image

from documents.compose import Composed, compose
from documents.forms import FormLibrary

FORMS = FormLibrary(Path(__file__).parent / "integration" / "sample_forms")
MOMENT = datetime(2026, 1, 20, 1, 30, tzinfo=UTC)
NUMBER = "江城管罚决字〔2026〕第000123号"
EVENT = '{"event":"送达"}'.encode()


def picture(color: str = "red", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    """A picture of one colour whose upper left quarter is white."""
    image = Image.new("RGB", size, color)
    image.paste("white", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def photo(number: int, image: bytes) -> dict[str, object]:
    return {
        "image": image,
        "shows": f"工地东侧出入口路面泥浆遗撒情况之{number}",
        "taken": MOMENT,
        "place": "望江路124号东侧出入口",
        "maker": "欧阳𠮷",
        "device": "执法记录仪JL-0071",
        "sha256": hashlib.sha256(image).hexdigest(),
    }


PARTY = {
    "kind": "enterprise",
    "name": "江州恒信建设工程有限公司",
    "representative": "王喆堃",
    "address": "江州市临江区望江路124号一层",
    "phone": None,
    "credit_code": "91330400MA2B123X7Q",
    "agent": None,
}

INSPECTION = {
    "start": MOMENT,
    "end": MOMENT,
    "place": "望江路124号工地东侧出入口",
    "present": "王喆堃（项目负责人）",
    "weather": "晴",
    "confirmation": "已看清执法证件，不申请回避。",
    "findings": "现场路面有泥浆遗撒，自出入口向南延伸约52米，呈带状分布。\n" * 30,
    "measures": [{"item": "长度", "value": "52.0", "unit": "米", "tool": "测距仪"}],
    "photos": ["01", "02"],
    "video": "全程录像1段。",
}

DECISION = {
    "number": NUMBER,
    "facts": "经查，你单位沿途遗撒泥浆，污染路面。" * 20,
    "defence": "你单位提出陈述申辩，本机关予以采纳。",
    "law": "依据《城市建筑垃圾管理规定》第二十三条的规定。",
    "discretion": "鉴于你单位主动消除危害后果，从轻处罚。",
    "penalty": "本机关决定对你单位处以",
    "fine": 850000,
}

SERVICE = {
    "document_name": "行政处罚决定书",
    "document_number": NUMBER,
    "addressee": "江州恒信建设工程有限公司",
    "place": "望江路124号",
    "mode": "直接送达",
    "served_at": MOMENT,
    "receiver": None,
    "refusal": None,
}


def entry(number: int) -> dict[str, object]:
    """A line of the table of contents; every third document has no number of its own."""
    return {
        "number": f"江城管立字〔2026〕第{number:06d}号" if number % 3 else None,
        "author": "江州市临江区综合行政执法局",
        "title": "现场检查（勘验）笔录",
        "date": date(2026, 1, 5),
        "pages": f"{number}-{number + 2}",
        "remark": None,
    }


def values(**changes: object) -> dict[str, object]:
    """The case, with some of its parts changed."""
    case = {
        "agency": {"name": "江州市临江区综合行政执法局"},
        "case": {
            "cause": "江州恒信建设工程有限公司未按照规定清运建筑垃圾案",
            "facts": "巡查时发现，当事人的车辆（车牌号×A12345）沿途遗撒，污染路面36.5平方米。",
            "suspected_article": "《城市建筑垃圾管理规定》第十四条",
        },
        "lead": {"source": "12319热线投诉", "registered": MOMENT},
        "party": PARTY,
        "officers": [
            {"name": "欧阳𠮷", "certificate": "33040112345"},
            {"name": "李㛂明", "certificate": "33040112346"},
        ],
        "inspection": INSPECTION,
        "decision": DECISION,
        "evidence": [{"name": "现场检查笔录", "quantity": "1份", "proves": "证明现场状况"}],
        "payment": {"bank": "江州银行临江支行", "bank_address": "人民路8号"},
        "remedies": {"reconsideration": "江州市临江区人民政府", "court": "临江区人民法院"},
        "service": SERVICE,
        "photos": [photo(n, picture(size=(400 + n, 300))) for n in range(1, 4)],
        "dossier": {
            "filed": date(2026, 1, 5),
            "closed": date(2026, 3, 1),
            "archived": date(2026, 3, 20),
            "archive_number": "20260007",
            "retention": "30年",
            "pages": 86,
        },
        "entries": [entry(n) for n in range(1, 31)],
    }
    return {**case, **changes}


def composed(
    name: str, *, training: bool = False, preview: bool = False, **changes: object
) -> Composed:
    """A document of the case, or of the case with some values changed."""
    form = FORMS[name]
    return compose(
        form,
        values(**changes),
        moment=MOMENT,
        number=NUMBER,
        slots=form.slots,
        training=training,
        preview=preview,
        attachment=EVENT,
    )
