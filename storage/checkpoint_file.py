"""The newest signed checkpoint as a file beside the database, so that a shortened ledger shows.

Knows one file and how it compares with the head in the database; refuses to judge events.
"""

import os
from pathlib import Path

from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, open_note
from engine.errors import IntegrityError
from storage.filesystem import disk_errors, write_whole

NAME = "checkpoint"


def found(folder: Path, note: str) -> None:
    """Make the file, whole and durable, or replace what is there."""
    path = folder / NAME
    with disk_errors(path):
        write_whole(path, note.encode())


def publish(folder: Path, note: str, *, durable: bool) -> None:
    """Replace the file's content in one write, after every commit.

    In place, because replacing by rename makes ext4 flush the new file each time and halves the
    rate of commits. A note never gets shorter and stays inside one disk sector, so no reader and
    no crash sees half of it. Without `durable` a power cut may bring an older note back, which
    is true as well.
    """
    path = folder / NAME
    with disk_errors(path):
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.pwrite(descriptor, note.encode(), 0)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def published(folder: Path, key: VerifierKey, check: SignatureCheck) -> Checkpoint:
    """The checkpoint last published.

    Raises IntegrityError `checkpoint_missing`, `checkpoint_malformed` or what
    `engine.checkpoint.open_note` raises.
    """
    path = folder / NAME
    with disk_errors(path):
        if not path.exists():
            raise IntegrityError("checkpoint_missing", path=str(path))
        data = path.read_bytes()
    try:
        note = data.decode()
    except UnicodeDecodeError as error:
        raise IntegrityError("checkpoint_malformed", path=str(path)) from error
    return Checkpoint.parse(open_note(note, key, check))
