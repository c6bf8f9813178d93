"""The whole bag: the ledger's key has signed for every file as it was when the dossier left.

`audit/bag.note` names the digest of the tag manifest without the note's own line; through both
manifests that is every byte of the bag, registers, roster and this program included.
"""

from __future__ import annotations

import hashlib

from runtime.verifier.bag import TAGS, Bag
from runtime.verifier.ed25519 import ed25519_holds
from runtime.verifier.finding import Findings, Place
from runtime.verifier.ledger import LOG_KEY, LOG_SIGNS, RELIABLE, read_key, signatures_below

NOTE = "audit/bag.note"
VOUCHED = "anjuan-bag/v1"


def check_vouched(bag: Bag, case: str, out: Findings) -> None:
    """The note is about this bag and this case, and signed by the log's key."""
    place = Place(NOTE)
    if NOTE not in bag.files:
        out.add("bag_note_missing", place, law=RELIABLE)
        return
    text, _, tail = bag.text(NOTE).rpartition("\n\n")
    text += "\n"
    key = read_key(bag.text(LOG_KEY))
    if key is None or key[1] != LOG_SIGNS:
        return  # told of with the checkpoint
    mine = [s[4:] for name, s in signatures_below(tail) if (name, s[:4]) == (key[0], key[3])]
    if not mine or not all(ed25519_holds(key[2], text.encode(), one) for one in mine):
        out.add("bag_note_signature", place, law=RELIABLE)
    own = f"  {NOTE}\n".encode()
    lines = bag.bytes(TAGS).splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(line for line in lines if not line.endswith(own))).hexdigest()
    if text != f"{VOUCHED}\n{key[0]}\n{case}\n{digest}\n":
        out.add("bag_note_other", place, law=RELIABLE)
