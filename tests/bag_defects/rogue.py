"""Defects made by the bureau's own program with its guards taken out.

Every event, page, signature, timestamp and proof is genuine; the case alone is unlawful. Nobody's
tool but one that knows the law can see anything.
"""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from unittest import mock

import yaml

from engine import planning
from runtime.creation import create
from runtime.demo import play, read_script
from runtime.examples import example_folder
from runtime.export import export
from runtime.workspace import Workspace
from tests.bag_defects.defect import SIGNED
from tests.demo_case import CASE, EXAMPLE
from tests.pins import training_pins

_judge, _settle = planning.judge_all, planning.settle


@contextmanager
def guards_out():
    """Every question is answered as the law wants it."""

    def pleased(verdict):
        flipped = not verdict.value if isinstance(verdict.value, bool) else "yes"
        return verdict if verdict.ok else replace(verdict, ok=True, value=flipped)

    def judged(*args):
        return tuple(pleased(v) for v in _judge(*args))

    def settled(*args):
        found = _settle(*args)
        items = tuple(replace(i, result="yes") for i in found.items)
        return replace(found, items=items, verdicts=tuple(pleased(v) for v in found.verdicts))

    with (
        mock.patch.object(planning, "judge_all", judged),
        mock.patch.object(planning, "settle", settled),
        mock.patch.object(planning, "signers_free", lambda *_: ()),
        mock.patch.object(planning, "_dated_today", lambda *_: ()),
    ):
        yield


def lived(
    folder,
    *,
    inputs=None,
    actors=None,
    moments=None,
    without=(),
    swapped=None,
    roster=(),
    until="archive",
):
    """A bag of the example case carried out against the law.

    `inputs` changes fields by file, `actors` and `moments` by trigger (`trigger#2` for the second);
    a moment moves the steps after it as well. `swapped` puts another step with its input in a
    step's place, `roster` changes words of the bureau's profile.
    """
    copy = folder / "example"
    shutil.copytree(example_folder() / EXAMPLE, copy)
    for name, changes in (inputs or {}).items():
        path = copy / name
        path.write_text(
            yaml.safe_dump(
                {**yaml.safe_load(path.read_text("utf-8")), **changes}, allow_unicode=True
            )
        )
    for trigger, (_, given) in (swapped or {}).items():
        (copy / f"{trigger}.yaml").write_text(yaml.safe_dump(given, allow_unicode=True))
    others = {old: new for old, (new, _) in (swapped or {}).items()}
    script = read_script(copy)
    script = replace(
        script, steps=tuple(_steps(script.steps, actors or {}, moments or {}, without, others))
    )
    root, agency = folder / "workspace", folder / "agency.yaml"
    profile = (example_folder() / "agency.yaml").read_text("utf-8")
    for old, new in roster:
        assert old in profile, old
        profile = profile.replace(old, new)
    agency.write_text(profile, "utf-8")
    pins = training_pins()
    create(root, agency_file=agency, training=True, pins=pins, at=script.steps[0].at)
    with Workspace.open(root, at=script.steps[0].at) as workspace, guards_out():
        keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
        for _ in play(workspace, script, keys, until=until):
            pass
        return export(workspace, CASE, folder / "bags").folder


def _steps(steps, actors, moments, without, others):
    counts, shift = {}, timedelta(0)
    for step in steps:
        counts[step.trigger] = counts.get(step.trigger, 0) + 1
        names = (step.trigger, f"{step.trigger}#{counts[step.trigger]}")
        if any(name in without for name in names):
            continue
        shift += sum((moments.get(name, timedelta(0)) for name in names), timedelta(0))
        actor = next((actors[name] for name in names if name in actors), step.actor)
        moved = replace(step, actor=actor, at=step.at + shift)
        if step.trigger in others:
            moved = replace(moved, trigger=others[step.trigger], file=f"{step.trigger}.yaml")
        yield moved


@dataclass(frozen=True)
class Life:
    """One unlawful life of the example case, and what must be found in its bag."""

    name: str
    changed: dict
    code: str
    law: str
    form: str
    event: str
    page: int = SIGNED


