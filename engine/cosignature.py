"""Cosignatures of witnesses: C2SP tlog-cosignature `cosignature/v1`, Ed25519 with a timestamp.

A cosignature says that its maker has seen the ledger grow up to this head and no other way.
Refuses to know keys or curves, and to judge growth: that is `engine.witness`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.checkpoint import (
    LogSigner,
    SignatureCheck,
    VerifierKey,
    note_parts,
    signature_line,
)
from engine.errors import IntegrityError

#: Type of keys that cosign (C2SP tlog-cosignature, "Format").
COSIGNATURE = 0x04
_HEADER = "cosignature/v1"
_KEY_ID, _TIMESTAMP, _SIGNATURE = 4, 8, 64
#: A timestamp must not exceed this (C2SP tlog-cosignature, "Format").
LATEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """A cosignature that holds."""

    key: VerifierKey
    #: When it was made, in seconds since the Epoch.
    at: int


def witness_key(text: str) -> VerifierKey:
    """Read the vkey of a witness; raises IntegrityError `vkey_malformed`."""
    return VerifierKey.parse(text, COSIGNATURE)


def cosign(text: str, witness: LogSigner, at: int) -> str:
    """Return the line a witness adds to a note with this text, `at` in seconds since the Epoch."""
    if not 0 < at <= LATEST:
        raise ValueError(at)
    signature = witness.sign(_message(text, at))
    return signature_line(witness.key, at.to_bytes(_TIMESTAMP) + signature)


def cosignatures(
    note: str, keys: Sequence[VerifierKey], check: SignatureCheck
) -> tuple[Cosignature, ...]:
    """Return what these witnesses have cosigned; lines of other keys are passed over.

    Raises IntegrityError `note_malformed`, and `cosignature_wrong` where a line bears the name and
    id of one of the keys and does not hold.
    """
    text, lines = note_parts(note)
    return tuple(
        _checked(text, key, signature[_KEY_ID:], check)
        for name, signature in lines
        for key in keys
        if (name, signature[:_KEY_ID]) == (key.name, key.key_id)
    )


def with_lines(note: str, lines: Sequence[str]) -> str:
    """Return a note with further signature lines; one that it bears already is not repeated."""
    note_parts(note)
    return note + "".join(line for line in dict.fromkeys(lines) if line not in note)


def _checked(text: str, key: VerifierKey, timestamped: bytes, check: SignatureCheck) -> Cosignature:
    at = int.from_bytes(timestamped[:_TIMESTAMP])
    whole = len(timestamped) == _TIMESTAMP + _SIGNATURE and 0 < at <= LATEST
    if not whole or not check(key.public, _message(text, at), timestamped[_TIMESTAMP:]):
        raise IntegrityError("cosignature_wrong", name=key.name)
    return Cosignature(key=key, at=at)


def _message(text: str, at: int) -> bytes:
    """What is signed: a header line, a line with the time, and the whole text of the note."""
    return f"{_HEADER}\ntime {at}\n{text}".encode()
