"""This program's own bookkeeping: the real road and the real store, without documents.

Every move passes the law's general duties and leaves an encrypted event, a ledger leaf, a signed
checkpoint, a link of the hash chain and the rows lists are read from. Given `--forgetful` it keeps
no case in memory and replays every case from its events, as a program started anew does.
"""

import os
import secrets
import sys
from dataclasses import replace
from datetime import date, datetime

from benchmarks.workload import DEFINITION, OFFICER, serve
from engine.case import MAIN
from engine.command import Command
from engine.legal_time import LEGAL_ZONE
from engine.recent_cases import MOST, RecentCases
from engine.road import Done, Intake, Road
from runtime.composing import FormComposer, shipped_catalogue
from runtime.examples import example_folder
from runtime.long_lived import keep_for_good
from runtime.profile import load_agency
from storage.blobs import LocalBlobs
from storage.logkey import Ed25519LogKey
from storage.sqlite_store import SqliteStore
from workflows.definition_data import load_workflow
from workflows.library import load_law

FORGETFUL = "--forgetful" in sys.argv


class Officer:
    """A signatory who unlocked a key no move needs."""

    def unlocked(self):
        return frozenset({OFFICER})

    def sign(self, *document):
        raise AssertionError(f"no move of this case makes a document: {document}")


def no_file(path):
    raise AssertionError(f"no move of this case names a file: {path}")


class Ours:
    name = "anjuan, bookkeeping" + (", every case replayed" if FORGETFUL else "")

    def __init__(self, folder):
        catalogue = shipped_catalogue()
        definition = load_workflow(DEFINITION)
        law = load_law(catalogue, today=date(2026, 3, 2))
        keep_for_good()
        signer = Ed25519LogKey("anjuan.benchmark/ledger", os.urandom(32))
        self.store = SqliteStore.open(folder, data_key=os.urandom(32), signer=signer)
        self.road = Road(
            law=replace(law, workflows={definition.digest: definition}),
            agency=load_agency(example_folder() / "agency.yaml"),
            store=self.store,
            blobs=LocalBlobs(folder / "blobs"),
            composer=FormComposer(catalogue, None, training=True),
            recent=RecentCases(0 if FORGETFUL else MOST),
        )
        self.intake = Intake(take=no_file)
        self.officer = Officer()

    def open_case(self):
        # Without an id of its own, a second opening in the same words would be the first again.
        return self._move("", "open", secrets.token_hex(16)).case.id

    def advance(self, case, move):
        done = self._move(case, move.trigger)
        assert done.event.target == move.target

    def _move(self, case, trigger, command_id=""):
        command = Command(
            id=command_id,
            case=case,
            track=MAIN,
            trigger=trigger,
            actor=OFFICER,
            at=datetime.now(LEGAL_ZONE),
        )
        done = self.road.advance(command, self.intake, self.officer)
        assert isinstance(done, Done), done
        return done

    def verify(self, case):
        loaded = self.road.case(case)
        assert loaded.main.state == "archived"
        return len(loaded.events) - 1

    def durability(self):
        writer = self.store._writer  # noqa: SLF001 - the pragma is the connection's own
        return tuple(
            writer.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        )

    def close(self):
        self.store.close()


if __name__ == "__main__":
    serve(Ours)
