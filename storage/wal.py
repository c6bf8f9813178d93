"""Reading SQLite's write-ahead log (sqlite.org/fileformat2.html §4).

Knows headers and frames; refuses to write, and to decide which frames were committed: SQLite
does that.
"""

import struct
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
    content: memoryview


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a database."""
    return database.with_name(database.name + "-wal")


def frames(wal: Path) -> list[Frame]:
    """Frames since the log was last restarted, in order; none if there is no log."""
    data = memoryview(wal.read_bytes() if wal.exists() else b"")
    if len(data) < _HEADER.size:
        return []
    magic, _, page_size, _, salt_1, salt_2, _, _ = _HEADER.unpack_from(data)
    if magic not in _MAGIC:
        return []
    found = []
    width = _FRAME.size + page_size
    for at in range(_HEADER.size, len(data) - width + 1, width):
        page, pages, frame_1, frame_2, _, _ = _FRAME.unpack_from(data, at)
        if (frame_1, frame_2) != (salt_1, salt_2):
            break
        content = data[at + _FRAME.size : at + width]
        found.append(Frame(page=page, pages=pages, content=content))
    return found
