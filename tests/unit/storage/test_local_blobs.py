"""Blobs on a disk: names, permissions, damage, unfinished writes."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import InputError, IntegrityError
from storage.blobs import LocalBlobs

SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def blobs(tmp_path):
    return LocalBlobs(tmp_path / "blobs")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "blobs"


def test_a_blob_lies_under_its_digest_and_only_its_owner_reads_it(blobs, folder):
    digest = blobs.put(b"photo")
    path = folder / digest[:2] / digest[2:]
    assert path.read_bytes() == b"photo"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("at", [0, 2, 4])
def test_one_changed_byte_is_found_named_and_refused(blobs, folder, at):
    digest = blobs.put(b"photo")
    path = folder / digest[:2] / digest[2:]
    data = bytearray(b"photo")
    data[at] ^= 1
    path.write_bytes(data)
    assert [(f.kind, f.place) for f in blobs.scan()] == [("blob_damaged", digest)]
    with pytest.raises(IntegrityError, match="blob_damaged"):
        blobs.get(digest)
    with pytest.raises(IntegrityError, match="blob_damaged"):
        blobs.put(b"photo")
    assert path.read_bytes() == bytes(data)


@pytest.mark.parametrize(
    "name", ["readme.txt", "ab/short", "ab/" + "z" * 62, "deep/er/" + "a" * 62]
)
def test_a_file_that_does_not_belong_there_is_found(blobs, folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"?")
    assert [(f.kind, f.place) for f in blobs.scan()] == [("blob_foreign", name)]


def test_the_sweep_removes_unfinished_writes_and_the_scan_does_not_mind_them(blobs, folder):
    digest = blobs.put(b"photo")
    unfinished = folder / digest[:2] / f".{digest[2:]}.77.0badcafe"
    unfinished.write_bytes(b"pho")
    assert list(blobs.scan()) == []
    assert blobs.sweep(keep=lambda _: True, before=SOON) == ()
    assert not unfinished.exists()
    assert blobs.get(digest) == b"photo"


def test_putting_again_saves_an_old_blob_from_the_sweep(blobs, folder):
    digest = blobs.put(b"photo")
    os.utime(folder / digest[:2] / digest[2:], (0, 0))
    blobs.put(b"photo")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert blobs.sweep(keep=lambda _: False, before=hour_ago) == ()


@pytest.mark.parametrize(
    "digest", ["", "..", "../" + "a" * 61, "A" * 64, "a" * 63, "a" * 64 + "\n"]
)
def test_a_digest_that_is_none_never_becomes_a_path(blobs, digest):
    with pytest.raises(InputError, match="digest_malformed"):
        blobs.get(digest)
