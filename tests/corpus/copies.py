"""A copy of an exported bag whose events, roster, index and files may be edited.

Events are edited as values and written back as somebody does who owns the bureau's computer but
not the keys of its ledger: digests and chain fit, proofs and signatures do not.
"""

import hashlib
import json
import os
from dataclasses import replace

from engine.event import body_of, private_of
from engine.reading import decode
from runtime import bag_format as bag
from runtime.bag_folder import BagFolder
from runtime.bag_parts import read_events
from tests.bags import INDEX, edit_json, files_of, relisted

#: Files that are edited in place are copied; all others are only linked.
COPIED = (".json", ".jsonl", ".txt")
ZERO = "0" * 64


class Copy:
    """A copy of the bag `base` in `root`."""

    def __init__(self, base, root):
        """Lay the copy down; nothing is edited yet."""
        self.root = root
        for path, place in files_of(base).items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.endswith(COPIED):
                target.write_bytes(place.read_bytes())
            else:
                os.link(place, target)
        stored = read_events(BagFolder(root), [].append)
        self._leaves = [one.leaf for one in stored]
        self.events = self._before = [decode(one) for one in stored]

    # -- where things are -----------------------------------------------------------------------

    @property
    def entries(self):
        """What the index says of each file."""
        return json.loads((self.root / INDEX).read_text("utf-8"))["files"]

    def documents(self, form):
        """The ids of the documents of a form, in the order they were made."""
        made = (d for e in self.events for d in e.documents)
        return list(dict.fromkeys(d.id for d in made if d.form == form))

    def file(self, form, nth=-1):
        """The path in the bag of a document."""
        wanted = self.documents(form)[nth]
        return next(f"data/{e['file']}" for e in self.entries if e.get("document") == wanted)

    def evidence(self, number):
        """The path in the bag of a piece of evidence."""
        return next(f"data/{e['file']}" for e in self.entries if e.get("evidence") == number)

    # -- edits ----------------------------------------------------------------------------------

    def put_file(self, path, data):
        """Put other bytes in the place of a file; what names its digest is left as it was."""
        (self.root / path).unlink(missing_ok=True)
        (self.root / path).write_bytes(data)

    def people(self, change):
        """Edit audit/people.json."""
        edit_json(self.root / bag.PEOPLE, change)

    def index(self, change):
        """Edit data/目录.json."""
        edit_json(self.root / INDEX, change)

    def renew_digest(self, form, nth=-1):
        """Let events and index name the digest the file of a document has now."""
        wanted = self.documents(form)[nth]
        digest = hashlib.sha256((self.root / self.file(form, nth)).read_bytes()).hexdigest()
        self.events = [
            replace(
                e,
                documents=tuple(
                    replace(d, digest=digest) if d.id == wanted else d for d in e.documents
                ),
            )
            for e in self.events
        ]

        def named(index):
            for one in index["files"]:
                if one.get("document") == wanted:
                    one["sha256"] = digest

        self.index(named)

    # -- at the end -----------------------------------------------------------------------------

    def write(self):
        """Write events and manifests; return the folder."""
        if self.events is not self._before:
            self._write_events()
        relisted(self.root)
        return self.root

    def _write_events(self):
        lines, prev = [], ZERO
        leaves = iter(self._leaves + [self._leaves[-1]] * len(self.events))
        numbered = (replace(event, seq=seq) for seq, event in enumerate(self.events, 1))
        for seq, event in enumerate(numbered, 1):
            body = body_of(event, prev)
            prev = hashlib.sha256(body).hexdigest()
            line = {
                "seq": seq,
                "leaf": next(leaves),
                "body": body.decode(),
                "private": private_of(event).decode(),
                "hash": prev,
            }
            lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        (self.root / bag.EVENTS).write_text("\n".join(lines) + "\n", "utf-8")
