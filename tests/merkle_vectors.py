"""Every Merkle and signed-note vector others have written, held against the engine.

Run from the project folder: `python -m tests.merkle_vectors`. Counts file by file; the exit code is
1 when a verdict differs from the one the vector gives, 2 when the vectors are not there.
"""

import base64
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from engine import merkle
from engine.checkpoint import Checkpoint, VerifierKey, open_note
from engine.errors import AnjuanError
from storage.logkey import verify_ed25519

VECTORS = Path(__file__).parents[2] / "shared" / "vectors" / "merkle"
#: Files whose vectors are verdicts of their own; the others hold whole trees.
VERDICTS = ("inclusion.json", "consistency.json", "signed_notes.json")
TREES = ("ct_reference_tree.json", "tessera_tiles.json")


@dataclass(frozen=True)
class Held:
    """One vector, and whether the engine agrees with it."""

    file: str
    name: str
    agrees: bool


def loaded(file):
    """A file of vectors; raises FileNotFoundError that says where they should be."""
    return json.loads((VECTORS / file).read_text("utf-8"))


def decoded(value):
    """Base64; nothing for an absent value."""
    return base64.b64decode(value) if value else b""


def inclusion(vector):
    """Whether the verdict on an inclusion proof is the vector's."""
    held = merkle.verify_inclusion(
        leaf=decoded(vector["leafHash"]),
        index=vector["leafIdx"],
        size=vector["treeSize"],
        proof=[decoded(p) for p in vector["proof"] or ()],
        root=decoded(vector["root"]),
    )
    return held is not vector["wantErr"]


def consistency(vector):
    """Whether the verdict on a consistency proof is the vector's."""
    held = merkle.verify_consistency(
        old=vector["size1"],
        new=vector["size2"],
        proof=[decoded(p) for p in vector["proof"] or ()],
        old_root=decoded(vector["root1"]),
        new_root=decoded(vector["root2"]),
    )
    return held is not vector["wantErr"]


def signed_note(vector):
    """Whether a note opens with its key, and not once its text is another."""
    key = VerifierKey.parse(vector["vkey"])
    text = open_note(vector["note"], key, verify_ed25519)
    try:
        open_note("x" + vector["note"], key, verify_ed25519)
    except AnjuanError:
        return str(key) == vector["vkey"] and vector["note"].startswith(text + "\n")
    return False


def reference_tree(tree):
    """Every root and every node of the Certificate Transparency tree, each as name and verdict."""
    leaves = [merkle.leaf_hash(bytes.fromhex(x)) for x in tree["leaf_inputs_hex"]]
    for size, root in enumerate(tree["root_hex_by_size"]):
        stored = merkle.root_at(merkle.nodes_of(leaves), size)
        yield f"root {size}", merkle.root(leaves[:size]).hex() == root == stored.hex()
    node = merkle.nodes_of(leaves)
    for level, row in enumerate(tree["node_hex_by_level"]):
        for index, value in enumerate(row):
            yield f"node {level}/{index}", node(level, index).hex() == value


def tiled_log(log):
    """Every bundle, tile and signed head of a tiled log, each as name and verdict."""
    entries = {int(w): _entries(decoded(b)) for w, b in log["entry_bundle_b64_by_width"].items()}
    leaves = [merkle.leaf_hash(e) for e in entries[max(entries)]]
    for width, told in entries.items():
        tile = decoded(log["hash_tile_level0_b64_by_width"][str(width)])
        same = [merkle.leaf_hash(e) for e in told] == leaves[:width]
        yield f"tile {width}", same and b"".join(leaves[:width]) == tile
    key = VerifierKey.parse(log["verifier_key"])
    for size, note in log["checkpoint_by_size"].items():
        head = Checkpoint.parse(open_note(note, key, verify_ed25519))
        wanted = Checkpoint(origin=key.name, size=int(size), root=merkle.root(leaves[: int(size)]))
        yield f"head {size}", head == wanted


def _entries(bundle):
    found = []
    while bundle:
        length = int.from_bytes(bundle[:2])
        found.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    return found


def held():
    """Every vector of all five files."""
    judges = dict(zip(VERDICTS, (inclusion, consistency, signed_note), strict=True))
    for file, judge in judges.items():
        for number, vector in enumerate(loaded(file)["vectors"]):
            name = vector.get("file") or f"{number} {vector['from']}"
            yield Held(file, name, judge(vector))
    for file, walk in zip(TREES, (reference_tree, tiled_log), strict=True):
        for name, agrees in walk(loaded(file)):
            yield Held(file, name, agrees)


def counted(found, files):
    """How many vectors of some files agree, and how many there are."""
    here = [one for one in found if one.file in files]
    return sum(one.agrees for one in here), len(here)


def main():
    """Print the count; return the exit code."""
    if not VECTORS.is_dir():
        print(f"foreign vectors missing: {VECTORS}")
        return 2
    found = list(held())
    for file in (*VERDICTS, *TREES):
        print("{:<24}{:>4} of {}".format(file, *counted(found, (file,))))
    print("{:<24}{:>4} of {}".format("vectors with a verdict", *counted(found, VERDICTS)))
    print("{:<24}{:>4} of {}".format("roots, nodes and heads", *counted(found, TREES)))
    wrong = [one for one in found if not one.agrees]
    for one in wrong:
        print(f"DIFFERS {one.file} {one.name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
