"""Verifier keys and older heads as an auditor names them: a text, a file, a witness's folder."""

from collections.abc import Sequence
from pathlib import Path

from commands.input_files import read_text
from engine.checkpoint import VerifierKey
from engine.cosignature import witness_key
from engine.errors import InputError, IntegrityError
from runtime.witness_folder import COSIGNED, LOGS


def log_key(text: str) -> VerifierKey:
    """Return a ledger's key from its text or the file it is in; raises InputError."""
    try:
        return VerifierKey.parse(_written(text))
    except IntegrityError as wrong:
        raise InputError("audit.not_a_key", given=text) from wrong


def witness_key_of(text: str) -> VerifierKey:
    """Return a witness's key from its text or the file it is in; raises InputError."""
    try:
        return witness_key(_written(text))
    except IntegrityError as wrong:
        raise InputError("audit.not_a_witness_key", given=text) from wrong


def log_keys_of(texts: Sequence[str]) -> tuple[VerifierKey, ...]:
    """Return every key named, those in a witness's folder among them."""
    files = [path for text in texts for path in _all_of(Path(text), LOGS, "*.vkey")]
    named = [text for text in texts if not Path(text).is_dir()]
    return tuple(log_key(text) for text in [*named, *map(str, files)])


def notes_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return older heads: each file is one, and a witness's folder holds all it has cosigned.

    Raises InputError `audit.nothing_cosigned` for a folder without any.
    """
    notes: list[str] = []
    for path in paths:
        if path.is_dir() and not _all_of(path, COSIGNED, "*.checkpoint"):
            raise InputError("audit.nothing_cosigned", path=str(path))
        files = _all_of(path, COSIGNED, "*.checkpoint") if path.is_dir() else [path]
        notes += map(read_text, files)
    return tuple(notes)


def _all_of(folder: Path, part: str, pattern: str) -> list[Path]:
    return sorted((folder / part).glob(pattern)) if folder.is_dir() else []


def _written(text: str) -> str:
    path = Path(text)
    return read_text(path) if "+" not in text or path.is_file() else text
