"""Transactions and prepared SQL at the driver's own speed, on connections SQLAlchemy provides.

A transition is a dozen small statements; passing each through the expression layer costs more
than the disk does. Only DB-API calls are used here, so that another driver needs another marker
and nothing else. Refuses to know what a statement is for.
"""

import sqlite3
from collections.abc import Sequence
from types import TracebackType
from typing import Any

#: Statements that only look, and statements that take the write lock before they look.
READING = "BEGIN"
WRITING = "BEGIN IMMEDIATE"

#: A row as the driver takes and gives it; its types are those of the columns.
Row = tuple[Any, ...]  # Any: one alias for the rows of all tables


class KeyTakenError(Exception):
    """A unique key is already there."""


class Statements:
    """SQL with `?` markers inside one transaction."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def one(self, statement: str, values: Row = ()) -> Row | None:
        """The first row, or None."""
        rows = self._cursor.execute(statement, values).fetchall()
        return rows[0] if rows else None

    def all(self, statement: str, values: Row = ()) -> list[Row]:
        """Every row."""
        return self._cursor.execute(statement, values).fetchall()

    def run(self, statement: str, values: Row = ()) -> int:
        """Execute and count the rows touched; raises KeyTakenError."""
        try:
            return self._cursor.execute(statement, values).rowcount
        except sqlite3.IntegrityError as error:
            raise KeyTakenError(str(error)) from error

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        """Execute once per row; raises KeyTakenError."""
        try:
            self._cursor.executemany(statement, rows)
        except sqlite3.IntegrityError as error:
            raise KeyTakenError(str(error)) from error


class transaction:  # noqa: N801 - reads as what it is where it is entered
    """Commit when left normally, roll back otherwise; `begin` is READING or WRITING."""

    __slots__ = ("_begin", "_connection")

    def __init__(self, connection: sqlite3.Connection, begin: str) -> None:
        self._connection = connection
        self._begin = begin

    def __enter__(self) -> Statements:
        return Statements(self._connection.execute(self._begin))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._connection.rollback()
            return
        try:
            self._connection.commit()
        except BaseException:
            self._connection.rollback()
            raise
