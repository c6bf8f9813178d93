"""Linting a decision before it is made, or one on record: the text written, or a draft of it.

The same rules judge that judge when the decision is made; nothing is changed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.answers import CHECKS_KEY
from engine.case import Case, Track, replay
from engine.command import SYSTEM, Command
from engine.definition import Transition, Workflow
from engine.errors import InputError
from engine.event import Event, EventKind
from engine.facts.money import final_fine
from engine.law import Law
from engine.opinions import OPINIONS_KEY
from engine.planning import Desk, checked_input, moves, situate
from engine.reasoning.drafting import draft, with_fine
from engine.reasoning.finding import Finding
from engine.reasoning.linting import brief_of, lint
from engine.record import Record
from engine.schema import Problem
from engine.situation import Situation

#: The question whose guards tell what kind of decision a transition makes.
ASKED = "decision_reasoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What was looked at, and what was found."""

    transition: Transition
    #: Where the texts come from: `input`, `draft` or `record`.
    source: str
    texts: Mapping[str, str]
    findings: tuple[Finding, ...]
    #: The fine decided or last settled on, with the input that holds it; none where there is none.
    fine: tuple[str, int] | None = None
    #: What keeps the input from being read.
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing found stands in the way of the decision."""
        return not self.problems and not any(f.rule.blocks for f in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """A decision that may be made: on which track, by which transition, of which kind."""

    track: str
    workflow: Workflow
    transition: Transition
    kind: str


def kind_of(transition: Transition) -> str:
    """Return the kind of decision a transition makes; "" for none."""
    kinds = (r.args.text("decision") for r in transition.requires if r.fact == ASKED)
    return next(kinds, "")


def look_at(
    desk: Desk, at: datetime, *, trigger: str = "", raw: Mapping[str, object] | None = None
) -> Linted:
    """Lint the decision a case stands before: `raw` as written, or without it a draft.

    A case that is past its decision has the recorded one linted, as of its day. `trigger` chooses
    among several. Raises InputError `case.no_decision` when there is none, `case.no_such_decision`
    when none answers to `trigger`, and `case.decided` for texts that come after the decision.
    """
    law, case = desk.law, desk.case
    ahead = tuple(_ahead(case, law, trigger))
    if not ahead:
        event, workflow, transition = _recorded(desk, trigger)
        if raw is not None:
            raise InputError("case.decided", case=_called(case), step=transition.trigger)
        return _judged(desk, event, workflow, transition)
    chosen = next((d for d in ahead if d.transition.usual), ahead[0])
    return _written(desk, at, chosen, raw) if raw is not None else _drafted(desk, at, chosen)


def _ahead(case: Case, law: Law, trigger: str) -> list[_Decision]:
    found = (
        _Decision(track=track, workflow=workflow, transition=t, kind=kind_of(t))
        for track, workflow, t in moves(case, law)
    )
    return [d for d in found if d.kind and trigger in {"", d.transition.trigger, d.transition.name}]


def _written(desk: Desk, at: datetime, decision: _Decision, raw: Mapping[str, object]) -> Linted:
    command = _command(desk.case, decision, at)
    fields = {k: v for k, v in raw.items() if k not in (CHECKS_KEY, OPINIONS_KEY)}
    inputs, problems = checked_input(decision.transition, command, fields, desk)
    situation = _situation(command, desk, decision, inputs)
    if _unread_fine(situation, decision, problems):  # the texts are held to the one last named
        situation = with_fine(situation, final_fine(situation) or 0)
    return Linted(
        transition=decision.transition,
        source="input",
        texts=_texts(situation, decision.kind),
        findings=lint(situation, decision.kind),
        fine=_fine(situation, decision.kind),
        problems=problems,
    )


def _unread_fine(situation: Situation, decision: _Decision, problems: tuple[Problem, ...]) -> bool:
    """Whether a fine was written, or had to be, and no amount can be read in it."""
    fine = _fine(situation, decision.kind)
    label = next((s.label for s in decision.transition.inputs if fine and s.name == fine[0]), None)
    return label is not None and any(p.path == label for p in problems)


def _drafted(desk: Desk, at: datetime, decision: _Decision) -> Linted:
    command = _command(desk.case, decision, at)
    empty = _situation(command, desk, decision, Record())
    settled = with_fine(empty, final_fine(empty) or 0)
    texts = draft(settled, decision.kind)
    filled = replace(settled, inputs=settled.inputs.merged(texts))
    return Linted(
        transition=decision.transition,
        source="draft",
        texts=texts,
        findings=lint(filled, decision.kind),
        fine=_fine(filled, decision.kind),
    )


def _recorded(desk: Desk, trigger: str) -> tuple[Event, Workflow, Transition]:
    """The newest decision on record that answers to `trigger`."""
    made = _made(desk)
    for event, workflow, transition in made:
        if trigger in {"", transition.trigger, transition.name}:
            return event, workflow, transition
    known = dict.fromkeys(t.trigger for _, _, t in made)
    known |= dict.fromkeys(d.transition.trigger for d in _ahead(desk.case, desk.law, ""))
    facts = {"case": _called(desk.case), "step": trigger, "known": tuple(known)}
    raise InputError("case.no_such_decision" if known else "case.no_decision", **facts)


def _made(desk: Desk) -> list[tuple[Event, Workflow, Transition]]:
    """The decisions on record, newest first."""
    found: list[tuple[Event, Workflow, Transition]] = []
    for event in reversed(desk.case.events):
        workflow = desk.law.pinned(event.definition)
        transition = workflow.by_id(event.transition)
        if event.kind is EventKind.TRANSITION and transition is not None and kind_of(transition):
            found.append((event, workflow, transition))
    return found


def _called(case: Case) -> str:
    return case.number or case.id


def _judged(desk: Desk, event: Event, workflow: Workflow, transition: Transition) -> Linted:
    before = replay(desk.case.id, desk.case.events[: event.seq - 1])
    decision = _Decision(
        track=event.track, workflow=workflow, transition=transition, kind=kind_of(transition)
    )
    command = _command(before, decision, event.at)
    situation = _situation(command, replace(desk, case=before), decision, event.inputs)
    return Linted(
        transition=transition,
        source="record",
        texts=_texts(situation, decision.kind),
        findings=lint(situation, decision.kind),
        fine=_fine(situation, decision.kind),
    )


def _command(case: Case, decision: _Decision, at: datetime) -> Command:
    return Command(
        id="",
        case=case.id,
        track=decision.track,
        trigger=decision.transition.trigger,
        actor=SYSTEM,
        at=at,
        raw={},
    )


def _situation(command: Command, desk: Desk, decision: _Decision, inputs: Record) -> Situation:
    track: Track | None = desk.case.tracks.get(decision.track)
    return situate(command, desk, decision.workflow, track, decision.transition, inputs)


def _texts(situation: Situation, kind: str) -> dict[str, str]:
    brief = brief_of(situation, kind)
    return {p.input: p.text for p in brief.passages} if brief is not None else {}


def _fine(situation: Situation, kind: str) -> tuple[str, int] | None:
    brief = brief_of(situation, kind)
    return (brief.kind.fine, brief.fine) if brief is not None and brief.kind.fine else None
