"""What SQLite's error codes mean for the person whose command was refused.

Knows the result codes of sqlite.org/rescode.html; refuses to know what was being written.
"""

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from engine.errors import StorageError
from storage.refusing import Refusing

#: Primary result code to the catalogue's code; everything else is an input/output failure.
_CODES = {
    sqlite3.SQLITE_FULL: "storage_full",
    sqlite3.SQLITE_READONLY: "storage_read_only",
    sqlite3.SQLITE_PERM: "storage_read_only",
    sqlite3.SQLITE_CORRUPT: "storage_corrupt",
    sqlite3.SQLITE_NOTADB: "storage_corrupt",
    sqlite3.SQLITE_CANTOPEN: "storage_unreachable",
    sqlite3.SQLITE_BUSY: "storage_busy",
    sqlite3.SQLITE_LOCKED: "storage_busy",
    # A statement that no longer fits the tables: the file is not the one we made.
    sqlite3.SQLITE_ERROR: "storage_corrupt",
}


class database_errors(Refusing):  # noqa: N801 - reads as a clause where it is entered, several times in every commit
    """Turn what the database refuses inside into a StorageError that names the file."""

    __slots__ = ()

    def refused(self, error: BaseException, path: Path) -> StorageError | None:
        """Return what an error of the database or its driver means."""
        if isinstance(error, DBAPIError):
            return refusal_of(error.orig, path)
        if isinstance(error, sqlite3.Error):
            return refusal_of(error, path)
        if isinstance(error, UnicodeDecodeError):
            # The driver could not even read the name of what it found malformed.
            return StorageError("storage_corrupt", path=str(path), detail=str(error))
        return None


def refusal_of(error: BaseException | None, path: Path) -> StorageError:
    """The StorageError for one error of the driver."""
    extended = getattr(error, "sqlite_errorcode", None)
    primary = extended & 0xFF if isinstance(extended, int) else None
    # The driver raises without a code when a cell cannot be decoded.
    code = _CODES.get(primary, "storage_io") if primary is not None else "storage_corrupt"
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StorageError(code, path=str(path), detail=f"{name}: {error}")
