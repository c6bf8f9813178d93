"""Comparing the number register with the numbers printed on documents and cases.

Every printed number stands in exactly one event and is issued in the register; every issued one
is printed. Gaps and voids without a reason are `engine.ledger_audit`'s business.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.audit_finding import AuditFinding, Place
from engine.case import Case
from engine.road import CASE_SERIES
from engine.storage_ports import Snapshot
from engine.storage_rows import NumberRow

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One number as an event printed it."""

    key: Key
    text: str
    case: str
    #: None for the number of a case itself.
    document: str | None
    seq: int
    at: datetime


def printed_numbers(case: Case) -> Iterator[Printed]:
    """Return every number the case's events print, its own id first."""
    year, dash, serial = case.id.partition("-")
    if dash and year.isdecimal() and serial.isdecimal() and case.events:
        yield Printed(
            key=(CASE_SERIES, int(year), int(serial)),
            text=case.id,
            case=case.id,
            document=None,
            seq=1,
            at=case.events[0].at,
        )
    seen: set[str] = set()
    for event in case.events:
        for made in event.documents:
            if made.number and made.id not in seen:
                yield Printed(
                    key=(made.series, made.year, made.serial),
                    text=made.number,
                    case=case.id,
                    document=made.id,
                    seq=event.seq,
                    at=event.at,
                )
            seen.add(made.id)


def audit_numbers(
    view: Snapshot, printed: Iterable[Printed], *, only: str | None = None
) -> Iterator[AuditFinding]:
    """Numbers whose register entry and print do not agree; `only` limits this to one case.

    Codes: `number_twice`, `number_unregistered`, `number_differs`, `number_unprinted`.
    """
    rows = {
        (series, year, row.serial): row
        for series, year, _ in view.series()
        for row in view.numbers(series, year)
    }
    by_key: dict[Key, Printed] = {}
    for one in printed:
        if one.key in by_key:
            yield _finding(one, "number_twice", other=by_key[one.key].case)
        by_key.setdefault(one.key, one)
        yield from _entry(one, rows.get(one.key))
    yield from _unprinted(rows, by_key, only)


def _entry(one: Printed, row: NumberRow | None) -> Iterator[AuditFinding]:
    if row is None:
        yield _finding(one, "number_unregistered")
        return
    wanted = {
        "status": "issued",
        "text": one.text,
        "case_id": one.case,
        "doc_id": one.document,
        "purpose": one.document or "case",
        "reserved_at": one.at,
        "settled_at": one.at,
        "reason": None,
    }
    wrong = [name for name, value in wanted.items() if getattr(row, name) != value]
    if wrong:
        yield _finding(one, "number_differs", field="、".join(wrong))


def _unprinted(
    rows: Mapping[Key, NumberRow], printed: Mapping[Key, Printed], only: str | None
) -> Iterator[AuditFinding]:
    for (series, year, serial), row in sorted(rows.items()):
        mine = only is None or row.case_id == only
        if mine and row.status == "issued" and (series, year, serial) not in printed:
            yield AuditFinding(
                code="number_unprinted",
                place=Place(
                    case=row.case_id or "",
                    document=row.doc_id or "",
                    table=f"{series}/{year}",
                    position=serial,
                ),
                facts={"number": row.text or ""},
            )


def _finding(one: Printed, code: str, **facts: str | int) -> AuditFinding:
    series, year, serial = one.key
    place = Place(
        case=one.case,
        seq=one.seq,
        document=one.document or "",
        table=f"{series}/{year}",
        position=serial,
    )
    return AuditFinding(code=code, place=place, facts={"number": one.text, **facts})
