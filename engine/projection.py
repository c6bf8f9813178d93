"""Rows that lists and searches read, worked out from a case; rebuildable at any time."""

import json
from datetime import date, datetime

from engine.case import MAIN, Case, RunningDeadline
from engine.event import Event, EventKind
from engine.mergers import MEMBER, merged_into
from engine.periods import Deadline, DeadlineRule
from engine.record import Json, Record, canonical
from engine.relations import owner
from engine.storage_rows import (
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    Projection,
    WaitingRow,
)

#: Inputs that say to whom a case belongs.
HOLDERS = frozenset({"lead_officer", "assistant_officer", "squad"})
#: Kept of a period without a date: whether a pause or an extension is on record.
MOVED = "moved"
#: States whose being reached closes a case.
CLOSING = frozenset({"closed", "spot_closed", "p_closed"})
ENDED = CLOSING | {"archived", "not_filed", "p_rejected", "p_cancelled"}


def case_row(case: Case) -> CaseRow:
    """Return the case as lists show it."""
    main = case.tracks.get(MAIN)
    state = main.state if main is not None else ""
    last = case.last_at
    if case.opened_at is None or last is None:
        msg = "a case without events has no row"
        raise ValueError(msg)
    closed = None
    if state in ENDED:
        closed = _reached(case, CLOSING) or _reached(case, ENDED)
    merged = merged_into(case)
    if merged and closed is None:  # it goes on in the leading case
        closed = _reached(case, frozenset({MEMBER}))
    officers = case.officers()
    return CaseRow(
        case_id=case.id,
        version=case.version,
        head=bytes.fromhex(case.head),
        workflow=main.definition if main is not None else case.events[0].definition,
        state=state,
        squad=case.data.text("squad"),
        officers=officers,
        opened_at=case.opened_at,
        moved_at=last,
        closed_at=closed,
        extra=canonical(_extra(case, officers, merged)).decode(),
    )


def _extra(case: Case, officers: tuple[str, ...], merged: str) -> Json:
    found: dict[str, Json] = {"number": case.number, "matter": case.data.text("matter")}
    if not officers:  # whoever received a lead answers for it
        found["owner"] = owner(case)
    return {**found, "merged_into": merged} if merged else found


def _reached(case: Case, states: frozenset[str]) -> datetime | None:
    """When the case last came into one of some states."""
    return next((e.at for e in reversed(case.events) if e.target in states), None)


def rows_of(case: Case, event: Event) -> Projection:
    """Return the rows one more event changes; `case` is already after the event."""
    changed = [case.documents[id_] for id_ in dict.fromkeys(m.id for m in event.documents)]
    return Projection(
        documents=[
            DocumentRow(
                case_id=case.id,
                doc_id=d.id,
                form=d.form,
                number=d.number or None,
                digest=d.digest,
                status=d.status,
                issued_at=d.composed_at if d.status == "issued" else None,
                track=d.track,
            )
            for d in changed
        ],
        deadlines=_deadlines(case, event),
        checklist=[
            ChecklistRow(
                case_id=case.id,
                checklist=f"{event.seq}",
                item=i.id,
                result=i.result,
                blocking=False,
            )
            for i in event.checklist
        ],
        waiting=_waiting(case, event),
        blobs=sorted(
            {*files_of(event.inputs), *_named(case, event), *(f for d in changed for f in d.faces)}
        ),
    )


def _named(case: Case, event: Event) -> set[str]:
    """Return the profile an event is the first of its case to name; it stays with the case."""
    profile = event.basis.get("agency", "")
    earlier = (e.basis.get("agency", "") for e in reversed(case.events) if e.seq < event.seq)
    return {profile} - {"", next(earlier, "")}


