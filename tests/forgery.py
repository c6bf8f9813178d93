"""What somebody could do to a workspace with the database, the data key and even the log key.

Nothing here is random damage: chains, leaves, roots and page seals are made to fit again.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256

from engine import merkle
from engine.checkpoint import Checkpoint, sign_note
from engine.event import body_of, private_of, read_event
from engine.storage_rows import COMMITMENTS, JOURNAL
from runtime.settings import KEYS, read_settings
from storage.cipher import Cipher
from storage.logkey import Ed25519LogKey
from storage.reseal import reseal


@dataclass
class Forged:
    """One event, open to be changed: `body` and `private` are plain JSON."""

    case: str
    row: dict
    body: dict
    private: dict
    #: The entries right behind it: roots of the decisions it issues.
    behind: list = field(default_factory=list)


class Forger:
    """Rewrites the ledger of a closed workspace."""

    def __init__(self, root):
        keys = root / KEYS
        self.root = root
        self.cipher = Cipher(bytes.fromhex((keys / "data.key").read_text()))
        log = bytes.fromhex((keys / "log.key").read_text())
        self.signer = Ed25519LogKey(read_settings(root).origin, log)

    def sql(self, statement, *values):
        """Change rows, and seal the pages anew."""
        with closing(sqlite3.connect(self.root / "case.db")) as database, database:
            changed = database.execute(statement, values).rowcount
        self.seal()
        return changed

    def seal(self):
        with closing(sqlite3.connect(self.root / "case.db")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        reseal(self.root)

    def events(self):
        with closing(sqlite3.connect(self.root / "case.db")) as database:
            database.row_factory = sqlite3.Row
            rows = [dict(r) for r in database.execute("SELECT * FROM events ORDER BY leaf")]
        found = []
        for row in rows:
            if row["case_id"] == COMMITMENTS:
                found[-1].behind.append(row)
            elif row["case_id"] != JOURNAL:
                found.append(Forged(row["case_id"], row, json.loads(row["body"]), self._told(row)))
        return found

    def _told(self, row):
        return json.loads(self.cipher.open_event(row["case_id"], row["seq"], row["private"]))

    def journal(self):
        """The entries of the bureau's own journal, which stay as they are."""
        with closing(sqlite3.connect(self.root / "case.db")) as database:
            database.row_factory = sqlite3.Row
            where = "SELECT * FROM events WHERE case_id = ? ORDER BY leaf"
            return [dict(r) for r in database.execute(where, (JOURNAL,))]

    def write(self, events, *, signed, digests=True):
        """Put events back with sequence, chain, leaves and root that fit.

        With `signed` the checkpoint and its file are signed anew, as only the log key can;
        with `digests` the bodies' digests of the inputs fit as well.
        """
        heads, rows = {}, [row | {"leaf": at} for at, row in enumerate(self.journal())]
        for event in events:
            seq, prev = heads.get(event.case, (0, bytes(32)))
            event.body |= {"seq": seq + 1, "prev": prev.hex()}
            if digests:
                body = body_of(read_event(event.body, event.private), prev.hex())
                private = private_of(read_event(event.body, event.private))
            else:
                body, private = _plain(event.body), _plain(event.private)
            digest = self._add(rows, event.row, seq + 1, prev, body, private)
            heads[event.case] = (seq + 1, digest)
            for row in event.behind:
                number, before = heads.get(COMMITMENTS, (0, bytes(32)))
                fit = {"commitment": number + 1, "prev": before.hex(), "seq": seq + 1}
                told = json.loads(row["body"]) | fit | {"event": digest.hex()}
                entry = self._add(rows, row, number + 1, before, _plain(told), b"{}")
                heads[COMMITMENTS] = (number + 1, entry)
        heads.pop(COMMITMENTS, None)
        self._store(rows, [row["leaf_hash"] for row in rows], heads, signed=signed)

    def _add(self, rows, row, seq, prev, body, private):
        """Put one row behind the others; returns its hash."""
        digest = sha256(body).digest()
        sealed = self.cipher.seal_event(row["case_id"], seq, private)
        rows.append(
            row
            | {"leaf": len(rows), "seq": seq, "prev_hash": prev, "hash": digest}
            | {"leaf_hash": merkle.leaf_hash(body), "body": body, "private": sealed}
        )
        return digest

    def _store(self, rows, leaves, heads, *, signed):
        frontier = ()
        for size, leaf in enumerate(leaves):
            frontier = merkle.frontier_append(frontier, size, leaf)
        root = merkle.frontier_root(frontier)
        text = Checkpoint(origin=self.signer.key.name, size=len(leaves), root=root).text()
        note = sign_note(text, [self.signer])
        with closing(sqlite3.connect(self.root / "case.db")) as database, database:
            database.execute("DELETE FROM events")
            for row in rows:
                marks = ", ".join("?" for _ in row)
                insert = f"INSERT INTO events ({', '.join(row)}) VALUES ({marks})"
                database.execute(insert, tuple(row.values()))
            head = (len(leaves), b"".join(frontier), root)
            database.execute("UPDATE ledger SET size = ?, frontier = ?, root = ?", head)
            if signed:
                database.execute("UPDATE ledger SET checkpoint = ?", (note,))
            for case, (version, digest) in heads.items():
                database.execute(
                    "UPDATE cases SET version = ?, head = ? WHERE case_id = ?",
                    (version, digest, case),
                )
        if signed:
            (self.root / "checkpoint").write_text(note)
        self.seal()


def _plain(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
