"""Durable appends per second: the store's typical transition beside plain sqlite3.

A transition is a case row moved under a version check, one event of about 900 bytes, two document
rows, ten checklist rows and one deadline; ours adds the ledger leaf, the signed head, encryption
of the private part, the page seal and the checkpoint file. Run from the repository root:
`python -m benchmarks.ledger_append [SECONDS] [FOLDER]`.
"""

import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

from engine.hashchain import GENESIS, event_hash
from engine.storage_rows import (
    CaseRow,
    ChecklistRow,
    DeadlineRow,
    DocumentRow,
    NewEvent,
    Projection,
)
from storage.logkey import Ed25519LogKey
from storage.sqlite_store import SqliteStore

CASES = 150
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PAD = "证据确凿" * 60


class Plain:
    """Hand-written SQL with the same rows, WAL and synchronous=FULL, and nothing else."""

    def __init__(self, folder):
        self.db = sqlite3.connect(folder / "plain.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.executescript(
            """
            CREATE TABLE cases (id TEXT PRIMARY KEY, version INT, state TEXT) WITHOUT ROWID;
            CREATE TABLE events (id INTEGER PRIMARY KEY, case_id TEXT, seq INT, command TEXT UNIQUE,
              prev BLOB, hash BLOB, body BLOB, UNIQUE (case_id, seq));
            CREATE TABLE documents (case_id TEXT, doc_id TEXT, digest TEXT,
              PRIMARY KEY (case_id, doc_id)) WITHOUT ROWID;
            CREATE TABLE checklist (case_id TEXT, list TEXT, item TEXT, result TEXT,
              PRIMARY KEY (case_id, list, item)) WITHOUT ROWID;
            CREATE TABLE deadlines (case_id TEXT, id TEXT, due TEXT,
              PRIMARY KEY (case_id, id)) WITHOUT ROWID;
            """
        )
        self.heads = {}

    def prepare(self, case_id, command):
        version, head = self.heads.get(case_id, (0, GENESIS))
        body = body_of(head, version)
        self.heads[case_id] = (version + 1, sha256(body).digest())
        return case_id, command, version, head, body

    def step(self, case_id, command, version, head, body):
        digest = sha256(body).digest()
        run = self.db.execute
        run("BEGIN IMMEDIATE")
        if version:
            moved = run(
                "UPDATE cases SET version = ?, state = ? WHERE id = ? AND version = ?",
                (version + 1, f"s{version}", case_id, version),
            )
            assert moved.rowcount == 1
        else:
            run("INSERT INTO cases VALUES (?, 1, 's')", (case_id,))
        run(
            "INSERT INTO events (case_id, seq, command, prev, hash, body) VALUES (?,?,?,?,?,?)",
            (case_id, version + 1, command, head, digest, body),
        )
        self.db.executemany(
            "INSERT INTO documents VALUES (?, ?, ?)",
            [(case_id, f"d{version}-{k}", "0" * 64) for k in range(2)],
        )
        self.db.executemany(
            "INSERT INTO checklist VALUES (?, ?, ?, 'ok')",
            [(case_id, f"c{version}", f"i{k}") for k in range(10)],
        )
        run("INSERT OR REPLACE INTO deadlines VALUES (?, 'main', '2026-04-01')", (case_id,))
        run("COMMIT")

    def close(self):
        self.db.close()


class Ours:
    """The store as the engine uses it."""

    def __init__(self, folder):
        signer = Ed25519LogKey("anjuan.bench/ledger", os.urandom(32))
        self.store = SqliteStore.open(folder, data_key=os.urandom(32), signer=signer)
        self.heads = {}

    def prepare(self, case_id, command):
        version, head = self.heads.get(case_id, (0, GENESIS))
        body = body_of(head, version)
        new = NewEvent(
            body=body, private=b"x" * 120, prev_hash=head, command_id=command, moment=MOMENT
        )
        row = CaseRow(
            case_id=case_id,
            version=version + 1,
            head=event_hash(body),
            workflow="w",
            state=f"s{version}",
            squad="first",
            officers=("lin", "zhou"),
            opened_at=MOMENT,
            moved_at=MOMENT,
        )
        self.heads[case_id] = (version + 1, row.head)
        return row, version, new, rows(case_id, version)

    def step(self, row, version, new, derived):
        with self.store.write() as unit:
            unit.append(case=row, expected_version=version, events=[new], rows=derived)

    def close(self):
        self.store.close()


def body_of(head, version):
    return json.dumps({"n": version, "pad": PAD, "prev": head.hex()}, ensure_ascii=False).encode()


def rows(case_id, version):
    return Projection(
        documents=[
            DocumentRow(
                case_id=case_id,
                doc_id=f"d{version}-{k}",
                form="decision",
                number=None,
                digest="0" * 64,
                status="issued",
                issued_at=MOMENT,
            )
            for k in range(2)
        ],
        deadlines=[
            DeadlineRow(
                case_id=case_id,
                instance_id="main",
                rule="decide",
                due=date(2026, 4, 1),
                status="running",
                owner="lin",
                squad="first",
            )
        ],
        checklist=[
            ChecklistRow(
                case_id=case_id, checklist=f"c{version}", item=f"i{k}", result="ok", blocking=True
            )
            for k in range(10)
        ],
    )


def measure(kind, folder, seconds):
    """Rate and latency of `seconds` of appends over `CASES` cases in turn."""
    folder.mkdir()
    took, ids = [], [f"case{n:04}" for n in range(CASES)]
    with closing(kind(folder)) as store:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            # What the engine would have built before it asked for the lock is not counted.
            work = store.prepare(ids[len(took) % CASES], f"{random.getrandbits(64):016x}")
            start = time.perf_counter()
            store.step(*work)
            took.append(time.perf_counter() - start)
    whole = sum(took)
    took.sort()
    return {
        "store": kind.__name__,
        "per_second": round(len(took) / whole),
        "p50_ms": round(took[len(took) // 2] * 1000, 3),
        "worst_ms": round(took[-1] * 1000, 1),
        "p99_ms": round(took[len(took) * 99 // 100] * 1000, 3),
        "bytes_per_event": sum(p.stat().st_size for p in folder.iterdir()) // len(took),
    }


def main(seconds, where):
    best = {}
    with tempfile.TemporaryDirectory(dir=where) as work:
        for turn in range(3):
            for kind in (Plain, Ours):
                result = measure(kind, Path(work) / f"{kind.__name__}{turn}", seconds)
                print(json.dumps(result), flush=True)
                best[kind] = max(best.get(kind, 0), result["per_second"])
    print(json.dumps({"best_ratio_to_plain": round(best[Ours] / best[Plain], 2)}))


if __name__ == "__main__":
    main(
        float(sys.argv[1]) if len(sys.argv) > 1 else 3.0, sys.argv[2] if len(sys.argv) > 2 else None
    )
