"""Checks of records: times in order, figures and pictures, every signature or its refusal noted."""

from collections.abc import Iterator
from itertools import combinations

from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import SIGNED, UNSIGNED, slots, text_of, unsigned
from engine.record import Record
from engine.verdict import Term

_PICTURES = ("image/", "video/")


@check
def times_reversed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The two moments in `fields` are in order, and neither lies after the paper was made."""
    first, last = asked.fields
    for paper in dossier.of(*asked.forms):
        began, ended = paper.inputs.moment(first), paper.inputs.moment(last)
        if began is not None and ended is not None and not began < ended <= paper.at:
            yield on(paper, at=began, until=ended)


@check
def made_later(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A paper was made on the day of what it records (the moment in `fields`).

    The bureau may allow some days (`document_date_grace`).
    """
    grace = dossier.agency.days("document_date_grace")
    for paper in dossier.of(*asked.forms):
        for field in asked.fields:
            day = paper.inputs.day(field)
            if day is not None and (paper.day - day).days not in range(grace + 1):
                yield on(paper, on=day, made=paper.day)


def _investigating(dossier: Dossier, asked: Asked) -> Iterator[Paper]:
    """The papers made to find the facts, not to carry the decision out."""
    decision = dossier.decision
    return (p for p in dossier.of(*asked.forms) if decision is None or p.act.seq < decision.act.seq)


@check
def figures_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What a paper found is measured or counted: `fields` hold a figure, or one of `words`."""
    for paper in _investigating(dossier, asked):
        text = text_of(paper, asked.fields)
        if not any(c.isdigit() for c in text) and not any(w in text for w in asked.words):
            yield on(paper)


@check
def picture_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """An inspection left a sketch, or pictures (evidence of the kinds in `names`) of its day."""
    for paper in _investigating(dossier, asked):
        if not paper.inputs.record("sketch").text("digest") and not _pictured(
            dossier, paper, asked
        ):
            yield on(paper)


def _pictured(dossier: Dossier, paper: Paper, asked: Asked) -> bool:
    day = (paper.inputs.moment("started_at") or paper.at).date()
    shown = (e.item for e in dossier.case.evidence if e.item.text("kind") in asked.names)
    items = [item for item in shown if item.day("taken_at") == day]
    filmed = [r for r in dossier.data.records("recordings") if r.day("recorded_at") == day]
    media = [i.record("file").text("media") for i in items]
    return bool(filmed) or any(m.startswith(_PICTURES) for m in media)


@check
def slot_unsigned(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every field of the papers of `forms` that has to be signed is; only `names` where given."""
    for paper in dossier.of(*asked.forms):
        for slot in unsigned(dossier, paper):
            if not asked.names or slot.id in asked.names:
                yield on(paper, role=Term("role", slot.role))


@check
def signed_twice(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nobody signed a paper of `forms` in the place of two people."""
    for paper in dossier.of(*asked.forms):
        mine = {s.id for s in slots(dossier, paper) if s.id in asked.names} or {*asked.names}
        people = [s.person for s in paper.signed if s.slot in mine]
        if len(set(people)) < len(people):
            yield on(paper)


@check
def party_signature_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The party signed, with the scan there; or why not is written and witnessed or filmed."""
    for paper in dossier.of(*asked.forms):
        fault = _signature_fault(dossier, paper.inputs)
        if fault:
            yield on(paper, reason=Term("signature", fault))


def _signature_fault(dossier: Dossier, inputs: Record) -> str:
    signature = inputs.record("party_signature")
    mode = signature.text("mode")
    if mode in SIGNED:
        digest = signature.record("file").text("digest")
        return "" if digest and dossier.files.kept(digest) else "no_file"
    if mode not in UNSIGNED:
        return "missing"
    if not signature.text("reason").strip():
        return "unreasoned"
    seen = signature.records("witnesses") or inputs.record("witness")
    filmed = dossier.data.records("recordings") or inputs.record("media")
    videos = [e for e in dossier.case.evidence if e.item.text("kind") == "audiovisual"]
    return "" if seen or filmed or videos else "refused_unproved"


@check
def handover_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A paper of `forms` was handed over on the spot, or served with a receipt (AEL 24).

    One of the papers `names` made with it shows that: the party signed there, or why not is
    written and witnessed or filmed.
    """
    received = {t.subject for t in dossier.case.machines("service") if _receipted(dossier, t.id)}
    for paper in dossier.of(*asked.forms):
        if paper.made.status != "issued" or paper.id in received:
            continue
        beside = [p for p in dossier.of(*asked.names) if p.act.seq == paper.act.seq]
        if not beside or _signature_fault(dossier, paper.inputs):
            yield on(paper)


def _receipted(dossier: Dossier, track: str) -> bool:
    return any(p.made.track == track for p in dossier.of("service_receipt"))


# -- interviews -------------------------------------------------------------------------------


@check
def questions_few(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """An interview has at least `number` questions, all of them answered."""
    for paper in dossier.of(*asked.forms):
        rows = paper.inputs.records("interview")
        answered = [r for r in rows if r.text("question").strip() and r.text("answer").strip()]
        if len(answered) < max(asked.number, len(rows)):
            yield on(paper, found=len(answered), needed=max(asked.number, len(rows)))


@check
def elements_unasked(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A record says which elements of the violation it is about."""
    version = dossier.matter_at_act
    known = {x for e in (version.elements if version is not None else ()) for x in (e.id, e.text)}
    for paper in dossier.of(*asked.forms):
        covered = set(paper.inputs.texts("covers"))
        if not covered or (known and not covered & known):
            yield on(paper)


@check
def interviewed_together(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Everybody was interviewed alone: one name to a record, no two records at one time."""
    papers = dossier.of(*asked.forms)
    for paper in papers:
        names = paper.inputs.text("interviewee")
        if any(mark in names for mark in asked.words):
            yield on(paper, quote=names)
    for one, other in combinations(papers, 2):
        if _overlap(one, other) and set(one.signers()) & set(other.signers()):
            yield on(other, quote=one.made.number)


def _overlap(one: Paper, other: Paper) -> bool:
    bounds = [(p.inputs.moment("started_at"), p.inputs.moment("ended_at")) for p in (one, other)]
    (began, ended), (later, until) = bounds
    if began is None or ended is None or later is None or until is None:
        return False
    return began < until and later < ended
