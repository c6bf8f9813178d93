"""Checks of the law applied: in force, exact, in the right order, its conditions met."""

import re
from collections.abc import Iterator
from datetime import date

from engine.citation import Citation
from engine.deadlines import compute
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on, question
from engine.grading.profile import Asked
from engine.law_choice import Governing, fine_for
from engine.matters import MatterVersion
from engine.reasoning.linting import brief_of
from engine.reasoning.statutes import same_article, same_law, statutes
from engine.verdict import Term

_TITLE = re.compile(r"《([^《》]{2,60}(?:法|条例|规定|办法|规则|细则))》")


@question
def correction_precondition(dossier: Dossier) -> bool:
    """Whether the fine decided is only allowed after a correction was refused or came too late."""
    situation = dossier.deciding
    version = situation.governing if situation is not None else None
    if situation is None or version is None or not dossier.fine:
        return False
    fine = fine_for(version, situation.fine_facts)
    return fine.correction_first if fine is not None else version.correction_first


@check
def basis_not_in_force(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The matter was punishable on the day of the act, and still is on that of the decision."""
    del asked
    situation = dossier.deciding
    if situation is None:
        return
    matter, texts = situation.data.text("matter"), situation.texts
    if texts is None:
        yield on(dossier.decision, matter=Term("matter", matter), day=_act(dossier))
    elif texts.outcome is Governing.LAPSED:
        yield on(dossier.decision, matter=Term("matter", matter), day=situation.today)


def _act(dossier: Dossier) -> date:
    return dossier.data.day("act_on") or dossier.now.date()


@check
def law_not_in_force(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No law is cited that the library knows, but only for other days than act and decision.

    `fields` of the decision and the papers of `forms` are read.
    """
    days = tuple(d for d in (dossier.data.day("act_on"), dossier.decided_on) if d is not None)
    for paper in dossier.of(*asked.forms):
        text = "\n".join(paper.inputs.text(field) for field in asked.fields)
        for law in dict.fromkeys(c.law for c in statutes(text)):
            known = [v for v in _versions(dossier) if _cites(v, law)]
            if known and not any(v.in_force(day) for v in known for day in days):
                yield on(paper, law=law)


def _versions(dossier: Dossier) -> Iterator[MatterVersion]:
    for matter in dossier.law.matters.values():
        yield from matter.versions


def _cites(version: MatterVersion, law: str) -> bool:
    return any(same_law(c.law, law) for c in _citations(version))


def _citations(version: MatterVersion) -> tuple[Citation, ...]:
    return (*version.breached, *version.penalty, *version.seizure_basis)


@check
def law_title_short(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Laws are cited by their full title: 中华人民共和国 is part of it (`fields` of `forms`)."""
    full = {c.law for v in _versions(dossier) for c in _citations(v)}
    full |= {i.name for i in dossier.law.instruments.values()}
    for paper in dossier.of(*asked.forms):
        text = "\n".join(paper.inputs.text(field) for field in asked.fields)
        for title in dict.fromkeys(_TITLE.findall(text)):
            longer = next((f for f in sorted(full) if f != title and same_law(f, title)), "")
            if title not in full and longer:
                yield on(paper, quote=title, name=longer)


@check
def paragraph_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No paragraph or item is cited that an article has not (`fields` of the papers of `forms`).

    `args` gives, by law, articles with the number of their paragraphs and items (`23/1/0`); about
    others nothing is said.
    """
    for paper in dossier.of(*asked.forms):
        text = "\n".join(paper.inputs.text(field) for field in asked.fields)
        for cited in dict.fromkeys(statutes(text)):
            has = _paragraphs(asked, cited)
            if has and ((cited.paragraph or 0) > has[0] or (cited.item or 0) > has[1]):
                yield on(paper, provision=cited.text(), number=has[0], items=has[1])


def _paragraphs(asked: Asked, cited: Citation) -> tuple[int, int] | None:
    """How many paragraphs and items the article cited has; None where nobody wrote it down."""
    law = next((name for name in asked.args if same_law(name, cited.law)), "")
    for one in asked.args.texts(law):
        article, paragraphs, items = map(int, one.split("/"))
        if article == cited.article:
            return paragraphs, items
    return None


@check
def basis_no_statute(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What a penalty is based on is a law, a regulation or a rule (APL 10-14, 16).

    Read in `fields` of `forms`, behind one of `names` (依照). A title that no instrument known has
    is none of them where `args.pattern` says so: marked as on trial, or issued below the cities
    that may make rules. One with a word of `words` guides discretion only.
    """
    known = {c.law for v in _versions(dossier) for c in _citations(v)}
    known |= {i.name for i in dossier.law.instruments.values()}
    lead = "|".join(map(re.escape, asked.names))
    based, marked = re.compile(rf"(?:{lead})《([^《》]+)》"), re.compile(asked.args.text("pattern"))
    for paper in dossier.of(*asked.forms):
        text = "\n".join(paper.inputs.text(field) for field in asked.fields)
        for title in dict.fromkeys(based.findall(text)):
            guiding = any(word in title for word in asked.words)
            named = any(same_law(title, law) for law in known)
            if marked.search(title) and not guiding and not named:
                yield on(paper, law=title)


@check
def norm_of_another(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The decision (`fields`) does not call the act a breach of another matter's norm only.

    Where that norm goes first, the case has to be carried on as that matter (APL 29).
    """
    decision, situation = dossier.decision, dossier.deciding
    brief = brief_of(situation, "penalty") if situation is not None else None
    if decision is None or brief is None or not brief.breached:
        return
    cited = statutes("\n".join(decision.inputs.text(field) for field in asked.fields))
    if any(same_article(c, own) for c in cited for own in brief.breached):
        return
    strange = {c for v in _versions(dossier) for c in v.breached}
    for one in dict.fromkeys(cited):
        if any(same_article(one, other) for other in strange):
            yield on(decision, provision=one.text())


@check
def limitation_exceeded(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The act was found before its limitation period was over.

    The period is that of the matter, `deadline` where the matter names none; it runs from the day
    of the act, or its end where it went on, to the day the lead came in.
    """
    matter = dossier.matter
    name = (matter.limitation if matter is not None else "") or asked.deadline
    rule, act = dossier.law.rules.get(name), dossier.data.day("act_on")
    found = dossier.data.day("received_at")
    if rule is None or act is None or found is None:
        return
    last = compute(rule, act, dossier.law.calendar).due
    if last is not None and found > last:
        yield on(dossier.decision, due=last, day=found)


@check
def texts_uncompared(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where the law changed between act and decision, a paper of `forms` says which applies.

    `words` are how such a comparison reads.
    """
    situation = dossier.deciding
    texts = situation.texts if situation is not None else None
    if texts is None or texts.outcome is Governing.SAME:
        return
    papers = dossier.of(*asked.forms)
    said = "".join(v for p in papers for v in p.inputs.values() if isinstance(v, str))
    if not any(word in said for word in asked.words):
        yield on(next(iter(papers), dossier.decision), since=texts.at_act.valid_from)


@check
def norms_unreasoned(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where other norms compete or go first, a paper of `forms` compares them or says why not."""
    situation = dossier.deciding
    version = situation.matter if situation is not None else None
    if situation is None or version is None:
        return
    held = situation.agency.powers
    others = tuple(o for o in (*version.competes, *version.yields_to) if o in held)
    data, paper = situation.data, dossier.last(*asked.forms) or dossier.decision
    compared = paper is not None and bool(paper.act.basis.get("norms"))
    if not others or compared:
        return
    if not data.records("other_norms") and not data.text("norms_reason"):
        yield on(paper, matters=tuple(Term("matter", o) for o in others))


@check
def correction_not_failed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A fine that needs it was proposed only after an order was served and found not obeyed."""
    report = dossier.last(*asked.forms)
    until = report.act.seq if report is not None else dossier.case.version
    orders = [p for p in dossier.of("rectification_order") if p.act.seq < until]
    served = [p for p in orders if p.id in dossier.case.served]
    failed = [e for e in dossier.fired(*asked.names) if e.seq < until]
    if not orders or not served or not failed:
        step = "not_ordered" if not orders else "not_served" if not served else "not_failed"
        yield on(report or dossier.decision, reason=Term("correction", step))
