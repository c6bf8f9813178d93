"""Whatever byte is changed in a workspace, the audit finds it and says where."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from engine.errors import IntegrityError, StorageError
from engine.storage_rows import Finding, NumberIssue
from storage.logkey import Ed25519LogKey
from storage.page_audit import verify_pages
from storage.reseal import reseal
from storage.sqlite_store import SqliteStore
from tests.store_audit import audit_store
from tests.store_cases import MOMENT, derived, event, put, row_after

SIGNER = Ed25519LogKey("anjuan.test/ledger", b"\x01" * 32)
PAGE = 4096


def opened(folder):
    return SqliteStore.open(folder, data_key=b"\x02" * 32, signer=SIGNER)


def audit(folder):
    return audit_store(folder, partial(opened, folder), SIGNER.key)


def kinds(folder):
    return {f.kind for f in audit(folder)}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    with closing(opened(folder)) as store:
        for n in range(40):
            reserved = store.reserve("filing", 2026, "case", moment=MOMENT)
            new = event(command=f"open-{n}", private=f"王喆堃 {n}".encode(), size=50 * n)
            with store.write() as unit:
                unit.append(
                    case=row_after(new, case_id=f"A{n:03}"),
                    expected_version=0,
                    events=[new],
                    rows=derived(f"A{n:03}"),
                    search=["王喆堃", "解放路"],
                    issued=[
                        NumberIssue(
                            series="filing", year=2026, serial=reserved.serial, text=f"第{n}号"
                        )
                    ],
                )
        for n in range(40):
            put(store, f"A{n:03}", times=3)
        # Rows thrown away leave free pages, which count as well.
        with store.write() as unit:
            for n in range(40):
                unit.rebuild(f"A{n:03}", derived(f"A{n:03}", step=2))
    return folder


@pytest.fixture
def workspace(sound, tmp_path):
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return tmp_path


def flip(path, at, bit=0x10):
    data = bytearray(path.read_bytes())
    data[at] ^= bit
    path.write_bytes(data)


def test_a_closed_workspace_is_sound_and_leaves_no_log(workspace):
    assert audit(workspace) == []
    assert sorted(p.name for p in workspace.iterdir()) == [
        "case.db",
        "case.db.lock",
        "case.db.seal",
        "case.db.turn",
        "checkpoint",
    ]
    assert (workspace / "case.db").stat().st_mode & 0o777 == 0o600


def test_any_byte_of_the_database_changed_is_named_by_its_page(workspace):
    database = workspace / "case.db"
    chance = random.Random(20260302)
    size = database.stat().st_size
    places = [*range(100), *(chance.randrange(size) for _ in range(200)), size - 1]
    for at in places:
        bit = 1 << chance.randrange(8)
        flip(database, at, bit)
        found = verify_pages(workspace)
        assert [(f.kind, f.at) for f in found] == [("page_changed", at // PAGE + 1)], at
        flip(database, at, bit)
    assert audit(workspace) == []


def test_the_whole_audit_survives_any_damage(workspace):
    database = workspace / "case.db"
    chance = random.Random(7)
    for at in [0, 16, 18, 28, 100, *(chance.randrange(database.stat().st_size) for _ in range(25))]:
        flip(database, at, 0xFF)
        assert at // PAGE + 1 in {f.at for f in audit(workspace) if f.kind == "page_changed"}
        flip(database, at, 0xFF)


def test_a_changed_page_is_named_with_its_table(workspace):
    with closing(sqlite3.connect(f"file:{workspace}/case.db?immutable=1", uri=True)) as raw:
        page, name = raw.execute(
            "SELECT pageno, name FROM dbstat WHERE name = 'events' AND pagetype = 'leaf'"
        ).fetchone()
    flip(workspace / "case.db", page * PAGE - 1)
    assert verify_pages(workspace) == [
        Finding(kind="page_changed", place=f"case.db:{name}", at=page)
    ]


def test_any_byte_of_the_seal_changed_is_found(workspace):
    seal = workspace / "case.db.seal"
    chance = random.Random(3)
    for at in [*range(64), *(chance.randrange(seal.stat().st_size) for _ in range(100))]:
        flip(seal, at)
        assert "seal_damaged" in {f.kind for f in verify_pages(workspace)}, at
        flip(seal, at)
    assert verify_pages(workspace) == []


def test_any_byte_of_the_checkpoint_changed_is_found_and_stops_writers(workspace):
    published = workspace / "checkpoint"
    for at in range(published.stat().st_size):
        for bit in (0x01, 0x10, 0x80):
            flip(published, at, bit)
            with closing(opened(workspace)) as store, pytest.raises(IntegrityError):
                put(store)
            flip(published, at, bit)
    flip(published, 3)
    assert len(audit(workspace)) == 1


@pytest.mark.parametrize("name", ["checkpoint", "case.db.seal", "case.db"])
def test_a_missing_file_is_found(workspace, name):
    (workspace / name).unlink()
    kind = {"checkpoint": "checkpoint_missing", "case.db.seal": "seal_missing"}
    assert kind.get(name, "database_missing") in kinds(workspace)


@pytest.mark.parametrize("change", [-PAGE, -1, 1, PAGE])
def test_a_database_of_another_length_is_found(workspace, change):
    database = workspace / "case.db"
    os.truncate(database, database.stat().st_size + change)
    assert "database_length" in {f.kind for f in verify_pages(workspace)}


def rewrite(folder, statement, *values):
    """What somebody with SQL and the program's own tools could do."""
    with closing(sqlite3.connect(folder / "case.db")) as raw, raw:
        raw.execute(statement, values)
    with closing(sqlite3.connect(folder / "case.db")) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    reseal(folder)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE events SET body = body || 'x' WHERE leaf = 30", "event_damaged"),
        ("UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE leaf = 30", "event_body"),
        ("UPDATE events SET moment = 'soon' WHERE leaf = 30", "event_damaged"),
        ("UPDATE events SET private = zeroblob(40) WHERE leaf = 3", "private_damaged"),
        ("UPDATE events SET leaf_hash = zeroblob(32) WHERE leaf = 9", "event_leaf"),
        ("UPDATE events SET prev_hash = zeroblob(32) WHERE leaf = 90", "chain_prev"),
        ("UPDATE events SET case_id = 'Z' WHERE leaf = 70", "private_damaged"),
        ("UPDATE cases SET version = 9 WHERE case_id = 'A007'", "case_head"),
        ("DELETE FROM cases WHERE case_id = 'A007'", "case_head"),
        ("DELETE FROM events WHERE leaf = 80", "event_missing"),
        ("DELETE FROM events WHERE leaf = (SELECT max(leaf) FROM events)", "event_missing"),
        ("UPDATE ledger SET root = zeroblob(32)", "tree_root"),
        ("UPDATE ledger SET checkpoint = ''", "note_malformed"),
        ("UPDATE ledger SET size = size - 1", "ledger_truncated"),
        ("DELETE FROM numbers WHERE serial = 5", "number_gap"),
        ("UPDATE numbers SET case_id = 'Z' WHERE serial = 5", "number_dangling"),
        ("UPDATE number_series SET last = 50", "number_gap"),
    ],
)
def test_rows_rewritten_and_sealed_anew_are_found_by_the_ledger(workspace, statement, expected):
    rewrite(workspace, statement)
    assert verify_pages(workspace) == []
    assert expected in kinds(workspace)


