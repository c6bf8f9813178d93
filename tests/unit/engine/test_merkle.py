"""Held to vectors written by others, and differentially to another implementation."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from engine import merkle

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "merkle"


def vectors(name):
    path = VECTORS / name
    if not path.exists():
        return [pytest.param(None, marks=pytest.mark.skip(f"foreign vectors missing: {path}"))]
    loaded = json.loads(path.read_text())
    return [pytest.param(v, id=v["file"]) for v in loaded["vectors"]]


def foreign(name):
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"foreign vectors missing: {path}")
    return json.loads(path.read_text())


def decode(value):
    return base64.b64decode(value) if value else b""


@pytest.mark.parametrize("vector", vectors("inclusion.json"))
def test_foreign_inclusion_proof(vector):
    held = merkle.verify_inclusion(
        leaf=decode(vector["leafHash"]),
        index=vector["leafIdx"],
        size=vector["treeSize"],
        proof=[decode(p) for p in vector["proof"] or ()],
        root=decode(vector["root"]),
    )
    assert held is not vector["wantErr"]


@pytest.mark.parametrize("vector", vectors("consistency.json"))
def test_foreign_consistency_proof(vector):
    held = merkle.verify_consistency(
        old=vector["size1"],
        new=vector["size2"],
        proof=[decode(p) for p in vector["proof"] or ()],
        old_root=decode(vector["root1"]),
        new_root=decode(vector["root2"]),
    )
    assert held is not vector["wantErr"]


def test_certificate_transparency_reference_tree():
    tree = foreign("ct_reference_tree.json")
    leaves = [merkle.leaf_hash(bytes.fromhex(x)) for x in tree["leaf_inputs_hex"]]
    roots = [merkle.root(leaves[:n]).hex() for n in range(len(leaves) + 1)]
    assert roots == tree["root_hex_by_size"]
    assert [merkle.root_at(merkle.nodes_of(leaves), n).hex() for n in range(9)] == roots


def test_tessera_log_from_its_entries():
    log = foreign("tessera_tiles.json")
    widest = max(log["entry_bundle_b64_by_width"], key=int)
    bundle = decode(log["entry_bundle_b64_by_width"][widest])
    entries = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    leaves = [merkle.leaf_hash(e) for e in entries]
    assert b"".join(leaves) == decode(log["hash_tile_level0_b64_by_width"][widest])
    for size, note in log["checkpoint_by_size"].items():
        assert decode(note.split("\n")[2]) == merkle.root(leaves[: int(size)])


LEAVES = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


@given(LEAVES, st.data())
def test_every_proof_made_is_accepted_and_no_altered_one(data, draw):
    leaves = [merkle.leaf_hash(d) for d in data]
    node = merkle.nodes_of(leaves)
    size = draw.draw(st.integers(1, len(leaves)))
    index = draw.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(node, index, size)
    root = merkle.root(leaves[:size])
    claim = {"leaf": leaves[index], "index": index, "size": size, "root": root}
    assert merkle.verify_inclusion(**claim, proof=proof)
    assert not merkle.verify_inclusion(**claim, proof=(*proof, bytes(32)))
    if proof:
        at = draw.draw(st.integers(0, len(proof) - 1))
        bent = [*proof]
        bent[at] = bytes([bent[at][0] ^ 1]) + bent[at][1:]
        assert not merkle.verify_inclusion(**claim, proof=bent)
        assert not merkle.verify_inclusion(**claim, proof=proof[:-1])


@given(LEAVES, st.data())
def test_a_longer_log_is_consistent_with_every_earlier_one(data, draw):
    leaves = [merkle.leaf_hash(d) for d in data]
    new = draw.draw(st.integers(1, len(leaves)))
    old = draw.draw(st.integers(1, new))
    proof = merkle.consistency_proof(merkle.nodes_of(leaves), old, new)
    roots = {"old_root": merkle.root(leaves[:old]), "new_root": merkle.root(leaves[:new])}
    assert merkle.verify_consistency(old=old, new=new, proof=proof, **roots)
    if old != new:
        forged = {**roots, "old_root": merkle.leaf_hash(roots["old_root"])}
        assert not merkle.verify_consistency(old=old, new=new, proof=proof, **forged)


@given(LEAVES)
def test_roots_and_paths_equal_those_of_pymerkle(data):
    tree = InmemoryTree(algorithm="sha256")
    leaves = []
    for size, entry in enumerate(data, start=1):
        tree.append_entry(entry)
        leaves.append(merkle.leaf_hash(entry))
        assert tree.get_root(size) == merkle.root(leaves)
    for index in (0, len(data) // 2, len(data) - 1):
        path = tree.prove_inclusion(index + 1, len(data)).path
        assert tuple(path[1:]) == merkle.inclusion_proof(merkle.nodes_of(leaves), index, len(data))


def test_proofs_outside_the_tree_are_refused():
    node = merkle.nodes_of([merkle.leaf_hash(b"a")])
    with pytest.raises(ValueError, match="1"):
        merkle.inclusion_proof(node, 1, 1)
    with pytest.raises(ValueError, match="2"):
        merkle.consistency_proof(node, 2, 1)
