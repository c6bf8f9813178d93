"""Checks of what else follows a decision: duties, publication, filing upward, closing.

What happened is read from papers, acts and payments, never from a state.
"""

from collections.abc import Iterator

from engine.arrears import total
from engine.grading.checks.performing import fine_decided
from engine.grading.counting import last_day, runs
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.profile import Asked
from engine.verdict import Term

# -- duties -----------------------------------------------------------------------------------


@check
def correction_unchecked(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every order to correct that was served was checked on the spot, with pictures."""
    del asked
    reviews = dossier.of("rectification_review")
    for order in dossier.of("rectification_order"):
        if order.made.status != "issued":
            continue
        mine = [r for r in reviews if r.act.seq > order.act.seq]
        pictured = any(
            i.record("file").text("media").startswith(("image/", "video/"))
            for r in mine
            for i in r.inputs.records("evidence")
        )
        if not mine or not pictured:
            yield on(mine[0] if mine else order)


@check
def duty_unverified(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever confirmed performance says that what is not money was done too (`fields`)."""
    for act in dossier.fired("confirm_payment"):
        for field in asked.fields:
            if not act.inputs.flag(field):
                yield Hit(details={"field": Term("input", field)})


# -- publication and filing upward ------------------------------------------------------------


@check
def published_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A decision was published within `deadline` from the day it was made, or withheld by then."""
    decision = dossier.decision
    counted = runs(dossier, asked.deadline)
    last = counted[0].last_day(dossier) if counted else None
    if decision is None or last is None:
        return
    days = [a.inputs.day("published_on") or a.at.date() for a in dossier.fired("publish")]
    days += [a.at.date() for a in dossier.fired("withhold", "drop")]
    day = min(days, default=dossier.now.date())
    if day > last:
        yield on(decision, deadline=Term("deadline", asked.deadline), due=last, on=day)


@check
def withdrawn_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A published decision that was undone is taken from the public within `deadline` (APL 48(2)).

    `names` are the acts that take it away; what was never published need not be.
    """
    for counted in runs(dossier, asked.deadline):
        last = counted.last_day(dossier)
        before = [a for a in dossier.fired("publish") if a.seq < counted.act.seq]
        after = [a for a in dossier.fired(*asked.names) if a.seq >= counted.act.seq]
        days = [a.inputs.day("withdrawn_on") or a.at.date() for a in after]
        day = min(days, default=dossier.now.date())
        if before and last is not None and day > last:
            deadline = Term("deadline", asked.deadline)
            yield on(dossier.decision, deadline=deadline, due=last, on=day)


@check
def private_published(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The text published holds nothing of the party that is private (`fields` of the party)."""
    party = dossier.data.record("party")
    fields = asked.fields if party.text("kind") != "entity" else asked.names
    for paper in dossier.of("publication_form"):
        text = paper.inputs.text("published_text")
        shown = tuple(Term("masked", f) for f in fields if party.text(f) and party.text(f) in text)
        if shown:
            yield on(paper, contents=shown)


@check
def unmasked(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The list of what is hidden names what this kind of party needs hidden (`args` by kind)."""
    kind = dossier.data.record("party").text("kind")
    for paper in dossier.of("publication_form"):
        if not paper.inputs.text("published_text"):
            continue
        masked = {row.text("field") for row in paper.inputs.records("masked")}
        missing = tuple(Term("masked", f) for f in asked.args.texts(kind) if f not in masked)
        if missing:
            yield on(paper, contents=missing)


@check
def unfiled_upward(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A major decision was filed upward within `deadline` from the day it was made."""
    decision = dossier.last("penalty_decision")
    kind = dossier.data.record("party").text("kind")
    side = "entity" if kind == "entity" else "citizen"
    limit = dossier.agency.settings.get(f"major_filing.fine.{side}")
    least = limit.value if limit is not None else None
    fine = decision.inputs.number("decision_fine") or 0 if decision is not None else 0
    if decision is None or not isinstance(least, int) or fine < least:
        return
    last = last_day(dossier, asked.deadline, decision.day)
    filed = [p for p in dossier.of("major_case_filing_form") if p.act.seq > decision.act.seq]
    days = [p.inputs.day("filed_on") or p.day for p in filed]
    day = min(days, default=dossier.now.date())
    if last is not None and day > last:
        paper = filed[0] if filed else decision
        yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=day)


# -- closing ----------------------------------------------------------------------------------


@check
def closing_groundless(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The ground of closing is what happened: a paper or state of the dossier shows it.

    `args` gives, by ground, the forms of which one must be there.
    """
    closings = [p for p in dossier.of(*asked.forms) if p.made.status == "issued"]
    for paper in closings[-1:]:
        ground = paper.inputs.text("closing_ground")
        shown = asked.args.texts(ground)
        if not ground or (shown and not dossier.of(*shown)):
            yield on(paper, reason=Term("closing_ground", ground))


@check
def closed_unpaid(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A case closed as performed has its fine paid in full by then."""
    decision = dossier.decision
    since = decision.act.seq if decision is not None else 0
    closings = [p for p in dossier.of(*asked.forms) if p.made.status == "issued"]
    for paper in [p for p in closings if p.act.seq > since][-1:]:
        paid = total(dossier.data.records("payments")) - total(dossier.data.records("refunds"))
        fine = (dossier.data.number("decision_fine") or 0) if fine_decided(dossier) else 0
        if paper.inputs.text("closing_ground") == "performed" and paid < fine:
            yield on(paper, amount_fen=paid, other_fen=fine)
