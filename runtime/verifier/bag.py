"""The bag as a container (BagIt 1.0, RFC 8493): every file listed, every listed file there.

A manifest proves nothing by itself, since whoever changes a file can change its line; it finds
what was damaged or lost on the way. What the bureau cannot change is checked in later sections.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, Dict
from unicodedata import normalize

from runtime.verifier.finding import Findings, Place

#: A JSON object as read; what it holds is asked where it is used.
Told = Dict[str, Any]

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
LISTED = re.compile(r"([0-9a-f]{64})  (.+)")
OXUM = re.compile(r"^Payload-Oxum: (\d+)\.(\d+)$", re.MULTILINE)
CATALOGUE = "data/目录.json"
BAGIT = "RFC 8493"


class Bag:
    """The files below one folder; links and devices are no files of a bag."""

    def __init__(self, root: Path) -> None:
        """Look through the folder; raises OSError when it cannot be read."""
        self.root = root
        self.files: dict[str, Path] = {}
        self.foreign: list[str] = []
        for path in sorted(root.rglob("*")):
            name = normalize("NFC", path.relative_to(root).as_posix())
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                self.foreign.append(name)
            elif path.is_file():
                self.files[name] = path
        self._read: dict[str, bytes] = {}

    def bytes(self, name: str) -> bytes:
        """The bytes of a file, empty when there is none."""
        if name not in self._read:
            path = self.files.get(name)
            self._read[name] = path.read_bytes() if path else b""
        return self._read[name]

    def digest(self, name: str) -> str:
        """The SHA-256 of a file, hex; empty when there is none."""
        return hashlib.sha256(self.bytes(name)).hexdigest() if name in self.files else ""

    def text(self, name: str) -> str:
        """A file as text; what is no UTF-8 is replaced."""
        return self.bytes(name).decode("utf-8", "replace")

    def json(self, name: str) -> object:
        """A file as JSON, in which no name stands twice; None when it is not."""
        try:
            return strict_json(self.bytes(name))
        except ValueError:
            return None

    def below(self, folder: str) -> list[str]:
        """The names of the files below a folder."""
        return [name for name in self.files if name.startswith(folder)]


def as_object(value: object) -> Told:
    """A JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def strict_json(data: bytes) -> object:
    """JSON in which no name stands twice; raises ValueError."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("name twice")
        return found

    return json.loads(data.decode("utf-8"), object_pairs_hook=once)


def canonical(value: object) -> bytes:
    """The one form of a JSON value that digests are taken of (after RFC 8785)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def check_bag(bag: Bag, out: Findings) -> None:
    """Declaration, both manifests in both directions, sum of the payload's bytes."""
    if bag.bytes("bagit.txt") != DECLARED:
        out.add("bag_declaration", Place("bagit.txt"), law=BAGIT)
    for name in bag.foreign:
        out.add("bag_foreign", Place(name), law=BAGIT)
    payload = {name for name in bag.files if name.startswith("data/")}
    tags = {name for name in bag.files if name not in payload and name != TAGS}
    _compare(bag, MANIFEST, payload, out)
    _compare(bag, TAGS, tags, out)
    sizes = [bag.files[name].stat().st_size for name in payload]
    told = OXUM.search(bag.text("bag-info.txt"))
    if told is None or (int(told[1]), int(told[2])) != (sum(sizes), len(sizes)):
        out.add("bag_oxum", Place("bag-info.txt"), law=BAGIT)
    out.count("files", len(bag.files))


def _compare(bag: Bag, manifest: str, present: set[str], out: Findings) -> None:
    if manifest not in bag.files:
        out.add("bag_no_manifest", Place(manifest), law=BAGIT, file=manifest)
        return
    listed: dict[str, str] = {}
    for number, line in enumerate(bag.text(manifest).split("\n")[:-1], 1):
        found = LISTED.fullmatch(line)
        if not found or found[2] in listed:
            out.add("bag_line", Place(manifest), law=BAGIT, line=number)
            continue
        listed[found[2]] = found[1]
    for name in sorted(listed.keys() - present):
        out.add("bag_missing", Place(name), law="APL 47", file=name)
    for name in sorted(present - listed.keys()):
        out.add("bag_added", Place(name), law="APL 47", file=name)
    for name in sorted(present & listed.keys()):
        if bag.digest(name) != listed[name]:
            out.add("bag_changed", Place(name), law="APL 47", file=name)
