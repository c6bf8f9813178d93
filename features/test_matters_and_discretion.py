"""Matters and discretion: steps that change the law of a matter, beside the steps about cases."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then

from engine.fine_ranges import Measure, Range
from engine.matters import PenaltyKind
from engine.road import Done
from tests.bureau import Bureau
from tests.playbook import law, moment

scenarios(Path(__file__).parent / "事项与裁量.feature")

MATTER = "M-11"
NOT_DONE = "（未办成）"


def with_matter(story, change):
    """The scenario's bureau under a law in which the example's matter is another."""
    rules = story.bureau.law
    matters = {**rules.matters, MATTER: change(rules.matters[MATTER])}
    story.bureau = Bureau(story.bureau.agency, replace(rules, matters=matters))


def version_of(low, high, version, **more):
    fine = version.ranges[0]
    bounds = Range(low=int(low) * 100, high=int(high) * 100)
    return replace(version, ranges=(replace(fine, range=bounds),), competes=(), **more)


def changed_on(matter, day, *new):
    """The matter whose text ends the day before, and what begins on the day."""
    begins = dt.date.fromisoformat(day)
    text = replace(matter.versions[-1], competes=())  # so that the texts alone are compared
    old = replace(text, valid_to=begins - dt.timedelta(days=1))
    later = tuple(replace(version, valid_from=begins) for version in new)
    return replace(matter, versions=(*matter.versions[:-1], old, *later))


@given(parsers.parse("该事项单位罚款幅度为 {low} 元以上 {high} 元以下"))
def _(story, low, high):
    with_matter(story, lambda m: replace(m, versions=(version_of(low, high, m.versions[0]),)))


@given(
    parsers.re(r"(?P<day>\S+) 起该事项单位罚款幅度改为 (?P<low>\d+) 元以上 (?P<high>\d+) 元以下$")
)
def _(story, day, low, high):
    with_matter(story, lambda m: changed_on(m, day, version_of(low, high, m.versions[-1])))


@given(
    parsers.re(
        r"(?P<day>\S+) 起该事项单位罚款幅度改为 (?P<low>\d+) 元以上 (?P<high>\d+) 元以下"
        "，并处没收违法所得"
    )
)
def _(story, day, low, high):
    def change(matter):
        text = matter.versions[-1]
        kinds = (*text.kinds, PenaltyKind.CONFISCATE_GAINS)
        return changed_on(matter, day, version_of(low, high, text, kinds=kinds))

    with_matter(story, change)


@given(parsers.parse("{day} 起该事项不再处罚"))
def _(story, day):
    with_matter(story, lambda m: changed_on(m, day))


@given(parsers.parse("该事项之上另有上位法的事项 {other}"))
def _(story, other):
    with_matter(
        story,
        lambda m: replace(m, versions=(replace(m.versions[0], yields_to=(other,)),)),
    )


@given(parsers.parse("现在是 {day}"))
def _(story, day):
    story.bureau.clock = moment(f"{day} 08:00")


@given(parsers.parse("示例所证明的是事项 {key} 的违法行为"))
def _(story, key):
    """The matter with the example's elements, which the example's evidence proves."""
    rules = story.bureau.law
    proved = rules.matters[MATTER].versions[0].elements
    other = rules.matters[key]
    versions = tuple(replace(version, elements=proved) for version in other.versions)
    matters = {**rules.matters, key: replace(other, versions=versions)}
    clock, story.bureau = story.bureau.clock, Bureau(None, replace(rules, matters=matters))
    story.bureau.clock = clock
    story.change({"start_verification": {"matter": key}})
    story.change({"end_investigation": {"penalty_kinds": ["罚款"]}})


@given("该事项按施工单位、运输单位分别规定幅度")
def _(story):
    def change(matter):
        text = matter.versions[0]
        fine = text.ranges[0]
        builder = replace(fine, id="builder", situation="施工单位")
        carrier = replace(fine, id="carrier", situation="运输单位")
        return replace(matter, versions=(replace(text, ranges=(builder, carrier), competes=()),))

    with_matter(story, change)


@given("该事项按工程造价百分之五以上百分之十以下计罚")
def _(story):
    share = Range(low=5_00, high=10_00, measure=Measure.PERCENT_OF_COST)

    def change(matter):
        text = matter.versions[0]
        fine = replace(text.ranges[0], range=share)
        return replace(matter, versions=(replace(text, ranges=(fine,), competes=()),))

    with_matter(story, change)


@given(parsers.parse("{day} 起该事项改为逾期不改正的才处罚"))
def _(story, day):
    def change(matter):
        text = replace(matter.versions[-1], competes=())
        fine = replace(text.ranges[0], correction_first=True)
        return changed_on(matter, day, replace(text, ranges=(fine,)))

    with_matter(story, change)


@given(parsers.parse("本机关还可以适用事项 {other}"))
def _(story, other):
    agency = story.bureau.agency
    agency = replace(agency, powers=(*agency.powers, other))
    story.bureau = Bureau(agency, story.bureau.law)


@then(parsers.parse("新旧规定的比较记为“{outcome}”"))
def _(story, outcome):
    if outcome == NOT_DONE:
        assert not isinstance(story.outcome, Done)
        return
    assert story.outcome.event.basis["texts"].rsplit("; ", 1)[1] == outcome


@then(parsers.parse("比较过的竞合规定记为“{norms}”"))
def _(story, norms):
    assert story.outcome.event.basis["norms"] == norms
    assert law().matters[MATTER].versions[0].competes
