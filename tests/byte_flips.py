"""Changing one random byte of a workspace, and whether an audit names the place."""

import shutil
from dataclasses import dataclass

from runtime.audit import verify_root

PAGE = 4096
#: Parts of a workspace that the audit answers for.
PARTS = ("case.db", "case.db.seal", "checkpoint", "blobs", "dossiers")


@dataclass(frozen=True)
class Flip:
    """One byte to change."""

    path: str
    at: int
    bits: int

    @property
    def page(self):
        return self.at // PAGE + 1

    def apply(self, root):
        file = root / self.path
        data = bytearray(file.read_bytes())
        data[self.at] ^= self.bits
        file.write_bytes(data)

    def named_by(self, findings):
        """Whether a finding names the file, and the page where the file is the database."""
        here = [f for f in findings if f.place.path == self.path]
        if self.path == "case.db":
            return any(f.code == "page_changed" and f.place.position == self.page for f in here)
        return bool(here)


def random_flip(root, chance):
    """A byte of a part chosen evenly, then of all the bytes in it."""
    part = root / chance.choice(PARTS)
    files = [part] if part.is_file() else [p for p in sorted(part.rglob("*")) if p.is_file()]
    files = [f for f in files if f.stat().st_size]
    file = chance.choices(files, weights=[f.stat().st_size for f in files])[0]
    at = chance.randrange(file.stat().st_size)
    return Flip(path=str(file.relative_to(root)), at=at, bits=1 << chance.randrange(8))


def found_after(flip, root, folder):
    """Findings in a copy of the workspace with one byte changed."""
    copy = folder / "flipped"
    shutil.copytree(root, copy)
    try:
        flip.apply(copy)
        return verify_root(copy).findings
    finally:
        shutil.rmtree(copy)
