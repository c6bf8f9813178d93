"""Comparing the rows that lists read with those a replay of the events gives.

Rows are derived and can be rebuilt; until they are, a wrong one misleads whoever reads a list.
Refuses to judge what the events themselves say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.event import Event
from engine.projection import case_row, rows_of, search_phrases
from engine.reading import every_case
from engine.storage_ports import Snapshot
from engine.storage_rows import (
    CaseFilter,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    WaitingRow,
)

Row = DocumentRow | DeadlineRow | ChecklistRow | WaitingRow


def _key(row: Row) -> tuple[str, ...]:
    match row:
        case DocumentRow():
            return (row.doc_id,)
        case DeadlineRow():
            return (row.instance_id,)
        case ChecklistRow():
            return (row.checklist, row.item)
        case WaitingRow():
            return (row.proposal_id, row.doc_id, row.slot)


@dataclass(slots=True)
class ExpectedRows:
    """The rows of one case, event by event; a later row replaces the one of the same key."""

    tables: dict[str, dict[tuple[str, ...], Row]] = field(
        default_factory=lambda: {"documents": {}, "deadlines": {}, "checklist": {}, "waiting": {}}
    )
    blobs: set[str] = field(default_factory=set)

    def add(self, case: Case, event: Event) -> None:
        """Take in the rows of one more event; `case` is already after it."""
        made = rows_of(case, event)
        for name, table in self.tables.items():
            rows: Sequence[Row] = getattr(made, name)
            table.update({_key(row): row for row in rows})
        self.blobs.update(made.blobs)


def audit_rows(view: Snapshot, case: Case, expected: ExpectedRows) -> Iterator[AuditFinding]:
    """Rows of one case that are missing, too many or not what the events say.

    Codes: `case_row`, `row_missing`, `row_foreign`, `row_differs`, `index_differs`, `blob_use`.
    """
    yield from _case_row(view, case)
    found: Mapping[str, Sequence[Row]] = {
        "documents": view.documents(case.id),
        "deadlines": view.deadlines(case.id),
        "checklist": view.checklist(case.id),
        "waiting": view.waiting(case.id),
    }
    for name, rows in found.items():
        yield from _table(case.id, name, {_key(r): r for r in rows}, expected.tables[name])
    used = view.blob_uses(case.id)
    for digest in sorted(expected.blobs - used):
        yield _finding(case.id, "blob_use", "blob_uses", key=digest)
    for digest in sorted(used - expected.blobs):
        yield _finding(case.id, "row_foreign", "blob_uses", key=digest)
    yield from _indexes(view, case)


def _case_row(view: Snapshot, case: Case) -> Iterator[AuditFinding]:
    row, right = view.case(case.id), case_row(case)
    if row is None:
        yield _finding(case.id, "row_missing", "cases", key=case.id)
    elif row != right:
        names = [f.name for f in fields(row) if getattr(row, f.name) != getattr(right, f.name)]
        yield _finding(case.id, "case_row", "cases", field="、".join(names))


def _table(
    case: str,
    name: str,
    found: Mapping[tuple[str, ...], Row],
    expected: Mapping[tuple[str, ...], Row],
) -> Iterator[AuditFinding]:
    for key in sorted(expected.keys() | found.keys()):
        text, row, right = "/".join(key), found.get(key), expected.get(key)
        if row is None:
            yield _finding(case, "row_missing", name, key=text)
        elif right is None:
            yield _finding(case, "row_foreign", name, key=text)
        elif row != right:
            names = [f.name for f in fields(row) if getattr(row, f.name) != getattr(right, f.name)]
            yield _finding(case, "row_differs", name, key=text, field="、".join(names))


def _indexes(view: Snapshot, case: Case) -> Iterator[AuditFinding]:
    """The case must be found by its texts, its number and its officers."""
    for phrase in search_phrases(case):
        if not any(c.isalnum() for c in phrase):
            continue
        if not view.cases(CaseFilter(party=phrase, number=case.id)):
            yield _finding(case.id, "index_differs", "case_search", key="search")
    if case.number and view.find_case(case.number) != case.id:
        yield _finding(case.id, "index_differs", "numbers", key=case.number)
    for person in case.officers():
        if not view.cases(CaseFilter(officer=person, number=case.id)):
            yield _finding(case.id, "index_differs", "case_officers", key=person)


def audit_officers(
    view: Snapshot, cases: Mapping[str, Case], people: Sequence[str]
) -> Iterator[AuditFinding]:
    """Cases that a list by officer shows without that officer being assigned."""
    for person in people:
        for row in every_case(view, CaseFilter(officer=person)):
            if row.case_id in cases and person not in cases[row.case_id].officers():
                yield _finding(row.case_id, "index_differs", "case_officers", key=person)


def _finding(case: str, code: str, table: str, **facts: str | int) -> AuditFinding:
    return AuditFinding(code=code, place=Place(case=case, table=table), facts=facts)
