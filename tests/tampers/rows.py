"""Tampering with rows by somebody who renews page seals: with the program, but no key."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

from storage.reseal import reseal
from tests.tampers.tamper import Tamper, any_of, of_case, of_table

#: Tables, each with its primary key; those of the search index are the database's own.
TABLES = {
    "cases": ("case_id",),
    "case_officers": ("case_id", "person"),
    "events": ("leaf",),
    "documents": ("case_id", "doc_id"),
    "deadlines": ("case_id", "instance_id"),
    "checklist": ("case_id", "checklist", "item"),
    "waiting": ("case_id", "proposal_id", "doc_id", "slot"),
    "blob_uses": ("case_id", "digest"),
    "number_series": ("series", "year"),
    "numbers": ("series", "year", "serial"),
    "ledger": ("id",),
}
#: Columns that hold moments, in microseconds since the Epoch, or days.
CLOCKS = {
    "cases": ("opened_at", "moved_at", "closed_at"),
    "events": ("moment",),
    "documents": ("issued_at",),
    "deadlines": ("due",),
    "numbers": ("reserved_at", "settled_at"),
}
#: Other names under which findings speak of a table.
ALSO = {
    "case_officers": ("cases",),
    "ledger": ("events",),
    "events": ("ledger", "journal"),
}
SECOND = 1_000_000


def _rows(database, table):
    columns = ", ".join(TABLES[table])
    return database.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}").fetchall()


def _where(table):
    return " AND ".join(f"{name} IS ?" for name in TABLES[table])


def _tamper(kind, table, rows, what):
    cases = {value for row in rows for value in (row.get("case_id"), row.get("series")) if value}
    tests = [of_table(table, *ALSO.get(table, ())), *map(of_case, cases)]
    tests += [of_table(*{str(row["series"]) for row in rows if "series" in row})]
    return Tamper(kind, "rows", f"{table} {what}", any_of(*tests))


def _full(database, table, key):
    database.row_factory = sqlite3.Row
    try:
        return dict(
            database.execute(f"SELECT * FROM {table} WHERE {_where(table)}", key).fetchone()
        )
    finally:
        database.row_factory = None


def _sealed(root, change):
    """Make a change to the database and renew the seals; None where it changed nothing."""
    with closing(sqlite3.connect(root / "case.db")) as database, database:
        found = change(database)
    if found is not None:
        reseal(root)
    return found


def _picked(database, chance, tables):
    table = chance.choice(sorted(tables))
    rows = _rows(database, table)
    return (table, chance.choice(rows)) if rows else (table, None)


def edited(root, chance):
    """One value of one row becomes another of its kind."""

    def change(database):
        table, key = _picked(database, chance, TABLES)
        if key is None:
            return None
        row = _full(database, table, key)
        column = chance.choice(sorted(row))
        value = _other(row[column], chance)
        if value == row[column]:  # a digit for the same digit is no tampering
            return None
        try:
            database.execute(
                f"UPDATE {table} SET {column} = ? WHERE {_where(table)}", (value, *key)
            )
        except sqlite3.IntegrityError:
            return None
        return _tamper("edit", table, [row, {column: value}], f"{key} {column}")

    return _sealed(root, change)


def _other(value, chance):
    match value:
        case int():
            return value + chance.choice([-1, 1, 7, 1000])
        case bytes():
            at = chance.randrange(len(value) or 1)
            return value[:at] + chance.randbytes(1 + chance.randrange(3)) + value[at + 1 :]
        case str():
            at = chance.randrange(len(value) or 1)
            return value[:at] + chance.choice("x改7") + value[at + 1 :] + chance.choice(["", "y"])
        case _:
            return chance.choice([1, "x"])


def deleted(root, chance):
    """A row is gone."""

    def change(database):
        table, key = _picked(database, chance, TABLES)
        if key is None:
            return None
        row = _full(database, table, key)
        database.execute(f"DELETE FROM {table} WHERE {_where(table)}", key)
        return _tamper("delete", table, [row], f"{key}")

    return _sealed(root, change)


def reordered(root, chance):
    """Two rows exchange the values of one column."""

    def change(database):
        table, first = _picked(database, chance, TABLES)
        rows = _rows(database, table)
        if first is None or len(rows) < 2:
            return None
        second = chance.choice([row for row in rows if row != first])
        a, b = _full(database, table, first), _full(database, table, second)
        column = chance.choice([c for c in sorted(a) if c not in TABLES[table]] or [""])
        if not column or a[column] == b[column]:
            return None
        update = f"UPDATE {table} SET {column} = ? WHERE {_where(table)}"
        try:
            database.execute(update, (None if _free(column) else b"-", *first))
            database.execute(update, (a[column], *second))
            database.execute(update, (b[column], *first))
        except sqlite3.IntegrityError:
            database.rollback()
            return None
        return _tamper("reorder", table, [a, b], f"{first} <> {second} {column}")

    return _sealed(root, change)


def _free(column):
    """Whether a column may be empty for a moment."""
    return column in {"closed_at", "number", "issued_at", "settled_at", "text", "reason", "person"}


def truncated(root, chance):
    """The last events are gone; the head is left, or made to fit what remains."""

    def change(database):
        (size,) = database.execute("SELECT size FROM ledger").fetchone()
        left = size - chance.randrange(1, max(2, size // 2))
        gone = database.execute("SELECT case_id FROM events WHERE leaf >= ?", (left,)).fetchall()
        database.execute("DELETE FROM events WHERE leaf >= ?", (left,))
        if chance.random() < 0.5:
            database.execute("UPDATE ledger SET size = ?", (left,))
        rows = [{"case_id": case} for (case,) in gone]
        return _tamper("truncate", "events", rows, f"from {left} of {size}")

    return _sealed(root, change)


def clocked(root, chance):
    """A moment or a day is another one."""

    def change(database):
        table, key = _picked(database, chance, CLOCKS)
        if key is None:
            return None
        row = _full(database, table, key)
        column = chance.choice(CLOCKS[table])
        if row[column] is None:
            return None
        value = _shifted(row[column], chance)
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {_where(table)}", (value, *key))
        return _tamper("clock", table, [row], f"{key} {column}")

    return _sealed(root, change)


def _shifted(value, chance):
    days = chance.choice([-400, -30, -1, 1, 30, 400])
    if isinstance(value, str):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    return value + chance.choice([SECOND, -SECOND, days * 86400 * SECOND])


WAYS = {
    "edit": edited,
    "delete": deleted,
    "reorder": reordered,
    "truncate": truncated,
    "clock": clocked,
}
