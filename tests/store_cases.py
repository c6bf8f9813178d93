"""Made-up cases for the store's tests: rows and events that chain, and nothing of the law."""

import json
from datetime import date, datetime, timedelta, timezone

from engine.hashchain import GENESIS, event_hash
from engine.storage_rows import (
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    NewEvent,
    Projection,
    WaitingRow,
)

CHINA = timezone(timedelta(hours=8))
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=CHINA)


def event(prev=GENESIS, *, command="c1", n=1, moment=MOMENT, private=b"", size=0):
    body = json.dumps({"n": n, "pad": "x" * size, "prev": prev.hex()}).encode()
    return NewEvent(body=body, private=private, prev_hash=prev, command_id=command, moment=moment)


def row_after(new, *, case_id="A1", version=1, **facts):
    shown = {
        "workflow": "w1",
        "state": "filed",
        "squad": "first",
        "officers": ("lin", "zhou"),
        "opened_at": MOMENT,
        "moved_at": new.moment,
    } | facts
    return CaseRow(case_id=case_id, version=version, head=event_hash(new.body), **shown)


def put(store, case_id="A1", *, times=1, command=None, **facts):
    """Advance a case `times` events, one transaction each; the row it ends with."""
    for _ in range(times):
        with store.read() as now:
            case = now.case(case_id)
        version = case.version if case else 0
        name = command or f"{case_id}-{version + 1}"
        new = event(case.head if case else GENESIS, command=name, n=version + 1)
        row = row_after(new, case_id=case_id, version=version + 1, **facts)
        with store.write() as unit:
            unit.append(case=row, expected_version=version, events=[new])
    return row


def derived(case_id="A1", step=1):
    """What a typical transition writes beside its event."""
    return Projection(
        documents=[
            DocumentRow(
                case_id=case_id,
                doc_id=f"d{step}-{k}",
                form="decision",
                number=None,
                digest=f"{step:032x}{k:032x}",
                status="issued",
                issued_at=MOMENT,
            )
            for k in range(2)
        ],
        deadlines=[
            DeadlineRow(
                case_id=case_id,
                instance_id="main",
                rule="decide",
                due=date(2026, 5, 1) + timedelta(days=step),
                status="running",
                owner="lin",
                squad="first",
            )
        ],
        checklist=[
            ChecklistRow(
                case_id=case_id,
                checklist=f"t{step}",
                item=f"i{k}",
                result="ok",
                blocking=k == 0,
            )
            for k in range(10)
        ],
    )


def waiting(slot, order, *, person=None, role="head", status="open", proposal="p1"):
    return WaitingRow(
        case_id="A1",
        proposal_id=proposal,
        doc_id="d1",
        slot=slot,
        role=role,
        person=person,
        order=order,
        status=status,
    )
