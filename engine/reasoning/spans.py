"""Lengths of time in a text: 十五日内, 60日内, 六个月内."""

import re
from dataclasses import dataclass

from engine.periods import Unit
from engine.reasoning.numerals import CHARACTERS

_SPAN = re.compile(
    rf"(?P<number>\d+|[{CHARACTERS}]+)(?P<unit>个工作日|个月|日|天|年)(?:内|以内|之内)"
)
_UNITS = {
    "个工作日": Unit.WORKING_DAYS,
    "个月": Unit.MONTHS,
    "日": Unit.CALENDAR_DAYS,
    "天": Unit.CALENDAR_DAYS,
    "年": Unit.YEARS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length as a text writes it."""

    text: str
    number: str
    unit: Unit


def spans(text: str) -> tuple[Span, ...]:
    """Return the lengths within which a text wants something done."""
    return tuple(
        Span(text=m.group(), number=m["number"], unit=_UNITS[m["unit"]])
        for m in _SPAN.finditer(text)
    )
