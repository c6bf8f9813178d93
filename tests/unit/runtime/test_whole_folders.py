"""Folders that appear whole: on the disk before anything says that they are there."""

import os
from pathlib import Path

import pytest

from runtime.whole_folders import put_folder


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The places flushed so far, under the names they had then."""
    places: list[Path] = []
    flush = os.fsync

    def noted(descriptor: int) -> None:
        places.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    return places


def two_files(building: Path) -> None:
    (building / "data").mkdir()
    (building / "data" / "a").write_bytes(b"a")
    (building / "b").write_bytes(b"b")


def test_a_durable_folder_is_flushed_whole_before_it_has_its_name(
    tmp_path: Path, flushed: list[Path]
) -> None:
    put_folder(tmp_path / "received" / "one", two_files, durable=True)
    assert {place.name for place in flushed[:3]} == {"data", "a", "b"}
    assert flushed[3].name.endswith(".new")
    assert flushed[4:] == [tmp_path, tmp_path / "received"]
    assert (tmp_path / "received" / "one" / "data" / "a").read_bytes() == b"a"


def test_a_folder_that_can_be_made_again_is_only_named(tmp_path: Path, flushed: list[Path]) -> None:
    put_folder(tmp_path / "made" / "one", two_files)
    assert flushed == [tmp_path / "made"]
