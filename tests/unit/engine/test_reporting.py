"""The figures of the monthly reports, and that no report knows of money."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.reporting
import runtime.reports
from engine.half_points import HALVES
from engine.reporting.figures import mean, median, spread
from engine.reporting.from_case import graded_at, gradings_of, order_of, reviewed_of
from engine.reporting.quality import Deducted, Reviewed, quality
from engine.reporting.ranking import UnitMonth, ranking, ranks
from engine.reporting.rectification import Order, ageing
from tests import lives
from tests.playbook import ROOT

GRADES = ("excellent", "good", "qualified", "failed")


def dossier(case, total, *, squad="z1", own=None, **facts):
    return Reviewed(
        case=case,
        squad=squad,
        procedure="ordinary",
        matter="M-01",
        officers=("p02", "p03"),
        reviewer="p05",
        total=total,
        grade=facts.pop("grade", "good"),
        own=own,
        **facts,
    )


def test_mean_middle_and_spread_of_nothing_are_none():
    assert (mean([]), median([]), spread([])) == (None, None, None)
    assert (mean([1, 2]), median([1, 2, 9]), median([1, 2, 3, 9])) == (1.5, 2, 2.5)
    assert spread([2, 4, 4, 4, 5, 5, 7, 9]) == 2


def test_a_month_without_reviews_is_a_month_without_figures():
    found = quality([], grades=GRADES, gap=10)
    assert (found.mean, found.common, found.squads) == (None, (), ())
    assert found.grades == tuple((grade, 0) for grade in GRADES)


def test_scores_grades_and_standings_against_the_month_before():
    now = [
        dossier("C1", 95, grade="excellent"),
        dossier("C2", 81),
        dossier("C3", 70, squad="z2", grade="failed", vetoes=("V10",)),
    ]
    found = quality(now, [dossier("B1", 90), dossier("B2", 60, squad="z2")], grades=GRADES, gap=10)
    assert (found.mean, found.median, found.lowest, found.highest) == (82, 81, 70, 95)
    assert found.before == 75
    assert found.grades == (("excellent", 1), ("good", 1), ("qualified", 0), ("failed", 1))
    assert [(s.name, s.mean, s.before, s.vetoed) for s in found.squads] == [
        ("z1", 88, 90, 0),
        ("z2", 70, 60, 1),
    ]
    assert [s.name for s in found.officers] == ["p02", "p03"]
    assert found.vetoes == (("C3", "V10"),)


def test_items_by_the_points_they_cost_with_the_worst_example():
    taken = [
        (Deducted(item="B1", points=1, reason="小"), Deducted(item="F2", points=0.5)),
        (Deducted(item="B1", points=2, reason="大"),),
        (Deducted(item="E3", points=3, reason="漏"),),
    ]
    now = [dossier(f"C{n}", 90, deductions=found) for n, found in enumerate(taken)]
    past = [dossier("B0", 90, deductions=(Deducted(item="F2", points=1),) * 2)]
    found = quality(now, past, grades=GRADES, gap=10).common
    assert [(c.item, c.dossiers, c.points, c.before) for c in found] == [
        ("B1", 2, 3, 0),
        ("E3", 1, 3, 0),
        ("F2", 1, 0.5, 1),
    ]
    assert found[0].example == "大"


@given(st.integers(0, 30))
def test_ten_items_are_listed_at_most(count):
    taken = tuple(Deducted(item=f"I{n}", points=1) for n in range(count))
    found = quality([dossier("C", 50, deductions=taken)], grades=GRADES, gap=10)
    assert len(found.common) == min(count, 10)


@pytest.mark.parametrize(("own", "beyond"), [(90, 0), (90.5, 1), (70, 0), (69.5, 1)])
def test_a_difference_of_more_than_the_gap_is_counted(own, beyond):
    (found,) = quality([dossier("C1", 80, own=own)], grades=GRADES, gap=10).differences
    assert (found.mean, found.beyond) == (own - 80, beyond)


# -- rectification ------------------------------------------------------------------------------

DAY = dt.date(2026, 6, 30)


def order(case, ordered, due, closed=None):
    read = dt.date.fromisoformat
    return Order(
        case=case,
        squad="z1",
        owner="p02",
        items=("B3",),
        ordered_on=read(ordered),
        due_on=read(due),
        closed_on=read(closed) if closed else None,
    )


def test_open_overdue_and_closed_orders_on_a_day():
    orders = [
        order("late", "2026-05-01", "2026-05-22"),
        order("last day", "2026-06-08", "2026-06-30"),
        order("closed late", "2026-05-01", "2026-05-22", "2026-06-01"),
        order("closed before", "2026-04-01", "2026-04-22", "2026-05-31"),
        order("closed after", "2026-06-01", "2026-07-02", "2026-07-01"),
        order("ordered after", "2026-07-01", "2026-07-22"),
    ]
    found = ageing(orders, dt.date(2026, 6, 1), DAY)
    assert [o.case for o in found.open] == ["late", "closed after", "last day"]
    assert [o.overdue(DAY) for o in found.open] == [39, 0, 0]
    assert [o.case for o in found.closed] == ["closed late"]
    (squad,) = found.squads
    assert (squad.open, squad.overdue, squad.closed, squad.closed_late) == (3, 1, 1, 1)
    assert sum(count for _, count in found.ages) == 3


@pytest.mark.parametrize(
    ("days", "end"), [(0, 7), (7, 7), (8, 15), (15, 15), (30, 30), (60, 60), (61, None)]
)
def test_ages_are_told_apart_by_their_last_day(days, end):
    begun = (DAY - dt.timedelta(days=days)).isoformat()
    found = ageing([order("C", begun, "2026-12-31")], DAY, DAY)
    assert dict(found.ages)[end] == 1


# -- ranking ------------------------------------------------------------------------------------


def unit(name, month, received, closed, in_time):
    return UnitMonth(unit=name, month=month, received=received, closed=closed, in_time=in_time)


def test_half_a_year_of_a_county_is_told_as_two_measures_with_their_parts():
    """19,075 leads, 93 % closed and 62 % in time."""
    rows = [unit("县", "2013-06", 19075, 17740, 11827)]
    found = ranking(rows, [("全县", ("县",))], ["2013-05", "2013-06"]).overall
    assert (str(found.closing.percent), str(found.on_time.percent)) == ("93.00", "62.00")
    assert (found.closing.part, found.closing.whole) == (17740, 19075)
    assert (found.on_time.part, found.on_time.whole) == (11827, 19075)


def test_ranks_compare_exact_shares_and_share_places():
    rows = [
        unit("a", "m", 3, 3, 2),
        unit("b", "m", 3000, 3000, 2000),
        unit("c", "m", 3000, 2999, 2000),
        unit("d", "m", 10000, 10000, 6666),
        unit("e", "m", 0, 0, 0),
    ]
    assert ranks(rows) == {"a": 1, "b": 1, "c": 3, "d": 4}


def test_the_last_of_a_group_twice_running_is_flagged_group_by_group():
    months = ["2026-04", "2026-05", "2026-06"]
    rows = []
    for n, month in enumerate(months):
        rows += [unit("a", month, 10, 10, 9), unit("b", month, 10, 10, 8 if n else 10)]
        rows += [unit("c", month, 10, 10, 1)]
    found = ranking(rows, [("一", ("a", "b")), ("二", ("c",))], months)
    told = {one.unit: one for group in found.groups for one in group.units}
    assert [told[name].last_in_a_row for name in "abc"] == [0, 2, 0]
    assert [told[name].rank for name in "abc"] == [1, 2, 1]
    assert (told["b"].before, told["b"].trend) == (2, (100, 80, 80))
    assert (found.groups[0].range_now, found.groups[0].range_before) == (10, 10)
    assert found.groups[0].spread_now == 5


def test_units_that_are_all_equal_have_no_last():
    rows = [unit(name, "2026-06", 10, 9, 8) for name in "ab"]
    (group,) = ranking(rows, [("组", ("a", "b"))], ["2026-05", "2026-06"]).groups
    assert [(one.rank, one.last_in_a_row) for one in group.units] == [(1, 0), (1, 0)]


def named_in(path):
    """Every name a module imports, reads or asks a record for."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Call):
            yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def test_no_report_of_units_squads_or_people_knows_of_money():
    """Fines may not be ranked or aimed at (APL 74(3))."""
    folders = (Path(engine.reporting.__file__).parent, Path(runtime.reports.__file__).parent)
    looked = [path for folder in folders for path in folder.glob("*.py")]
    assert len(looked) > 10
    words = re.compile(r"fine(?!d)|fen\b|yuan|amount|money|payment|accounting")
    assert not [(p.name, n) for p in looked for n in named_in(p) if words.search(n)]
    forms = [t.read_text("utf-8") for t in (ROOT / "documents" / "report_forms").iterdir()]
    assert len(forms) == 6
    assert not [text for text in forms if re.search(r"{{[^}]*(?:fine|yuan|amount)", text)]


