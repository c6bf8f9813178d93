"""The ledger's tree in rows: one head, and tiles of 256 hashes (C2SP tlog-tiles layout).

A full tile is written once; the newest leaves are read from the events themselves, so an ordinary
append touches the head alone. Refuses to know what an event says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine import merkle
from engine.checkpoint import Checkpoint, LogSigner, sign_note
from engine.errors import IntegrityError
from engine.merkle import HASH_SIZE
from engine.storage_rows import LedgerHead
from storage.statements import Statements

#: Hashes per tile, and the number of tree levels one tile spans.
WIDTH = 256
_SPAN = 8

_READ_HEAD = "SELECT size, frontier, root, checkpoint FROM ledger WHERE id = 1"
_WRITE_HEAD = (
    "INSERT INTO ledger (id, size, frontier, root, checkpoint) VALUES (1, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier, "
    "root = excluded.root, checkpoint = excluded.checkpoint"
)
_READ_TILE = "SELECT data FROM tiles WHERE level = ? AND position = ?"
_WRITE_TILE = (
    "INSERT INTO tiles (level, position, data) VALUES (?, ?, ?) "
    "ON CONFLICT (level, position) DO UPDATE SET data = excluded.data"
)
_READ_LEAVES = "SELECT leaf_hash FROM events WHERE leaf >= ? AND leaf < ? ORDER BY leaf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Everything an appender needs: the size and the frontier."""

    size: int
    frontier: tuple[bytes, ...]


def read_head(statements: Statements) -> Head:
    """The newest head, empty before the first event."""
    row = statements.one(_READ_HEAD)
    return Head(size=row[0], frontier=_split(row[1])) if row else Head(size=0, frontier=())


def read_ledger_head(statements: Statements) -> LedgerHead:
    """The newest head as the engine sees it."""
    row = statements.one(_READ_HEAD)
    if row is None:
        return LedgerHead(size=0, root=merkle.EMPTY_ROOT, checkpoint="")
    return LedgerHead(size=row[0], root=row[2], checkpoint=row[3], frontier=_split(row[1]))


def grow(
    statements: Statements, head: Head, leaves: Sequence[bytes], signers: Sequence[LogSigner]
) -> str:
    """Add leaves (already recorded with their events), sign the new head, answer the note."""
    size, frontier = head.size, head.frontier
    for leaf in leaves:
        frontier = merkle.frontier_append(frontier, size, leaf)
        size += 1
        if size % WIDTH == 0:
            _complete_tile(statements, size // WIDTH - 1)
    root = merkle.frontier_root(frontier)
    text = Checkpoint(origin=signers[0].key.name, size=size, root=root).text()
    note = sign_note(text, signers)
    statements.run(_WRITE_HEAD, (size, b"".join(frontier), root, note))
    return note


def _complete_tile(statements: Statements, position: int) -> None:
    first = position * WIDTH
    rows = statements.all(_READ_LEAVES, (first, first + WIDTH))
    data = b"".join(row[0] for row in rows)
    level = 0
    while True:
        statements.run(_WRITE_TILE, (level, position, data))
        if len(data) < WIDTH * HASH_SIZE:
            return
        level, above = level + 1, position // WIDTH
        started = statements.one(_READ_TILE, (level, above))
        data, position = (started[0] if started else b"") + merkle.fold(_split(data)), above


class TileNodes:
    """Perfect subtrees of the stored tree, read tile by tile and kept for one proof."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._read: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """See `engine.merkle.NodeAt`; raises IntegrityError `tree_nodes` where rows are missing."""
        tier, height = divmod(level, _SPAN)
        first = index << height
        start = first % WIDTH * HASH_SIZE
        data = self._tile(tier, first // WIDTH)[start : start + (HASH_SIZE << height)]
        if len(data) != HASH_SIZE << height:
            raise IntegrityError("tree_nodes", level=level, index=index)
        return merkle.fold(_split(data))

    def _tile(self, tier: int, position: int) -> bytes:
        place = (tier, position)
        if place not in self._read:
            stored = self._statements.one(_READ_TILE, place)
            self._read[place] = stored[0] if stored else self._newest(position)
        return self._read[place]

    def _newest(self, position: int) -> bytes:
        first = position * WIDTH
        rows = self._statements.all(_READ_LEAVES, (first, first + WIDTH))
        return b"".join(row[0] for row in rows)


def _split(joined: bytes) -> tuple[bytes, ...]:
    return tuple(joined[i : i + HASH_SIZE] for i in range(0, len(joined), HASH_SIZE))
