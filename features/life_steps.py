"""Steps about procedures no example walks through: they begin from a life written down.

What is handed in may be changed beforehand, as everywhere; the moves themselves are told with the
steps about cases.
"""

import datetime as dt
from dataclasses import replace

from pytest_bdd import given, parsers, when

from engine.money import parse_yuan
from features.case_steps import read, trigger_of
from tests import lives
from tests.playbook import law

LIVES = {"当场处罚": "simple-spot_closed", "违停": "parking-p_closed"}
ENTITY = {
    "类型": "单位",
    "姓名或名称": "海岚市顺达土石方运输有限公司",
    "性别": None,
    "出生日期": None,
    "身份证件号码": None,
    "统一社会信用代码": "91330299MA2TT8K4XB",
    "法定代表人": "沈国强",
}
TRADER = {
    "类型": "个体工商户",
    "姓名或名称": "望潮区明霞杂货店",
    "统一社会信用代码": "92330299MA2TT8K40E",
}


@given(parsers.parse("事例为“{name}”"))
def _(story, name):
    story.life = LIVES[name]
    procedure = story.life.partition("-")[0]
    alike = [n for n in lives.names() if n.startswith(procedure) and n != story.life]
    story.bureau.steps = tuple(s for n in (*alike, story.life) for s in lives.steps(n))


@given(parsers.parse("事例已办至“{where}”"))
def _(story, where):
    lives.live(story.life, story.bureau, until=trigger_of(where), changes=story.changes)


@given(parsers.parse("事例已办到“{where}”之前"))
def _(story, where):
    trigger = trigger_of(where)
    lives.live(story.life, story.bureau, until=trigger, before=True, changes=story.changes)


@given(parsers.parse("当场查处的是单位"))
def _(story):
    story.change({"start_spot": {"party": ENTITY}})


@given(parsers.parse("当场查处的是个体工商户"))
def _(story):
    story.change({"start_spot": {"party": TRADER}})


@given(parsers.parse("当场查处的事项为 {key}，拟罚款 {yuan} 元"))
def _(story, key, yuan):
    elements = [e.text for e in law().matters[key].versions[-1].elements]
    first = next(lives.steps(story.life))
    proof = [{**item, "对应要件": elements} for item in first.raw["证据"]]
    story.change({"start_spot": {"matter": key, "spot_fine": yuan, "evidence": proof}})


@given(parsers.parse("事项 {key} 的法定幅度为 {low} 元以上 {high} 元以下"))
def _(story, key, low, high):
    """Let local law set another range for a matter."""
    bounds = {"low": int(parse_yuan(low)), "high": int(parse_yuan(high))}
    matter = law().matters[key]
    *older, last = matter.versions
    ranges = tuple(
        replace(fine, range=replace(fine.range, **bounds), higher=None) for fine in last.ranges
    )
    changed = replace(matter, versions=(*older, replace(last, ranges=ranges)))
    bureau = story.bureau
    bureau.law = replace(bureau.law, matters={**bureau.law.matters, key: changed})


@given(parsers.parse("当场决定罚款 {yuan} 元"))
def _(story, yuan):
    story.change({"issue_spot_decision": {"decision_fine": yuan}})


@when(parsers.re("另有一件(?P<name>当场查处|违停采集)$"))
@when(parsers.re("另有一件(?P<name>当场查处|违停采集)，填写:$"))
def _(story, name, datatable=None):
    rows = datatable[1:] if datatable else []
    story.bureau.case_id = ""
    give = {label: read(text) for label, text in rows}
    story.attempt(lambda: story.bureau.do(trigger_of(name), give=give))


@given(parsers.parse("设备“{key}”校准至 {tested}、公布于 {published}"))
def _(story, key, tested, published):
    agency, day = story.bureau.agency, dt.date.fromisoformat
    devices = tuple(
        replace(d, calibrated_until=day(tested), published_on=day(published)) if d.id == key else d
        for d in agency.devices
    )
    story.bureau.agency = replace(agency, devices=devices)
