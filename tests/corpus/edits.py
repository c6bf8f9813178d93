"""Edits of a copied dossier, each made by a function that says what and returns how.

Inputs are named as events keep them. A value that is a callable takes the old one.
"""

import datetime as dt
from dataclasses import replace

from engine.record import Record
from tests import defects
from tests.corpus.printed import reprinted
from tests.playbook import moment


def _events(change):
    def edit(copy):
        copy.events = change(copy.events)

    return edit


def _at(events, trigger, nth):
    found = [
        n for n, e in enumerate(events) if e.trigger == trigger and e.kind.value == "transition"
    ]
    return found[nth]


def put(trigger, /, nth=-1, **changes):
    """Inputs of an act: `x=1`, `x=None` takes it away, `party__name=…` a field within a record
    or in every record of a list, a callable takes the old value."""

    def change(events):
        at = _at(events, trigger, nth)
        given = events[at].inputs.as_dict()
        return defects.inputs(
            events, trigger, nth=nth, **{k: _value(given, k, v) for k, v in changes.items()}
        )

    return _events(change)


def _value(given, name, value):
    if not callable(value):
        return value
    outer, _, inner = name.partition("__")
    old = given.get(outer)
    return value(old.as_dict().get(inner) if inner else old)


def rows(trigger, name, change, /, nth=-1):
    """The rows of a list input: `change` takes the tuple of records and returns others."""
    return _events(lambda events: defects.rows(events, trigger, name, change, nth=nth))


def row(number, **changes):
    """For `rows`: fields of one row changed; None takes one away."""

    def change(given):
        found = list(given)
        inner = {**found[number].as_dict(), **{k: defects.record(v) for k, v in changes.items()}}
        found[number] = Record({k: v for k, v in inner.items() if v is not None})
        return found

    return change


def every_row(**changes):
    """For `rows`: fields of every row changed."""

    def change(given):
        for number in range(len(given)):
            given = row(number, **changes)(given)
        return given

    return change


def says(old, new):
    """For `put`: a text with some words replaced; the words must be there."""

    def change(text):
        assert old in text, (old, text)
        return text.replace(old, new)

    return change


def act(trigger, /, nth=-1, **changes):
    """Fields of an act itself (at, actor, target …); `at` may be a text like 2026-03-02 09:00."""
    if isinstance(changes.get("at"), str):
        changes["at"] = moment(changes["at"])
    return _events(lambda events: defects.act(events, trigger, nth=nth, **changes))


def no_act(*triggers):
    """Acts of some triggers left out, with their documents."""
    return _events(lambda events: defects.without(events, *triggers))


def no_act_of(trigger, nth):
    """One act of a trigger left out."""

    def change(events):
        at = _at(events, trigger, nth)
        return [*events[:at], *events[at + 1 :]]

    return _events(change)


def no_paper(*forms):
    """Documents of some forms left out of events, index and folder."""

    def edit(copy):
        ids = {i for form in forms for i in copy.documents(form)}
        copy.events = defects.without_paper(copy.events, *forms)
        _unlisted(copy, ids)

    return edit


def no_paper_of(form, nth=-1):
    """One document of a form left out."""

    def edit(copy):
        wanted = copy.documents(form)[nth]
        copy.events = [
            replace(e, documents=tuple(d for d in e.documents if d.id != wanted))
            for e in copy.events
        ]
        _unlisted(copy, {wanted})

    return edit


def _unlisted(copy, ids):
    gone = [e for e in copy.entries if e.get("document") in ids]
    for one in gone:
        (copy.root / "data" / one["file"]).unlink(missing_ok=True)

    def change(index):
        index["files"] = [e for e in index["files"] if e.get("document") not in ids]

    copy.index(change)


def paper(form, /, nth=-1, **changes):
    """Fields of a document wherever it stands (number, pages, status …)."""
    return _events(lambda events: defects.paper(events, form, nth=nth, **changes))


def dated(form, day, /, nth=-1, clock="10:00"):
    """A document made and signed on another day."""
    return _events(lambda events: defects.dated(events, form, day, nth=nth, clock=clock))


def signed_at(form, slot, day, /, nth=-1, clock="09:00"):
    """One signature of a document on another day."""
    return _events(lambda events: defects.signed_at(events, form, slot, day, nth=nth, clock=clock))


def unsigned(form, *slots, nth=-1):
    """Some signatures of a document left out."""
    return _events(lambda events: defects.unsigned(events, form, *slots, nth=nth))


def signed_by(form, slot, person, /, nth=-1):
    """Somebody else signed in one place of a document."""
    return _events(lambda events: defects.signed_by(events, form, slot, person, nth=nth))


