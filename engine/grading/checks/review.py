"""Checks of legal review and collective deliberation: whole, in time, by the right people."""

from collections.abc import Iterator

from engine.grading.counting import finished
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.grading.reading import officers
from engine.verdict import Term

_OPINION, _DELIBERATION, _DECISION = (
    "legal_review_opinion",
    "deliberation_record",
    "penalty_decision",
)


def _opinion(dossier: Dossier) -> Paper | None:
    """The review the decision rests on: the newest there is."""
    found = dossier.of(_OPINION)
    return found[-1] if found else None


@check
def review_head_missing(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The review says something of every head in `names`."""
    opinion = _opinion(dossier)
    if opinion is None:
        return
    rows = opinion.inputs.records("review_heads")
    said = {r.text("head") for r in rows if r.text("finding").strip()}
    for head in asked.names:
        if head not in said:
            yield on(opinion, item=Term("review_head", head))


@check
def reviewed_after(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The review was signed before the decision was made."""
    del asked
    opinion, decision = _opinion(dossier), dossier.last(_DECISION)
    if opinion is None or decision is None:
        return
    if finished(opinion) > finished(decision):
        yield on(opinion, at=finished(opinion), other=finished(decision))


@check
def review_signer_unfit(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Whoever reviewed (slots in `names`) is legally qualified, and investigated nothing here."""
    involved = officers(dossier)
    for opinion in dossier.of(_OPINION):
        for reviewer in opinion.signers(*asked.names):
            person = dossier.person(reviewer, opinion.act)
            qualified = person is not None and bool(person.legal_qualification)
            if not qualified or reviewer in involved:
                yield on(opinion, person=person.name if person is not None else reviewer)


@check
def decided_against_review(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """No decision follows a review that came to anything but one of `names`."""
    opinion, decision = _opinion(dossier), dossier.last(_DECISION)
    if opinion is None or decision is None or opinion.act.seq > decision.act.seq:
        return
    result = opinion.inputs.text("review_result")
    if result not in asked.names:
        yield on(opinion, reason=Term("review_result", result))


# -- deliberation -----------------------------------------------------------------------------


@check
def opinions_not_individual(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Everybody in the deliberation gave an opinion of his own.

    Nobody says nothing, and not all say the same in fewer than `number` characters.
    """
    for record in dossier.of(_DELIBERATION):
        said = [r.text("opinion").strip() for r in record.inputs.records("panel")]
        alike = len(said) > 1 and len(set(said)) == 1 and len(said[0]) < asked.number
        if not said or not all(said) or alike:
            yield on(record)


@check
def quorum_short(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """At least `number` people deliberated, and most of them agreed."""
    for record in dossier.of(_DELIBERATION):
        rows = record.inputs.records("panel")
        people = {r.text("person") for r in rows}
        agreed = sum(r.flag("agrees") for r in rows)
        if len(people) < asked.number or agreed * 2 <= len(rows):
            yield on(record, found=len(people), needed=asked.number)


@check
def panel_unsigned(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Everybody who deliberated signed the record."""
    del asked
    for record in dossier.of(_DELIBERATION):
        signed = set(record.signers())
        rows = [r.text("person") for r in record.inputs.records("panel")]
        left = tuple(dict.fromkeys(_name(dossier, p) for p in rows if p not in signed))
        if left:
            yield on(record, persons=left)


def _name(dossier: Dossier, person: str) -> str:
    found = dossier.person(person)
    return found.name if found is not None else person


@check
def conclusion_differs(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The decision carries the amount the deliberation came to."""
    del asked
    record, decision = dossier.last(_DELIBERATION), dossier.last(_DECISION)
    if record is None or decision is None:
        return
    agreed = record.inputs.number("conclusion_fine")
    fine = decision.inputs.number("decision_fine") or 0
    if agreed is not None and agreed != fine:
        yield on(record, amount_fen=agreed, other_fen=fine)


@check
def deliberated_after(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The deliberation was held, and its record signed, before the decision."""
    del asked
    record, decision = dossier.last(_DELIBERATION), dossier.last(_DECISION)
    if record is None or decision is None:
        return
    held = record.inputs.moment("held_at") or record.at
    if max(held, finished(record)) > finished(decision):
        yield on(record, at=held, other=finished(decision))
