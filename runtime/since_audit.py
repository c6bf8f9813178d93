"""Holding the ledger to older heads that somebody outside kept.

A folder put back whole, or written anew by somebody with its keys, is sound in itself: only what
was kept elsewhere shows it. Refuses to know where that was kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.audit_finding import AuditFinding, Place
from engine.checkpoint import Checkpoint, VerifierKey
from engine.errors import AnjuanError
from engine.ledger_past import moved_since, past_of
from engine.storage_ports import Snapshot
from engine.storage_rows import OWN_CHAINS
from runtime.ledger_proofs import Trust, opened


@dataclass(slots=True)
class Since:
    """Older heads an audit was given, and what it found out about them."""

    #: Signed notes, oldest or newest first.
    notes: Sequence[str]
    #: Keys somebody brought along; where there are none, those the ledger itself names.
    keys: Sequence[VerifierKey] = ()
    #: The greatest size up to which the ledger is the one that was kept.
    agrees: int = 0
    size: int = 0
    #: Leaves beyond that size, and the cases they belong to.
    new: int = 0
    cases: tuple[str, ...] = ()


def audit_since(
    since: Since, view: Snapshot, known: Sequence[VerifierKey]
) -> Iterator[AuditFinding]:
    """Everything in which the ledger is not the one the kept heads were of.

    Codes: `since_unsigned` for a head none of the keys has signed, `since_truncated` for a ledger
    shorter than a head, `since_rewritten` with the sizes between which the two part.
    """
    place = Place(table="ledger")
    kept: list[Checkpoint] = []
    trust = Trust(keys=tuple(since.keys) or tuple(known))
    for number, text in enumerate(since.notes, start=1):
        try:
            kept.append(opened(text, trust)[0])
        except AnjuanError as wrong:
            facts = _facts(number=number, problem=wrong.code)
            yield AuditFinding(code="since_unsigned", place=place, facts=facts)
    past = past_of(view, kept)
    since.agrees, since.size = past.agrees, past.size
    if past.beyond is not None:
        facts = _facts(kept=past.beyond, size=past.size)
        yield AuditFinding(code="since_truncated", place=place, facts=facts)
    if past.parts is not None:
        facts = _facts(agrees=past.agrees, parts=past.parts)
        yield AuditFinding(code="since_rewritten", place=place, facts=facts)
    since.new, chains = moved_since(view, past.agrees)
    since.cases = tuple(chain for chain in chains if chain not in OWN_CHAINS)


def _facts(**facts: str | int) -> dict[str, str | int]:
    return facts
