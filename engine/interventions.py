"""What was done to a case outside the steps of its procedure, as the dossier tells it.

Reads the case's own events, so that a page says what the ledger says. Refuses to know how two
people agreed; the bureau's journal keeps that.
"""

from engine.case import Case
from engine.event import Event, EventKind
from engine.labels import Dressed
from engine.law import Law
from engine.people import Agency


def interventions(case: Case) -> tuple[Event, ...]:
    """Return every such change of a case, oldest first: moves to other versions of a procedure."""
    return tuple(event for event in case.events if event.kind is EventKind.MIGRATION)


def interventions_told(case: Case, law: Law, agency: Agency) -> list[Dressed]:
    """Return them as a form prints them: when, who, with whom, what, and why."""
    return [_told(event, law, agency) for event in interventions(case)]


def _told(event: Event, law: Law, agency: Agency) -> Dressed:
    old, new = (law.workflows.get(d) for d in (event.basis.get("from", ""), event.definition))
    return {
        "moment": event.at,
        "person": _name(agency, event.actor),
        "second": _name(agency, event.basis.get("second", "")) or None,
        "procedure": new.name if new is not None else event.machine,
        "old": old.version if old is not None else "—",
        "new": new.version if new is not None else "—",
        "reason": event.inputs.text("reason"),
        "record": event.seq,
    }


def _name(agency: Agency, person_id: str) -> str:
    person = agency.person(person_id)
    return person.name if person is not None else person_id
