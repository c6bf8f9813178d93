"""What one explored act leaves behind: its event and the case after it.

Knows nothing of why the act was permitted; no paper is written, so a number is only "there is one".
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from engine.case import Case, apply
from engine.checking.open_world import Looks, unwritten
from engine.definition import Condition, Transition
from engine.event import DocumentMade, Event
from engine.forms import FormInfo
from engine.open_record import OpenRecord
from engine.plan_documents import DocumentPlan
from engine.planning import Plan
from engine.recording import effect_of


def conditions_of(transition: Transition) -> Iterator[Condition]:
    """Every condition on what a transition does."""
    for use in transition.documents:
        if use.when is not None:
            yield use.when
    for move in transition.deadlines:
        if move.when is not None:
            yield move.when
    for opening in transition.opens:
        if opening.when is not None:
            yield opening.when


def moved(case: Case, event: Event) -> Case:
    """Return a copy of the case after the event; the case itself stays as it is."""
    after = case.copy()
    apply(after, event)
    return after


def event_of(case: Case, plan: Plan, role: str, looks: Looks) -> Event:
    """Return the event a plan would be recorded as, without papers, numbers or digests."""
    made = [
        _made(d, plan.command.at, plan.track) for d in plan.documents if d.use.stage != "return"
    ]
    inputs = OpenRecord(plan.inputs, unwritten(plan.transition, plan.inputs), looks)
    return effect_of(case, plan, made, role, inputs)


def _made(document: DocumentPlan, at: datetime, track: str) -> DocumentMade:
    if document.existing is not None and not document.composes:
        return replace(document.existing, status="issued", waiting=())
    waiting = tuple(
        (s.slot, s.role, s.person) for s in document.slots if s.slot not in document.needed
    )
    draft = document.use.stage in {"draft", "redraft"} and waiting
    form: FormInfo = document.form
    return DocumentMade(
        id=document.id,
        form=form.id,
        form_digest="",
        number="号" if form.type_code else "",
        series="",
        year=at.year,
        serial=0,
        digest="",
        status="draft" if draft else "issued",
        track=track,
        composed_at=at,
        pages=1,
        waiting=waiting,
    )
