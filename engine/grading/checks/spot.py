"""Checks of penalties on the spot and of parking: acts without a paper, and who reviewed."""

from collections.abc import Iterator

from engine.grading.counting import last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.reasoning.statutes import statutes
from engine.reasoning.wording import shares
from engine.verdict import Term


@check
def act_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """One of the acts `names` was done, before the decision where `wanted` says so."""
    done = dossier.fired(*asked.names)
    decision = dossier.decision
    if asked.wanted and decision is not None:
        done = tuple(e for e in done if e.seq <= decision.act.seq)
    if not done:
        yield on(decision, acts=tuple(Term("trigger", name) for name in asked.names))


@check
def act_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The first act of `names` after each paper of `forms` came within the period `deadline`.

    The period runs from the day of the paper. An act still open is late once its last day is over.
    """
    for paper in dossier.of(*asked.forms):
        last = last_day(dossier, asked.deadline, paper.day)
        later = (e.at.date() for e in dossier.fired(*asked.names) if e.seq > paper.act.seq)
        done = next(later, dossier.now.date())
        if last is not None and done > last:
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, day=done)


@check
def act_field_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """In acts of `names` each of `fields` says something, and none of `words`."""
    for event in dossier.fired(*asked.names):
        paper = next((p for p in dossier.papers if p.act.seq == event.seq), None)
        for field in asked.fields:
            said = event.inputs.get(field)
            if said is None or said == () or (isinstance(said, str) and said in {"", *asked.words}):
                yield on(paper or dossier.decision, field=Term("input", field))


@check
def points_unheard(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where the party stated points in acts of `names`, the same act says why (`fields`)."""
    for event in dossier.fired(*asked.names):
        heard = any(event.inputs.text(field).strip() for field in asked.fields)
        if event.inputs.records("points") and not heard:
            paper = next((p for p in dossier.papers if p.act.seq == event.seq), None)
            yield on(paper or dossier.decision)


@check
def reviewed_by_capturer(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nobody reviewed a record of his or her own (`names` are the acts that made it; APL 41(2))."""
    makers = {e.actor for e in dossier.fired(*asked.names)}
    makers |= {
        e.inputs.text(field)
        for e in dossier.fired(*asked.names)
        for field in ("lead_officer", "assistant_officer")
    }
    for paper in dossier.of(*asked.forms):
        if paper.act.actor in makers:
            person = dossier.person(paper.act.actor, paper.act)
            yield on(paper, person=person.name if person is not None else paper.act.actor)


@check
def spot_act_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The facts of a decision on the spot say what was done.

    By `number` characters of the cause, of the matter or of one of its elements; time and place
    stand in fields of their own.
    """
    decision, version, matter = dossier.decision, dossier.matter_at_act, dossier.matter
    if decision is None:
        return
    said = decision.inputs.text("decision_facts")
    acts = [dossier.data.text("cause"), matter.name if matter is not None else ""]
    acts += [e.text for e in (version.elements if version is not None else ())]
    if not any(shares(said, act, asked.number) for act in acts if act):
        yield on(decision)


@check
def matter_unprinted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A decision that was read cites the provisions of its matter, breached and punished by."""
    situation = dossier.deciding
    version = situation.governing if situation is not None else None
    for paper in dossier.of(*asked.forms) if version is not None else ():
        words = dossier.words(paper)
        cited = (*version.breached, *version.penalty) if version is not None and words else ()
        printed = statutes(words)
        absent = (c.text() for c in cited if c not in printed)
        missing = tuple(text for text in absent if "".join(text.split()) not in words)
        if missing:
            yield on(paper, missing=missing)
