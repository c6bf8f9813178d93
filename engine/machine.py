"""The one place that knows the `transitions` library.

One machine per workflow version, built once, without models and automatic transitions; a case
passes through it as a small carrier. Guards are judged elsewhere, so a move here either exists
in the definition or is refused.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from transitions import Machine, MachineError

from engine.definition import Transition, Workflow

_START = "__start__"


@dataclass(slots=True)
class _Carrier:
    """What passes through the shared machine: nothing but a state."""

    state: str


@lru_cache(maxsize=64)
def _machine(workflow_digest: str, table: tuple[tuple[str, str, str], ...]) -> Any:
    del workflow_digest
    states = list(dict.fromkeys([_START, *(s for _, s, _ in table), *(t for _, _, t in table)]))
    machine = Machine(model=None, states=states, initial=_START, auto_transitions=False)
    for trigger, source, target in table:
        machine.add_transition(trigger, source, target)
    return machine


@lru_cache(maxsize=64)
def _table(workflow: "_ByDigest") -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (transition.trigger, source, transition.target_from(source))
        for transition in workflow.workflow.transitions
        for source in transition.sources or (_START,)
    )


@dataclass(frozen=True, slots=True)
class _ByDigest:
    """A workflow compared by its digest, so that caches need not hash its contents."""

    workflow: Workflow

    def __hash__(self) -> int:
        return hash(self.workflow.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.workflow.digest == self.workflow.digest


def move(workflow: Workflow, source: str | None, trigger: str) -> str | None:
    """Return the state `trigger` leads to from `source` (None: not yet begun), or None."""
    machine = _machine(workflow.digest, _table(_ByDigest(workflow)))
    event = machine.events.get(trigger)
    if event is None:
        return None
    carrier = _Carrier(source or _START)
    try:
        event.trigger(carrier)
    except MachineError:
        return None
    return carrier.state


def transition_for(workflow: Workflow, source: str | None, trigger: str) -> Transition | None:
    """Return the transition `trigger` fires from `source`, or None when there is none."""
    return _transition_for(_ByDigest(workflow), source, trigger)


@lru_cache(maxsize=4096)
def _transition_for(known: _ByDigest, source: str | None, trigger: str) -> Transition | None:
    if move(known.workflow, source, trigger) is None:
        return None
    return next(
        t
        for t in known.workflow.transitions
        if t.trigger == trigger and (source in t.sources if source else not t.sources)
    )


def possible(workflow: Workflow, source: str | None) -> tuple[Transition, ...]:
    """Return every transition that leaves `source`, in file order."""
    return tuple(
        t for t in workflow.transitions if (source in t.sources if source else not t.sources)
    )