# -- from cases -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rectified():
    return lives.live("dossier_review-q_done").case


def test_a_reviewed_case_gives_the_grading_that_decides(rectified):
    found = reviewed_of(rectified)
    sheet = rectified.machines("dossier_review")[-1].data.record("second_sheet")
    assert (found.total, found.grade) == (
        sheet.number("total") / HALVES,
        sheet.text("grade"),
    )
    assert [(d.item, d.points) for d in found.deductions] == [
        ("chengguan-default-1/B3", 2),
        ("chengguan-default-1/C3", 1),
    ]
    assert (found.reviewer, found.vetoes) == ("p05", ())
    assert f"{graded_at(rectified):%Y-%m-%d %H:%M}" == "2026-04-07 11:00"


def test_every_grading_of_a_case_comes_in_its_turn_with_who_made_it(rectified):
    own, second = gradings_of(rectified)
    assert (own.turn, second.turn) == (1, 2)
    assert (own.rater, second.rater) == ("p04", "p05")
    assert second.deductions == {"B3": 2, "C3": 1}
    assert second.reasons[0] == "现场未绘制示意图。"


def test_an_order_to_rectify_runs_from_the_notice_to_the_recheck(rectified):
    found = order_of(rectified)
    assert found.ordered_on == dt.date(2026, 4, 15)
    assert found.acknowledged_on == dt.date(2026, 4, 16)
    assert found.reported_on == dt.date(2026, 4, 23)
    assert found.closed_on == dt.date(2026, 4, 24)
    assert found.owner == "p02"
    assert found.items == ("B3",)
    assert found.due_on is not None


def test_the_third_review_decides_where_there_is_one():
    case = lives.live("dossier_review-q_done-third").case
    track = case.machines("dossier_review")[-1]
    found = reviewed_of(case)
    assert found.total == track.data.record("third_sheet").number("total") / HALVES
    assert len(gradings_of(case)) == 3


def test_a_case_nobody_reviewed_gives_nothing():
    case = lives.live("dossier_review-q_waived").case
    assert (reviewed_of(case), graded_at(case), order_of(case)) == (None, None, None)
