"""Mistakes about who may act: a role too many, no relation to the case, a bar lifted."""

from dataclasses import replace

from engine.definition import Actor
from engine.record import Record
from tests.mutations.mutant import Mutant, instead, on_transition

#: Roles let in where they have no business, the first that is not there already.
INTRUDERS = ("archivist", "finance_clerk", "intake_clerk")


def people_mutants(law):
    """Every mistake about actors and duties."""
    for workflow in law.workflows.values():
        for transition in workflow.transitions:
            yield from _actors(workflow, transition)
    yield from _bars(law)


def _mutant(kind, workflow, transition, detail, description, actors):
    return Mutant(
        kind=kind,
        machine=workflow.id,
        acts=(transition.id,),
        detail=detail,
        description=f"{transition.id} {transition.trigger}: {description}",
        spoil=on_transition(
            workflow, transition, f"{kind} {transition.id} {detail}", actors=actors
        ),
    )


def _actors(workflow, transition):
    present = {a.role for a in transition.actors}
    if transition.opened_only or not present:
        return
    intruder = next(r for r in INTRUDERS if r not in present)
    widened = (*transition.actors, Actor(role=intruder))
    said = f"{intruder} may do it too"
    yield _mutant("actor_widened", workflow, transition, intruder, said, widened)
    for index, actor in enumerate(transition.actors):
        if actor.relation:
            free = instead(transition.actors, index, replace(actor, relation=""))
            said = f"any {actor.role} may do it, {actor.relation} or not"
            detail = f"{actor.role}-{actor.relation}"
            yield _mutant("relation_dropped", workflow, transition, detail, said, free)


def _bars(law):
    """Every part a role is barred from, lifted one at a time."""
    for role, bar in law.barred.items():
        parts = bar.args.texts("not")
        for part in parts:
            kept = tuple(p for p in parts if p != part)
            yield Mutant(
                kind="bar_dropped",
                machine="",
                acts=(),
                detail=f"{role}-{part}",
                description=f"who was {part} may act as {role}",
                spoil=_lifted(role, replace(bar, args=Record({"not": kept}))),
                people=True,
            )
    for index, asked in enumerate(law.always):
        yield Mutant(
            kind="bar_dropped",
            machine="",
            acts=(),
            detail="-".join(("always", asked.fact, *asked.args.texts("not"))),
            description=f"{asked.fact} {dict(asked.args)} is not asked of every act",
            spoil=_unasked(index),
            people=True,
        )


def _lifted(role, bar):
    return lambda law: replace(law, barred={**law.barred, role: bar})


def _unasked(index):
    return lambda law: replace(law, always=law.always[:index] + law.always[index + 1 :])
