"""Money of fines and receipts: integer fen, written the two ways official documents demand.

Refuses to know rates, caps and discretion; floats never enter. Capitals follow 《支付结算办法》
附件一“正确填写票据和结算凭证的基本规定”.
"""

import re
from typing import NewType

from engine.errors import InputError

Fen = NewType("Fen", int)

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
LIMIT = 10**18  # fen; beyond 万亿 the capitals have no agreed form
_YUAN = re.compile(r"(?P<yuan>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<fraction>[0-9]{1,2}))?")


def parse_yuan(text: str) -> Fen:
    """Read an amount in yuan such as `150`, `1,500.5` or `¥0.05` exactly.

    Raises InputError `money.unreadable` for anything else: signs, exponents, three decimals.
    """
    found = _YUAN.fullmatch(text.strip().removeprefix("¥").removeprefix("￥"))
    if found is None:
        raise InputError("money.unreadable", text=text)
    fraction = (found["fraction"] or "").ljust(2, "0")
    return checked(int(found["yuan"].replace(",", "")) * 100 + int(fraction))


def checked(fen: int) -> Fen:
    """The amount itself; InputError `money.out_of_range` when negative or beyond writing."""
    if not 0 <= fen < LIMIT:
        raise InputError("money.out_of_range", fen=fen)
    return Fen(fen)


def yuan_text(fen: int) -> str:
    """Yuan in Arabic digits with two decimals and no grouping: 15000 fen is `150.00`."""
    yuan, rest = divmod(checked(fen), 100)
    return f"{yuan}.{rest:02d}"


def capital_text(fen: int) -> str:
    """Yuan in capitals: 15000 fen is 人民币壹佰伍拾元整, 10005 fen is 人民币壹佰元零伍分."""
    yuan, rest = divmod(checked(fen), 100)
    jiao, odd = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif odd and yuan:
        text += DIGITS[0]
    return f"人民币{text}{DIGITS[odd]}分" if odd else f"人民币{text}整"


def _whole(number: int) -> str:
    """A whole number in capitals, one 零 for every inner run of zeros."""
    if number == 0:
        return DIGITS[0]
    text, gap = "", False
    for index in range(len(GROUPS) - 1, -1, -1):
        group = number // 10_000**index % 10_000
        if group == 0:
            gap = True
            continue
        if text and (gap or group < 1000):
            text += DIGITS[0]
        text, gap = f"{text}{_group(group)}{GROUPS[index]}", False
    return text


def _group(group: int) -> str:
    """Four digits in capitals without leading or trailing zeros."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit == 0:
            gap = True
            continue
        if text and gap:
            text += DIGITS[0]
        text, gap = f"{text}{DIGITS[digit]}{PLACES[place]}", False
    return text
