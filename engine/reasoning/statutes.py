"""Citations in a text: 《…规定》第十四条第一款第二项, also 该规定第二十三条, one by one."""

import re
from collections.abc import Iterator

from engine.citation import Citation
from engine.reasoning.numerals import CHARACTERS, whole_number

_KINDS = "法|条例|规定|办法|规则|细则|规章"
_NAMED = re.compile(
    rf"《(?P<law>[^《》]{{1,60}}(?:{_KINDS}))(?:[（(][^）)》]*[）)])?》|该(?:{_KINDS})"
)
_STEP = re.compile(
    rf"(?P<gap>[、，和及与或]|以及|或者)?第(?P<number>[{CHARACTERS}\d]+)(?P<level>条|款|项)"
)
_LEVELS = ("条", "款", "项")


def statutes(text: str) -> tuple[Citation, ...]:
    """Return the provisions a text cites, each narrowed as far as the text does.

    A law named without an article is one citation of the law as a whole. 该规定 is the law named
    last.
    """
    found: list[Citation] = []
    last = ""
    for match in _NAMED.finditer(text):
        last = match["law"] or last
        provisions = tuple(_provisions(text, match.end()))
        if not last or (not provisions and match["law"] is None):
            continue
        found += [
            Citation(law=last, article=a, paragraph=p, item=i)
            for a, p, i in provisions or ((None, None, None),)
        ]
    return tuple(found)


def _provisions(text: str, at: int) -> Iterator[tuple[int | None, int | None, int | None]]:
    """The articles right behind a law's name; a sign that begins anew ends the one before."""
    now: list[int | None] = [None, None, None]
    while step := _STEP.match(text, at):
        level = _LEVELS.index(step["level"])
        if level and now[0] is None:
            return
        if now[level] is not None:
            yield now[0], now[1], now[2]
        now[level:] = [whole_number(step["number"]), None, None][: 3 - level]
        at = step.end()
    if now[0] is not None:
        yield now[0], now[1], now[2]


def same_article(one: Citation, other: Citation) -> bool:
    """Whether two citations are of one article; a law goes by its full or its short name."""
    return same_law(one.law, other.law) and one.article == other.article


def same_law(one: str, other: str) -> bool:
    """Whether two names are of one law: 行政处罚法 is 中华人民共和国行政处罚法."""
    prefix = "中华人民共和国"
    return one.removeprefix(prefix) == other.removeprefix(prefix)


def covers(exact: Citation, written: Citation) -> bool:
    """Whether what is written is the provision meant, or lies within it."""
    return (
        same_article(exact, written)
        and exact.paragraph in {None, written.paragraph}
        and exact.item in {None, written.item}
    )
