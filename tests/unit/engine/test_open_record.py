"""Looking at what is not written yet is noted, however the record was put together."""

import pytest

from engine.open_record import AllBut, OpenRecord
from engine.record import Record

KEPT = AllBut(frozenset({"kept"}))


def opened(values, awaited, touched):
    return OpenRecord(Record(values), awaited, touched)


@pytest.mark.parametrize(
    "look",
    [
        lambda r: r.get("open"),
        lambda r: r.text("open"),
        lambda r: r.records("open"),
        lambda r: "open" in r,
    ],
)
def test_every_look_at_an_open_name_is_noted(look):
    touched = set()
    look(opened({"known": "x"}, frozenset({"open"}), touched))
    assert touched == {"open"}


def test_a_look_at_a_known_name_leaves_no_trace():
    touched = set()
    record = opened({"known": "x"}, frozenset({"open"}), touched)
    assert record["known"] == "x"
    assert record.text("absent") == ""
    assert touched == set()


def test_all_but_the_kept_names_are_open():
    touched = set()
    record = opened({"kept": "a", "lost": "b"}, KEPT, touched)
    assert record.text("kept") == "a"
    assert touched == set()
    record.text("lost")
    assert touched == {"lost"}


def test_what_is_merged_in_becomes_known():
    touched = set()
    record = opened({}, KEPT, touched).merged({"given": "a"})
    assert record.text("given") == "a"
    assert touched == set()


def test_what_another_open_record_awaits_stays_open_even_where_an_older_value_was_known():
    touched = set()
    inputs = opened({}, frozenset({"kept"}), touched)
    record = opened({"kept": "old"}, KEPT, touched).merged(inputs)
    record.text("kept")
    assert touched == {"kept"}


def test_nobody_may_take_an_open_record_for_empty():
    assert opened({}, frozenset({"open"}), set())


def test_merging_nothing_makes_no_new_record():
    record = opened({"kept": "a"}, KEPT, set())
    assert record.merged({}) is record
