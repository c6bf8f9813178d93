"""A bag as it lies on a disk: its plain files, their bytes and digests; nothing is followed out.

Knows names and bytes; refuses to know what a file means.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from engine.errors import AnjuanError, IntegrityError, NotFoundError
from runtime import bag_format as bag
from runtime.bag_faults import BagFault
from storage.filesystem import disk_errors

#: A file whose text is read whole is not larger than this, in bytes.
LONGEST_TEXT = 64 * 1024 * 1024


class BagFolder:
    """The files of one bag."""

    def __init__(self, root: Path) -> None:
        """Look at what lies in `root`; raises NotFoundError `bag.none` where no bag is."""
        self.root = root
        if not (root / bag.DECLARATION_FILE).is_file():
            raise NotFoundError("bag.none", path=str(root))
        #: Every plain file by its path in the bag.
        self.files: dict[str, Path] = {}
        #: Whatever is neither a plain file nor a folder with one in it.
        self.foreign: list[str] = []
        with disk_errors(root):
            self._walk(root, "")

    def _walk(self, folder: Path, prefix: str) -> None:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
        if not entries and prefix:
            self.foreign.append(prefix)
        for one in entries:
            path = f"{prefix}{one.name}"
            if one.is_dir(follow_symlinks=False):
                self._walk(Path(one.path), f"{path}/")
            elif one.is_file(follow_symlinks=False):
                self.files[path] = Path(one.path)
            else:
                self.foreign.append(path)

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raises NotFoundError `bag.file_missing`."""
        place = self.files.get(path)
        if place is None:
            raise NotFoundError("bag.file_missing", path=path)
        with disk_errors(place):
            return place.read_bytes()

    def text(self, path: str) -> str:
        """Return a file's text.

        Raises NotFoundError `bag.file_missing`, IntegrityError `bag.not_text` or `bag.too_long`.
        """
        place = self.files.get(path)
        if place is not None and place.stat().st_size > LONGEST_TEXT:
            raise IntegrityError("bag.too_long", file=path)
        try:
            return self.read(path).decode()
        except UnicodeDecodeError as wrong:
            raise IntegrityError("bag.not_text", file=path) from wrong

    def under(self, prefix: str) -> list[str]:
        """Return the paths that begin with `prefix`, in order."""
        return sorted(path for path in self.files if path.startswith(prefix))

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every file, hex."""
        return {path: sha256(self.read(path)).hexdigest() for path in self.files}

    def size(self, path: str) -> int:
        """Return a file's size in bytes."""
        return self.files[path].stat().st_size

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the tag manifest, hex; "" without one. It names every byte of a sound bag."""
        missing = bag.TAG_MANIFEST not in self.files
        return "" if missing else sha256(self.read(bag.TAG_MANIFEST)).hexdigest()


def folder_faults(folder: BagFolder) -> Iterator[BagFault]:
    """Everything in which files and manifests do not agree (RFC 8493, 3).

    Codes: `bag.link`, `bag.declaration`, those of `read_manifest` and `read_info`,
    `bag.file_missing`, `bag.file_changed`, `bag.file_unlisted`, `bag.oxum`, `bag.format_unknown`.
    """
    for path in folder.foreign:
        yield BagFault(code="bag.link", path=path)
    if folder.read(bag.DECLARATION_FILE) != bag.DECLARATION:
        yield BagFault(code="bag.declaration", path=bag.DECLARATION_FILE)
    inside = {path for path in folder.files if path.startswith(bag.PAYLOAD)}
    tags = folder.files.keys() - inside - bag.UNLISTED
    yield from _listed(folder, bag.MANIFEST, inside)
    yield from _listed(folder, bag.TAG_MANIFEST, tags)
    yield from _info_faults(folder, inside)


def _listed(folder: BagFolder, manifest: str, present: set[str]) -> Iterator[BagFault]:
    try:
        listed = bag.read_manifest(folder.read(manifest), manifest)
    except AnjuanError as error:
        yield fault_of(error, manifest)
        return
    for path in sorted(listed.keys() | present):
        if path not in present:
            yield BagFault(code="bag.file_missing", path=path)
        elif path not in listed:
            yield BagFault(code="bag.file_unlisted", path=path)
        elif folder.digests[path] != listed[path]:
            yield BagFault(code="bag.file_changed", path=path)


def _info_faults(folder: BagFolder, inside: set[str]) -> Iterator[BagFault]:
    try:
        info = bag.read_info(folder.read(bag.INFO))
    except AnjuanError as error:
        yield fault_of(error, bag.INFO)
        return
    found = bag.oxum(folder.size(path) for path in inside)
    if info.get("Payload-Oxum") != found:
        told = info.get("Payload-Oxum", "")
        yield BagFault(code="bag.oxum", path=bag.INFO, facts={"recorded": told, "found": found})
    if info.get("Anjuan-Format") != str(bag.VERSION):
        told = info.get("Anjuan-Format", "")
        yield BagFault(code="bag.format_unknown", path=bag.INFO, facts={"found": told})


def fault_of(error: AnjuanError, path: str, event: int = 0) -> BagFault:
    """Return an error about one file as a fault."""
    facts = {n: v if isinstance(v, int) else str(v) for n, v in error.facts.items()}
    return BagFault(code=error.code, path=path, event=event, facts=facts)
