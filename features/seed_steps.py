"""Steps about the reported numbers: whole years of cases, carried out once and counted."""

import pytest
from pytest_bdd import given, parsers, then

from engine.mergers import merged_into
from features.case_steps import reached
from tests import seeds

BY = {"缴款": "payment", "决定": "decision"}


@pytest.fixture
def year():
    """The bureau of the scenario; empty until its cases are carried out."""
    return []


@given("三十四辆车按业主并案办理至缴款")
def _(year):
    year.append(seeds.vehicles()[0])


@given("二十八块广告牌分别处理")
def _(year):
    year.append(seeds.billboards()[0])


@then(parsers.re(r"(?P<which>登记案件|立案) (?P<all_>\d+) 件，计 (?P<counted>\d+) 件$"))
def _(year, which, all_, counted):
    cases = [c for c in seeds.cases_of(year[0]) if which == "登记案件" or c.number]
    once = [c for c in cases if not merged_into(c)]
    assert (len(cases), len(once)) == (int(all_), int(counted))


@then(parsers.re(r"按(?P<by>缴款|决定)日期，(?P<when>\d{4}) 年罚款合计 (?P<yuan>\d+) 元$"))
def _(year, by, when, yuan):
    assert seeds.accounted(year[0], int(when), BY[by]) == int(yuan)


def at(year, state):
    return [c for c in seeds.cases_of(year[0]) if c.main.state == reached(state)]


@then(parsers.re(r"“(?P<state>[^”]+)”的有 (?P<count>\d+) 件$"))
def _(year, state, count):
    assert len(at(year, state)) == int(count)


@then(parsers.re(r"“(?P<state>[^”]+)”的有 (?P<count>\d+) 件，都附有规划认定意见$"))
def _(year, state, count):
    cases = at(year, state)
    assert len(cases) == int(count)
    for case in cases:
        assert "认定意见复函" in {e.item.text("name") for e in case.evidence}
