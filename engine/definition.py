"""A workflow definition: states, transitions, and what each transition asks and does.

Plain values read from the law's data files; nothing here decides anything. A definition is
identified by the SHA-256 of its file and by the dates between which its law is in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from engine.record import Record
from engine.schema import FieldSpec


class StateKind(Enum):
    """How a state behaves."""

    INITIAL = "initial"
    NORMAL = "normal"
    PAUSED = "paused"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a machine."""

    id: str
    name: str
    name_en: str
    kind: StateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A test of an input value or of a fact; holds when the value is one of `expect`."""

    fact: str = ""
    input: str = ""
    args: Record = field(default_factory=Record)
    expect: tuple[bool | str, ...] = (True,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A guard: a fact that must have one of the expected values, under a rule and an article."""

    fact: str
    rule: str
    law: str
    args: Record = field(default_factory=Record)
    expect: tuple[bool | str, ...] = (True,)
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One question of a transition's checklist."""

    id: str
    ask: str
    ask_en: str
    #: `auto` (a fact decides), `assisted` (a fact proposes, a person confirms) or `human`.
    kind: str
    blocking: bool
    rule: str
    law: str
    role: str = ""
    requirement: Requirement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUse:
    """A document a transition composes, signs or finishes.

    `stage`: `whole` (compose, all signatures), `draft` (compose, only the slots in `sign`),
    `finish` (the remaining signatures of the draft), `return` (the draft is void),
    `redraft` (void and draft anew).
    """

    form: str
    stage: str = "whole"
    sign: tuple[str, ...] = ()
    serve: bool = False
    supersedes: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMove:
    """What a transition does to a deadline: start, stop, pause, resume or extend it."""

    move: str
    #: Deadline id, or `agency` / `all` for every running one of that kind.
    deadline: str
    #: `now`, an input name, `input:NAME`, `served:FORM|FORM` (the newest), `deadline:ID` (its end),
    #: `overdue` (the end of the time to pay) or `remedies_over` (of the time for remedies).
    start_from: str = "now"
    #: The track a start puts the period on, empty for this one; whose period a stop, pause … means:
    #: empty for this track's own (else any), `here` for its own alone, `any`, a track, or
    #: `contested` for the track that served the decision the input `contested` names.
    track: str = ""
    #: For an extension: the input that says by how much, where less than the whole may be granted.
    by: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackOpening:
    """A track a transition opens beside the main procedure."""

    machine: str
    transition: str = ""
    subject: str = ""
    #: The opened machine becomes the case's main procedure (转普通程序).
    takes_over: bool = False
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carries:
    """Evidence a transition brings along from other cases, by reference."""

    #: Input that names the cases.
    source: str
    #: Input that names the pieces by number; empty for all.
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who may fire a transition: a role, and the relation its holder must have to the case."""

    role: str
    #: `assigned`, `self_assigned`, `own_squad`, or empty.
    relation: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSource:
    """Where a case names the one person who signs a slot."""

    #: `data` (what the case knows), `input` (this command alone) or `actor`.
    source: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """A transition that completes service: where the service date stands, and the mode."""

    on: str
    mode: str
    #: Form of a document handed over as it is made; else the document the track is about.
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One permitted move, with everything the law attaches to it."""

    id: str
    machine: str
    #: Empty for the transition that opens a case or track.
    sources: tuple[str, ...]
    #: A state, or `same`.
    target: str
    trigger: str
    name: str
    name_en: str
    law: tuple[str, ...]
    actors: tuple[Actor, ...]
    inputs: tuple[FieldSpec, ...] = ()
    requires: tuple[Requirement, ...] = ()
    documents: tuple[DocumentUse, ...] = ()
    deadlines: tuple[DeadlineMove, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    opens: tuple[TrackOpening, ...] = ()
    marks: Mapping[str, bool] = field(default_factory=dict)
    #: By choice input and value, the mark left when that value is given.
    choice_marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    serves: Serves | None = None
    #: Form whose number becomes the case number.
    names_case: str = ""
    binds_dossier: bool = False
    #: Whether cases mostly go on by this move; such moves are advised first.
    usual: bool = False
    #: Fired only as part of another transition's event.
    opened_only: bool = False
    #: States of the main machine in which a track may be opened by this transition.
    parent_states: tuple[str, ...] = ()
    #: Whether a case may hold only one track of this machine.
    once: bool = False
    #: Machines of which a case may open another track after this, `once` or not.
    renews: tuple[str, ...] = ()
    #: Parts in the case its actor plays from now on: `decider`, `collector`, `legal_reviewer` …
    parts: tuple[str, ...] = ()
    #: Evidence of other cases that comes along.
    carries: Carries | None = None
    #: What of the lifecycle table this definition mends, and why.
    mends: str = ""

    def target_from(self, source: str | None) -> str:
        """Return the state after the move."""
        return (source or "") if self.target == "same" else self.target

    def marks_left(self, inputs: Record) -> dict[str, bool]:
        """Return the marks this move leaves on the case, those of the choices made included."""
        chosen = (marks.get(inputs.text(name)) for name, marks in self.choice_marks.items())
        return {**self.marks, **{mark: True for mark in chosen if mark}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One version of one machine."""

    id: str
    name: str
    name_en: str
    version: str
    valid_from: date
    valid_to: date | None
    law: tuple[str, ...]
    #: `main` or `track`.
    role: str
    states: Mapping[str, State]
    transitions: tuple[Transition, ...]
    #: SHA-256 of the definition file, hex.
    digest: str

    @property
    def initial(self) -> str:
        """Return the id of the initial state."""
        return next(s.id for s in self.states.values() if s.kind is StateKind.INITIAL)

    def by_id(self, transition_id: str) -> Transition | None:
        """Return the transition with this id."""
        return next((t for t in self.transitions if t.id == transition_id), None)

    def triggers(self) -> tuple[str, ...]:
        """Return every trigger once, in file order."""
        return tuple(dict.fromkeys(t.trigger for t in self.transitions))

    def in_force(self, day: date) -> bool:
        """Whether the law behind this version is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
