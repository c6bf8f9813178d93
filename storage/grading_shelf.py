"""What grading has worked out once and need not work out again: an encrypted SQLite file.

It can be thrown away at any time: everything in it is worked out from the ledger and the files.
Knows names, states and bytes; what a value means is not known here.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import IntegrityError, StorageError
from storage.cipher import Cipher

_TABLES = """
CREATE TABLE IF NOT EXISTS kept (
    kind TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""
#: Seconds one process waits for another that writes.
_WAIT = 30


class GradingShelf:
    """One open shelf; close it, or use it as a context manager."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        """Open the shelf at `path`, or make it; raises StorageError `grading.shelf`."""
        self._cipher = Cipher(data_key)
        try:
            self._file = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=NORMAL")
            self._file.executescript(_TABLES)
        except sqlite3.Error as error:
            raise StorageError("grading.shelf", path=path.name, problem=str(error)) from error
        path.chmod(0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def get(self, kind: str, name: str, state: str) -> bytes | None:
        """Return what is kept under a name if it is of this state; None otherwise."""
        row = self._file.execute(
            "SELECT sealed FROM kept WHERE kind = ? AND name = ? AND state = ?", (kind, name, state)
        ).fetchone()
        return self._open(kind, name, row[0]) if row is not None else None

    def states(self, kind: str) -> Mapping[str, str]:
        """Return the state of everything of a kind, by name."""
        rows = self._file.execute("SELECT name, state FROM kept WHERE kind = ?", (kind,))
        return dict(rows.fetchall())

    def every(self, kind: str) -> Iterator[tuple[str, str, bytes]]:
        """Yield everything of a kind by name: name, state and value."""
        rows = self._file.execute(
            "SELECT name, state, sealed FROM kept WHERE kind = ? ORDER BY name", (kind,)
        )
        for name, state, sealed in rows:
            found = self._open(kind, name, sealed)
            if found is not None:
                yield name, state, found

    def put(self, kind: str, name: str, state: str, clear: bytes) -> None:
        """Keep a value in place of whatever stood under its name."""
        sealed = self._cipher.seal_event(f"{kind}/{name}", 0, clear)
        self._file.execute(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", (kind, name, state, sealed)
        )

    def _open(self, kind: str, name: str, sealed: bytes) -> bytes | None:
        """The clear value; None for a damaged one, which is then worked out anew."""
        try:
            return self._cipher.open_event(f"{kind}/{name}", 0, sealed)
        except IntegrityError:
            return None