def redated(trigger, at, /, nth=-1):
    """An act and the documents it made moved to another moment, as if it had happened then."""
    when = moment(at)

    def change(events):
        place = _at(events, trigger, nth)
        old = events[place].at
        moved = events[place]
        made = tuple(_moved(d, old, when - old) for d in moved.documents)
        served = moved.served and replace(moved.served, on=when.date())
        given = {
            k: when.date() if k in {"received_on", "paid_on"} else v
            for k, v in moved.inputs.as_dict().items()
        }
        one = replace(moved, at=when, documents=made, served=served, inputs=Record(given))
        ids = {d.id: d for d in made}
        rest = [
            replace(e, documents=tuple(ids.get(d.id, d) for d in e.documents))
            for e in events[place + 1 :]
        ]
        return [*events[:place], one, *rest]

    return _events(change)


def later(trigger, days, /, nth=-1):
    """Everything from an act on happened so many days later."""
    delta = dt.timedelta(days=days)

    def change(events):
        place = _at(events, trigger, nth)
        return [*events[:place], *(_late(e, events[place].at, delta) for e in events[place:])]

    return _events(change)


def _late(event, since, delta):
    served = event.served and replace(event.served, on=_shift(event.served.on, since, delta))
    return replace(
        event,
        at=_shift(event.at, since, delta),
        documents=tuple(_moved(d, since, delta) for d in event.documents),
        served=served,
        inputs=_shift(event.inputs, since, delta),
    )


def _moved(made, since, delta):
    return replace(
        made,
        composed_at=_shift(made.composed_at, since, delta),
        signed=tuple(replace(s, at=_shift(s.at, since, delta)) for s in made.signed),
    )


def _shift(value, since, delta):
    if isinstance(value, dt.datetime):
        return value + delta if value >= since else value
    if isinstance(value, dt.date):
        return value + delta if value >= since.date() else value
    if isinstance(value, Record):
        return Record({k: _shift(v, since, delta) for k, v in value.as_dict().items()})
    if isinstance(value, tuple):
        return tuple(_shift(v, since, delta) for v in value)
    return value


def served_on(form, day, /, nth=-1):
    """A document reached the party on another day, as act and receipt say."""

    def edit(copy):
        copy.events = defects.served(copy.events, copy.documents(form)[nth], day)

    return edit


def roster(person, **fields):
    """Fields of somebody in the bureau's list; `certificate__valid_to=…` within the certificate."""

    def change(people):
        for one in people["people"]:
            if one["id"] == person:
                for name, value in fields.items():
                    outer, _, inner = name.partition("__")
                    if inner:
                        one[outer][inner] = value
                    else:
                        one[outer] = value

    return lambda copy: copy.people(change)


def bureau(**fields):
    """Fields of the bureau's profile; a callable takes the old value."""

    def change(people):
        for profile in people["profiles"]:
            for name, value in fields.items():
                old = profile["agency"][name]
                profile["agency"][name] = value(old) if callable(value) else value

    return lambda copy: copy.people(change)


def index_of(form, /, nth=-1, **fields):
    """Fields of a document's line in the index of files (first_page, last_page, number …)."""

    def edit(copy):
        wanted = copy.documents(form)[nth]

        def change(index):
            for one in index["files"]:
                if one.get("document") == wanted:
                    one.update(fields)

        copy.index(change)

    return edit


def reprint(form, old, new, /, nth=-1):
    """Words printed on a document replaced; `new` may only use letters that stand on its pages."""

    def edit(copy):
        path = copy.file(form, nth)
        copy.put_file(path, reprinted((copy.root / path).read_bytes(), old, new))
        copy.renew_digest(form, nth)

    return edit


def damaged(form, /, nth=-1):
    """One byte of a document's file changed, nothing renewed."""

    def edit(copy):
        path = copy.file(form, nth)
        data = bytearray((copy.root / path).read_bytes())
        data[len(data) // 2] ^= 1
        copy.put_file(path, bytes(data))

    return edit


def unsealed_file(form, /, nth=-1):
    """The file of a document as it was before anybody signed it; the ledger goes on to say so."""

    def edit(copy):
        path = copy.file(form, nth)
        data = (copy.root / path).read_bytes()
        copy.put_file(path, data[: data.index(b"%%EOF") + len(b"%%EOF\n")])
        copy.renew_digest(form, nth)

    return edit


def answered(item, result):
    """One item of the check lists answered otherwise; None leaves the answer out."""

    def changed(event):
        kept = (i for i in event.checklist if result is not None or i.id != item)
        rows = tuple(replace(i, result=result) if i.id == item else i for i in kept)
        return replace(event, checklist=rows)

    return _events(lambda events: [changed(e) for e in events])
