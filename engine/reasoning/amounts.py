"""Amounts of money in a text: figures, capitals and small numerals, in fen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from engine.errors import InputError
from engine.money import parse_yuan
from engine.reasoning.numerals import CHARACTERS, whole_number

_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"
_WRITTEN = re.compile(
    rf"(?P<sign>[¥￥])\s*(?P<signed>{_FIGURES})"
    rf"|(?<![\d.,])(?P<figures>{_FIGURES})\s*(?P<myriad>万?)元"
    rf"|(?P<numerals>[{CHARACTERS}]+)元(?:整|正)?"
    r"(?:(?P<jiao>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])角)?"
    r"(?:零?(?P<odd>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?"
)
#: What may stand between an amount in capitals and the same in figures.
_GAP = re.compile(r"[整正]?[（(]?(?:即|计|小写[:：]?)?[（(]?\s*(?:人民币)?")
_BOUND = re.compile(r"(?:整|正|[（(][^）)]*[）)])?\s*(?:以上|以下|以内|至|到|—|-|~|～|的?幅度)")
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount a text writes."""

    text: str
    fen: int
    start: int
    end: int
    capitals: bool
    #: A limit of a range, not an amount of its own.
    bound: bool


def amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts of a text, in order."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Amount]:
    for match in _WRITTEN.finditer(text):
        fen = _fen(match)
        if fen is None:
            continue
        yield Amount(
            text=match.group(),
            fen=fen,
            start=match.start(),
            end=match.end(),
            capitals=bool(_CAPITALS & set(match["numerals"] or "")),
            bound=_BOUND.match(text, match.end()) is not None,
        )


def _fen(match: re.Match[str]) -> int | None:
    if match["numerals"]:
        yuan = whole_number(match["numerals"])
        parts = (match["jiao"], match["odd"])
        tens, ones = (whole_number(p) or 0 if p else 0 for p in parts)
        return None if yuan is None else yuan * 100 + tens * 10 + ones
    try:
        fen = parse_yuan(match["signed"] or match["figures"])
    except InputError:
        return None
    return fen * 10_000 if match["myriad"] else fen


def contradicting(text: str) -> Iterator[tuple[Amount, Amount]]:
    """Yield every amount in capitals with the differing figures written right behind it."""
    for one, other in pairwise(amounts(text)):
        between = text[one.end : other.start]
        beside = one.capitals != other.capitals and _GAP.fullmatch(between) is not None
        if beside and one.fen != other.fen:
            yield one, other


def called(text: str, words: tuple[str, ...]) -> Iterator[Amount]:
    """Yield the amounts named by one of `words` right before them, such as 罚款; no bounds."""
    lead = re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?:人民币|金额|为|共计|计)*$")
    for amount in amounts(text):
        if not amount.bound and lead.search(text, 0, amount.start):
            yield amount
