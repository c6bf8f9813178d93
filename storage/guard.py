"""Keeps SQLite from folding its log when the last connection closes, behind the page seal's back.

SQLite does that only when it gets an exclusive lock on the database. A shared lock of the open
file description kind (fcntl(2), F_OFD_SETLK) on SQLite's own byte range denies it, and unlike
SQLite's locks it is not lost when this process closes another descriptor of the same file
(sqlite.org/howtocorrupt.html §2.2). Refuses to know what is in the file.
"""

import fcntl
import os
import struct
from pathlib import Path

#: SQLite's shared range (sqlite.org/src, os.h: SHARED_FIRST and SHARED_SIZE).
_SHARED_FIRST = 0x40000000 + 2
_SHARED_SIZE = 510
_FLOCK = struct.Struct("@hhqqi4x")


class DatabaseGuard:
    """Holds the lock from `hold` to `release`; the descriptor serves raw page reads."""

    def __init__(self, database: Path) -> None:
        self.descriptor = os.open(database, os.O_RDONLY)

    def hold(self) -> None:
        """Deny; only after SQLite has put the file into WAL mode."""
        self._set(fcntl.F_RDLCK)

    def release(self) -> None:
        """Let SQLite fold and remove its log when the last connection closes."""
        self._set(fcntl.F_UNLCK)

    def close(self) -> None:
        """Close the descriptor; only after SQLite has closed its own."""
        os.close(self.descriptor)

    def _set(self, kind: int) -> None:
        lock = _FLOCK.pack(kind, os.SEEK_SET, _SHARED_FIRST, _SHARED_SIZE, 0)
        fcntl.fcntl(self.descriptor, fcntl.F_OFD_SETLK, lock)
