"""Reading the cells of a list of matters: citations, amounts, days, words.

Every reader raises `CellError` with the code of what is wrong; where the cell stands is not known
here. Amounts are integers in hundredths, as ranges keep them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from engine.citation import DIGITS, Citation

SEPARATORS = re.compile(r"[；;、，,\n]+")
HUNDRED, TEN_THOUSAND = 100, 10_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_AMOUNT = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>万元|万|元|%|％)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d\d)(\d\d)")
_INSTRUMENT = re.compile(r"《(?P<law>[^《》]+)》(?P<rest>[^《]*)")
_NUMBER = rf"[0-9{DIGITS}〇十百两]+"
_PLACE = re.compile(
    rf"第(?P<article>{_NUMBER})条"
    rf"(?:第(?P<para>{_NUMBER})款)?"
    rf"(?:第[（(]?(?P<item>{_NUMBER})[）)]?项)?"
)
_BETWEEN = re.compile(r"[、，,；;和及以及或者\s]*")


class CellError(ValueError):
    """A cell that cannot be read; the argument is the code of the reason."""

    def __init__(self, code: str, **facts: str) -> None:
        """`facts` fill the sentence."""
        super().__init__(code)
        self.code = code
        self.facts = facts


def identifier(text: str) -> str:
    """The code of a matter."""
    if _ID.fullmatch(text) is None:
        raise CellError("matter_list.bad_code")
    return text


def amount(text: str) -> int:
    """Yuan or per cent with at most two decimals, in hundredths; 1万元 is ten thousand yuan."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise CellError("matter_list.not_an_amount")
    number = Decimal(found["number"].replace(",", ""))
    exact = number * HUNDRED * (TEN_THOUSAND if (found["unit"] or "").startswith("万") else 1)
    if exact != exact.to_integral_value():
        raise CellError("matter_list.too_fine")
    return int(exact)


def day(text: str) -> date:
    """A day written 2023-05-01, 2023/5/1, 2023年5月1日 or 20230501."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise CellError("matter_list.not_a_day")
    try:
        return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError as wrong:
        raise CellError("matter_list.not_a_day") from wrong


def word(text: str, words: Mapping[str, str]) -> str:
    """The value a word stands for."""
    if text not in words:
        raise CellError("matter_list.unknown_word")
    return words[text]


def many(text: str) -> list[str]:
    """The parts of a cell that holds several."""
    return [part.strip() for part in SEPARATORS.split(text) if part.strip()]


def parts(text: str) -> list[str]:
    """The parts of a cell in which only semicolons and lines separate."""
    return [part.strip() for part in re.split(r"[；;\n]+", text) if part.strip()]


def citations(text: str) -> tuple[Citation, ...]:
    """The articles a cell names, such as 《某条例》第十四条第一款、第三十六条第（二）项."""
    found = list(_cited(text))
    if not found:
        raise CellError("matter_list.no_instrument")
    return tuple(found)


def _cited(text: str) -> Iterator[Citation]:
    lead = text.partition("《")[0]
    if lead.strip():
        raise CellError("matter_list.no_instrument")
    for instrument in _INSTRUMENT.finditer(text):
        law, rest = instrument["law"].strip(), instrument["rest"]
        rest = re.sub(r"^\s*[（(][^）)]*[）)]", "", rest)  # such as （2023年修订）
        position = _BETWEEN.match(rest).end()  # type: ignore[union-attr] # matches even nothing
        if position == len(rest):
            raise CellError("matter_list.no_article", law=law)
        while position < len(rest):
            place = _PLACE.match(rest, position)
            if place is None:
                raise CellError("matter_list.bad_article", law=law, part=rest[position:].strip())
            yield Citation(
                law=law,
                article=_whole(place["article"], law),
                paragraph=_whole(place["para"], law) if place["para"] else None,
                item=_whole(place["item"], law) if place["item"] else None,
            )
            position = _BETWEEN.match(rest, place.end()).end()  # type: ignore[union-attr] # as above


def _whole(text: str, law: str) -> int:
    number = int(text) if text.isdecimal() and text.isascii() else _chinese(text)
    if not 0 < number < 1000:
        raise CellError("matter_list.bad_article", law=law, part=text)
    return number


def _chinese(text: str) -> int:
    """A number below a thousand in Chinese: 一百一十一 is 111; 0 for what is none."""
    total, pending = 0, 0
    for char in text.replace("〇", "零").replace("两", "二"):
        if char == "百":
            total, pending = total + (pending or 1) * 100, 0
        elif char == "十":
            total, pending = total + (pending or 1) * 10, 0
        elif char in DIGITS:
            pending = DIGITS.index(char)
        else:
            return 0
    return total + pending
