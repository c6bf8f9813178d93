"""Reading SQLite's write-ahead log (sqlite.org/fileformat2.html §4).

Knows headers and frames; refuses to write, and to decide which frames were committed: SQLite
does that.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = (0x377F0682, 0x377F0683)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One page image; `pages` is the database size after commit, 0 inside a transaction."""

    page: int
    pages: int
    content: bytes


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a database."""
    return database.with_name(database.name + "-wal")


def frames(wal: Path, limit: int | None = None) -> Iterator[Frame]:
    """Frames since the log was last restarted, at most `limit`; none if there is no log."""
    if not wal.exists():
        return
    with wal.open("rb", buffering=1 << 16) as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return
        magic, _, page_size, _, salt_1, salt_2, _, _ = _HEADER.unpack(head)
        if magic not in _MAGIC:
            return
        size = os.fstat(file.fileno()).st_size - _HEADER.size
        count = size // (_FRAME.size + page_size)
        for _ in range(count if limit is None else min(limit, count)):
            page, pages, frame_1, frame_2, _, _ = _FRAME.unpack(file.read(_FRAME.size))
            if (frame_1, frame_2) != (salt_1, salt_2):
                return
            yield Frame(page=page, pages=pages, content=file.read(page_size))
