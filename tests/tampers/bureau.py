"""The workspace that is tampered with, what the auditor keeps of it, and cheap copies of it.

Two cases, one closed with its dossier and one under way; a witness's cosigned head; heads the
auditor took away at some visits; and the whole folder as it was at earlier moments.
"""

import os
import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import runtime.audit as auditing
from engine import merkle
from engine.checkpoint import Checkpoint, sign_note
from runtime.demo import play, prepare, read_script
from runtime.dossier import bind
from runtime.examples import example_folder
from runtime.since_audit import Since
from runtime.witness_folder import cosign_head, make_witness
from runtime.witnessing import keep_cosigned, name_witness
from runtime.workspace import Workspace

CLOSED, RUNNING = "m11-construction-waste", "m07-shop-front"
UNTIL = "order_correction"
#: Steps of the first case after which the folder is kept as it was.
STAGES = (9, 24)
#: The auditor keeps a head every so many leaves, and the newest.
VISITS = 6
#: Files a store writes in place; every other one may be a hard link.
WRITTEN = ("case.db", "case.db.seal", "case.db-wal", "checkpoint", "case.db.lock", "case.db.turn")


@dataclass(frozen=True)
class Kept:
    """What an auditor has outside the bureau."""

    notes: tuple[str, ...]
    sizes: tuple[int, ...]
    key: object

    def since(self):
        """The older heads, for one audit."""
        return Since(notes=self.notes, keys=(self.key,))


@dataclass(frozen=True)
class Scene:
    """The sound workspace, its past, and what the auditor keeps."""

    root: Path
    #: Earlier copies of the whole folder, oldest first.
    past: tuple[Path, ...]
    kept: Kept


def set_up(folder):
    """Make the workspace in `folder`; returns the scene."""
    root, past = folder / "workspace", []
    pins = prepare(root)
    closed, running = (read_script(example_folder() / name) for name in (CLOSED, RUNNING))
    with Workspace.open(root, at=closed.steps[0].at) as workspace:
        keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
        for played in play(workspace, closed, keys):
            if played.number in STAGES:
                past.append(_kept_copy(workspace, folder / f"past-{played.number}"))
        bind(workspace, played.case.id)
        _witnessed(workspace, folder, pins["root"])
        past.append(_kept_copy(workspace, folder / "past-closed"))
        for _ in play(workspace, running, keys, until=UNTIL):
            pass
        kept = _heads(workspace)
    return Scene(root=root, past=tuple(past), kept=kept)


def _kept_copy(workspace, target):
    """The folder as it is on disk now, as a backup of a closed workspace would be."""
    shutil.copytree(workspace.root, target)
    Workspace.open(target, at=workspace.now()).close()
    with Workspace.open(target, at=workspace.now()) as copy, copy.store.write():
        pass
    return target


def _witnessed(workspace, folder, root_pin):
    auditor = folder / "auditor"
    witness = make_witness(auditor, "jiancha.test/witness", workspace.log_key.key)
    name_witness(workspace, witness, root_pin=root_pin)
    with workspace.store.read() as view:
        note = view.ledger_head().checkpoint
    keep_cosigned(workspace, cosign_head(auditor, note, workspace.now()).note)


def _heads(workspace):
    """Heads of every visit; they are what the log signed then, and are signed here again."""
    with workspace.store.read() as view:
        size = view.ledger_head().size
        leaves = list(view.ledger_leaves())
    sizes = (*range(VISITS, size, VISITS), size)
    heads = [
        Checkpoint(origin=workspace.log_key.key.name, size=n, root=merkle.root(leaves[:n]))
        for n in sizes
    ]
    notes = tuple(sign_note(head.text(), [workspace.log_key]) for head in heads)
    return Kept(notes=notes, sizes=sizes, key=workspace.log_key.key)


# -- copies ----------------------------------------------------------------------------------------


@contextmanager
def copied(root, target):
    """A copy of a workspace that costs links; whoever changes a file in it replaces the file."""
    for folder, _, files in os.walk(root):
        here = target / Path(folder).relative_to(root)
        here.mkdir(parents=True)
        for name in files:
            (shutil.copyfile if name in WRITTEN else os.link)(Path(folder) / name, here / name)
    try:
        yield target
    finally:
        shutil.rmtree(target)


def replaced(path, data):
    """Write a file anew, without touching what it is linked with."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


# -- audits ----------------------------------------------------------------------------------------


def remember_signatures():
    """Let audits of this process read each signed file once for each set of roots.

    The same bytes under the same trust give the same answer, and nearly all of an audit's time.
    """
    plain = auditing.signature_reader

    def reader(trust):
        read, told = plain(trust), sha256(repr(trust).encode()).digest()

        def remembered(pdf):
            key = told, sha256(pdf).digest()
            if key not in _READ:
                _READ[key] = read(pdf)
            return _READ[key]

        return remembered

    if auditing.signature_reader.__name__ != "reader":
        auditing.signature_reader = reader


_READ = {}


def audited(root, kept):
    """Findings of an audit by somebody who kept older heads."""
    return auditing.verify_root(root, since=kept.since()).findings


def counted(findings):
    """How often each code was found."""
    return Counter(f.code for f in findings)
