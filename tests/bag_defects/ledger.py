"""Defects of the ledger: events, private parts, chain, proofs, checkpoint, witnesses."""

import base64
import copy
import json

from engine.cosignature import COSIGNATURE, cosign
from engine.record import canonical
from storage.logkey import Ed25519LogKey
from tests.bag_defects.defect import defect

RELIABLE, KEPT = "ESL 13", "APL 47"
EVENTS, CHECKPOINT = "audit/events.jsonl", "audit/checkpoint"
STRANGER = b"\x05" * 32


@defect("event changed", "event_hash", RELIABLE, file=EVENTS, event="T130")
def _(f):
    f.event("T130")["body"]["at"] = "2026-03-18T10:00:00+08:00"
    f.save_events(hashes=False)
    f.manifests()


@defect(
    "event changed and chain made anew",
    "proof_wrong",
    RELIABLE,
    file="audit/proofs/0022.tlog-proof",
    event="T130",
)
def _(f):
    f.event("T130")["body"]["at"] = "2026-03-18T16:00:00+08:00"
    f.save_events()
    f.save_index()
    f.manifests()


@defect("event left out", "event_chain", RELIABLE, file=EVENTS, event=19)
def _(f):
    f.entries.remove(f.event("T120"))
    f.save_events(hashes=False)
    f.manifests()


@defect("last events left out", "catalogue_head", KEPT, file="data/目录.json")
def _(f):
    del f.entries[-2:]
    f.save_events(hashes=False)
    f.manifests()


@defect("events exchanged", "event_order", KEPT, file=EVENTS, event=6)
def _(f):
    f.entries[5], f.entries[6] = f.entries[6], f.entries[5]
    f.save_events(hashes=False)
    f.manifests()


@defect("event written twice", "event_order", KEPT, file=EVENTS, event=7)
def _(f):
    f.entries.insert(6, copy.deepcopy(f.entries[5]))
    f.save_events(hashes=False)
    f.manifests()


@defect("event not to be read", "event_unreadable", KEPT, file=EVENTS, event=5)
def _(f):
    lines = f.read(EVENTS).split(b"\n")
    lines[4] = lines[4][:-9]
    f.write(EVENTS, b"\n".join(lines))
    f.manifests()


@defect("what the party said changed", "private_changed", RELIABLE, file=EVENTS, event="T120")
def _(f):
    f.inputs("T120")["points"] = []
    f.save_events(hashes=False)
    f.manifests()


@defect("salt changed", "private_changed", RELIABLE, file=EVENTS, event="T117")
def _(f):
    f.event("T117")["private"]["salt"] = "00" * 16
    f.save_events(hashes=False)
    f.manifests()


@defect("words kept of the decision changed", "words_changed", RELIABLE, file=EVENTS, event="T130")
def _(f):
    kept = f.event("T130")["private"]["printed"]["penalty_decision-1"]
    kept["texts"][0][1][0] += "（改）"
    f.cover()


@defect("proof forged", "proof_wrong", RELIABLE, file="audit/proofs/0010.tlog-proof", event=10)
def _(f):
    lines = f.read("audit/proofs/0010.tlog-proof").split(b"\n")
    lines[2] = b"A" * 43 + b"="
    f.write("audit/proofs/0010.tlog-proof", b"\n".join(lines))
    f.manifests()


@defect(
    "proof of another event", "proof_other", RELIABLE, file="audit/proofs/0010.tlog-proof", event=10
)
def _(f):
    f.write("audit/proofs/0010.tlog-proof", f.read("audit/proofs/0011.tlog-proof"))
    f.manifests()


@defect("proof missing", "proof_missing", RELIABLE, file="audit/proofs/0010.tlog-proof", event=10)
def _(f):
    f.remove("audit/proofs/0010.tlog-proof")
    f.manifests()


@defect("checkpoint of another key", "checkpoint_signature", RELIABLE, file=CHECKPOINT)
def _(f):
    f.save_tree(Ed25519LogKey(f.index["origin"], STRANGER))
    f.save_index()
    f.manifests()


@defect(
    "checkpoint and key exchanged",
    "log_key_other",
    RELIABLE,
    file="audit/log.vkey",
    options=("--log-key",),
)
def _(f):
    other = Ed25519LogKey(f.index["origin"], STRANGER)
    f.save_tree(other)
    f.write("audit/log.vkey", f"{other.key}\n".encode())
    f.save_index()
    f.vouched(other)


@defect("checkpoint of another ledger", "checkpoint_origin", RELIABLE, file=CHECKPOINT)
def _(f):
    f.index["origin"] = "anjuan/other/00000000"
    f.save_tree(Ed25519LogKey("anjuan/other/00000000", STRANGER))
    f.save_index()
    f.manifests()


@defect("size of the ledger changed", "checkpoint_signature", RELIABLE, file=CHECKPOINT)
def _(f):
    size = f.index["tree"]["size"]
    f.edit(CHECKPOINT, b"\n%d\n" % size, b"\n%d\n" % (size + 1))
    f.manifests()


@defect("cosignature forged", "witness_signature", RELIABLE, file=CHECKPOINT)
def _(f):
    witness = Ed25519LogKey("witness.example", STRANGER, kind=COSIGNATURE)
    stranger = Ed25519LogKey("witness.example", b"\x06" * 32, kind=COSIGNATURE)
    note = f.read(CHECKPOINT).decode()
    text = note.rpartition("\n\n")[0] + "\n"
    line = cosign(text, stranger, 1773110000)
    blob = _with_id(line, witness.key.key_id)
    _rewritten(f, note + blob)
    f.write("audit/witness.vkey", f"{witness.key}\n".encode())
    f.manifests()


@defect("cosignature missing", "witness_silent", RELIABLE, file="audit/witness.vkey")
def _(f):
    witness = Ed25519LogKey("witness.example", STRANGER, kind=COSIGNATURE)
    f.write("audit/witness.vkey", f"{witness.key}\n".encode())
    f.manifests()


def _with_id(line, key_id):
    """A signature line that claims another key."""
    start, _, encoded = line.rstrip("\n").rpartition(" ")
    blob = key_id + base64.b64decode(encoded)[4:]
    return f"{start} {base64.b64encode(blob).decode()}\n"


def _rewritten(f, note):
    """Put another checkpoint into the bag and under every proof."""
    old = f.read(CHECKPOINT)
    f.write(CHECKPOINT, note.encode())
    for name in f.names():
        if name.startswith("audit/proofs/"):
            f.edit(name, old, note.encode())


@defect("event of another case", "event_foreign", KEPT, file=EVENTS, event=12)
def _(f):
    f.entries[11]["body"]["case"] = "2026-000002"
    f.cover()


@defect("event not in canonical form", "event_form", RELIABLE, file=EVENTS, event="T102")
def _(f):
    text = canonical(f.event("T102")["body"]).decode()
    data = f.read(EVENTS).decode()
    loose = json.dumps(json.loads(text), ensure_ascii=False)
    data = data.replace(json.dumps(text, ensure_ascii=False), json.dumps(loose, ensure_ascii=False))
    f.write(EVENTS, data.encode())
    f.manifests()
