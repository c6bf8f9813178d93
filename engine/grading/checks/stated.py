"""Checks of the facts as report, notice and decision state them: whole, and the same throughout.

What makes a statement of facts (when, where, who, what, with what result) is asked one by one.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import NOTICES, quoted, said_elsewhere, text_of
from engine.reasoning.rules import edition_on
from engine.reasoning.wording import days, near_misses, plates, quantities, shares
from engine.verdict import Detail

_CLOCK = re.compile(
    r"(?P<late>下午|傍晚|晚上)?(?<!\d)(?P<hour>1?\d|2[0-4])[时点:：](?:(?P<minute>[0-5]?\d)分?)?"
)
_NOON = 12
#: The papers that state the facts, in the order they are written.
_STATING = (("investigation_report",), NOTICES, ("penalty_decision", "no_penalty_decision"))


def _statements(dossier: Dossier, asked: Asked) -> tuple[tuple[Paper, str], ...]:
    """The newest paper of each kind with the facts it states."""
    papers = (dossier.last(*forms) for forms in _STATING)
    return tuple((p, text_of(p, asked.fields)) for p in papers if p is not None)


def _lacking(dossier: Dossier, asked: Asked, says: Callable[[str], bool]) -> Iterator[Hit]:
    for paper, text in _statements(dossier, asked):
        if not says(text):
            yield on(paper)


@check
def time_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts name the day of the act."""
    act = dossier.data.day("act_on")
    if act is not None:
        yield from _lacking(dossier, asked, lambda t: act in {d.day for d in days(t, act.year)})


@check
def place_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts name a place of the case, by `number` characters of it."""
    found = (dossier.data.text("lead_place"), *(a.inputs.text("place") for a in dossier.acts))
    places = [p for p in found if p]
    if places:
        yield from _lacking(
            dossier, asked, lambda t: any(shares(t, place, asked.number) for place in places)
        )


@check
def person_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts name the party, by name or by one of `words`."""
    named = (dossier.data.record("party").text("name"), *asked.words)
    ways = [w for w in named if w]
    yield from _lacking(dossier, asked, lambda t: any(way in t for way in ways))


@check
def act_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts say what was done: `number` characters of the cause, or of the matter."""
    matter = dossier.matter
    found = (dossier.data.text("cause"), matter.name if matter is not None else "")
    causes = [c for c in found if c]
    if causes:
        yield from _lacking(
            dossier, asked, lambda t: any(shares(t, cause, asked.number) for cause in causes)
        )


@check
def result_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts say what came of it: a measured quantity, or one of `words`."""
    units = _units(dossier)
    yield from _lacking(
        dossier,
        asked,
        lambda t: bool(quantities(t, units)) or any(word in t for word in asked.words),
    )


def _units(dossier: Dossier) -> tuple[str, ...]:
    edition = edition_on(dossier.law.reasoning, dossier.now.date())
    return edition.units if edition is not None else ()


@check
def facts_differ(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where two of the papers write days, hours, plates or quantities, they share at least one."""
    for (earlier, said), (later, repeated) in pairwise(_statements(dossier, asked)):
        for mine, theirs in _values(dossier, repeated, said):
            if mine and theirs and not mine & theirs:
                told, here = (tuple(sorted(values, key=str)) for values in (theirs, mine))
                yield on(later, other=earlier.made.number, told=told, quote=here)


def _values(dossier: Dossier, said: str, told: str) -> Iterator[tuple[set[Detail], set[Detail]]]:
    act = dossier.data.day("act_on")
    year = act.year if act is not None else None
    written = [{d.day for d in days(t, year) if d.day is not None} for t in (said, told)]
    yield {*written[0]}, {*written[1]}
    yield {*_clocks(said, exact=False)}, {*_clocks(told, exact=False)}
    yield {*_clocks(said, exact=True)}, {*_clocks(told, exact=True)}
    yield {*plates(said)}, {*plates(told)}
    found = [quantities(t, _units(dossier)) for t in (said, told)]
    for unit in sorted({q.unit for q in found[1]}):
        one, other = ({q.text() for q in these if q.unit == unit} for these in found)
        yield {*one}, {*other}


def _clocks(text: str, *, exact: bool) -> Iterator[str]:
    """The hours a text writes, or with `exact` the times it writes to the minute."""
    for found in _CLOCK.finditer(text):
        hour = int(found["hour"])
        hour += _NOON if found["late"] and hour < _NOON else 0
        if not exact:
            yield f"{hour}时"
        elif found["minute"]:
            yield f"{hour}时{int(found['minute'])}分"


@check
def name_misspelt(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No paper writes the party almost as the others do, unless they know such another name."""
    party, stating = dossier.data.record("party"), _statements(dossier, asked)
    names = (party.text("name"), party.text("legal_representative"), party.text("address"))
    known = said_elsewhere(dossier, (paper for paper, _ in stating))
    for paper, text in stating:
        for name in (n for n in names if n):
            for miss in near_misses(text, name, known):
                yield quoted(dossier, paper, miss, name=name)


@check
def noticed_fine_differs(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The first notice after the report tells the fine the report proposed."""
    del asked
    report = dossier.last("investigation_report")
    if report is None:
        return
    told = [p for p in dossier.of(*NOTICES) if p.act.seq > report.act.seq]
    proposed = report.inputs.number("fine")
    if told and proposed is not None and told[0].inputs.number("notice_fine") != proposed:
        fine = told[0].inputs.number("notice_fine") or 0
        yield on(told[0], amount_fen=fine, other_fen=proposed)
