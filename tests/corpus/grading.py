"""Seeded dossiers graded by the road a user takes: a bag, read leniently, in a workspace."""

import datetime as dt
import shutil
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from runtime.grading import Grader
from runtime.workspace import Workspace
from tests.corpus.bases import base
from tests.corpus.copies import Copy
from tests.corpus.defect import ALWAYS, EDITED


@dataclass(frozen=True)
class Graded:
    """What one seeded dossier showed beyond its base."""

    id: str
    #: (head, code) of every new finding that names a head expected.
    found: tuple
    missed: tuple[str, ...]
    #: (head, code) of new findings nobody expected.
    beside: tuple
    #: What went wrong in seeding, "" otherwise.
    failed: str = ""


@cache
def _grader(name, place, after):
    root, _ = base(name, place)
    at = dt.datetime.fromisoformat((root.parent / "done").read_text("ascii"))
    return Grader(Workspace.open(root, at=at + dt.timedelta(days=after)))


def _findings(grader, bag, defect_profile, signatures):
    grader.seals.eager = signatures
    precheck = grader.grade(grader.bag(bag), defect_profile)
    return Counter((f.head, f.code, f.document) for f in precheck.findings)


@cache
def _before(name, place, after, profile, signatures):
    return _findings(_grader(name, place, after), base(name, place)[1], profile, signatures)


def graded(defect, place):
    """Seed a defect in a copy of its base and grade it."""
    grader = _grader(defect.base, place, defect.after)
    before = _before(defect.base, place, defect.after, defect.profile, defect.signatures)
    with TemporaryDirectory(prefix="seeded-", dir=place) as scratch:
        bag = base(defect.base, place)[1]
        copy = Copy(bag, Path(scratch) / bag.name)
        try:
            for edit in defect.edits:
                edit(copy)
            folder = copy.write()
        except (AssertionError, IndexError, KeyError, StopIteration, AttributeError) as wrong:
            return Graded(defect.id, (), defect.heads, (), f"{type(wrong).__name__}: {wrong}")
        new = _findings(grader, folder, defect.profile, defect.signatures) - before
        shutil.rmtree(folder)
    shown = sorted({(head, code) for head, code, _ in new})
    excused = {*defect.also, *defect.heads, *ALWAYS}
    return Graded(
        defect.id,
        tuple(one for one in shown if one[0] in defect.heads),
        tuple(h for h in defect.heads if h not in {head for head, _ in shown}),
        tuple(one for one in shown if one[0] not in excused and one[1] not in EDITED),
    )
