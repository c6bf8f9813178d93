"""Signing one after another: each signature an act of its own, the last one completing the step.

Proposals can be withdrawn with a reason. Part of the one road: everything is recorded through
`Road.commit`.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from engine.case import Case, apply
from engine.command import Command
from engine.definition import DocumentUse
from engine.errors import InputError, NotFoundError
from engine.event import DocumentMade, Event, EventKind, body_of
from engine.facts.persons import part_in_case
from engine.forms import SEAL_ROLE
from engine.people import Agency, Person
from engine.plan_documents import DocumentPlan, SlotPlan
from engine.planning import Refusal, plan
from engine.ports import SEAL_KEY, Signatory
from engine.producing import Work, add_signature, who_may_sign
from engine.record import Record
from engine.recording import event_of, given_up
from engine.relations import Standing
from engine.road import Done, Intake, Outcome, Road, Waiting
from engine.storage_rows import Reservation

NOTHING = Intake(take=lambda path: Record({"name": path}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One person's wish to sign one waiting document."""

    case: str
    document: str
    person: str
    opinion: str
    at: datetime


def sign(road: Road, wish: Signing, signatory: Signatory) -> Outcome:
    """Sign the next field of a waiting document; complete its transition when nothing is left.

    Raises InputError when it is not this person's turn, NotFoundError for an unknown document.
    Returns a Refusal, with nothing signed, when the law no longer permits the transition.
    """
    case = road.case(wish.case)
    _refuse_backdating(case, wish.at)
    made, person = _waiting(case, wish), road.agency.person(wish.person)
    if person is None or person.id not in signatory.unlocked():
        raise InputError("keys.locked", person=wish.person)
    slot_id, role, named = made.waiting[0]
    proposal = proposal_of(case, made)
    if proposal is None and len(made.waiting) == 1:
        raise InputError("sign.finish_by_transition", document=made.id)
    slot = _slot(road, made, slot_id, role, named)
    opened = proposal.inputs if proposal is not None else Record()
    squad = case.data.merged(opened).text("squad")
    if not who_may_sign(road.agency, slot, person, squad):
        raise InputError("sign.not_your_turn", document=made.id, slot=slot.label, role=role)
    if slot.role == SEAL_ROLE and SEAL_KEY not in signatory.unlocked():
        raise InputError("keys.locked", person=SEAL_KEY)
    named_now = _named_now(road, slot, case.data.merged(opened))
    if named_now not in {"", person.id}:
        raise InputError("sign.no_longer_named", document=made.id, slot=slot.label)
    law = road.law.on(wish.at.date())
    excluded = tuple(p for bar in law.bars(role) for p in bar.args.texts("not"))
    part = part_in_case(case, person, excluded, law.players, law.relations)
    if part:
        raise InputError("sign.barred", document=made.id, person=person.name, part=part)
    if slot.opinion and not wish.opinion:
        raise InputError("command.opinion_missing", label=slot.label, person=person.name)
    work = Work(plan=_bare(road, made), made=made, pdf=road.blobs.get(made.digest))
    add_signature(work, signatory, slot, person, role, wish.opinion, wish.at)
    signed = _signature_event(case, proposal, work, person, wish=wish, agency=road.agency)
    road.keep(hashlib.sha256(work.pdf).hexdigest(), work.pdf)
    if proposal is None:
        case = road.commit(case, [signed], [])
        return Waiting(event=signed, case=case)
    return _complete(road, case, proposal, signed, wish=wish, signatory=signatory)


def _complete(
    road: Road,
    case: Case,
    proposal: Event,
    signed: Event,
    *,
    wish: Signing,
    signatory: Signatory,
) -> Outcome:
    """Record the signature, together with the transition when it was the last one missing."""
    after = road.case(case.id)
    apply(after, signed)
    after.head = hashlib.sha256(body_of(signed, case.head)).hexdigest()
    command = Command(
        id="",
        case=case.id,
        track=proposal.track,
        trigger=proposal.trigger,
        actor=proposal.actor,
        at=wish.at,
        checked=proposal.inputs,
        proposal=proposal.seq,
    )
    planned = plan(command, road.desk(after, NOTHING))
    if isinstance(planned, Refusal):
        return planned
    producer = road.producer(planned, signatory, NOTHING)
    if not producer.complete() and not (producer.only_seal_missing() and producer.now_composed()):
        case = road.commit(case, [signed], [])
        return Waiting(event=signed, case=case)
    taken: list[Reservation] = []
    try:
        works, complete = road.produce(planned, NOTHING, signatory, taken)
        for work in works:
            road.keep(hashlib.sha256(work.pdf).hexdigest(), work.pdf)
        event = event_of(after, planned, works, complete=complete)
        case = road.commit(case, [signed, event], taken)
    except BaseException as wrong:
        road.give_back(taken, wrong, wish.at)
        raise
    if not complete:  # what is only sealed has been composed and waits for the seal
        return Waiting(event=case.events[-1], case=case)
    return Done(event=case.events[-1], case=case)


