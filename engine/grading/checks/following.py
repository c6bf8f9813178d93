"""Checks of what acts leave behind: their papers, their fields, and days and people that fit.

Asked of acts and papers alike, whatever the road would have refused. Amounts are fen.
"""

import re
from collections.abc import Iterator

from engine.arrears import total
from engine.grading.counting import finished
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import SIGNED, filled
from engine.verdict import Term


@check
def act_paperless(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """An act that makes papers left them in the dossier (`args`: forms by act)."""
    for trigger in asked.args:
        for form in asked.args.texts(trigger):
            made = {p.act.seq for p in dossier.of(form)}
            if any(act.seq not in made for act in dossier.fired(trigger)):
                yield Hit(details={"forms": (Term("form", form),)})


@check
def act_field_empty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What an act had to state is stated (`args`: fields by act)."""
    for trigger in asked.args:
        for act in dossier.fired(trigger):
            for field in asked.args.texts(trigger):
                if not filled(act.inputs.as_dict().get(field)):
                    yield Hit(details={"field": Term("input", field)})


@check
def same_hand(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Different people signed in the places `names` of the papers of `forms`."""
    for paper in dossier.of(*asked.forms):
        people = [p for name in asked.names for p in paper.signers(name)]
        if len(set(people)) < len(people):
            yield on(paper)


@check
def dated_before(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No paper of the first of `forms` is older than the newest of the second it rests on."""
    early, rests = asked.forms
    for paper in dossier.of(early):
        before = [p for p in dossier.of(rests) if p.act.seq < paper.act.seq]
        if before and paper.day < before[-1].day:
            yield on(paper, due=before[-1].day, on=paper.day)


@check
def sheet_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Records of some kinds (`names`) left a paper of `forms`."""
    made = {p.act.seq for p in dossier.of(*asked.forms)}
    acts = [a for a in dossier.fired("record_evidence") if a.inputs.text("record") in asked.names]
    if any(act.seq not in made for act in acts):
        yield Hit(details={"forms": tuple(Term("form", f) for f in asked.forms)})


# -- records ----------------------------------------------------------------------------------


@check
def another_signed(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever was asked signed the record himself."""
    for paper in dossier.of(*asked.forms):
        signature = paper.inputs.record("party_signature")
        asked_of, signer = paper.inputs.text("interviewee"), signature.text("signer")
        if signature.text("mode") in SIGNED and asked_of and signer and signer != asked_of:
            yield on(paper, quote=signer)


@check
def records_overlap(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nobody made two records (`forms`) in different places at one time."""
    seen: list[Paper] = []
    for paper in dossier.of(*asked.forms):
        if any(_meet(paper, other) for other in seen):
            yield on(paper)
        seen.append(paper)


def _meet(one: Paper, other: Paper) -> bool:
    """Whether two records of one pair of hands overlap in time at different places."""
    begun, ended = one.inputs.moment("started_at"), one.inputs.moment("ended_at")
    others = other.inputs.moment("started_at"), other.inputs.moment("ended_at")
    if begun is None or ended is None or others[0] is None or others[1] is None:
        return False
    apart = one.inputs.text("place") != other.inputs.text("place")
    shared = set(one.signers()) & set(other.signers())
    return bool(shared) and apart and max(begun, others[0]) < min(ended, others[1])


# -- money ------------------------------------------------------------------------------------


@check
def payment_undated(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every payment says on which day it came in."""
    del asked
    if any(p.day("paid_on") is None for p in dossier.data.records("payments")):
        yield Hit(details={})


@check
def plan_unbalanced(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A plan of payment comes to the fine, with what was paid before it."""
    del asked
    fine = dossier.data.number("decision_fine") or 0
    for act in dossier.fired("grant_deferral"):
        plan = total(act.inputs.records("plan"))
        day = act.at.date()
        paid = dossier.data.records("payments")
        earlier = tuple(p for p in paid if (p.day("paid_on") or day) < day)
        if plan + total(earlier) < fine:
            yield Hit(details={"amount_fen": plan, "other_fen": fine})


@check
def instalment_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every instalment was paid by its day, or the plan was declared broken (`names`)."""
    payments = dossier.data.records("payments")
    if dossier.fired(*asked.names):
        return
    for act in dossier.fired("grant_deferral")[-1:]:
        wanted = 0
        for row in act.inputs.records("plan"):
            wanted += row.number("amount") or 0
            due = row.day("due")
            in_time = [p for p in payments if due and (p.day("paid_on") or due) <= due]
            if due and dossier.now.date() > due and total(tuple(in_time)) < wanted:
                yield Hit(details={"due": due, "amount_fen": total(tuple(in_time))})


@check
def closed_early(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A case was not closed as performed before the last of its fine came in.

    A closing before a decision was made anew was that of the earlier one.
    """
    decision = dossier.decision
    days = [d for p in dossier.data.records("payments") if (d := p.day("paid_on")) is not None]
    for paper in [p for p in dossier.of(*asked.forms) if p.made.status == "issued"][-1:]:
        day = finished(paper).date()
        if decision is not None and day < decision.day:
            continue
        if paper.inputs.text("closing_ground") == "performed" and days and day < max(days):
            yield on(paper, due=max(days), on=day)


# -- publication ------------------------------------------------------------------------------


@check
def published_early(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing was published before it was decided."""
    del asked
    decision = dossier.decision
    for act in dossier.fired("publish"):
        day = act.inputs.day("published_on")
        first = min((p.day for p in dossier.of("penalty_decision")), default=None)
        if decision is not None and day is not None and first is not None and day < first:
            yield on(decision, due=first, on=day)


@check
def identity_published(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No identity number (`args.pattern`, GB 11643) stands in a text that is published."""
    pattern = re.compile(asked.args.text("pattern"))
    for paper in dossier.of(*asked.forms):
        if pattern.search(paper.inputs.text("published_text")):
            yield on(paper)


# -- hearing ----------------------------------------------------------------------------------


@check
def hearing_report_unfit(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A hearing is reported by who chaired it, and after it was held."""
    del asked
    for report in dossier.of("hearing_report"):
        mine = [p for p in dossier.of("hearing_record") if p.made.track == report.made.track]
        chaired = {c for record in mine for c in record.signers("chair")}
        early = any(report.day < record.day for record in mine)
        if mine and (early or (chaired and not chaired & {*report.signers("chair")})):
            yield on(report)


@check
def hearing_opened_apart(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A hearing was opened on a day the party was told of."""
    del asked
    told = [p.inputs.moment("hearing_at") for p in dossier.of("hearing_notice")]
    days = {one.date() for one in told if one is not None}
    for act in dossier.fired("open_hearing"):
        if days and act.at.date() not in days:
            yield Hit(details={"on": act.at.date()})


@check
def recorder_chairs(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever was named to chair a hearing was not named to record it too."""
    del asked
    for act in dossier.fired("appoint_chair"):
        if act.inputs.text("chair") == act.inputs.text("recorder"):
            yield Hit(details={})
