"""The shipped matters as a workspace keeps them: every edition it has worked under, by digest.

A later program may ship other texts; acts name the edition they were judged under, as they name
their definition, and are judged again under that one.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.errors import ConfigurationError
from engine.matters import Matter
from engine.record import canonical
from workflows.matter_codec import matter_from_plain, matter_to_plain
from workflows.matter_data import SHIPPED, load_matters


def edition(matters: Mapping[str, Matter]) -> bytes:
    """Return the canonical bytes of a set of matters, in the order of their ids."""
    plain = [matter_to_plain(matter) for _, matter in sorted(matters.items())]
    return canonical(plain)  # type: ignore[arg-type]  # the codec writes nothing but JSON shapes


class ShippedMatters:
    """The edition this program ships, and those a workspace has kept."""

    def __init__(self, kept: Path | None, shipped: Path = SHIPPED) -> None:
        """Keep the edition of today in `kept`; raises OSError when the disk refuses."""
        self.matters = load_matters(shipped)
        data = edition(self.matters)
        #: SHA-256 of the edition, hex.
        self.digest = hashlib.sha256(data).hexdigest()
        self._kept = kept
        if kept is not None:
            _keep(kept, self.digest, data)

    def under(self, digest: str) -> Mapping[str, Matter] | None:
        """Return the edition with a digest, or None when it is lost.

        Raises ConfigurationError `matter_list.damaged` for a copy that is not the one kept.
        """
        if digest == self.digest:
            return self.matters
        path = self._kept / _name(digest) if self._kept is not None else None
        if path is None or not path.is_file():
            return None
        return _read(path, digest)


def _keep(folder: Path, digest: str, data: bytes) -> None:
    path = folder / _name(digest)
    if path.exists():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(data)
    fresh.replace(path)


@lru_cache(maxsize=8)
def _read(path: Path, digest: str) -> Mapping[str, Matter]:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ConfigurationError("matter_list.damaged", file=path.name)
    found = (replace(matter_from_plain(plain), own=False) for plain in json.loads(data))
    return {matter.id: matter for matter in found}


def _name(digest: str) -> str:
    return f"{digest[:16]}.json"
