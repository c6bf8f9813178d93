"""Made-up parties for the cases of the month: names and numbers with valid check digits."""

from dataclasses import dataclass

from engine.identity import credit_code_valid, identity_number_valid

SURNAMES = "邹喻柏水窦云潘奚郎昌邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆"
GIVEN = ("文博", "雅琴", "立新", "素芬", "国华", "佳慧", "志刚", "晓燕", "建军", "海棠")
TRADES = ("渣土运输", "建筑", "餐饮", "百货", "园林", "装饰", "物流", "五金", "商贸", "市政")
MARKS = ("鸿运", "顺昌", "恒泰", "百川", "同济", "安达", "金桥", "瑞丰", "启明", "盛和")


@dataclass(frozen=True)
class Party:
    """Whoever a case is about."""

    citizen: str
    number: str
    enterprise: str
    code: str
    legal: str
    phone: str
    plate: str


def party(index):
    """Return one party; no two indices below 1,000 share a name or number."""
    first, second = divmod(index, len(GIVEN))
    surname, given = SURNAMES[first % len(SURNAMES)], GIVEN[second]
    doubled = "" if first < len(SURNAMES) else GIVEN[first // len(SURNAMES)][0]
    legal = SURNAMES[(first + 7) % len(SURNAMES)] + GIVEN[(second + 3) % len(GIVEN)]
    mark, trade = MARKS[index % len(MARKS)], TRADES[index // len(MARKS) % len(TRADES)]
    again = "" if index < len(MARKS) * len(TRADES) else "一二三四五六七八九"[index // 100]
    return Party(
        citizen=f"{surname}{given}{doubled}",
        number=_identity(index),
        enterprise=f"海岚市{mark}{again}{trade}有限公司",
        code=_credit(index),
        legal=legal,
        phone=f"0570-1{index:06d}",
        plate=f"浙Z·例{index:04d}",
    )


def _identity(index):
    body = f"330299{1960 + index % 40}{index % 12 + 1:02d}{index % 28 + 1:02d}{index % 1000:03d}"
    return next(body + c for c in "0123456789X" if identity_number_valid(body + c))


def _credit(index):
    body = f"91330299MA2{index:06d}"
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return next(body + c for c in signs if credit_code_valid(body + c))
