"""What every store promises, asked of each of them in the same words."""

import sqlite3
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import merkle
from engine.checkpoint import Checkpoint, open_note
from engine.errors import ConflictError, IntegrityError
from engine.hashchain import GENESIS, event_hash
from engine.ledger_audit import audit_ledger
from engine.storage_rows import JOURNAL, CaseFilter, NumberIssue, NumberVoid, Projection
from storage.logkey import Ed25519LogKey, verify_ed25519
from storage.memory import MemoryStore
from storage.sqlite_store import SqliteStore
from tests.store_cases import MOMENT, derived, event, put, row_after, waiting

SIGNER = Ed25519LogKey("anjuan.test/ledger", b"\x01" * 32)
LATER = MOMENT + timedelta(days=1)


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    if request.param == "memory":
        made = MemoryStore(SIGNER)
    else:
        made = SqliteStore.open(tmp_path, data_key=b"\x02" * 32, signer=SIGNER)
    yield made
    made.close()


def append(store, row, version, events, **more):
    with store.write() as unit:
        return unit.append(case=row, expected_version=version, events=events, **more)


def test_an_event_comes_back_as_it_was_given(store):
    new = event(private="王喆堃 330102".encode())
    append(store, row_after(new), 0, [new])
    with store.read() as now:
        (stored,) = now.events("A1")
        assert (stored.body, stored.private, stored.prev_hash) == (new.body, new.private, GENESIS)
        assert (stored.seq, stored.leaf, stored.moment) == (1, 0, MOMENT)
        assert stored.hash == event_hash(new.body)
        assert now.case("A1") == row_after(new)
        assert now.find_command("c1") == stored
        assert now.find_command("other") is None
        assert now.case("A2") is None


def test_a_wish_has_one_name_in_a_store(store):
    name = store.name_of(b"wish")
    assert store.name_of(b"wish") == name
    assert store.name_of(b"another") != name
    assert len(bytes.fromhex(name)) == 16


def test_a_wish_keeps_its_name_under_its_data_key_and_under_no_other(tmp_path):
    names = []
    for folder, key in (("one", 2), ("one", 2), ("two", 2), ("three", 3)):
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        opened = SqliteStore.open(place, data_key=bytes([key]) * 32, signer=SIGNER)
        names.append(opened.name_of(b"wish"))
        opened.close()
    assert names[0] == names[1] == names[2] != names[3]


def test_one_command_may_record_several_events(store):
    first = event()
    second = event(event_hash(first.body), n=2)
    append(store, row_after(second, version=2), 0, [first, second])
    with store.read() as now:
        assert [e.seq for e in now.events("A1")] == [1, 2]
        assert now.find_command("c1").seq == 1


def test_history_up_to_a_number_or_a_moment(store):
    prev = GENESIS
    for n in range(1, 5):
        new = event(prev, command=f"c{n}", n=n, moment=MOMENT + timedelta(hours=n))
        append(store, row_after(new, version=n), n - 1, [new])
        prev = event_hash(new.body)
    with store.read() as now:
        assert [e.seq for e in now.events("A1", up_to_seq=2)] == [1, 2]
        at = MOMENT + timedelta(hours=3)
        assert [e.seq for e in now.events("A1", up_to_moment=at)] == [1, 2, 3]
        just_before = at - timedelta(microseconds=1)
        assert [e.seq for e in now.events("A1", up_to_moment=just_before)] == [1, 2]


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_who_comes_second_is_told_the_case_has_moved(store, expected):
    row = put(store, times=2)
    new = event(row.head, command="late", n=9)
    moved = row_after(new, version=expected + 1)
    if expected == 0:
        new = event(command="late", n=9)
        moved = row_after(new)
    with pytest.raises(ConflictError) as refused:
        append(store, moved, expected, [new])
    assert refused.value.code == "case_moved"
    with store.read() as now:
        assert now.case("A1") == row
        assert now.ledger_head().size == 2


def test_an_event_that_names_another_predecessor_is_refused(store):
    put(store)
    new = event(b"\x05" * 32, command="c2")
    with pytest.raises(ConflictError, match="chain_moved"):
        append(store, row_after(new, version=2), 1, [new])


