"""One write at a time over all threads and processes of a workspace, in turn.

Knows two lock files beside the database; refuses to know what is written. SQLite's own waiting
is a lottery: of eight writers some wait for seconds. Behind a lock file nobody starves, and the
checkpoint race of SQLite 3.7.0 to 3.51.2 (sqlite.org/wal.html, "WAL-reset bug") has no room.
"""

import fcntl
import os
import threading
from pathlib import Path
from types import TracebackType

from storage.filesystem import disk_errors


class WriteGate:
    """Hold it (`with gate:`) from before BEGIN until after COMMIT. Not re-entrant.

    Two locks, as in a double door: who leaves cannot overtake the one already between the doors.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        turn = database.with_name(database.name + ".turn")
        self._thread = threading.Lock()
        self._holder: int | None = None
        with disk_errors(self._path):
            self._door = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            self._turn = os.open(turn, os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise RuntimeError("a write cannot begin inside another write of the same thread")
        self._thread.acquire()
        try:
            with disk_errors(self._path):
                fcntl.flock(self._turn, fcntl.LOCK_EX)
                fcntl.flock(self._door, fcntl.LOCK_EX)
                fcntl.flock(self._turn, fcntl.LOCK_UN)
        except BaseException:
            # An interrupt may come at any step; unlocking what is not held does nothing.
            fcntl.flock(self._door, fcntl.LOCK_UN)
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            self._thread.release()
            raise
        self._holder = threading.get_ident()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._holder = None
        fcntl.flock(self._door, fcntl.LOCK_UN)
        self._thread.release()

    def close(self) -> None:
        """Forget the lock files. They stay on disk: removing them would split the queue."""
        os.close(self._door)
        os.close(self._turn)
