"""Offline proofs as c2sp.org/tlog-proof@v1 asks for them: written, read, refused when changed."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from engine import merkle
from engine.checkpoint import Checkpoint, VerifierKey, sign_note
from engine.errors import IntegrityError
from engine.tlog_proof import TlogProof


class Signer:
    def __init__(self):
        self._private = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
        public = self._private.public_key().public_bytes_raw()
        self.key = VerifierKey(name="anjuan.test/ledger", public=public)

    def sign(self, message):
        return self._private.sign(message)


SIGNER = Signer()


def check(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def tree(size):
    leaves = [merkle.leaf_hash(b"event %d" % n) for n in range(size)]
    head = Checkpoint(origin=SIGNER.key.name, size=size, root=merkle.root(leaves))
    return leaves, sign_note(head.text(), [SIGNER])


def proof(size, index, extra=b""):
    leaves, note = tree(size)
    path = merkle.inclusion_proof(merkle.nodes_of(leaves), index, size)
    return leaves[index], TlogProof(index=index, path=path, checkpoint=note, extra=extra)


def test_a_proof_reads_as_the_format_prescribes():
    _, one = proof(3, 2, extra=b"2026-000001/3")
    first, said, index, sibling, empty, *note = one.text().split("\n")
    assert first == "c2sp.org/tlog-proof@v1"
    assert said == "extra " + base64.b64encode(b"2026-000001/3").decode()
    assert (index, empty) == ("index 2", "")
    assert len(base64.b64decode(sibling)) == 32
    assert "\n".join(note) == one.checkpoint


def test_the_only_leaf_needs_no_path_and_no_extra_line():
    leaf, one = proof(1, 0)
    assert one.text() == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{one.checkpoint}"
    assert TlogProof.parse(one.text()).proves(leaf, SIGNER.key, check).size == 1


@given(st.integers(1, 40), st.data())
def test_every_leaf_is_proved_and_no_other_stands_in_its_place(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaf, one = proof(size, index, extra=data.draw(st.binary(max_size=8)))
    read = TlogProof.parse(one.text())
    assert read == one
    assert read.proves(leaf, SIGNER.key, check).size == size
    with pytest.raises(IntegrityError) as refused:
        read.proves(merkle.leaf_hash(b"another"), SIGNER.key, check)
    assert refused.value.code == "tlog_proof_wrong"


@given(st.integers(2, 20), st.data())
def test_no_changed_character_passes(size, data):
    leaf, one = proof(size, data.draw(st.integers(0, size - 1)))
    text = one.text()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != text[at]))
    with pytest.raises(IntegrityError):
        TlogProof.parse(text[:at] + other + text[at + 1 :]).proves(leaf, SIGNER.key, check)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "c2sp.org/tlog-proof@v2\nindex 0",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\nindex 00",
        "c2sp.org/tlog-proof@v1\nindex -1",
        "c2sp.org/tlog-proof@v1\nindex ²",
        "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + "\n".join(["A" * 43 + "="] * 65),
    ],
)
def test_what_is_not_the_format_is_refused(head):
    with pytest.raises(IntegrityError) as refused:
        TlogProof.parse(f"{head}\n\n{tree(1)[1]}")
    assert refused.value.code == "tlog_proof_malformed"
