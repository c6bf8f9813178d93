"""One wrong definition, and the small changes every kind of mistake is made of.

A mutant is a function from the loaded law to a law; it touches no file.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.definition import Transition, Workflow
from engine.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A law with one mistake in it."""

    kind: str
    #: Machine the mistake is in; empty where it is in the periods or the duties.
    machine: str
    #: Transition ids whose meaning is changed; acts nobody ever reaches prove nothing.
    acts: tuple[str, ...]
    #: What tells this mutant from others of its kind and act.
    detail: str
    #: What was done, in a sentence.
    description: str
    spoil: Callable[[Law], Law]
    #: Only explorations in which one person wears every hat can show it.
    people: bool = False
    #: The mistake is in the length of a period, which only the statute's own figures can show.
    period: bool = False

    @property
    def id(self) -> str:
        """The name survivors are explained under."""
        return ":".join((self.kind, self.machine or "law", "+".join(self.acts) or "-", self.detail))


def in_act(
    kind: str,
    workflow: Workflow,
    transition: Transition,
    detail: str,
    description: str,
    **changes: object,
) -> Mutant:
    """Make a mistake in some fields of one transition."""
    return Mutant(
        kind=kind,
        machine=workflow.id,
        acts=(transition.id,),
        detail=detail,
        description=f"{transition.id} {transition.trigger}: {description}",
        spoil=on_machine(
            workflow,
            {transition.id: replace(transition, **changes)},
            f"{kind} {transition.id} {detail}",
        ),
    )


def on_machine(
    workflow: Workflow, changed: dict[str, Transition | None], mark: str
) -> Callable[[Law], Law]:
    """Replace transitions by id; None leaves one out."""

    def spoil(law: Law) -> Law:
        kept = (changed.get(t.id, t) for t in workflow.transitions)
        mutated = replace(
            workflow,
            transitions=tuple(t for t in kept if t is not None),
            digest=hashlib.sha256(f"{workflow.digest} {mark}".encode()).hexdigest(),
        )
        workflows = (mutated if w.digest == workflow.digest else w for w in law.workflows.values())
        return replace(law, workflows={w.digest: w for w in workflows})

    return spoil


def nth(word, earlier):
    """A word to know one of several things by: counted from the second of its name on."""
    before = sum(word == other for other in earlier)
    return f"{word}#{before + 1}" if before else word


def without(values, index):
    """Leave out one of some values."""
    return values[:index] + values[index + 1 :]


def instead(values, index, value):
    """Put another value in one place."""
    return (*values[:index], value, *values[index + 1 :])
