"""Writing files of the `keys` folder: whole, durable, and readable to their owner alone."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Write a new file; raises FileExistsError where there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in place of any there is; it appears whole or not at all."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    write_file(fresh, data)
    fresh.replace(path)


class StagedFiles:
    """Files written under other names, so that nothing but renaming is left to be done."""

    def __init__(self, files: Mapping[Path, bytes]) -> None:
        """Write them; raises OSError, with nothing left behind, when the disk refuses."""
        self._fresh: dict[Path, Path] = {}
        try:
            for path, data in files.items():
                self._fresh[path] = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
                write_file(self._fresh[path], data)
        except OSError:
            self.drop()
            raise

    def put(self) -> None:
        """Put every file in place, in the order given."""
        for path, fresh in self._fresh.items():
            fresh.replace(path)

    def drop(self) -> None:
        """Take away what was written."""
        for fresh in self._fresh.values():
            fresh.unlink(missing_ok=True)
