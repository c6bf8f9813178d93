"""Mistakes in what a definition asks before an act: left out, turned round, put elsewhere."""

from dataclasses import replace

from tests.mutations.mutant import Mutant, in_act, instead, nth, on_machine, without

#: Arguments that say what a question looks for, which a slip of the pen may change.
NAMED = ("deadline", "forms", "form", "mark", "machine", "machines", "states")


def guard_mutants(law):
    """Every mistake about a guard or a question put to people."""
    for workflow in law.workflows.values():
        periods = _periods(workflow)
        for number, transition in enumerate(workflow.transitions):
            following = (*workflow.transitions[number + 1 :], *workflow.transitions[:number])
            for index, guard in enumerate(transition.requires):
                yield _dropped(workflow, transition, index, guard)
                yield _negated(workflow, transition, index, guard)
                yield _moved(workflow, transition, index, guard, following[0])
                yield from _weakened(workflow, transition, index, guard, periods)
                yield _contradicted(workflow, transition, index, guard)
            for index, item in enumerate(transition.checklist):
                if item.blocking and item.kind != "auto":
                    yield _unasked(workflow, transition, index, item)


def _name(transition, index):
    facts = [r.fact for r in transition.requires]
    return nth(facts[index], facts[:index])


def _dropped(workflow, transition, index, guard):
    """The question is not asked any more, neither as a guard nor as an automatic check."""
    said = f"{guard.fact} ({guard.rule}) is not asked"
    return in_act(
        "guard_dropped",
        workflow,
        transition,
        _name(transition, index),
        said,
        **_unasked_by(transition, guard),
    )


def _unasked_by(transition, guard):
    """An act without a question: neither a guard asks it in these circumstances nor a check."""
    return {
        "requires": tuple(r for r in transition.requires if not _twins(r, guard)),
        "checklist": tuple(
            i
            for i in transition.checklist
            if i.requirement is None or not _same(i.requirement, guard)
        ),
    }


def _same(one, other):
    return (one.fact, one.args) == (other.fact, other.args)


def _twins(one, other):
    """Whether two rules ask the same thing of the same act: dropping only one changes nothing."""
    return _same(one, other) and one.when == other.when and one.expect == other.expect


def _negated(workflow, transition, index, guard):
    turned = replace(guard, expect=tuple(not e for e in guard.expect))
    said = f"{guard.fact} ({guard.rule}) must be {list(turned.expect)}"
    requires = instead(transition.requires, index, turned)
    name = _name(transition, index)
    return in_act("guard_negated", workflow, transition, name, said, requires=requires)


def _moved(workflow, transition, index, guard, other):
    detail = f"{_name(transition, index)}>{other.id}"
    changed = {
        transition.id: replace(transition, **_unasked_by(transition, guard)),
        other.id: replace(other, requires=(*other.requires, replace(guard, when=None))),
    }
    return Mutant(
        kind="guard_moved",
        machine=workflow.id,
        acts=(transition.id,),
        detail=detail,
        description=f"{transition.id}: {guard.fact} ({guard.rule}) is asked at {other.id} instead",
        spoil=on_machine(workflow, changed, f"moved {transition.id} {detail}"),
    )


def _periods(workflow):
    """Periods a machine starts, stops or asks for: what a slip of the pen may name instead."""
    moved = {m.deadline for t in workflow.transitions for m in t.deadlines}
    asked = {r.args.text("deadline") for t in workflow.transitions for r in t.requires}
    return tuple(sorted((moved | asked) - {"", "all", "agency"}))


def _weakened(workflow, transition, index, guard, periods):
    """One argument of the question is another: a number, or what it looks for."""
    for name, value in guard.args.items():
        if isinstance(value, bool):
            continue
        if isinstance(value, int):
            other = value - 1 if name.startswith("at_least") else value + 1
        elif name in NAMED and isinstance(value, tuple) and len(value) > 1:
            other = value[:-1]
        elif name == "deadline":
            other = next((p for p in periods if p > value), periods[0])
            if other == value:
                continue
        else:
            continue
        changed = replace(guard, args=guard.args.merged({name: other}))
        said = f"{guard.fact} ({guard.rule}) is asked with {name} {other!r} instead of {value!r}"
        changes = _unasked_by(transition, guard)
        changes["requires"] = (*changes["requires"], changed)
        detail = f"{_name(transition, index)}.{name}"
        yield in_act("guard_weakened", workflow, transition, detail, said, **changes)


def _contradicted(workflow, transition, index, guard):
    """The act can never happen: the same question must be answered both ways."""
    against = replace(guard, expect=tuple(not e for e in guard.expect), when=None)
    requires = (*transition.requires, against)
    if guard.when is not None:
        requires = (*requires, replace(guard, when=None))
    said = f"{guard.fact} must be so and not so: nothing passes"
    name = _name(transition, index)
    return in_act("act_unreachable", workflow, transition, name, said, requires=requires)


def _unasked(workflow, transition, index, item):
    said = f"people are not asked {item.id} ({item.rule})"
    kept = without(transition.checklist, index)
    return in_act("question_dropped", workflow, transition, item.id, said, checklist=kept)
