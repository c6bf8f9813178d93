"""Cosignatures as c2sp.org/tlog-cosignature asks for them, held to a second reading of its text."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from engine import merkle
from engine.checkpoint import Checkpoint, VerifierKey, open_note, sign_note
from engine.cosignature import (
    COSIGNATURE,
    LATEST,
    cosign,
    cosignatures,
    with_lines,
    witness_key,
)
from engine.errors import IntegrityError
from storage.logkey import Ed25519LogKey, verify_ed25519

LOG = Ed25519LogKey("anjuan.test/ledger", b"\x01" * 32)
SEED = b"\x02" * 32
WITNESS = Ed25519LogKey("auditor.test/witness", SEED, kind=COSIGNATURE)
AT = 1679315147


def note(size=3, root=b"\x05" * 32):
    return sign_note(Checkpoint(origin=LOG.key.name, size=size, root=root).text(), [LOG])


def text_of(signed):
    return signed.rpartition("\n\n")[0] + "\n"


# -- the format, read from its text by somebody else ----------------------------------------------


def theirs(name, seed, body, at):
    """A cosignature line as the specification words it, by PyNaCl."""
    key = SigningKey(seed)
    public = bytes(key.verify_key)
    key_id = hashlib.sha256(name.encode() + b"\n" + b"\x04" + public).digest()[:4]
    signed = key.sign(b"cosignature/v1\ntime " + str(at).encode() + b"\n" + body.encode())
    blob = key_id + at.to_bytes(8, "big") + signed.signature
    return f"— {name} {base64.b64encode(blob).decode()}\n"


@given(st.integers(1, LATEST), st.integers(1, 2**40), st.binary(min_size=32, max_size=32))
def test_our_line_is_the_one_the_specification_gives(at, size, root):
    body = Checkpoint(origin=LOG.key.name, size=size, root=root).text()
    assert cosign(body, WITNESS, at) == theirs(WITNESS.key.name, SEED, body, at)


def test_a_line_made_by_another_program_is_read():
    whole = with_lines(note(), [theirs(WITNESS.key.name, SEED, text_of(note()), AT)])
    (found,) = cosignatures(whole, [WITNESS.key], verify_ed25519)
    assert (found.key, found.at) == (WITNESS.key, AT)


def test_another_program_reads_our_line():
    line = cosign(text_of(note()), WITNESS, AT)
    dash, name, encoded = line.split()
    blob = base64.b64decode(encoded)
    assert (dash, name, len(blob)) == ("—", WITNESS.key.name, 4 + 8 + 64)
    public = VerifyKey(WITNESS.key.public)
    message = f"cosignature/v1\ntime {int.from_bytes(blob[4:12])}\n{text_of(note())}".encode()
    assert public.verify(message, blob[12:]) == message
    with pytest.raises(BadSignatureError):
        public.verify(message.replace(b"\n3\n", b"\n4\n"), blob[12:])


def test_the_key_of_a_witness_has_a_type_of_its_own():
    written = str(WITNESS.key)
    assert witness_key(written) == WITNESS.key
    assert base64.b64decode(written.rpartition("+")[2])[0] == 4
    assert (
        WITNESS.key.key_id != VerifierKey(name=WITNESS.key.name, public=WITNESS.key.public).key_id
    )
    with pytest.raises(IntegrityError, match="vkey_malformed"):
        VerifierKey.parse(written)
    with pytest.raises(IntegrityError, match="vkey_malformed"):
        witness_key(str(LOG.key))


# -- what holds and what does not ------------------------------------------------------------------


def test_a_cosigned_note_is_still_the_logs_own_note():
    whole = with_lines(note(), [cosign(text_of(note()), WITNESS, AT)])
    assert open_note(whole, LOG.key, verify_ed25519) == text_of(note())


def test_lines_of_others_are_passed_over_and_none_is_repeated():
    line = cosign(text_of(note()), WITNESS, AT)
    stranger = Ed25519LogKey("stranger.test/w", b"\x09" * 32, kind=COSIGNATURE)
    whole = with_lines(note(), [line, cosign(text_of(note()), stranger, AT), line])
    assert whole.count(line) == 1
    assert with_lines(whole, [line]) == whole
    assert [c.key for c in cosignatures(whole, [WITNESS.key], verify_ed25519)] == [WITNESS.key]
    assert cosignatures(note(), [WITNESS.key], verify_ed25519) == ()


def bent(change):
    dash, name, encoded = cosign(text_of(note()), WITNESS, AT).split()
    blob = bytearray(base64.b64decode(encoded))
    blob = change(blob)
    return with_lines(note(), [f"{dash} {name} {base64.b64encode(blob).decode()}\n"])


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b[:11] + bytes([b[11] ^ 1]) + b[12:],
        lambda b: b[:12] + bytes([b[12] ^ 1]) + b[13:],
        lambda b: b[:-1],
        lambda b: b + b"\x00",
        lambda b: b[:4] + bytes(8) + b[12:],
        lambda b: b[:4] + b"\xff" + b[5:],
    ],
    ids=["time", "signature", "cut", "longer", "no-time", "beyond-2^63"],
)
def test_a_changed_cosignature_does_not_hold(change):
    with pytest.raises(IntegrityError, match="cosignature_wrong"):
        cosignatures(bent(change), [WITNESS.key], verify_ed25519)


def test_a_cosignature_is_none_of_another_head():
    line = cosign(text_of(note()), WITNESS, AT)
    with pytest.raises(IntegrityError, match="cosignature_wrong"):
        cosignatures(with_lines(note(size=4), [line]), [WITNESS.key], verify_ed25519)


@pytest.mark.parametrize("at", [0, -1, LATEST + 1])
def test_a_moment_no_timestamp_can_hold_is_refused(at):
    with pytest.raises(ValueError, match=str(at)):
        cosign(text_of(note()), WITNESS, at)


def test_the_last_moment_a_timestamp_can_hold():
    root = merkle.leaf_hash(b"x")
    whole = with_lines(note(root=root), [cosign(text_of(note(root=root)), WITNESS, LATEST)])
    assert cosignatures(whole, [WITNESS.key], verify_ed25519)[0].at == 2**63 - 1
