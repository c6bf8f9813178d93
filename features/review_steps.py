"""Steps about the review of a dossier: a second review that takes off so many points."""

from pytest_bdd import given, parsers

from engine.half_points import parse_points, points_text
from features.case_steps import act

#: Items to take points off, each with what it has, in halves.
ITEMS = (("B1", 8), ("B2", 8), ("E3", 8), ("C1", 8))


@given(parsers.re(r"(?:(?P<day>\S+ \S+) )?二次评查扣(?P<points>[\d.]+)分(?P<lost>，不能整改)?$"))
def _(story, day, points, lost):
    sheet = {"profile": "chengguan-default-1", "deductions": list(taken(points, not lost))}
    act(story, day, None, None, "评定案卷", {"second_sheet": sheet})


def taken(points, fixable):
    left = parse_points(points)
    for item, most in ITEMS:
        now, left = min(left, most), max(0, left - most)
        if now:
            yield {
                "item": item,
                "points": points_text(now),
                "document": "penalty_decision-1",
                "page": "41",
                "reason": "说理欠缺。",
                "fixable": fixable,
            }
