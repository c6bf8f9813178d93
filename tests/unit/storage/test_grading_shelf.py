"""The shelf of grading: found by its state, encrypted, and never believed when damaged."""

import sqlite3

import pytest

from engine.errors import StorageError
from storage.grading_shelf import GradingShelf

KEY = bytes(range(32))


@pytest.fixture
def shelf(tmp_path):
    with GradingShelf(tmp_path / "shelf.sqlite", KEY) as opened:
        yield opened


def test_what_is_kept_is_found_while_nothing_it_rests_on_changed(shelf):
    shelf.put("facts", "2026-000001", "head-1", b"one")
    assert shelf.get("facts", "2026-000001", "head-1") == b"one"
    assert shelf.get("facts", "2026-000001", "head-2") is None
    assert shelf.get("results", "2026-000001", "head-1") is None


def test_a_newer_value_takes_the_place_of_the_older(shelf):
    shelf.put("facts", "a", "1", b"one")
    shelf.put("facts", "a", "2", b"two")
    assert shelf.states("facts") == {"a": "2"}
    assert list(shelf.every("facts")) == [("a", "2", b"two")]


def test_nothing_can_be_read_without_the_key(shelf, tmp_path):
    shelf.put("facts", "a", "1", "海岚市顺达公司".encode())
    shelf.close()
    stored = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert "顺达".encode() not in stored
    with GradingShelf(tmp_path / "shelf.sqlite", bytes(32)) as other:
        assert other.get("facts", "a", "1") is None


def test_a_damaged_value_counts_as_not_there(shelf, tmp_path):
    shelf.put("facts", "a", "1", b"one")
    with sqlite3.connect(tmp_path / "shelf.sqlite") as beside:
        beside.execute("UPDATE kept SET sealed = substr(sealed, 1, 20)")
    beside.close()
    assert shelf.get("facts", "a", "1") is None
    assert list(shelf.every("facts")) == []


def test_a_value_moved_to_another_name_is_not_believed(shelf, tmp_path):
    """Values are bound to where they stand."""
    shelf.put("facts", "a", "1", b"one")
    with sqlite3.connect(tmp_path / "shelf.sqlite") as beside:
        beside.execute("UPDATE kept SET name = 'b'")
    beside.close()
    assert shelf.get("facts", "b", "1") is None


def test_a_file_that_is_no_shelf_is_refused(tmp_path):
    path = tmp_path / "shelf.sqlite"
    path.write_bytes(b"no database at all, and long enough to be read as one" * 40)
    with pytest.raises(StorageError, match=r"grading\.shelf"):
        GradingShelf(path, KEY)
