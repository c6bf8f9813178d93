"""A case is its events: written, read back and folded again they give the same case, byte by byte.

The cases are the journeys that together try every transition; none is left out.
"""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import replay
from engine.event import EventKind, body_of, private_of, read_event
from engine.hashchain import GENESIS, event_hash
from engine.money import parse_yuan
from engine.reading import decode
from engine.record import Record, canonical, from_json, to_json
from engine.storage_rows import CaseFilter
from tests.bureau import Bureau
from tests.unit.engine.test_every_transition import JOURNEYS


@pytest.fixture(params=JOURNEYS, ids=lambda j: j.__name__, scope="module")
def played(request):
    return request.param()


def stored(bureau):
    with bureau.store.read() as view:
        return list(view.events(bureau.case_id))


def test_every_event_is_read_back_as_it_was_written(played):
    for kept in stored(played):
        event = read_event(json.loads(kept.body), json.loads(kept.private))
        assert body_of(event, kept.prev_hash.hex()) == kept.body
        assert private_of(event) == kept.private
        assert event == decode(kept)


def test_the_chain_begins_at_nothing_and_hangs_together(played):
    previous = GENESIS
    for kept in stored(played):
        assert kept.prev_hash == previous
        assert event_hash(kept.body) == kept.hash
        previous = kept.hash
    assert played.case.head == previous.hex()


def test_the_case_is_the_fold_of_its_events(played):
    case = played.case
    again = replay(case.id, [decode(kept) for kept in stored(played)])
    again.head = case.head
    assert again == case


def test_every_past_state_is_the_fold_of_the_events_up_to_it(played):
    events = [decode(kept) for kept in stored(played)]
    for count in range(1, len(events) + 1):
        part = replay(played.case_id, events[:count])
        assert part.version == count == events[count - 1].seq
        if events[count - 1].kind is EventKind.TRANSITION:
            assert part.tracks[events[count - 1].track].state == left_in(events[count - 1])


def left_in(event) -> str:
    """The state an event leaves its track in: another procedure's, where it converts the case."""
    states = {event.track: event.target} | {t.id: t.state for t in event.tracks}
    return states[event.track]


def test_the_stored_rows_say_what_the_case_says(played):
    case = played.case
    with played.store.read() as view:
        row = view.case(case.id)
        documents = {d.doc_id: (d.status, d.digest) for d in view.documents(case.id)}
        deadlines = {d.instance_id: d.status for d in view.deadlines(case.id)}
    assert (row.version, row.state, row.head.hex()) == (case.version, case.main.state, case.head)
    assert documents == {d.id: (d.status, d.digest) for d in case.documents.values()}
    assert deadlines == {d.instance: listed(d) for d in case.deadlines.values()}


def listed(deadline) -> str:
    """The status a list of periods shows: one without a date says that a year's calendar waits."""
    undated = deadline.status == "running" and deadline.computed.awaits_year is not None
    return "calendar_missing" if undated else deadline.status


def test_every_number_of_the_register_is_issued_or_void_with_its_reason(played):
    with played.store.read() as view:
        cases = [played.road.case(row.case_id) for row in view.cases(CaseFilter(limit=100))]
        texts = {d.number for c in cases for d in c.documents.values()} | {c.id for c in cases}
        for series, year, last in view.series():
            rows = view.numbers(series, year)
            assert [r.serial for r in rows] == list(range(1, last + 1))
            assert all(r.status == "issued" or r.reason for r in rows)
            assert {r.text for r in rows} <= texts


def test_every_digest_of_a_document_is_kept(played):
    for made in played.case.documents.values():
        assert played.blobs.has(made.digest)


def test_personal_data_stands_in_no_body(played):
    party = played.case.data.record("party")
    secrets = [party.text(n) for n in ("id_number", "credit_code", "phone")]
    for kept in stored(played):
        for secret in filter(None, secrets):
            assert secret.encode() not in kept.body


def test_waiting_signatures_survive_the_round_trip():
    bureau = Bureau().play(until="approve_filing", before=True)
    bureau.present("郑文博")
    bureau.do("approve_filing")
    bureau.sign("filing_approval-1", "赵国栋")
    kinds = []
    for kept in stored(bureau):
        event = decode(kept)
        assert body_of(event, kept.prev_hash.hex()) == kept.body
        kinds.append(event.kind)
    assert kinds[-2:] == [EventKind.PROPOSAL, EventKind.SIGNATURE]


# -- canonical JSON -------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside
LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT | DAYS | MOMENTS
#: A record whose only name is one of the type marks would be read as what it marks.
NAMES = TEXT.filter(lambda name: name not in {"$day", "$moment"})
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(NAMES, inner, max_size=4).map(Record)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(VALUES)
def test_a_value_comes_back_from_its_json(value):
    assert from_json(json.loads(canonical(to_json(value)))) == value


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_the_order_of_writing_does_not_change_the_bytes(values):
    one = canonical(to_json(Record(values)))
    other = canonical(to_json(Record(dict(reversed(values.items())))))
    assert one == other
    assert canonical(json.loads(one)) == one


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_an_amount_has_one_value_however_it_is_written(fen):
    yuan, rest = divmod(fen, 100)
    assert parse_yuan(f"{yuan}.{rest:02d}") == fen
