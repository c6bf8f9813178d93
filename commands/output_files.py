"""Files a command writes for somebody, where he or she asked for them."""

from pathlib import Path

from engine.errors import StorageError


def write_out(path: Path, data: bytes, *, into_new: bool = False) -> None:
    """Write a file; raises StorageError `command.file_unwritable`.

    A folder that does not exist is more likely mistyped than wanted, so it is made only `into_new`.
    """
    try:
        if into_new:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise StorageError("command.file_unwritable", path=str(path), reason=reason) from wrong
