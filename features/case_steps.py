"""Steps about cases, in the bureau's words: what is handed in, who acts on which day, what follows.

They play the shipped examples in memory and name moves, states, periods and documents as the
definitions do. A refusal is compared in full, so that no scenario holds for another reason.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest
import yaml
from pytest_bdd import given, parsers, then, when

from engine.errors import AnjuanError
from engine.money import parse_yuan
from engine.people import Setting
from engine.planning import Refusal
from engine.road import Done, Waiting
from tests import variants
from tests.bureau import Bureau, problems, told, unmet
from tests.playbook import by_name, fields_of, law, moment, overlaid

CASES = {"建筑垃圾遗撒案": "m11", "店外经营案": "m07"}
EMPTY = "（空）"
ROLES = {
    "受理员": "intake_clerk",
    "办案人员": "case_officer",
    "中队负责人": "squad_leader",
    "法制审核员": "legal_reviewer",
    "法制机构负责人": "legal_head",
    "机关负责人": "agency_head",
    "听证主持人": "hearing_chair",
    "财务人员": "finance_clerk",
    "印章管理员": "seal_keeper",
    "送达人员": "service_officer",
    "督察人员": "auditor",
    "档案员": "archivist",
}
MODES = {
    "直接送达": "direct",
    "留置送达": "left",
    "邮寄送达": "posted",
    "委托送达": "entrusted",
    "电子送达": "electronic",
    "公告送达": "announced",
}
STATUSES = {
    "已出具": "issued",
    "草稿": "draft",
    "待签": "pending",
    "作废": "void",
    "被取代": "superseded",
}
DEADLINES = {"正在计算": "running", "暂停计算": "paused", "停止计算": "stopped"}
PROBLEMS = {
    "未填写": "missing",
    "日期在将来": "in_the_future",
    "日期已过": "in_the_past",
    "文件不存在": "file_missing",
    "不是金额": "not_money",
    "不是可选项": "unknown_choice",
    "身份证件号码不符": "not_an_identity_number",
    "信用代码不符": "not_a_credit_code",
    "没有这个栏目": "unknown_field",
}
ACT = (
    r"(?:(?P<day>\d{4}-\d\d-\d\d(?: \d\d:\d\d)?) )?"
    r"(?:由(?P<who>[^就]+?))?(?:就《(?P<doc>[^》]+)》)?办理“(?P<name>[^”]+)”"
)


@dataclass
class Story:
    """What a scenario has said so far."""

    bureau: Bureau = field(default_factory=Bureau)
    example: str = "m11"
    #: The life a scenario begins from, where no example walks through its procedure.
    life: str = ""
    changes: dict = field(default_factory=dict)
    begin: str | None = None
    outcome: object = None

    def change(self, *more):
        self.changes = variants.joined(self.changes, *more)

    def play(self, where, *, before):
        self.bureau.play(
            self.example,
            until=trigger_of(where) if before else reached(where),
            before=before,
            changes=self.changes,
            begin=self.begin,
        )

    def said_of(self, trigger):
        """What the scenario has said beforehand about a move, however it is counted."""
        mine = [c for name, c in self.changes.items() if name.partition("#")[0] == trigger]
        return by_name(fields_of(trigger), mine[-1]) if mine else {}

    def attempt(self, act):
        """Do something that may be refused in any way."""
        try:
            self.outcome = act()
        except AnjuanError as refused:
            self.outcome = refused


@pytest.fixture
def story():
    return Story()


def machine_named(name):
    return next(w for w in law().workflows.values() if w.name == name)


def trigger_of(name):
    """The trigger of a move by its name, with the example's ordinal: 采集证据#2."""
    plain, mark, number = name.partition("#")
    found = [t for w in law().workflows.values() for t in w.transitions if t.name == plain]
    assert found, f"no move is named {name}"
    return found[0].trigger + mark + number


def reached(name):
    """A main state's id, or the trigger of the move of this name."""
    main = law().main(dt.date(2026, 3, 1))
    state = next((s.id for s in main.states.values() if s.name == name), None)
    return state or trigger_of(name)


def form_named(name):
    return next(f.id for f in law().forms.forms().values() if f.name == name)


def rule_named(name):
    return next(r.id for r in law().rules.values() if r.name_zh == name)


def read(text):
    """The value of a table cell: YAML in one line; （空）leaves the field out."""
    return None if text == EMPTY else yaml.safe_load(text)


def cells(datatable):
    head, *rows = datatable
    assert head in (["栏目", "内容"], ["环节", "栏目", "内容"]), head
    return rows


def subject_track(bureau, doc):
    """The service or correction track of the newest document of a name."""
    form = form_named(doc)
    made = [d.id for d in bureau.case.documents.values() if d.form == form]
    return next(t.id for t in bureau.case.tracks.values() if t.subject == made[-1])


# 假如


@given(parsers.parse("案件为“{name}”"))
def _(story, name):
    story.example = CASES[name]


@given(parsers.parse("立案日期为 {day}"))
def _(story, day):
    story.begin = day


