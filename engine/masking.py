"""What a published decision does not show: rules, where private values stand, how words are found.

Knows nothing of documents. Words are compared in their compatibility form without spaces and
hyphens, so that a number set in groups or in wide figures is the same number.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.people import Agency
from engine.record import Record, Value

#: Nobody's name, number or address is shorter.
_LEAST = 2
_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\-\u2010-\u2015\u2212]")
_JOINTS = "·•"
_ASIDE, _BETWEEN = re.compile(r"[（(][^）)]*[）)]"), re.compile("[、，,；;]")
OTHER = "other"
#: What may fill the holes of a template.
_HOLES = {r"\{surname\}": r"(?P<surname>[^\W\d_]{1,2})", r"\{number\}": "[1-9][0-9]*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskRule:
    """One kind of private matter and what stands in its place."""

    id: str
    name: str
    #: Articles in full.
    law: tuple[str, ...]
    shown: str
    #: How the second and further ones that read alike are shown; empty where all read alike.
    again: str = ""
    keeps_surname: bool = False
    #: What a name looks like, and the rule for what does not look like one.
    like: str = ""
    otherwise: str = ""
    #: Numbers hidden wherever they stand.
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something stands in what a case was told."""

    name: str
    #: Record or list it stands in; empty for any.
    under: str = ""
    #: Values its neighbours have.
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule: str = ""
    #: Gives way to what is kept and to officers of the bureau.
    yields: bool = False

    def takes(self, under: str, record: Record) -> bool:
        """Whether the field of this record is meant."""
        return (not self.under or self.under == under) and all(
            record.text(name) in wanted for name, wanted in self.when.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """One version of the rules, as data gives them."""

    version: str
    digest: str
    #: Forms whose words are committed to.
    forms: frozenset[str]
    rules: Mapping[str, MaskRule]
    hidden: tuple[Source, ...]
    kept: tuple[Source, ...]
    surnames: frozenset[str]

    def surname(self, name: str) -> str:
        """Return what of a name stays: the family name, or the first character."""
        plain = re.sub(_GAPS, "", name)
        double = plain[:2] in self.surnames and len(plain) > _LEAST
        return plain[:2] if double and not set(plain) & set(_JOINTS) else plain[:1]

    def fits(self, rule: MaskRule, shown: str) -> bool:
        """Whether `shown` is something a rule may put in the place of what it hides."""
        for template in (rule.shown, rule.again):
            pattern = re.escape(template)
            for hole, wanted in _HOLES.items():
                pattern = pattern.replace(hole, wanted)
            match = re.fullmatch(pattern, shown) if template else None
            if match is not None:
                surname = match.groupdict().get("surname", "")
                return len(surname) <= 1 or surname in self.surnames
        return False

    def hides(self, rule: str, value: str) -> Iterator[tuple[str, MaskRule]]:
        """Yield the words of a value to be hidden, each with its rule.

        Where a rule says what a name looks like, a value may hold several, each with something
        about the person in brackets; what holds none goes whole, by the other rule.
        """
        found = self.rules[rule]
        if not found.like:
            yield value, found
            return
        parts = (part.strip() for part in _BETWEEN.split(_ASIDE.sub("", value)))
        names = [part for part in parts if re.fullmatch(found.like, part)]
        yield from ((name, found) for name in names)
        if not names:
            yield value, self.rules[found.otherwise]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What one case has to hide, each text with its rule, and what stays."""

    hidden: Mapping[str, MaskRule]
    kept: frozenset[str]


def secrets_of(
    masking: Masking, told: Iterable[Record], agency: Agency, named: Sequence[Record] = ()
) -> Secrets:
    """Return everything private the case was told.

    `told` are the inputs of its acts; `named` what somebody names beside: records of `field` (the
    rule) and `text` (the words).
    """
    records = tuple(told)
    kept = {text for _, text in _found(masking.kept, records)}
    staff = {person.name for person in agency.people}
    hidden: dict[str, MaskRule] = {}
    for source, text in _found(masking.hidden, records):
        for words, rule in masking.hides(source.rule, text):
            if not (source.yields and words in kept | staff):
                hidden.setdefault(words, rule)
    for item in named:
        text = item.text("text").strip()
        if len(text) >= _LEAST:
            named_rule = item.text("field")
            hidden |= masking.hides(named_rule if named_rule in masking.rules else OTHER, text)
    return Secrets(hidden=hidden, kept=frozenset(kept | _public(agency)) - hidden.keys())


def _public(agency: Agency) -> frozenset[str]:
    """Return what the bureau says of itself."""
    own = (agency.name, agency.phone, agency.address, agency.bank.account, agency.bank.name)
    return frozenset(text for text in own if text)


def _found(sources: Sequence[Source], records: Sequence[Record]) -> Iterator[tuple[Source, str]]:
    for under, record in (found for told in records for found in _walk("", told)):
        for source in sources:
            if source.name in record and source.takes(under, record):
                for text in written(record.get(source.name)):
                    if len(text.strip()) >= _LEAST:
                        yield source, text.strip()


def _walk(under: str, value: Value) -> Iterator[tuple[str, Record]]:
    """Yield every record inside, with the name it stands under."""
    if isinstance(value, Record):
        yield under, value
        for name, inner in value.items():
            yield from _walk(name, inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk(under, item)


def written(value: Value) -> tuple[str, ...]:
    """Return how a value is written in documents and narratives."""
    if isinstance(value, date):
        return (
            f"{value.year}年{value.month}月{value.day}日",
            f"{value.year}年{value.month:02}月{value.day:02}日",
            f"{value:%Y-%m-%d}",
            f"{value:%Y.%m.%d}",
        )
    return (value,) if isinstance(value, str) else ()


# -- finding words ----------------------------------------------------------------------------


class _Plain(dict[str, str]):
    """Characters as they are compared: nothing for a gap, several for a ligature."""

    def __missing__(self, char: str) -> str:
        plain = re.sub(_GAPS, "", unicodedata.normalize("NFKC", char).upper())
        return self.setdefault(char, plain)


_PLAIN = _Plain()


def folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as it is compared, and for each character where it stood."""
    chars = [_PLAIN[char] for char in text]
    plain = "".join(chars)
    if len(plain) == len(text) and all(chars):
        return plain, range(len(text))
    return plain, [at for at, char in enumerate(chars) for _ in char]


def comparable(text: str) -> str:
    """Return a text as it is compared."""
    return folded(text)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Words to be hidden in a text: from, up to but without, what they are, and the rule."""

    begin: int
    end: int
    value: str
    rule: MaskRule


class Finder:
    """Finds what the texts of one case have to hide."""

    def __init__(self, masking: Masking, secrets: Secrets) -> None:
        """Know what is private here, and what stays."""
        self._rules = {comparable(value): (value, r) for value, r in secrets.hidden.items()}
        self._hidden = _any_of(self._rules)
        self._kept = _any_of(comparable(value) for value in secrets.kept)
        self._patterns = [
            (re.compile(rule.pattern), rule) for rule in masking.rules.values() if rule.pattern
        ]

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return what a text has to hide, in order, none within another.

        What is hidden may stand inside what is kept, and nowhere else. Numbers hidden by their
        pattern give way to both.
        """
        plain, places = folded(text)
        kept = [match.span() for match in self._kept.finditer(plain)]
        hits: list[Hit] = []
        taken = list(kept)
        for match in self._hidden.finditer(plain):
            begin, end = match.span()
            if not any(first <= begin and end <= last for first, last in kept):
                value, rule = self._rules[match.group()]
                hits.append(_hit(places, begin, end, value, rule))
                taken.append((begin, end))
        for pattern, rule in self._patterns:
            for match in pattern.finditer(plain):
                begin, end = match.span()
                if all(end <= first or last <= begin for first, last in taken):
                    hits.append(_hit(places, begin, end, match.group(), rule))
                    taken.append((begin, end))
        return tuple(sorted(hits, key=lambda hit: hit.begin))


def _hit(places: Sequence[int], begin: int, end: int, value: str, rule: MaskRule) -> Hit:
    return Hit(begin=places[begin], end=places[end - 1] + 1, value=value, rule=rule)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of these words, the longest first; nothing where there are none."""
    longest = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")
