"""The bureau's own lists of matters as a workspace keeps them: one file for each import, for ever.

A list names the digest of the one before it, so that none can be changed or left out unseen; cases
name the list they were judged under. What stands in a list is decided elsewhere.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engine.errors import ConfigurationError, ConflictError, StorageError
from engine.matters import Matter
from workflows.list_rows import LawKnown
from workflows.matter_codec import matter_from_plain, matter_to_plain

FORMAT = 1
#: Suffixes under which a file handed in is kept; anything else becomes `.source`.
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """One list, with who put it into force and from which file."""

    number: int
    #: Digest of the list before; "" for the first.
    previous: str
    at: datetime
    by: str
    #: Name and SHA-256 of the file the bureau handed in.
    source: str
    source_digest: str
    #: What the import did: word (`added` and so on) to the ids.
    effect: Mapping[str, tuple[str, ...]]
    laws: Mapping[str, LawKnown]
    matters: Mapping[str, Matter]
    #: SHA-256 of the kept file; "" while it is not kept.
    digest: str = ""


@dataclass(frozen=True, slots=True)
class KeptLists:
    """The lists in one folder."""

    folder: Path
    _read: dict[Path, KeptList] = field(default_factory=dict, compare=False)

    def latest(self) -> KeptList | None:
        """The list in force, or None while the bureau has none of its own."""
        files = self._files()
        return self._at(files[-1]) if files else None

    def under(self, digest: str) -> KeptList | None:
        """The list with a digest, or None when there is none."""
        return next((k for k in self.history() if k.digest == digest), None)

    def history(self) -> tuple[KeptList, ...]:
        """Every list, oldest first.

        Raises ConfigurationError `matter_list.damaged` for a file that is not the one kept.
        """
        found = tuple(self._at(path) for path in self._files())
        for number, kept in enumerate(found, 1):
            previous = found[number - 2].digest if number > 1 else ""
            if (kept.number, kept.previous) != (number, previous):
                raise ConfigurationError("matter_list.damaged", file=_name(number))
        return found

    def keep(self, kept: KeptList, source: bytes) -> KeptList:
        """Keep a new list and the file it came from; it appears whole or not at all.

        Raises ConflictError `matter_list.raced` when somebody imported meanwhile, StorageError
        `storage.os` when the disk refuses.
        """
        data = _written(kept)
        path = self.folder / _name(kept.number)
        original = self.source_of(kept)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            _put(original, source)
            _put(fresh, data)
            _link(fresh, path, kept.number)
        except OSError as wrong:
            raise StorageError("storage.os", path=str(path), reason=wrong.strerror) from wrong
        return self._at(path)

    def drop(self, kept: KeptList) -> None:
        """Take the newest list out again, which never came into force."""
        path = self.folder / _name(kept.number)
        self._read.pop(path, None)
        path.unlink(missing_ok=True)
        self.source_of(kept).unlink(missing_ok=True)

    def source_of(self, kept: KeptList) -> Path:
        """The file beside a list that the bureau handed in."""
        suffix = Path(kept.source).suffix.lower()
        suffix = suffix if suffix in SUFFIXES else ".source"
        return self.folder / f"{kept.number:04d}-{kept.source_digest[:8]}{suffix}"

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9][0-9][0-9][0-9].json"))

    def _at(self, path: Path) -> KeptList:
        if path not in self._read:
            data = path.read_bytes()
            try:
                self._read[path] = _list(json.loads(data), hashlib.sha256(data).hexdigest())
            except (ValueError, KeyError, TypeError, ConfigurationError) as wrong:
                raise ConfigurationError("matter_list.damaged", file=path.name) from wrong
        return self._read[path]


def _name(number: int) -> str:
    return f"{number:04d}.json"


def _link(fresh: Path, path: Path, number: int) -> None:
    try:
        os.link(fresh, path)  # refuses an existing name, unlike a rename
    except FileExistsError as raced:
        raise ConflictError("matter_list.raced", number=number) from raced
    finally:
        fresh.unlink()


def _put(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _written(kept: KeptList) -> bytes:
    plain = {
        "format": FORMAT,
        "number": kept.number,
        "previous": kept.previous,
        "at": kept.at.isoformat(),
        "by": kept.by,
        "source": kept.source,
        "source_digest": kept.source_digest,
        "effect": {word: list(ids) for word, ids in kept.effect.items()},
        "laws": {name: [law.kind, law.since.isoformat()] for name, law in kept.laws.items()},
        "matters": [matter_to_plain(matter) for matter in kept.matters.values()],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def _list(plain: Any, digest: str) -> KeptList:  # Any: whatever json reads
    if plain["format"] != FORMAT:
        raise ValueError(plain["format"])
    matters = (matter_from_plain(matter) for matter in plain["matters"])
    return KeptList(
        number=plain["number"],
        previous=plain["previous"],
        at=datetime.fromisoformat(plain["at"]),
        by=plain["by"],
        source=plain["source"],
        source_digest=plain["source_digest"],
        effect={word: tuple(ids) for word, ids in plain["effect"].items()},
        laws={
            name: LawKnown(kind=kind, since=date.fromisoformat(since))
            for name, (kind, since) in plain["laws"].items()
        },
        matters={matter.id: matter for matter in matters},
        digest=digest,
    )
