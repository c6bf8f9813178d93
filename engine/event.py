"""What happened to a case, in the past tense, and its canonical bytes.

An event's body holds everything a stranger may see: who, when, which transition under which
definition, judged how, with which documents and deadlines. Personal inputs stand outside the
body, bound to it by a salted digest.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import cast

from engine.quick_values import quickly_made
from engine.record import Json, Record, canonical, from_json, to_json


class EventKind(Enum):
    """What kind of act an event records."""

    TRANSITION = "transition"
    #: Documents were composed and wait for signatures; no state changed.
    PROPOSAL = "proposal"
    #: Somebody signed one field of one document.
    SIGNATURE = "signature"
    #: A proposal was withdrawn or returned; its documents are void.
    WITHDRAWAL = "withdrawal"
    #: A track follows another version of its machine; no state changed.
    MIGRATION = "migration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One guard's result as the ledger keeps it."""

    rule: str
    fact: str
    value: bool | str
    law: str


@lru_cache(maxsize=8192)
def judged(rule: str, fact: str, value: bool | str, law: str) -> Judged:
    """Return a result as the ledger keeps it; events that keep the same share one."""
    return Judged(rule=rule, fact=fact, value=value, law=law)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature on a document."""

    slot: str
    person: str
    role: str
    at: datetime


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMade:
    """The state of one document after the event."""

    id: str
    form: str
    #: Digest of the form description it was composed from.
    form_digest: str
    number: str
    series: str
    year: int
    serial: int
    #: SHA-256 of the file, hex.
    digest: str
    #: `pending`, `draft`, `issued`, `void` or `superseded`.
    status: str
    track: str
    composed_at: datetime
    pages: int
    #: Slots still to be signed, in order, as (slot, role, person or empty).
    waiting: tuple[tuple[str, str, str], ...] = ()
    signed: tuple[Signed, ...] = ()
    faces: tuple[str, ...] = ()
    reason: str = ""
    #: Version of the rules its pages were set and written by; 0 for documents of before there were
    #: versions, whose events do not name one.
    layout: int = 0
    #: Root over the words it prints, hex (engine.printed); empty where nothing was committed to.
    commitment: str = ""

    @property
    def signed_by_all(self) -> bool:
        """Whether everybody who signs it has done so, and it was not voided."""
        return bool(self.signed) and not self.waiting and self.status != "void"


def number_of(form: str, documents: Iterable[DocumentMade]) -> str:
    """Return the number of the first document of a form; "" without one, or without a form."""
    return next((d.number for d in documents if form and d.form == form), "")


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChanged:
    """One deadline started, stopped, paused, resumed or extended."""

    move: str
    instance: str
    rule: str
    track: str
    #: Plain form of the deadline as computed at this moment (engine.periods.Deadline.to_plain).
    computed: Json = None
    #: What an extension adds.
    length: int = 0
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSettled:
    """One checklist item's answer."""

    id: str
    #: `yes`, `no` or `not_applicable`.
    result: str
    #: Person id, or `system` for an automatic item.
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackOpened:
    """A track opened beside the main procedure."""

    id: str
    machine: str
    definition: str
    state: str
    transition: str = ""
    #: Id of the document the track is about.
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A document reached the party."""

    document: str
    on: date
    mode: str


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on one case."""

    case: str
    #: Position in the case, from 1; the case's version after this event.
    seq: int
    kind: EventKind
    at: datetime
    #: Person id, or `system`.
    actor: str
    role: str
    command: str
    #: Digest of who asked for what, to recognise the same command sent again.
    fingerprint: str
    track: str
    machine: str
    #: Digest of the definition judged under.
    definition: str
    transition: str
    trigger: str
    source: str
    target: str
    judged: tuple[Judged, ...] = ()
    documents: tuple[DocumentMade, ...] = ()
    deadlines: tuple[DeadlineChanged, ...] = ()
    checklist: tuple[ItemSettled, ...] = ()
    tracks: tuple[TrackOpened, ...] = ()
    marks: Mapping[str, bool] = field(default_factory=dict)
    served: Served | None = None
    case_number: str = ""
    #: Matter version, benchmark and calendar digests the judgement used.
    basis: Mapping[str, str] = field(default_factory=dict)
    #: Event that opened the proposal this one belongs to, or 0.
    proposal: int = 0
    inputs: Record = field(default_factory=Record)
    salt: str = ""
    #: By id of a document made here, the secret and words its commitment is over; private.
    printed: Mapping[str, Json] = field(default_factory=dict)

    @property
    def inputs_digest(self) -> str:
        """Return SHA-256(salt ‖ canonical inputs), hex: the body's only trace of the inputs."""
        blob = bytes.fromhex(self.salt) + canonical(to_json(self.inputs))
        return hashlib.sha256(blob).hexdigest()


def body_of(event: Event, prev: str) -> bytes:
    """Return the canonical bytes the hash chain and the Merkle tree are made of.

    `prev` is the hash of the case's previous event in hex, or 64 zeros for the first.
    """
    return canonical(
        {
            "v": 1,
            "case": event.case,
            "seq": event.seq,
            "prev": prev,
            "kind": event.kind.value,
            "at": event.at.isoformat(),
            "actor": event.actor,
            "role": event.role,
            "command": event.command,
            "fingerprint": event.fingerprint,
            "track": event.track,
            "machine": event.machine,
            "definition": event.definition,
            "transition": event.transition,
            "trigger": event.trigger,
            "from": event.source,
            "to": event.target,
            "judged": [[j.rule, j.fact, j.value, j.law] for j in event.judged],
            "documents": [_document_json(d) for d in event.documents],
            "deadlines": [_deadline_json(d) for d in event.deadlines],
            "checklist": [[i.id, i.result, i.by, i.note] for i in event.checklist],
            "tracks": [
                [t.id, t.machine, t.definition, t.state, t.transition, t.subject]
                for t in event.tracks
            ],
            "marks": dict(event.marks),
            "served": None
            if event.served is None
            else [event.served.document, event.served.on.isoformat(), event.served.mode],
            "case_number": event.case_number,
            "basis": dict(event.basis),
            "proposal": event.proposal,
            "inputs": event.inputs_digest,
        }
    )