def withdraw(
    road: Road, case_id: str, proposal: int, *, actor: str, reason: str, at: datetime
) -> Outcome:
    """Withdraw or return a waiting proposal with a reason; what it composed is void.

    Only the proposer may withdraw it, and only who is to sign next may return it; when the
    proposer has left the case, the leader of its squad clears it up. Raises NotFoundError when
    there is no such open proposal, InputError for anybody else or no reason.
    """
    case = road.case(case_id)
    _refuse_backdating(case, at)
    opened = next((p for p in case.open_proposals() if p.seq == proposal), None)
    if opened is None:
        raise NotFoundError("proposal.unknown", case=case_id, proposal=proposal)
    mine = actor == opened.actor and not _stands(road, case, actor, "recused")
    if not (mine or _is_next(road, case, opened, actor) or _clears_up(road, case, opened, actor)):
        raise InputError("proposal.not_yours", person=actor)
    if not reason.strip():
        raise InputError("proposal.reason_missing")
    documents = [given_up(case, case.documents[d.id]) for d in opened.documents]
    event = _blank(case, opened, EventKind.WITHDRAWAL, actor=actor, at=at, documents=documents)
    basis = {"agency": road.agency.digest}
    event = replace(event, inputs=Record({"reason": reason}), basis=basis)
    case = road.commit(case, [event], [])
    return Waiting(event=event, case=case)


def _refuse_backdating(case: Case, at: datetime) -> None:
    """Refuse an act dated before the case's last one (invariant I3)."""
    if case.last_at is not None and at < case.last_at:
        raise InputError("sign.before_last_act", last=case.last_at)


def _is_next(road: Road, case: Case, opened: Event, actor: str) -> bool:
    """Whether somebody is to sign the next field of one of a proposal's documents."""
    person = road.agency.person(actor)
    squad = case.data.merged(opened.inputs).text("squad")
    waiting = [case.documents[d.id] for d in opened.documents if case.documents[d.id].waiting]
    return person is not None and any(
        who_may_sign(road.agency, _slot(road, made, *made.waiting[0]), person, squad)
        for made in waiting
    )


def _clears_up(road: Road, case: Case, opened: Event, actor: str) -> bool:
    """Whether the leader of the case's squad withdraws what somebody who left the case began."""
    person = road.agency.person(actor)
    if person is None or "squad_leader" not in person.roles:
        return False
    leads = Standing(case=case).holds(road.law.relations["own_squad"], person)
    proposer = opened.actor
    gone = _stands(road, case, proposer, "officer") and not _stands(
        road, case, proposer, "assigned"
    )
    return leads and (gone or _stands(road, case, proposer, "recused"))


def _stands(road: Road, case: Case, actor: str, relation: str) -> bool:
    return actor in Standing(case=case).people(road.law.relations[relation])


def _named_now(road: Road, slot: SlotPlan, data: Record) -> str:
    """Return whom the case now names for a field it once named somebody for, or an empty text."""
    source = road.law.signers.get(slot.slot)
    named = slot.person and source is not None and source.source == "data"
    return data.text(source.name) if named and source is not None else ""


def _waiting(case: Case, wish: Signing) -> DocumentMade:
    made = case.documents.get(wish.document)
    if made is None:
        raise NotFoundError("document.unknown", case=case.id, document=wish.document)
    if made.status not in {"pending", "draft"} or not made.waiting:
        raise InputError("sign.nothing_waits", document=made.id)
    return made


def proposal_of(case: Case, made: DocumentMade) -> Event | None:
    """Return the open proposal a document belongs to, if any."""
    return next(
        (p for p in case.open_proposals() if any(d.id == made.id for d in p.documents)), None
    )


def _slot(road: Road, made: DocumentMade, slot_id: str, role: str, named: str) -> SlotPlan:
    form = road.law.forms.form(made.form)
    base = slot_id.rsplit("_", 1)[0]
    found = next((s for s in form.slots if s.id in (slot_id, base)), None)
    return SlotPlan(
        slot=slot_id,
        role=role,
        label=found.label if found is not None else "",
        opinion=found.opinion if found is not None else False,
        person=named,
    )


def _bare(road: Road, made: DocumentMade) -> DocumentPlan:
    return DocumentPlan(
        id=made.id,
        use=DocumentUse(form=made.form),
        form=road.law.forms.form(made.form),
        slots=(),
        needed=(),
    )


def _signature_event(
    case: Case,
    proposal: Event | None,
    work: Work,
    person: Person,
    *,
    wish: Signing,
    agency: Agency,
) -> Event:
    made = replace(work.made, digest=hashlib.sha256(work.pdf).hexdigest())
    about = proposal or next(e for e in case.events if any(d.id == made.id for d in e.documents))
    event = _blank(case, about, EventKind.SIGNATURE, actor=person.id, at=wish.at, documents=[made])
    return replace(
        event,
        basis={"agency": agency.digest},
        role=made.signed[-1].role,
        proposal=proposal.seq if proposal is not None else 0,
        inputs=Record({"opinion": wish.opinion} if wish.opinion else {}),
    )


def _blank(
    case: Case,
    about: Event,
    kind: EventKind,
    *,
    actor: str,
    at: datetime,
    documents: list[DocumentMade],
) -> Event:
    state = case.tracks[about.track].state if about.track in case.tracks else ""
    return Event(
        case=case.id,
        seq=case.version + 1,
        kind=kind,
        at=at,
        actor=actor,
        role="",
        command=secrets.token_hex(16),
        fingerprint="",
        track=about.track,
        machine=about.machine,
        definition=about.definition,
        transition=about.transition,
        trigger=about.trigger,
        source=state,
        target=state,
        documents=tuple(documents),
        proposal=about.seq if kind is EventKind.WITHDRAWAL else 0,
        salt=secrets.token_hex(16),
    )
