"""The per-case chain: every event's body names the hash of the one before it.

Knows canonical JSON bodies and SHA-256. Refuses to know what an event means or where it is kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

#: What the first event of a case names as its predecessor.
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One stored event as the chain sees it."""

    seq: int
    body: bytes
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """Where a chain fails; `kind` is order, body, prev or declared."""

    seq: int
    kind: str


def event_hash(body: bytes) -> bytes:
    """Hash of an event: SHA-256 of its body, which itself names the previous hash."""
    return sha256(body).digest()


def declared_prev(body: bytes) -> bytes | None:
    """The previous hash a body names in its `prev` member (hex), or None if it names none."""
    try:
        prev = json.loads(body)["prev"]
        return bytes.fromhex(prev)
    except (ValueError, KeyError, TypeError):
        return None


def names_prev(body: bytes, prev: bytes) -> bool:
    """Whether a body just written names `prev`; canonical bodies need not be taken apart for it.

    For whoever is about to record a body of his own; an audit asks `declared_prev`.
    """
    return f'"prev":"{prev.hex()}"'.encode() in body or declared_prev(body) == prev


def broken_links(links: Iterable[Link]) -> Iterator[BrokenLink]:
    """Every place where the chain from `GENESIS` on does not hold."""
    previous = GENESIS
    for position, link in enumerate(links, start=1):
        if link.seq != position:
            yield BrokenLink(seq=link.seq, kind="order")
        if event_hash(link.body) != link.hash:
            yield BrokenLink(seq=link.seq, kind="body")
        if link.prev_hash != previous:
            yield BrokenLink(seq=link.seq, kind="prev")
        if declared_prev(link.body) != link.prev_hash:
            yield BrokenLink(seq=link.seq, kind="declared")
        previous = link.hash
