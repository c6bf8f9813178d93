"""Finishing an act upon keys that was cut short between the journal's entry and its files.

The files lie beside their places under hidden names; those whose digest the journal names are the
ones to be put there. Needs no PIN and changes nothing the journal does not name.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine.journal import Entry
from runtime import settings as names
from runtime.key_places import certificate_file
from runtime.key_records import in_use
from runtime.registered_files import FILES


def put_in_place(root: Path, entries: Sequence[Entry]) -> tuple[Path, ...]:
    """Put in place what the journal of the workspace in `root` names and lies ready beside it."""
    found = tuple(_ready(_wanted(root, entries)))
    for path, fresh in found:
        fresh.replace(path)
    return tuple(path for path, _ in found)


def _wanted(root: Path, entries: Sequence[Entry]) -> dict[Path, str]:
    """The files of keys by path, with the digest the journal says each has, `root.der` last."""
    keys = root / names.KEYS
    files: dict[Path, str] = {}
    for entry in entries:
        told = entry.facts.get(FILES)
        if isinstance(told, Mapping):
            files |= {root / path: str(digest) for path, digest in told.items()}
    files = {path: digest for path, digest in files.items() if path.is_relative_to(keys)}
    owners = sorted(in_use(entries).items(), key=lambda one: one[0] == "root")
    return {**files, **{certificate_file(keys, owner): one.digest for owner, one in owners}}


def _ready(wanted: Mapping[Path, str]) -> Iterator[tuple[Path, Path]]:
    for path, digest in wanted.items():
        if path.is_file() and _digest(path) == digest:
            continue
        for fresh in path.parent.glob(f".{path.name}.*"):
            if _digest(fresh) == digest:
                yield path, fresh
                break


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
