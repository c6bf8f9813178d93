"""Putting a carried-out plan into the words of an event."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.carrying import without_carried
from engine.case import Case
from engine.command import SYSTEM
from engine.event import (
    DocumentMade,
    Event,
    EventKind,
    ItemSettled,
    Judged,
    body_of,
    judged,
    number_of,
    private_of,
)
from engine.facts import CaseFacts
from engine.facts.law_text import comparison_kept
from engine.judging import judge_one
from engine.law import Law
from engine.planning import Plan
from engine.producing import Work, finished
from engine.record import Json, Record
from engine.situation import Situation
from engine.storage_rows import NewEvent, NumberIssue, Projection, Reservation


def command_id(fingerprint: str, version: int) -> str:
    """Return the id of a command nobody gave one: who asked for what, at which version.

    The one that opens a case is named by the store: it must be found before there is a salt.
    """
    return hashlib.sha256(f"{fingerprint} {version}".encode()).hexdigest()[:32]


def is_named(event: Event) -> bool:
    """Whether somebody may look for an event's command by its id.

    A command without an id of its own is recognised by its fingerprint in its own case; only the
    one that opens a case has to be found before there is a case.
    """
    computed = command_id(event.fingerprint, event.seq - 1)
    return event.seq == 1 or event.command != computed


def new_event(event: Event, head: str) -> NewEvent:
    """Return an event as it is recorded after the one with hash `head` (hex)."""
    return NewEvent(
        body=body_of(event, head),
        private=private_of(event),
        prev_hash=bytes.fromhex(head),
        command_id=event.command,
        moment=event.at,
        named=is_named(event),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What an event keeps of how its act came about, beside what it changes."""

    command: str = ""
    fingerprint: str = ""
    judged: tuple[Judged, ...] = ()
    checklist: tuple[ItemSettled, ...] = ()
    proposal: int = 0
    basis: Mapping[str, str] = field(default_factory=dict)
    salt: str = ""
    printed: Mapping[str, Json] = field(default_factory=dict)


_UNTOLD = Provenance()


def effect_of(
    case: Case,
    planned: Plan,
    documents: Sequence[DocumentMade],
    role: str,
    inputs: Record,
    provenance: Provenance = _UNTOLD,
) -> Event:
    """Return the event of a whole plan: what changes the case, and where it comes from."""
    command, transition = planned.command, planned.transition
    made = (*documents, *voided(case, planned))
    return Event(
        case=case.id,
        seq=case.version + 1,
        kind=EventKind.TRANSITION,
        at=command.at,
        actor=command.actor,
        role=role,
        command=provenance.command,
        fingerprint=provenance.fingerprint,
        track=planned.track,
        machine=planned.workflow.id,
        definition=planned.workflow.digest,
        transition=transition.id,
        trigger=transition.trigger,
        source=planned.source,
        target=planned.target,
        judged=provenance.judged,
        documents=made,
        deadlines=planned.deadlines,
        checklist=provenance.checklist,
        tracks=planned.tracks,
        marks=transition.marks_left(planned.inputs),
        served=planned.served,
        case_number=number_of(transition.names_case, made),
        basis=provenance.basis,
        proposal=provenance.proposal,
        inputs=inputs,
        salt=provenance.salt,
        printed=provenance.printed,
    )


def event_of(case: Case, planned: Plan, works: Sequence[Work], *, complete: bool) -> Event:
    """Return the event a plan becomes: a transition, or a proposal while signatures are missing."""
    command = planned.command
    documents = [finished(w, whole=complete) for w in works if w.plan.use.stage != "return"]
    salt = secrets.token_hex(16)
    fingerprint = command.fingerprint(without_carried(planned.inputs), salt)
    provenance = Provenance(
        command=command.id or command_id(fingerprint, case.version),
        fingerprint=fingerprint,
        judged=judged_in(planned),
        checklist=planned.checklist,
        proposal=command.proposal,
        basis=basis_of(planned.situation),
        salt=salt,
        printed={w.made.id: w.printed for w in works if w.printed is not None},
    )
    role = acting_role(planned)
    effect = effect_of(case, planned, documents, role, planned.inputs, provenance)
    return effect if complete else _proposed(effect, documents)


