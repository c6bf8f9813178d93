"""eventsourcing with its own SQLite recorder: an aggregate rebuilt from its events at every move.

Its recorder sets the journal to WAL and leaves `synchronous` at SQLite's default, which is FULL.
Given `--cached` it keeps aggregates in the library's cache and reads only what came later.
"""

import sys
from importlib.metadata import version

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.workload import OFFICER, serve

CACHED = "--cached" in sys.argv


class PenaltyCase(Aggregate):
    @event("Opened")
    def __init__(self, actor: str):
        self.actor = actor
        self.state = "clue"

    @event("Moved")
    def move(self, trigger: str, source: str, target: str, actor: str):
        assert self.state == source
        self.trigger, self.state, self.actor = trigger, target, actor


class EventSourcing:
    name = f"eventsourcing {version('eventsourcing')}" + (" with cache" if CACHED else "")

    def __init__(self, folder):
        env = {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / "eventsourcing.db"),
        }
        if CACHED:
            env["AGGREGATE_CACHE_MAXSIZE"] = "1000"
        self.app = Application(env)

    def open_case(self):
        opened = PenaltyCase(OFFICER)
        self.app.save(opened)
        return opened.id

    def advance(self, case, move):
        loaded = self.app.repository.get(case)
        loaded.move(move.trigger, move.source, move.target, OFFICER)
        self.app.save(loaded)

    def verify(self, case):
        assert self.app.repository.get(case).state == "archived"
        return len(list(self.app.events.get(case))) - 1

    def durability(self):
        with self.app.factory.datastore.transaction(commit=False) as cursor:
            found = []
            for name in ("journal_mode", "synchronous"):
                cursor.execute(f"PRAGMA {name}")
                found.append(cursor.fetchone()[0])
            return tuple(found)

    def close(self):
        self.app.close()


if __name__ == "__main__":
    serve(EventSourcing)
