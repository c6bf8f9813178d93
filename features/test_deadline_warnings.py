"""Steps of 期限预警.feature and 期限假设.feature: shipped rules and calendar, a case in memory."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from commands.deadlines_due import Asked, listed
from commands.office import Office
from commands.session import Session
from commands.urgency import left_text, level_text, stands
from commands.what_if import supposed
from engine.calendar import CalendarMissing
from engine.deadlines import schedule
from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from engine.people import Setting
from engine.periods import Pause
from tests.bureau import Bureau
from workflows.deadline_data import load_deadlines

scenarios("期限预警.feature", "期限假设.feature")

BOOK = load_deadlines()


@dataclass
class Desk:
    """What a scenario talks about: a bureau with one case, and the period asked about."""

    bureau: Bureau = field(default_factory=Bureau)
    start: date | datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    name: str = ""
    now: datetime | None = None
    found: dict = field(default_factory=dict)
    refused: Exception | None = None

    @property
    def office(self):
        """The office as commands know it, in Chinese, at the moment of the scenario."""
        bureau = self.bureau
        workspace = SimpleNamespace(
            law=bureau.law,
            agency=bureau.agency,
            store=bureau.store,
            road=bureau.road,
            now=lambda: self.now,
        )
        return Office(workspace, Session.begin(["--lang", "zh"], {}))

    def due(self, days, **asked):
        until = self.now.date() + timedelta(days)
        found = listed(self.office, Asked(within=days, **asked), until)
        return {due.rule.name_zh for due in found}


@pytest.fixture
def desk():
    return Desk()


def moment(text):
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=LEGAL_ZONE)


def rule_named(name):
    rule_id = next(rule.id for rule in BOOK.rules if rule.name_zh == name)
    return BOOK.in_force(date(2026, 3, 2))[rule_id]


# 假如


@given(parsers.re(r"期限“(?P<name>.+)”自 (?P<start>[-\d]+( [:\d]+)?) 起算"))
def _(desk, name, start):
    desk.name = name
    desk.start = moment(start) if ":" in start else date.fromisoformat(start)


@given(parsers.parse("自 {first} 起因“{reason}”不计入期限"))
def _(desk, first, reason):
    desk.pauses.append(Pause(first=date.fromisoformat(first), last=None, reason=reason))


@given(parsers.parse("本机关设定该期限剩余 {yellow:d} 黄色预警、{red:d} 红色预警"))
def _(desk, yellow, red):
    rule, agency = rule_named(desk.name), desk.bureau.agency
    own = {
        f"warning.{rule.id}.{colour}": Setting(value=value, confirmed=True)
        for colour, value in (("yellow", yellow), ("red", red))
    }
    desk.bureau.agency = replace(agency, settings={**agency.settings, **own})


@given(parsers.parse("2026-03-03 立案的案件在 {day} 仍未作出决定"))
def _(desk, day):
    desk.bureau.play(until="approve_filing")
    desk.now = moment(f"{day} 09:00")


@given("2026-03-03 立案的案件正在办理")
def _(desk):
    desk.bureau.play(until="approve_filing")
    desk.now = moment("2026-03-10 09:00")


# 当


@when(parsers.parse("假设“{text}”"))
def _(desk, text):
    try:
        found = supposed(desk.office, desk.bureau.case, [text.strip()])
    except (CalendarMissing, InputError) as refused:
        desk.refused = refused
    else:
        desk.found = {one.rule.name_zh: one.deadline for one in found}


# 那么


@then(parsers.re(r"在 (?P<now>[-\d]+( [:\d]+)?) 预警为“(?P<level>[^”]+)”(，(?P<left>.+))?"))
def _(desk, now, level, left):
    desk.now = moment(now if ":" in now else f"{now} 09:00")
    rule = rule_named(desk.name)
    period = schedule(rule, desk.start, desk.bureau.law.calendar, pauses=tuple(desk.pauses))
    found = stands(desk.office, period, rule)
    assert level_text(desk.office, found) == level
    told = left_text(desk.office, found)
    assert told == (left or "").removeprefix("还有")


@then(parsers.re(r"今后 (?P<days>\d+) 日的期限清单(?P<said>不?列出)“(?P<name>.+)”"))
def _(desk, days, said, name):
    assert (name in desk.due(int(days))) is (said == "列出")


@then(parsers.parse("承办中队和两名承办人员的清单列出“{name}”"))
def _(desk, name):
    case = desk.bureau.case
    assert name in desk.due(7, squad=case.data.text("squad"))
    assert len(case.officers()) == 2
    assert all(name in desk.due(7, officer=person) for person in case.officers())


@then(parsers.parse("别的中队和别的人员的清单不列出“{name}”"))
def _(desk, name):
    case, agency = desk.bureau.case, desk.bureau.agency
    squads = [s.id for s in agency.squads if s.id != case.data.text("squad")]
    people = [p.id for p in agency.people if p.id not in case.officers()]
    assert squads
    assert people
    assert all(name not in desk.due(7, squad=squad) for squad in squads)
    assert all(name not in desk.due(7, officer=person) for person in people)


@then(parsers.parse("“{name}”推算为 {day}"))
def _(desk, name, day):
    assert desk.refused is None
    assert desk.found[name].due == date.fromisoformat(day)


@then(parsers.parse("“{name}”因届满不能延长"))
def _(desk, name):
    assert isinstance(desk.refused, InputError)
    assert desk.refused.code == "deadline.extension_late"
    assert desk.refused.facts["rule"] == rule_named(name).id


@then(parsers.parse("案件的“{name}”仍是 {day}"))
def _(desk, name, day):
    running = desk.bureau.case.deadline(rule_named(name).id)
    assert running.computed.due == date.fromisoformat(day)


@then(parsers.parse("因缺少 {year:d} 年放假安排而不作推算"))
def _(desk, year):
    assert isinstance(desk.refused, CalendarMissing)
    assert desk.refused.year == year
    assert desk.found == {}
