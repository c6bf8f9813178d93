"""Files a command writes for somebody, where he or she asked for them."""

from pathlib import Path

from engine.errors import StorageError


def write_out(path: Path, data: bytes) -> None:
    """Write a file, making its folder; raises StorageError `command.file_unwritable`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise StorageError("command.file_unwritable", path=str(path), reason=reason) from wrong