@pytest.mark.parametrize(
    ("row", "events", "fault"),
    [
        (row_after(event()), [], "no events"),
        (row_after(event(), version=2), [event()], "version"),
        (row_after(event(b"\1" * 32)), [event(b"\1" * 32)], "genesis"),
        (replace(row_after(event()), head=bytes(32)), [event()], "head"),
        (row_after(event()), [replace(event(), body=b'{"prev": "00"}')], "chain"),
        (row_after(event(), version=2), [event(), event()], "chain"),
        (row_after(event()), [event(moment=MOMENT.replace(tzinfo=None))], "moment"),
    ],
    ids=["empty", "version", "genesis", "head", "body", "links", "naive"],
)
def test_a_row_that_does_not_follow_from_its_events_is_refused(store, row, events, fault):
    with pytest.raises(IntegrityError) as refused:
        append(store, row, 0, events)
    assert refused.value.facts["fault"] == fault
    with store.read() as now:
        assert now.ledger_head().size == 0


def test_a_command_is_recorded_once_even_for_another_case(store):
    put(store, command="same")
    new = event(command="same")
    with pytest.raises(ConflictError, match="command_repeated"):
        append(store, row_after(new, case_id="A2"), 0, [new])
    with store.read() as now:
        assert now.case("A2") is None


def test_what_fails_in_the_middle_leaves_nothing(store):
    reserved = store.reserve("filing", 2026, "case", moment=MOMENT)
    new = event()
    number = NumberIssue(series="filing", year=2026, serial=reserved.serial, text="1")
    with pytest.raises(KeyError), store.write() as unit:
        unit.append(
            case=row_after(new),
            expected_version=0,
            events=[new],
            rows=derived(),
            search=["王小明"],
            issued=[number],
        )
        assert unit.case("A1") is not None
        raise KeyError
    with store.read() as now:
        assert now.case("A1") is None
        assert now.find_case("1") is None
        assert now.documents("A1") == []
        assert now.cases(CaseFilter(party="王小明")) == []
        assert now.numbers("filing", 2026)[0].status == "reserved"
        assert now.blob_uses("A1") == frozenset()


def test_a_reader_sees_one_moment(store):
    put(store)
    with store.read() as before:
        assert before.case("A1").version == 1
        put(store)
        assert before.case("A1").version == 1
        assert len(before.events("A1")) == 1
    with store.read() as after:
        assert after.case("A1").version == 2


def test_rows_replace_those_of_the_same_key(store):
    new = event()
    append(store, row_after(new), 0, [new], rows=derived(step=1))
    again = event(event_hash(new.body), command="c2", n=2)
    due = replace(derived(step=1).deadlines[0], due=date(2026, 8, 1), status="met")
    later = Projection(deadlines=[due], documents=derived(step=2).documents, blobs=["f" * 64])
    append(store, row_after(again, version=2), 1, [again], rows=later)
    with store.read() as now:
        assert now.deadlines("A1") == [due]
        assert [d.doc_id for d in now.documents("A1")] == ["d1-0", "d1-1", "d2-0", "d2-1"]
        assert now.documents("A1")[0] == derived(step=1).documents[0]
        assert sorted(now.checklist("A1"), key=lambda r: r.item) == derived(step=1).checklist
        assert now.blob_uses("A1") == {"f" * 64}
        assert now.blob_uses("A2") == frozenset()


def test_derived_rows_can_be_thrown_away_and_rebuilt(store):
    new = event()
    append(store, row_after(new), 0, [new], rows=derived(step=1))
    other = event(command="b")
    append(store, row_after(other, case_id="B1"), 0, [other], rows=derived("B1"))
    with store.write() as unit:
        unit.rebuild("A1", derived(step=7))
    with store.read() as now:
        assert now.documents("A1") == derived(step=7).documents
        assert len(now.checklist("A1")) == 10
        assert now.documents("B1") == derived("B1").documents


def test_deadlines_due_soonest_first(store):
    for n, name in enumerate(["A1", "B1", "C1"]):
        new = event(command=name)
        due = replace(derived(name).deadlines[0], due=date(2026, 4, 10 - n), squad=f"s{n % 2}")
        rows = Projection(deadlines=[due])
        append(store, row_after(new, case_id=name), 0, [new], rows=rows)
    new = event(command="D1")
    met = replace(derived("D1").deadlines[0], due=date(2026, 4, 1), status="met")
    append(store, row_after(new, case_id="D1"), 0, [new], rows=Projection(deadlines=[met]))
    with store.read() as now:
        whole = now.deadlines_due(until=date(2026, 4, 10))
        assert [d.case_id for d in whole] == ["C1", "B1", "A1"]
        assert [d.case_id for d in now.deadlines_due(until=date(2026, 4, 9))] == ["C1", "B1"]
        assert [d.case_id for d in now.deadlines_due(until=date(2026, 4, 10), squad="s1")] == ["B1"]
        assert len(now.deadlines_due(until=date(2026, 4, 10), limit=1)) == 1
        assert [d.case_id for d in now.deadlines_due(until=date.max, status="met")] == ["D1"]


