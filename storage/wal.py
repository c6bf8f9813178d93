"""Reading SQLite's write-ahead log (sqlite.org/fileformat2.html §4).

Knows headers and frames; refuses to write, and to decide which frames were committed: SQLite
does that.
"""

from pathlib import Path
from struct import Struct
from typing import NamedTuple

_HEADER = Struct(">8I")
_FRAME_HEADER = 24
_MAGIC = (0x377F0682, 0x377F0683)


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a database."""
    return database.with_name(database.name + "-wal")


class Frame(NamedTuple):
    """Where one page image lies; `pages` is the database size after commit, or 0."""

    page: int
    pages: int


class WriteAheadLog:
    """The log of a database as it is now: frames since it was last restarted, in order."""

    def __init__(self, database: Path) -> None:
        path = wal_of(database)
        self._data = memoryview(path.read_bytes() if path.exists() else b"")
        self._width = 0
        self.frames = self._frames()

    def content(self, index: int) -> memoryview:
        """The page image of a frame."""
        at = _HEADER.size + index * self._width
        return self._data[at + _FRAME_HEADER : at + self._width]

    def _frames(self) -> list[Frame]:
        if len(self._data) < _HEADER.size:
            return []
        magic, _, page_size, _, *salts, _, _ = _HEADER.unpack_from(self._data)
        if magic not in _MAGIC:
            return []
        self._width = _FRAME_HEADER + page_size
        count = (len(self._data) - _HEADER.size) // self._width
        whole = self._data[_HEADER.size : _HEADER.size + count * self._width]
        found = []
        for page, pages, *frame_salts in Struct(f">4I{8 + page_size}x").iter_unpack(whole):
            if frame_salts != salts:
                break
            found.append(Frame(page, pages))
        return found
