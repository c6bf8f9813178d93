"""Checks of preservation of evidence (APL 56): approved, listed, disposed of in time."""

from collections.abc import Iterator
from datetime import datetime

from engine.grading.counting import finished, last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import unsigned
from engine.verdict import Term

_APPROVAL, _NOTICE, _DISPOSAL = (
    "preservation_approval",
    "preservation_notice",
    "preservation_disposal",
)


def _began(notice: Paper) -> datetime:
    """When things were preserved, as the notice says; when it was made where it does not."""
    return notice.inputs.moment("preserved_at") or notice.at


def _beside(dossier: Dossier, form: str, notice: Paper) -> tuple[Paper, ...]:
    """The papers of a form on the track of a notice."""
    return tuple(p for p in dossier.of(form) if p.made.track == notice.made.track)


@check
def preserved_unapproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The head had approved, with every signature, before anything was preserved."""
    del asked
    for notice in dossier.of(_NOTICE):
        approvals = [p for p in _beside(dossier, _APPROVAL, notice) if not unsigned(dossier, p)]
        if not any(finished(p) <= _began(notice) for p in approvals):
            yield on(approvals[0] if approvals else notice, at=_began(notice))


@check
def list_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Notice and list were made on the day, and list every thing."""
    del asked
    for notice in dossier.of(_NOTICE):
        if notice.day != _began(notice).date() or not notice.inputs.records("goods"):
            yield on(notice, on=_began(notice).date(), made=notice.day)


@check
def unapproved_things(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing was preserved that the approval does not list."""
    del asked
    for notice in dossier.of(_NOTICE):
        approvals = _beside(dossier, _APPROVAL, notice)
        listed = {g.text("name") for p in approvals for g in p.inputs.records("goods")}
        taken = [g.text("name") for g in notice.inputs.records("goods")]
        beyond = tuple(dict.fromkeys(name for name in taken if name not in listed))
        if approvals and beyond:
            yield on(notice, items=beyond)


@check
def disposed_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What becomes of preserved things is decided within the period `deadline`."""
    for notice in dossier.of(_NOTICE):
        last = last_day(dossier, asked.deadline, _began(notice))
        disposals = _beside(dossier, _DISPOSAL, notice)
        day = min((p.day for p in disposals), default=dossier.now.date())
        if last is not None and day > last:
            paper = disposals[0] if disposals else notice
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=day)


@check
def disposal_incomplete(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The disposal says of every thing preserved what becomes of it."""
    del asked
    for notice in dossier.of(_NOTICE):
        disposals = _beside(dossier, _DISPOSAL, notice)
        settled = {d.text("number") for p in disposals for d in p.inputs.records("disposals")}
        rows = notice.inputs.records("goods")
        left = tuple(g.text("name") for g in rows if g.text("number") not in settled)
        if disposals and left:
            yield on(disposals[-1], items=left)
