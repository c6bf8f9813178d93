"""Folders that appear whole or not at all: written beside their place and renamed into it.

Knows names and bytes; refuses to know what a folder is for.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from storage.filesystem import disk_errors, flush_folder

_TRIES = 20


def put_folder(folder: Path, write: Callable[[Path], None], *, durable: bool = False) -> None:
    """Make `folder` what `write` puts into a new one; an older one goes when the new one stands.

    With `durable` all of it survives a power cut once this returns. Whatever goes wrong, the place
    is as it was. Raises StorageError when the disk refuses.
    """
    with disk_errors(folder):
        building = folder.with_name(f".{os.getpid()}.{os.urandom(4).hex()}.new")
        try:
            building.parent.mkdir(mode=0o700, exist_ok=True)
            building.mkdir(mode=0o700)
            write(building)
            if durable:
                _flush(building)
                flush_folder(folder.parent.parent)
            _replace(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Make every file in a folder, and every name, survive a power cut."""
    for place in (*folder.rglob("*"), folder):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _replace(building: Path, folder: Path) -> None:
    """Put the new folder in place; an older one moves aside first and is then removed."""
    aside = building.with_name(f"{building.name}.old")
    for attempt in range(_TRIES):
        if folder.exists():
            folder.rename(aside)
        try:
            building.rename(folder)
        except OSError:
            # Somebody else bound the same case between the two renames.
            if not folder.exists() or attempt + 1 == _TRIES:
                if aside.exists():
                    aside.rename(folder)
                raise
            time.sleep(0.01)
        else:
            break
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    flush_folder(folder.parent)
