"""Roots of issued decisions in a chain of their own: recorded once, found, held to the event."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.case import Case, apply
from engine.commitments import (
    audit_commitments,
    body_of,
    issued_by,
    prove_commitment,
    read_commitment,
    record_commitment,
)
from engine.errors import IntegrityError
from engine.event import DocumentMade, Event, EventKind
from engine.hashchain import event_hash
from engine.legal_time import LEGAL_ZONE
from engine.projection import case_row
from engine.recording import new_event
from engine.storage_rows import COMMITMENTS
from storage.logkey import Ed25519LogKey, verify_ed25519
from storage.memory import MemoryStore

AT = datetime(2026, 3, 3, 9, tzinfo=LEGAL_ZONE)
SIGNER = Ed25519LogKey("anjuan.test/commitments", b"\x02" * 32)
CASE = "2026-000001"


def made(name, status="issued", root="ab" * 32):
    return DocumentMade(
        id=name, form="penalty_decision", form_digest="", number="", series="", year=0, serial=0,
        digest="", status=status, track="main", composed_at=AT, pages=1, commitment=root,
    )  # fmt: skip


def event(seq, *documents):
    return Event(
        case=CASE, seq=seq, kind=EventKind.TRANSITION, at=AT + seq * timedelta(hours=1),
        actor="p01", role="", command=f"c{seq}", fingerprint="", track="main", machine="ordinary",
        definition="", transition=f"T{seq}", trigger="", source="", target="", salt="00" * 16,
        documents=documents,
    )  # fmt: skip


def told(*acts, record=True):
    """A store in which these documents were made, event by event, as the road records them."""
    store, case = MemoryStore(SIGNER), Case(id=CASE)
    for seq, documents in enumerate(acts, start=1):
        act, before = event(seq, *documents), case.head
        new = new_event(act, before)
        head = event_hash(new.body).hex()
        roots = issued_by(case, act, head)
        apply(case, act)
        case.head = head
        with store.write() as unit:
            unit.append(case=case_row(case), expected_version=seq - 1, events=[new])
            for root in roots if record else ():
                record_commitment(unit, root)
    return store, case


def audited(store):
    with store.read() as view:
        return [(f.code, f.place.table, f.place.seq) for f in audit_commitments(view)]


def test_the_root_of_an_issued_decision_stands_right_behind_its_event():
    store, case = told((), (made("a", "pending"),), (made("a"),), (made("a", "superseded"),))
    with store.read() as view:
        (entry,) = view.events(COMMITMENTS)
        (issued,) = (e for e in view.events(CASE) if e.seq == 3)
        proof = prove_commitment(view, case, "a")
        head = view.ledger_head()
    assert entry.leaf == issued.leaf + 1
    found = read_commitment(entry.body)
    assert (found.case, found.document, found.root) == (CASE, "a", "ab" * 32)
    assert (found.seq, found.event, found.number) == (3, issued.hash.hex(), 1)
    assert (proof.index, proof.extra) == (entry.leaf, entry.body)
    from_proof = proof.proves(_leaf_hash(entry.body), SIGNER.key, verify_ed25519)
    assert (from_proof.size, from_proof.root) == (head.size, head.root)
    assert audited(store) == []


def _leaf_hash(body):
    return event_hash(b"\0" + body)


def test_several_decisions_of_one_act_each_have_an_entry():
    store, case = told((made("a", root="aa" * 32), made("b", root="bb" * 32)), (made("c"),))
    with store.read() as view:
        entries = [read_commitment(e.body) for e in view.events(COMMITMENTS)]
        proofs = [read_commitment(prove_commitment(view, case, name).extra) for name in "abc"]
    assert [(e.document, e.root, e.number) for e in entries] == [
        ("a", "aa" * 32, 1),
        ("b", "bb" * 32, 2),
        ("c", "ab" * 32, 3),
    ]
    assert proofs == entries
    assert audited(store) == []


def test_what_was_not_committed_to_or_not_issued_has_none():
    store, case = told((made("a", root=""), made("b", "pending"), made("c", "draft")))
    with store.read() as view:
        assert view.events(COMMITMENTS) == []
        assert [prove_commitment(view, case, name) for name in ("a", "b", "c", "x")] == [None] * 4


def test_a_decision_issued_again_keeps_its_one_entry():
    store, _ = told((made("a"),), (made("a", "draft"),), (made("a"),))
    with store.read() as view:
        assert len(view.events(COMMITMENTS)) == 1


def test_a_decision_of_before_has_no_proof_though_later_ones_do():
    store, case = told((made("a"),), record=False)
    with store.read() as view:
        assert prove_commitment(view, case, "a") is None
    assert audited(store) == []


def an_entry():
    store, _ = told((made("a"),))
    with store.read() as view:
        return view.events(COMMITMENTS)[0].body


@pytest.mark.parametrize(
    "other",
    [
        lambda told: {**told, "more": 1},
        lambda told: {name: value for name, value in told.items() if name != "event"},
        lambda told: {**told, "v": 2},
        lambda told: {**told, "at": "yesterday"},
        lambda told: {**told, "commitment": 2**70},
        lambda told: [told],
        list,
    ],
)
def test_bytes_of_another_shape_are_no_entry(other):
    body = json.dumps(other(json.loads(an_entry())), sort_keys=True, separators=(",", ":"))
    with pytest.raises(IntegrityError, match="commitment_unreadable"):
        read_commitment(body.encode())


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "cut", "no text", "deep"]
)
def test_bytes_that_are_no_json_are_no_entry(body):
    with pytest.raises(IntegrityError, match="commitment_unreadable"):
        read_commitment(body)


def test_an_event_of_a_case_is_no_entry():
    store, _ = told((made("a"),))
    with store.read() as view, pytest.raises(IntegrityError, match="commitment_unreadable"):
        read_commitment(view.events(CASE)[0].body)


def test_an_entry_reads_back_as_it_was_recorded():
    body = an_entry()
    assert body_of(read_commitment(body)) == body


class Shown:
    """A view in which the entries are others; all else is as it was."""

    def __init__(self, view, change):
        self._view, self._change = view, change

    def events(self, chain):
        return [self._change(one) for one in self._view.events(chain)]

    def __getattr__(self, name):
        return getattr(self._view, name)


def entry_with(**members):
    """Changes an entry and its bytes alike, as somebody with every key could."""

    def change(one):
        body = body_of(replace(read_commitment(one.body), **members))
        return replace(one, body=body)

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (entry_with(root="cd" * 32), "commitment_event"),
        (entry_with(document="b"), "commitment_event"),
        (entry_with(case="2026-000002"), "commitment_event"),
        (entry_with(seq=2), "commitment_event"),
        (entry_with(event="00" * 32), "commitment_event"),
        (entry_with(number=2), "commitment_form"),
        (entry_with(at=AT), "commitment_form"),
        (entry_with(prev="11" * 32), "commitment_form"),
        (lambda one: replace(one, private=b'{"who":"x"}'), "commitment_form"),
        (lambda one: replace(one, named=True), "commitment_form"),
        (lambda one: replace(one, body=one.body + b" "), "commitment_unreadable"),
        (lambda one: replace(one, leaf=one.leaf + 1), "commitment_event"),
    ],
)
def test_an_entry_that_is_not_of_its_event_is_found(change, code):
    store, _ = told((made("a"),))
    with store.read() as view:
        found = [(f.code, f.place.seq) for f in audit_commitments(Shown(view, change))]
    assert found == [(code, 1)]
