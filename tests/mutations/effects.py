"""Mistakes in what comes of an act: papers, service, periods, tracks, marks."""

from dataclasses import replace

from tests.mutations.mutant import Mutant, instead, nth, on_machine, on_transition, without


def effect_mutants(law):
    """Every mistake about what an act makes, serves, starts, stops or opens."""
    for workflow in law.workflows.values():
        for number, transition in enumerate(workflow.transitions):
            before = workflow.transitions[number - 1]
            yield from _papers(workflow, transition, before)
            for index, move in enumerate(transition.deadlines):
                kept = without(transition.deadlines, index)
                said = f"the period {move.deadline} does not {move.move}"
                word = f"{move.move}-{move.deadline}"
                detail = nth(word, [f"{m.move}-{m.deadline}" for m in transition.deadlines[:index]])
                yield _mutant("clock_dropped", workflow, transition, detail, said, deadlines=kept)
            for index, opening in enumerate(transition.opens):
                kept = without(transition.opens, index)
                said = f"no track of {opening.machine} is opened"
                detail = nth(opening.machine, [o.machine for o in transition.opens[:index]])
                yield _mutant("opening_dropped", workflow, transition, detail, said, opens=kept)
            for mark in transition.marks:
                kept = {m: v for m, v in transition.marks.items() if m != mark}
                said = f"the mark {mark} is not left"
                yield _mutant("mark_dropped", workflow, transition, mark, said, marks=kept)


def _mutant(kind, workflow, transition, detail, description, **changes):
    return Mutant(
        kind=kind,
        machine=workflow.id,
        acts=(transition.id,),
        detail=detail,
        description=f"{transition.id} {transition.trigger}: {description}",
        spoil=on_transition(workflow, transition, f"{kind} {transition.id} {detail}", **changes),
    )


def _papers(workflow, transition, before):
    for index, use in enumerate(transition.documents):
        detail = nth(use.form, [u.form for u in transition.documents[:index]])
        kept = without(transition.documents, index)
        tracks = tuple(o for o in transition.opens if o.subject != use.form)
        said = f"{use.form} is not made"
        yield _mutant(
            "document_dropped", workflow, transition, detail, said, documents=kept, opens=tracks
        )
        if use.serve:
            served = instead(transition.documents, index, replace(use, serve=False))
            said = f"{use.form} is made but not served"
            yield _mutant("service_dropped", workflow, transition, detail, said, documents=served)
        if tracks == transition.opens and before.id != transition.id:
            yield _made_elsewhere(workflow, transition, before, index, detail)


def _made_elsewhere(workflow, transition, before, index, name):
    use, kept = transition.documents[index], without(transition.documents, index)
    changed = {
        transition.id: replace(transition, documents=kept),
        before.id: replace(before, documents=(*before.documents, replace(use, when=None))),
    }
    detail = f"{name}>{before.id}"
    return Mutant(
        kind="document_moved",
        machine=workflow.id,
        acts=(transition.id,),
        detail=detail,
        description=f"{use.form} is made at {before.id} instead of {transition.id}",
        spoil=on_machine(workflow, changed, f"made {transition.id} {detail}"),
    )
