"""The ledger's tree: leaves, roots, proofs and their verifiers (RFC 6962 §2, RFC 9162 §2.1).

Knows SHA-256 and positions. Refuses to know where nodes are kept: proofs ask a `NodeAt` for the
perfect subtrees they need, so the same code serves a list in memory and tiles in a database.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

#: `(level, index)` to the hash of the perfect subtree over leaves `[index << level, +1 << level)`.
NodeAt = Callable[[int, int], bytes]

HASH_SIZE = 32
EMPTY_ROOT = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf: SHA-256(0x00 || data) (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right) (RFC 9162 §2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root of a perfect subtree whose leaves (a power of two of them) are given as hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def frontier_append(frontier: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """The frontier of `size + 1` leaves.

    A frontier holds the roots of the perfect subtrees that make up `size` leaves, widest first:
    one hash per set bit of `size`. It is all an appender must keep.
    """
    grown = [*frontier, leaf]
    while size & 1:
        right = grown.pop()
        grown[-1] = node_hash(grown[-1], right)
        size >>= 1
    return tuple(grown)


def frontier_root(frontier: Sequence[bytes]) -> bytes:
    """Root of the tree a frontier stands for."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def root(leaves: Sequence[bytes]) -> bytes:
    """Merkle tree hash of the given leaf hashes (RFC 9162 §2.1.1)."""
    frontier: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        frontier = frontier_append(frontier, size, leaf)
    return frontier_root(frontier)


def nodes_of(leaves: Sequence[bytes]) -> NodeAt:
    """Perfect subtrees over leaf hashes held in memory."""
    return lambda level, index: fold(leaves[index << level : (index + 1) << level])


def root_at(node: NodeAt, size: int) -> bytes:
    """Root over the first `size` leaves."""
    return _range_hash(node, 0, size) if size else EMPTY_ROOT


def inclusion_proof(node: NodeAt, index: int, size: int) -> tuple[bytes, ...]:
    """Audit path of leaf `index` in the tree of `size` leaves (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(index, size)
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_range_hash(node, middle, end))
            end = middle
        else:
            path.append(_range_hash(node, begin, middle))
            begin = middle
    return tuple(reversed(path))


def consistency_proof(node: NodeAt, old: int, new: int) -> tuple[bytes, ...]:
    """Proof that the tree of `new` leaves extends the one of `old` (RFC 9162 §2.1.4.1)."""
    if not 0 <= old <= new:
        raise ValueError(old, new)
    if old in (0, new):
        return ()
    path: list[bytes] = []
    begin, end = 0, new
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(_range_hash(node, middle, end))
            end = middle
        else:
            path.append(_range_hash(node, begin, middle))
            begin = middle
    if begin:
        path.append(_range_hash(node, begin, end))
    return tuple(reversed(path))


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` shows `leaf` at `index` under `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _all_hashes((leaf, root, *proof)):
        return False
    at, last, seen = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            seen = node_hash(sibling, seen)
            at, last = _skip_left_edges(at, last)
        else:
            seen = node_hash(seen, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and seen == root


def verify_consistency(
    *, old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether `proof` shows that `new_root` extends `old_root` (RFC 9162 §2.1.4.2).

    Nothing can be proved about an empty old tree; the answer is then no.
    """
    if old == new and old:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof or not _all_hashes((old_root, new_root, *proof)):
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    seen_old = seen_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            seen_old, seen_new = node_hash(sibling, seen_old), node_hash(sibling, seen_new)
            at, last = _skip_left_edges(at, last)
        else:
            seen_new = node_hash(seen_new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and seen_old == old_root and seen_new == new_root


def _skip_left_edges(at: int, last: int) -> tuple[int, int]:
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_hash(node: NodeAt, begin: int, end: int) -> bytes:
    """Root over leaves `[begin, end)`, where `begin` is aligned to the range's width."""
    width = end - begin
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, begin >> level)
    middle = begin + _split(width)
    return node_hash(_range_hash(node, begin, middle), _range_hash(node, middle, end))


def _all_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
