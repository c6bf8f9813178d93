"""Defects put into the events of real cases: papers, signatures, days, inputs changed later.

Every function takes the events of a case and returns others. `new_in` says what an item of the
grading profile finds in the changed case that it did not find before.
"""

import datetime as dt
from dataclasses import replace
from functools import cache

from engine.grading.asking import precheck
from engine.record import Record
from tests import lives
from tests.bureau import Bureau
from tests.graded import dossier_of, profiles
from tests.playbook import moment


class Played:
    """What a dossier is made of, without what carried it out."""

    def __init__(self, bureau):
        self.case, self.law, self.agency = bureau.case, bureau.law, bureau.agency

    @property
    def events(self):
        return self.case.events


@cache
def archived():
    """The construction-waste example, archived."""
    return Played(Bureau().play("m11", until="archived"))


@cache
def lived(name):
    """A life at its end."""
    return Played(lives.live(name))


def record(value):
    """A mapping as the engine keeps it."""
    if isinstance(value, dict):
        return Record({k: record(v) for k, v in value.items()})
    return tuple(record(v) for v in value) if isinstance(value, list) else value


def _at(events, trigger, nth):
    found = [
        n for n, e in enumerate(events) if e.trigger == trigger and e.kind.value == "transition"
    ]
    return found[nth]


def inputs(events, trigger, /, nth=-1, **changes):
    """Inputs of one act changed; None takes one away. `a__b` changes b in the record a."""
    at = _at(events, trigger, nth)
    given = events[at].inputs.as_dict()
    for name, value in changes.items():
        outer, _, inner = name.partition("__")
        given[outer] = _set(given.get(outer), inner, record(value)) if inner else record(value)
    kept = Record({k: v for k, v in given.items() if v is not None})
    return [*events[:at], replace(events[at], inputs=kept), *events[at + 1 :]]


def _set(value, name, new):
    """One field changed in a record, or in every record of a list."""
    if isinstance(value, tuple):
        return tuple(_set(row, name, new) for row in value)
    inner = {**value.as_dict(), name: new}
    return Record({k: v for k, v in inner.items() if v is not None})


def rows(events, trigger, name, change, /, nth=-1):
    """The rows of a list changed by `change`, which takes them and returns others."""
    at = _at(events, trigger, nth)
    return inputs(events, trigger, nth=nth, **{name: tuple(change(events[at].inputs[name]))})


def act(events, trigger, /, nth=-1, **changes):
    """Fields of one act itself changed."""
    at = _at(events, trigger, nth)
    return [*events[:at], replace(events[at], **changes), *events[at + 1 :]]


def without(events, *triggers):
    """The acts of some triggers left out."""
    return [e for e in events if e.trigger not in triggers]


def paper(events, form, /, nth=-1, **changes):
    """Fields of one document changed wherever it stands; a callable takes the document."""
    ids = list(dict.fromkeys(d.id for e in events for d in e.documents if d.form == form))
    wanted = ids[nth]

    def changed(made):
        given = {k: v(made) if callable(v) else v for k, v in changes.items()}
        return replace(made, **given) if made.id == wanted else made

    return [replace(e, documents=tuple(changed(d) for d in e.documents)) for e in events]


def without_paper(events, *forms):
    """The documents of some forms left out."""
    return [
        replace(e, documents=tuple(d for d in e.documents if d.form not in forms)) for e in events
    ]


def dated(events, form, day, /, nth=-1, clock="10:00"):
    """A document made and signed on another day."""
    at = moment(f"{day} {clock}")
    events = paper(events, form, nth=nth, composed_at=at)
    return paper(events, form, nth=nth, signed=lambda m: tuple(replace(s, at=at) for s in m.signed))


def signed_at(events, form, slot, day, /, nth=-1, clock="09:00"):
    """One signature of a document set on another day."""
    at = moment(f"{day} {clock}")
    return paper(
        events,
        form,
        nth=nth,
        signed=lambda m: tuple(replace(s, at=at) if s.slot == slot else s for s in m.signed),
    )


def unsigned(events, form, *slots, nth=-1):
    """Some signatures of a document left out."""
    return paper(
        events, form, nth=nth, signed=lambda m: tuple(s for s in m.signed if s.slot not in slots)
    )


def signed_by(events, form, slot, person, /, nth=-1):
    """Somebody else signed in one place of a document."""
    return paper(
        events,
        form,
        nth=nth,
        signed=lambda m: tuple(
            replace(s, person=person) if s.slot == slot else s for s in m.signed
        ),
    )


def served(events, document, day):
    """A document reached the party on another day, as act and receipt say."""
    on = dt.date.fromisoformat(day)

    def changed(event):
        if event.served is None or event.served.document != document:
            return event
        given = event.inputs.merged({"received_on": on})
        return replace(event, served=replace(event.served, on=on), inputs=given)

    return [changed(event) for event in events]


@cache
def asking(head, profile):
    """A profile that asks for one item or veto only."""
    whole = profiles()[profile]
    items, vetoes = (tuple(h for h in hs if h.id == head) for hs in (whole.items, whole.vetoes))
    return replace(whole, items=items, vetoes=vetoes)


def findings(played, events, head, profile="chengguan-default-1", **how):
    """What one item finds in a case with these events: (code, halves, document)."""
    how.setdefault("now", played.case.last_at + dt.timedelta(days=1))
    dossier = dossier_of(played, events=list(events), **how)
    found = precheck(dossier, asking(head, profile)).of(head)
    return [(f.code, f.halves, f.document) for f in found]


def new_in(played, events, head, **how):
    """What one item finds that it does not find in the case as it was: {code: halves}."""
    before = _before(played, head)
    added = [f for f in findings(played, events, head, **how) if f not in before]
    return {code: sum(h for c, h, _ in added if c == code) for code, _, _ in added}


@cache
def _before(played, head):
    return findings(played, played.events, head)
