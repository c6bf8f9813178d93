"""Files that appear whole or not at all, and what the disk's refusals mean.

Knows errno, mounts and rename; refuses to know what the bytes are for.
"""

import contextlib
import errno
import os
from pathlib import Path

from engine.errors import StorageError
from storage.refusing import Refusing

#: File systems whose locks or flushes are not those of a local disk (sqlite.org/wal.html §2:
#: "WAL does not work over a network filesystem").
NETWORK_FILESYSTEMS = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "gpfs"),
        *("glusterfs", "lustre", "beegfs", "davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs"),
        *("fuse.rclone", "fuse.davfs2", "fuse.ceph", "fuse.cifs"),
    )
)
_MOUNTS = Path("/proc/self/mountinfo")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def refusal_of(error: OSError, path: Path) -> StorageError:
    """The StorageError that says what an OSError means for the workspace."""
    if error.errno in _FULL:
        code = "storage_full"
    elif error.errno in _READ_ONLY:
        code = "storage_read_only"
    else:
        code = "storage_io"
    return StorageError(code, path=str(path), detail=error.strerror or str(error))


class disk_errors(Refusing):  # noqa: N801 - reads as a clause where it is entered, several times in every commit
    """Turn every OSError inside into a StorageError that names `path`."""

    __slots__ = ()

    def refused(self, error: BaseException, path: Path) -> StorageError | None:
        """Return what an OSError means for the workspace."""
        return refusal_of(error, path) if isinstance(error, OSError) else None


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Make `path` hold exactly `data`, or leave it as it was; mode 0600.

    With `durable` the bytes and the name survive a power cut once this returns; without it they
    survive the death of the process only.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_all(descriptor, data)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.rename(path)
    except BaseException:
        # The disk may refuse this too; the name is hidden, private to us and swept later.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        flush_folder(path.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a short write is continued, not believed."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def flush_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def filesystem_of(folder: Path, mounts: Path = _MOUNTS) -> str:
    """Type of the file system a folder lies on, "" where the system keeps no mount table."""
    if not mounts.exists():
        return ""
    wanted = folder.resolve()
    best, kind = -1, ""
    for line in mounts.read_text(errors="surrogateescape").splitlines():
        fields = line.split(" ")
        point = Path(fields[4].encode("latin-1", "surrogateescape").decode("unicode_escape"))
        depth = len(point.parts)
        if depth >= best and wanted.is_relative_to(point):
            best, kind = depth, fields[fields.index("-") + 1]
    return kind


def refuse_network(folder: Path, mounts: Path = _MOUNTS) -> None:
    """Raise StorageError `storage_network` for a folder that another machine serves."""
    kind = filesystem_of(folder, mounts)
    if kind in NETWORK_FILESYSTEMS:
        raise StorageError("storage_network", path=str(folder), filesystem=kind)
