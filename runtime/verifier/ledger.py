"""The ledger: each event bound to the one before it, all of them under a signed tree head.

Chain: SHA-256 of each event's bytes stands in the next event. Tree: RFC 6962 leaf and node hashes.
Tree head: a C2SP checkpoint in a signed note, Ed25519. Private part: SHA-256(salt ‖ canonical
inputs) stands in the event.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime
from typing import NamedTuple

from runtime.verifier.bag import Bag, Told, canonical, strict_json
from runtime.verifier.ed25519 import ed25519_holds
from runtime.verifier.finding import Findings, Place

EVENTS, CHECKPOINT, LOG_KEY = "audit/events.jsonl", "audit/checkpoint", "audit/log.vkey"
GENESIS = "0" * 64
LOG_SIGNS, WITNESS_COSIGNS = 0x01, 0x04
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
RELIABLE, KEPT = "ESL 13", "APL 47"


class Event(NamedTuple):
    """One act on the case, as recorded."""

    seq: int
    leaf: int
    body: Told
    private: Told
    at: datetime
    hash: str

    @property
    def documents(self) -> list[Told]:
        """The documents as they were after this act."""
        return list(self.body["documents"])

    @property
    def inputs(self) -> Told:
        """What was handed in."""
        return dict(self.private.get("inputs", {}))


def leaf_hash(data: bytes) -> bytes:
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether the path leads from a leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, seen = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            seen = node_hash(sibling, seen)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            seen = node_hash(seen, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and seen == root


class Head(NamedTuple):
    """Size and root of the ledger, as signed."""

    origin: str
    size: int
    root: bytes


def check_ledger(bag: Bag, out: Findings) -> list[Event]:
    """Every event that can be read, after checking chain, private parts, tree and signatures."""
    events: list[Event] = []
    raw: dict[int, bytes] = {}
    before = GENESIS
    lines = bag.bytes(EVENTS).split(b"\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == b"" else lines, 1):
        event, body = _read(line, number, out)
        if event is None:
            before = ""
            continue
        _linked(event, body, number, before, out)
        before = hashlib.sha256(body).hexdigest()
        raw[event.seq] = body
        events.append(event)
    if not events:
        out.add("ledger_empty", Place(EVENTS), law=KEPT)
    _in_order(events, out)
    head = check_head(bag, out)
    _proved(bag, events, raw, head, out)
    out.count("events", len(events))
    return events


def _read(line: bytes, number: int, out: Findings) -> tuple[Event | None, bytes]:
    try:
        entry = _object(line)
        body_text, private_text = str(entry["body"]), str(entry.get("private") or "{}")
        body, private = _object(body_text.encode()), _object(private_text.encode())
        event = Event(
            seq=body["seq"],
            leaf=entry["leaf"],
            body=body,
            private=private,
            at=_moment(body["at"]),
            hash=str(entry.get("hash", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        out.add("event_unreadable", Place(EVENTS), event=number, law=KEPT, line=number)
        return None, b""
    if entry.get("seq") != body["seq"] or body["seq"] != number:
        out.add("event_order", Place(EVENTS), event=number, law=KEPT, found=body["seq"])
    if canonical(body) != body_text.encode():
        out.add("event_form", Place(EVENTS), event=number, law=RELIABLE)
    return event, body_text.encode()


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _object(data: bytes) -> Told:
    found = strict_json(data)
    if not isinstance(found, dict):
        raise TypeError(type(found))
    return found


def _linked(event: Event, body: bytes, number: int, before: str, out: Findings) -> None:
    if event.hash != hashlib.sha256(body).hexdigest():
        out.add("event_hash", Place(EVENTS), event=number, law=RELIABLE)
    if event.body.get("prev") != before:
        out.add("event_chain", Place(EVENTS), event=number, law=RELIABLE, before=number - 1)
    private = event.private
    try:
        salted = bytes.fromhex(private["salt"]) + canonical(private["inputs"])
        fits = hashlib.sha256(salted).hexdigest() == event.body.get("inputs")
    except (KeyError, ValueError, TypeError):
        fits = False
    if not fits:
        out.add("private_changed", Place(EVENTS), event=number, law=RELIABLE)
    for made in event.body.get("documents", []):
        if made.get("commitment") and not _committed(event, made):
            out.add("words_changed", Place(EVENTS), event=number, law=RELIABLE, id=made["id"])


def _committed(event: Event, made: Told) -> bool:
    """Whether the words kept for a document hash to the root the event names."""
    kept = event.private.get("printed", {}).get(made["id"])
    if kept is None:  # committed to by an earlier event of the same document
        return True
    head = canonical(
        {
            "case": event.body["case"],
            "document": made["id"],
            "form": made["form"],
            "number": made["number"],
            "composed_at": made["composed_at"],
        }
    ).decode()
    runs = [("document", head), ("shape", kept["shape"])]
    runs += [(key, run) for key, texts in kept["texts"] for run in texts]
    secret = bytes.fromhex(kept["secret"])
    hashes = [
        leaf_hash(_salt(secret, number) + f"{key}\n{run}".encode())
        for number, (key, run) in enumerate(runs)
    ]
    return root_of(hashes).hex() == str(made["commitment"])


def _salt(secret: bytes, number: int) -> bytes:
    purpose = b"anjuan/printed/1" + number.to_bytes(4, "big")
    return hmac.new(secret, purpose, hashlib.sha256).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes (RFC 9162, 2.1.1)."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(root_of(hashes[:middle]), root_of(hashes[middle:]))


def _in_order(events: list[Event], out: Findings) -> None:
    """Moments and places in the ledger only grow, and all events are of one case."""
    for earlier, later in zip(events, events[1:]):
        if later.at < earlier.at:
            out.add(
                "moment_order",
                Place(EVENTS),
                event=later.seq,
                law="APL 54(1)",
                at=later.body["at"],
                before=earlier.body["at"],
            )
        if later.leaf <= earlier.leaf:
            out.add("leaf_order", Place(EVENTS), event=later.seq, law=RELIABLE)
        if later.body.get("case") != earlier.body.get("case"):
            out.add("event_foreign", Place(EVENTS), event=later.seq, law=KEPT)


# -- notes, keys and proofs ------------------------------------------------------------------------


def _base64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def read_key(text: str) -> tuple[str, int, bytes, bytes] | None:
    """Name, type, public key and key id of a C2SP vkey; None when it is malformed."""
    name, _, rest = text.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    raw = _base64(encoded)
    if not name or raw is None or len(raw) != 33:
        return None
    wanted = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    return (name, raw[0], raw[1:], wanted) if wanted.hex() == identity else None


def check_head(bag: Bag, out: Findings) -> Head | None:
    """The checkpoint, when the log's key signed it; cosignatures that are there must hold."""
    place = Place(CHECKPOINT)
    note = bag.text(CHECKPOINT)
    text, gap, tail = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    root = _base64(lines[2]) if len(lines) > 3 else None
    if not gap or root is None or len(root) != 32 or not lines[1].isdigit():
        out.add("checkpoint_unreadable", place, law=RELIABLE)
        return None
    key = read_key(bag.text(LOG_KEY))
    if key is None or key[1] != LOG_SIGNS:
        out.add("log_key_unreadable", Place(LOG_KEY), law=RELIABLE)
        return None
    signatures = signatures_below(tail)
    mine = [s for name, s in signatures if (name, s[:4]) == (key[0], key[3])]
    if lines[0] != key[0]:
        out.add("checkpoint_origin", place, law=RELIABLE, origin=lines[0], key=key[0])
    if not mine or not all(ed25519_holds(key[2], text.encode(), s[4:]) for s in mine):
        out.add("checkpoint_signature", place, law=RELIABLE)
    _cosigned(bag, text, signatures, out)
    return Head(lines[0], int(lines[1]), root)


