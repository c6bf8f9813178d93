"""Steps about enforcement and remedies: where a written life stands, and what is owed on a day.

The moves themselves are told with the steps about cases.
"""

import datetime as dt

from pytest_bdd import given, parsers, then

from engine.arrears import arrears
from engine.money import parse_yuan
from engine.planning import situate
from engine.record import Record
from features.case_steps import trigger_of
from tests import lives
from tests.bureau import intake
from tests.playbook import law


def titled(title):
    """The name of the life with this title."""
    return next(n for n in lives.names() if lives.life(n)["title"] == title)


@given(parsers.parse("事例“{title}”已办至“{where}”"))
def _(story, title, where):
    lives.live(titled(title), story.bureau, until=trigger_of(where), changes=story.changes)
    story.bureau.steps = ()


@given(parsers.parse("事例“{title}”已办到“{where}”之前"))
def _(story, title, where):
    trigger = trigger_of(where)
    lives.live(titled(title), story.bureau, until=trigger, before=True, changes=story.changes)
    story.bureau.steps = ()


def owing(bureau, day):
    """What the case owes at the end of a day."""
    track = bureau.track("collection")
    workflow = law().pinned(track.definition)
    command = bureau.command("pay_part", "p10", f"{day} 23:00", track=track.id)
    desk = bureau.road.desk(bureau.case, intake())
    transition = workflow.by_id("T506b")
    return arrears(situate(command, desk, workflow, track, transition, Record()))


@then(parsers.parse("截至 {day}，加处罚款计算 {days:d} 日，为 {yuan} 元，尚欠罚款 {left} 元"))
def _(story, day, days, yuan, left):
    found = owing(story.bureau, day)
    told = (found.days, found.surcharge, found.unpaid)
    assert told == (days, parse_yuan(yuan), parse_yuan(left))


@then(parsers.parse("期限“{name}”自 {day} 起算"))
def _(story, name, day):
    rule = next(r.id for r in law().rules.values() if r.name_zh == name)
    found = story.bureau.case.deadline(rule)
    assert found is not None
    assert found.computed.start == dt.date.fromisoformat(day)


@then(parsers.parse("案件留有标记“{mark}”"))
def _(story, mark):
    assert story.bureau.case.marks.get(mark) is True
