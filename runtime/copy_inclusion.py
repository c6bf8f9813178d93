"""The ledger's proof in a published copy: that the ledger holds the root its words lead to.

The proof is a C2SP tlog-proof with the entry in its `extra` line; whom to believe is handed in.
Damage is told by code, never raised. Refuses to know words, pages and seals.
"""

import hashlib
from dataclasses import dataclass

from documents.attachment import inclusion_of
from documents.signing.errors import MalformedError
from engine import merkle
from engine.checkpoint import Checkpoint, note_parts
from engine.commitments import Commitment, read_commitment
from engine.disclosure import Disclosure
from engine.errors import AnjuanError
from engine.tlog_proof import TlogProof
from runtime.ledger_proofs import Trust, check_file

#: There are keys to check with, and the copy carries no proof: made before copies did, or taken
#: away together with its name.
NO_INCLUSION = "disclosure_not_included"
_CHANGED, _REMOVED = "disclosure_inclusion_changed", "disclosure_inclusion_removed"
_BROKEN, _OTHER = "disclosure_inclusion_broken", "disclosure_inclusion_other"
_KEY = "disclosure_inclusion_key"
INCLUSION_FINDINGS = frozenset({NO_INCLUSION, _CHANGED, _REMOVED, _BROKEN, _OTHER, _KEY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """Where a ledger holds the root of the decision."""

    #: Size, root and origin of the ledger under which it is proved.
    head: Checkpoint
    #: Position of the entry, from 0.
    index: int
    entry: Commitment
    #: The key that has signed the head; empty where there was none to check with.
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """What was found of the proof; `included` is None where nothing is proved."""

    included: Included | None = None
    findings: tuple[str, ...] = ()


def check_inclusion(pdf: bytes, named: object, found: Disclosure, trust: Trust | None) -> Inclusion:
    """Check the proof in a file; without keys only that it fits the copy and the head it names.

    `named` is the digest by which the copy names its proof, None where it names none. A copy
    without a proof, as all made before there were any, has neither place nor findings.
    """
    try:
        carried = inclusion_of(pdf)
    except MalformedError:
        return Inclusion(findings=(_CHANGED,))
    if carried is None:
        return Inclusion(findings=() if named is None else (_REMOVED,))
    if hashlib.sha256(carried).hexdigest() != named:
        return Inclusion(findings=(_CHANGED,))
    try:
        return _proved(carried.decode(), found, trust)
    except AnjuanError as wrong:
        return Inclusion(findings=(_KEY if wrong.code == "note_unsigned" else _BROKEN,))
    except ValueError:  # no text
        return Inclusion(findings=(_BROKEN,))


def _proved(text: str, found: Disclosure, trust: Trust | None) -> Inclusion:
    """Whether the entry is of this decision, and lies where the proof says."""
    proof = TlogProof.parse(text)
    entry = read_commitment(proof.extra)
    if (entry.case, entry.document, entry.root) != (found.case, found.document, found.root):
        return Inclusion(findings=(_OTHER,))
    key = ""
    if trust is not None:
        checked = check_file(text, trust)
        head, key = checked.head, str(checked.key)
    else:
        head = proof.under(merkle.leaf_hash(proof.extra), note_parts(proof.checkpoint)[0])
    return Inclusion(included=Included(head=head, index=proof.index, entry=entry, key=key))