@given(parsers.parse("违法行为发生于 {day}"))
def _(story, day):
    story.change({"register_lead": {"act_on": day}})


@given(parsers.parse("拟罚款 {yuan} 元"))
def _(story, yuan):
    key = story.changes.get("start_verification", {}).get("matter", "M-11")
    kind = story.changes.get("request_filing", {}).get("party", {}).get("kind", "单位")
    more = {"公民": "citizen", "单位": "entity"}[kind]
    story.change(variants.fine(yuan, key, more))


@given(parsers.parse("当事人为公民，出生于 {day}，权力事项为 {key}"))
def _(story, day, key):
    story.change(variants.matter(key), variants.citizen(day))


@given(parsers.parse("权力事项为 {key}"))
def _(story, key):
    story.change(variants.matter(key))


@given("办案中填写:")
def _(story, datatable):
    for name, label, text in cells(datatable):
        story.change({trigger_of(name): {label: read(text)}})


@given(parsers.parse("{who}的执法证有效期至 {day}"))
def _(story, who, day):
    person = story.bureau.agency.person(story.bureau.person(who))
    valid = replace(person.certificate, valid_to=dt.date.fromisoformat(day))
    story.bureau.change(who, certificate=valid)


@given(parsers.parse("{who}没有执法证"))
def _(story, who):
    story.bureau.change(who, certificate=None)


@given(parsers.parse("{who}没有法律职业资格"))
def _(story, who):
    story.bureau.change(who, legal_qualification="")


@given(parsers.parse("{who}同时担任“{role}”"))
def _(story, who, role):
    person = story.bureau.agency.person(story.bureau.person(who))
    story.bureau.change(who, roles=person.roles | {ROLES[role]})


@given(parsers.parse("本机关设置“{key}”为“{text}”"))
def _(story, key, text):
    agency = story.bureau.agency
    settings = dict(agency.settings) | {key: Setting(value=yaml.safe_load(text), confirmed=True)}
    story.bureau.agency = replace(agency, settings=settings)


@given(parsers.parse("“{form}”的审批层级为{levels}"))
def _(story, form, levels):
    agency = story.bureau.agency
    roles = tuple(ROLES[level] for level in levels.split("、"))
    chains = dict(agency.approval_chains) | {form_named(form): roles}
    story.bureau.agency = replace(agency, approval_chains=chains)


@given(parsers.parse("案件已办至“{where}”"))
def _(story, where):
    story.play(where, before=False)


@given(parsers.parse("案件已办到“{where}”之前"))
def _(story, where):
    story.play(where, before=True)


@given(parsers.parse("在场签名的有{who}"))
@when(parsers.parse("在场签名的有{who}"))
def _(story, who):
    story.bureau.present(*("seal" if w == "印章" else w for w in who.split("、")))


# 当


@given(parsers.re(ACT + "$"))
@when(parsers.re(ACT + "$"))
def _(story, day, who, doc, name):
    act(story, day, who, doc, name, {})


@given(parsers.re(ACT + "，填写:$"))
@when(parsers.re(ACT + "，填写:$"))
def _(story, day, who, doc, name, datatable):
    act(story, day, who, doc, name, {label: read(text) for label, text in cells(datatable)})


def act(story, day, who, doc, name, give):
    bureau = story.bureau
    track = subject_track(bureau, doc) if doc else None
    at = f"{day} 17:00" if day and len(day) == 10 else day
    trigger = trigger_of(name)
    give = overlaid(story.said_of(trigger), by_name(fields_of(trigger), give))
    story.attempt(lambda: bureau.do(trigger, who, at, give, track))


@when("另有一件线索登记，填写:")
@given("另有一件线索登记，填写:")
def _(story, datatable):
    give = {label: read(text) for label, text in cells(datatable)}
    story.bureau.case_id = ""
    at = moment(give["收到时间"]) + dt.timedelta(minutes=20)
    story.attempt(lambda: story.bureau.do("register_lead", at=at, give=give))


SIGNING = (
    r"(?P<who>[^于不携]+)(?:于 (?P<at>\S+ \S+) )?(?P<how>不写意见|携印章)?签署《(?P<doc>[^》]+)》$"
)
HOW = {None: {}, "不写意见": {"opinion": ""}, "携印章": {"keys": ("seal",)}}


@when(parsers.re(SIGNING))
@given(parsers.re(SIGNING))
def _(story, who, at, how, doc):
    sign(story, who, doc, at=at, **HOW[how])


def sign(story, who, doc, **more):
    form, bureau = form_named(doc), story.bureau
    document = [d.id for d in bureau.case.documents.values() if d.form == form][-1]
    story.attempt(lambda: bureau.sign(document, who, **more))


@when(parsers.re("(?P<who>[^以]+)以“(?P<reason>[^”]*)”撤回待签的办理"))
def _(story, who, reason):
    proposal = story.bureau.case.open_proposals()[-1].seq
    story.attempt(lambda: story.bureau.withdraw(proposal, who, reason))


# 那么


@then("准予办理")
def _(story):
    assert isinstance(story.outcome, Done), told(story.outcome)


