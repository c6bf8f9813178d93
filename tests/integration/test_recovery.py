"""Processes that die, readers that stay, programs that meddle: the workspace stays whole."""

import gc
import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from engine import merkle
from engine.errors import AnjuanError, IntegrityError, StorageError
from engine.hashchain import GENESIS, event_hash
from storage import sqlite_store
from storage.connections import PAGE_SIZE
from storage.page_audit import verify_pages
from storage.pageseal import PageSeal
from storage.reseal import reseal
from storage.wal import WriteAheadLog
from tests.faults import python
from tests.integration.store_scenario import SIGNER, opened
from tests.store_audit import audit_store
from tests.store_cases import MOMENT, derived, event, put, row_after


def audit(folder):
    return audit_store(folder, partial(opened, folder), SIGNER.key)


def abandon(folder, times):
    """Run a writer that dies without closing."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from tests.integration.store_scenario import opened\n"
        "from tests.store_cases import put\n"
        f"put(opened(Path(sys.argv[1])), 'A1', times={times}); os._exit(7)"
    )
    command = [*python("os")[:1], "-c", code, str(folder)]
    assert subprocess.run(command, check=False).returncode == 7


def wal(folder):
    return folder / "case.db-wal"


def test_an_abandoned_log_is_read_audited_and_folded_by_the_next(tmp_path):
    opened(tmp_path).close()
    abandon(tmp_path, 5)
    assert wal(tmp_path).stat().st_size > 0
    assert audit(tmp_path) == []
    with closing(opened(tmp_path)) as store:
        assert put(store, "A1").version == 6
    assert not wal(tmp_path).exists()
    assert audit(tmp_path) == []


@pytest.mark.parametrize("back", [40, 4200, 40_000])
def test_a_damaged_abandoned_log_shows_as_a_shortened_ledger(tmp_path, back):
    opened(tmp_path).close()
    abandon(tmp_path, 12)
    data = bytearray(wal(tmp_path).read_bytes())
    data[-back] ^= 1
    wal(tmp_path).write_bytes(data)
    assert "ledger_truncated" in {f.kind for f in audit(tmp_path)}
    with closing(opened(tmp_path)) as store, pytest.raises(IntegrityError, match="truncated"):
        put(store, "A1")


def test_a_fold_begun_and_not_finished_is_done_again(tmp_path):
    with closing(opened(tmp_path)) as store:
        put(store, "A1", times=3)
    abandon(tmp_path, 3)
    with closing(PageSeal(tmp_path / "case.db.seal")) as seal:
        seal.begin(seal.header())
    # What the dead fold had copied when the power went: half a page.
    with WriteAheadLog(tmp_path / "case.db") as log:
        half = log.content(len(log.frames) - 1)[:2000]
        place = (log.frames[-1].page - 1) * PAGE_SIZE
    with (tmp_path / "case.db").open("r+b") as database:
        database.seek(place)
        database.write(half)
    assert audit(tmp_path) == []
    with closing(opened(tmp_path)) as store:
        put(store, "A1")
    assert audit(tmp_path) == []
    assert not wal(tmp_path).exists()


def test_a_reader_that_stays_holds_the_fold_back_and_harms_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_store, "_FOLD_EVERY", 3)
    with closing(opened(tmp_path)) as store:
        put(store, "A1", times=2)
        with store.read() as now:
            assert now.case("A1").version == 2
            put(store, "A1", times=20)
            assert now.case("A1").version == 2
            assert len(now.events("A1")) == 2
        put(store, "A1", times=4)
    assert audit(tmp_path) == []
    assert not wal(tmp_path).exists()


def test_a_reader_in_another_store_may_outlive_the_writer(tmp_path):
    first = opened(tmp_path)
    put(first, "A1", times=3)
    second = opened(tmp_path)
    with second.read() as now:
        assert now.case("A1").version == 3
        put(first, "A1", times=3)
        first.close()
        assert now.case("A1").version == 3
    assert put(second, "A1").version == 7
    second.close()
    assert audit(tmp_path) == []


def test_the_log_is_restarted_and_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_store, "_FOLD_EVERY", 10)
    with closing(opened(tmp_path)) as store:
        put(store, "A1", times=30)
        before = wal(tmp_path).stat().st_size
        put(store, "A1", times=60)
        assert wal(tmp_path).stat().st_size < 2 * before
    assert audit(tmp_path) == []


def test_a_store_forgotten_by_its_process_is_not_folded_behind_the_seal(tmp_path):
    store = opened(tmp_path)
    put(store, "A1", times=3)
    del store
    gc.collect()
    assert audit(tmp_path) == []
    with closing(opened(tmp_path)) as store:
        put(store, "A1")
    assert audit(tmp_path) == []


def test_a_foreign_program_may_look_while_a_store_is_open(tmp_path):
    with closing(opened(tmp_path)) as store:
        put(store, "A1", times=2)
        # This process closes another descriptor of the file, which drops SQLite's own locks.
        (tmp_path / "case.db").read_bytes()
        for _ in range(2):
            with closing(sqlite3.connect(tmp_path / "case.db")) as raw:
                assert raw.execute("SELECT count(*) FROM events").fetchone() == (2,)
        assert wal(tmp_path).stat().st_size > 0
        put(store, "A1", times=2)
    assert audit(tmp_path) == []


def test_a_foreign_program_that_folds_a_dead_log_is_noticed_and_can_be_pardoned(tmp_path):
    opened(tmp_path).close()
    abandon(tmp_path, 3)
    with closing(sqlite3.connect(tmp_path / "case.db")) as raw:
        raw.execute("SELECT count(*) FROM events").fetchone()
    assert not wal(tmp_path).exists()
    assert {f.kind for f in audit(tmp_path)} <= {"page_changed", "database_length"}
    assert verify_pages(tmp_path) != []
    reseal(tmp_path)
    assert audit(tmp_path) == []


def test_what_was_opened_twice_closes_twice(tmp_path):
    one, two = opened(tmp_path), opened(tmp_path)
    put(one, "A1")
    put(two, "B1")
    one.close()
    put(two, "B1")
    two.close()
    assert audit(tmp_path) == []


@pytest.mark.parametrize("stage", ["seal", "empty", "seal cut", "wal mode", "no checkpoint"])
def test_a_workspace_that_died_while_being_made_is_made(tmp_path, stage):
    opened(tmp_path).close()
    if stage == "no checkpoint":
        (tmp_path / "checkpoint").unlink()
    else:
        for name in ("case.db", "checkpoint"):
            (tmp_path / name).unlink()
        PageSeal.create(tmp_path / "case.db.seal", 4096)
    if stage == "empty":
        (tmp_path / "case.db").touch()
    if stage == "seal cut":
        os.truncate(tmp_path / "case.db.seal", 10)
    if stage == "wal mode":
        with closing(sqlite3.connect(tmp_path / "case.db")) as raw:
            raw.execute("PRAGMA journal_mode=WAL")
    with closing(opened(tmp_path)) as store:
        put(store, "A1")
    assert audit(tmp_path) == []


def test_tables_of_another_version_are_refused(tmp_path):
    opened(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "case.db")) as raw, raw:
        raw.execute("UPDATE settings SET value = '2'")
    with pytest.raises(StorageError) as refused:
        opened(tmp_path)
    assert (refused.value.code, refused.value.facts["found"]) == ("storage_version", "2")


def test_the_tree_is_right_across_tiles(tmp_path):
    prev, leaves = GENESIS, []
    with closing(opened(tmp_path)) as store:
        for start in range(0, 1200, 100):
            events = []
            for n in range(start, start + 100):
                events.append(event(prev, command=f"c{start}", n=n))
                prev = event_hash(events[-1].body)
            row = row_after(events[-1], version=start + 100)
            with store.write() as unit:
                unit.append(case=row, expected_version=start, events=events)
            leaves += [merkle.leaf_hash(e.body) for e in events]
        with store.read() as now:
            root = now.ledger_head().root
            assert root == merkle.root(leaves)
            for leaf in (0, 255, 256, 511, 700, 1023, 1024, 1199):
                proof = now.inclusion_proof(leaf)
                assert merkle.verify_inclusion(
                    leaf=leaves[leaf], index=leaf, size=1200, proof=proof, root=root
                )
            for old in (1, 255, 256, 257, 1024, 1199):
                assert merkle.verify_consistency(
                    old=old,
                    new=1200,
                    proof=now.consistency_proof(old),
                    old_root=merkle.root(leaves[:old]),
                    new_root=root,
                )
                expected = merkle.inclusion_proof(merkle.nodes_of(leaves), 0, old)
                assert now.inclusion_proof(0, old) == expected
    assert audit(tmp_path) == []


def as_nobody(act):
    """Run `act` in a child without root's rights; the code of its refusal, or "done"."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        answer = "done"
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            act()
        except AnjuanError as refusal:
            answer = refusal.code
        except BaseException as error:  # noqa: BLE001 - the parent asserts on it
            answer = repr(error)
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


@pytest.fixture
def public():
    """A folder that another user can reach."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_read_only_workspace_is_named_as_such(public):
    with closing(opened(public)) as store:
        new = event()
        with store.write() as unit:
            unit.append(case=row_after(new), expected_version=0, events=[new], rows=derived())
    before = {p.name: p.read_bytes() for p in public.iterdir()}
    for path in public.iterdir():
        path.chmod(0o444)
    public.chmod(0o555)
    try:
        assert as_nobody(lambda: opened(public)) == "storage_read_only"
        assert as_nobody(lambda: opened(public / "none")) == "storage_io"
    finally:
        public.chmod(0o755)
    assert {p.name: p.read_bytes() for p in public.iterdir()} == before


def test_a_network_disk_is_refused_unless_the_caller_insists(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.filesystem.filesystem_of", lambda *_: "nfs4")
    with pytest.raises(StorageError, match="storage_network"):
        opened(tmp_path)
    assert list(tmp_path.iterdir()) == []
    made = sqlite_store.SqliteStore.open(
        tmp_path, data_key=bytes(32), signer=SIGNER, allow_network=True
    )
    made.reserve("filing", 2026, "x", moment=MOMENT)
    made.close()
