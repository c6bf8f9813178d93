"""The reviews of the month: the drawn dossiers are graded, some are objected to, faults are mended.

Reviewers differ, as people do: one overlooks much, one finds more than there is, one writes the
same reason everywhere.
"""

import datetime as dt
import random
from dataclasses import dataclass

from tests.month.faults import Fault, deduction, faults_of, told_by_squad
from tests.month.roster import leader
from tests.playbook import Step, moment

REVIEWERS = ("r00", "r01", "r02", "p05")
LENIENT, HARSH, COPYIST = "r00", "r01", "r02"
COPIED = "不规范，请按要求改正。"
BEGIN = moment("2026-05-07 09:00")
TRACK = "dossier_review-1"
PROFILES = {
    "ordinary": "chengguan-default-1",
    "simple": "chengguan-spot-1",
    "parking": "chengguan-parking-1",
}
#: Found by the harsh reviewer where nobody else sees anything.
EXTRA = Fault("F5", 1, "filing_approval-1", "1", "用语不够精炼。", True)
SPOT_FAULT = Fault("B1", 0.5, "spot_penalty_decision-1", "1", "没有写明起止时间。", False)


def self_sheet(case):
    """What the squad's own sheet takes off."""
    return {
        "评查标准": PROFILES["ordinary"],
        "扣分": [deduction(fault) for fault in told_by_squad(case)],
    }


@dataclass
class Review:
    """One drawn dossier under review."""

    bureau: object
    planned: object
    case_id: str
    reviewer: str
    procedure: str
    number: int

    def __post_init__(self):
        self.chance = random.Random(f"review {self.planned.index}")
        self.at = BEGIN + dt.timedelta(days=self.number % 4, minutes=17 * self.number)
        self.head = leader(self.planned.squad)

    def act(self, trigger, actor, raw=None, *, days=0, hours=1, track=TRACK):
        self.at = self.at + dt.timedelta(days=days, hours=hours)
        self.bureau.case_id = self.case_id
        self.bureau.clock = self.bureau.case.last_at
        step = Step(trigger=trigger, actor=actor, at=self.at, track=track, raw=raw or {})
        return self.bureau.must(trigger, step=step, track=track)

    def carry_out(self):
        """From the second review to its end; some rectifications are left open."""
        self.act("start_second_review", self.reviewer)
        found = self._found()
        self.act("score_dossier", self.reviewer, self._scored("评查单", found), hours=2)
        if self._apart():
            self.act("appoint_third_reviewer", "p06", {"第三评查人": "罗征"})
            self.act("score_third", "p12", self._scored("第三评查单", found), hours=3)
        if found and self.number % 8 == 3:
            found = self._object(found)
        else:
            self.act("accept_score", self.head, hours=4)
        fixable = [n for n, fault in enumerate(found, 1) if fault.fixable]
        if fixable:
            self._rectify(fixable)
        else:
            self.act("finish_review", "p06", days=1)

    def _apart(self):
        self.bureau.case_id = self.case_id
        known = self.bureau.case.tracks[TRACK].data
        own, second = known.record("self_sheet"), known.record("second_sheet")
        limit = 20
        return bool(own) and abs((own.number("total") or 0) - (second.number("total") or 0)) > limit

    def _found(self):
        """What this reviewer takes points off for."""
        if self.procedure != "ordinary":
            return [SPOT_FAULT] if self._sees(0.3) and self.procedure == "simple" else []
        there = [fault for fault in faults_of(self.planned) if self._sees(0.9)]
        more = self.reviewer == HARSH and not any(f.item == EXTRA.item for f in there)
        return [*there, EXTRA] if more else there

    def _sees(self, eye):
        return self.chance.random() < (eye / 3 if self.reviewer == LENIENT else eye)

    def _scored(self, label, found):
        reason = COPIED if self.reviewer == COPYIST else None
        sheet = {
            "评查标准": PROFILES[self.procedure],
            "扣分": [deduction(fault, reason=reason) for fault in found],
        }
        said = f"发现{len(found)}处问题。" if found else "没有发现问题。"
        return {label: sheet, "评查意见": said}

    def _object(self, found):
        first = found[0]
        objection = {"异议事项": first.item, "异议理由": "卷内另有记载，请复核。"}
        raw = {"异议": [objection], "异议请求": f"请撤销{first.item}项的扣分。"}
        self.act("object_to_score", self.head, raw, hours=20)
        self.act("appoint_arbiter", "p06", {"仲裁人": "马立群"})
        kept = found[1:]
        sheet = {"评查标准": PROFILES[self.procedure], "扣分": [deduction(f) for f in kept]}
        outcome = {
            "仲裁评定单": sheet,
            "异议结论": "异议成立",
            "仲裁理由": "卷内确有记载，不扣分。",
        }
        self.act("arbitrate", "p08", outcome, hours=5)
        return kept

    def _rectify(self, fixable):
        case = self.bureau.case
        owner = case.officers()[0]
        name = self.bureau.agency.person(owner).name
        demand = {"整改责任人": name, "整改要求": "按扣分理由逐项改正，不能改正的写明原因。"}
        self.act("order_rectification", "p06", demand, days=1)
        self.act("acknowledge_rectification", owner, days=self.number % 2, hours=3)
        if self.number % 5 == 4:
            return  # still open when the month is reported
        done = [{"整改事项": str(n), "整改情况": "已经改正。"} for n in fixable]
        self.act("report_rectified", owner, {"整改结果": done}, days=2 + self.number % 9)
        seen = [
            {"整改事项": str(n), "复核结果": "已经整改", "复核情况": "核对属实。"} for n in fixable
        ]
        checked = {"整改复核情况": seen, "复核意见": "问题已经整改。"}
        self.act("verify_rectification", self.reviewer, checked, days=1)
        self.act("finish_review", "p06")
