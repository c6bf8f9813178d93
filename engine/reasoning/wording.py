"""Reading an official text: sentences, days, quantities, plates, identity and document numbers.

Finds what is written; whether it is right is not known here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from engine.identity import birth_date

_SENTENCE = re.compile(
    r"[^。！？\n]+[。！？]?(?:〔证[^〕\n]*〕|〔笔[^〕\n]*〕|（[证笔]\d[^）\n]*）)*"
)
_CLAUSE = re.compile(r"[，；。！？\n]")
_CITED = re.compile(r"[证笔]\d+(?!\d)")
_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-Z][·•・.]?[A-Z0-9示]{4,5}[A-Z0-9挂学警港澳使领]"
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_NUMBER = re.compile(r"[^\s，。；、：“”（）《》〔〕]{1,14}〔(?P<year>\d{4})〕第?(?P<serial>\d+)号")
_POINT = re.compile(r"[·•・.]")
#: What a text may leave out or write otherwise without naming another place.
_LOOSE = re.compile(r"[\s（）()《》“”、，。·\-—]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A measured quantity: 72 平方米."""

    number: Decimal
    unit: str

    def text(self) -> str:
        """Return it as written, without needless zeros."""
        return f"{self.number.normalize():f}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDay:
    """A day as a text writes it; None when there is no such day."""

    text: str
    day: date | None


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each with the marks that follow its full stop."""
    found = (m.group().strip() for m in _SENTENCE.finditer(text))
    return tuple(s for s in found if len(_LOOSE.sub("", s)) > 1)


def clauses(text: str) -> tuple[str, ...]:
    """Return the parts of a text between commas, semicolons and full stops."""
    return tuple(part for part in _CLAUSE.split(text) if part.strip())


def cited(text: str) -> tuple[str, ...]:
    """Return the numbers of evidence (证3) and of records (笔1) a text names, in order."""
    return tuple(dict.fromkeys(_CITED.findall(text)))


def days(text: str, year: int | None = None) -> tuple[WrittenDay, ...]:
    """Return the days a text writes; one without a year is of the year named last, or of `year`."""
    found: list[WrittenDay] = []
    for match in _DAY.finditer(text):
        year = int(match["year"]) if match["year"] else year
        if year is None:
            continue
        found.append(WrittenDay(text=match.group(), day=_day(year, match["month"], match["day"])))
    return tuple(found)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def quantities(text: str, units: tuple[str, ...]) -> tuple[Quantity, ...]:
    """Return the quantities a text writes in any of `units`."""
    return tuple(
        Quantity(number=Decimal(m["number"]), unit=m["unit"])
        for m in _measured(units).finditer(text)
    )


@lru_cache(maxsize=16)
def _measured(units: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    measured = rf"(?<![\d.])(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>{words})"
    return re.compile(measured if words else r"(?!)")


def plates(text: str) -> tuple[str, ...]:
    """Return the number plates a text writes, without the dot."""
    return tuple(_POINT.sub("", m.group()) for m in _PLATE.finditer(text))


def identities(text: str) -> tuple[str, ...]:
    """Return what a text writes in the shape of an identity number or a credit code."""
    found = (m.group().upper() for m in _IDENTITY.finditer(text))
    return tuple(f for f in found if _identifying(f))


def _identifying(number: str) -> bool:
    """Whether 18 characters name a person or an entity, not a ticket or a transfer."""
    person = number[:17].isdigit() and birth_date(number) is not None
    return person or (number[2:8].isdigit() and not number.isdigit())


def document_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield every document number a text writes, with the words before it, and its tail."""
    for match in _NUMBER.finditer(text):
        yield match.group(), f"〔{match['year']}〕{int(match['serial'])}"


def tail_of(number: str) -> str:
    """Return year and serial of a document number, as `document_numbers` gives them."""
    return next((tail for _, tail in document_numbers(number)), "")


def plain(text: str) -> str:
    """Return a text without the marks a name or place may be written with or without."""
    return _LOOSE.sub("", text)


def without(text: str, words: Iterable[str]) -> str:
    """Return a text with some words taken out."""
    for word in words:
        text = text.replace(word, "")
    return text


def shares(text: str, other: str, least: int) -> bool:
    """Whether two texts share a run of `least` characters, or the whole of the shorter one."""
    one, two = plain(text), plain(other)
    least = min(least, len(one), len(two))
    return least > 0 and any(one[i : i + least] in two for i in range(len(one) - least + 1))


def near_misses(text: str, name: str, known: str) -> tuple[str, ...]:
    """Return what a text writes almost as `name`: one character other, left out or put in.

    What stands in `known` (the other documents) is a name of its own. Names of two characters are
    too short to tell.
    """
    size = len(name)
    if size < 3:
        return ()
    rest = text.replace(name, "\n")
    found = (
        w for w in _windows(rest, name) if _one_apart(w, name) and "\n" not in w and w not in known
    )
    return tuple(dict.fromkeys(found))


def _windows(text: str, name: str) -> Iterator[str]:
    """The stretches of a text that have either half of a name: one error leaves one half whole."""
    half = len(name) // 2
    for begun in re.finditer(re.escape(name[:half]), text):
        yield from (text[begun.start() : begun.start() + n] for n in _sizes(len(name)))
    for ended in re.finditer(re.escape(name[half:]), text):
        yield from (text[max(0, ended.end() - n) : ended.end()] for n in _sizes(len(name)))


def _sizes(size: int) -> tuple[int, ...]:
    """A short name is only mistaken for one of its length."""
    return (size, size - 1, size + 1) if size > 4 else (size,)


def _one_apart(written: str, name: str) -> bool:
    """Whether two texts differ in one character: another one, one left out or one put in."""
    long, short = (written, name) if len(written) >= len(name) else (name, written)
    same = _alike(long, short)
    if len(long) == len(short):
        return same < len(long) and long[same + 1 :] == short[same + 1 :]
    return 0 < same < len(short) and long[same + 1 :] == short[same:]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
