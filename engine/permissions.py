"""What somebody may do: each role's steps with the relation they ask for, answered with a reason.

The answer for a case comes from the same guards that judge a real step; without a case only what
follows from the person and the definitions is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from engine.advice import unmet_for
from engine.case import Case
from engine.definition import Actor, Requirement, Transition, Workflow
from engine.facts.persons import part_in_case
from engine.law import Law
from engine.people import Person
from engine.planning import Desk, moves
from engine.verdict import Detail, Term, Verdict

#: Questions about the person, not about what the case still lacks.
PERSONAL = frozenset({"actor_permitted", "duties_separate", "appointed", "sample_reviewer"})


class Answer(Enum):
    """Whether somebody may take a step."""

    YES = "yes"
    #: The person may; the case is not ready.
    NOT_YET = "not_yet"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One step, and whether one person may take it."""

    track: str
    workflow: Workflow
    transition: Transition
    #: The roles and relations under which the person may, or under which anybody may.
    actors: tuple[Actor, ...]
    answer: Answer
    #: What stands in the way.
    unmet: tuple[Verdict, ...]


def permissions(case: Case, desk: Desk, now: datetime, person: Person) -> tuple[Permission, ...]:
    """Return an answer for every step out of the case's present states."""
    return tuple(_in_case(case, desk, now, person, move) for move in moves(case, desk.law))


def _in_case(
    case: Case, desk: Desk, now: datetime, person: Person, move: tuple[str, Workflow, Transition]
) -> Permission:
    track, workflow, transition = move
    unmet = unmet_for(case, desk, now, move, person)
    personal = tuple(v for v in unmet if v.code in PERSONAL)
    answer = Answer.NO if personal else Answer.NOT_YET if unmet else Answer.YES
    return Permission(
        track=track,
        workflow=workflow,
        transition=transition,
        actors=_fitting(transition, person),
        answer=answer,
        unmet=personal or unmet,
    )


def standing_permissions(law: Law, day: date, person: Person) -> tuple[Permission, ...]:
    """Return an answer for every step of every machine in force on `day`, whatever the case.

    A step that asks for a relation is open to those who stand in it.
    """
    found = (
        law.current(machine, day) for machine in sorted({w.id for w in law.workflows.values()})
    )
    return tuple(
        _at_large(law, person, workflow, transition)
        for workflow in found
        for transition in workflow.transitions
        if not transition.opened_only
    )


def _at_large(law: Law, person: Person, workflow: Workflow, transition: Transition) -> Permission:
    actors = _fitting(transition, person)
    held = any(a.role in person.roles for a in actors)
    unmet = () if held else (_wrong_role(law.always, transition, person),)
    barred = tuple(_barred(law, person))
    return Permission(
        track="",
        workflow=workflow,
        transition=transition,
        actors=actors,
        answer=Answer.NO if unmet or barred else Answer.YES,
        unmet=(*unmet, *barred),
    )


def _fitting(transition: Transition, person: Person) -> tuple[Actor, ...]:
    mine = tuple(a for a in transition.actors if a.role in person.roles)
    return mine or transition.actors


def _wrong_role(always: Iterable[Requirement], transition: Transition, person: Person) -> Verdict:
    asked = next(r for r in always if r.fact == "actor_permitted")
    roles = tuple(Term("role", a.role) for a in transition.actors)
    details: dict[str, Detail] = {"roles": roles, "person": person.name}
    return Verdict(
        ok=False, code=asked.fact, rule=asked.rule, law=asked.law, details=details, value=False
    )


def _barred(law: Law, person: Person) -> Iterable[Verdict]:
    """Say what the person is that bars every act: an auditor, an assistant."""
    nothing = Case(id="")
    for bar in law.bars(""):
        part = part_in_case(nothing, person, bar.args.texts("not"), law.players, law.relations)
        if part:
            yield Verdict(
                ok=False,
                code=bar.fact,
                rule=bar.rule,
                law=bar.law,
                details={"person": person.name, "part": Term("part", part)},
                value=False,
            )