def _proposed(effect: Event, documents: Sequence[DocumentMade]) -> Event:
    """Return the event while signatures are missing: papers were composed, nothing else changed."""
    return replace(
        effect,
        kind=EventKind.PROPOSAL,
        target=effect.source,
        documents=tuple(documents),
        deadlines=(),
        tracks=(),
        marks={},
        served=None,
        case_number="",
    )


def judged_in(planned: Plan) -> tuple[Judged, ...]:
    """Return a plan's verdicts as the ledger keeps them."""
    return tuple(judged(v.rule, v.code, v.value, v.law) for v in planned.verdicts)


def basis_of(situation: Situation) -> dict[str, str]:
    """Return what the judgement rested on beside the definition: profile, matter, its list.

    The shipped list is named from when a case names a matter. Where texts and norms were compared,
    the comparison stands here too (APL 29, 37).
    """
    matter = situation.matter
    found = {"agency": situation.agency.digest}
    if situation.shipped_matters and situation.data.text("matter"):
        found["matters"] = situation.shipped_matters
    if situation.matter_list:
        found["matter_list"] = situation.matter_list
    if matter is None:
        return found
    return found | {"matter": matter.matter_id} | comparison_kept(situation)


def acting_role(planned: Plan) -> str:
    """Return the role the actor acts in."""
    actor = planned.situation.actor
    roles = [a.role for a in planned.transition.actors]
    if actor is None:
        return SYSTEM
    return next((r for r in roles if r in actor.roles), roles[0])


def voided(case: Case, planned: Plan) -> list[DocumentMade]:
    """Return documents this transition returns or supersedes, with the reason."""
    reason = planned.transition.id
    out: dict[str, DocumentMade] = {}
    for document in planned.documents:
        if document.existing is not None and document.use.stage in {"return", "redraft"}:
            old = document.existing
            out[old.id] = replace(old, status="void", waiting=(), reason=reason)
        for old in case.documents.values():
            made_now = old.id in {d.id for d in planned.documents}
            if old.form in document.use.supersedes and old.status == "issued" and not made_now:
                out[old.id] = replace(old, status="superseded", reason=reason)
    return list(out.values())


def given_up(case: Case, made: DocumentMade) -> DocumentMade:
    """Return what becomes of a document whose proposal is withdrawn.

    It is void, unless a transition had drafted it before the proposal took it up.
    """
    first = next(e for e in case.events if any(d.id == made.id for d in e.documents))
    if first.kind is EventKind.PROPOSAL:
        return replace(made, status="void", waiting=(), reason="withdrawn")
    return replace(made, status="draft")


def barred_signers(planned: Plan, law: Law) -> Mapping[str, frozenset[str]]:
    """Return who may not sign in a role because of another part he or she has in the case."""
    situation = planned.situation
    roles = {slot.role for d in planned.documents for slot in d.slots}
    return {
        role: frozenset(
            person.id
            for person in situation.agency.holders(role)
            for bar in law.bars(role)
            if not judge_one(bar, CaseFacts(replace(situation, actor=person))).ok
        )
        for role in roles
    }


def joined(rows: Sequence[Projection]) -> Projection:
    """Return several projections as one; later rows of the same key win in storage."""
    if len(rows) == 1:
        return rows[0]
    return Projection(
        documents=[r for p in rows for r in p.documents],
        deadlines=[r for p in rows for r in p.deadlines],
        checklist=[r for p in rows for r in p.checklist],
        waiting=[r for p in rows for r in p.waiting],
        blobs=[b for p in rows for b in p.blobs],
    )


def issue_of(case: Case, number: Reservation, events: Sequence[Event]) -> NumberIssue:
    """Return the register's entry for a number that is now printed on a document or a case."""
    key = (number.series, number.year, number.serial)
    made = [d for e in events for d in e.documents if (d.series, d.year, d.serial) == key]
    return NumberIssue(
        series=number.series,
        year=number.year,
        serial=number.serial,
        text=made[0].number if made else case.id,
        doc_id=made[0].id if made else None,
    )
