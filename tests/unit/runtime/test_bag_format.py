"""The text files of a bag as RFC 8493 has them, and nothing that leads out of it."""

import hashlib

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checkpoint import Checkpoint
from engine.errors import IntegrityError
from runtime import bag_format as bag

DIGEST = hashlib.sha256(b"x").hexdigest()
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0\r\n"), min_size=1).filter(
    lambda name: name not in {".", ".."}
)


@given(st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=6))
def test_a_manifest_reads_back_as_it_was_written(paths):
    listed = {bag.portable("/".join(parts)): DIGEST for parts in paths}
    listed = {path: digest for path, digest in listed.items() if bag.inside(path)}
    assert bag.read_manifest(bag.manifest_text(listed), "m") == listed


@given(NAMES)
def test_no_name_needs_an_escape_that_others_would_not_undo(name):
    """RFC 8493, 2.1.3 escapes %, CR and LF; sha256sum escapes \\ and LF, and undoes no percent."""
    made = bag.portable(name)
    assert "%" not in made
    assert bag.portable(made) == made
    assert bagit._decode_filename(bagit._encode_filename(made)) == made


@pytest.mark.parametrize(
    "line",
    [
        f"{DIGEST} data/a",
        f"{DIGEST}  ",
        f"{DIGEST.upper()}  data/a",
        f"{DIGEST[:-1]}  data/a",
        f"{DIGEST} *data/a",
        f"{DIGEST}  /etc/passwd",
        f"{DIGEST}  ../a",
        f"{DIGEST}  data/../../a",
        f"{DIGEST}  data//a",
        f"{DIGEST}  data/./a",
        f"{DIGEST}  data\\a",
        f"{DIGEST}  data/a%0A",
        f"{DIGEST}  data/e\u0301",
        "",
    ],
)
def test_a_line_that_is_not_one_of_ours_is_refused_by_its_number(line):
    text = f"{DIGEST}  data/first\n{line}\n"
    with pytest.raises(IntegrityError) as refused:
        bag.read_manifest(text.encode(), "manifest-sha256.txt")
    assert refused.value.code == "bag.manifest_malformed"
    assert refused.value.facts == {"file": "manifest-sha256.txt", "line": 2}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"{DIGEST}  data/a\n{DIGEST}  data/a\n".encode(), "bag.manifest_malformed"),
        (f"{DIGEST}  data/a".encode(), "bag.cut_short"),
        (b"\xff\n", "bag.not_text"),
    ],
    ids=["twice", "cut", "bytes"],
)
def test_a_manifest_is_whole_text_without_repetition(data, code):
    with pytest.raises(IntegrityError) as refused:
        bag.read_manifest(data, "m")
    assert refused.value.code == code


def test_information_stands_on_one_line_each():
    text = bag.info_text([("Source-Organization", "某局\n某科"), ("Contact-Phone", "")])
    assert text == "Source-Organization: 某局 某科\nContact-Phone: \n".encode()
    assert bag.read_info(text) == {"Source-Organization": "某局 某科", "Contact-Phone": ""}
    with pytest.raises(IntegrityError) as refused:
        bag.read_info(b"no label\n")
    assert refused.value.code == "bag.info_malformed"


def test_octets_and_files_are_counted_together():
    assert bag.oxum([3, 4]) == "7.2"
    assert bag.oxum([]) == "0.0"


def test_the_note_covers_every_line_but_its_own_and_reads_like_no_checkpoint():
    others = {"audit/checkpoint": DIGEST, "bagit.txt": DIGEST}
    alone = bag.note_text("a/b", "1", bag.manifest_text(others))
    whole = bag.note_text("a/b", "1", bag.manifest_text({**others, bag.NOTE: DIGEST}))
    assert alone == whole
    assert bag.note_text("a/b", "1", bag.manifest_text({"bagit.txt": DIGEST})) != whole
    assert whole.split("\n")[3] == hashlib.sha256(bag.manifest_text(others)).hexdigest()
    with pytest.raises(IntegrityError):
        Checkpoint.parse(whole)
