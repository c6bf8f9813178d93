"""Checks of the notice before a penalty, of what the party said to it, and of the answer."""

from collections.abc import Iterator
from datetime import date

from engine.event import Event
from engine.grading.counting import finished, last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on, question
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import NOTICES
from engine.reasoning.amounts import amounts
from engine.reasoning.finding import quote
from engine.reasoning.linting import brief_of
from engine.reasoning.rules import edition_on
from engine.reasoning.statutes import same_article, same_law, statutes
from engine.record import Record
from engine.verdict import Term

#: What moves a case on before the time to state a defence is over.
_SPOKE = ("record_statement", "hear_statement", "finish_hearing", "default")
_STATED = ("record_statement", "hear_statement", "finish_hearing")
_DECISION = "penalty_decision"


def _decision(dossier: Dossier) -> Paper | None:
    """The newest penalty; what follows one that was undone belongs to the next."""
    return next(reversed(dossier.of(_DECISION)), None)


def notice_of(dossier: Dossier) -> Paper | None:
    """Return the notice the newest penalty rests on; the newest of all before there is one."""
    decision = _decision(dossier)
    told = dossier.of(*NOTICES)
    before = [n for n in told if decision is None or n.act.seq < decision.act.seq]
    return before[-1] if before else None


def statements(dossier: Dossier) -> tuple[Event, ...]:
    """Return the acts in which the party raised something between notice and penalty."""
    notice, decision = notice_of(dossier), _decision(dossier)
    since = notice.act.seq if notice is not None else 0
    said = (a for a in dossier.fired(*_STATED) if a.seq > since and a.inputs.records("points"))
    return tuple(a for a in said if decision is None or a.seq < decision.act.seq)


@question
def party_spoke(dossier: Dossier) -> bool:
    """Whether the party raised anything after it was told, whatever paper says so."""
    return bool(statements(dossier)) or bool(dossier.of("statement_record"))


# -- what the notice says ---------------------------------------------------------------------


@check
def basis_strange(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The reasons of the notice cite nothing but what a decision on the matter may cite.

    That is the matter's own provisions, those of norms it was compared with, and the general laws
    in `words`. A matter without a text has none to tell by.
    """
    notice = notice_of(dossier)
    situation = dossier.situation(notice.act) if notice is not None else None
    brief = brief_of(situation, "penalty") if situation is not None else None
    if notice is None or brief is None or not brief.citable:
        return
    known = brief.citable
    for cited in statutes(notice.inputs.text("notice_reasons")):
        general = any(same_law(cited.law, w) for w in asked.words)
        whole = cited.article is None and any(same_law(cited.law, k.law) for k in known)
        if not general and not whole and not any(same_article(cited, k) for k in known):
            yield on(notice, provision=cited.text())


@check
def proposal_unstated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The notice says which penalty is proposed: a kind, and the very amount of a fine."""
    del asked
    notice = notice_of(dossier)
    if notice is None:
        return
    text, fine = notice.inputs.text("notice_content"), notice.inputs.number("notice_fine") or 0
    edition = edition_on(dossier.law.reasoning, notice.day)
    ways = [w for words in (edition.kinds.values() if edition is not None else ()) for w in words]
    stated = {a.fen for a in amounts(text)}
    if not any(w in text for w in ways) or (fine and fine not in stated):
        yield on(notice, amount_fen=fine)


@check
def hearing_right_untold(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A party that may ask for a hearing on what is proposed was told so (APL 63(1)).

    Read from the fine and the kinds the notice tells of, not from what is decided in the end.
    """
    del asked
    notice = notice_of(dossier)
    facts = dossier.facts(notice.act) if notice is not None else None
    if notice is None or facts is None or notice.form == "hearing_right_notice":
        return
    required = facts.ask("hearing_required", Record())
    if required.value is True:
        yield on(notice, **required.details)


@check
def notice_unserved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The notice was served, with a receipt, before the decision was made."""
    del asked
    notice, decision = notice_of(dossier), _decision(dossier)
    if notice is None:
        return
    day = _served(dossier, notice)
    if day is None or (decision is not None and day > decision.day):
        yield on(notice)


def _served(dossier: Dossier, paper: Paper) -> date | None:
    """The day a paper reached the party, where a receipt says so."""
    tracks = {t.id for t in dossier.case.tracks.values() if t.subject == paper.id}
    receipts = [r for r in dossier.of("service_receipt") if r.made.track in tracks]
    served = dossier.case.served.get(paper.id)
    return served[0] if receipts and served is not None else None


@check
def decided_unheard(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The decision was made after `deadline`, or after the party spoke or expressly waived."""
    notice, decision = notice_of(dossier), _decision(dossier)
    told = _served(dossier, notice) if notice is not None else None
    if notice is None or decision is None or told is None:
        return
    if asked.forms and notice.form not in asked.forms:
        return
    between = [a for a in dossier.acts if notice.act.seq < a.seq < decision.act.seq]
    last = last_day(dossier, asked.deadline, told)
    spoke = any(a.trigger in _SPOKE or _waived(dossier, a) for a in between)
    if last is not None and decision.day <= last and not spoke:
        yield on(decision, deadline=Term("deadline", asked.deadline), due=last, on=decision.day)


def _waived(dossier: Dossier, act: Event) -> bool:
    """Whether an act holds an express waiver, signed, with its paper."""
    papers = {p.act.seq for p in dossier.of("waiver_record")}
    mode = act.inputs.record("party_signature").text("mode")
    return act.seq in papers and mode in {"paper", "pad"} and bool(act.inputs.text("waiver_scope"))


# -- what the party said ----------------------------------------------------------------------


@check
def statement_unrecorded(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whatever the party raised stands in a record of `forms`."""
    recorded = {p.act.seq for p in dossier.of(*asked.forms)}
    for act in statements(dossier):
        if act.seq not in recorded:
            yield Hit(details={"forms": (Term("form", asked.forms[0]),), "at": act.at})


def _recheck(dossier: Dossier) -> Paper | None:
    """The re-check that follows what the party said."""
    said = statements(dossier)
    since = said[-1].seq if said else 0
    return next((p for p in dossier.of("recheck_opinion") if p.act.seq > since), None)


@check
def recheck_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What the party said was checked in writing, after it and before the decision."""
    del asked
    decision, found = _decision(dossier), _recheck(dossier)
    late = found is not None and decision is not None and finished(found) > finished(decision)
    if statements(dossier) and (found is None or late):
        yield on(found)


@check
def point_unanswered(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every point raised is checked and answered, with a reason."""
    del asked
    found = _recheck(dossier)
    answers = {a.text("point"): a for a in found.inputs.records("point_answers")} if found else {}
    points = [p.text("content") for a in statements(dossier) for p in a.inputs.records("points")]
    for point in dict.fromkeys(points):
        if found is not None and not _answered(answers.get(point, Record())):
            yield on(found, quote=quote(point))


def _answered(answer: Record) -> bool:
    return all(answer.text(name).strip() for name in ("checking", "adopted", "reason"))


@check
def adoption_unreflected(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A point that asks for less (one of `words`) and is adopted leads to less than was noticed."""
    found, notice, decision = _recheck(dossier), notice_of(dossier), _decision(dossier)
    if found is None or notice is None or decision is None:
        return
    told, fine = notice.inputs.number("notice_fine"), decision.inputs.number("decision_fine")
    for answer in found.inputs.records("point_answers"):
        asks = any(w in answer.text("point") for w in asked.words)
        if asks and answer.text("adopted") == "adopted" and told is not None and fine == told:
            yield on(decision, quote=quote(answer.text("point")))
