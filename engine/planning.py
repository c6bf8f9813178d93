"""Planning is pure: a command and a case go in, a Plan or a Refusal with every reason comes out.

Nothing is written, rendered or signed here; `--dry-run` and `case next` stop where this stops.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Self

from engine.answers import CHECKS_KEY, read_answers
from engine.carrying import with_carried
from engine.case import MAIN, Case, Track
from engine.command import SYSTEM, Command
from engine.definition import Transition, Workflow
from engine.errors import InputError
from engine.event import DeadlineChanged, ItemSettled, Served, TrackOpened
from engine.facts import CaseFacts
from engine.free_signers import signers_free
from engine.judging import Settled, judge, settle
from engine.law import Law
from engine.machine import possible, transition_for
from engine.opinions import OPINIONS_KEY, read_opinions
from engine.people import Agency, Person
from engine.plan_deadlines import plan_deadlines, rebinding, served_deadlines
from engine.plan_documents import DocumentPlan, plan_documents, resumed
from engine.plan_service import served_now
from engine.plan_tracks import plan_tracks, taken
from engine.quick_values import quickly_made
from engine.record import Record
from engine.review_sheets import added_up
from engine.schema import FieldSpec, Problem, Surroundings, check_input
from engine.situation import Neighbour, Situation
from engine.unknown import unknown_track, unknown_trigger
from engine.verdict import Term, Verdict


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A lawful move, worked out in full."""

    command: Command
    workflow: Workflow
    transition: Transition
    situation: Situation
    track: str
    source: str
    target: str
    inputs: Record
    verdicts: tuple[Verdict, ...]
    checklist: tuple[ItemSettled, ...]
    documents: tuple[DocumentPlan, ...]
    deadlines: tuple[DeadlineChanged, ...]
    tracks: tuple[TrackOpened, ...]
    served: Served | None
    opinions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A move that is not permitted now, with everything that stands in its way."""

    command: Command
    transition: Transition | None
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def unmet(self) -> tuple[Verdict, ...]:
        """Return the verdicts that are not met."""
        return tuple(v for v in self.verdicts if not v.ok)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What planning needs beside the command: the case, the law, the bureau."""

    law: Law
    agency: Agency
    case: Case
    take_file: Callable[[str], Record]
    #: What other cases say to one with these values that moved since a moment.
    neighbours: Callable[[Record, datetime], tuple[Neighbour, ...]]
    #: Looks up another case by id or number; None when there is none.
    other: Callable[[str], Case | None]
    #: Person id a month's sample drew for the review of the case; "" where none drew it.
    drawn_for: Callable[[], str] = str

    def on(self, day: date) -> Self:
        """Return the desk with the duties in force on `day`."""
        law = self.law.on(day)
        return self if law is self.law else replace(self, law=law)


def plan(command: Command, desk: Desk) -> Plan | Refusal:
    """Judge `command`; never changes anything.

    Raises InputError for a command that cannot be understood: unknown trigger, track or person.
    """
    desk = desk.on(command.at.date())
    workflow, track = _locate(command, desk)
    transition = transition_for(workflow, track.state if track else None, command.trigger)
    if transition is None or transition.opened_only:
        return _wrong_state(command, workflow, track)
    if track is None and not _may_open(command, transition, desk):
        return _too_early(command, desk, transition)
    raw, answers_raw, opinions_raw = _parts(command.raw)
    inputs, problems = checked_input(transition, command, raw, desk)
    if command.checked is None:
        inputs = with_carried(transition, inputs, desk.other)
    answers, wrong_answers = read_answers(transition, answers_raw)
    forms = [desk.law.forms.form(use.form) for use in transition.documents]
    opinions, wrong_opinions = read_opinions(opinions_raw, forms, desk.agency, command.actor)
    situation = situate(command, desk, workflow, track, transition, inputs)
    facts = CaseFacts(situation)
    problems = (
        *problems,
        *wrong_answers,
        *wrong_opinions,
        *_needed_by_fact(transition, inputs, facts),
    )
    if problems:
        return Refusal(command=command, transition=transition, verdicts=(), problems=problems)
    verdicts = judge_all(situation, desk.law, facts) + _dated_today(command, desk)
    settled = settle(transition.checklist, facts, answers, command.actor)
    if command.proposal:  # its checklist was settled when the proposal was opened
        earlier = desk.case.events[command.proposal - 1].checklist
        settled = Settled(items=earlier, verdicts=())
    verdicts = (*verdicts, *settled.verdicts)
    if not all(v.ok for v in verdicts):
        return Refusal(command=command, transition=transition, verdicts=verdicts)
    judged = Judgement(verdicts=verdicts, checklist=settled.items, opinions=opinions)
    planned = worked_out(command, desk, situation, facts, judged)
    stuck = signers_free(planned.documents, situation, desk.law)
    if stuck:
        return Refusal(command=command, transition=transition, verdicts=(*verdicts, *stuck))
    return planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found when a lawful move was judged."""

    verdicts: tuple[Verdict, ...]
    checklist: tuple[ItemSettled, ...]
    opinions: Mapping[str, str]


def worked_out(
    command: Command, desk: Desk, situation: Situation, facts: CaseFacts, judged: Judgement
) -> Plan:
    """Return what follows from a lawful move: its documents, periods, tracks and service."""
    source = situation.track.state if situation.track else ""
    documents = plan_documents(situation, facts, desk.law)
    if command.proposal:
        documents = resumed(documents, desk.case, command.proposal)
    served = served_now(situation, documents)
    return Plan(
        command=command,
        workflow=situation.workflow,
        transition=situation.transition,
        situation=situation,
        track=command.track,
        source=source,
        target=situation.transition.target_from(source),
        inputs=situation.inputs,
        verdicts=judged.verdicts,
        checklist=judged.checklist,
        opinions=judged.opinions,
        documents=documents,
        deadlines=(
            *plan_deadlines(situation, facts, desk.law),
            *served_deadlines(situation, served, desk.law),
            *rebinding(situation, desk.law),
        ),
        tracks=plan_tracks(situation, facts, desk.law, documents),
        served=served,
    )


def check_again(transition: Transition, command: Command, desk: Desk) -> Record | None:
    """Return a command's input checked against `transition`, or None when it does not fit."""
    inputs, problems = checked_input(transition, command, _parts(command.raw)[0], desk)
    return None if problems else inputs


