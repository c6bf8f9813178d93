"""Checks of the officers: two of them, qualified on the day, named on paper, known to the party."""

from collections.abc import Iterator
from datetime import date

from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.people import Person
from engine.verdict import Term

#: Roles whose signature on a paper is that of an enforcing officer.
OFFICERS = frozenset({"case_officer", "service_officer"})
#: When a record says that its act happened, beside the day it was made.
_TIMES = ("started_at", "seized_at", "stated_at", "reviewed_at", "received_on")


@check
def officers_unfit(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """At least `number` different officers, each with a certificate valid on the day.

    Read from who signed; on papers that bear the seal only, from who was assigned then.
    """
    for paper in dossier.of(*asked.forms):
        people = tuple(_officers(dossier, paper))
        unfit = tuple(p.name for p in people if not _fit(p, _days(paper)))
        numbers = {p.certificate.number for p in people if p.certificate and p.name not in unfit}
        numbers.discard("")
        if len(numbers) < asked.number:
            yield on(paper, found=len(numbers), needed=asked.number, persons=unfit, day=paper.day)


def _officers(dossier: Dossier, paper: Paper) -> Iterator[Person]:
    form = dossier.law.forms.forms().get(paper.form)
    slots = [s.id for s in (form.slots if form is not None else ()) if s.role in OFFICERS]
    if slots:
        found = (dossier.person(who, paper.act) for who in dict.fromkeys(paper.signers(*slots)))
        yield from (p for p in found if p is not None)
        return
    situation = dossier.situation(paper.act)
    yield from situation.officers() if situation is not None else ()


def _days(paper: Paper) -> tuple[date, ...]:
    told = (paper.inputs.day(name) for name in _TIMES)
    return (paper.day, *(day for day in told if day is not None))


def _fit(person: Person, days: tuple[date, ...]) -> bool:
    return bool(person.roles & OFFICERS) and all(person.qualified_on(day) for day in days)


@check
def officers_unprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each paper that was read names its officers and the numbers of their certificates."""
    for paper in dossier.of(*asked.forms):
        words = dossier.words(paper)
        people = _officers(dossier, paper) if words else ()
        lacking = tuple(p.name for p in people if not _printed(p, words))
        if lacking:
            yield on(paper, persons=lacking)


def _printed(person: Person, words: str) -> bool:
    number = "".join(person.certificate.number.split()) if person.certificate else ""
    return person.name in words and number in words


@check
def not_affirmed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each of `fields` is answered yes in every document of `forms` whose act asks for it."""
    for paper in dossier.of(*asked.forms):
        transition = dossier.transition(paper.act)
        known = {f.name for f in transition.inputs} if transition is not None else {*asked.fields}
        for field in asked.fields:
            if field in known and not paper.inputs.flag(field):
                yield on(paper, field=Term("input", field))


@check
def act_not_affirmed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each of `fields` is answered yes in every act of the triggers `names`, paper or not."""
    for event in dossier.fired(*asked.names):
        paper = next((p for p in dossier.papers if p.act.seq == event.seq), None)
        for field in asked.fields:
            if not event.inputs.flag(field):
                yield on(paper, field=Term("input", field))


@check
def checklist_denied(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No checklist item of `names` was answered no, and none that blocks was left open."""
    for event in dossier.acts:
        transition = dossier.transition(event)
        wanted = [i for i in (transition.checklist if transition else ()) if i.id in asked.names]
        settled = {i.id: i.result for i in event.checklist}
        paper = next((p for p in dossier.papers if p.act.seq == event.seq), None)
        for item in wanted:
            if settled.get(item.id, "no" if item.blocking else "") == "no":
                yield on(paper, question=item.ask)


@check
def recusal_undecided(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever asked for somebody's recusal got a decision; `words` say that nobody asked."""
    for paper in dossier.of(*asked.forms):
        said = "".join(paper.inputs.text(field) for field in asked.fields)
        asking = bool(said) and not any(word in said for word in asked.words)
        if asking and not dossier.of("recusal_decision"):
            yield on(paper, quote=said)