def test_an_unreadable_event_does_not_accuse_its_neighbours(workspace):
    rewrite(workspace, "UPDATE events SET private = zeroblob(40) WHERE leaf = 41")
    assert audit(workspace) == [Finding(kind="private_damaged", place="A000", at=3)]


def test_an_older_copy_put_back_is_found_and_refuses_writes(workspace, tmp_path_factory):
    old = tmp_path_factory.mktemp("old")
    shutil.copytree(workspace, old, dirs_exist_ok=True)
    with closing(opened(workspace)) as store:
        put(store)
    for name in ("case.db", "case.db.seal"):
        shutil.copy(old / name, workspace / name)
    assert kinds(workspace) == {"ledger_truncated"}
    with closing(opened(workspace)) as store:
        with pytest.raises(IntegrityError, match="ledger_truncated"):
            put(store)
        # Somebody looks, finds the backup sound, and says so.
        store.publish_checkpoint()
        put(store)
    assert audit(workspace) == []


def test_another_history_of_the_same_length_is_found(workspace, tmp_path_factory):
    twin = tmp_path_factory.mktemp("twin")
    shutil.copytree(workspace, twin, dirs_exist_ok=True)
    for folder, size in ((workspace, 0), (twin, 1)):
        new = event(command="new", size=size)
        with closing(opened(folder)) as store, store.write() as unit:
            unit.append(case=row_after(new, case_id="B1"), expected_version=0, events=[new])
    for name in ("case.db", "case.db.seal"):
        shutil.copy(twin / name, workspace / name)
    assert kinds(workspace) == {"ledger_rewritten"}
    with closing(opened(workspace)) as store, pytest.raises(IntegrityError, match="rewritten"):
        put(store)


def test_damage_is_not_blessed_by_a_later_write_to_the_same_page(workspace):
    with closing(sqlite3.connect(f"file:{workspace}/case.db?immutable=1", uri=True)) as raw:
        (page,) = raw.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'events' AND pagetype = 'leaf'"
        ).fetchone()
    # In the unused middle of the page, where no row lies.
    at = (page - 1) * PAGE + 600
    flip(workspace / "case.db", at)
    with closing(opened(workspace)) as store:
        put(store, "B1", times=3)
    assert ("page_changed", page) in {(f.kind, f.at) for f in audit(workspace)}


def test_a_seal_can_be_made_anew(workspace):
    flip(workspace / "case.db.seal", 70)
    assert reseal(workspace) == (workspace / "case.db").stat().st_size // PAGE
    assert audit(workspace) == []


def test_no_name_stands_in_the_files_in_clear(workspace):
    data = b"".join(p.read_bytes() for p in workspace.iterdir())
    for text in ("王喆堃", "喆堃", "解放"):
        assert text.encode() not in data
        assert text.encode("utf-16-le") not in data


def test_another_key_reads_no_name(workspace):
    with (
        closing(SqliteStore.open(workspace, data_key=b"\x03" * 32, signer=SIGNER)) as store,
        store.read() as now,
        pytest.raises(IntegrityError, match="private_damaged"),
    ):
        now.events("A001")


def test_a_file_that_is_no_database_is_refused(workspace):
    (workspace / "case.db").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(StorageError, match="storage_corrupt"):
        opened(workspace)
