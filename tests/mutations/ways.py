"""Mistakes in the order of acts: a step skipped, two swapped, a state nobody can leave."""

from dataclasses import replace

from engine.definition import StateKind
from tests.mutations.mutant import Mutant, in_act, on_machine


def way_mutants(law):
    """Every mistake about states and the ways between them."""
    mains = {s for w in law.workflows.values() if w.role == "main" for s in w.states}
    for workflow in law.workflows.values():
        yield from _beside(workflow, sorted(mains))
        yield from _skipped(workflow)
        yield from _swapped(workflow)
        yield from _stuck(workflow)
        yield from _astray(workflow)


def _beside(workflow, mains):
    """A track may be opened beside a main state in which it must not be."""
    for transition in workflow.transitions:
        other = next((s for s in mains if s not in transition.parent_states), None)
        if transition.parent_states and other:
            widened = (*transition.parent_states, other)
            said = f"it may begin beside {other}"
            yield in_act("beside_widened", workflow, transition, other, said, parent_states=widened)


def _neighbours(workflow):
    """Pairs of acts of which the second can follow the first."""
    for first in workflow.transitions:
        for second in workflow.transitions:
            if first.id != second.id and first.target in second.sources:
                yield first, second


def _skipped(workflow):
    """The second act may be done where only the first could be."""
    taken = {(s, t.trigger) for t in workflow.transitions for s in t.sources}
    seen = set()
    for first, second in _neighbours(workflow):
        for source in first.sources:
            new = (source, second.id)
            if source == first.target or source in second.sources or new in seen:
                continue
            if (source, second.trigger) in taken or second.opened_only:
                continue
            seen.add(new)
            changed = {second.id: replace(second, sources=(*second.sources, source))}
            said = f"{second.trigger} may be done in {source}, without {first.trigger}"
            yield _mutant("step_skipped", workflow, (second.id,), source, said, changed)


def _swapped(workflow):
    """Two acts that follow each other come in the other order."""
    for first, second in _neighbours(workflow):
        plain = first.sources and second.sources and "same" not in {first.target, second.target}
        if not plain or second.target in first.sources or first.id > second.id:
            continue
        if workflow.states[second.target].kind is StateKind.TERMINAL:
            continue
        changed = {
            first.id: replace(first, sources=second.sources, target=second.target),
            second.id: replace(second, sources=first.sources, target=first.target),
        }
        said = f"{second.trigger} comes before {first.trigger}"
        acts = (first.id, second.id)
        yield _mutant("order_swapped", workflow, acts, "swapped", said, changed)


def _stuck(workflow):
    """A state that no act leaves any more."""
    for state in workflow.states.values():
        leaving = [t for t in workflow.transitions if state.id in t.sources]
        if state.kind is StateKind.TERMINAL or not leaving:
            continue
        changed = {}
        for transition in leaving:
            rest = tuple(s for s in transition.sources if s != state.id)
            changed[transition.id] = replace(transition, sources=rest) if rest else None
        acts = tuple(t.id for t in leaving if changed[t.id] is None) or (leaving[0].id,)
        said = f"nothing leaves {state.id}"
        yield _mutant("exit_removed", workflow, acts[:1], state.id, said, changed)


def _astray(workflow):
    """An act leads where another act that may be done in its place leads."""
    for number, first in enumerate(workflow.transitions):
        following = (*workflow.transitions[number + 1 :], *workflow.transitions[:number])
        for second in following:
            instead_of = set(first.sources) & set(second.sources) or first.sources == second.sources
            if instead_of and second.target not in {first.target, "same"}:
                changed = {first.id: replace(first, target=second.target)}
                said = f"{first.trigger} leads to {second.target}, as {second.trigger} does"
                acts = (first.id,)
                yield _mutant("target_changed", workflow, acts, second.target, said, changed)
                break


def _mutant(kind, workflow, acts, detail, description, changed):
    return Mutant(
        kind=kind,
        machine=workflow.id,
        acts=acts,
        detail=detail,
        description=description,
        spoil=on_machine(workflow, changed, f"{kind} {acts} {detail}"),
    )
