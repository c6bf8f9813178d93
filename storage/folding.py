"""Folding the write-ahead log into the database, and the page seal with it.

SQLite keeps every committed page in the log until a later write restarts it. So: say that a fold
has begun, let SQLite copy the pages, record their digests, say that it is done. A crash anywhere
between leaves the log whole, and whoever holds the gate next does it again. Refuses to run
without the gate.
"""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

from storage.guard import DatabaseGuard
from storage.pageseal import PageSeal, SealHeader, page_digest
from storage.wal import WriteAheadLog, wal_of


def has_frames(database: Path) -> bool:
    """Whether the write-ahead log holds anything at all."""
    wal = wal_of(database)
    return wal.exists() and wal.stat().st_size > 0


def fold(
    connection: sqlite3.Connection, database: Path, guard: DatabaseGuard, seal: PageSeal
) -> bool:
    """Copy the log into the database and seal what was copied; False if a reader held it back.

    A page whose old content no longer matched the seal keeps its old digest, so that damage is
    not blessed by the next write to the same page.
    """
    header = seal.header()
    redo = header.unfinished
    with WriteAheadLog(database) as log:
        accused = set() if redo else _accused(log, guard, seal, header)
        seal.begin(header)
        _, count, copied = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        complete = bool(count == copied)
        folded = log.frames[:count] if complete else []
        latest = {frame.page: index for index, frame in enumerate(folded)}
        digests = {p: page_digest(log.content(i)) for p, i in latest.items() if p not in accused}
    sizes = [frame.pages for frame in folded if frame.pages]
    sealed = replace(header, pages=sizes[-1] if sizes else header.pages)
    seal.finish(sealed, digests, redo=redo)
    return complete


def _accused(
    log: WriteAheadLog, guard: DatabaseGuard, seal: PageSeal, header: SealHeader
) -> set[int]:
    """Pages about to be overwritten whose present content nobody wrote."""
    size = header.page_size
    accused = set()
    for page in {frame.page for frame in log.frames if frame.page <= header.pages}:
        content = os.pread(guard.descriptor, size, (page - 1) * size)
        if page_digest(content) == seal.digest(page):
            continue
        # A fold that a reader cut short has already copied an older frame.
        images = [log.content(i) for i, frame in enumerate(log.frames) if frame.page == page]
        if not any(image == content for image in images):
            accused.add(page)
    return accused