def test_deadlines_due_belong_to_whoever_the_case_belongs_to_now(store):
    for name, officers in (("A1", ("lin", "zhou")), ("B1", ("wu",))):
        new = event(command=name)
        row = row_after(new, case_id=name, officers=officers)
        append(store, row, 0, [new], rows=Projection(deadlines=derived(name).deadlines))
    with store.read() as now:
        due = {
            officer: [d.case_id for d in now.deadlines_due(until=date.max, officer=officer)]
            for officer in ("lin", "zhou", "wu", "nobody")
        }
    assert due == {"lin": ["A1"], "zhou": ["A1"], "wu": ["B1"], "nobody": []}


def test_deadlines_due_leave_out_what_nobody_watches_in_a_closed_case(store):
    for name, closed_at in (("A1", None), ("B1", MOMENT)):
        new = event(command=name)
        first = derived(name).deadlines[0]
        second = replace(first, instance_id="other", rule="sue")
        append(
            store,
            row_after(new, case_id=name, closed_at=closed_at),
            0,
            [new],
            rows=Projection(deadlines=[first, second]),
        )
    with store.read() as now:
        watched = now.deadlines_due(until=date.max, closed_without=["sue", "another"])
        whole = now.deadlines_due(until=date.max)
    assert [(d.case_id, d.rule) for d in watched] == [
        ("A1", "decide"),
        ("A1", "sue"),
        ("B1", "decide"),
    ]
    assert len(whole) == 4


def test_signatures_wait_for_a_person_or_for_a_role(store):
    rows = Projection(
        waiting=[
            waiting("officer", 1, person="lin", role="officer"),
            waiting("head", 2),
            waiting("old", 0, person="lin", status="signed"),
        ]
    )
    new = event()
    append(store, row_after(new), 0, [new], rows=rows)
    with store.read() as now:
        assert [w.slot for w in now.waiting("A1")] == ["old", "officer", "head"]
        assert [w.slot for w in now.waiting_for(person="lin")] == ["officer"]
        assert [w.slot for w in now.waiting_for(person="lin", roles=["head"])] == [
            "officer",
            "head",
        ]
        assert [w.slot for w in now.waiting_for(person="mei", roles=["head"])] == ["head"]
        # A signature addressed to somebody is not for everybody in that role.
        assert now.waiting_for(person="mei", roles=["officer"]) == []


def test_lists_filter_by_everything_at_once(store):
    for case_id, facts in {
        "A1": {},
        "A2": {"state": "closed", "closed_at": LATER},
        "A3": {"squad": "second", "officers": ("mei", "lin")},
        "A4": {"officers": ()},
    }.items():
        put(store, case_id, **facts)
    with store.read() as now:

        def shown(**wanted):
            return [c.case_id for c in now.cases(CaseFilter(**wanted))]

        assert shown() == ["A1", "A2", "A3", "A4"]
        assert shown(open_only=True) == ["A1", "A3", "A4"]
        assert shown(state="filed", squad="first") == ["A1", "A4"]
        assert shown(officer="lin") == ["A1", "A2", "A3"]
        assert shown(officer="lin", squad="second") == ["A3"]
        assert shown(after="A2", limit=1) == ["A3"]
        assert shown(number="A2") == ["A2"]
        assert shown(number="none") == []


def test_a_list_without_a_limit_shows_all_that_moved_since(store):
    rows = [put(store, f"A{n:03d}") for n in range(60)]
    last = max(row.moved_at for row in rows)
    with store.read() as now:
        assert len(now.cases(CaseFilter())) == 50
        assert len(now.cases(CaseFilter(limit=None))) == 60
        assert now.cases(CaseFilter(limit=None, moved_since=last))
        assert now.cases(CaseFilter(moved_since=last + timedelta(microseconds=1))) == []


def test_officers_who_leave_a_case_lose_it_from_their_list(store):
    put(store, officers=("lin", "lin", "zhou"))
    put(store, officers=("mei",))
    with store.read() as now:
        assert now.cases(CaseFilter(officer="lin")) == []
        assert [c.officers for c in now.cases(CaseFilter(officer="mei"))] == [("mei",)]


