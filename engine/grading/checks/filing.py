"""Checks of how a case was opened, reported and approved: in time, with reasons, in order."""

from collections.abc import Iterator
from itertools import pairwise

from engine.grading.counting import finished, last_day, runs
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import chain, filled, slots, unsigned
from engine.verdict import Term

_EVIDENCE = "evidence"
_FILED = ("filing_approval", "no_filing_approval")


@check
def lead_checked_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The lead was checked, and filed or not, within `deadline` from the day it came in."""
    lead = dossier.of("lead_register")
    filed = dossier.of(*_FILED)
    counted = runs(dossier, asked.deadline) if lead else ()
    if not counted:
        return
    last = counted[0].last_day(dossier)
    day = finished(filed[0]).date() if filed else dossier.now.date()
    if last is not None and day > last:
        paper = filed[0] if filed else lead[0]
        yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=day)


@check
def lead_unregistered(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A lead stands in the register before it is filed (M55 15(1)).

    A part split off has that of the case it came from, and one taken over from another procedure
    (`names`) has what that procedure recorded.
    """
    from_elsewhere = any(a.machine in asked.names for a in dossier.acts)
    if dossier.of("lead_register") or dossier.fired("open_part") or from_elsewhere:
        return
    yield on(next(iter(dossier.of(*_FILED)), None))


@check
def filing_field_empty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What the filing approval prints of the case (`fields`) is known (M55 15(2))."""
    for paper in dossier.of("filing_approval")[-1:]:
        known = dossier.data.merged(paper.inputs)
        for field in asked.fields:
            outer, _, inner = field.partition(".")
            value = known.record(outer).get(inner) if inner else known.get(outer)
            if not filled(value):
                yield on(paper, field=Term("input", inner or outer))


@check
def filing_unfounded(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever asked to file said yes to each of `fields`, with evidence at hand (M55 15(3))."""
    for paper in dossier.of("filing_approval"):
        if not any(field in paper.inputs for field in asked.fields):
            continue  # filed by an act that asks for none of this, such as a conversion
        for field in asked.fields:
            if not paper.inputs.flag(field):
                yield on(paper, field=Term("input", field))
        if not any(piece.event <= paper.act.seq for piece in dossier.case.evidence):
            yield on(paper, field=Term("input", _EVIDENCE))


@check
def opinion_unsigned(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Everybody whose opinion the papers of `forms` need has given and signed it."""
    for paper in dossier.of(*asked.forms):
        if paper.made.status == "issued":
            for slot in unsigned(dossier, paper):
                yield on(paper, role=Term("role", slot.role))


@check
def signer_unfit(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever signed in a role on the papers of `forms` holds it in the roster of the day."""
    for paper in dossier.of(*asked.forms):
        roles = {s.id: s.role for s in slots(dossier, paper)}
        for signed in paper.signed:
            person = dossier.person(signed.person, paper.act)
            role = roles.get(signed.slot, "")
            if role and (person is None or role not in person.roles):
                name = person.name if person is not None else signed.person
                yield on(paper, person=name, role=Term("role", role))


@check
def signed_out_of_order(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The signatures of an approval follow one another as its chain does."""
    for paper in dossier.of(*asked.forms):
        at = {s.slot: s.at for s in paper.signed}
        steps = [slot for slot in chain(dossier, paper) if slot in at]
        labels = {s.id: s.role for s in slots(dossier, paper)}
        for before, after in pairwise(steps):
            if at[after] < at[before]:
                yield on(paper, role=Term("role", labels[after]), at=at[after], other=at[before])


@check
def report_proposal_empty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A report that proposes a penalty says which, how much and in which tier (`fields`)."""
    for paper in dossier.of("investigation_report"):
        if paper.inputs.text("proposal") != "penalise":
            continue
        for field in asked.fields:
            if not filled(paper.inputs.get(field)):
                yield on(paper, field=Term("input", field))


@check
def approved_after(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The approval (first of `forms`) was finished before what it approves (the others)."""
    approvals = dossier.of(asked.forms[0])
    for paper in dossier.of(*asked.forms[1:]):
        before = [a for a in approvals if a.act.seq <= paper.act.seq]
        if before and finished(before[-1]) > finished(paper):
            yield on(before[-1], at=finished(before[-1]), other=finished(paper))


@check
def evidence_unlisted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """When a paper of `forms` was made there was evidence to list in it."""
    for paper in dossier.of(*asked.forms):
        if not any(piece.event <= paper.act.seq for piece in dossier.case.evidence):
            yield on(paper)


@check
def basis_unknown(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The articles a paper of `forms` prints are known: the matter had a text on the day."""
    version = dossier.matter_at_act
    if version is None or not version.breached or not version.penalty:
        for paper in dossier.of(*asked.forms):
            yield on(paper)


@check
def decided_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The decision is dated within `deadline` from filing, lawful pauses and extensions counted."""
    for paper in dossier.of(*asked.forms):
        counted = [r for r in runs(dossier, asked.deadline) if r.act.seq < paper.act.seq]
        last = counted[-1].last_day(dossier) if counted else None
        day = finished(paper).date()
        if last is not None and day > last:
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=day)


@check
def paper_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A paper of the last of `forms` follows one of the others within `deadline`.

    Where the period was opened anew before it ended, only the newest opening counts; the acts in
    `names` take away what it was for.
    """
    opening, ending = asked.forms[:-1], asked.forms[-1]
    undone = max((a.seq for a in dossier.fired(*asked.names)), default=0)
    for begun, end in _pairs(dossier, opening, ending):
        if end is None and undone > begun.act.seq:
            continue
        last = last_day(dossier, asked.deadline, finished(begun))
        day = finished(end).date() if end is not None else dossier.now.date()
        if last is not None and day > last:
            yield on(end or begun, deadline=Term("deadline", asked.deadline), due=last, on=day)


def _pairs(
    dossier: Dossier, opening: tuple[str, ...], ending: str
) -> Iterator[tuple[Paper, Paper | None]]:
    begins, ends = dossier.of(*opening), dossier.of(ending)
    for begun, following in zip(begins, [*begins[1:], None], strict=False):
        end = next((e for e in ends if e.act.seq > begun.act.seq), None)
        if following is None or (end is not None and end.act.seq < following.act.seq):
            yield begun, end


@check
def period_overrun(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The newest paper of `forms` was finished before the period `deadline` of its act was over."""
    for paper in dossier.of(*asked.forms)[-1:]:
        counted = [r for r in runs(dossier, asked.deadline) if r.act.seq <= paper.act.seq]
        last = counted[-1].last_day(dossier) if counted else None
        waits = paper.made.status != "issued" or bool(paper.made.waiting)
        day = dossier.now.date() if waits else finished(paper).date()
        if last is not None and day > last:
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=day)
