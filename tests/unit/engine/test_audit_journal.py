"""The journal's own bytes: canonical, in order, and begun by the making of the workspace."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.audit_journal import audit_journal
from engine.hashchain import event_hash
from engine.journal import Act, body_of, note, read_entry, read_journal
from engine.legal_time import LEGAL_ZONE
from engine.storage_rows import JOURNAL
from storage.logkey import Ed25519LogKey
from storage.memory import MemoryStore

AT = datetime(2026, 3, 3, 9, tzinfo=LEGAL_ZONE)


def journal(*acts, step=timedelta(hours=1)):
    store = MemoryStore(Ed25519LogKey("anjuan.test/journal", b"\x01" * 32))
    for number, act in enumerate(acts):
        with store.write() as unit:
            facts = {"serial": f"{number}", "owner": "p02"}
            note(unit, act, at=AT + number * step, actor="root", facts=facts)
    with store.read() as view:
        return list(view.events(JOURNAL)), read_journal(view)


def codes(stored, *, settable_clock=False):
    found = audit_journal(stored, settable_clock=settable_clock).findings
    return [(finding.code, finding.place.seq) for finding in found]


def test_entries_come_back_as_they_were_noted():
    stored, entries = journal(Act.FOUNDED, Act.KEY_REVOKED)
    assert [(e.seq, e.act, e.actor, e.leaf) for e in entries] == [
        (1, Act.FOUNDED, "root", 0),
        (2, Act.KEY_REVOKED, "root", 1),
    ]
    assert [e.text("serial") for e in entries] == ["0", "1"]
    assert stored[1].prev_hash == event_hash(stored[0].body)
    audited = audit_journal(stored, settable_clock=False)
    assert (audited.entries, audited.findings) == (entries, ())


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((), [("journal_founding", 0)]),
        ((Act.KEY_REVOKED,), [("journal_founding", 1)]),
        ((Act.FOUNDED, Act.FOUNDED), [("journal_founding", 2)]),
    ],
    ids=["empty", "late", "twice"],
)
def test_it_begins_with_the_making_of_the_workspace_and_once_only(acts, expected):
    assert codes(journal(*acts)[0]) == expected


def test_time_runs_forward_unless_the_clock_is_settable():
    stored, _ = journal(Act.FOUNDED, Act.KEY_REVOKED, step=timedelta(hours=-1))
    assert codes(stored) == [("journal_order", 2)]
    assert codes(stored, settable_clock=True) == []


def _spaced(one):
    return replace(one, body=json.dumps(json.loads(one.body), indent=1).encode())


def _moved(one):
    return replace(one, moment=one.moment + timedelta(seconds=1))


def _numbered(one):
    entry = replace(read_entry(one), seq=7)
    return replace(one, body=body_of(entry, one.prev_hash.hex()))


def _padded(one):
    return replace(one, private=b'{"x":1}')


def _named(one):
    return replace(one, named=True)


@pytest.mark.parametrize("change", [_spaced, _moved, _numbered, _padded, _named])
def test_an_entry_in_another_form_is_found(change):
    stored, _ = journal(Act.FOUNDED, Act.KEY_REVOKED)
    stored[1] = change(stored[1])
    assert codes(stored) == [("journal_form", 2)]


@pytest.mark.parametrize("body", ["?", "{}", "[]", '{"journal":1,"act":"danced"}'])
def test_an_entry_nobody_can_read_is_found_and_stops_nothing(body):
    stored, _ = journal(Act.FOUNDED, Act.KEY_REVOKED, Act.KEY_REVOKED)
    stored[1] = replace(stored[1], body=body.encode())
    assert codes(stored) == [("journal_unreadable", 2)]
