"""Whether a screen about a case names a natural person, and what of a case is about one.

Knows what the masking rules say is private. Refuses to know screens and readers.
"""

import re

from engine.masked_view import RULE as NUMBER
from engine.masking import Masking
from engine.record import Record, Value

NAME, PARTY = "name", "party"


def is_a_name(text: str, masking: Masking) -> bool:
    """Whether a party's name reads like that of a natural person, nothing else being known."""
    return bool(re.fullmatch(masking.rules[NAME].like or ".+", text.strip()))


def names_a_person(data: Record, masking: Masking) -> bool:
    """Whether the party of a case, or as yet the suspect, is a natural person."""
    party = data.record(PARTY)
    if not party.text(NAME):
        return is_a_name(data.text("suspected_party"), masking)
    sources = (s for s in masking.hidden if s.rule == NAME and s.name == NAME)
    return any(source.under == PARTY and source.takes(PARTY, party) for source in sources)


def holds_private(data: Record, masking: Masking, under: str = "") -> bool:
    """Whether what a case was told holds anything private besides identity numbers."""
    hidden = [s for s in masking.hidden if s.rule != NUMBER and s.takes(under, data)]
    kept = {s.name for s in masking.kept if s.takes(under, data)}
    if any(data.get(s.name) not in (None, "", ()) for s in hidden if s.name not in kept):
        return True
    return any(_inside(name, value, masking) for name, value in data.items())


def _inside(under: str, value: Value, masking: Masking) -> bool:
    if isinstance(value, Record):
        return holds_private(value, masking, under)
    if isinstance(value, tuple):
        return any(_inside(under, item, masking) for item in value)
    return False
