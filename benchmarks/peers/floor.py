"""The floor: hand-written SQL on sqlite3 with a version check, and no library at all."""

import sqlite3
from datetime import UTC, datetime

from benchmarks.workload import OFFICER, serve

SCHEMA = """
CREATE TABLE cases (id INTEGER PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE history (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, trigger TEXT NOT NULL,
  source TEXT NOT NULL, target TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX history_by_case ON history (case_id);
"""


class Floor:
    name = f"sqlite3 {sqlite3.sqlite_version} by hand (floor)"

    def __init__(self, folder):
        self.db = sqlite3.connect(folder / "floor.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.executescript(SCHEMA)

    def open_case(self):
        return self.db.execute("INSERT INTO cases (state, version) VALUES ('clue', 1)").lastrowid

    def advance(self, case, move):
        run = self.db.execute
        run("BEGIN IMMEDIATE")
        state, version = run("SELECT state, version FROM cases WHERE id = ?", (case,)).fetchone()
        assert state == move.source
        moved = run(
            "UPDATE cases SET state = ?, version = version + 1 WHERE id = ? AND version = ?",
            (move.target, case, version),
        )
        assert moved.rowcount == 1
        at = datetime.now(UTC).isoformat()
        run(
            "INSERT INTO history (case_id, trigger, source, target, actor, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (case, move.trigger, move.source, move.target, OFFICER, at),
        )
        run("COMMIT")

    def verify(self, case):
        (state,) = self.db.execute("SELECT state FROM cases WHERE id = ?", (case,)).fetchone()
        assert state == "archived"
        found = self.db.execute("SELECT count(*) FROM history WHERE case_id = ?", (case,))
        return found.fetchone()[0]

    def durability(self):
        return tuple(
            self.db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        )

    def close(self):
        self.db.close()


if __name__ == "__main__":
    serve(Floor)
