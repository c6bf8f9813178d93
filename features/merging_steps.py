"""Steps about several cases of one bureau: merged, merged away, and split again."""

import pytest
from pytest_bdd import given, parsers, then, when

from features.case_steps import reached, rule_named, trigger_of
from tests import several, variants
from tests.several import number, turn_to


@pytest.fixture
def cases():
    """The ids of the cases of a scenario, in the order they were opened."""
    return []


@given(parsers.parse("同一当事人有 {count:d} 件案件已办至“{where}”"))
def _(story, cases, count, where):
    story.bureau, ids = several.several(count, until=reached(where))
    cases += ids


@given(parsers.parse("另有一件案件已办至“{where}”"))
def _(story, cases, where):
    changes = several.elsewhere(len(cases) + 1)
    cases.append(story.bureau.begin(until=reached(where), changes=changes))


@given(parsers.parse("另有一件安途公司的案件已办至“{where}”"))
def _(story, cases, where):
    other = {"姓名或名称": "海岚市安途运输有限公司", "统一社会信用代码": "91330299MA2AT3K7X1"}
    filed = {"request_filing": {"party": other}}
    changes = variants.joined(several.elsewhere(len(cases) + 1), filed)
    cases.append(story.bureau.begin(until=reached(where), changes=changes))


def lead_of(story, cases, lead, member, **more):
    turn_to(story.bureau, cases[lead - 1])
    named = {"members": [number(story.bureau, cases[member - 1])]}
    story.attempt(lambda: story.bureau.do("merge_lead", give=named | more))


@given(parsers.re(r"第(?P<lead>\d)件并入第(?P<member>\d)件$"))
@when(parsers.re(r"第(?P<lead>\d)件并入第(?P<member>\d)件$"))
def _(story, cases, lead, member):
    lead_of(story, cases, int(lead), int(member))
    if hasattr(story.outcome, "event"):
        turn_to(story.bureau, cases[int(member) - 1])
        named = {"lead_case": number(story.bureau, cases[int(lead) - 1])}
        story.attempt(lambda: story.bureau.do("merge_member", give=named))
        turn_to(story.bureau, cases[int(lead) - 1])


@when(parsers.re(r"第(?P<lead>\d)件并入第(?P<member>\d)件，最早立案日填 (?P<day>\S+)$"))
def _(story, cases, lead, member, day):
    lead_of(story, cases, int(lead), int(member), earliest_filed_on=day)


@when(parsers.re(r"第(?P<member>\d)件自行并入第(?P<lead>\d)件$"))
def _(story, cases, member, lead):
    turn_to(story.bureau, cases[int(member) - 1])
    named = {"lead_case": number(story.bureau, cases[int(lead) - 1])}
    story.attempt(lambda: story.bureau.do("merge_member", give=named))


@when(parsers.re(r"在第(?P<which>\d)件中办理“(?P<name>[^”]+)”$"))
def _(story, cases, which, name):
    turn_to(story.bureau, cases[int(which) - 1])
    story.attempt(lambda: story.bureau.do(trigger_of(name)))


@when(parsers.re(r"从第(?P<which>\d)件分出“(?P<title>[^”]+)”$"))
def _(story, cases, which, title):
    turn_to(story.bureau, cases[int(which) - 1])
    story.bureau.must("split", give={"split_parts": [several.part(title)]})
    open_part(story, cases, which)


@when(parsers.re(r"从第(?P<which>\d)件再立“(?P<title>[^”]+)”$"))
def _(story, cases, which, title):
    # in other words, or it would be the first wish repeated
    open_part(story, cases, which, brief_facts=f"另立{title}。")


def open_part(story, cases, which, **more):
    source = number(story.bureau, cases[int(which) - 1])
    story.bureau.case_id = ""
    story.attempt(lambda: story.bureau.do("open_part", give={"split_from": source} | more))


@then(parsers.re(r"第(?P<which>\d)件的期限“(?P<name>[^”]+)”的最后一日是 (?P<day>\S+)$"))
def _(story, cases, which, name, day):
    found = story.bureau.road.case(cases[int(which) - 1]).deadline(rule_named(name))
    assert str(found.computed.due) == day


@then(
    parsers.re(
        r"第(?P<which>\d)件有 (?P<total>\d+) 份证据，其中 (?P<own>\d+) 份来自第(?P<other>\d)件$"
    )
)
def _(story, cases, which, total, own, other):
    case = story.bureau.road.case(cases[int(which) - 1])
    source = story.bureau.road.case(cases[int(other) - 1])
    brought = [e.item for e in case.evidence if e.item.text("origin") == source.number]
    assert (len(case.evidence), len(brought)) == (int(total), int(own))
    kept = {e.item.record("file").text("digest") for e in source.evidence}
    assert {i.record("file").text("digest") for i in brought} <= kept


@then(parsers.re(r"第(?P<member>\d)件已并入第(?P<lead>\d)件$"))
def _(story, cases, member, lead):
    found = story.bureau.road.case(cases[int(member) - 1])
    assert found.machines("merging")[-1].state == "x_merged_member"
    assert found.data.text("lead_case") == number(story.bureau, cases[int(lead) - 1])
