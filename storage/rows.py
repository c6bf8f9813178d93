"""How each value becomes a row and comes back: column order, moments, and prepared statements.

Knows the tables and the engine's values; refuses to know transactions.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from sqlalchemy import Table

from engine.storage_rows import (
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    NumberRow,
    WaitingRow,
)
from storage import schema
from storage.statements import Row

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
#: China has kept one clock, eight hours ahead, since 1991; stored moments are instants anyway.
_CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def to_ticks(moment: datetime) -> int:
    """Microseconds since 1970 UTC; a naive moment raises TypeError."""
    return (moment - _EPOCH) // _TICK


def from_ticks(ticks: int) -> datetime:
    """The aware moment, on the Chinese clock."""
    return (_EPOCH + ticks * _TICK).astimezone(_CHINA)


def _ticks_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else to_ticks(moment)


def _moment_or_none(ticks: int | None) -> datetime | None:
    return None if ticks is None else from_ticks(ticks)


def columns(table: Table) -> str:
    """Column names in the order every encoder and decoder here uses."""
    return ", ".join(column.name for column in table.columns)


def insert(table: Table) -> str:
    """INSERT of one whole row."""
    marks = ", ".join("?" for _ in table.columns)
    return f"INSERT INTO {table.name} ({columns(table)}) VALUES ({marks})"  # noqa: S608 - our names


def upsert(table: Table) -> str:
    """INSERT of one whole row in place of the one with the same key."""
    keys = ", ".join(column.name for column in table.primary_key)
    rest = [column.name for column in table.columns if not column.primary_key]
    if not rest:
        return f"{insert(table)} ON CONFLICT ({keys}) DO NOTHING"
    moved = ", ".join(f"{name} = excluded.{name}" for name in rest)
    return f"{insert(table)} ON CONFLICT ({keys}) DO UPDATE SET {moved}"


def select(table: Table, tail: str) -> str:
    """SELECT of whole rows; `tail` holds WHERE and ORDER BY."""
    # Names come from the tables above and never from a user.
    return f"SELECT {columns(table)} FROM {table.name} {tail}"  # noqa: S608 - no user text in it


#: Where `encode_case` puts the officers.
OFFICERS = 6


def encode_case(case: CaseRow) -> Row:
    """The case as the values of its table row."""
    return (
        case.case_id,
        case.version,
        case.head,
        case.workflow,
        case.state,
        case.squad,
        "\n".join(case.officers),
        to_ticks(case.opened_at),
        to_ticks(case.moved_at),
        _ticks_or_none(case.closed_at),
        case.extra,
    )


def decode_case(row: Row) -> CaseRow:
    """The case a table row holds."""
    case_id, version, head, workflow, state, squad, officers, opened, moved, closed, extra = row
    return CaseRow(
        case_id=case_id,
        version=version,
        head=head,
        workflow=workflow,
        state=state,
        squad=squad,
        officers=tuple(officers.split("\n")) if officers else (),
        opened_at=from_ticks(opened),
        moved_at=from_ticks(moved),
        closed_at=_moment_or_none(closed),
        extra=extra,
    )


def encode_document(row: DocumentRow) -> Row:
    """The document as the values of its table row."""
    issued = _ticks_or_none(row.issued_at)
    head = (row.case_id, row.doc_id, row.form, row.number, row.digest, row.status)
    return (*head, issued, row.track, row.extra)


def decode_document(row: Row) -> DocumentRow:
    """The document a table row holds."""
    case_id, doc_id, form, number, digest, status, issued, track, extra = row
    return DocumentRow(
        case_id=case_id,
        doc_id=doc_id,
        form=form,
        number=number,
        digest=digest,
        status=status,
        issued_at=_moment_or_none(issued),
        track=track,
        extra=extra,
    )


def encode_deadline(row: DeadlineRow) -> Row:
    """The deadline as the values of its table row."""
    head = (row.case_id, row.instance_id, row.rule, row.due.isoformat(), row.status)
    return (*head, row.owner, row.squad, row.track, row.extra)


def decode_deadline(row: Row) -> DeadlineRow:
    """The deadline a table row holds."""
    case_id, instance_id, rule, due, status, owner, squad, track, extra = row
    return DeadlineRow(
        case_id=case_id,
        instance_id=instance_id,
        rule=rule,
        due=date.fromisoformat(due),
        status=status,
        owner=owner,
        squad=squad,
        track=track,
        extra=extra,
    )


def encode_checklist(row: ChecklistRow) -> Row:
    """The checklist item as the values of its table row."""
    return (row.case_id, row.checklist, row.item, row.result, row.blocking, row.extra)


def decode_checklist(row: Row) -> ChecklistRow:
    """The checklist item a table row holds."""
    case_id, checklist, item, result, blocking, extra = row
    return ChecklistRow(
        case_id=case_id,
        checklist=checklist,
        item=item,
        result=result,
        blocking=bool(blocking),
        extra=extra,
    )


def encode_waiting(row: WaitingRow) -> Row:
    """The awaited signature as the values of its table row."""
    head = (row.case_id, row.proposal_id, row.doc_id, row.slot, row.role, row.person)
    return (*head, row.order, row.status, row.extra)


def decode_waiting(row: Row) -> WaitingRow:
    """The awaited signature a table row holds."""
    case_id, proposal_id, doc_id, slot, role, person, order, status, extra = row
    return WaitingRow(
        case_id=case_id,
        proposal_id=proposal_id,
        doc_id=doc_id,
        slot=slot,
        role=role,
        person=person,
        order=order,
        status=status,
        extra=extra,
    )


def decode_number(row: Row) -> NumberRow:
    """The number a table row holds."""
    series, year, serial, status, purpose, reserved, settled, text, case_id, doc_id, reason = row
    return NumberRow(
        series=series,
        year=year,
        serial=serial,
        status=status,
        purpose=purpose,
        reserved_at=from_ticks(reserved),
        settled_at=_moment_or_none(settled),
        text=text,
        case_id=case_id,
        doc_id=doc_id,
        reason=reason,
    )


#: Derived tables of a case: attribute of `Projection`, table, encoder.
DERIVED: tuple[tuple[str, Table, Callable[..., Row]], ...] = (
    ("documents", schema.documents, encode_document),
    ("deadlines", schema.deadlines, encode_deadline),
    ("checklist", schema.checklist, encode_checklist),
    ("waiting", schema.waiting, encode_waiting),
)
