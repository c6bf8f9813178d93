"""The measures of enforcement a party can contest beside the penalty: surcharge and enforcement.

Each is a decision of its own, served on its own, with its own time to apply or sue (ARL 20,
ALL 46); what comes of a remedy against one touches that one alone. Money is counted elsewhere.
"""

from engine.case import Case
from engine.event import DocumentMade, Event, EventKind
from engine.remedies import Outcome, annulled_at, outcomes

#: By measure, the forms its decision can have.
FORMS = {
    "surcharge": ("surcharge_decision",),
    "enforcement": ("enforcement_decision", "substitute_decision"),
}
#: Outcomes after which nothing of a measure is left, and those that end it for good.
UNDOING = frozenset({"revoke", "void", "redo"})
REVOKING = frozenset({"revoke", "void"})
#: Outcomes that leave a measure standing with another content.
CHANGING = frozenset({"change", "revoke_partly", "mediation"})
#: The input with the surcharge an outcome puts in place of the one decided.
AMOUNT = "outcome_surcharge"


def decided(case: Case, measure: str) -> DocumentMade | None:
    """Return the newest decision on a measure made under the penalty in force."""
    since, forms = annulled_at(case), FORMS.get(measure, ())
    found = [d for d in case.documents.values() if d.form in forms and d.status == "issued"]
    return found[-1] if found and issued_at(case, found[-1]) > since else None


def issued_at(case: Case, made: DocumentMade) -> int:
    """Return the number of the event that issued a document, or 0."""
    issuing = (
        e.seq
        for e in case.events
        if any(d.id == made.id and d.status == "issued" for d in e.documents)
    )
    return next(issuing, 0)


def served_on(case: Case, measure: str) -> str:
    """Return the track that served the newest decision on a measure; empty if it was not served."""
    made = decided(case, measure)
    if made is None or made.id not in case.served:
        return ""
    return next((t.id for t in case.tracks.values() if t.subject == made.id), "")


def effect(case: Case, measure: str) -> Outcome | None:
    """Return what a remedy last made of the newest decision on a measure, if it touched it."""
    made = decided(case, measure)
    if made is None:
        return None
    since, touching = issued_at(case, made), UNDOING | CHANGING
    found = [o for o in outcomes(case, measure) if o.event.seq > since and o.outcome in touching]
    return found[-1] if found else None


def undone(case: Case, measure: str) -> bool:
    """Whether the newest decision on a measure was revoked, void, or is to be made anew."""
    last = effect(case, measure)
    return last is not None and last.outcome in UNDOING


def revoked(case: Case, measure: str) -> bool:
    """Whether it was revoked without being ordered anew: the same may not be done again."""
    last = effect(case, measure)
    return last is not None and last.outcome in REVOKING


def surcharge_fixed(case: Case) -> int | None:
    """Return the surcharge in fen a remedy put in place of the one decided; None without one."""
    last = effect(case, "surcharge")
    if last is None or last.outcome not in CHANGING:
        return None
    return last.event.inputs.number(AMOUNT)


def touched_at(case: Case) -> int:
    """Return the number of the event that last changed or undid a surcharge decision, or 0."""
    last = effect(case, "surcharge")
    return last.event.seq if last is not None else 0


def restoration_due(case: Case) -> bool:
    """Whether something was enforced on a decision undone since, and nothing is put back (AEL 41).

    The decision undone may be the one to enforce, or the penalty it rests on.
    """
    done, put_back = _last(case, "executed"), _last(case, "report_restoration")
    if not done or put_back > done:
        return False
    fell = (o.event.seq for o in outcomes(case, "enforcement") if o.outcome in UNDOING)
    return max((annulled_at(case), *fell)) > done


def _last(case: Case, trigger: str) -> int:
    """Return the number of the newest act of this name, or 0."""
    found = (e for e in reversed(case.events) if e.trigger == trigger and _done(e))
    return next((e.seq for e in found), 0)


def _done(event: Event) -> bool:
    return event.kind is EventKind.TRANSITION
