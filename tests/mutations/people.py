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
    """Every part a role is barred from, lifted one at a time; and what every act is asked."""
    for role, bar in law.barred.items():
        for part in bar.args.texts("not"):
            yield _lifted(f"{role}-{part}", (role,), part, f"who was {part} may act as {role}")
    for asked in law.always:
        for part in asked.args.texts("not"):
            said = f"who was {part} may act as anything"
            yield _lifted(f"always-{part}", tuple(law.barred), part, said)
        if not asked.args.texts("not"):
            yield _barring(f"always-{asked.fact}", f"{asked.fact} is not asked", _unasked(asked))


def _lifted(detail, roles, part, description):
    """A part bars some roles no more, neither by name nor as it bars every act."""

    def spoil(law):
        lifted = {r: _without(bar, part) for r, bar in law.barred.items() if r in roles}
        always = tuple(_without(asked, part) for asked in law.always)
        return replace(law, barred={**law.barred, **lifted}, always=always)

    return _barring(detail, description, spoil)


def _without(asked, part):
    parts = asked.args.texts("not")
    if part not in parts:
        return asked
    return replace(asked, args=Record({"not": tuple(p for p in parts if p != part)}))


def _unasked(asked):
    return lambda law: replace(law, always=tuple(a for a in law.always if a != asked))


def _barring(detail, description, spoil):
    return Mutant(
        kind="bar_dropped",
        machine="",
        acts=(),
        detail=detail,
        description=description,
        spoil=spoil,
        people=True,
    )
