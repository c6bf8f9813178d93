"""Mistakes in what comes of an act: papers, service, periods, tracks, marks."""

from dataclasses import replace

from tests.mutations.mutant import Mutant, in_act, instead, nth, on_machine, without


def effect_mutants(law):
    """Every mistake about what an act makes, serves, starts, stops, opens or marks."""
    for workflow in law.workflows.values():
        for number, transition in enumerate(workflow.transitions):
            yield from _papers(workflow, transition, workflow.transitions[number - 1])
            yield from _clocks(workflow, transition)
            yield from _openings(workflow, transition)
            yield from _marks(workflow, transition)


def _clocks(workflow, transition):
    for index, move in enumerate(transition.deadlines):
        kept = without(transition.deadlines, index)
        said = f"the period {move.deadline} does not {move.move}"
        word = f"{move.move}-{move.deadline}"
        detail = nth(word, [f"{m.move}-{m.deadline}" for m in transition.deadlines[:index]])
        yield in_act("clock_dropped", workflow, transition, detail, said, deadlines=kept)


def _openings(workflow, transition):
    for index, opening in enumerate(transition.opens):
        kept = without(transition.opens, index)
        said = f"no track of {opening.machine} is opened"
        detail = nth(opening.machine, [o.machine for o in transition.opens[:index]])
        yield in_act("opening_dropped", workflow, transition, detail, said, opens=kept)


def _marks(workflow, transition):
    for mark in transition.marks:
        kept = {m: v for m, v in transition.marks.items() if m != mark}
        said = f"the mark {mark} is not left"
        yield in_act("mark_dropped", workflow, transition, mark, said, marks=kept)
    offered = {s.name: s.choices for s in transition.inputs}
    for name, marks in transition.choice_marks.items():
        for value, mark in ((v, m) for v, m in marks.items() if v in offered[name]):
            left = {v: m for v, m in marks.items() if v != value}
            kept = {**transition.choice_marks, name: left}
            said = f"the mark {mark} is not left where {name} is {value}"
            detail = f"{mark}-{value}"
            yield in_act("mark_dropped", workflow, transition, detail, said, choice_marks=kept)


def _papers(workflow, transition, before):
    for index, use in enumerate(transition.documents):
        detail = nth(use.form, [u.form for u in transition.documents[:index]])
        kept = without(transition.documents, index)
        tracks = tuple(o for o in transition.opens if o.subject != use.form)
        said = f"{use.form} is not made"
        yield in_act(
            "document_dropped", workflow, transition, detail, said, documents=kept, opens=tracks
        )
        if use.serve:
            served = instead(transition.documents, index, replace(use, serve=False))
            said = f"{use.form} is made but not served"
            yield in_act("service_dropped", workflow, transition, detail, said, documents=served)
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
