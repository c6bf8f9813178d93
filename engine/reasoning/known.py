"""What the other documents of a case say: days, amounts, quantities, plates, numbers, names.

Read from everything recorded so far; the decision being made is not among it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from engine.case import Case
from engine.event import EventKind
from engine.reasoning.amounts import amounts
from engine.reasoning.wording import (
    Quantity,
    days,
    document_numbers,
    identities,
    plates,
    quantities,
    tail_of,
)
from engine.record import Record, Value
from engine.situation import Situation


@dataclass(frozen=True, kw_only=True)
class Known:
    """Every value the case holds beside the decision."""

    values: tuple[Value, ...]
    #: The year a day without one is of.
    year: int
    units: tuple[str, ...]
    #: Numbers of the documents of the case, and of the case itself.
    issued: tuple[str, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return every text."""
        return tuple(v for v in self.values if isinstance(v, str))

    @cached_property
    def whole(self) -> str:
        """Return every text in one."""
        return "\n".join(self.texts)

    @cached_property
    def days(self) -> frozenset[date]:
        """Return every day, written in a text or given as such."""
        given = {_legal(v) for v in self.values if isinstance(v, date)}
        said = {d.day for text in self.texts for d in days(text, self.year) if d.day is not None}
        return frozenset(given | said)

    @cached_property
    def amounts(self) -> frozenset[int]:
        """Return every amount in fen; any whole number may be one."""
        numbers = {v for v in self.values if isinstance(v, int) and not isinstance(v, bool)}
        return frozenset(numbers | {a.fen for text in self.texts for a in amounts(text)})

    @cached_property
    def quantities(self) -> frozenset[Quantity]:
        """Return every measured quantity."""
        return frozenset(q for text in self.texts for q in quantities(text, self.units))

    @cached_property
    def plates(self) -> frozenset[str]:
        """Return every number plate."""
        return frozenset(p for text in self.texts for p in plates(text))

    @cached_property
    def identities(self) -> frozenset[str]:
        """Return every identity number and credit code."""
        return frozenset(i for text in self.texts for i in identities(text))

    @cached_property
    def tails(self) -> frozenset[str]:
        """Return year and serial of every document number."""
        own = {tail_of(number) for number in self.issued}
        said = {tail for text in self.texts for _, tail in document_numbers(text)}
        return frozenset((own | said) - {""})


def known_of(situation: Situation, but: Iterable[str], units: tuple[str, ...]) -> Known:
    """Return what a case holds, the inputs of this command named in `but` left out."""
    left_out = set(but)
    case = situation.case
    own = (value for name, value in situation.inputs.items() if name not in left_out)
    values = (*_of_case(case), *(leaf for value in own for leaf in leaves(value)))
    act = situation.data.day("act_on") or situation.today
    issued = (case.number, *(d.number for d in case.documents.values() if d.number))
    people = tuple(p.name for p in situation.agency.people)
    return Known(
        values=(*values, *people, situation.agency.name, situation.today),
        year=act.year,
        units=units,
        issued=issued,
    )


def _of_case(case: Case) -> Iterator[Value]:
    for event in case.events:
        yield event.at
        if event.kind is EventKind.TRANSITION:
            for value in event.inputs.values():
                yield from leaves(value)
    for day, _ in case.served.values():
        yield day
    for deadline in case.deadlines.values():
        yield deadline.start
        due = deadline.computed.due
        if isinstance(due, date):
            yield due


def leaves(value: Value) -> Iterator[Value]:
    """Yield the plain values inside a value."""
    if isinstance(value, Record):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    elif value is not None:
        yield value


def _legal(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
