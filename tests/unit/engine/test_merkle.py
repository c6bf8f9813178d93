"""Held to vectors written by others, and differentially to another implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InclusionProof, InmemoryTree, InvalidProof
from pymerkle import verify_consistency as their_consistency
from pymerkle import verify_inclusion as their_inclusion

from engine import merkle
from tests import merkle_vectors as foreign

MISSING = pytest.mark.skipif(
    not foreign.VECTORS.is_dir(), reason=f"foreign vectors missing: {foreign.VECTORS}"
)


def vectors(name):
    if not foreign.VECTORS.is_dir():
        return [pytest.param(None, marks=MISSING)]
    return [pytest.param(v, id=v["file"]) for v in foreign.loaded(name)["vectors"]]


@pytest.mark.parametrize("vector", vectors("inclusion.json"))
def test_foreign_inclusion_proof(vector):
    assert foreign.inclusion(vector)


@pytest.mark.parametrize("vector", vectors("consistency.json"))
def test_foreign_consistency_proof(vector):
    assert foreign.consistency(vector)


@MISSING
def test_certificate_transparency_reference_tree():
    found = dict(foreign.reference_tree(foreign.loaded("ct_reference_tree.json")))
    assert len(found) == 9 + 15
    assert all(found.values()), found


@MISSING
def test_tessera_log_from_its_entries():
    found = dict(foreign.tiled_log(foreign.loaded("tessera_tiles.json")))
    assert len(found) == 15 + 16
    assert all(found.values()), found


@MISSING
def test_every_foreign_vector_is_counted_and_agrees():
    """98 inclusion proofs, 98 consistency proofs, 18 notes; the trees' values come on top."""
    found = list(foreign.held())
    assert foreign.counted(found, foreign.VERDICTS) == (214, 214)
    assert foreign.counted(found, foreign.TREES) == (55, 55)


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


# -- against another implementation ----------------------------------------------------------------


def their_tree(data):
    tree = InmemoryTree(algorithm="sha256")
    for entry in data:
        tree.append_entry(entry)
    return tree


@given(LEAVES)
def test_roots_of_every_size_equal_those_of_pymerkle(data):
    tree, leaves = their_tree(data), [merkle.leaf_hash(entry) for entry in data]
    for size in range(1, len(data) + 1):
        assert tree.get_root(size) == merkle.root(leaves[:size])
        assert tree.get_root(size) == merkle.root_at(merkle.nodes_of(leaves), size)


@given(LEAVES, st.data())
def test_inclusion_proofs_are_pymerkles_and_pass_its_verifier(data, draw):
    tree, leaves = their_tree(data), [merkle.leaf_hash(entry) for entry in data]
    size = draw.draw(st.integers(1, len(data)))
    index = draw.draw(st.integers(0, size - 1))
    theirs, ours = (
        tree.prove_inclusion(index + 1, size),
        merkle.inclusion_proof(merkle.nodes_of(leaves), index, size),
    )
    assert tuple(theirs.path[1:]) == ours
    given_ours = InclusionProof(
        algorithm="sha256",
        security=True,
        size=size,
        index=index + 1,
        rule=theirs.rule,
        path=[leaves[index], *ours],
    )
    root = merkle.root(leaves[:size])
    their_inclusion(leaves[index], root, given_ours, index=index + 1, size=size)
    other = draw.draw(st.integers(0, len(data) - 1))
    claim = {"leaf": leaves[other], "index": index, "size": size, "proof": ours}
    ours_holds = merkle.verify_inclusion(**claim, root=root)
    assert ours_holds == _holds(their_inclusion, leaves[other], root, given_ours)


@given(LEAVES, st.data())
def test_consistency_of_any_two_sizes_is_judged_as_pymerkle_judges_it(data, draw):
    tree, leaves = their_tree(data), [merkle.leaf_hash(entry) for entry in data]
    new = draw.draw(st.integers(1, len(data)))
    old = draw.draw(st.integers(1, new))
    theirs = tree.prove_consistency(old, new)
    ours = merkle.consistency_proof(merkle.nodes_of(leaves), old, new)
    roots = merkle.root(leaves[:old]), merkle.root(leaves[:new])
    their_consistency(*roots, theirs, prior_size=old, later_size=new)
    claim = {"old": old, "new": new, "proof": ours}
    assert merkle.verify_consistency(
        **claim, old_root=tree.get_root(old), new_root=tree.get_root(new)
    )
    wrong = draw.draw(st.integers(1, len(data)))
    past = merkle.root(leaves[:wrong])
    assert merkle.verify_consistency(**claim, old_root=past, new_root=roots[1]) == _holds(
        their_consistency, past, roots[1], theirs
    )


def _holds(verify, *claim):
    try:
        verify(*claim)
    except InvalidProof:
        return False
    return True


def test_proofs_outside_the_tree_are_refused():
    node = merkle.nodes_of([merkle.leaf_hash(b"a")])
    with pytest.raises(ValueError, match="1"):
        merkle.inclusion_proof(node, 1, 1)
    with pytest.raises(ValueError, match="2"):
        merkle.consistency_proof(node, 2, 1)
