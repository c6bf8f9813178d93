"""What may happen to a case now, and what stands in the way of everything else.

A move is judged before anybody has filled in its input: whatever an input may still change is left
open instead of being called a violation. Pure, like planning; it knows no language and no screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from engine.case import Case
from engine.command import SYSTEM, Command
from engine.definition import (
    ChecklistItem,
    Requirement,
    Transition,
    Workflow,
)
from engine.open_inputs import OpenFacts, OpenSituation
from engine.people import Person
from engine.plan_deadlines import foreseen
from engine.plan_documents import plan_document
from engine.planning import Desk, moves, situate
from engine.record import Record
from engine.schema import FieldSpec
from engine.verdict import Term, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """A holder of a fitting role who may not act, and why."""

    person: Person
    unmet: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Something a move brings: for certain, or depending on what the input says."""

    form: str = ""
    deadline: str = ""
    move: str = ""
    certain: bool = True
    #: Who signs the document, in order: role, and person when already known.
    signers: tuple[tuple[str, str], ...] = ()
    #: The period's last day if the move is made now, as far as it can be known.
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One move out of the case's present states."""

    track: str
    workflow: Workflow
    transition: Transition
    source: str
    target: str
    #: Who may act now, as far as can be known; empty for the bureau's own clockwork.
    actors: tuple[Person, ...]
    barred: tuple[Barred, ...]
    #: What the law asks and the case does not meet, whatever the input says.
    unmet: tuple[Verdict, ...]
    #: What the case does not meet now and the law asks only if the input says so.
    lacking: tuple[Verdict, ...]
    #: What is judged as soon as the input is there.
    later: tuple[Requirement, ...]
    documents: tuple[Expected, ...]
    deadlines: tuple[Expected, ...]
    #: Checklist items a person must answer.
    questions: tuple[ChecklistItem, ...]
    #: Names of the fields every input for this move must fill.
    needed: frozenset[str]

    @property
    def by_system(self) -> bool:
        """Whether the bureau's own clockwork fires the move."""
        return any(a.role == SYSTEM for a in self.transition.actors)

    @property
    def possible(self) -> bool:
        """Whether somebody may fire the move now, given a fitting input."""
        return not self.unmet and (self.by_system or bool(self.actors))


def advise(case: Case, desk: Desk, now: datetime) -> tuple[Advice, ...]:
    """Return advice on every move that leaves a present state or opens a track."""
    desk = desk.on(now.date())
    return tuple(_Adviser(case, desk, now, move).advise() for move in moves(case, desk.law))


def likeliest_first(found: Iterable[Advice], person: str = "") -> tuple[Advice, ...]:
    """Return advice in the order a colleague would give it.

    What is possible stands before what is not, what `person` (an id) may do before what others
    may, and the usual way of a case before what happens now and then.
    """

    def rank(advice: Advice) -> tuple[bool, bool, bool]:
        mine = person in {p.id for p in advice.actors}
        return (not advice.possible, not mine, not advice.transition.usual)

    return tuple(sorted(found, key=rank))


def unmet_for(
    case: Case, desk: Desk, now: datetime, move: tuple[str, Workflow, Transition], person: Person
) -> tuple[Verdict, ...]:
    """Return everything that keeps one person from making one move, whatever the input says."""
    return tuple(_Adviser(case, desk, now, move).unmet(person))