@then(parsers.re(r"结果是(?P<result>[^(（]+)"))
def _(story, result):
    check(story, result.strip())


@then(parsers.parse("不予办理：{reasons}"))
def _(story, reasons):
    check(story, reasons)


def check(story, result):
    """准予, or every rule and question that stands in the way: `R061 points_answered、…`."""
    if result == "准予":
        assert isinstance(story.outcome, Done), told(story.outcome)
        return
    assert isinstance(story.outcome, Refusal), story.outcome
    assert not story.outcome.problems, told(story.outcome)
    wanted = {tuple(reason.split(" ")) for reason in result.split("、")}
    assert set(unmet(story.outcome)) == wanted


@then(parsers.parse("不受理，错误为 {code}"))
def _(story, code):
    assert isinstance(story.outcome, AnjuanError), story.outcome
    assert story.outcome.code == code


@then(parsers.parse("材料不予接收：“{path}”{problem}"))
def _(story, path, problem):
    assert isinstance(story.outcome, Refusal), story.outcome
    assert problems(story.outcome) == {path: PROBLEMS[problem]}


@then(parsers.parse("案件处于“{name}”"))
def _(story, name):
    main = story.bureau.case.main
    assert law().pinned(main.definition).states[main.state].name == name


@then(
    parsers.re(
        "(?P<machine>收缴|救济|听证|责令改正|送达|公示备案|案卷评查|先行登记保存|查封扣押|移送办理)处于“(?P<name>[^”]+)”"
    )
)
def _(story, machine, name):
    workflow = machine_named(machine)
    assert workflow.states[story.bureau.track(workflow.id).state].name == name


@then(parsers.re("《(?P<doc>[^》]+)》(?P<status>已出具|草稿|待签|作废|被取代)$"))
def _(story, doc, status):
    form = form_named(doc)
    made = [d for d in story.bureau.case.documents.values() if d.form == form]
    assert made, f"no {doc} was ever made"
    assert made[-1].status == STATUSES[status]


@then(parsers.parse("共有 {count:d} 份《{doc}》，其中有效 {valid:d} 份"))
def _(story, count, doc, valid):
    form = form_named(doc)
    made = [d for d in story.bureau.case.documents.values() if d.form == form]
    assert (len(made), sum(d.status == "issued" for d in made)) == (count, valid)


@then(parsers.parse("没有《{doc}》"))
def _(story, doc):
    form = form_named(doc)
    assert all(d.form != form for d in story.bureau.case.documents.values())


@then(parsers.parse("《{doc}》于 {day} 以“{mode}”送达"))
def _(story, doc, day, mode):
    case, form = story.bureau.case, form_named(doc)
    served = {case.documents[i].form: s for i, s in case.served.items()}
    assert served[form] == (dt.date.fromisoformat(day), MODES[mode])


@then(parsers.parse("《{doc}》尚未送达"))
def _(story, doc):
    case, form = story.bureau.case, form_named(doc)
    assert all(case.documents[i].form != form for i in case.served)


@then(parsers.parse("期限“{name}”的最后一日是 {day}"))
def _(story, name, day):
    found = story.bureau.case.deadline(rule_named(name))
    assert found is not None
    assert found.computed.due == dt.date.fromisoformat(day)


@then(parsers.re("期限“(?P<name>[^”]+)”(?P<status>正在计算|暂停计算|停止计算)$"))
def _(story, name, status):
    assert story.bureau.case.deadline(rule_named(name)).status == DEADLINES[status]


@then(parsers.parse("期限“{name}”没有起算"))
def _(story, name):
    assert story.bureau.case.deadline(rule_named(name)) is None


@then(parsers.parse("核对项“{ask}”记为“{result}”"))
def _(story, ask, result):
    event = story.outcome.event
    transition = law().pinned(event.definition).by_id(event.transition)
    item = next(i.id for i in transition.checklist if i.ask == ask)
    words = {"是": "yes", "否": "no", "不适用": "not_applicable"}
    assert next(i.result for i in event.checklist if i.id == item) == words[result]


@then(parsers.parse("等待{who}签署《{doc}》"))
def _(story, who, doc):
    assert isinstance(story.outcome, Waiting), told(story.outcome)
    case, form = story.outcome.case, form_named(doc)
    made = next(d for d in reversed(case.documents.values()) if d.form == form)
    _, role, named = made.waiting[0]
    label = {v: k for k, v in ROLES.items()}[role]
    expected = story.bureau.agency.person(named).name if named else label
    assert who == expected


@then(parsers.parse("文号登记簿中“{series}”字第 {serial:d} 号因“{reason}”作废"))
def _(story, series, serial, reason):
    row = story.bureau.numbers(series)[serial - 1]
    assert (row.status, row.reason) == ("voided", reason)


@then(parsers.parse("罚款余额为 {yuan} 元"))
def _(story, yuan):
    case = story.bureau.case
    paid = sum(p.number("amount") for p in case.data.records("payments"))
    assert case.data.number("decision_fine") - paid == parse_yuan(yuan)