@pytest.mark.parametrize(
    ("party", "found"),
    [
        ("王伟", ["A1"]),
        ("伟", ["A1"]),
        ("王", ["A1", "A2"]),
        ("小明", ["A2"]),
        ("王小明", ["A2"]),
        ("王明", []),
        ("宏达渣土", ["A3"]),
        ("ＡＣＭＥ-7", ["A3"]),
        ("acme 7", ["A3"]),
        ("伟王", []),
        ("", []),
        ("—", []),
        ('" OR pairs : "', []),
    ],
    ids=repr,
)
def test_a_party_is_found_by_any_part_of_its_name(store, party, found):
    for case_id, names in {
        "A1": ["王伟", "王家路 12 号"],
        "A2": ["王小明"],
        "A3": ["宏达渣土运输有限公司", "Acme-7"],
    }.items():
        new = event(command=case_id)
        append(store, row_after(new, case_id=case_id), 0, [new], search=names)
    with store.read() as now:
        assert [c.case_id for c in now.cases(CaseFilter(party=party))] == found


def test_new_phrases_replace_the_old_ones(store):
    new = event()
    append(store, row_after(new), 0, [new], search=["王小明"])
    again = event(event_hash(new.body), command="c2")
    append(store, row_after(again, version=2), 1, [again], search=["李小红"])
    with store.read() as now:
        assert now.cases(CaseFilter(party="王小明")) == []
        assert len(now.cases(CaseFilter(party="李小红"))) == 1


def test_serials_count_up_without_a_gap_per_series_and_year(store):
    wanted = [("filing", 2026, "a"), ("decision", 2026, "b"), ("filing", 2026, "c")]
    assert [r.serial for r in store.reserve_all(wanted, moment=MOMENT)] == [1, 1, 2]
    assert store.reserve("filing", 2027, "d", moment=MOMENT).serial == 1
    assert store.reserve("filing", 2026, "e", moment=MOMENT).serial == 3
    with store.read() as now:
        assert now.series() == [("decision", 2026, 1), ("filing", 2026, 3), ("filing", 2027, 1)]
        assert [n.purpose for n in now.numbers("filing", 2026)] == ["a", "c", "e"]


def test_a_number_ends_issued_or_voided_and_only_once(store):
    for serial in (1, 2, 3):
        assert store.reserve("filing", 2026, "x", moment=MOMENT).serial == serial
    new = event()
    issued = NumberIssue(series="filing", year=2026, serial=1, text="〔2026〕第1号", doc_id="d1")
    voided = NumberVoid(series="filing", year=2026, serial=2, reason="returned")
    append(store, row_after(new), 0, [new], issued=[issued], voided=[voided])
    with store.read() as now:
        one, two, three = now.numbers("filing", 2026)
        assert (one.status, one.text, one.case_id, one.doc_id) == (
            "issued",
            "〔2026〕第1号",
            "A1",
            "d1",
        )
        assert (one.settled_at, two.settled_at, three.settled_at) == (MOMENT, MOMENT, None)
        assert (two.status, two.reason, three.status) == ("voided", "returned", "reserved")
        assert now.find_case("〔2026〕第1号") == now.find_case("A1") == "A1"
        assert [c.case_id for c in now.cases(CaseFilter(number="〔2026〕第1号"))] == ["A1"]
    for again in (1, 2, 9):
        void = NumberVoid(series="filing", year=2026, serial=again, reason="again")
        with pytest.raises(ConflictError, match="number_settled"):
            store.void([void], moment=MOMENT)
    store.void([replace(voided, serial=3)], moment=MOMENT)


def test_forgotten_reservations_are_voided_with_a_reason(store):
    store.reserve("filing", 2026, "old", moment=MOMENT)
    store.reserve("filing", 2026, "new", moment=LATER)
    assert store.sweep_reservations(before=LATER, reason="crash", moment=LATER) == 1
    assert store.sweep_reservations(before=LATER, reason="crash", moment=LATER) == 0
    with store.read() as now:
        old, new = now.numbers("filing", 2026)
        assert (old.status, old.reason, old.settled_at) == ("voided", "crash", LATER)
        assert new.status == "reserved"


def test_an_empty_ledger_has_a_head(store):
    with store.read() as now:
        head = now.ledger_head()
        assert (head.size, head.root, head.checkpoint) == (0, merkle.EMPTY_ROOT, "")
        assert list(now.ledger_events()) == []


