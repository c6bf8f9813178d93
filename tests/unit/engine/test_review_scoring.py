"""A sheet says what follows from its deductions, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.record import Record
from engine.review_scoring import fault_of, heads_of, scored, standard_of, with_totals
from engine.review_sheets import (
    deciding,
    defects,
    demanded,
    final_score,
    lessons,
    own_score,
    second_score,
    vetoed,
)
from engine.schema import FieldSpec
from tests.playbook import TODAY, law

SPEC = (FieldSpec(name="second_sheet", label="评查单", kind="grading_sheet"),)
PROFILES = law().grading()
NAME = "chengguan-default-1"


def row(item="B3", points=1, **more):
    given = {"document": "d-1", "page": "7", "reason": "欠缺", "fixable": False}
    return Record({"item": item, "points": points, **given, **more})


def ruling(veto, *, confirmed):
    place = {"document": "d-1", "page": "7", "reason": "已核对"}
    return Record({"veto": veto, "confirmed": confirmed, **place})


def sheet(*rows, vetoes=(), idle=(), **more):
    return Record(
        {"profile": NAME, "deductions": rows, "vetoes": vetoes, "not_applicable": idle, **more}
    )


def completed(*rows, **more):
    given = Record({"second_sheet": sheet(*rows, **more)})
    return with_totals(SPEC, given, PROFILES, TODAY).record("second_sheet")


def fault(found):
    told = fault_of(found, PROFILES, "ordinary", TODAY)
    return told.code if told is not None else None


def test_total_grade_and_digest_are_worked_out():
    found = completed(row("B3", 4), idle=("E5",))
    told = {n: found.get(n) for n in ("raw_total", "possible", "total", "grade")}
    assert told == {"raw_total": 192, "possible": 196, "total": 196, "grade": "excellent"}
    assert found.text("profile_digest") == standard_of(found, PROFILES, TODAY).digest
    assert fault(found) is None


def test_a_confirmed_veto_fails_the_dossier_and_a_cleared_one_does_not():
    assert completed(vetoes=(ruling("V10", confirmed=True),)).text("grade") == "failed"
    assert completed(vetoes=(ruling("V10", confirmed=False),)).text("grade") == "excellent"


@pytest.mark.parametrize(
    "typed", [{"total": 200}, {"grade": "good"}, {"possible": 199}, {"raw_total": 0}]
)
def test_what_is_typed_and_does_not_follow_is_refused(typed):
    assert fault(completed(row(points=1), **typed)) == "other_total"


def test_other_faults_are_told_apart():
    assert fault(completed(row(points=0))) == "idle_deduction"
    assert fault(completed(row("E5"), idle=("E5",))) == "idle_deduction"
    assert fault(sheet(profile_digest="0" * 64)) == "unknown_standard"
    named = completed().merged({"profile": "another"})
    assert fault(named) == "other_standard"
    told = fault_of(completed(), PROFILES, "simple", TODAY)
    assert told is not None
    assert told.code == "other_standard"
    with pytest.raises(InputError, match="unknown_item"):
        completed(row("Z9"))


def test_a_standard_not_yet_in_force_is_none():
    assert standard_of(sheet(), PROFILES, date(2000, 1, 1)) is None


@given(st.lists(st.tuples(st.sampled_from(["A1", "B3", "E3", "G1"]), st.integers(1, 20))))
def test_no_item_falls_below_nought_and_more_deductions_never_raise_a_score(taken):
    profile = standard_of(sheet(), PROFILES, TODAY)
    totals = [
        scored(sheet(*(row(i, p) for i, p in taken[:n])), profile).scaled
        for n in range(len(taken) + 1)
    ]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] >= 200 - 6 - 6 - 8 - 3


def test_the_last_word_decides_and_what_cannot_be_put_right_is_a_lesson():
    known = Record(
        {
            "second_sheet": sheet(row(fixable=True), row("C3")),
            "third_sheet": sheet(
                row("C3", fixable=True), row("B1"), vetoes=(ruling("V12", confirmed=True),)
            ),
        }
    )
    assert deciding(known) is known["third_sheet"]
    assert [d.about for d in defects(known)] == ["1", "2", "V12"]
    assert [d.about for d in demanded(known)] == ["1", "V12"]
    assert [d.about for d in lessons(known)] == ["2", "V12"]
    seen = (
        Record({"about": "1", "outcome": "lesson"}),
        Record({"about": "V12", "outcome": "fixed"}),
    )
    assert [d.about for d in lessons(known.merged({"rechecked": seen}))] == ["1", "2"]


def test_objections_may_be_about_every_item_and_veto():
    heads = heads_of(completed(), PROFILES)
    assert {"A1", "H5", "V01", "V22"} <= heads
    assert len(heads) == 70


def test_a_review_before_sheets_is_read_as_it_was():
    finding = Record(
        {"item": "证据收集", "points": 4, "page": "7", "reason": "缺图", "fixable": True}
    )
    known = Record({"review_score": 98, "second_score": 87, "findings": (finding,), "veto": True})
    assert (own_score(known), second_score(known), final_score(known)) == (196, 174, 174)
    assert [(d.about, d.points, d.fixable) for d in defects(known)] == [("证据收集", 8, True)]
    assert vetoed(known)
    assert not vetoed(known.merged({"veto": False}))
