"""Consistency proofs as files: the request a C2SP tlog-witness is sent, kept for use offline.

An old size, the path, an empty line and the newer signed note. Refuses to know whom to trust: the
key and the check of its signature are handed in, and so is the older checkpoint.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Self

from engine import merkle
from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, open_note
from engine.errors import IntegrityError

_OLD = "old "
#: A request bears no more lines of proof than this (C2SP tlog-witness, `add-checkpoint`).
_LONGEST = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """From one size of the ledger to a later head, which nobody checked yet."""

    #: Leaves the ledger had.
    old: int
    path: tuple[bytes, ...]
    #: The newer signed note, verbatim.
    checkpoint: str

    def text(self) -> str:
        """Return the file's text."""
        path = [base64.b64encode(one).decode() for one in self.path]
        head = "\n".join([f"{_OLD}{self.old}", *path])
        return f"{head}\n\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a file's text; raises IntegrityError `extension_malformed`."""
        head, gap, checkpoint = text.partition("\n\n")
        first, *lines = head.split("\n")
        size = first.removeprefix(_OLD)
        if not gap or not checkpoint or not first.startswith(_OLD) or len(lines) > _LONGEST:
            raise IntegrityError("extension_malformed")
        if not (size.isascii() and size.isdigit() and len(size) < 20 and str(int(size)) == size):
            raise IntegrityError("extension_malformed")
        return cls(old=int(size), path=tuple(map(_hash, lines)), checkpoint=checkpoint)

    def proves(self, old: Checkpoint, key: VerifierKey, check: SignatureCheck) -> Checkpoint:
        """Return the head `key` has signed and that extends `old`.

        Anything extends the empty ledger. Raises IntegrityError `note_malformed`,
        `note_unsigned`, `note_signature`, `checkpoint_malformed`, `extension_other` for a proof
        from another size or ledger, `ledger_truncated` for a head smaller than `old`, and
        `ledger_rewritten` where the head does not extend it.
        """
        new = Checkpoint.parse(open_note(self.checkpoint, key, check))
        if old.size != self.old or old.origin != new.origin:
            raise IntegrityError("extension_other", size=old.size, found=self.old)
        if new.size < old.size:
            raise IntegrityError("ledger_truncated", found=new.size, published=old.size)
        if not _extends(old, new, self.path):
            raise IntegrityError("ledger_rewritten", size=old.size)
        return new


def _extends(old: Checkpoint, new: Checkpoint, path: tuple[bytes, ...]) -> bool:
    if not old.size:
        both_empty = new.size > 0 or new.root == merkle.EMPTY_ROOT
        return not path and old.root == merkle.EMPTY_ROOT and both_empty
    return merkle.verify_consistency(
        old=old.size, new=new.size, proof=path, old_root=old.root, new_root=new.root
    )


def _hash(line: str) -> bytes:
    """Standard Base 64 of one hash, in its one canonical form (RFC 4648 §4)."""
    try:
        data = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise IntegrityError("extension_malformed") from wrong
    if len(data) != merkle.HASH_SIZE or base64.b64encode(data).decode() != line:
        raise IntegrityError("extension_malformed")
    return data
