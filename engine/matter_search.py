"""Finding matters by what people type: parts of a name, of a law's name, of a code.

Chinese has no word boundaries, so texts are compared by parts and by pairs of characters; nothing
is guessed from sound. Refuses to know how a result looks.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.matters import Matter

#: What a hit in each place is worth; a name that begins with the text is worth more than one that
#: holds it, and every part above what only shares pairs of characters.
CODE, CODE_BEGINS, NAME_BEGINS, NAME, FIELD, LAW, ELEMENT, PAIRS = 100, 80, 70, 60, 40, 35, 30, 25
#: Share of the pairs a name must have in common with the text, in per cent.
ENOUGH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A matter that fits, and how well (more is better)."""

    matter: Matter
    score: int


#: Everyday words, and the words of the law for the same thing (any of them will do).
Aliases = Mapping[str, tuple[str, ...]]


def search(matters: Iterable[Matter], text: str, aliases: Aliases) -> tuple[Hit, ...]:
    """The matters that fit every word of `text`, best first, then by code."""
    words = [(word, *aliases.get(word, ())) for word in text.split()]
    spellings = [tuple(plain(spelling) for spelling in word) for word in words if plain(word[0])]
    hits: list[Hit] = []
    for matter in matters:
        scores = [max(_score(matter, spelling) for spelling in word) for word in spellings]
        if scores and all(scores):
            hits.append(Hit(matter=matter, score=sum(scores)))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, len(hit.matter.name), hit.matter.id)))


def plain(text: str) -> str:
    """The text without width, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _score(matter: Matter, word: str) -> int:
    code, name = plain(matter.id), plain(matter.name)
    if code == word:
        return CODE
    if name.startswith(word):
        return NAME_BEGINS
    if word in name:
        return NAME
    if code.startswith(word):
        return CODE_BEGINS
    if word in plain(matter.field):
        return FIELD
    version = matter.versions[-1]
    if any(word in plain(c.text()) for c in (*version.penalty, *version.breached)):
        return LAW
    if any(word in plain(element.text) for element in version.elements):
        return ELEMENT
    return _pairs_in_common(word, name)


def _pairs_in_common(word: str, name: str) -> int:
    wanted = [word[i : i + 2] for i in range(len(word) - 1)]
    found = sum(1 for pair in wanted if pair in name)
    if not wanted or found * 100 < ENOUGH * len(wanted):
        return 0
    return max(1, PAIRS * found // len(wanted))
