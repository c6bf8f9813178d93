"""Checks of the steps before and after a decision: notice, hearing, review, deliberation, service.

Everything is read from the papers and their days; no mark an act left behind is believed.
"""

from collections.abc import Iterator

from engine.grading.counting import last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import NOTICES, officers
from engine.verdict import Term


def _before(dossier: Dossier, *forms: str) -> tuple[Paper, ...]:
    """The papers of some forms whose act came before the decision, the oldest first."""
    decision = dossier.decision
    found = dossier.of(*forms)
    return found if decision is None else tuple(p for p in found if p.act.seq < decision.act.seq)


def receipts(dossier: Dossier, paper: Paper) -> tuple[Paper, ...]:
    """Return the receipts of a served paper."""
    tracks = {t.id for t in dossier.case.tracks.values() if t.subject == paper.id}
    return tuple(p for p in dossier.of("service_receipt") if p.made.track in tracks)


@check
def unserved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The newest paper of `forms` reached the party: a day of service, and a receipt for it.

    A paper announced (`names`) needs no receipt.
    """
    paper = next(reversed(dossier.of(*asked.forms)), None)
    if paper is None:
        return
    served = dossier.case.served.get(paper.id)
    proved = bool(receipts(dossier, paper)) or (served is not None and served[1] in asked.names)
    if served is None or not proved:
        yield on(paper, form=Term("form", paper.form), number=paper.made.number)


@check
def served_after(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The newest notice of `forms` was served, and not after the decision, be it the same day."""
    notices, decision = _before(dossier, *asked.forms), dossier.decision
    if not notices or decision is None:
        return
    served = dossier.case.served.get(notices[-1].id)
    told = [e.at for e in dossier.acts if e.served and e.served.document == notices[-1].id]
    late = bool(told) and min(told) > decision.at
    if served is None or served[0] > decision.day or late:
        yield on(notices[-1], form=Term("form", notices[-1].form), day=decision.day)


@check
def decided_too_early(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The period `deadline` from service of the newest notice was over when it was decided.

    Whoever stated a defence, was heard or waived (`names` are those papers) has used it up.
    """
    notices, decision = _before(dossier, *asked.forms), dossier.decision
    if not notices or decision is None:
        return
    used = [p for p in _before(dossier, *asked.names) if p.act.seq > notices[-1].act.seq]
    served = dossier.case.served.get(notices[-1].id)
    last = last_day(dossier, asked.deadline, served[0]) if served is not None else None
    if not used and last is not None and decision.day <= last:
        yield on(decision, deadline=Term("deadline", asked.deadline), due=last, day=decision.day)


@check
def hearing_untold(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever must be offered a hearing was told of it before the decision (`forms`; APL 63)."""
    facts = dossier.facts(dossier.decision.act) if dossier.decision is not None else None
    if facts is None or _before(dossier, *asked.forms):
        return
    required = facts.ask("hearing_required", asked.args)
    if required.value is True:
        yield on(dossier.last(*NOTICES), **required.details)


@check
def hearing_withheld(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever asked for a hearing had one, a written refusal, or gave it up (`names`)."""
    for paper in dossier.of(*asked.forms):
        after = [p for p in dossier.of(*asked.names) if p.act.seq > paper.act.seq]
        if not after:
            yield on(paper)


@check
def chair_partial(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nobody who investigated the case chaired its hearing; the chair holds the role (`names`)."""
    mine = officers(dossier)
    for event in dossier.acts:
        chair = event.inputs.text("chair")
        person = dossier.person(chair, event) if chair else None
        held = person is not None and bool(person.roles & {*asked.names})
        if chair and (chair in mine or not held):
            name = person.name if person is not None else chair
            yield on(dossier.last(*asked.forms), person=name)


@check
def review_not_passed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The newest legal review before the decision agreed (`words`), and no later than its day.

    One that nobody signed is none.
    """
    decision = dossier.decision
    if decision is None:
        return
    reviews = _before(dossier, *asked.forms)
    if not reviews or not reviews[-1].signed:
        yield on(decision, reason=Term("review", "missing"))
    elif reviews[-1].inputs.text("review_result") not in asked.words:
        yield on(reviews[-1], reason=Term("review", "not_passed"))
    elif reviews[-1].day > decision.day:
        yield on(reviews[-1], reason=Term("review", "late"))


@check
def reviewer_unfit(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever reviewed holds the legal qualification and was no officer of the case (APL 58)."""
    mine = officers(dossier)
    for paper in dossier.of(*asked.forms):
        who = paper.inputs.text("reviewed_by") or paper.act.actor
        person = dossier.person(who, paper.act)
        if person is None or not person.legal_qualification or who in mine:
            yield on(paper, person=person.name if person is not None else who)


@check
def deliberation_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where the heads must decide together, they did before the decision (`forms`; APL 57(2)).

    Fewer than `number` who signed have not decided together.
    """
    decision = dossier.decision
    facts = dossier.facts(decision.act) if decision is not None else None
    if facts is None or facts.ask("deliberation_required", asked.args).value is not True:
        return
    found = _before(dossier, *asked.forms)
    if not any(_deliberated(p, asked.number) for p in found):
        yield on(decision)


def _deliberated(paper: Paper, least: int) -> bool:
    """Whether at least so many signed, and not for another day than that of the act."""
    return len({*paper.signers()}) >= least and paper.day <= paper.act.at.date()


@check
def statement_unchecked(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every statement was re-checked in writing (`names`) before the decision (APL 45(1))."""
    decision = dossier.decision
    checked = [
        p for p in _before(dossier, *asked.names) if decision is None or p.day <= decision.day
    ]
    for paper in _before(dossier, *asked.forms):
        if not any(p.act.seq > paper.act.seq for p in checked):
            yield on(paper)


@check
def receipt_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Each receipt of a paper of `forms` bears what proves it.

    One of `fields`: a signature with its file, witnesses, a recording, a slip or a log.
    """
    for paper in dossier.of(*asked.forms):
        for receipt in receipts(dossier, paper):
            if not any(_proof(dossier, receipt, field) for field in asked.fields):
                yield on(receipt, number=paper.made.number)


def _proof(dossier: Dossier, receipt: Paper, field: str) -> bool:
    one = receipt.inputs.record(field)
    digest = one.text("digest") or one.record("file").text("digest")
    return bool(receipt.inputs.records(field)) or (bool(digest) and dossier.files.kept(digest))


@check
def announced_unattempted(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Announced was only what could not be served otherwise: attempts are told, and were made.

    `names` are the acts that count as an attempt where whereabouts are not unknown (`words`).
    """
    for paper in dossier.of(*asked.forms):
        tried = [e for e in dossier.fired(*asked.names) if e.track == paper.made.track]
        unknown = paper.inputs.text("announce_ground") in asked.words
        if not paper.inputs.text("attempts").strip() or not (tried or unknown):
            yield on(paper)


@check
def announced_too_short(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Service by announcement took effect no earlier than its last day (`deadline`; CPL 95)."""
    for paper in dossier.of(*asked.forms):
        subject = dossier.case.tracks[paper.made.track].subject
        served, begun = dossier.case.served.get(subject), paper.inputs.day("announced_on")
        last = last_day(dossier, asked.deadline, begun) if begun is not None else None
        if served is not None and last is not None and served[0] < last:
            yield on(paper, due=last, day=served[0])
