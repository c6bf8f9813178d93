"""C2SP `tlog-proof` files: one leaf, its audit path and the signed checkpoint, for use offline.

Knows the text format of c2sp.org/tlog-proof@v1 and RFC 6962 paths. Refuses to know whom to trust:
the key and the check of its signature are handed in.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Self

from engine import merkle
from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, open_note
from engine.errors import IntegrityError

HEADER = "c2sp.org/tlog-proof@v1"
_EXTRA, _INDEX = "extra ", "index "
#: An audit path in a tree of 2⁶⁴ leaves is this long; a longer one is no proof.
_LONGEST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class TlogProof:
    """A leaf's position, its audit path and the note it is proved under, which nobody checked."""

    index: int
    #: From the leaf's sibling up to the child of the root (RFC 6962 §2.1.1).
    path: tuple[bytes, ...]
    #: The signed note, verbatim, with whatever cosignatures it bears.
    checkpoint: str
    #: What the maker says beside the proof; not authenticated by anything here.
    extra: bytes = b""

    def text(self) -> str:
        """Return the file's text."""
        extra = [f"{_EXTRA}{base64.b64encode(self.extra).decode()}"] if self.extra else []
        path = [base64.b64encode(one).decode() for one in self.path]
        head = "\n".join([HEADER, *extra, f"{_INDEX}{self.index}", *path])
        return f"{head}\n\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a file's text; raises IntegrityError `tlog_proof_malformed`."""
        head, gap, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if not gap or not checkpoint or lines.pop(0) != HEADER:
            raise IntegrityError("tlog_proof_malformed")
        said = bool(lines) and lines[0].startswith(_EXTRA)
        extra = _decoded(lines.pop(0)[len(_EXTRA) :]) if said else b""
        index = _index(lines)
        path = tuple(_decoded(line) for line in lines[1:])
        if len(path) > _LONGEST or any(len(one) != merkle.HASH_SIZE for one in path):
            raise IntegrityError("tlog_proof_malformed")
        return cls(index=index, path=path, checkpoint=checkpoint, extra=extra)

    def proves(self, leaf: bytes, key: VerifierKey, check: SignatureCheck) -> Checkpoint:
        """Return the checkpoint `key` has signed and under which this leaf hash lies.

        Raises IntegrityError `note_malformed`, `note_unsigned`, `note_signature`,
        `checkpoint_malformed`, or `tlog_proof_wrong` where the path leads to another root.
        """
        return self.under(leaf, open_note(self.checkpoint, key, check))

    def under(self, leaf: bytes, text: str) -> Checkpoint:
        """Return the checkpoint a note's text states and under which this leaf hash lies.

        Who has signed the note is not asked. Raises IntegrityError `checkpoint_malformed` or
        `tlog_proof_wrong`.
        """
        found = Checkpoint.parse(text)
        held = merkle.verify_inclusion(
            leaf=leaf, index=self.index, size=found.size, proof=self.path, root=found.root
        )
        if not held:
            raise IntegrityError("tlog_proof_wrong", index=self.index)
        return found


def _index(lines: list[str]) -> int:
    written = lines[0].removeprefix(_INDEX) if lines else ""
    plain = written.isascii() and written.isdigit() and len(written) < 20
    if not plain or not lines[0].startswith(_INDEX) or str(int(written)) != written:
        raise IntegrityError("tlog_proof_malformed")
    return int(written)


def _decoded(text: str) -> bytes:
    """Standard Base 64 with padding and nothing else (RFC 4648 §4), in its one canonical form."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise IntegrityError("tlog_proof_malformed") from wrong
    if not data or base64.b64encode(data).decode() != text:
        raise IntegrityError("tlog_proof_malformed")
    return data