def test_every_event_is_a_leaf_under_a_signed_head(store):
    for n in range(5):
        put(store, f"A{n % 2}")
    with store.read() as now:
        head = now.ledger_head()
        events = list(now.ledger_events())
        leaves = [merkle.leaf_hash(e.body) for e in events]
        assert [e.leaf for e in events] == list(range(5)) and head.size == 5
        assert list(now.ledger_leaves()) == leaves and head.root == merkle.root(leaves)
        signed = Checkpoint.parse(open_note(head.checkpoint, SIGNER.key, verify_ed25519))
        assert signed == Checkpoint(origin=SIGNER.key.name, size=5, root=head.root)
        assert [e.leaf for e in now.ledger_events(1, 3)] == [1, 2]
        for leaf in range(5):
            assert merkle.verify_inclusion(
                leaf=leaves[leaf],
                index=leaf,
                size=5,
                proof=now.inclusion_proof(leaf),
                root=head.root,
            )
        assert merkle.verify_consistency(
            old=3,
            new=5,
            proof=now.consistency_proof(3),
            old_root=merkle.root(leaves[:3]),
            new_root=head.root,
        )
        assert now.inclusion_proof(1, 2) == (leaves[0],)
        assert now.consistency_proof(1, 2) == (leaves[1],)


def test_two_cases_in_one_unit_share_the_transaction(store):
    one, two = event(command="both"), event(command="both", n=2)
    with store.write() as unit:
        unit.append(case=row_after(one, case_id="A1"), expected_version=0, events=[one])
        unit.append(case=row_after(two, case_id="A2"), expected_version=0, events=[two])
    with store.read() as now:
        assert now.ledger_head().size == 2
        assert now.find_command("both").case_id == "A1"


def test_a_write_inside_a_write_is_refused_and_harms_nothing(store):
    with store.write(), pytest.raises(RuntimeError, match="inside another write"):
        store.reserve("filing", 2026, "x", moment=MOMENT)
    assert put(store).version == 1


def test_many_threads_advance_cases_and_none_is_lost(store):
    refused, errors = [], []

    def work(name):
        done = 0
        while done < 12:
            try:
                put(store, "A1", command=f"{name}-{done}")
                done += 1
            except ConflictError:
                refused.append(name)
            except (sqlite3.Error, RuntimeError) as error:
                errors.append(error)
                return

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.read() as now:
        events = now.events("A1")
        assert now.case("A1").version == len(events) == 72
        assert len({e.command_id for e in events}) == 72
        assert now.ledger_head().root == merkle.root([merkle.leaf_hash(e.body) for e in events])


# -- the bureau's own journal ---------------------------------------------------------------------


def record(store, new):
    with store.write() as unit:
        return unit.record(new)


def test_the_journal_is_in_the_ledger_and_in_no_list_of_cases(store):
    first = record(store, event(n=1))
    put(store)
    second = record(store, event(first.hash, n=2, command="c9"))
    with store.read() as now:
        assert now.events(JOURNAL) == [first, second]
        assert [(e.case_id, e.leaf) for e in now.ledger_events()] == [
            (JOURNAL, 0), ("A1", 1), (JOURNAL, 2)
        ]  # fmt: skip
        assert [row.case_id for row in now.cases(CaseFilter())] == ["A1"]
        assert now.find_case(JOURNAL) is None
        leaves = [merkle.leaf_hash(e.body) for e in now.ledger_events()]
        assert now.ledger_head().root == merkle.root(leaves)
        assert list(audit_ledger(now, key=SIGNER.key, check=verify_ed25519)) == []


@pytest.mark.parametrize("prev", [GENESIS, b"\x07" * 32], ids=["first", "foreign"])
def test_an_entry_hangs_on_the_last_one_of_the_journal(store, prev):
    record(store, event(n=1))
    with pytest.raises(ConflictError, match="chain_moved"):
        record(store, event(prev, n=2))


@pytest.mark.parametrize(
    "new",
    [replace(event(), body=b'{"prev": "00"}'), event(moment=MOMENT.replace(tzinfo=None))],
    ids=["chain", "naive"],
)
def test_an_entry_that_hangs_on_nothing_is_refused(store, new):
    with pytest.raises(IntegrityError, match="append_inconsistent"):
        record(store, new)
    with store.read() as now:
        assert now.ledger_head().size == 0
