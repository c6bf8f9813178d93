"""Folding the write-ahead log into the database, and the page seal with it.

SQLite keeps every committed page in the log until a later write restarts it. So: say that a fold
has begun, let SQLite copy the pages, record their digests, say that it is done. A crash anywhere
between leaves the log whole, and whoever holds the gate next does it again. Refuses to run
without the gate.
"""

import os
from pathlib import Path

from sqlalchemy import Connection

from storage.guard import DatabaseGuard
from storage.pageseal import PageSeal, SealHeader, page_digest
from storage.wal import frames, wal_of


def has_frames(database: Path) -> bool:
    """Whether the write-ahead log holds anything at all."""
    wal = wal_of(database)
    return wal.exists() and wal.stat().st_size > 0


def fold(connection: Connection, database: Path, guard: DatabaseGuard, seal: PageSeal) -> bool:
    """Copy the log into the database and seal what was copied; False if a reader held it back.

    A page whose old content no longer matched the seal keeps its old digest, so that damage is
    not blessed by the next write to the same page.
    """
    header = seal.header()
    redo = header.unfinished
    accused = set() if redo else _accused(database, guard, seal, header)
    seal.begin(header)
    _, logged, copied = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
    complete = bool(logged == copied)
    digests: dict[int, bytes] = {}
    pages = header.pages
    if complete:
        contents = {}
        for frame in frames(wal_of(database), limit=logged):
            contents[frame.page] = frame.content
            pages = frame.pages or pages
        digests = {p: page_digest(c) for p, c in contents.items() if p not in accused}
    seal.finish(
        SealHeader(page_size=header.page_size, pages=pages, unfinished=False), digests, redo=redo
    )
    return complete


def _accused(database: Path, guard: DatabaseGuard, seal: PageSeal, header: SealHeader) -> set[int]:
    """Pages about to be overwritten whose present content nobody wrote."""
    size = header.page_size
    images: dict[int, list[bytes]] = {}
    for frame in frames(wal_of(database)):
        images.setdefault(frame.page, []).append(frame.content)
    accused = set()
    for page, written in images.items():
        if page > header.pages:
            continue
        content = os.pread(guard.descriptor, size, (page - 1) * size)
        # A fold that a reader cut short has already copied an older frame.
        if page_digest(content) != seal.digest(page) and content not in written:
            accused.add(page)
    return accused