def _deadlines(case: Case, event: Event) -> list[DeadlineRow]:
    if event.kind is not EventKind.TRANSITION:
        return []
    touched = {c.instance for c in event.deadlines}
    if not HOLDERS.isdisjoint(event.inputs):
        touched |= case.deadlines.keys()
    if not touched:
        return []
    owner = next(iter(case.officers()), "")
    return [
        DeadlineRow(
            case_id=case.id,
            instance_id=d.instance,
            rule=d.rule,
            due=d.computed.due or date.max,
            status=_status(d),
            owner=owner,
            squad=case.data.text("squad"),
            track=d.track,
            extra=_kept(d),
        )
        for d in case.deadlines.values()
        if d.instance in touched
    ]


def _status(deadline: RunningDeadline) -> str:
    """What a period waits for, if it runs without a date."""
    if deadline.status == "running" and deadline.computed.awaits_year is not None:
        return deadline.computed.status.value
    return deadline.status


def _kept(running: RunningDeadline) -> str:
    """What a row says of a period beside its last day: its start, and what is out of the common."""
    deadline, plain = running.computed, running.computed.to_plain()
    kept: dict[str, object] = {"start": plain["start"]}
    kept |= {name: plain[name] for name in ("due_at", "awaits_year") if plain[name] is not None}
    if deadline.breach_after != deadline.due:
        kept["breach_after"] = plain["breach_after"]
    if deadline.awaits_year is not None:
        kept |= {"raw_due": plain["raw_due"], MOVED: bool(running.pauses or running.extensions)}
    return json.dumps(kept, separators=(",", ":"))


def recountable(row: DeadlineRow) -> bool:
    """Whether a period without a date can be counted from its row alone: nothing has moved it."""
    return not json.loads(row.extra).get(MOVED, False)


def deadline_of(row: DeadlineRow, rule: DeadlineRule) -> Deadline:
    """The period of a row that runs under `rule`, without its derivation."""
    kept = json.loads(row.extra)
    awaits = kept.get("awaits_year")
    due = None if awaits is not None else row.due.isoformat()
    return Deadline.from_plain(
        {
            "rule_id": rule.id,
            "name_zh": rule.name_zh,
            "status": row.status,
            "rollover": rule.rollover.value,
            "direction": rule.direction.value,
            "start_at": None,
            "raw_due": None,
            "due": due,
            "due_at": None,
            "breach_after": due,
            "awaits_year": awaits,
            "derivation": [],
        }
        | kept
    )


def _waiting(case: Case, event: Event) -> list[WaitingRow]:
    rows: list[WaitingRow] = []
    for made in event.documents:
        document = case.documents[made.id]
        done = "withdrawn" if document.status in {"void", "superseded"} else "open"
        for order, (slot, role, person) in enumerate(document.waiting):
            rows.append(_row(case, document.id, slot, role, person, order=order, status=done))
        for order, signed in enumerate(document.signed):
            at = -len(document.signed) + order
            rows.append(
                _row(
                    case,
                    document.id,
                    signed.slot,
                    signed.role,
                    signed.person,
                    order=at,
                    status="signed",
                )
            )
    return rows


def _row(
    case: Case, doc: str, slot: str, role: str, person: str, *, order: int, status: str
) -> WaitingRow:
    return WaitingRow(
        case_id=case.id,
        proposal_id=doc,
        doc_id=doc,
        slot=slot,
        role=role,
        person=person or None,
        order=order,
        status=status,
    )


def files_of(inputs: Record) -> set[str]:
    """Return the digest of every file named anywhere in `inputs`."""
    found: set[str] = set()
    for value in inputs.values():
        many = value if isinstance(value, tuple) else (value,)
        for item in many:
            if isinstance(item, Record):
                found |= {item.text("digest")} if item.text("digest") else files_of(item)
    return found


def search_phrases(case: Case) -> tuple[str, ...]:
    """Return the texts under which people look for the case."""
    data = case.data
    texts = (
        data.record("party").text("name"),
        data.text("suspected_party"),
        data.text("lead_place"),
        data.text("cause"),
        data.text("ticket"),
        data.text("plate"),
        case.number,
    )
    return tuple(dict.fromkeys(t for t in texts if t))
