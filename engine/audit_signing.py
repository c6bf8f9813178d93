"""Judging again the acts between proposal and transition: single signatures and withdrawals.

They move no state and no period; all they may change is the documents they name.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.command import Command
from engine.event import DocumentMade, Event, Signed
from engine.facts import CaseFacts
from engine.judging import judge_one
from engine.law import Law
from engine.people import Agency, Person
from engine.planning import Desk, situate
from engine.record import Record
from engine.recording import given_up

_NOTHING = ("judged", "deadlines", "checklist", "tracks", "marks", "served", "case_number")


def check_signature(case: Case, event: Event, law: Law, agency: Agency) -> Iterator[AuditFinding]:
    """Everything wrong with the record of one signature."""
    yield from _quiet(case, event)
    before = _only(case, event)
    if before is None or not before.waiting:
        yield _finding(event, "signature_unexpected")
        return
    made = event.documents[0]
    slot, role, named = before.waiting[0]
    act = Signed(slot=slot, person=event.actor, role=role, at=event.at)
    expected = replace(
        before, digest=made.digest, waiting=before.waiting[1:], signed=(*before.signed, act)
    )
    if made != expected or made.digest == before.digest:
        yield _finding(event, "document_differs", made.id, field="signed")
    person = agency.person(event.actor)
    bench = (law, agency)
    if person is None or event.role != role or not _may(case, event, person, named, bench):
        yield _finding(event, "signer_unlawful", made.id, slot=slot, person=event.actor, role=role)
    if event.proposal and not _is_open(case, event):
        yield _finding(event, "proposal_unknown", proposal=event.proposal)


def _may(case: Case, event: Event, person: Person, named: str, bench: tuple[Law, Agency]) -> bool:
    """Whether a person may fill a field, being the one named or a holder, and no part bars it."""
    if named:
        return named == person.id and not _barred(case, event, *bench)
    opened = case.events[event.proposal - 1].inputs if 0 < event.proposal <= case.version else {}
    squad = case.data.merged(opened).text("squad")
    own = event.role != "squad_leader" or person.squad == squad
    return own and event.role in person.roles and not _barred(case, event, *bench)


def _barred(case: Case, event: Event, law: Law, agency: Agency) -> bool:
    """Whether another part in the case bars the actor from signing in this role (I1, R023)."""
    workflow = law.pinned(event.definition)
    transition = workflow.by_id(event.transition)
    if transition is None:
        return True
    desk = Desk(
        law=law,
        agency=agency,
        case=case,
        take_file=lambda path: Record({"name": path}),
        neighbours=lambda *_: (),
        other=lambda _: None,
    )
    command = Command(
        id=event.command,
        case=event.case,
        track=event.track,
        trigger=event.trigger,
        actor=event.actor,
        at=event.at,
    )
    track = case.tracks.get(event.track)
    seen = situate(command, desk, workflow, track, transition, Record())
    return not all(judge_one(duty, CaseFacts(seen)).ok for duty in law.bars(event.role))


def check_withdrawal(case: Case, event: Event) -> Iterator[AuditFinding]:
    """Everything wrong with the record of a withdrawn proposal."""
    yield from _quiet(case, event)
    if not _is_open(case, event):
        yield _finding(event, "proposal_unknown", proposal=event.proposal)
        return
    if not event.inputs.text("reason"):
        yield _finding(event, "input_missing", field="reason")
    opened = case.events[event.proposal - 1]
    expected = tuple(given_up(case, case.documents[d.id]) for d in opened.documents)
    if event.documents != expected:
        yield _finding(event, "document_differs", field="status")


def _quiet(case: Case, event: Event) -> Iterator[AuditFinding]:
    """Such an act carries nothing but documents and stays where the case is."""
    for name in _NOTHING:
        if getattr(event, name):
            yield _finding(event, "act_carries_more", field=name)
    track = case.tracks.get(event.track)
    state = track.state if track is not None else ""
    if (event.source, event.target) != (state, state):
        yield _finding(event, "target_differs", recorded=event.target, expected=state)


def _only(case: Case, event: Event) -> DocumentMade | None:
    if len(event.documents) != 1:
        return None
    return case.documents.get(event.documents[0].id)


def _is_open(case: Case, event: Event) -> bool:
    ids = {d.id for d in event.documents}
    return any(
        p.seq == event.proposal and ids <= {d.id for d in p.documents}
        for p in case.open_proposals()
    )


def _finding(event: Event, code: str, document: str = "", **facts: str | int) -> AuditFinding:
    place = Place(case=event.case, seq=event.seq, document=document)
    return AuditFinding(code=code, place=place, facts=facts)
