"""A witness's own folder: the key, the ledgers watched, and every head cosigned so far.

It belongs to somebody outside the bureau and needs no workspace. What was seen is on disk before
a cosignature is given (C2SP tlog-witness). Refuses to know what a ledger holds.
"""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.checkpoint import Checkpoint, VerifierKey, note_parts
from engine.cosignature import COSIGNATURE, cosign, cosignatures, with_lines, witness_key
from engine.errors import ConfigurationError, InputError, IntegrityError, NotFoundError
from engine.witness import accepted, handed_in, nothing_seen
from runtime.key_files import replace_file, write_file
from storage.logkey import Ed25519LogKey, verify_ed25519

KEY, VKEY = "witness.key", "witness.vkey"
LOGS, COSIGNED = "logs", "cosigned"
_LOCK = ".lock"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigned:
    """One cosigned head."""

    head: Checkpoint
    note: str
    path: Path


def make_witness(folder: Path, name: str, log: VerifierKey) -> VerifierKey:
    """Make the folder of a new witness who watches one ledger; return the witness's public key.

    Raises InputError `witness.exists` for a folder that has a witness, `witness.bad_name`.
    """
    if not name or "+" in name or any(c.isspace() for c in name):
        raise InputError("witness.bad_name", name=name)
    if (folder / KEY).exists():
        raise InputError("witness.exists", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / COSIGNED).mkdir(exist_ok=True)
    private = secrets.token_bytes(_KEY_BYTES)
    signer = Ed25519LogKey(name, private, kind=COSIGNATURE)
    trust_log(folder, log)
    write_file(folder / VKEY, f"{signer.key}\n".encode())
    write_file(folder / KEY, private.hex().encode())
    return signer.key


def trust_log(folder: Path, log: VerifierKey) -> None:
    """Let a witness believe a further key of a ledger, as after a change of keys."""
    (folder / LOGS).mkdir(parents=True, exist_ok=True)
    replace_file(folder / LOGS / f"{log.key_id.hex()}.vkey", f"{log}\n".encode())


def witness_of(folder: Path) -> VerifierKey:
    """Return a witness's public key; raises NotFoundError `witness.none`."""
    path = folder / VKEY
    if not path.is_file():
        raise NotFoundError("witness.none", path=str(folder))
    return witness_key(path.read_text("utf-8"))


def logs_of(folder: Path) -> tuple[VerifierKey, ...]:
    """Return the keys of ledgers a witness believes."""
    found = sorted((folder / LOGS).glob("*.vkey"))
    return tuple(VerifierKey.parse(path.read_text("utf-8")) for path in found)


def cosigned_by(folder: Path) -> tuple[Cosigned, ...]:
    """Return every head a witness has cosigned, the smallest first; raises IntegrityError."""
    found = []
    for path in (folder / COSIGNED).glob("*.checkpoint"):
        note = path.read_text("utf-8")
        head = Checkpoint.parse(note_parts(note)[0])
        found.append(Cosigned(head=head, note=note, path=path))
    return tuple(sorted(found, key=lambda one: (one.head.origin, one.head.size, one.path.name)))


def cosign_head(folder: Path, text: str, at: datetime) -> Cosigned:
    """Check what was handed in against the newest head seen, remember it, and cosign it.

    Raises IntegrityError with what `engine.witness.accepted` refuses, NotFoundError
    `witness.none`, ConfigurationError `witness.key_broken`.
    """
    key = witness_of(folder)
    asked = handed_in(text)
    with _alone(folder):
        signer = _signer(folder, key)
        body = note_parts(asked.checkpoint)[0]
        seen = newest_seen(folder, Checkpoint.parse(body).origin)
        head = accepted(seen, asked, logs_of(folder), verify_ed25519)
        note = with_lines(asked.checkpoint, [cosign(body, signer, int(at.timestamp()))])
        path = folder / COSIGNED / f"{head.size:012d}-{head.root.hex()[:16]}.checkpoint"
        replace_file(path, note.encode())
    return Cosigned(head=head, note=note, path=path)


def newest_seen(folder: Path, origin: str) -> Checkpoint:
    """Return the newest head cosigned for a ledger; raises IntegrityError `witness_memory`.

    The memory is believed only as far as the witness's own cosignatures vouch for it.
    """
    seen, key = nothing_seen(origin), witness_of(folder)
    for one in cosigned_by(folder):
        if not cosignatures(one.note, [key], verify_ed25519):
            raise IntegrityError("witness_memory", path=one.path.name)
        if one.head.origin == origin and one.head.size >= seen.size:
            if seen.size == one.head.size and one.head != seen:
                raise IntegrityError("witness_memory", path=one.path.name)
            seen = one.head
    return seen


def _signer(folder: Path, key: VerifierKey) -> Ed25519LogKey:
    try:
        private = bytes.fromhex((folder / KEY).read_text("ascii").strip())
        signer = Ed25519LogKey(key.name, private, kind=COSIGNATURE)
    except (OSError, ValueError) as wrong:
        raise ConfigurationError("witness.key_broken", path=str(folder / KEY)) from wrong
    if signer.key != key:
        raise ConfigurationError("witness.key_broken", path=str(folder / KEY))
    return signer


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two requests at once must not make a witness step back (C2SP tlog-witness)."""
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
