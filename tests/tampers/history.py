"""Tampering with history by somebody who has every key: chain, tree, head and file fit again.

The ledger is whole in itself; the law, the signatures and the heads an auditor kept are not.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256

from engine import merkle
from engine.storage_rows import COMMITMENTS, JOURNAL
from tests.forgery import Forger
from tests.tampers.tamper import Tamper, any_of, of_case, parting

#: The member of a body that counts the entries of a chain that is no case's.
COUNTED = {JOURNAL: "journal", COMMITMENTS: "commitment"}


class Historian(Forger):
    """A forger who keeps the order in which events and entries of the journal were written."""

    def all_events(self):
        """Every leaf in order; entries of the journal among them."""
        with closing(sqlite3.connect(self.root / "case.db")) as database:
            database.row_factory = sqlite3.Row
            return [dict(r) for r in database.execute("SELECT * FROM events ORDER BY leaf")]

    def rewritten(self, rows):
        """Write leaves in this order, each with a chain, a body and a place that fit."""
        heads, leaves = {}, []
        for leaf, row in enumerate(rows):
            seq, prev = heads.get(row["case_id"], (0, bytes(32)))
            private = self.cipher.open_event(row["case_id"], row["seq"], row["private"])
            body = json.loads(row["body"]) | {"prev": prev.hex()}
            body[COUNTED.get(row["case_id"], "seq")] = seq + 1
            data = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            sealed = self.cipher.seal_event(row["case_id"], seq + 1, private)
            row |= {"leaf": leaf, "seq": seq + 1, "prev_hash": prev, "body": data.encode()}
            row |= {"hash": sha256(row["body"]).digest(), "private": sealed}
            row["leaf_hash"] = merkle.leaf_hash(row["body"])
            leaves.append(row["leaf_hash"])
            heads[row["case_id"]] = (seq + 1, row["hash"])
        for chain in COUNTED:
            heads.pop(chain, None)
        self._store(rows, leaves, heads, signed=True)


def edited(root, chance):
    """One member of an event's body, or of an entry of the journal, is another."""
    forger = Historian(root)
    rows = forger.all_events()
    leaf = chance.randrange(len(rows))
    body = json.loads(rows[leaf]["body"])
    names = [n for n, v in body.items() if isinstance(v, str) and v and n not in {"prev", "case"}]
    name = chance.choice([n for n in sorted(names) if n != "at"])
    body[name] = _turned(body[name], chance)
    rows[leaf]["body"] = json.dumps(body).encode()
    return _done(forger, rows, rows[leaf]["case_id"], leaf, "edit", f"leaf {leaf} {name}")


def _turned(text, chance):
    at = chance.randrange(len(text))
    return text[:at] + chance.choice([c for c in "0a7x" if c != text[at]]) + text[at + 1 :]


def deleted(root, chance):
    """An event never was."""
    forger = Historian(root)
    rows = forger.all_events()
    leaf = chance.randrange(1, len(rows))
    gone = rows.pop(leaf)
    return _done(forger, rows, gone["case_id"], leaf, "delete", f"leaf {leaf}")


def reordered(root, chance):
    """Two events change places."""
    forger = Historian(root)
    rows = forger.all_events()
    first, second = sorted(chance.sample(range(len(rows)), 2))
    case = rows[first]["case_id"]
    rows[first], rows[second] = rows[second], rows[first]
    return _done(forger, rows, case, first, "reorder", f"leaves {first} and {second}")


def truncated(root, chance):
    """The last events never were, and the head says so."""
    forger = Historian(root)
    rows = forger.all_events()
    left = chance.randrange(1, len(rows))
    case = rows[left]["case_id"]
    del rows[left:]
    return _done(forger, rows, case, left, "truncate", f"from leaf {left}")


def clocked(root, chance):
    """An act was done at another moment."""
    forger = Historian(root)
    rows = forger.all_events()
    leaf = chance.randrange(len(rows))
    body = json.loads(rows[leaf]["body"])
    shift = timedelta(seconds=chance.choice([-86400 * 30, -86400, -60, 1, 60, 86400, 86400 * 30]))
    moment = datetime.fromisoformat(body["at"]) + shift
    body["at"] = moment.isoformat()
    rows[leaf]["body"] = json.dumps(body).encode()
    rows[leaf]["moment"] = int(moment.timestamp() * 1_000_000)
    return _done(forger, rows, rows[leaf]["case_id"], leaf, "clock", f"leaf {leaf} by {shift}")


def _done(forger, rows, case, leaf, kind, what):
    forger.rewritten(rows)
    return Tamper(kind, "history", what, any_of(of_case(case), parting(leaf)))


def rolled_back(root, chance, past):
    """The whole folder is an earlier one, sound in itself; only a head kept elsewhere tells."""
    earlier = chance.choice(past)
    for path in sorted(root.iterdir()):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(earlier, root, dirs_exist_ok=True)
    with closing(sqlite3.connect(root / "case.db")) as database:
        (size,) = database.execute("SELECT size FROM ledger").fetchone()
    return Tamper("truncate", "rollback", earlier.name, parting(size))


WAYS = {
    "edit": edited,
    "delete": deleted,
    "reorder": reordered,
    "truncate": truncated,
    "clock": clocked,
}
