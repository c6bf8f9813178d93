"""Dossiers for grading, made from cases carried out in memory.

`dossier_of` is a bureau's case as its grader sees it; `graded` asks it everything; `edited` is the
same dossier after somebody changed, left out or put in events behind the engine's back.
"""

import datetime as dt
from dataclasses import replace
from functools import cache

from engine.case import replay
from engine.grading.asking import precheck
from engine.grading.dossier import Dossier
from engine.grading.files import FileFacts
from engine.like_cases import alike
from workflows.grading_data import load_profiles


class Files:
    """Files as the ledger says they are; a test may put others in their place."""

    def __init__(self, found=None, missing=(), printed=None):
        self.found, self.printed = found or {}, printed or {}
        self.missing = frozenset(missing)

    def look(self, made):
        """Every file is there, with the pages its event names and nobody having read it."""
        facts = FileFacts(digest=made.digest, pages=made.pages)
        return self.found.get(made.id, self.found.get(made.form, facts))

    def words(self, made):
        """Nobody has read a page, unless a test says what stands there."""
        return self.printed.get(made.id, self.printed.get(made.form, ()))

    def kept(self, digest):
        """Every attachment is there, but those a test takes away."""
        return digest not in self.missing


@cache
def profiles():
    """The shipped profiles."""
    return load_profiles()


def dossier_of(bureau, *, now=None, files=None, events=None, others=(), binding=None):
    """The present case of a bureau in memory as a dossier; `events` replace its own."""
    case = bureau.case
    if events is not None:
        case = replay(case.id, events)
    return Dossier(
        case=case,
        law=bureau.law,
        agency=bureau.agency,
        agency_of=lambda _: bureau.agency,
        now=now or case.last_at + dt.timedelta(days=1),
        files=files or Files(),
        binding=binding,
        peers=lambda: alike(case, others).cases,
    )


def graded(dossier, profile="chengguan-default-1"):
    """Everything a profile finds in a dossier."""
    return precheck(dossier, profiles()[profile])


def found(dossier, head, profile="chengguan-default-1"):
    """The codes found under one item or veto."""
    return [f.code for f in graded(dossier, profile).of(head)]


def edited(events, trigger, *, nth=-1, **changes):
    """Events in which inputs of the `nth` act of a trigger are changed; None takes one away."""
    hits = [
        n for n, e in enumerate(events) if e.trigger == trigger and e.kind.value == "transition"
    ]
    at = hits[nth]
    inputs = {**events[at].inputs.as_dict(), **changes}
    kept = {k: v for k, v in inputs.items() if v is not None}
    return with_event(events, at, replace(events[at], inputs=type(events[at].inputs)(kept)))


def with_event(events, at, event):
    """Events with another one in place of that at an index."""
    return [*events[:at], event, *events[at + 1 :]]


def without_form(events, *forms):
    """Events from which every document of some forms is gone."""
    return [
        replace(e, documents=tuple(d for d in e.documents if d.form not in forms)) for e in events
    ]
