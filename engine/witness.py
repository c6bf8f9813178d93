"""What a witness does: remember the newest head seen of a ledger, and accept only what extends it.

Knows heads and proofs (C2SP tlog-witness). Refuses to know where the memory and the key lie.
"""

from collections.abc import Sequence

from engine import merkle
from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, note_parts, open_note
from engine.errors import AnjuanError, IntegrityError
from engine.tlog_extension import Extension


def nothing_seen(origin: str) -> Checkpoint:
    """Return the head of a ledger of which nothing was seen yet."""
    return Checkpoint(origin=origin, size=0, root=merkle.EMPTY_ROOT)


def handed_in(text: str) -> Extension:
    """Return what somebody asks a witness to cosign: a proof with its note, or a note alone.

    A note alone claims nothing about an older one. Raises IntegrityError `extension_malformed` or
    `note_malformed`.
    """
    if text.startswith("old "):
        return Extension.parse(text)
    note_parts(text)
    return Extension(old=0, path=(), checkpoint=text)


def signed_by_one(note: str, keys: Sequence[VerifierKey], check: SignatureCheck) -> VerifierKey:
    """Return the first of the keys that has signed a note; raises IntegrityError.

    A key whose line does not hold is no excuse for the next one.
    """
    refusal: AnjuanError = IntegrityError("note_unsigned", name="")
    for key in keys:
        try:
            open_note(note, key, check)
        except IntegrityError as wrong:
            if wrong.code != "note_unsigned":
                raise
            refusal = wrong
        else:
            return key
    raise refusal


def accepted(
    seen: Checkpoint, asked: Extension, keys: Sequence[VerifierKey], check: SignatureCheck
) -> Checkpoint:
    """Return the head a witness who has seen `seen` may cosign.

    Raises IntegrityError `note_malformed`, `note_unsigned`, `note_signature`,
    `checkpoint_malformed`; `witness_older` for a head smaller than the one seen, `witness_fork`
    for another one of the same size, `witness_proof_missing` where nothing shows that the head
    extends the one seen, and `witness_rewritten` where the proof does not lead there.
    """
    key = signed_by_one(asked.checkpoint, keys, check)
    new = Checkpoint.parse(open_note(asked.checkpoint, key, check))
    if new.origin != seen.origin:
        raise IntegrityError("witness_other_ledger", origin=new.origin, known=seen.origin)
    if new.size < seen.size:
        raise IntegrityError("witness_older", size=new.size, seen=seen.size)
    if new.size == seen.size:
        if new.root != seen.root:
            raise IntegrityError("witness_fork", size=new.size)
        return new
    if asked.old != seen.size:
        raise IntegrityError("witness_proof_missing", size=new.size, seen=seen.size)
    try:
        return asked.proves(seen, key, check)
    except IntegrityError as wrong:
        if wrong.code != "ledger_rewritten":
            raise
        raise IntegrityError("witness_rewritten", size=new.size, seen=seen.size) from wrong
