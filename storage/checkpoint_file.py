"""The newest signed checkpoint as a file beside the database, so that a shortened ledger shows.

Knows one file and how it compares with the head in the database; refuses to judge events.
"""

import os
from pathlib import Path

from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, open_note
from engine.errors import IntegrityError
from storage.filesystem import disk_errors, write_whole

NAME = "checkpoint"


class CheckpointFile:
    """The file, open for as long as the store is.

    It appears by rename and is then replaced in place, in one write after every commit: renaming
    makes ext4 flush the new file each time and halves the rate of commits. A note stays inside
    one disk sector, so no reader and no crash sees half of it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._open: int | None = None

    def exists(self) -> bool:
        """Whether anything was ever published here."""
        return self._path.exists()

    def publish(self, note: str) -> None:
        """Replace the note; a power cut may bring an older one back, which is true as well."""
        data = note.encode()
        with disk_errors(self._path):
            os.pwrite(self._descriptor(), data, 0)
            # One signature after two. Seeking asks for the size as `fstat` would, but leaves the
            # times alone: once they were asked for, Linux journals them anew with every write.
            if os.lseek(self._descriptor(), 0, os.SEEK_END) > len(data):
                os.ftruncate(self._descriptor(), len(data))

    def complete(self, note: str) -> None:
        """Make the file hold this note and nothing else, durably."""
        data = note.encode()
        with disk_errors(self._path):
            if not self.exists():
                write_whole(self._path, data)
                return
            os.pwrite(self._descriptor(), data, 0)
            os.ftruncate(self._descriptor(), len(data))
            os.fsync(self._descriptor())

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            os.close(self._open)

    def _descriptor(self) -> int:
        if self._open is None:
            self._open = os.open(self._path, os.O_RDWR)
        return self._open


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
