"""A digest per database page, kept beside the database: any changed byte shows, even in free space.

Knows pages and the seal's own file; refuses to know tables. The seal has no key: it finds decay
and clumsy hands, while the signed ledger finds forgers. Layout: a 64-byte header, then blocks of
4096 bytes, each 16 bytes over itself followed by 255 digests of 16 bytes (truncated SHA-256).
"""

import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Self

from engine.errors import IntegrityError
from storage.filesystem import flush_folder, write_all

_MAGIC = b"anjuan-pages-1\n\0"
_HEADER = struct.Struct(">16sIIQ16s")
_HEADER_SIZE = 64
_BLOCK = 4096
_DIGEST = 16
_PER_BLOCK = _BLOCK // _DIGEST - 1


def page_digest(content: bytes | memoryview) -> bytes:
    """First 16 bytes of SHA-256 over a page."""
    return sha256(content).digest()[:_DIGEST]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealHeader:
    """Page size, number of sealed pages, and whether an update was begun and not finished."""

    page_size: int
    pages: int
    unfinished: bool

    def pack(self) -> bytes:
        """64 bytes with their own digest."""
        head = _HEADER.pack(_MAGIC, self.page_size, self.unfinished, self.pages, bytes(_DIGEST))
        return _HEADER.pack(
            _MAGIC, self.page_size, self.unfinished, self.pages, page_digest(head)
        ).ljust(_HEADER_SIZE, b"\0")

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read a header; raises IntegrityError `seal_damaged`."""
        if len(data) == _HEADER_SIZE:
            _, page_size, unfinished, pages, _ = _HEADER.unpack(data[: _HEADER.size])
            header = cls(page_size=page_size, pages=pages, unfinished=unfinished == 1)
            if header.pack() == data:
                return header
        raise IntegrityError("seal_damaged", at="header")


class PageSeal:
    """The seal's file, open for as long as the store is."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises FileNotFoundError when there is none."""
        self._file = os.open(path, os.O_RDWR)
        self._read: tuple[bytes, SealHeader] | None = None

    @staticmethod
    def path_of(database: Path) -> Path:
        """Where the seal of a database lies."""
        return database.with_name(database.name + ".seal")

    @staticmethod
    def create(path: Path, page_size: int) -> None:
        """Seal a database that has no page yet."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            empty = SealHeader(page_size=page_size, pages=0, unfinished=False)
            write_all(descriptor, empty.pack())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        flush_folder(path.parent)

    def header(self) -> SealHeader:
        """The header as it is on disk; raises IntegrityError `seal_damaged`."""
        data = os.pread(self._file, _HEADER_SIZE, 0)
        if self._read is None or self._read[0] != data:
            self._read = data, SealHeader.unpack(data)
        return self._read[1]

    def begin(self, header: SealHeader) -> None:
        """Say durably that an update has begun; whoever finds this redoes it."""
        self._put(replace(header, unfinished=True).pack(), 0)
        os.fsync(self._file)

    def finish(self, header: SealHeader, digests: Mapping[int, bytes], *, redo: bool) -> None:
        """Write new digests by page number, then the header, and make both durable.

        A block that does not match its own digest stays accused, unless `redo` says that an
        earlier attempt may have torn it.
        """
        by_block: dict[int, dict[int, bytes]] = {}
        for page, digest in digests.items():
            block, place = divmod(page - 1, _PER_BLOCK)
            by_block.setdefault(block, {})[place] = digest
        for block, places in by_block.items():
            self._patch(block, places, redo=redo)
        self._put(replace(header, unfinished=False).pack(), 0)
        os.fsync(self._file)

    def digest(self, page: int) -> bytes:
        """The recorded digest of a page, numbered from 1."""
        block, place = divmod(page - 1, _PER_BLOCK)
        at = _HEADER_SIZE + block * _BLOCK + (place + 1) * _DIGEST
        return os.pread(self._file, _DIGEST, at)

    @staticmethod
    def block_of(page: int) -> int:
        """Which block of the seal holds a page's digest."""
        return (page - 1) // _PER_BLOCK

    def damaged_blocks(self, pages: int) -> Iterator[int]:
        """Blocks of the seal that do not match themselves, and -1 for a wrong length."""
        blocks = -(-pages // _PER_BLOCK)
        if os.fstat(self._file).st_size != _HEADER_SIZE + blocks * _BLOCK:
            yield -1
        for block in range(blocks):
            if not _holds(block, self._block(block)):
                yield block

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _patch(self, block: int, places: Mapping[int, bytes], *, redo: bool) -> None:
        found = self._block(block)
        data = bytearray(found.ljust(_BLOCK, b"\0"))
        sound = redo or not found or _holds(block, found)
        for place, digest in places.items():
            data[(place + 1) * _DIGEST : (place + 2) * _DIGEST] = digest
        if sound:
            data[:_DIGEST] = _block_digest(block, bytes(data[_DIGEST:]))
        self._put(bytes(data), _HEADER_SIZE + block * _BLOCK)

    def _block(self, block: int) -> bytes:
        return os.pread(self._file, _BLOCK, _HEADER_SIZE + block * _BLOCK)

    def _put(self, data: bytes, at: int) -> None:
        while data:
            written = os.pwrite(self._file, data, at)
            data, at = data[written:], at + written


def _block_digest(block: int, digests: bytes) -> bytes:
    return page_digest(block.to_bytes(8, "big") + digests)


def _holds(block: int, data: bytes) -> bool:
    return len(data) == _BLOCK and data[:_DIGEST] == _block_digest(block, data[_DIGEST:])
