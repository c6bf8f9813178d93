"""Checking input: whatever is handed in, the answer is a record or a list of problems."""

import datetime as dt
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.record import Record
from engine.schema import FieldSpec, Surroundings, check_input
from tests.playbook import law, moment

NOW = moment("2026-03-03 10:00")
SHAPES = sorted({t.trigger: t for w in law().workflows.values() for t in w.transitions}.items())
WORDS = sorted(
    {name for _, t in SHAPES for s in t.inputs for name in (s.name, s.label, *s.choices.values())}
)


def take(written):
    if "缺" in written:
        raise InputError("input.file_missing")
    return Record({"digest": "0" * 64, "name": written, "size": 1, "media": "image/jpeg"})


def around(**more):
    return Surroundings(
        now=NOW,
        records=law().records,
        take_file=take,
        person_ids=frozenset({"p01", "p02"}),
        squad_ids=frozenset({"z1"}),
        matter_ids=frozenset({"M-11"}),
        aliases={"陈志远": "p02", "听涛中队": "z1"},
        **more,
    )


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(WORDS)
    | st.dates()
    | st.datetimes()
    | st.sampled_from(["2026-03-03", "2026-03-03 09:00", "8000", "8000.005", "是", "否", "陈志远"])
    | st.binary(max_size=4)
)
KEYS = st.sampled_from(WORDS) | st.text(string.printable, max_size=6) | st.integers() | st.none()
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SHAPES), JSON)
def test_no_input_whatever_makes_checking_fail(shape, raw):
    _, transition = shape
    record, problems = check_input(transition.inputs, raw, around())
    assert isinstance(record, Record)
    names = {s.name for s in transition.inputs}
    assert set(record) <= names
    for problem in problems:
        assert problem.code
        assert isinstance(problem.path, str)
    for spec in transition.inputs:
        if spec.required and spec.name not in record:
            assert problems


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_value_of_a_known_field_makes_checking_fail(data):
    _, transition = data.draw(st.sampled_from([s for s in SHAPES if s[1].inputs]))
    raw = {s.label: data.draw(JSON) for s in transition.inputs}
    record, problems = check_input(transition.inputs, raw, around())
    given_up = {p.path.split("[")[0].split(".")[0] for p in problems}
    for spec in transition.inputs:
        empty = raw[spec.label] in (None, "", [])
        assert spec.name in record or empty or spec.label in given_up


def one(kind, raw, **more):
    spec = FieldSpec(name="x", label="栏目", kind=kind, **more)
    record, problems = check_input([spec], {"栏目": raw}, around())
    return record.get("x"), [p.code for p in problems]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-03-03", dt.date(2026, 3, 3)),
        (dt.date(2026, 3, 3), dt.date(2026, 3, 3)),
        (dt.datetime(2026, 3, 3, 9, 0), dt.date(2026, 3, 3)),  # noqa: DTZ001 - as YAML gives it
    ],
)
def test_a_day_is_read_from_text_and_from_yaml(raw, value):
    assert one("date", raw) == (value, [])


@pytest.mark.parametrize("raw", ["2026-02-29", "2026-3-3", "三月三日", "20260332", 5, True])
def test_what_is_no_day_is_refused(raw):
    assert one("date", raw) == (None, ["not_a_day"])


def test_a_bare_day_does_not_say_when():
    assert one("moment", "2026-03-03") == (None, ["not_a_moment"])
    assert one("moment", dt.date(2026, 3, 3)) == (None, ["not_a_moment"])


def test_a_moment_without_a_zone_is_the_legal_clock():
    value, problems = one("moment", "2026-03-03 09:00")
    assert (value.isoformat(), problems) == ("2026-03-03T09:00:00+08:00", [])
    assert one("moment", "2026-03-03T01:00:00+00:00")[0] == value


@pytest.mark.parametrize(
    ("raw", "fen"),
    [("8000", 800000), (8000, 800000), ("0.01", 1), ("8000元", 800000), ("8000.10", 800010)],
)
def test_money_is_exact(raw, fen):
    assert one("money", raw) == (fen, [])


@pytest.mark.parametrize("raw", [8000.0, "8000.001", "-1", "1e3", "", True, "八千", "8,000.0.0"])
def test_what_is_no_exact_amount_is_refused(raw):
    value, problems = one("money", raw, required=True)
    assert value is None
    assert problems in (["not_money"], ["missing"])


@pytest.mark.parametrize(
    ("raw", "value"), [("是", True), ("否", False), (True, True), ("no", False)]
)
def test_yes_and_no_are_read_in_both_languages(raw, value):
    assert one("yes_no", raw) == (value, [])


@pytest.mark.parametrize("raw", [1, 0, "可能", None.__class__, "Yes "])
def test_neither_yes_nor_no_is_refused(raw):
    assert one("yes_no", raw) == (None, ["not_yes_no"])


def test_broken_characters_are_refused():
    assert one("text", "王\ufffd") == (None, ["broken_text"])
    assert one("text", "王\x00") == (None, ["broken_text"])
    assert one("text", "王喆堃\n𠮷") == ("王喆堃\n𠮷", [])


def test_the_last_lawful_moment_is_now():
    later = NOW + dt.timedelta(seconds=1)
    assert one("moment", NOW.isoformat(), not_after_now=True)[1] == []
    assert one("moment", later.isoformat(), not_after_now=True)[1] == ["in_the_future"]
    assert one("date", NOW.date(), not_after_now=True)[1] == []
    assert one("date", NOW.date(), not_before_now=True)[1] == []
    tomorrow = NOW.date() + dt.timedelta(days=1)
    yesterday = NOW.date() - dt.timedelta(days=1)
    assert one("date", tomorrow, not_after_now=True)[1] == ["in_the_future"]
    assert one("date", yesterday, not_before_now=True)[1] == ["in_the_past"]
    earlier = NOW - dt.timedelta(seconds=1)
    assert one("moment", NOW.isoformat(), not_before_now=True)[1] == []
    assert one("moment", earlier.isoformat(), not_before_now=True)[1] == ["moment_passed"]


def test_an_unknown_key_names_the_nearest_known_one():
    spec = FieldSpec(name="place", label="案发地点", kind="text")
    _, (problem,) = check_input([spec], {"案发地址": "听涛路"}, around())
    assert (problem.path, problem.code) == ("案发地址", "unknown_field")
    assert problem.facts["known"] == "案发地点"


def test_a_field_given_by_name_and_by_label_is_given_twice():
    spec = FieldSpec(name="place", label="案发地点", kind="text")
    _, problems = check_input([spec], {"案发地点": "甲", "place": "乙"}, around())
    assert [p.code for p in problems] == ["given_twice"]


def test_paths_lead_to_the_wrong_place_in_a_list():
    spec = FieldSpec(name="plan", label="缴款计划", kind="list", of="plan_row")
    raw = {"缴款计划": [{"到期日": "2026-04-01", "金额": "1"}, {"到期日": "x", "金额": "1"}]}
    _, (problem,) = check_input([spec], raw, around())
    assert (problem.path, problem.code) == ("缴款计划[2].到期日", "not_a_day")


def test_a_missing_file_is_told_at_its_field():
    assert one("file", "缺.jpg") == (None, ["file_missing"])
    assert one("file", 7) == (None, ["not_a_path"])
