"""SQLite connections as this program needs them: durable, guarded, and telling their intentions.

Knows pragmas and how transactions begin; refuses to know tables.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool

#: The database inside a workspace folder.
DATABASE = "case.db"
PAGE_SIZE = 4096
#: Writers queue at the gate; this is for foreign programs that hold the file, in milliseconds.
_BUSY = 30_000
#: FULL, because NORMAL may forget acknowledged commits in a power cut; no automatic checkpoint,
#: because pages are sealed when the log is folded and only then.
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA cache_size=-65536",
)
_WRITER = (f"PRAGMA page_size={PAGE_SIZE}", "PRAGMA journal_mode=WAL")
_READER = ("PRAGMA query_only=ON",)


def writing_engine(database: Path) -> Engine:
    """Transactions that take the write lock at once; makes the file if there is none."""
    os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))
    return _engine(database, "BEGIN IMMEDIATE", (*_PRAGMAS[:1], *_WRITER, *_PRAGMAS[1:]), NullPool)


def reading_engine(database: Path) -> Engine:
    """Transactions that only look."""
    return _engine(database, "BEGIN", (*_PRAGMAS, *_READER), QueuePool)


@contextmanager
def borrowed(engine: Engine) -> Iterator[sqlite3.Connection]:
    """The driver's own connection, back in the pool afterwards."""
    held = engine.raw_connection()
    try:
        driver = held.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(driver)
        yield driver
    finally:
        held.close()


def _engine(database: Path, begin: str, pragmas: tuple[str, ...], pool: type[Pool]) -> Engine:
    def connect() -> sqlite3.Connection:
        # The driver must not begin transactions by itself; ours begin below.
        connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        try:
            for pragma in pragmas:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=pool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
