"""What is wrong with the dossiers of the month: habits of squads, and chance.

Each squad has habits of its own, so that the same items come back and a report has something to
find. What a self review says of a fault is less than what another squad's reviewer sees.
"""

import random
from dataclasses import dataclass

from tests.month.roster import SQUADS


@dataclass(frozen=True)
class Fault:
    """One thing a reviewer takes points off for."""

    item: str
    points: float
    document: str
    page: str
    reason: str
    fixable: bool


#: By play: what may be wrong with such a dossier.
FAULTS = {
    "m11": (
        Fault("B3", 0.5, "site_inspection_record-1", "1", "现场示意图没有标明方位。", True),
        Fault("B4", 1, "interview_record-1", "1", "询问笔录没有问清装载的起点。", False),
        Fault("B5", 0.5, "evidence_photo_sheet-1", "1", "照片没有写明拍摄方位。", True),
        Fault("C3", 1, "investigation_report-1", "2", "没有说明一事不再罚的理由。", False),
        Fault("D1", 1, "penalty_decision-1", "2", "裁量情节没有逐项写明证据。", False),
        Fault("D5", 1, "rectification_order-1", "1", "没有记载教育的内容。", True),
        Fault("E4", 1, "recheck_opinion-1", "1", "复核意见没有逐条答复申辩。", False),
        Fault("F2", 1, "filing_approval-1", "1", "审批表空白处没有划去。", True),
        Fault("F4", 1.5, "penalty_decision-1", "2", "说理没有回应当事人的申辩。", False),
        Fault("F5", 0.5, "investigation_report-1", "1", "标点和日期写法不规范。", True),
        Fault("H3", 1, "rectification_review-1", "1", "复查没有附照片。", True),
    ),
    "m07": (
        Fault("B3", 1, "site_inspection_record-1", "1", "现场检查没有写明起止时间。", True),
        Fault("B5", 0.5, "evidence_photo_sheet-1", "1", "照片没有写明拍摄人。", True),
        Fault("D5", 0.5, "rectification_order-1", "1", "教育记录过于简单。", False),
        Fault("F2", 0.5, "closing_approval-1", "1", "结案审批表有空栏。", True),
        Fault("F5", 0.5, "no_penalty_decision-1", "1", "文字有错漏。", False),
        Fault("H3", 1, "rectification_review-1", "1", "复查照片没有编号。", True),
    ),
    "ordinary-archived-withdrawn": (
        Fault("F2", 1, "withdrawal_approval-1", "1", "撤销立案审批表空白处没有划去。", True),
        Fault("F5", 0.5, "filing_approval-1", "1", "日期写法不规范。", True),
    ),
}
#: How often a squad has any fault at all, from the most careful to the least.
CARE = (0.10, 0.14, 0.18, 0.20, 0.22, 0.25, 0.28, 0.32, 0.38, 0.45)
HABIT = 0.75
#: Share of the faults a squad tells of itself.
CANDOUR = 0.4


def habits(squad):
    """Items a squad gets wrong more often than not."""
    return _LEAST_CAREFUL if squad == len(SQUADS) - 1 else _HABITS[squad % len(_HABITS)]


_LEAST_CAREFUL = {"F2", "D5", "B5", "C3", "F4"}
_HABITS = ({"F2"}, {"B5"}, {"D5", "F5"}, {"C3"}, {"H3"})


def faults_of(case):
    """What is wrong with the dossier of a planned case, the same at every call."""
    chance, mine = random.Random(f"fault {case.index}"), habits(case.squad)
    return tuple(
        fault
        for fault in FAULTS.get(case.play, ())
        if chance.random() < (HABIT if fault.item in mine else CARE[case.squad])
    )


def told_by_squad(case):
    """The faults the squad itself tells of."""
    chance = random.Random(f"self {case.index}")
    return tuple(fault for fault in faults_of(case) if chance.random() < CANDOUR)


def deduction(fault, points=None, reason=None):
    """A fault as a line of a grading sheet."""
    return {
        "评查项目": fault.item,
        "扣分": fault.points if points is None else points,
        "文书": fault.document,
        "页码": fault.page,
        "扣分理由": reason or fault.reason,
        "可以整改": "是" if fault.fixable else "否",
    }
