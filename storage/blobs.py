"""Bytes under their own SHA-256 in a folder: `blobs/ab/cdef…`, written once, never changed.

A blob appears by rename after its bytes are on disk. Knows digests and files; refuses to know
what the bytes are, and to mend a blob that no longer matches its name.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from engine.errors import InputError, IntegrityError, NotFoundError
from engine.storage_rows import Finding
from storage.filesystem import disk_errors, flush_folder, write_whole

_DIGEST = re.compile(r"[0-9a-f]{64}")


class LocalBlobs:
    """The engine's `BlobStore` in a folder of a local disk."""

    def __init__(self, folder: Path) -> None:
        """Make the folder (0700) if there is none."""
        self._folder = folder
        with disk_errors(folder):
            _make_folder(folder)

    def put(self, data: bytes) -> str:
        """See `engine.storage_ports.BlobStore.put`.

        Raises StorageError `storage_full`, `storage_read_only` or `storage_io` and leaves no half
        file, or IntegrityError `blob_damaged` if what is kept under this name is something else.
        """
        digest = sha256(data).hexdigest()
        path = self._path(digest)
        with disk_errors(path):
            if path.exists():
                self.get(digest)
                os.utime(path)
                # Whoever put it first may have died before its name was durable.
                flush_folder(path.parent)
            else:
                _make_folder(path.parent)
                write_whole(path, data)
        return digest

    def get(self, digest: str) -> bytes:
        """See `engine.storage_ports.BlobStore.get`."""
        data = self.as_found(digest)
        if sha256(data).hexdigest() != digest:
            raise IntegrityError("blob_damaged", digest=digest)
        return data

    def as_found(self, digest: str) -> bytes:
        """Return what lies under a name, be it what the name says or not.

        Raises NotFoundError `blob_missing`.
        """
        path = self._path(digest)
        with disk_errors(path):
            try:
                return path.read_bytes()
            except FileNotFoundError as error:
                raise NotFoundError("blob_missing", digest=digest) from error

    def has(self, digest: str) -> bool:
        """See `engine.storage_ports.BlobStore.has`."""
        return self._path(digest).exists()

    def scan(self) -> Iterator[Finding]:
        """See `engine.storage_ports.BlobStore.scan`: `blob_damaged` or `blob_foreign`."""
        for path in sorted(self._folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                continue
            place = str(path.relative_to(self._folder))
            digest = self._digest(path)
            if digest is None:
                # An unfinished write of a process that died; the sweep removes it.
                if not path.name.startswith("."):
                    yield Finding(kind="blob_foreign", place=place)
            elif _digest_of(path) != digest:
                yield Finding(kind="blob_damaged", place=digest)

    def sweep(self, *, keep: Callable[[str], bool], before: datetime) -> tuple[str, ...]:
        """See `engine.storage_ports.BlobStore.sweep`; unfinished writes of that age go too."""
        gone = []
        with disk_errors(self._folder):
            for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
                digest = self._digest(path)
                unfinished = digest is None and path.name.startswith(".")
                orphan = digest is not None and not keep(digest)
                if (unfinished or orphan) and path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    if digest is not None:
                        gone.append(digest)
        return tuple(gone)

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise InputError("digest_malformed", digest=digest)
        return self._folder / digest[:2] / digest[2:]

    def _digest(self, path: Path) -> str | None:
        digest = path.parent.name + path.name
        right_place = path.parent.parent == self._folder and len(path.parent.name) == 2
        return digest if right_place and _DIGEST.fullmatch(digest) else None


def _digest_of(path: Path) -> str:
    with disk_errors(path):
        return sha256(path.read_bytes()).hexdigest()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        flush_folder(folder.parent)
