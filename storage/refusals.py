"""What SQLite's error codes mean for the person whose command was refused.

Knows the result codes of sqlite.org/rescode.html; refuses to know what was being written.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from engine.errors import StorageError

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


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn what the database refuses inside into a StorageError that names the file."""
    try:
        yield
    except DBAPIError as error:
        raise refusal_of(error.orig, path) from error
    except sqlite3.Error as error:
        raise refusal_of(error, path) from error


def refusal_of(error: BaseException | None, path: Path) -> StorageError:
    """The StorageError for one error of the driver."""
    extended = getattr(error, "sqlite_errorcode", None)
    primary = extended & 0xFF if isinstance(extended, int) else None
    # The driver raises without a code when a cell cannot be decoded.
    code = _CODES.get(primary, "storage_io") if primary is not None else "storage_corrupt"
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StorageError(code, path=str(path), detail=f"{name}: {error}")
