"""A case's past judged again under another version of its procedure, from its own events alone.

Only what the version asks more of a step is asked again; the people are those of the profile at
hand. What other cases would have to answer is left to a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Never

from engine.audit_law import command_of, law_of
from engine.case import Case, Track, apply
from engine.definition import ChecklistItem, Requirement, Transition, Workflow
from engine.definition_diff import Burden, Change, compare_transitions
from engine.errors import InputError
from engine.event import Event, EventKind
from engine.planning import Desk, Plan, Refusal, plan
from engine.prospect import Ground, Reason, human, stays
from engine.record import Record
from engine.schema import FieldSpec
from engine.verdict import Detail, Term

#: What of a changed step its event can be asked about again; the rest is an effect it had.
ASKED_AGAIN = frozenset({"guard", "actor", "input", "checklist", "document", "way"})


class _AsksOthersError(Exception):
    """A question about other cases, which a case's own events cannot answer."""


def past_reasons(case: Case, track: Track, target: Workflow, ground: Ground) -> Iterator[Reason]:
    """Yield what in a track's past does not hold, or cannot be judged, under `target`."""
    before = Case(id=case.id)
    for event in case.events:
        if event.kind is EventKind.TRANSITION and event.track == track.id:
            yield from _step(before, event, target, ground)
        for opened in event.tracks:
            if opened.id == track.id and not _begins(target, opened.transition, opened.state):
                yield stays("step_removed", step=opened.transition or "—", seq=event.seq)
        apply(before, event)


def _begins(target: Workflow, transition: str, state: str) -> bool:
    """Whether a track opened by another one's step would begin in the same state."""
    begin = target.by_id(transition) if transition else None
    if transition and begin is None:
        return False
    return (begin.target if begin is not None else target.initial) == state


def _step(before: Case, event: Event, target: Workflow, ground: Ground) -> Iterator[Reason]:
    old = ground.law.pinned(event.definition).by_id(event.transition)
    new = target.by_id(event.transition)
    if old is None or new is None or new.trigger != event.trigger:
        yield stays("step_removed", step=event.transition, seq=event.seq)
        return
    leads = event.source in new.sources if event.source else not new.sources
    if not leads or new.target_from(event.source) != event.target:
        yield stays("way_changed", step=event.transition, seq=event.seq)
        return
    heavier = [c for c in compare_transitions(old, new) if c.burden is Burden.HEAVIER]
    for area in sorted({c.area for c in heavier} - ASKED_AGAIN):
        term = Term("change_area", area)
        yield human("behind_changed", step=event.transition, seq=event.seq, area=term)
    yield from _inputs(event, heavier)
    yield from _questions(event, heavier)
    if {c.area for c in heavier} & {"guard", "actor", "checklist", "document"}:
        yield from _again(before, event, _asking_only(new, heavier), target, ground)


def _inputs(event: Event, changes: Sequence[Change]) -> Iterator[Reason]:
    for spec in (c.after for c in changes if isinstance(c.after, FieldSpec)):
        given = event.inputs.get(spec.name)
        wanted = spec.required and spec.name not in event.inputs
        if wanted or (spec.choices and isinstance(given, str) and given not in spec.choices):
            yield stays("input_missing", step=event.transition, seq=event.seq, input=spec.label)


def _questions(event: Event, changes: Sequence[Change]) -> Iterator[Reason]:
    """A question put in other words has not been answered."""
    for item in (c.after for c in changes if isinstance(c.after, ChecklistItem)):
        if item.kind != "auto":
            yield stays("question_unasked", step=event.transition, seq=event.seq, item=item.ask)


def _asking_only(new: Transition, changes: Sequence[Change]) -> Transition:
    """Return a step that asks only what its version asks more; the rest was judged then."""
    added = [c.after for c in changes if c.area in {"guard", "checklist"}]
    asked = [p.requirement if isinstance(p, ChecklistItem) else p for p in added]
    requires = tuple(p for p in asked if isinstance(p, Requirement))
    return replace(new, requires=requires, checklist=())


def _again(
    before: Case, event: Event, step: Transition, target: Workflow, ground: Ground
) -> Iterator[Reason]:
    """Plan one past step under the new version, with the inputs its event recorded."""
    command = replace(command_of(event), raw={})
    try:
        planned = plan(command, _desk(before, event, step, target, ground))
    except _AsksOthersError:
        yield human("unjudged", step=step.id, seq=event.seq)
    except InputError:
        yield human("person_gone", step=step.id, seq=event.seq, person=event.actor)
    else:
        yield from (
            _unmet(event, planned) if isinstance(planned, Refusal) else _lacking(event, planned)
        )


def _unmet(event: Event, refusal: Refusal) -> Iterator[Reason]:
    step = event.transition
    for problem in refusal.problems:
        yield stays("input_missing", step=step, seq=event.seq, input=problem.path)
    for verdict in refusal.unmet:
        more: dict[str, Detail] = {"rule": verdict.rule, "article": Term("article", verdict.law)}
        fact = Term("asks", verdict.code)
        yield stays("past_unmet", step=step, seq=event.seq, fact=fact, **more)


def _lacking(event: Event, planned: Plan) -> Iterator[Reason]:
    """A document the new version asks of a past step, which the case does not have."""
    made = {d.form for d in event.documents}
    for document in planned.documents:
        if document.use.stage != "return" and document.form.id not in made:
            form = Term("form", document.form.id)
            yield stays("document_lacking", step=event.transition, seq=event.seq, form=form)


def _desk(before: Case, event: Event, step: Transition, target: Workflow, ground: Ground) -> Desk:
    """Return the desk of a past step, on which only the version of its machine differs.

    The version stands under a name of its own, since it asks less than the one it is made from.
    """
    digest = f"{target.digest}:{step.id}:{event.definition}"
    steps = tuple(step if t.id == step.id else t for t in target.transitions)
    version = replace(target, digest=digest, transitions=steps)
    case = before.copy()
    if event.track in case.tracks:
        case.tracks[event.track] = replace(case.tracks[event.track], definition=digest)
    workflows = {**ground.law.workflows, digest: version}
    law = law_of(replace(ground.law, workflows=workflows), event)
    return Desk(
        law=replace(law, pins={**law.pins, event.machine: digest}),
        agency=ground.agency,
        case=case,
        take_file=lambda path: Record({"name": path}),
        neighbours=_elsewhere,
        other=_elsewhere,
        drawn_for=lambda: _elsewhere("the draws on record"),
    )


def _elsewhere(*asked: object) -> Never:
    raise _AsksOthersError(str(asked[0]))