class _Adviser:
    """Judges one move of one case for everybody who might make it."""

    def __init__(
        self, case: Case, desk: Desk, now: datetime, move: tuple[str, Workflow, Transition]
    ) -> None:
        self._case = case
        self._desk = desk
        self._now = now
        self._track, self._workflow, self._transition = move

    def advise(self) -> Advice:
        """Return the advice."""
        roles = {a.role for a in self._transition.actors}
        holders = [p for p in self._desk.agency.people if roles & p.roles]
        by_system = SYSTEM in roles
        judged = {p.id: self.unmet(p) for p in ([] if by_system else holders)}
        unmet = _shared(list(judged.values())) if judged else self.unmet(None)
        own = {i: [v for v in found if v not in unmet] for i, found in judged.items()}
        actors = tuple(p for p in holders if p.id in own and not own[p.id])
        likely = next(iter(actors or holders), None)
        facts = self._facts(None if by_system else likely)
        running = self._case.tracks.get(self._track)
        source = running.state if running is not None else ""
        return Advice(
            track=self._track,
            workflow=self._workflow,
            transition=self._transition,
            source=source,
            target=self._transition.target_from(source),
            actors=actors,
            barred=tuple(
                Barred(person=p, unmet=tuple(own[p.id])) for p in holders if own.get(p.id)
            ),
            unmet=tuple(unmet),
            lacking=tuple(self._lacking([] if by_system else holders)),
            later=tuple(r for r in self._all(None) if _open(facts, r)),
            documents=tuple(self._documents(facts)),
            deadlines=tuple(self._deadlines(facts)),
            questions=tuple(i for i in self._transition.checklist if i.kind != "auto"),
            needed=frozenset(s.name for s in self._transition.inputs if _needed(s, facts)),
        )

    def _facts(self, person: Person | None) -> OpenFacts:
        command = Command(
            id="",
            case=self._case.id,
            track=self._track,
            trigger=self._transition.trigger,
            actor=person.id if person is not None else SYSTEM,
            at=self._now,
        )
        situation = situate(
            command,
            self._desk,
            self._workflow,
            self._case.tracks.get(self._track),
            self._transition,
            Record(),
        )
        return OpenFacts(OpenSituation.of(situation))

    def _all(self, person: Person | None) -> tuple[Requirement, ...]:
        law = self._desk.law
        roles = {a.role for a in self._transition.actors}
        held = roles & person.roles if person is not None else set()
        items = (i.requirement for i in self._transition.checklist if _blocks(i))
        return (
            *law.always,
            *(law.barred[r] for r in sorted(held) if r in law.barred),
            *self._transition.requires,
            *(r for r in items if r is not None),
        )

    def _documents(self, facts: OpenFacts) -> Iterable[Expected]:
        for use in self._transition.documents:
            applies = facts.holds(use.when)
            if applies is False or use.stage == "return":
                continue
            form = self._desk.law.forms.form(use.form)
            planned = plan_document(facts.situation, use, form, self._desk.law.signers)
            signers = [(s.role, s.person) for s in planned.slots if s.slot in planned.needed]
            signers += [(s.role, "") for s in form.slots if s.many]
            yield Expected(
                form=use.form,
                move=use.stage,
                certain=applies is True,
                signers=tuple(dict.fromkeys(signers)),
            )

    def _deadlines(self, facts: OpenFacts) -> Iterable[Expected]:
        for change in self._transition.deadlines:
            applies = facts.holds(change.when)
            if applies is False:
                continue
            for rule, due in foreseen(facts.situation, change):
                yield Expected(deadline=rule, move=change.move, certain=applies is True, due=due)

    def _lacking(self, holders: list[Person]) -> list[Verdict]:
        """Return what already fails, for everybody, of that which only some answers call for."""
        someone: list[Person | None] = [*holders] or [None]
        first, *rest = [self._conditional(self._facts(p)) for p in someone]
        return [v for v in first if all(v in other for other in rest)]

    def _conditional(self, facts: OpenFacts) -> list[Verdict]:
        open_now = (r for r in self._all(None) if facts.holds(r.when) is None)
        judged = [facts.judge(r) for r in open_now]
        return [v for v in judged if v is not None and not v.ok]

    def unmet(self, person: Person | None) -> list[Verdict]:
        """Return what the law asks and is not met for a person, whatever the input says."""
        facts = self._facts(person)
        found: list[Verdict] = []
        for requirement in self._all(person):
            verdict = facts.judge(requirement) if facts.holds(requirement.when) else None
            if verdict is not None and not verdict.ok and verdict not in found:
                found.append(verdict)
        return found


def _blocks(item: ChecklistItem) -> bool:
    return item.blocking and item.kind == "auto"


def _needed(spec: FieldSpec, facts: OpenFacts) -> bool:
    asked = facts.ask(spec.required_when_fact) if spec.required_when_fact else None
    return spec.required or (asked is not None and asked.value is True)


def _open(facts: OpenFacts, requirement: Requirement) -> bool:
    """Whether only the input can settle a requirement."""
    applies = facts.holds(requirement.when)
    return applies is None or (applies and facts.judge(requirement) is None)


def _shared(lists: Iterable[list[Verdict]]) -> list[Verdict]:
    """Return what stands in everybody's way, told once and without naming one of them."""
    first, *rest = lists
    return [v for v in first if all(v in other for other in rest) and not _personal(v)]


def _personal(verdict: Verdict) -> bool:
    return "person" in verdict.details and any(
        isinstance(d, Term) and d.kind in {"part", "role"} for d in verdict.details.values()
    )
