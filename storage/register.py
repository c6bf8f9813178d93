"""The number register: serials of a series and year without a silent gap.

A serial is reserved, then issued or voided with a reason; nothing else can become of it. Refuses
to know how a number is printed.
"""

from collections.abc import Sequence
from datetime import datetime

from engine.errors import ConflictError
from engine.storage_rows import NumberIssue, NumberVoid, Reservation
from storage.rows import to_ticks
from storage.statements import Statements

_NEXT = (
    "INSERT INTO number_series (series, year, last) VALUES (?, ?, 1) "
    "ON CONFLICT (series, year) DO UPDATE SET last = number_series.last + 1"
)
_LAST = "SELECT last FROM number_series WHERE series = ? AND year = ?"
_RESERVE = (
    "INSERT INTO numbers (series, year, serial, status, purpose, reserved_at) "
    "VALUES (?, ?, ?, 'reserved', ?, ?)"
)
_ISSUE = (
    "UPDATE numbers SET status = 'issued', settled_at = ?, text = ?, case_id = ?, doc_id = ? "
    "WHERE series = ? AND year = ? AND serial = ? AND status = 'reserved'"
)
_VOID = (
    "UPDATE numbers SET status = 'voided', settled_at = ?, reason = ? "
    "WHERE series = ? AND year = ? AND serial = ? AND status = 'reserved'"
)
_SWEEP = (
    "UPDATE numbers SET status = 'voided', settled_at = ?, reason = ? "
    "WHERE status = 'reserved' AND reserved_at < ?"
)


def reserve(
    statements: Statements, wanted: Sequence[tuple[str, int, str]], moment: datetime
) -> tuple[Reservation, ...]:
    """The next serial of every (series, year, purpose), in the order given."""
    taken = []
    for series, year, purpose in wanted:
        serial = _next(statements, series, year)
        row = (series, year, serial, purpose, to_ticks(moment))
        statements.run(_RESERVE, row)
        taken.append(
            Reservation(
                series=series, year=year, serial=serial, purpose=purpose, reserved_at=moment
            )
        )
    return tuple(taken)


def issue(
    statements: Statements, numbers: Sequence[NumberIssue], case_id: str, moment: datetime
) -> None:
    """Reserved serials become printed numbers; raises ConflictError `number_settled`."""
    for number in numbers:
        what = (to_ticks(moment), number.text, case_id, number.doc_id)
        _settle(statements, _ISSUE, what, number)


def void(statements: Statements, numbers: Sequence[NumberVoid], moment: datetime) -> None:
    """Reserved serials are given up; raises ConflictError `number_settled`."""
    for number in numbers:
        _settle(statements, _VOID, (to_ticks(moment), number.reason), number)


def sweep(statements: Statements, before: datetime, reason: str, moment: datetime) -> int:
    """Void what was reserved before a moment and forgotten; how many."""
    values = (to_ticks(moment), reason, to_ticks(before))
    return statements.run(_SWEEP, values)


def _next(statements: Statements, series: str, year: int) -> int:
    statements.run(_NEXT, (series, year))
    row = statements.one(_LAST, (series, year))
    return int(row[0]) if row else 0


def _settle(
    statements: Statements,
    statement: str,
    what: tuple[object, ...],
    number: NumberIssue | NumberVoid,
) -> None:
    place = (number.series, number.year, number.serial)
    if statements.run(statement, (*what, *place)) != 1:
        raise ConflictError(
            "number_settled", series=number.series, year=number.year, serial=number.serial
        )