def checked_input(
    transition: Transition, command: Command, raw: Mapping[str, object], desk: Desk
) -> tuple[Record, tuple[Problem, ...]]:
    """Return what of `raw` a transition can read, and everything that is wrong with it."""
    if command.checked is not None:
        return command.checked, ()
    if not raw and not transition.inputs:
        return Record(), ()
    inputs, problems = check_input(transition.inputs, raw, _surroundings(command, desk))
    if not problems:
        inputs = added_up(transition.inputs, inputs, desk.law.grading, command.at.date())
    return inputs, problems


def _dated_today(command: Command, desk: Desk) -> tuple[Verdict, ...]:
    """Judge the date of records composed when a proposal was opened (invariant I3).

    A record or receipt is dated the day it is made; approvals bear a date beside each signature.
    """
    if not command.proposal:
        return ()
    grace = timedelta(days=desk.agency.days("document_date_grace"))
    return tuple(
        Verdict(
            ok=command.at.date() - made.composed_at.date() <= grace,
            code="document_date_stale",
            rule="I3",
            law="HOUSE",
            details={"form": Term("form", made.form), "day": made.composed_at.date()},
            value=made.id,
        )
        for made in desk.case.events[command.proposal - 1].documents
        if not desk.law.forms.form(made.form).spans_days
    )


def judge_all(situation: Situation, law: Law, facts: CaseFacts) -> tuple[Verdict, ...]:
    """Judge what is asked of every act, of the actor's role, and of this transition."""
    general = list(law.always)
    if situation.actor is not None:
        roles = {a.role for a in situation.transition.actors} & situation.actor.roles
        general += [law.barred[r] for r in sorted(roles) if r in law.barred]
    return (
        *judge(general, facts, situation.inputs),
        *judge(situation.transition.requires, facts, situation.inputs),
    )


def situate(
    command: Command,
    desk: Desk,
    workflow: Workflow,
    track: Track | None,
    transition: Transition,
    inputs: Record,
) -> Situation:
    """Put together what the questions may look at."""
    return Situation(
        case=desk.case,
        track=track,
        transition=transition,
        workflow=workflow,
        inputs=inputs,
        actor=_actor(command, desk.agency),
        now=command.at,
        agency=desk.agency,
        matters=desk.law.matters,
        calendar=desk.law.calendar,
        rules=desk.law.rules,
        terminal=desk.law.terminal,
        benchmark=desk.law.benchmark_for(inputs.text("matter") or desk.case.data.text("matter")),
        records=desk.law.records,
        neighbours=lambda since: desk.neighbours(desk.case.data.merged(inputs), since),
        other=desk.other,
        players=desk.law.players,
        relations=desk.law.relations,
        matter_list=desk.law.matter_list,
        shipped_matters=desk.law.shipped_matters,
        masking=desk.law.masking,
        reasoning=desk.law.reasoning,
        grading=desk.law.grading,
        drawn_for=desk.drawn_for,
    )


