"""The newest signed checkpoint as a file beside the database, so that a shortened ledger shows.

Knows one file and how it compares with the head in the database; refuses to judge events.
"""

from pathlib import Path

from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, open_note
from engine.errors import IntegrityError
from storage.filesystem import disk_errors, write_whole

NAME = "checkpoint"


def publish(folder: Path, note: str, *, durable: bool) -> None:
    """Replace the file by this note."""
    path = folder / NAME
    with disk_errors(path):
        write_whole(path, note.encode(), durable=durable)


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
