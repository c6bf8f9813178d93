"""What SQLite answers becomes a code the reader can act on."""

import sqlite3

import pytest

from engine.errors import StorageError
from storage.refusals import database_errors


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_FULL, "storage_full"),
        (sqlite3.SQLITE_READONLY, "storage_read_only"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "storage_read_only"),
        (sqlite3.SQLITE_IOERR, "storage_io"),
        (sqlite3.SQLITE_IOERR_FSYNC, "storage_io"),
        (sqlite3.SQLITE_CORRUPT, "storage_corrupt"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "storage_corrupt"),
        (sqlite3.SQLITE_NOTADB, "storage_corrupt"),
        (sqlite3.SQLITE_CANTOPEN, "storage_unreachable"),
        (sqlite3.SQLITE_BUSY, "storage_busy"),
        (sqlite3.SQLITE_PROTOCOL, "storage_io"),
    ],
)
def test_every_result_code_has_its_meaning(tmp_path, number, code):
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = number
    with pytest.raises(StorageError) as refused, database_errors(tmp_path / "case.db"):
        raise error
    assert refused.value.code == code
    assert refused.value.facts["path"] == str(tmp_path / "case.db")


def test_other_errors_pass_unchanged(tmp_path):
    with pytest.raises(KeyError), database_errors(tmp_path):
        raise KeyError
