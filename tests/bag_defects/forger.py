"""Somebody who changes a bag and covers it up as far as asked: manifests, chain, tree, signatures.

Has whatever the bureau has: log key, root key, everybody's signing keys. What is not asked for is
left as it was, so that each defect says how far its forger went.
"""

import hashlib
import json
import random
import shutil
from datetime import timedelta

from documents.signing.act import SignatureAct
from documents.signing.authority import Validity
from documents.signing.keys import CertifiedKey
from documents.signing.pdf import Document
from documents.signing.sign import sign
from documents.signing.timestamp import LocalTimestampAuthority
from engine import merkle
from engine.checkpoint import Checkpoint, sign_note
from engine.record import canonical
from engine.tlog_proof import TlogProof
from runtime.bag_format import NOTE, note_text
from runtime.keyring import machine_key, unlocked_file
from runtime.verifier.replay import opened

INDEX, EVENTS = "data/目录.json", "audit/events.jsonl"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


class Forger:
    """One copy of a bag, being changed."""

    def __init__(self, bag, folder, workspace, pins):
        """Copy `bag` below `folder`; `workspace` is the one it was exported from."""
        self.root = folder / bag.name
        shutil.copytree(bag, self.root)
        self.workspace, self.pins = workspace, pins
        self.original = bag
        self.entries = [json.loads(line) for line in self.read(EVENTS).splitlines()]
        for entry in self.entries:
            entry["body"], entry["private"] = (
                json.loads(entry["body"]),
                json.loads(entry["private"]),
            )
        self.index = json.loads(self.read(INDEX))

    # -- files ---------------------------------------------------------------------------------

    def read(self, name):
        return (self.root / name).read_bytes()

    def write(self, name, data):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_bytes(data)

    def remove(self, name):
        (self.root / name).unlink()

    def edit(self, name, old, new, count=1):
        """Replace bytes that must be there."""
        data = self.read(name)
        assert data.count(old) >= 1, (name, old)
        self.write(name, data.replace(old, new, count))

    def edit_json(self, name, change):
        value = json.loads(self.read(name))
        change(value)
        self.write(name, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")

    def names(self):
        files = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def manifests(self):
        """Make both manifests and the sum of the payload anew."""
        payload = [name for name in self.names() if name.startswith("data/")]
        self.write(MANIFEST, self._lines(payload))
        info = self.read("bag-info.txt").decode().split("\n")
        total = sum(len(self.read(name)) for name in payload)
        info = [
            f"Payload-Oxum: {total}.{len(payload)}" if line.startswith("Payload-Oxum") else line
            for line in info
        ]
        self.write("bag-info.txt", "\n".join(info).encode())
        self.tags()

    def tags(self):
        """Make the manifest of everything but the data anew."""
        others = [n for n in self.names() if not n.startswith("data/") and n != TAGS]
        self.write(TAGS, self._lines(others))

    def _lines(self, names):
        digests = (f"{hashlib.sha256(self.read(name)).hexdigest()}  {name}\n" for name in names)
        return "".join(digests).encode()

    # -- papers --------------------------------------------------------------------------------

    def entry(self, form, number=1):
        """The catalogue's entry of a document."""
        return next(e for e in self.index["files"] if e.get("document") == f"{form}-{number}")

    def file(self, form, number=1):
        return "data/" + self.entry(form, number)["file"]

    def save_index(self):
        self.write(INDEX, json.dumps(self.index, ensure_ascii=False, indent=1).encode() + b"\n")

    def replace(self, form, pdf, number=1):
        """Put another file in a document's place, and its digest into events and catalogue."""
        document = f"{form}-{number}"
        old, new = self.entry(form, number)["sha256"], hashlib.sha256(pdf).hexdigest()
        self.write(self.file(form, number), pdf)
        self.entry(form, number)["sha256"] = new
        for entry in self.entries:
            for made in entry["body"]["documents"]:
                if made["id"] == document and made["digest"] == old:
                    made["digest"] = new

    # -- events --------------------------------------------------------------------------------

    def event(self, transition, number=1):
        """The entry of an event by its transition."""
        found = [e for e in self.entries if e["body"]["transition"] == transition]
        return found[number - 1]

    def seq(self, transition, number=1):
        return self.event(transition, number)["body"]["seq"]

    def inputs(self, transition, number=1):
        """What was handed in with an event, to be changed in place."""
        return self.event(transition, number)["private"]["inputs"]

    def save_events(self, *, hashes=True):
        """Write the events as they are; with `hashes`, bound to each other and to their inputs."""
        before = "0" * 64
        lines = []
        for entry in self.entries:
            body, private = entry["body"], entry["private"]
            if hashes:
                salted = bytes.fromhex(private["salt"]) + canonical(private["inputs"])
                body["inputs"] = hashlib.sha256(salted).hexdigest()
                body["prev"] = before
            text = canonical(body).decode()
            if hashes:
                entry["hash"] = before = hashlib.sha256(text.encode()).hexdigest()
            line = {**entry, "seq": entry["seq"], "body": text}
            line["private"] = canonical(private).decode()
            lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        self.write(EVENTS, "".join(f"{line}\n" for line in lines).encode())
        if hashes:
            self.index["head"], self.index["events"] = before, len(self.entries)

    def save_tree(self, signer=None):
        """Grow another tree over the events and sign its head with the log's own key."""
        size = self.index["tree"]["size"]
        chance = random.Random(7)
        leaves = [chance.randbytes(32) for _ in range(size)]
        for entry in self.entries:
            leaves[entry["leaf"]] = merkle.leaf_hash(canonical(entry["body"]))
        head = Checkpoint(origin=self.index["origin"], size=size, root=merkle.root(leaves))
        note = sign_note(head.text(), [signer or self.workspace.log_key])
        self.write("audit/checkpoint", note.encode())
        shutil.rmtree(self.root / "audit" / "proofs")
        for entry in self.entries:
            path = merkle.inclusion_proof(merkle.nodes_of(leaves), entry["leaf"], size)
            proof = TlogProof(index=entry["leaf"], path=path, checkpoint=note)
            self.write(f"audit/proofs/{entry['seq']:04}.tlog-proof", proof.text().encode())
        self.index["tree"]["root"] = head.root.hex()

    def cover(self):
        """Cover everything up: chain, private parts, tree, catalogue, manifests, the whole bag."""
        self.save_events()
        self.save_tree()
        self.save_index()
        self.vouched()

    def vouched(self, signer=None):
        """Make the manifests anew and let the log's own key vouch for the bag as it is now."""
        self.manifests()
        text = note_text(self.index["origin"], self.index["case"], self.read(TAGS))
        self.write(NOTE, sign_note(text, [signer or self.workspace.log_key]).encode())
        self.tags()

    # -- signatures ----------------------------------------------------------------------------

    def key(self, owner):
        """The key of a person, or `seal`."""
        return unlocked_file(self.workspace.root / "keys", owner, self.pins[owner])

    @property
    def stamps(self):
        return LocalTimestampAuthority(key=machine_key(self.workspace.root / "keys", "tsa"))

    def before(self, pdf, field):
        """A file as it was before a field was signed."""
        document = Document.open(pdf)
        for index in range(len(document.revisions)):
            fields = document.at_revision(index).signature_fields
            if field in fields and b"V" in fields[field].entries:
                return pdf[: document.revisions[index - 1].end]
        raise AssertionError(field)

    def signed(self, pdf, field, key: CertifiedKey, *, at, reason):
        """A file with a field signed by a key, whoever it belongs to."""
        act = SignatureAct(
            name=key.subject.name, role="—", date=at.date(), moment=at, reason=reason
        )
        return sign(pdf, field=field, key=key, act=act, tsa=self.stamps)

    @property
    def last_moment(self):
        return opened({"$moment": self.entries[-1]["body"]["at"]})

    def moment(self, transition, number=1):
        return opened({"$moment": self.event(transition, number)["body"]["at"]})


def validity(at, days):
    """A term that begins long before a moment and ends some days from it (before it: negative)."""
    return Validity(start=at - timedelta(days=900), end=at + timedelta(days=days))
