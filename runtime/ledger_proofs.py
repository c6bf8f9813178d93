"""Proofs an auditor takes away, and checking them again without the workspace.

Three kinds of file, told apart by their first line: an event under a head (C2SP tlog-proof, the
event's body in its `extra` line), a newer head from an older one (the request of C2SP
tlog-witness), and a signed head alone. Refuses to know where keys are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine import merkle
from engine.checkpoint import Checkpoint, VerifierKey, open_note
from engine.cosignature import Cosignature, cosignatures
from engine.errors import InputError, IntegrityError, NotFoundError
from engine.storage_ports import Snapshot
from engine.storage_rows import StoredEvent
from engine.tlog_extension import Extension
from engine.tlog_proof import HEADER, TlogProof
from engine.witness import signed_by_one
from storage.logkey import verify_ed25519

CHECKPOINT, INCLUSION, CONSISTENCY = "checkpoint", "inclusion", "consistency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom a check believes: keys of the ledger, and keys of witnesses."""

    keys: Sequence[VerifierKey]
    witnesses: Sequence[VerifierKey] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a file proves."""

    #: `checkpoint`, `inclusion` or `consistency`.
    kind: str
    head: Checkpoint
    #: Who has signed the head.
    key: VerifierKey
    cosigned: tuple[Cosignature, ...]
    #: Position of the event in the ledger, for `inclusion`.
    index: int = -1
    #: The event as it was recorded, for `inclusion`.
    entry: bytes = b""
    #: The older size, for `consistency`.
    old: int = 0


def prove_events(
    view: Snapshot, case_id: str, seq: int | None = None
) -> tuple[tuple[StoredEvent, TlogProof], ...]:
    """Return every event of a case, or the one at `seq`, with its proof under the newest head.

    Raises NotFoundError `audit.no_event` and IntegrityError `tree_nodes`.
    """
    note = view.ledger_head().checkpoint
    events = [e for e in view.events(case_id) if seq is None or e.seq == seq]
    if not events:
        raise NotFoundError("audit.no_event", case=case_id, seq=seq)
    return tuple(
        (
            e,
            TlogProof(
                index=e.leaf, path=view.inclusion_proof(e.leaf), checkpoint=note, extra=e.body
            ),
        )
        for e in events
    )


def extension_from(view: Snapshot, old: Checkpoint) -> Extension:
    """Return the proof that the newest head extends an older one.

    Raises IntegrityError `ledger_truncated` for a ledger that is shorter now, `ledger_rewritten`
    for one with another past, and `witness_other_ledger` for the head of another ledger.
    """
    head = view.ledger_head()
    new = Checkpoint.parse(head.checkpoint)
    if old.origin != new.origin:
        raise IntegrityError("witness_other_ledger", origin=old.origin, known=new.origin)
    if head.size < old.size:
        raise IntegrityError("ledger_truncated", found=head.size, published=old.size)
    path = view.consistency_proof(old.size)
    same = old.root == merkle.EMPTY_ROOT if not old.size else _extends(old, new, path)
    if not same:
        raise IntegrityError("ledger_rewritten", size=old.size)
    return Extension(old=old.size, path=path, checkpoint=head.checkpoint)


def _extends(old: Checkpoint, new: Checkpoint, path: tuple[bytes, ...]) -> bool:
    return merkle.verify_consistency(
        old=old.size, new=new.size, proof=path, old_root=old.root, new_root=new.root
    )


def opened(note: str, trust: Trust) -> tuple[Checkpoint, VerifierKey]:
    """Return the head a note states and which key has signed it; raises IntegrityError."""
    key = signed_by_one(note, trust.keys, verify_ed25519)
    return Checkpoint.parse(open_note(note, key, verify_ed25519)), key


def check_file(
    text: str, trust: Trust, *, old: str | None = None, entry: bytes | None = None
) -> Checked:
    """Check a file of any of the three kinds; `old` is the older note a consistency proof needs.

    `entry` is the event's body where the proof does not bear it. Raises IntegrityError for what
    does not hold, InputError `audit.older_needed` or `audit.entry_needed` for what is missing.
    """
    if text.startswith(HEADER):
        return _inclusion(TlogProof.parse(text), trust, entry)
    if text.startswith("old "):
        if old is None:
            raise InputError("audit.older_needed")
        return _consistency(Extension.parse(text), trust, old)
    head, key = opened(text, trust)
    return Checked(kind=CHECKPOINT, head=head, key=key, cosigned=_cosigned(text, trust))


def _inclusion(proof: TlogProof, trust: Trust, entry: bytes | None) -> Checked:
    body = entry if entry is not None else proof.extra
    if not body:
        raise InputError("audit.entry_needed")
    key = signed_by_one(proof.checkpoint, trust.keys, verify_ed25519)
    return Checked(
        kind=INCLUSION,
        head=proof.proves(merkle.leaf_hash(body), key, verify_ed25519),
        key=key,
        cosigned=_cosigned(proof.checkpoint, trust),
        index=proof.index,
        entry=body,
    )


def _consistency(extension: Extension, trust: Trust, old: str) -> Checked:
    before, _ = opened(old, trust)
    key = signed_by_one(extension.checkpoint, trust.keys, verify_ed25519)
    return Checked(
        kind=CONSISTENCY,
        head=extension.proves(before, key, verify_ed25519),
        key=key,
        cosigned=_cosigned(extension.checkpoint, trust),
        old=before.size,
    )


def _cosigned(note: str, trust: Trust) -> tuple[Cosignature, ...]:
    return cosignatures(note, trust.witnesses, verify_ed25519)
