"""Whether the ledger still has the past somebody kept heads of, and where the two part.

Knows recorded leaves only; that they are those of the events is checked with the ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine import merkle
from engine.checkpoint import Checkpoint
from engine.storage_ports import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The ledger against the heads somebody kept."""

    #: Leaves of the ledger now.
    size: int
    #: The greatest kept size up to which the ledger is the one that was kept, or 0.
    agrees: int
    #: The smallest kept size at which it is another one; None where there is none.
    parts: int | None
    #: The greatest kept size beyond the ledger's end; None where there is none.
    beyond: int | None


def past_of(view: Snapshot, kept: Iterable[Checkpoint]) -> Past:
    """Compare the ledger with kept heads of it, in one pass over its leaves."""
    wanted = sorted(kept, key=lambda head: head.size)
    size = view.ledger_head().size
    roots = _roots(view, {head.size for head in wanted if head.size <= size})
    same = [head.size for head in wanted if roots.get(head.size) == head.root]
    other = [h.size for h in wanted if h.size in roots and roots[h.size] != h.root]
    beyond = [head.size for head in wanted if head.size > size]
    parts = min(other, default=None)
    agreeing = [at for at in same if parts is None or at < parts]
    return Past(
        size=size,
        agrees=max(agreeing, default=0),
        parts=parts,
        beyond=max(beyond, default=None),
    )


def _roots(view: Snapshot, sizes: set[int]) -> dict[int, bytes]:
    found = {0: merkle.EMPTY_ROOT} if 0 in sizes else {}
    frontier: tuple[bytes, ...] = ()
    for at, leaf in enumerate(view.ledger_leaves(0, max(sizes, default=0))):
        frontier = merkle.frontier_append(frontier, at, leaf)
        if at + 1 in sizes:
            found[at + 1] = merkle.frontier_root(frontier)
    return found


def moved_since(view: Snapshot, size: int) -> tuple[int, Sequence[str]]:
    """Return how many leaves there are beyond a size, and which chains they belong to, sorted."""
    events = list(view.ledger_events(size))
    return len(events), sorted({event.case_id for event in events})
