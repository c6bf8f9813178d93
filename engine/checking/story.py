"""Counter-examples as plain values: what happened, step by step, and what was wanting at its end.

Knows no words and no screens. Waiting is no step of its own: it shows as days before the next one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from engine.case import Case
from engine.checking.claims import Invariant, Need, Scope
from engine.checking.court import Breach, told
from engine.checking.effects import conditions_of
from engine.checking.firing import Firing
from engine.checking.lens import called
from engine.checking.open_world import Answer, texts_of
from engine.definition import Condition, Transition, Workflow
from engine.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act of a story."""

    at: datetime
    #: Days since the step before; 0 for the first.
    days: int
    #: Rules of running periods whose last day passed since the step before.
    lapsed: tuple[str, ...]
    #: Digest of the definition, and the transition in it.
    definition: str
    transition: str
    role: str
    #: What was chosen, by name of input.
    chosen: tuple[tuple[str, str | bool], ...]
    #: Legal circumstances its effects depended on: question, arguments, answer.
    circumstances: tuple[tuple[str, Record, Answer], ...]
    #: Documents it made, as (form, status).
    documents: tuple[tuple[str, str], ...]
    #: Form it delivered to the party; "" for none.
    served: str
    #: Periods it moved, as (move, rule).
    deadlines: tuple[tuple[str, str], ...]
    #: Machines of which it opened a track.
    tracks: tuple[str, ...]
    machine: str
    #: State it led to.
    state: str
    #: Whether one of those of many hats did it.
    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that was wanting."""

    need: Need
    #: For a question that was asked: how it was answered; None where it was never asked.
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One broken invariant, and the shortest course that shows it."""

    scope: str
    invariant: str
    name: str
    name_en: str
    law: tuple[str, ...]
    #: Rule the demand comes from; "" where it has none.
    rule: str
    #: Whether the invariant was written with a name of its own.
    spoken: bool
    steps: tuple[Step, ...]
    #: Whether the last step breaks it; else nothing more can happen after it.
    broken_by_act: bool
    lacks: tuple[Lack, ...]
    #: What is wanting in short, for invariants that are about no act.
    wanting: tuple[str, ...]


def story_of(breach: Breach, scope: Scope, invariants: Iterable[Invariant]) -> Story:
    """Return a breach as a story."""
    found = next((i for i in invariants if i.id == breach.invariant), None)
    rule, _, generated = breach.invariant.partition(" ")
    return Story(
        scope=scope.id,
        invariant=breach.invariant,
        name=breach.name,
        name_en=breach.name_en,
        law=breach.law,
        rule=rule if generated and breach.act and breach.act.transition.id != rule else "",
        spoken=not generated,
        steps=tuple(_steps(breach, scope.people)),
        broken_by_act=breach.act is not None,
        lacks=tuple(_lacks(breach, found)),
        wanting=breach.wanting,
    )


def _lacks(breach: Breach, invariant: Invariant | None) -> Iterator[Lack]:
    if invariant is None or breach.act is None:
        return
    text_of = texts_of()
    for need in invariant.needs:
        if told(need) not in breach.wanting:
            continue
        if need.kind == "asked":
            key = (need.names[0], text_of(need.args) if need.args else "")
            yield Lack(need=need, answer=breach.act.answers.get(key))
        else:
            yield Lack(need=need)


def _steps(breach: Breach, people: frozenset[str]) -> Iterator[Step]:
    before: datetime | None = None
    for firing, case in _acts(breach):
        yield replace(_step(firing, case, before), everybody=firing.actor in people)
        before = firing.at


def _acts(breach: Breach) -> Iterator[tuple[Firing, Case]]:
    """Every act with the case it was done in, the breaking one last."""
    nodes = breach.course
    for previous, node in pairwise(nodes):
        if node.firing is not None:
            yield node.firing, previous.case
    if breach.act is not None and nodes:
        yield breach.act, nodes[-1].case


def _step(firing: Firing, case: Case, before: datetime | None) -> Step:
    event = firing.event
    paper = case.documents.get(event.served.document) if event.served else None
    return Step(
        at=firing.at,
        days=(firing.at.date() - before.date()).days if before else 0,
        lapsed=tuple(_lapsed(case, before, firing.at)) if before else (),
        definition=event.definition,
        transition=firing.transition.id,
        role=firing.role,
        chosen=tuple(_chosen(firing)),
        circumstances=tuple(_circumstances(firing)),
        documents=tuple(dict.fromkeys((d.form, d.status) for d in event.documents)),
        served=paper.form if paper is not None else "",
        deadlines=tuple(dict.fromkeys((d.move, d.rule) for d in event.deadlines)),
        tracks=tuple(t.machine for t in event.tracks),
        machine=event.machine,
        state=event.target,
    )


def _lapsed(case: Case, before: datetime, now: datetime) -> Iterator[str]:
    for deadline in case.deadlines.values():
        due: date | None = deadline.computed.due
        if deadline.status == "running" and due is not None and before.date() <= due < now.date():
            yield deadline.rule


def _chosen(firing: Firing) -> Iterator[tuple[str, str | bool]]:
    for spec in firing.transition.inputs:
        value = firing.given.get(spec.name)
        many = value if isinstance(value, tuple) else (value,)
        for one in many:
            if isinstance(one, bool) or (isinstance(one, str) and one in spec.choices):
                yield spec.name, one


def _circumstances(firing: Firing) -> Iterator[tuple[str, Record, Answer]]:
    text_of = texts_of()
    told_of: set[tuple[str, str]] = set()
    for asked in _conditions(firing.transition):
        key = (asked.fact, text_of(asked.args) if asked.args else "")
        if asked.fact and key in firing.answers and key not in told_of:
            told_of.add(key)
            yield asked.fact, asked.args, firing.answers[key]


def _conditions(transition: Transition) -> Iterator[Condition]:
    yield from (r.when for r in transition.requires if r.when is not None)
    yield from conditions_of(transition)


def concerning(invariants: Iterable[Invariant], workflows: Iterable[Workflow]) -> frozenset[str]:
    """Return the ids of the invariants that are about an act or a state of some machines."""
    known = tuple(workflows)
    acts = [(w.id, t) for w in known for t in w.transitions]
    states = {f"{w.id}.{s}" for w in known for s in w.states}
    forms = {d.form for _, t in acts for d in t.documents}
    return frozenset(
        i.id
        for i in invariants
        if i.occasion.issues & forms
        or i.occasion.enters & states
        or any(t.id in i.occasion.fires or called(i.occasion.fires, m, t.trigger) for m, t in acts)
    )
