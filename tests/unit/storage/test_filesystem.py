"""Whole files, the disk's refusals, and disks that are somebody else's."""

import errno
import os
from pathlib import Path

import pytest

from engine.errors import StorageError
from storage.filesystem import disk_errors, filesystem_of, refuse_network, write_whole

MOUNTS = """\
22 28 0:20 / /proc rw,nosuid - proc proc rw
28 1 254:1 / / rw,relatime - ext4 /dev/vda rw
40 28 0:40 / /srv/share rw,relatime shared:5 - nfs4 server:/export rw
41 28 0:41 / /srv/share\\040two rw - cifs //server/two rw
42 40 254:2 / /srv/share/local rw - xfs /dev/vdb rw
43 28 0:42 / /home/lin/net rw - fuse.sshfs lin@server: rw
"""


@pytest.fixture
def mounts(tmp_path):
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/srv", "ext4"),
        ("/srv/sharer", "ext4"),
        ("/srv/share", "nfs4"),
        ("/srv/share/cases/2026", "nfs4"),
        ("/srv/share two/cases", "cifs"),
        ("/srv/share/local/cases", "xfs"),
        ("/home/lin/net/x", "fuse.sshfs"),
    ],
)
def test_the_deepest_mount_decides(mounts, folder, kind):
    assert filesystem_of(Path(folder), mounts) == kind


def test_network_disks_are_refused_and_local_ones_are_not(mounts, tmp_path):
    for folder in ("/srv/share", "/srv/share two", "/home/lin/net"):
        with pytest.raises(StorageError, match="storage_network"):
            refuse_network(Path(folder), mounts)
    refuse_network(Path("/srv/share/local"), mounts)
    refuse_network(tmp_path)
    refuse_network(tmp_path, tmp_path / "no-such-table")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "storage_full"),
        (errno.EDQUOT, "storage_full"),
        (errno.EROFS, "storage_read_only"),
        (errno.EACCES, "storage_read_only"),
        (errno.EIO, "storage_io"),
        (errno.ENOENT, "storage_io"),
    ],
)
def test_the_disk_s_refusal_is_named(tmp_path, number, code):
    with pytest.raises(StorageError) as refused, disk_errors(tmp_path):
        raise OSError(number, os.strerror(number))
    assert refused.value.code == code
    assert refused.value.facts["path"] == str(tmp_path)


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced_whole(tmp_path, durable):
    path = tmp_path / "f"
    write_whole(path, b"one", durable=durable)
    write_whole(path, b"two" * 1000, durable=durable)
    assert path.read_bytes() == b"two" * 1000
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, call):
    path = tmp_path / "f"
    write_whole(path, b"old")

    def fail(*_):
        raise OSError(errno.EIO, "disk")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="disk"):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_short_write_is_continued(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:7]))
    write_whole(tmp_path / "f", b"0123456789" * 5)
    assert (tmp_path / "f").read_bytes() == b"0123456789" * 5
