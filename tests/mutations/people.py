"""Mistakes about who may act: a role too many, no relation to the case, a bar lifted."""

from dataclasses import replace

from engine.definition import Actor
from engine.record import Record
from tests.mutations.mutant import Mutant, in_act, instead

#: Roles let in where they have no business, the first that is not there already.
INTRUDERS = ("archivist", "finance_clerk", "intake_clerk")


def people_mutants(law):
    """Every mistake about actors and duties."""
    for workflow in law.workflows.values():
        for transition in workflow.transitions:
            yield from _actors(workflow, transition)
            for part in transition.parts:
                yield _unplayed(workflow, transition, part)
    yield from _bars(law)


def _actors(workflow, transition):
    present = {a.role for a in transition.actors}
    if transition.opened_only or not present:
        return
    intruder = next(r for r in INTRUDERS if r not in present)
    widened = (*transition.actors, Actor(role=intruder))
    said = f"{intruder} may do it too"
    yield in_act("actor_widened", workflow, transition, intruder, said, actors=widened)
    for index, actor in enumerate(transition.actors):
        if actor.relation:
            free = instead(transition.actors, index, replace(actor, relation=""))
            said = f"any {actor.role} may do it, {actor.relation} or not"
            detail = f"{actor.role}-{actor.relation}"
            yield in_act("relation_dropped", workflow, transition, detail, said, actors=free)


def _unplayed(workflow, transition, part):
    """Nobody remembers that whoever did the act played a part others must not play."""
    left = tuple(p for p in transition.parts if p != part)
    said = f"who does it is not {part} from then on"
    mutant = in_act("part_dropped", workflow, transition, part, said, parts=left)

    def spoil(law):
        changed = mutant.spoil(law)
        players = {**law.players, part: law.players[part] - {transition.id}}
        return replace(changed, players=players)

    return replace(mutant, spoil=spoil)


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
