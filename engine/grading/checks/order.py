"""Checks of the order of things: papers after one another, nothing dated back, nothing undone."""

from collections.abc import Iterator
from itertools import pairwise

from engine.event import DocumentMade
from engine.grading.counting import finished
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.verdict import Term


@check
def acts_out_of_order(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every act of the case is recorded no earlier than the one before it."""
    del asked
    for before, after in pairwise(dossier.case.events):
        if after.at < before.at:
            paper = next((p for p in dossier.papers if p.act.seq == after.seq), None)
            yield on(paper, at=after.at, earlier=before.at)


@check
def steps_reversed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The papers of `forms` were made in that order: the first of each after the first before it.

    What is missing is passed over; whether it had to be there is for other checks.
    """
    firsts = [found[0] for form in asked.forms if (found := dossier.of(form))]
    for before, after in pairwise(firsts):
        if (after.at, after.act.seq) < (before.at, before.act.seq):
            yield on(after, form=Term("form", before.form), at=after.at, earlier=before.at)


@check
def dated_apart(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A paper bears the day of its act, and no signature older than itself.

    A paper whose signers sign on different days is dated when it was drawn up.
    """
    del asked
    known = dossier.law.forms.forms()
    for paper in dossier.papers:
        form = known.get(paper.form)
        spans = (form is not None and form.spans_days) or paper.act.proposal > 0
        early = any(s.at.date() < paper.day for s in paper.signed)
        act = paper.act.at.date()
        late = finished(paper).date() > paper.done.at.date()
        if early or late or paper.day > act or (paper.day < act and not spans):
            yield on(paper, day=paper.day, on=act)


@check
def closed_before_paid(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Closing (`forms`) was asked for no earlier than the last payment it rests on."""
    for paper in dossier.of(*asked.forms):
        before = (e for e in dossier.acts if e.seq < paper.act.seq)
        days = [p.day("paid_on") for e in before for p in e.inputs.records("payments")]
        last = max((d for d in days if d is not None), default=None)
        if last is not None and paper.day < last:
            yield on(paper, day=paper.day, on=last)


@check
def act_times_wrong(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No act tells of a time later than its own record, nor of one that ends before it begins."""
    for paper in dossier.papers:
        times = [m for f in asked.fields if (m := paper.inputs.moment(f)) is not None]
        if times != sorted(times) or any(t > paper.act.at for t in times):
            yield on(paper, at=times[-1], earlier=paper.act.at)


@check
def numbers_dated_back(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Within one series the higher number is not the earlier paper."""
    del asked
    by_series: dict[tuple[str, int], list[DocumentMade]] = {}
    for paper in dossier.papers:
        if paper.made.serial:
            key = (paper.made.series, paper.made.year)
            by_series.setdefault(key, []).append(paper.made)
    for made in by_series.values():
        ordered = sorted(made, key=lambda m: m.serial)
        for lower, higher in pairwise(ordered):
            if higher.composed_at < lower.composed_at:
                yield on(dossier.paper(higher.id), number=higher.number, earlier=lower.composed_at)
