"""Re-checking a whole ledger from its events: chains, tree, signed head and number register.

Knows only the `Snapshot` port and a public key, so it judges every store alike. Refuses to know
the law: whether a recorded transition was lawful is asked elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine import merkle
from engine.checkpoint import Checkpoint, SignatureCheck, VerifierKey, open_note
from engine.errors import AnjuanError, IntegrityError
from engine.hashchain import GENESIS, declared_prev, event_hash
from engine.reading import every_case
from engine.storage_ports import Snapshot
from engine.storage_rows import OWN_CHAINS, Finding, NumberRow, StoredEvent

#: Events read at a time; a batch with an unreadable event is read again one by one.
_BATCH = 200


@dataclass(slots=True)
class _Walk:
    """What one pass over the events has seen."""

    frontier: tuple[bytes, ...] = ()
    size: int = 0
    published_root: bytes | None = None
    #: Last sequence number and hash per case; no hash after an event that cannot be read.
    heads: dict[str, tuple[int, bytes | None]] = field(default_factory=dict)


def audit_ledger(
    now: Snapshot, *, key: VerifierKey, check: SignatureCheck, published: Checkpoint | None = None
) -> Iterator[Finding]:
    """Everything in the ledger that is not as it was written.

    `published` is any checkpoint somebody kept; the ledger must extend it. Kinds: `event_missing`,
    `event_damaged`, `private_damaged`, `event_body`, `event_leaf`, `chain_order`, `chain_prev`,
    `chain_declared`, `case_head`, `tree_root`, `tree_frontier`, `tree_nodes`, `ledger_truncated`,
    `ledger_rewritten`, `number_gap`, `number_dangling`, and what `open_note` raises.
    """
    head = now.ledger_head()
    walk = _Walk(published_root=merkle.EMPTY_ROOT if published and not published.size else None)
    for leaf in range(0, head.size, _BATCH):
        yield from _batch(now, leaf, min(leaf + _BATCH, head.size), walk, published)
    yield from _case_heads(now, walk)
    if merkle.frontier_root(walk.frontier) != head.root or walk.size != head.size:
        yield Finding(kind="tree_root", place="ledger", at=head.size)
    if head.frontier != walk.frontier:
        yield Finding(kind="tree_frontier", place="ledger", at=head.size)
    yield from _signed_head(now, key, check)
    yield from _stored_nodes(now)
    if published and published.size > head.size:
        yield Finding(kind="ledger_truncated", place="ledger", at=head.size)
    elif published and walk.published_root != published.root:
        yield Finding(kind="ledger_rewritten", place="ledger", at=published.size)
    yield from _register(now)


def _batch(
    now: Snapshot, start: int, stop: int, walk: _Walk, published: Checkpoint | None
) -> Iterator[Finding]:
    try:
        events = list(now.ledger_events(start, stop))
    except IntegrityError as error:
        if stop - start > 1:
            for leaf in range(start, stop):
                yield from _batch(now, leaf, leaf + 1, walk, published)
            return
        events = []
        yield _unreadable(error, walk)
    recorded = list(now.ledger_leaves(start, stop))
    found = {event.leaf: event for event in events}
    for leaf, leaf_hash in zip(range(start, stop), recorded, strict=False):
        event = found.get(leaf)
        if event is not None:
            yield from _event(event, leaf_hash, walk)
            leaf_hash = merkle.leaf_hash(event.body)  # noqa: PLW2901 - the body is what counts
        walk.frontier = merkle.frontier_append(walk.frontier, walk.size, leaf_hash)
        walk.size += 1
        if published and walk.size == published.size:
            walk.published_root = merkle.frontier_root(walk.frontier)
    if len(recorded) != stop - start:
        yield Finding(kind="event_missing", place="ledger", at=start + len(recorded))


def _unreadable(error: IntegrityError, walk: _Walk) -> Finding:
    case, seq = error.facts.get("case"), error.facts.get("seq")
    if not isinstance(case, str) or not isinstance(seq, int):
        return Finding(kind=error.code, place="ledger")
    walk.heads[case] = (seq, None)
    return Finding(kind=error.code, place=case, at=seq)


def _event(event: StoredEvent, leaf_hash: bytes, walk: _Walk) -> Iterator[Finding]:
    seq, previous = walk.heads.get(event.case_id, (0, GENESIS))
    faults = {
        "event_body": event_hash(event.body) != event.hash,
        "event_leaf": merkle.leaf_hash(event.body) != leaf_hash,
        "chain_order": event.seq != seq + 1,
        "chain_prev": previous not in (None, event.prev_hash),
        "chain_declared": declared_prev(event.body) != event.prev_hash,
    }
    for kind, broken in faults.items():
        if broken:
            yield Finding(kind=kind, place=event.case_id, at=event.seq)
    walk.heads[event.case_id] = (event.seq, event.hash)


def _case_heads(now: Snapshot, walk: _Walk) -> Iterator[Finding]:
    seen = {case.case_id: (case.version, case.head) for case in every_case(now)}
    for case_id in sorted(seen.keys() | walk.heads.keys() - OWN_CHAINS):
        version, head = seen.get(case_id, (0, None))
        last, last_hash = walk.heads.get(case_id, (0, None))
        if version != last or (last_hash is not None and head != last_hash):
            yield Finding(kind="case_head", place=case_id)


def _signed_head(now: Snapshot, key: VerifierKey, check: SignatureCheck) -> Iterator[Finding]:
    head = now.ledger_head()
    if not head.size:
        return
    try:
        signed = Checkpoint.parse(open_note(head.checkpoint, key, check))
    except AnjuanError as error:
        yield Finding(kind=error.code, place="ledger")
        return
    if signed != Checkpoint(origin=key.name, size=head.size, root=head.root):
        yield Finding(kind="tree_root", place="checkpoint", at=signed.size)


def _stored_nodes(now: Snapshot) -> Iterator[Finding]:
    """The nodes kept for proofs must lead to the root: the first leaf's path uses them all."""
    head = now.ledger_head()
    for leaf, leaf_hash in enumerate(now.ledger_leaves(0, min(1, head.size))):
        try:
            proof = now.inclusion_proof(leaf)
        except IntegrityError as error:
            yield Finding(kind=error.code, place="ledger")
            return
        if not merkle.verify_inclusion(
            leaf=leaf_hash, index=leaf, size=head.size, proof=proof, root=head.root
        ):
            yield Finding(kind="tree_nodes", place="ledger")


def _register(now: Snapshot) -> Iterator[Finding]:
    for series, year, last in now.series():
        rows = {row.serial: row for row in now.numbers(series, year)}
        for serial in range(1, max(last, *rows, 0) + 1):
            row = rows.get(serial)
            if row is None or serial > last:
                yield Finding(kind="number_gap", place=f"{series}/{year}", at=serial)
            elif _dangling(now, row):
                yield Finding(kind="number_dangling", place=f"{series}/{year}", at=serial)


def _dangling(now: Snapshot, row: NumberRow) -> bool:
    if row.status == "issued":
        return row.case_id is None or now.case(row.case_id) is None
    return row.status == "voided" and not row.reason