HIGH = {"罚款金额": 60000}
LIVES = (
    Life(
        name="decided while the party could still answer",
        changed={
            "swapped": {"record_statement": ("record_waiver_or_lapse", {"情形": "期限届满未提出"})},
            "moments": {"record_statement": timedelta(days=-2)},
            "until": "approve_penalty",
        },
        code="decided_early",
        law="APL 62",
        form="penalty_decision",
        event="T130",
    ),
    Life(
        name="notice never handed over",
        changed={"without": ("attempt_direct#2", "signed#2")},
        code="not_told",
        law="APL 44",
        form="penalty_decision",
        event="T130",
    ),
    Life(
        name="decided after the period",
        changed={"moments": {"submit_review": timedelta(days=100)}, "until": "approve_penalty"},
        code="decided_late",
        law="APL 60",
        form="penalty_decision",
        event="T130",
    ),
    Life(
        name="served late",
        changed={
            "moments": {"attempt_direct#3": timedelta(days=20)},
            "inputs": {"20-签收处罚决定.yaml": {"签收日期": "2026-04-09"}},
        },
        code="period_missed",
        law="《中华人民共和国行政处罚法》第六十一条第一款",
        form="penalty_decision",
        event="T133",
    ),
    Life(
        name="interviewed before filing",
        changed={
            "inputs": {
                "07-询问笔录.yaml": {"开始时间": "2026-03-02 16:00", "结束时间": "2026-03-02 16:40"}
            }
        },
        code="investigated_unfiled",
        law="APL 54(2)",
        form="interview_record",
        event="T108#3",
    ),
    Life(
        name="officer reviewed for himself",
        changed={
            "actors": {"review_pass": "p02"},
            "roster": (
                (
                    "id: p02, name: 陈志远, roles: [",
                    "id: p02, name: 陈志远, roles: [legal_reviewer, ",
                ),
                (
                    "squad: z1, title: 执法队员, certificate: {number: 浙望执0001",
                    (
                        "squad: z1, legal_qualification: 法资A20260009, title: 执法队员, "
                        "certificate: {number: 浙望执0001"
                    ),
                ),
            ),
            "until": "approve_penalty",
        },
        code="reviewer_officer",
        law="APL 58(2)",
        form="legal_review_opinion",
        event="T128",
    ),
    Life(
        name="certificate of the second officer had ended",
        changed={
            "roster": (
                (
                    "浙望执0002, from: 2023-01-01, to: 2028-12-31",
                    "浙望执0002, from: 2023-01-01, to: 2026-02-28",
                ),
            ),
        },
        code="one_officer",
        law="APL 42(1)",
        form="interview_record",
        event="T108#3",
    ),
    Life(
        name="head collected the fine",
        changed={"actors": {"pay_full": "p07"}, "until": "pay_full"},
        code="decider_collects",
        law="APL 67(1)",
        form="payment_notice",
        event="T502",
    ),
    Life(
        name="filing approved by a squad leader",
        changed={"actors": {"approve_filing": "p04"}},
        code="role_not_held",
        law="M55 15(2)",
        form="filing_approval",
        event="T107",
    ),
    Life(
        name="handed over before it was made",
        changed={"inputs": {"20-签收处罚决定.yaml": {"签收日期": "2026-03-18"}}},
        code="served_before",
        law="APL 61",
        form="service_receipt#3",
        event="T1202#3",
    ),
    Life(
        name="fined above the range",
        changed={
            "inputs": {
                "13-调查终结.yaml": {"建议罚款金额": 60000},
                "14-事先告知.yaml": {"拟处罚款金额": 60000},
                "17-送法制审核.yaml": {"拟决定罚款金额": 60000},
                "19-处罚决定.yaml": HIGH,
                "22-全额缴款.yaml": {},
            },
            "until": "approve_penalty",
        },
        code="fine_outside",
        law="《城市建筑垃圾管理规定》第二十三条",
        form="penalty_decision",
        event="T130",
    ),
)
