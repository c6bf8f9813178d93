"""Adding up (dossier-grading 2): half points, nothing negative, N/A rescaled, grades and guards."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.grading.scoring import WHOLE, Deduction, grade_of, scaled_to, score
from engine.grading.sheet import points
from tests.graded import profiles

PROFILE = profiles()["chengguan-default-1"]
ITEMS = tuple(i.id for i in PROFILE.items)


def off(item, halves):
    return Deduction(item=item, halves=halves)


def grade(*deductions, **how):
    return score(how.pop("profile", PROFILE), deductions, **how)


taken = st.lists(
    st.builds(Deduction, item=st.sampled_from(ITEMS), halves=st.integers(0, 12)), max_size=40
)
left_out = st.sets(st.sampled_from(ITEMS), max_size=20)


@given(taken, left_out)
def test_no_item_falls_below_nought_and_no_total_beyond_its_items(deductions, absent):
    found = score(PROFILE, deductions, not_applicable=absent)
    for item in found.items:
        mine = sum(d.halves for d in deductions if d.item == item.id)
        assert item.given == (0 if item.id in absent else max(0, item.max - mine))
    assert 0 <= found.total <= found.possible <= WHOLE
    assert found.possible == sum(i.halves for i in PROFILE.items if i.id not in absent)


@given(st.integers(0, 200), st.integers(1, 200))
def test_scaling_rounds_to_the_nearest_half_point(total, possible):
    """Half a step up; the error is never more than a quarter of a point."""
    total = min(total, possible)
    exact = total * WHOLE / possible
    assert abs(scaled_to(total, possible) - exact) <= 0.5
    assert scaled_to(possible, possible) == WHOLE


@given(taken, st.sampled_from(ITEMS), st.integers(1, 4))
def test_one_more_deduction_never_raises_a_score(deductions, item, halves):
    before, after = score(PROFILE, deductions), score(PROFILE, [*deductions, off(item, halves)])
    assert after.total <= before.total
    assert after.scaled <= before.scaled


def test_everything_kept_is_a_hundred_points():
    found = grade()
    assert (points(found.total), points(found.scaled), found.grade) == (100, 100, "excellent")


def test_what_does_not_apply_is_taken_out_and_the_rest_scaled():
    """E5 (2), E7 (2) and B7 (2) do not apply: 93 of 94 are 99 of 100 after rounding."""
    found = grade(off("C1", 2), not_applicable={"E5", "E7", "B7"})
    assert (points(found.total), points(found.possible)) == (93, 94)
    assert points(found.scaled) == 99


@pytest.mark.parametrize(
    ("lost", "grade_of_it"),
    [(20, "excellent"), (21, "good"), (40, "good"), (41, "qualified"), (80, "qualified")],
)
def test_the_bands_begin_where_the_standard_says(lost, grade_of_it):
    """90, 80 and 60 points: the bound itself belongs to the better grade (halves here)."""
    assert grade_of(PROFILE, WHOLE - lost, grade().items, vetoed=False) == grade_of_it


def test_below_sixty_a_dossier_fails():
    assert grade_of(PROFILE, 119, grade().items, vetoed=False) == "failed"
    assert grade_of(PROFILE, 120, grade().items, vetoed=False) == "qualified"


def test_a_profile_without_the_good_band_calls_it_qualified():
    """The band is optional: 60 to 89.5 are then 合格."""
    bands = tuple(b for b in PROFILE.bands if b.grade != "good")
    assert grade_of(replace(PROFILE, bands=bands), 179, grade().items, vetoed=False) == "qualified"


@pytest.mark.parametrize(("item", "halves"), [("F5", 2), ("G3", 2), ("G4", 2), ("G5", 2)])
def test_an_item_of_documents_or_filing_at_nought_is_never_excellent(item, halves):
    """Groups F and G: 99 points, and only good."""
    found = grade(off(item, halves))
    assert (points(found.scaled), found.grade) == (99, "good")


def test_the_same_points_lost_elsewhere_stay_excellent():
    assert grade(off("A1", 2)).grade == "excellent"
    assert grade(off("H5", 2)).grade == "excellent"


def test_a_guarded_item_that_does_not_apply_guards_nothing():
    assert grade(not_applicable={"G5"}).grade == "excellent"


def test_a_confirmed_veto_fails_the_dossier_and_its_points_stay():
    found = grade(vetoes={"V10"})
    assert (points(found.scaled), found.grade, found.vetoes) == (100, "failed", ("V10",))


def test_a_standard_may_let_a_veto_zero_the_score():
    """The surveying standard: any failure makes the total nought."""
    strict = replace(PROFILE, veto_zeroes_score=True)
    found = grade(profile=strict, vetoes={"V10"})
    assert (found.scaled, found.total, found.grade) == (0, 200, "failed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"deductions": [off("Z9", 1)]},
        {"not_applicable": {"Z9"}},
        {"vetoes": {"A1"}},
        {"deductions": [off("A1", -1)]},
    ],
)
def test_what_the_standard_does_not_know_is_refused(wrong):
    given_ = {"deductions": [], **wrong}
    with pytest.raises(InputError, match=r"grading\."):
        score(PROFILE, given_.pop("deductions"), **given_)


def test_points_are_written_as_people_write_them():
    assert [points(n) for n in (0, 1, 2, 5, 200)] == [0, 0.5, 1, 2.5, 100]