def _actor(command: Command, agency: Agency) -> Person | None:
    if command.actor == SYSTEM:
        return None
    person = agency.person(command.actor)
    if person is None:
        known = "、".join(p.id for p in agency.people)
        raise InputError("command.unknown_person", person=command.actor, known=known)
    return person


def _locate(command: Command, desk: Desk) -> tuple[Workflow, Track | None]:
    """Find the machine and track a command means; a missing track may be about to open."""
    _actor(command, desk.agency)
    day = command.at.date()
    if command.track == MAIN:
        track = desk.case.tracks.get(MAIN)
        main = desk.law.main
        workflow = desk.law.pinned(track.definition) if track else main(day, command.trigger)
    else:
        track = desk.case.tracks.get(command.track)
        machine = track.machine if track else command.track.rsplit("-", 1)[0]
        known = {w.id for w in desk.law.workflows.values() if w.role == "track"}
        if track is None and machine not in known:
            raise unknown_track(command, list(desk.case.tracks) or [MAIN], known)
        workflow = desk.law.pinned(track.definition) if track else desk.law.current(machine, day)
    if all(t.trigger != command.trigger for t in workflow.transitions):
        raise unknown_trigger(command, workflow.triggers())
    return workflow, track


def _wrong_state(command: Command, workflow: Workflow, track: Track | None) -> Refusal:
    found = [t for t in workflow.transitions if t.trigger == command.trigger]
    sources = tuple(s for t in found for s in t.sources)
    return _not_here(command, workflow, track, sources, law=found[0].law[0])


def _may_open(command: Command, opening: Transition, desk: Desk) -> bool:
    """Whether the main procedure stands where this track may begin."""
    if command.track == MAIN:
        return True
    main = desk.case.tracks.get(MAIN)
    fits = main is not None and main.state in opening.parent_states
    return fits and not (opening.once and taken(desk.case, desk.law, opening.machine))


def _too_early(command: Command, desk: Desk, opening: Transition) -> Refusal:
    """Refuse to open a track the main procedure is not ready for, or a second one of its kind."""
    track = desk.case.tracks.get(MAIN)
    main = desk.law.pinned(track.definition) if track else desk.law.main(command.at.date())
    return _not_here(command, main, track, opening.parent_states, law=opening.law[0])


def _not_here(
    command: Command,
    workflow: Workflow,
    track: Track | None,
    sources: tuple[str, ...],
    *,
    law: str,
) -> Refusal:
    now = f"{workflow.id}.{track.state}" if track else "none"
    terms = tuple(Term("state", f"{workflow.id}.{s}") for s in sources)
    verdict = Verdict(
        ok=False,
        code="wrong_state",
        rule="I6",
        law=law,
        details={"state": Term("state", now), "sources": terms},
        value=now,
    )
    return Refusal(command=command, transition=None, verdicts=(verdict,))


def _parts(raw: Mapping[str, object]) -> tuple[dict[str, object], object, object]:
    plain = {k: v for k, v in raw.items() if k not in (CHECKS_KEY, OPINIONS_KEY)}
    return plain, raw.get(CHECKS_KEY) or {}, raw.get(OPINIONS_KEY) or {}


def _needed_by_fact(
    transition: Transition, inputs: Record, facts: CaseFacts
) -> tuple[Problem, ...]:
    missing: Sequence[FieldSpec] = [
        s
        for s in transition.inputs
        if s.required_when_fact
        and s.name not in inputs
        and facts.ask(s.required_when_fact, Record()).value is True
    ]
    return tuple(Problem(path=s.label, code="missing", facts={"kind": s.kind}) for s in missing)


def _surroundings(command: Command, desk: Desk) -> Surroundings:
    people, squads = desk.agency.people, desk.agency.squads
    return Surroundings(
        now=command.at,
        records=desk.law.records,
        take_file=desk.take_file,
        person_ids=frozenset(p.id for p in people),
        squad_ids=frozenset(s.id for s in squads),
        matter_ids=frozenset(desk.law.matters),
        aliases={p.name: p.id for p in people} | {s.name: s.id for s in squads},
    )


def moves(case: Case, law: Law) -> tuple[tuple[str, Workflow, Transition], ...]:
    """Return every transition that leaves a present state or opens a track, with its track id."""
    found: list[tuple[str, Workflow, Transition]] = []
    for track in case.tracks.values():
        workflow = law.pinned(track.definition)
        found += [(track.id, workflow, t) for t in possible(workflow, track.state)]
    if MAIN in case.tracks and case.last_at is not None:
        for workflow, opening in law.openings(case.last_at.date()):
            fits = case.main.state in opening.parent_states
            if fits and not (opening.once and taken(case, law, workflow.id)):
                number = len(case.machines(workflow.id)) + 1
                found.append((f"{workflow.id}-{number}", workflow, opening))
    return tuple(found)