def private_of(event: Event) -> bytes:
    """Return the canonical bytes of the personal part: salt, inputs, words committed to."""
    private: dict[str, Json] = {"salt": event.salt, "inputs": to_json(event.inputs)}
    if event.printed:
        private["printed"] = dict(event.printed)
    return canonical(private)


def _document_json(made: DocumentMade) -> Json:
    told: dict[str, Json] = {"layout": made.layout} if made.layout else {}
    if made.commitment:
        told["commitment"] = made.commitment
    return told | {
        "id": made.id,
        "form": made.form,
        "form_digest": made.form_digest,
        "number": made.number,
        "series": made.series,
        "year": made.year,
        "serial": made.serial,
        "digest": made.digest,
        "status": made.status,
        "track": made.track,
        "composed_at": made.composed_at.isoformat(),
        "pages": made.pages,
        "waiting": [list(w) for w in made.waiting],
        "signed": [[s.slot, s.person, s.role, s.at.isoformat()] for s in made.signed],
        "faces": list(made.faces),
        "reason": made.reason,
    }


def _deadline_json(change: DeadlineChanged) -> Json:
    return {
        "move": change.move,
        "instance": change.instance,
        "rule": change.rule,
        "track": change.track,
        "computed": change.computed,
        "length": change.length,
        "unit": change.unit,
        "reason": change.reason,
    }


Obj = dict[str, Json]


def read_event(body: Obj, private: Obj) -> Event:
    """Return the event whose body and private part these are; the inverse of the two writers."""
    served = cast("list[str] | None", body["served"])  # shape fixed by body_of
    return Event(
        case=str(body["case"]),
        seq=cast("int", body["seq"]),  # shape fixed by body_of
        kind=EventKind(body["kind"]),
        at=datetime.fromisoformat(str(body["at"])),
        actor=str(body["actor"]),
        role=str(body["role"]),
        command=str(body["command"]),
        fingerprint=str(body["fingerprint"]),
        track=str(body["track"]),
        machine=str(body["machine"]),
        definition=str(body["definition"]),
        transition=str(body["transition"]),
        trigger=str(body["trigger"]),
        source=str(body["from"]),
        target=str(body["to"]),
        judged=tuple(judged(*row) for row in _rows(body["judged"])),
        documents=tuple(_read_document(d) for d in _objects(body["documents"])),
        deadlines=tuple(_read_deadline(d) for d in _objects(body["deadlines"])),
        checklist=tuple(
            ItemSettled(id=i, result=r, by=b, note=n) for i, r, b, n in _rows(body["checklist"])
        ),
        tracks=tuple(
            TrackOpened(id=i, machine=m, definition=d, state=s, transition=t, subject=u)
            for i, m, d, s, t, u in _rows(body["tracks"])
        ),
        marks=cast("dict[str, bool]", body["marks"]),  # shape fixed by body_of
        served=None
        if served is None
        else Served(document=served[0], on=date.fromisoformat(served[1]), mode=served[2]),
        case_number=str(body["case_number"]),
        basis=cast("dict[str, str]", body["basis"]),  # shape fixed by body_of
        proposal=cast("int", body["proposal"]),  # shape fixed by body_of
        inputs=_as_record(private["inputs"]),
        salt=str(private["salt"]),
        printed=cast("Obj", private.get("printed", {})),  # shape fixed by private_of
    )


def _as_record(value: Json) -> Record:
    read = from_json(value)
    return read if isinstance(read, Record) else Record()


def _rows(value: Json) -> Sequence[Sequence[str]]:
    return cast("Sequence[Sequence[str]]", value)  # shape fixed by body_of


def _objects(value: Json) -> Sequence[Obj]:
    return cast("Sequence[Obj]", value)  # shape fixed by body_of


def _read_document(made: Obj) -> DocumentMade:
    return DocumentMade(
        id=str(made["id"]),
        form=str(made["form"]),
        form_digest=str(made["form_digest"]),
        number=str(made["number"]),
        series=str(made["series"]),
        year=cast("int", made["year"]),  # shape fixed by _document_json
        serial=cast("int", made["serial"]),  # shape fixed by _document_json
        digest=str(made["digest"]),
        status=str(made["status"]),
        track=str(made["track"]),
        composed_at=datetime.fromisoformat(str(made["composed_at"])),
        pages=cast("int", made["pages"]),  # shape fixed by _document_json
        waiting=tuple((w[0], w[1], w[2]) for w in _rows(made["waiting"])),
        signed=tuple(
            Signed(slot=s, person=p, role=r, at=datetime.fromisoformat(t))
            for s, p, r, t in _rows(made["signed"])
        ),
        faces=tuple(cast("list[str]", made["faces"])),  # shape fixed by _document_json
        reason=str(made["reason"]),
        layout=cast("int", made.get("layout", 0)),  # shape fixed by _document_json
        commitment=str(made.get("commitment", "")),
    )


def _read_deadline(change: Obj) -> DeadlineChanged:
    return DeadlineChanged(
        move=str(change["move"]),
        instance=str(change["instance"]),
        rule=str(change["rule"]),
        track=str(change["track"]),
        computed=change["computed"],
        length=cast("int", change["length"]),  # shape fixed by _deadline_json
        unit=str(change["unit"]),
        reason=str(change["reason"]),
    )
