"""A witness cosigns what extends the head last seen, and nothing else (c2sp.org/tlog-witness)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import merkle
from engine.checkpoint import Checkpoint, sign_note
from engine.errors import IntegrityError
from engine.tlog_extension import Extension
from engine.witness import accepted, handed_in, nothing_seen
from storage.logkey import Ed25519LogKey, verify_ed25519

LOG = Ed25519LogKey("anjuan.test/ledger", b"\x01" * 32)
LATER = Ed25519LogKey("anjuan.test/ledger", b"\x02" * 32)
LEAVES = [merkle.leaf_hash(b"event %d" % n) for n in range(20)]
OTHERS = [*LEAVES[:6], *(merkle.leaf_hash(b"other %d" % n) for n in range(14))]


def head(size, leaves=LEAVES):
    return Checkpoint(origin=LOG.key.name, size=size, root=merkle.root(leaves[:size]))


def note(size, leaves=LEAVES, signers=(LOG,)):
    return sign_note(head(size, leaves).text(), signers)


def step(old, new, leaves=LEAVES):
    path = merkle.consistency_proof(merkle.nodes_of(leaves), old, new)
    return Extension(old=old, path=path, checkpoint=note(new, leaves))


def asked(seen, extension, keys=(LOG.key,)):
    return accepted(seen, extension, keys, verify_ed25519)


# -- the file --------------------------------------------------------------------------------------


def test_a_proof_reads_as_a_request_to_a_witness():
    lines = step(6, 13).text().split("\n")
    gap = lines.index("")
    assert lines[0] == "old 6"
    assert all(len(base64.b64decode(line)) == 32 for line in lines[1:gap])
    assert "\n".join(lines[gap + 1 :]) == note(13)


@given(st.integers(0, 20), st.integers(0, 20))
def test_what_was_written_reads_back_and_proves_growth(old, new):
    if old > new:
        old, new = new, old
    read = Extension.parse(step(old, new).text())
    assert read == step(old, new)
    if (old, new) != (0, 0):
        assert read.proves(head(old), LOG.key, verify_ed25519) == head(new)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 3",
        "old 3\n\n",
        "new 3\n\nx",
        "old 03\n\nx",
        "old -1\n\nx",
        "old ٣\n\nx",
        "old 3\nAAAA\n\nx",
        "old 3\n!\n\nx",
        "old 3\n" + "\n".join([base64.b64encode(bytes(32)).decode()] * 64) + "\n\nx",
        f"old {10**20}\n\nx",
    ],
    ids=lambda text: text[:12].replace("\n", "|") or "empty",
)
def test_a_malformed_request_is_refused(text):
    with pytest.raises(IntegrityError, match="extension_malformed"):
        Extension.parse(text)


def test_a_proof_from_another_size_ledger_or_history_is_refused():
    for old, code in (
        (head(5), "extension_other"),
        (Checkpoint(origin="other.test/log", size=6, root=head(6).root), "extension_other"),
        (Checkpoint(origin=LOG.key.name, size=6, root=bytes(32)), "ledger_rewritten"),
    ):
        with pytest.raises(IntegrityError, match=code):
            step(6, 13).proves(old, LOG.key, verify_ed25519)
    shorter = Extension(old=13, path=(), checkpoint=note(6))
    with pytest.raises(IntegrityError, match="ledger_truncated"):
        shorter.proves(head(13), LOG.key, verify_ed25519)


# -- what a witness accepts ------------------------------------------------------------------------


def test_the_first_head_is_taken_on_trust_and_later_ones_on_proof():
    seen = asked(nothing_seen(LOG.key.name), handed_in(note(6)))
    assert seen == head(6)
    assert asked(seen, handed_in(step(6, 13).text())) == head(13)
    assert asked(seen, handed_in(note(6))) == head(6)  # the same head may be cosigned again


def test_a_fork_a_rollback_and_a_rewriting_are_refused_with_their_sizes():
    seen = head(13)
    for extension, code, facts in (
        (handed_in(note(13, OTHERS)), "witness_fork", {"size": 13}),
        (handed_in(note(12)), "witness_older", {"size": 12, "seen": 13}),
        (handed_in(note(15)), "witness_proof_missing", {"size": 15, "seen": 13}),
        (step(13, 15, OTHERS), "witness_rewritten", {"size": 15, "seen": 13}),
        (step(12, 15), "witness_proof_missing", {"size": 15, "seen": 13}),
    ):
        with pytest.raises(IntegrityError) as refused:
            asked(seen, extension)
        assert (refused.value.code, refused.value.facts) == (code, facts)


def test_a_head_nobody_known_signed_is_refused():
    with pytest.raises(IntegrityError, match="note_unsigned"):
        asked(head(6), Extension(old=6, path=step(6, 8).path, checkpoint=note(8, signers=[LATER])))
    forged = note(8).replace("\n8\n", "\n9\n")
    with pytest.raises(IntegrityError, match="note_signature"):
        asked(head(6), Extension(old=6, path=step(6, 8).path, checkpoint=forged))
    other = Checkpoint(origin="other.test/log", size=8, root=head(8).root)
    stranger = sign_note(other.text(), [LOG])
    with pytest.raises(IntegrityError, match="witness_other_ledger"):
        asked(head(6), handed_in(stranger))


def test_after_a_change_of_keys_either_key_will_do():
    both = note(8, signers=[LOG, LATER])
    extension = Extension(old=6, path=step(6, 8).path, checkpoint=both)
    for keys in ((LOG.key,), (LATER.key,), (LOG.key, LATER.key)):
        assert asked(head(6), extension, keys) == head(8)
