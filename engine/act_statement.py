"""What a document carries about the act that made it: public, versioned, the same every time.

Everything in it stands on the document itself or in the ledger for strangers to see; no input of
the act is repeated. Refuses to know PDF. The shape is told in docs/event-json.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.case import Case
from engine.definition import Transition, Workflow
from engine.event import DeadlineChanged, DocumentMade, Event, EventKind, Judged
from engine.law import Law
from engine.people import Agency
from engine.planning import Plan
from engine.record import Json, canonical
from engine.recording import acting_role, judged_in

#: Name and version of the shape; a change of it is a new version, and old ones stay readable.
SCHEMA = "anjuan.act/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as the documents made by it tell it."""

    #: The case as it stood before.
    case: Case
    agency: Agency
    workflow: Workflow
    transition: Transition
    source: str
    track: str
    actor: str
    role: str
    at: datetime
    #: A transition, or a proposal while signatures are missing.
    kind: EventKind
    judged: tuple[Judged, ...]
    #: What moved with the act; a proposal moves nothing yet.
    deadlines: Sequence[DeadlineChanged]

    def statement(
        self, document: str, form: str, form_digest: str, number: str, commitment: str
    ) -> bytes:
        """Return the canonical JSON for one document made by the act.

        `commitment` is the root over its words, or "" where nothing was committed to.
        """
        return canonical(
            {
                "schema": SCHEMA,
                "agency": {
                    "name": self.agency.name,
                    "code": self.agency.code,
                    "profile": self.agency.digest,
                },
                "case": {
                    "id": self.case.id,
                    "number": self.case.number or None,
                    "head": self.case.head,
                },
                "act": self._act(),
                "document": {
                    "id": document,
                    "form": form,
                    "form_digest": form_digest,
                    "number": number or None,
                    **({"commitment": commitment} if commitment else {}),
                },
                "verdicts": [_met(one) for one in self.judged],
                "deadlines": [_started(d) for d in self.deadlines if d.move == "start"],
            }
        )

    def _act(self) -> Json:
        person = self.agency.person(self.actor)
        certificate = person.certificate if person is not None else None
        return {
            "seq": self.case.version + 1,
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "track": self.track,
            "machine": self.workflow.id,
            "definition": self.workflow.digest,
            "transition": self.transition.id,
            "name": self.transition.name,
            "from": self.source or None,
            "to": self.transition.target_from(self.source),
            "role": self.role,
            "actor": None
            if person is None
            else {
                "name": person.name,
                "certificate": certificate.number if certificate is not None else None,
            },
        }


def act_planned(planned: Plan, *, complete: bool) -> Act:
    """Return the act a plan becomes: a transition, or a proposal while signatures are missing."""
    return Act(
        case=planned.situation.case,
        agency=planned.situation.agency,
        workflow=planned.workflow,
        transition=planned.transition,
        source=planned.source,
        track=planned.track,
        actor=planned.command.actor,
        role=acting_role(planned),
        at=planned.command.at,
        kind=EventKind.TRANSITION if complete else EventKind.PROPOSAL,
        judged=judged_in(planned),
        deadlines=planned.deadlines if complete else (),
    )


def act_recorded(case: Case, event: Event, agency: Agency, law: Law) -> Act | None:
    """Return the act an event records, from the case as it stood before; None for unknown steps.

    Raises ConfigurationError `definition.lost`.
    """
    workflow = law.pinned(event.definition)
    transition = workflow.by_id(event.transition)
    if transition is None:
        return None
    return Act(
        case=case,
        agency=agency,
        workflow=workflow,
        transition=transition,
        source=event.source,
        track=event.track,
        actor=event.actor,
        role=event.role,
        at=event.at,
        kind=event.kind,
        judged=event.judged,
        deadlines=event.deadlines,
    )


def composed_by(case: Case, event: Event) -> tuple[DocumentMade, ...]:
    """Return the documents an event composed; others it only signs, returns or voids."""
    if event.kind not in {EventKind.TRANSITION, EventKind.PROPOSAL}:
        return ()
    return tuple(d for d in event.documents if d.id not in case.documents)


def _met(one: Judged) -> Json:
    """A guard that was met, as all were: else there were no act. Its answer stays in the ledger."""
    return {"rule": one.rule, "question": one.fact, "article": one.law, "met": True}


def _started(change: DeadlineChanged) -> Json:
    """One period that begins with the act; its day is null while the calendar is not known."""
    computed = change.computed if isinstance(change.computed, dict) else {}
    return {
        "id": change.instance,
        "rule": change.rule,
        "name": computed.get("name_zh"),
        "start": computed.get("start_at") or computed.get("start"),
        "due": computed.get("due_at") or computed.get("due"),
    }
