"""Every way one transition can happen to one explored case: who, with what input, to what effect.

Judging, documents, periods, tracks and the fold are the engine's own. Only papers are not written:
a document is a name, a form and a status.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from engine.calendar import WorkingCalendar
from engine.case import MAIN, Case
from engine.checking.choosing import Choices
from engine.checking.claims import Scope
from engine.checking.effects import conditions_of, event_of, moved
from engine.checking.open_world import (
    BUREAUS_CHOICE,
    Answer,
    Decisions,
    Fork,
    Key,
    Looks,
    OpenEvidence,
    OpenSituation,
    WorldFacts,
    opened,
    texts_of,
)
from engine.command import Command
from engine.definition import Requirement, Transition, Workflow
from engine.errors import InputError
from engine.event import Event
from engine.judging import holds
from engine.law import Law
from engine.open_record import AllBut, OpenRecord
from engine.people import Agency
from engine.planning import Desk, Judgement, Plan, moves, situate, worked_out
from engine.quick_values import quickly_made
from engine.record import Record
from engine.situation import Situation

_NOTHING = Judgement(verdicts=(), checklist=(), opinions={})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLaw(Law):
    """A law whose ends are worked out once: exploring asks for them at every step."""

    ended: frozenset[tuple[str, str]] = frozenset()
    _openings: dict[date, tuple[tuple[Workflow, Transition], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, law: Law, calendar: WorkingCalendar) -> "SettledLaw":
        """Return `law` on another calendar."""
        values = {f.name: getattr(law, f.name) for f in fields(Law)} | {"calendar": calendar}
        return cls(**values, ended=law.terminal())

    def terminal(self) -> frozenset[tuple[str, str]]:
        """Return every terminal state as (machine, state)."""
        return self.ended

    def openings(self, day: date) -> tuple[tuple[Workflow, Transition], ...]:
        """Return the transitions that open a track by themselves."""
        found = self._openings.get(day)
        if found is None:
            found = self._openings[day] = Law.openings(self, day)
        return found


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One transition that happened, and what the law had asked before."""

    transition: Transition
    workflow: Workflow
    track: str
    actor: str
    role: str
    at: datetime
    given: Record
    #: Every question answered or settled for it.
    answers: Mapping[Key, Answer]
    event: Event
    #: Decisions that stay with the case.
    rigid: Decisions


