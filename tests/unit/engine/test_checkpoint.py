"""Signed notes and checkpoints, held to notes signed by other programs."""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine import merkle
from engine.checkpoint import Checkpoint, VerifierKey, open_note, sign_note
from engine.errors import IntegrityError

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "merkle" / "signed_notes.json"


def check(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class Signer:
    def __init__(self, name="anjuan.test/ledger", seed=b"\x07" * 32):
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifierKey(name=name, public=self._private.public_key().public_bytes_raw())

    def sign(self, message):
        return self._private.sign(message)


def notes():
    if not VECTORS.exists():
        return [pytest.param(None, marks=pytest.mark.skip(f"foreign vectors missing: {VECTORS}"))]
    loaded = json.loads(VECTORS.read_text())["vectors"]
    return [pytest.param(v, id=f"{n}-{v['from']}") for n, v in enumerate(loaded)]


@pytest.mark.parametrize("vector", notes())
def test_foreign_note_opens_and_a_changed_one_does_not(vector):
    key = VerifierKey.parse(vector["vkey"])
    assert str(key) == vector["vkey"]
    text = open_note(vector["note"], key, check)
    assert vector["note"].startswith(text + "\n")
    if "checkpoint" in vector["from"]:
        assert Checkpoint.parse(text).text() == text
    with pytest.raises(IntegrityError):
        open_note("x" + vector["note"], key, check)


def test_a_checkpoint_signed_here_reads_back():
    signer = Signer()
    head = Checkpoint(origin="anjuan.test/ledger", size=3, root=merkle.leaf_hash(b"x"))
    note = sign_note(head.text(), [signer, Signer(name="witness.test/w", seed=b"\x08" * 32)])
    assert Checkpoint.parse(open_note(note, signer.key, check)) == head


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda n: n.replace("\n3\n", "\n4\n"), "note_signature"),
        (lambda n: n[:-1], "note_malformed"),
        (lambda n: n.replace("\n\n", "\n"), "note_malformed"),
        (lambda n: n.replace("— ", "- "), "note_malformed"),
        (lambda n: n.replace("— anjuan.test/ledger", "— other.test/log"), "note_unsigned"),
        (lambda n: n.replace("\n3\n", "\n\x013\n"), "note_malformed"),
        (lambda n: n[:-10] + "!" + n[-9:], "note_malformed"),
    ],
    ids=["size", "cut", "split", "dash", "name", "control", "base64"],
)
def test_a_damaged_note_is_refused_with_its_reason(damage, code):
    signer = Signer()
    note = sign_note(f"anjuan.test/ledger\n3\n{'A' * 43}=\n", [signer])
    with pytest.raises(IntegrityError) as refused:
        open_note(damage(note), signer.key, check)
    assert refused.value.code == code


ROOT = f"{'A' * 43}="
MALFORMED = ["", "o\n1\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\nAAAA\n", "o\n1\n!\n"]
MALFORMED += [f"o\n{'1' * digits}\n{ROOT}\n" for digits in (21, 5000)]


def test_a_size_may_have_as_many_digits_as_sixty_four_bits():
    assert Checkpoint.parse(f"o\n{2**64 - 1}\n{ROOT}\n").size == 2**64 - 1


@pytest.mark.parametrize("text", MALFORMED, ids=ascii)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(IntegrityError, match="checkpoint_malformed"):
        Checkpoint.parse(text)


@pytest.mark.parametrize("text", ["", "a", "a+00000000+AAAA", "a b+00000000+AAAA"])
def test_a_malformed_verifier_key_is_refused(text):
    with pytest.raises(IntegrityError, match="vkey_malformed"):
        VerifierKey.parse(text)
