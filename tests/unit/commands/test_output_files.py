"""Files written for somebody: whole or not at all, and never over something of another kind."""

import errno
import os
from pathlib import Path

import pytest

from commands.output_files import write_out
from engine.errors import InputError, StorageError

PDF = b"%PDF-1.7\nnew\n"


@pytest.fixture
def workspace(tmp_path):
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "workspace.yaml").write_text("layout: 1\n")
    return root


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_new_file_and_one_of_the_same_kind_are_written(tmp_path):
    path = tmp_path / "案卷.pdf"
    write_out(path, b"%PDF-1.7\nold, and longer than the new one\n")
    write_out(path, PDF)
    assert (path.read_bytes(), names(tmp_path)) == (PDF, ["案卷.pdf"])


def test_an_empty_file_is_taken_for_a_place_prepared(tmp_path):
    path = tmp_path / "prepared.pdf"
    path.touch()
    write_out(path, PDF)
    assert path.read_bytes() == PDF


def test_a_file_of_another_kind_is_left_alone(tmp_path):
    path = tmp_path / "输入.yaml"
    path.write_text("当事人: 某公司\n", "utf-8")
    with pytest.raises(InputError, match=r"command\.file_in_the_way"):
        write_out(path, PDF)
    assert path.read_text("utf-8") == "当事人: 某公司\n"


@pytest.mark.parametrize("content", ["SQLite format 3", ""])
def test_no_ledger_and_no_lock_of_a_workspace_is_replaced(workspace, content):
    path = workspace / "case.db"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"command\.file_in_the_way"):
        write_out(path, PDF)
    assert path.read_text("utf-8") == content


def test_a_link_to_a_ledger_is_followed_before_anything_is_decided(workspace, tmp_path):
    (workspace / "case.db").write_bytes(b"SQLite format 3\x00")
    link = tmp_path / "看卷.pdf"
    link.symlink_to(workspace / "case.db")
    with pytest.raises(InputError, match=r"command\.file_in_the_way"):
        write_out(link, PDF)


@pytest.mark.parametrize("folder", ["blobs", "dossiers", "keys"])
def test_kept_documents_are_not_replaced_even_by_documents(workspace, folder):
    path = workspace / folder / "01" / "kept.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7\nsigned\n")
    with pytest.raises(InputError, match=r"command\.file_kept"):
        write_out(path, PDF)
    assert path.read_bytes() == b"%PDF-1.7\nsigned\n"


def test_a_new_document_beside_a_ledger_is_fine(workspace):
    write_out(workspace / "卷宗.pdf", PDF)
    write_out(workspace / "previews" / "a.pdf", PDF, into_new=True)
    assert names(workspace) == ["previews", "workspace.yaml", "卷宗.pdf"]


def test_a_name_as_long_as_the_disk_allows_is_taken(tmp_path):
    write_out(tmp_path / f"{'长' * 83}.pdf", PDF)  # 253 of 255 bytes


def test_a_full_disk_leaves_what_was_there_and_nothing_half_written(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nold\n")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StorageError, match=r"command\.file_unwritable"):
        write_out(path, PDF)
    assert (path.read_bytes(), names(tmp_path)) == (b"%PDF-1.7\nold\n", ["a.pdf"])


def test_a_folder_is_no_place_for_a_file(tmp_path):
    with pytest.raises(StorageError) as wrong:
        write_out(tmp_path, PDF)
    assert wrong.value.facts["reason"] == os.strerror(errno.EISDIR)
