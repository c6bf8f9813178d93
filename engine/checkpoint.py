"""Signed checkpoints of the ledger: C2SP tlog-checkpoint text inside a C2SP signed note.

Knows the two text formats and their Ed25519 key ids. Refuses to know keys or curves: a signer is
handed in, and so is the check of a signature.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol, Self

from engine.errors import IntegrityError

#: Signature type of Ed25519 keys (C2SP signed-note, "Signature types").
ED25519 = 0x01
_DASH = "— "
_KEY_ID_SIZE = 4
_MOST_DIGITS = 20  # of a size; 2^64 has as many

#: `(public key, message, signature)` to whether the signature holds.
SignatureCheck = Callable[[bytes, bytes, bytes], bool]


class LogSigner(Protocol):
    """The office's log key: signs the text of a note, never anything else."""

    @property
    def key(self) -> "VerifierKey":
        """Name and public half of the key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature (64 bytes) over the note text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """Public half of a log key, in C2SP vkey form `name+id+base64(type || key)`."""

    name: str
    public: bytes
    #: What the key signs with: heads of its own, or cosignatures (C2SP signed-note).
    kind: int = ED25519
    #: First four bytes of SHA-256(name || 0x0A || type || key).
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        object.__setattr__(self, "key_id", sha256(named).digest()[:_KEY_ID_SIZE])

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str, kind: int = ED25519) -> Self:
        """Read a vkey of one kind; raises IntegrityError `vkey_malformed`."""
        name, plus, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = _base64(encoded)
        if not plus or not _is_name(name) or raw is None or len(raw) != 33 or raw[0] != kind:
            raise IntegrityError("vkey_malformed", key=text)
        key = cls(name=name, public=raw[1:], kind=kind)
        if key.key_id.hex() != key_id:
            raise IntegrityError("vkey_malformed", key=text)
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Size and root of the ledger at one moment."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text: origin, decimal size, base64 root, one per line."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a checkpoint, ignoring extension lines; raises IntegrityError."""
        lines = text.split("\n")
        root = _base64(lines[2]) if len(lines) > 3 else None
        if root is None or len(root) != 32 or not lines[0] or not _is_decimal(lines[1]):
            raise IntegrityError("checkpoint_malformed")
        return cls(origin=lines[0], size=int(lines[1]), root=root)


def sign_note(text: str, signers: Sequence[LogSigner]) -> str:
    """A signed note: the text, an empty line, one line per signature (C2SP signed-note)."""
    message = text.encode()
    lines = [signature_line(signer.key, signer.sign(message)) for signer in signers]
    return f"{text}\n{''.join(lines)}"


def open_note(note: str, key: VerifierKey, check: SignatureCheck) -> str:
    """The text of a note that `key` has signed.

    Signatures of unknown keys are skipped, as the format asks. Raises IntegrityError
    `note_malformed`, `note_unsigned` or `note_signature`.
    """
    text, signatures = note_parts(note)
    signed = False
    for name, signature in signatures:
        if name != key.name or signature[:_KEY_ID_SIZE] != key.key_id:
            continue
        if not check(key.public, text.encode(), signature[_KEY_ID_SIZE:]):
            raise IntegrityError("note_signature", name=name)
        signed = True
    if not signed:
        raise IntegrityError("note_unsigned", name=key.name)
    return text


def note_parts(note: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The text of a note, and each signature's name with its bytes, none of which is checked yet.

    The bytes begin with the key id. Raises IntegrityError `note_malformed`.
    """
    text, split, tail = note.rpartition("\n\n")
    if not split or not tail.endswith("\n") or any(c < " " and c != "\n" for c in note):
        raise IntegrityError("note_malformed")
    return f"{text}\n", tuple(_signature_line(line) for line in tail[:-1].split("\n"))


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """One line of a note, with the signature after the id of the key (C2SP signed-note)."""
    blob = base64.b64encode(key.key_id + signature).decode()
    return f"{_DASH}{key.name} {blob}\n"


def _signature_line(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    signature = _base64(encoded)
    well_formed = line.startswith(_DASH) and space and _is_name(name)
    if not well_formed or signature is None or len(signature) <= _KEY_ID_SIZE:
        raise IntegrityError("note_malformed")
    return name, signature


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() for c in name)


def _is_decimal(text: str) -> bool:
    """Whether this is a size: no tree has more records than sixty-four bits count."""
    plain = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return plain and (text == "0" or not text.startswith("0"))


def _base64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    # Unused bits of the last character must be zero, or a changed byte would go unseen.
    return data if base64.b64encode(data).decode() == text else None
