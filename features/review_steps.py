"""Steps about the review of a dossier: a second review that takes off so many points."""

import datetime as dt

from pytest_bdd import given, parsers

from engine.half_points import parse_points, points_text
from engine.journal import Act, note
from features.case_steps import act

DRAWN_AFTER = dt.timedelta(minutes=5)

#: Items to take points off, each with what it has, in halves.
ITEMS = (("B1", 8), ("B2", 8), ("E3", 8), ("C1", 8))


@given(parsers.re(r"(?:(?P<day>\S+ \S+) )?二次评查扣(?P<points>[\d.]+)分(?P<lost>，不能整改)?$"))
def _(story, day, points, lost):
    sheet = {"profile": "chengguan-default-1", "deductions": list(taken(points, not lost))}
    act(story, day, None, None, "评定案卷", {"second_sheet": sheet})


@given(parsers.parse("抽样将本案抽给{who}评查"))
def _(story, who):
    bureau = story.bureau
    draw_for(bureau, bureau.person(who))


def draw_for(bureau, person):
    """Enter a draw in the journal that names one dossier, the bureau's own, and its reviewer."""
    at = bureau.clock + DRAWN_AFTER
    facts = {"month": f"{at:%Y-%m}", "digest": "0" * 64, "reviewers": {bureau.case_id: person}}
    with bureau.store.write() as unit:
        note(unit, Act.SAMPLE_DRAWN, at=at, actor=person, facts=facts)
    bureau.clock = at


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
