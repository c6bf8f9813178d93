"""Problems that come back: two reports in a row flag them, three tell the head."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.repeat_problems import MonthlyReport, Problem, percent_change, repeat_problems

B3 = Problem(item="B3", squad="z1")
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")


def reports(*counts, problem=B3):
    """A report a month, each with so many dossiers of one problem."""
    return [
        MonthlyReport(month=m, dossiers=25, found={problem: n} if n else {})
        for m, n in zip(MONTHS, counts, strict=False)
    ]


@pytest.mark.parametrize(
    ("counts", "row", "flagged", "for_the_head", "change"),
    [
        ((4,), 1, False, False, None),
        ((4, 4), 2, True, False, 0),
        ((4, 0, 4), 1, False, False, None),
        ((4, 2, 3), 3, True, True, 50),
        ((4, 4, 4, 1), 4, True, True, -75),
        ((0, 3, 2), 2, True, False, -33),
    ],
)
def test_reports_in_a_row_decide(counts, row, flagged, for_the_head, change):
    (found,) = repeat_problems(reports(*counts))
    assert (found.in_a_row, found.repeated, found.for_the_head) == (row, flagged, for_the_head)
    assert (found.now, found.change) == (counts[-1], change)


def test_what_the_newest_report_does_not_find_is_no_problem_of_it():
    assert repeat_problems(reports(4, 4, 0)) == ()
    assert repeat_problems([]) == ()


def test_the_same_item_in_another_squad_or_with_another_officer_is_another_problem():
    own = MonthlyReport(month="2026-01", dossiers=25, found={B3: 3})
    others = {Problem(item="B3", squad="z2"): 9, Problem(item="B3", squad="z1", officer="p02"): 1}
    found = repeat_problems([own, MonthlyReport(month="2026-02", dossiers=25, found=others)])
    assert [f.in_a_row for f in found] == [1, 1]


def test_the_longest_lasting_stand_first_and_reports_come_in_any_order():
    first, second = reports(1, 1)
    new = Problem(item="C1", squad="z1")
    second = MonthlyReport(month=second.month, dossiers=25, found={new: 9, B3: 1})
    assert [f.problem for f in repeat_problems([second, first])] == [B3, new]


def test_two_reports_of_one_month_are_a_mistake():
    with pytest.raises(ValueError, match="two reports"):
        repeat_problems([*reports(1), *reports(1)])


@given(st.integers(1, 500), st.integers(0, 500))
def test_a_change_in_per_cent_is_at_most_half_a_point_off(before, now):
    found = percent_change(before, now)
    assert found is not None
    assert abs(found * before - 100 * (now - before)) * 2 <= before


def test_a_change_from_nothing_has_no_per_cent():
    assert percent_change(0, 3) is None


@pytest.mark.parametrize(("before", "now", "change"), [(200, 201, 1), (200, 199, -1), (8, 9, 13)])
def test_halves_round_away_from_nought(before, now, change):
    assert percent_change(before, now) == change
