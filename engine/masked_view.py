"""Showing what a case was told without identity numbers, unless somebody says why they are needed.

Knows which fields hold one and what one looks like in running text. Refuses to know who looks.
"""

import re

from engine.masking import Masking, Source
from engine.record import Record, Value

#: The rule of what a published decision hides that is hidden on the screen as well.
RULE = "id_number"
#: How much of a number stays, so that two people can still be told apart.
_SHOWN = 4
_HIDDEN = "*"


def masked(data: Record, masking: Masking) -> Record:
    """Return the same record with every identity number but its last four characters hidden."""
    sources = [source for source in masking.hidden if source.rule == RULE]
    pattern = re.compile(masking.rules[RULE].pattern or r"(?!)")
    return _record("", data, sources, pattern)


def _record(under: str, data: Record, sources: list[Source], pattern: re.Pattern[str]) -> Record:
    hidden = {s.name for s in sources if s.name in data and s.takes(under, data)}
    return Record(
        {
            name: _hide(value)
            if name in hidden and isinstance(value, str)
            else _value(name, value, sources, pattern)
            for name, value in data.items()
        }
    )


def _value(under: str, value: Value, sources: list[Source], pattern: re.Pattern[str]) -> Value:
    if isinstance(value, Record):
        return _record(under, value, sources, pattern)
    if isinstance(value, tuple):
        return tuple(_value(under, item, sources, pattern) for item in value)
    if isinstance(value, str):
        return pattern.sub(lambda found: _hide(found[0]), value)
    return value


def _hide(number: str) -> str:
    return _HIDDEN * max(len(number) - _SHOWN, 0) + number[-_SHOWN:] if number else number