@dataclass(kw_only=True)
class World:
    """What every step of an exploration needs."""

    law: Law
    agency: Agency
    scope: Scope
    rigid: frozenset[str]
    #: Who acts, and with what input.
    choices: Choices
    #: Names whose values later questions read, which therefore stay with the case.
    names: frozenset[str]
    #: By question, the answers conditions tell apart.
    domains: Mapping[str, tuple[Answer, ...]]
    looks: Looks = field(default_factory=Looks)

    def __post_init__(self) -> None:
        """Prepare what is worked out once."""
        self.text_of = texts_of()
        #: Everything of a case that is not kept.
        self.awaited = AllBut(self.names)
        #: By transition, what it asks without conditions.
        self._first: dict[str, tuple[Requirement, ...]] = {}

    # -- beginning -----------------------------------------------------------------------------

    def empty(self) -> Case:
        """Return the case nothing has happened to."""
        return self._veiled(Case(id="case"))

    def openings(self, trigger: str) -> Iterator[tuple[str, Workflow, Transition]]:
        """Return the transitions by which a case begins."""
        for workflow in self.law.workflows.values():
            if workflow.role == "main" and workflow.id in self.scope.machines:
                for transition in workflow.transitions:
                    if not transition.sources and transition.trigger == trigger:
                        yield MAIN, workflow, transition

    def moves(
        self, case: Case, *, beginning: bool = False
    ) -> Iterator[tuple[str, Workflow, Transition]]:
        """Return every transition of the scope that leaves a present state or opens a track.

        What a scope begins with may be an act it leaves out afterwards.
        """
        for place, workflow, transition in moves(case, self.law):
            if workflow.id not in self.scope.machines or transition.opened_only:
                continue
            if not beginning and self._left_out(case, transition.trigger):
                continue
            if place not in case.tracks and self._crowded(case, workflow.id):
                continue
            yield place, workflow, transition

    def _left_out(self, case: Case, trigger: str) -> bool:
        """Whether another scope explores an act, or it happened and shows nothing new again."""
        return trigger in self.scope.without or self._done(case, trigger)

    def _done(self, case: Case, trigger: str) -> bool:
        """Whether an act that shows nothing new a second time has happened."""
        return trigger in self.scope.once and any(e.trigger == trigger for e in case.events)

    def _crowded(self, case: Case, machine: str) -> bool:
        """Whether a track of the machine is under way: a second beside it shows nothing new."""
        tracks = case.machines(machine)
        if machine in self.scope.single:
            return bool(tracks)
        ended = self.law.terminal()
        return any((machine, t.state) not in ended for t in tracks)

    # -- firing --------------------------------------------------------------------------------

    def firings(
        self,
        case: Case,
        rigid: Decisions,
        move: tuple[str, Workflow, Transition],
        at: datetime,
    ) -> Iterator[tuple[Firing, Case]]:
        """Every way one transition can happen at one moment."""
        place, workflow, transition = move
        desk, track = self._desk(case), case.tracks.get(place)
        for role, actor in self.choices.actors(transition):
            command = Command(
                id="", case=case.id, track=place, trigger=transition.trigger, actor=actor, at=at
            )
            empty = situate(command, desk, workflow, track, transition, Record())
            facts = WorldFacts(
                opened(empty, None, self.looks), self.looks, dict(rigid), self.text_of
            )
            if self._refused(facts):
                continue
            for given, settled in self.choices.given(transition, at):
                for lawful in self._lawful(facts.with_input(settled)):
                    whole = situate(command, desk, workflow, track, transition, given)
                    plan = self._planned(command, desk, whole, lawful)
                    if plan is not None and not self._repeats(case, plan):
                        yield self._fired(plan, role, lawful)

    def _fired(self, plan: Plan, role: str, facts: WorldFacts) -> tuple[Firing, Case]:
        """What a plan comes to, and the case after it."""
        case, command = plan.situation.case, plan.command
        event = event_of(case, plan, role, self.looks)
        firing = Firing(
            transition=plan.transition,
            workflow=plan.workflow,
            track=plan.track,
            actor=command.actor,
            role=role,
            at=command.at,
            given=plan.inputs,
            answers={**facts.found, **facts.decided},
            event=event,
            rigid={k: v for k, v in facts.decided.items() if k[0] in self.rigid},
        )
        return firing, self._veiled(moved(case, event))

    def _lawful(self, begun: WorldFacts) -> Iterator[WorldFacts]:
        """Every way the open questions can be answered so that the law permits the act."""
        waiting = [] if self._refused(begun) else [begun]
        while waiting:
            facts = waiting.pop()
            try:
                if self._permits(facts):
                    self._conditions(facts)
                    yield facts
            except Fork as fork:
                waiting.extend(
                    facts.parted(fork.key, answer)
                    for answer in self.domains.get(fork.key[0], (True, False))
                )

    def _refused(self, facts: WorldFacts) -> bool:
        """Whether what an act is asked without conditions already refuses it.

        Most acts that are refused are refused here, before their input is written or anything is
        decided.
        """
        for requirement in self._unconditional(facts.situation.transition):
            known = facts.known(requirement.fact, requirement.args)
            if known is not None and known not in requirement.expect:
                return True
        return False

    def _unconditional(self, transition: Transition) -> tuple[Requirement, ...]:
        found = self._first.get(transition.id)
        if found is None:
            found = self._first[transition.id] = tuple(
                r
                for r in _own_requirements(transition)
                if r.when is None and r.fact not in BUREAUS_CHOICE
            )
        return found

    def _permits(self, facts: WorldFacts) -> bool:
        """Whether everything the law asks is so, or can be so."""
        situation = facts.situation
        for requirement in self._asked(situation):
            if not holds(requirement.when, facts, situation.inputs):
                continue
            setting = requirement.fact in BUREAUS_CHOICE
            known = None if setting else facts.known(requirement.fact, requirement.args)
            if known is None:
                facts.decided[facts.key(requirement.fact, requirement.args)] = requirement.expect[0]
            elif known not in requirement.expect:
                return False
        return True

    def _asked(self, situation: OpenSituation) -> Iterator[Requirement]:
        """Everything the law asks of an act; parts are barred only where people wear hats."""
        law, transition, actor = self.law, situation.transition, situation.actor
        for requirement in law.always:
            if self.scope.people or requirement.fact != "duties_separate":
                yield requirement
        if actor is not None and self.scope.people:
            for role in sorted({a.role for a in transition.actors} & actor.roles):
                if role in law.barred:
                    yield law.barred[role]
        yield from _own_requirements(transition)

    def _conditions(self, facts: WorldFacts) -> None:
        """Ask every condition of what the act does, so that no effect forks halfway."""
        situation = facts.situation
        for condition in conditions_of(situation.transition):
            holds(condition, facts, situation.inputs)

    def _planned(
        self, command: Command, desk: Desk, whole: Situation, facts: WorldFacts
    ) -> Plan | None:
        """Work out what the act does; None where the engine refuses that, as it would a case."""
        try:
            return worked_out(command, desk, whole, facts, _NOTHING)
        except InputError:
            return None

    def _repeats(self, case: Case, plan: Plan) -> bool:
        """Whether the act opens a track beside a live one of the same kind and subject."""
        ended = self.law.terminal()
        live = {
            (t.machine, case.documents[t.subject].form if t.subject in case.documents else "")
            for t in case.tracks.values()
            if t.id != MAIN and (t.machine, t.state) not in ended
        }
        made = {d.id: d.form.id for d in plan.documents}
        return any((t.machine, made.get(t.subject, "")) in live for t in plan.tracks)

    def _veiled(self, case: Case) -> Case:
        """Return the case with everything that is not kept made unknown."""
        case.data = self._opened(case.data)
        case.evidence = OpenEvidence(self.looks)
        for place, track in case.tracks.items():
            data = self._opened(track.data)
            if data is not track.data:
                case.tracks[place] = replace(track, data=data)
        return case

    def _opened(self, data: Record) -> OpenRecord:
        """Return values of which only the kept names are known."""
        if isinstance(data, OpenRecord) and data.awaited is self.awaited:
            return data
        return OpenRecord(data, self.awaited, self.looks)

    def _desk(self, case: Case) -> Desk:
        return Desk(
            law=self.law,
            agency=self.agency,
            case=case,
            take_file=lambda _: Record(),
            neighbours=lambda *_: (),
            other=lambda _: None,
        )


def _own_requirements(transition: Transition) -> Iterator[Requirement]:
    """What a transition asks by itself, checklist items nobody need answer included."""
    yield from transition.requires
    for item in transition.checklist:
        if item.kind == "auto" and item.blocking and item.requirement is not None:
            yield item.requirement
