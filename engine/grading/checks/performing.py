"""Checks of what a fine came to: payment, deferral, demand, court.

Amounts are fen. What was paid is read from the payments on record, never from a state.
"""

from collections.abc import Iterator
from datetime import date

from engine.arrears import total
from engine.deadlines import schedule
from engine.grading.counting import finished, last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on, question
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.record import Record
from engine.remedies import annulled_at
from engine.verdict import Term

_DECISIONS = ("penalty_decision", "spot_penalty_decision")
_ENFORCING = ("deferral_approval", "demand_notice", "surcharge_decision", "court_application")


def _fine(dossier: Dossier) -> int:
    """The fine in force: what the newest decision or change of it says."""
    return dossier.data.number("decision_fine") or 0


def due_on(dossier: Dossier, until: date = date.max) -> date | None:
    """Return the last day to pay: counted from the service of the decision, or of its change.

    Only what was served up to `until` counts.
    """
    papers = dossier.of(*_DECISIONS, "revocation_decision")
    served = [dossier.case.served[p.id][0] for p in papers if p.id in dossier.case.served]
    days = [day for day in served if day <= until]
    return last_day(dossier, "D16", days[-1]) if days else None


def _payments(dossier: Dossier) -> tuple[Record, ...]:
    return dossier.data.records("payments")


def _collecting(dossier: Dossier) -> tuple[Paper | None, ...]:
    return dossier.of("payment_notice", "cash_fine_receipt")


@question
def fine_decided(dossier: Dossier) -> bool:
    """Whether the decision holds a fine that is still in force."""
    return bool(_fine(dossier)) and dossier.case.marks.get("decided") is not False


@question
def paid_late(dossier: Dossier) -> bool:
    """Whether a fine was not paid in full by its last day."""
    last = due_on(dossier)
    if not fine_decided(dossier) or last is None or dossier.now.date() <= last:
        return False
    in_time = [p for p in _payments(dossier) if (p.day("paid_on") or date.max) <= last]
    return total(tuple(in_time)) < _fine(dossier) and annulled_at(dossier.case) == 0


@question
def enforcement_due(dossier: Dossier) -> bool:
    """Whether anything had to be, or was, done about a fine that was not paid in time."""
    return paid_late(dossier) or bool(dossier.of(*_ENFORCING))


# -- money ------------------------------------------------------------------------------------


@check
def fine_unpaid(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """What came in, less what was paid back, is the fine, with whatever was added to it.

    Asked once closing was asked for (`forms`) after the decision; a collection that ended without
    payment, in a state of `names`, is no defect of the record.
    """
    decision = dossier.decision
    since = decision.act.seq if decision is not None else 0
    if not any(p.act.seq > since for p in dossier.of(*asked.forms)):
        return
    ended = {t.state for t in dossier.case.machines("collection")} & {*asked.names}
    paid = total(_payments(dossier)) - total(dossier.data.records("refunds"))
    fine = _fine(dossier) if fine_decided(dossier) else 0
    added = dossier.of("surcharge_decision", "execution_agreement")
    enough = fine <= paid <= (2 * fine if added else fine)
    if not ended and not enough:
        notices = _collecting(dossier)
        yield on(notices[-1] if notices else None, amount_fen=paid, other_fen=fine)


@check
def payment_unproved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every payment has each of `fields` filled (`file.digest`), and its file is there."""
    notices = _collecting(dossier)
    for row in _payments(dossier):
        for field in asked.fields:
            outer, _, inner = field.partition(".")
            value = row.record(outer).text(inner) if inner else row.text(outer)
            if not value.strip() or (inner == "digest" and not dossier.files.kept(value)):
                yield on(notices[-1] if notices else None, field=Term("input", outer))


@check
def paid_before_decision(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing was paid before there was a decision to pay on."""
    del asked
    first = min((p.day for p in dossier.of(*_DECISIONS)), default=None)
    for row in _payments(dossier):
        day = row.day("paid_on")
        if first is not None and day is not None and day < first:
            yield Hit(details={"on": day, "due": first})


@check
def receipt_reused(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No two payments name one receipt or one transfer (`fields`)."""
    for field in asked.fields:
        seen: set[str] = set()
        for row in _payments(dossier):
            value = row.text(field)
            if value and value in seen:
                yield Hit(details={"quote": value})
            seen.add(value)


# -- enforcement ------------------------------------------------------------------------------


@check
def deferred_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Deferral was asked for and granted before the fine fell due."""
    del asked
    last = due_on(dossier)
    for paper in dossier.of("deferral_approval"):
        if last is not None and finished(paper).date() > last:
            yield on(paper, due=last, on=finished(paper).date())


@check
def undemanded(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whatever enforces a fine (`forms`) comes after a demand that was served.

    Where the bureau settled whether that is so, `setting` among `args` names its setting.
    """
    setting = asked.args.text("setting")
    if setting and not dossier.agency.enabled(setting):
        return
    demands = [
        dossier.case.served[p.id][0]
        for p in dossier.of("demand_notice")
        if p.id in dossier.case.served
    ]
    for paper in dossier.of(*asked.forms):
        if not any(day <= paper.day for day in demands):
            yield on(paper)


@check
def enforced_early(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The papers of `forms` come after `deadline` has run from the service of the demand."""
    days = [
        dossier.case.served[p.id][0]
        for p in dossier.of("demand_notice")
        if p.id in dossier.case.served
    ]
    for paper in dossier.of(*asked.forms):
        served = [d for d in days if d <= paper.day]
        last = last_day(dossier, asked.deadline, served[-1]) if served else None
        if last is not None and paper.day <= last:
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=paper.day)


@check
def court_untimely(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The court was applied to within `deadline` from the end of the remedies, and not before.

    Without a remedy that end is the end of the time to sue (`names`), or of a payment plan (AEL 53,
    APL 72(2)); with one it is what the events tell.
    """
    for paper in dossier.of("court_application")[:1]:
        begun = _remedies_over(dossier, asked)
        last = last_day(dossier, asked.deadline, begun) if begun is not None else None
        day = finished(paper).date()
        if begun is not None and last is not None and not begun < day <= last:
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=day)


def _remedies_over(dossier: Dossier, asked: Asked) -> date | None:
    """The last day on which a remedy could be sought, before any roll-over."""
    found = [d for d in dossier.case.deadlines.values() if d.rule == asked.deadline]
    if dossier.case.machines("remedies"):
        return found[-1].computed.start if found else None
    plans = [a.inputs.records("plan") for a in dossier.fired("grant_deferral")]
    planned = [d for rows in plans for row in rows if (d := row.day("due")) is not None]
    served = [dossier.case.served[p.id][0] for p in dossier.of(*_DECISIONS) if _served(dossier, p)]
    rule = dossier.law.rules[asked.names[0]]
    ends = [schedule(rule, day, dossier.law.calendar).raw_due for day in served[-1:]]
    return max((d for d in (*planned, *ends) if d is not None), default=None)


def _served(dossier: Dossier, paper: Paper) -> bool:
    return paper.id in dossier.case.served


@check
def overdue_idle(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Where a fine was not paid in time, something was done about it (`forms`) or it came in."""
    if not paid_late(dossier) or dossier.of(*asked.forms):
        return
    paid = total(_payments(dossier))
    if paid < _fine(dossier):
        yield Hit(details={"amount_fen": paid, "other_fen": _fine(dossier)})
