"""Steps of 期限计算.feature: shipped rules, shipped calendar, no shortcuts."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from engine.calendar import CalendarMissing
from engine.deadlines import Position, compute, earliest, position
from engine.derivation import StepKind
from engine.errors import InputError
from engine.money import parse_yuan
from engine.periods import Deadline, DeadlineRule, Extension, Pause
from tests.surcharges import grown
from workflows.calendar_data import load_calendar
from workflows.deadline_data import load_deadlines

scenarios("期限计算.feature")

CALENDAR = load_calendar()
BOOK = load_deadlines()
HELD = {
    "期限尚未届满": Position.BEFORE,
    "期限仍可行使": Position.ON,
    "期限已经届满": Position.AFTER,
}
NOT_COUNTED = {StepKind.SKIPPED, StepKind.PAUSED}


@dataclass
class Period:
    """The period a scenario talks about."""

    rule: DeadlineRule | None = None
    start: date | None = None
    pauses: list[Pause] = field(default_factory=list)
    deadline: Deadline | None = None
    refused: Exception | None = None

    def run(self, *extensions: Extension) -> None:
        try:
            self.deadline = compute(
                self.rule,
                self.start,
                CALENDAR,
                pauses=tuple(self.pauses),
                extensions=extensions,
            )
        except (CalendarMissing, InputError) as refused:
            self.refused = refused


@pytest.fixture
def period():
    return Period()


def named(name, on):
    found = [rule.id for rule in BOOK.rules if rule.name_zh == name]
    return BOOK.rule(found[0], on)


# 假如


@given(parsers.parse("期限“{name}”自 {start} 起算"))
def _(period, name, start):
    period.start = date.fromisoformat(start)
    period.rule = named(name, period.start)


@given(parsers.parse("{first} 至 {last} 因“{reason}”不计入期限"))
def _(period, first, last, reason):
    span = Pause(first=date.fromisoformat(first), last=date.fromisoformat(last), reason=reason)
    period.pauses.append(span)


@given(parsers.parse("听证通知书于 {served} 送达"))
def _(period, served):
    period.start = date.fromisoformat(served)


@given(parsers.parse("罚款 {yuan} 元逾期 {days:d} 日"), target_fixture="charged")
def _(yuan, days):
    rule, fine = BOOK.surcharge("D18"), parse_yuan(yuan)
    return grown(fine, days, rule.rate_permille_per_day, rule.cap(fine))


# 当


@when("计算该期限")
def _(period):
    period.run()


@when(parsers.parse("在 {day} 批准依法延长"))
def _(period, day):
    allowed = period.rule.extensions[0]
    granted = Extension(
        length=allowed.length,
        unit=allowed.unit,
        granted_on=date.fromisoformat(day),
        reason="案情复杂",
    )
    period.run(granted)


# 那么


@then(parsers.parse("最后一日是 {due}"))
def _(period, due):
    assert period.deadline.due == date.fromisoformat(due)


@then(parsers.parse("未顺延的最后一日是 {raw}"))
def _(period, raw):
    assert period.deadline.raw_due == date.fromisoformat(raw)


@then(parsers.re(r"在 (?P<day>\S+) (?P<held>期限.+)"))
def _(period, day, held):
    assert position(period.deadline, date.fromisoformat(day)) is HELD[held]


@then("延长被拒绝")
def _(period):
    assert isinstance(period.refused, InputError)
    assert period.refused.code == "deadline.extension_late"


@then(parsers.parse("最早可以在 {hearing} 举行听证"))
def _(period, hearing):
    rule = BOOK.rule("D09", period.start)
    assert earliest(rule, period.start, CALENDAR).due == date.fromisoformat(hearing)


@then(parsers.parse("为在 {hearing} 听证，最迟在 {served} 送达通知"))
def _(hearing, served):
    day = date.fromisoformat(hearing)
    assert compute(BOOK.rule("D09", day), day, CALENDAR).due == date.fromisoformat(served)


@then(parsers.parse("加处罚款为 {yuan} 元"))
def _(charged, yuan):
    assert charged == parse_yuan(yuan)


@then("计算过程写明以下不计入的日子:")
def _(period, datatable):
    _, *rows = datatable
    told = [
        [step.first.isoformat(), step.last.isoformat(), step.reason]
        for step in period.deadline.derivation
        if step.kind in NOT_COUNTED
    ]
    assert told == rows


@then(parsers.parse("计算过程写明 {day} 为“{name}”"))
def _(period, day, name):
    told = [s for s in period.deadline.derivation if s.kind is StepKind.MAKE_UP]
    assert [(s.first.isoformat(), s.reason) for s in told] == [(day, name)]


@then(parsers.parse("因缺少 {year:d} 年放假安排而拒绝计算"))
def _(period, year):
    assert isinstance(period.refused, CalendarMissing)
    assert period.refused.year == year
    assert period.deadline is None
