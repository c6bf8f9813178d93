"""Reading SQLite's write-ahead log (sqlite.org/fileformat2.html §4).

Knows headers and frames; refuses to write, and to decide which frames were committed: SQLite
does that.
"""

import errno
import os
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import NamedTuple, Self

_HEADER = Struct(">8I")
_FRAME_HEADER = 24
#: Frames read together.
_AT_ONCE = 128
_MAGIC = (0x377F0682, 0x377F0683)


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a database."""
    return database.with_name(database.name + "-wal")


class Frame(NamedTuple):
    """Where one page image lies; `pages` is the database size after commit, or 0."""

    page: int
    pages: int


class WriteAheadLog:
    """The log of a database as it is now: frames since it was last restarted, in order.

    Use it as a context. Page images stay on disk until somebody asks for one: most frames of a
    long log hold a page that a later frame holds again.
    """

    def __init__(self, database: Path) -> None:
        """Read the headers of every frame."""
        path = wal_of(database)
        self._file = os.open(path, os.O_RDONLY) if path.exists() else None
        self._page_size = 0
        self.frames = self._frames(self._file) if self._file is not None else []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            os.close(self._file)

    def content(self, index: int) -> bytes:
        """The page image of a frame; raises OSError when the log is shorter than it was."""
        at = self._place(index) + _FRAME_HEADER
        found = os.pread(self._file, self._page_size, at) if self._file is not None else b""
        if len(found) != self._page_size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return found

    def _place(self, index: int) -> int:
        return _HEADER.size + index * (_FRAME_HEADER + self._page_size)

    def _frames(self, file: int) -> list[Frame]:
        head = os.pread(file, _HEADER.size, 0)
        if len(head) < _HEADER.size:
            return []
        magic, _, self._page_size, _, first, second, _, _ = _HEADER.unpack(head)
        if magic not in _MAGIC:
            return []
        width = _FRAME_HEADER + self._page_size
        layout = Struct(f">4I{width - 16}x")
        found: list[Frame] = []
        # One buffer for the whole log: fresh memory for every page costs more than the reading.
        buffer = bytearray(width * _AT_ONCE)
        while whole := os.preadv(file, [buffer], self._place(len(found))) // width:
            for page, pages, one, two in layout.iter_unpack(memoryview(buffer)[: whole * width]):
                if one != first or two != second:
                    return found
                found.append(Frame(page, pages))
        return found
