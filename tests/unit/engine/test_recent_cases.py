"""Kept cases: never another state than the store's, and nobody's but the caller's to move."""

from engine.case import apply
from engine.reading import load
from engine.recent_cases import RecentCases
from engine.storage_rows import CaseFilter
from tests.bureau import Bureau, moment


def replayed(bureau):
    with bureau.store.read() as view:
        return load(view, bureau.case_id)


def read(bureau, recent, wanted=None):
    with bureau.store.read() as view:
        return recent.load(view, wanted or bureau.case_id)


def test_a_kept_case_is_its_replay():
    bureau, recent = Bureau().play(until="archived"), RecentCases()
    assert read(bureau, recent) == replayed(bureau)
    assert read(bureau, recent) == replayed(bureau)


def test_a_second_reading_asks_the_store_for_no_event():
    bureau, recent = Bureau().play(until="verifying"), RecentCases()
    first = read(bureau, recent)
    asked = []

    with bureau.store.read() as view:
        found = view.events

        def events(case_id, **more):
            asked.append(case_id)
            return found(case_id, **more)

        view.events = events
        assert recent.load(view, bureau.case_id) == first
    assert asked == []


def test_what_others_did_is_seen_at_once():
    bureau, recent = Bureau().play(until="verifying"), RecentCases()
    before = read(bureau, recent)
    bureau.must("request_filing")
    after = read(bureau, recent)
    assert (before.main.state, after.main.state) == ("verifying", "filing_pending")
    assert after == replayed(bureau)


def test_another_history_of_the_same_length_is_not_mistaken_for_the_kept_one():
    bureau, recent = Bureau().play(until="verifying"), RecentCases()
    state = bureau.store._state.copy()
    bureau.must("request_filing", at="2026-03-02 10:00")
    one = read(bureau, recent)
    bureau.store._state, bureau.clock = state, moment("2026-03-02 08:00")
    bureau.must("request_filing", at="2026-03-02 11:00")
    other = read(bureau, recent)
    assert one.version == other.version
    assert other.last_at == moment("2026-03-02 11:00")


def test_moving_a_case_moves_nobody_elses():
    bureau, recent = Bureau().play(until="verifying"), RecentCases()
    bureau.must("request_filing")
    bureau.must("approve_filing")
    for mine in (read(bureau, recent), read(bureau, recent)):
        apply(mine, mine.events[-1])
        mine.marks["spoilt"] = True
        assert read(bureau, recent) == replayed(bureau)


def test_a_case_is_known_by_its_number_too():
    bureau, recent = Bureau().play(until="investigating"), RecentCases()
    assert read(bureau, recent, bureau.case.number).id == bureau.case_id
    assert read(bureau, recent, "没有这个案号").version == 0


def test_no_more_cases_are_kept_than_asked_for():
    bureau = Bureau().play(until="verifying")
    for most in (0, 1):
        recent = RecentCases(most)
        assert read(bureau, recent) == replayed(bureau)
        assert len(recent) == most


def test_a_party_named_later_is_found_and_stays_found():
    bureau = Bureau().play(until="archived")
    party = bureau.case.data.record("party").text("name")
    with bureau.store.read() as view:
        found = [row.case_id for row in view.cases(CaseFilter(party=party))]
    assert found == [bureau.case_id]
