"""Files a command writes for somebody, where he or she asked for them.

They appear whole or not at all, and never in the place of something of another kind: a mistyped
name must not cost a ledger.
"""

import contextlib
import errno
import os
from pathlib import Path

from engine.errors import InputError, StorageError
from runtime import settings

#: Folders of a workspace that hold what its records stand on.
_KEPT = (
    *(settings.BLOBS, settings.DOSSIERS, settings.KEYS, settings.CALENDAR, settings.FONTS),
    *(settings.PROCEDURES, settings.MATTERS, settings.SHIPPED_MATTERS, settings.BENCHMARKS),
    *(settings.RECEIVED, settings.AGENCIES, settings.GRADING),
)
#: So many bytes at its beginning tell what kind of file one is.
_KIND = 5


def write_out(path: Path, data: bytes, *, into_new: bool = False) -> None:
    """Write a file; one of the same kind is replaced.

    A folder that does not exist is more likely mistyped than wanted, so it is made only `into_new`.
    Raises StorageError `command.file_unwritable`, and InputError `command.file_kept` for a place
    only the program writes to or `command.file_in_the_way` for a file of another kind.
    """
    target = Path(os.path.realpath(path))
    try:
        if into_new:
            target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_kept(target, path)
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device takes it; a folder says that it is one
            return
        if target.exists():
            _refuse_other_kind(target, path, data)
        _replace(target, data)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise StorageError("command.file_unwritable", path=str(path), reason=reason) from wrong


def _refuse_kept(target: Path, path: Path) -> None:
    for folder in target.parents:
        inside = (folder / settings.SETTINGS).is_file()
        if inside and target.relative_to(folder).parts[0] in _KEPT:
            raise InputError("command.file_kept", path=str(path))


def refuse_place(folder: Path) -> None:
    """Refuse to put a folder into one that is not there, or where only the program writes.

    Raises StorageError `command.file_unwritable`, InputError `command.file_kept`.
    """
    if not folder.is_dir():
        reason = os.strerror(errno.ENOTDIR if folder.exists() else errno.ENOENT)
        raise StorageError("command.file_unwritable", path=str(folder), reason=reason)
    _refuse_kept(Path(os.path.realpath(folder)) / "x", folder)


def _refuse_other_kind(target: Path, path: Path, data: bytes) -> None:
    inside = (target.parent / settings.SETTINGS).is_file()
    with target.open("rb") as file:
        found = file.read(_KIND)
    if found == data[:_KIND] or not (found or inside):  # locks of a workspace are empty files
        return
    raise InputError("command.file_in_the_way", path=str(path))


def _replace(target: Path, data: bytes) -> None:
    """Put the bytes under the name at once; a failure leaves what was there."""
    temporary = target.with_name(f".anjuan-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):  # the disk may refuse this as well
            temporary.unlink()
        raise
