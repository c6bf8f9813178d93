"""Running prepared SQL at the driver's own speed, inside a transaction SQLAlchemy has begun.

A transition is a dozen small statements; passing each through the expression layer costs more
than the disk does. Only DB-API calls are used here, so that another driver needs another marker
and nothing else. Refuses to begin or end transactions.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

#: A row as the driver takes and gives it; its types are those of the columns.
Row = tuple[Any, ...]  # Any: one alias for the rows of all tables


class KeyTakenError(Exception):
    """A unique key is already there."""


class Statements:
    """SQL with `?` markers on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()

    def one(self, statement: str, values: Row = ()) -> Row | None:
        """The first row, or None."""
        self._cursor.execute(statement, values)
        row: Row | None = self._cursor.fetchone()
        # A statement left half-read would keep its snapshot alive.
        self._cursor.fetchall()
        return row

    def all(self, statement: str, values: Row = ()) -> list[Row]:
        """Every row."""
        self._cursor.execute(statement, values)
        return [tuple(row) for row in self._cursor.fetchall()]

    def run(self, statement: str, values: Row = ()) -> int:
        """Execute and count the rows touched; raises KeyTakenError."""
        try:
            self._cursor.execute(statement, values)
        except sqlite3.IntegrityError as error:
            raise KeyTakenError(str(error)) from error
        return self._cursor.rowcount

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        """Execute once per row; raises KeyTakenError."""
        try:
            self._cursor.executemany(statement, rows)
        except sqlite3.IntegrityError as error:
            raise KeyTakenError(str(error)) from error
