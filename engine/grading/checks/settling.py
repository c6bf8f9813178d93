"""Checks of amounts and days after a decision: paid in time and in full, told of as they were.

Amounts are fen. What was paid is read from the payments on record, never from a state.
"""

from collections.abc import Iterator

from engine.arrears import arrears, paid_until, total
from engine.event import Event
from engine.grading.checks.performing import due_on, fine_decided, paid_late
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.grading.reading import passages
from engine.reasoning.amounts import amounts, contradicting

_PERFORMED = "performed"


@check
def overdue_unhandled(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A fine paid more than `number` days late was demanded, surcharged or deferred (`forms`).

    Asked of what came in in the end; what never did is for `overdue_idle`.
    """
    due, paid = due_on(dossier), dossier.data.records("payments")
    last = max((d for p in paid if (d := p.day("paid_on")) is not None), default=None)
    if due is None or last is None or not paid_late(dossier) or dossier.of(*asked.forms):
        return
    whole = total(paid) >= (dossier.data.number("decision_fine") or 0)
    if whole and (last - due).days > asked.number:
        yield Hit(details={"due": due, "on": last})


@check
def surcharge_short(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where a surcharge was ordered, all of it had come in when the last payment was made.

    An agreement or a release (`forms`, or acts `names`) may have left less to pay.
    """
    paid = [a for a in dossier.acts if a.inputs.records("payments")]
    if not paid or dossier.of(*asked.forms) or dossier.fired(*asked.names):
        return
    situation = dossier.situation(paid[-1])
    found = arrears(situation, paid_until(situation)) if situation is not None else None
    if found is not None and found.ordered and found.paid < found.owed and _closed(dossier):
        paper = dossier.last("surcharge_decision")
        yield on(paper, amount_fen=found.paid, other_fen=found.owed)


def _closed(dossier: Dossier) -> bool:
    """Whether the case was closed as performed."""
    closing = dossier.last("closing_approval")
    return closing is not None and closing.inputs.text("closing_ground") == _PERFORMED


@check
def demanded_early(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A demand for the fine (`fields` speak of one of `words`) follows its last day (AEL 34, 35).

    Where a plan of payment was granted its own rows tell what is due.
    """
    if not fine_decided(dossier) or dossier.fired("grant_deferral"):
        return
    for paper in dossier.of(*asked.forms):
        text, due = "".join(passages(paper, asked.fields)), due_on(dossier, paper.day)
        if due is not None and paper.day <= due and any(word in text for word in asked.words):
            yield on(paper, due=due, on=paper.day)


@check
def payer_other(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Who paid is the party; another may pay for it, which somebody has to make sure of."""
    del asked
    party = dossier.data.record("party")
    own = {party.text(field) for field in ("name", "legal_representative")}
    payers = (row.text("payer").strip() for row in dossier.data.records("payments"))
    for payer in dict.fromkeys(p for p in payers if p and p not in own):
        yield Hit(details={"name": payer, "quote": party.text("name")})


# -- what papers tell of amounts --------------------------------------------------------------


@check
def published_amount_differs(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where the text published (`fields` of `forms`) tells amounts, the fine decided is one."""
    decision = dossier.decision
    for paper in dossier.of(*asked.forms):
        text = "\n".join(passages(paper, asked.fields))
        told = {a.fen for a in amounts(text) if not a.bound}
        fine = _decided(dossier, paper.act)
        if decision is not None and fine and told and fine not in told:
            yield on(paper, amount_fen=min(told), other_fen=fine)
        elif any(contradicting(text)):
            one, other = next(contradicting(text))
            yield on(paper, amount_fen=one.fen, other_fen=other.fen)


def _decided(dossier: Dossier, act: Event) -> int:
    """The fine in force when an act was done, as the case knew it then."""
    situation = dossier.situation(act)
    return (situation.data.number("decision_fine") or 0) if situation is not None else 0


@check
def closed_amount_differs(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where a closing (`fields` of `forms`) tells amounts, one is the fine or what came in."""
    rows = dossier.data.records("payments")
    known = {row.number("amount") for row in rows} | {total(rows)}
    known |= {total(rows) - total(dossier.data.records("refunds"))}
    known |= {dossier.data.number("decision_fine")}
    for paper in [p for p in dossier.of(*asked.forms) if p.made.status == "issued"][-1:]:
        told = {a.fen for text in passages(paper, asked.fields) for a in amounts(text)}
        if rows and told and not told & known:
            yield on(paper, amount_fen=min(told), other_fen=total(rows))
