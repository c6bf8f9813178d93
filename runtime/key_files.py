"""Writing files of the `keys` folder: whole, durable, and readable to their owner alone."""

import os
import secrets
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