def signatures_below(tail: str) -> list[tuple[str, bytes]]:
    """Names and blobs of the signature lines below the text of a note."""
    found = []
    for line in tail.rstrip("\n").split("\n"):
        name, _, encoded = line[2:].partition(" ")
        signature = _base64(encoded)
        if line.startswith("— ") and signature:
            found.append((name, signature))
    return found


def _cosigned(bag: Bag, text: str, signatures: list[tuple[str, bytes]], out: Findings) -> None:
    """C2SP tlog-cosignature: eight bytes of time, then a signature over time and note."""
    keys = [n for n in bag.below("audit/") if n.startswith("audit/witness")]
    if not keys:
        out.could_not("no_witness")
    for file in keys:
        for line in bag.text(file).split():
            key = read_key(line)
            if key is None or key[1] != WITNESS_COSIGNS:
                out.add("witness_key_unreadable", Place(file), law=RELIABLE)
                continue
            mine = [s[4:] for name, s in signatures if (name, s[:4]) == (key[0], key[3])]
            if not mine:
                out.add("witness_silent", Place(file), law=RELIABLE, name=key[0])
            for signed in mine:
                moment = int.from_bytes(signed[:8], "big")
                message = f"cosignature/v1\ntime {moment}\n{text}".encode()
                if not ed25519_holds(key[2], message, signed[8:]):
                    out.add("witness_signature", Place(CHECKPOINT), law=RELIABLE, name=key[0])
                out.count("witnesses")


def _proved(
    bag: Bag, events: list[Event], raw: dict[int, bytes], head: Head | None, out: Findings
) -> None:
    """One proof per event, each leading to the root of the one checkpoint."""
    wanted = {f"audit/proofs/{event.seq:04}.tlog-proof": event for event in events}
    for name in sorted(set(bag.below("audit/proofs/")) - wanted.keys()):
        out.add("proof_foreign", Place(name), law=RELIABLE)
    for name, event in wanted.items():
        place = Place(name)
        if name not in bag.files:
            out.add("proof_missing", place, event=event.seq, law=RELIABLE)
            continue
        proof = _proof(bag.text(name))
        if proof is None:
            out.add("proof_unreadable", place, event=event.seq, law=RELIABLE)
            continue
        index, path, note = proof
        if note != bag.text(CHECKPOINT) or index != event.leaf:
            out.add("proof_other", place, event=event.seq, law=RELIABLE)
        leaf = leaf_hash(raw[event.seq])
        if head and not included(leaf, index, head.size, path, head.root):
            out.add("proof_wrong", place, event=event.seq, law=RELIABLE)
        out.count("proofs")


def _proof(text: str) -> tuple[int, list[bytes], str] | None:
    start, gap, note = text.partition("\n\n")
    lines = start.split("\n")
    if not gap or lines.pop(0) != PROOF_HEADER:
        return None
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    if not lines or not lines[0].startswith("index ") or not lines[0][6:].isdigit():
        return None
    path = [_base64(line) or b"" for line in lines[1:]]
    if any(len(one) != 32 for one in path):
        return None
    return int(lines[0][6:]), path, note
