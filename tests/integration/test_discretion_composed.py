"""What was chosen and why stands in the documents: law, norms, tier, departure, mitigation."""

import datetime as dt
from dataclasses import replace

import pytest

import tests.bureau
from engine.fine_ranges import Range
from engine.matters import PenaltyKind
from tests.bureau import Bureau
from tests.form_reading import EMPTY, read
from tests.integration.test_journeys_composed import COMPOSER, pictured
from tests.playbook import law
from tests.variants import fine, joined

MADE = {}


class KeepingComposer(tests.bureau.Composer):
    """The shipped composer; the newest document of each form is kept."""

    def compose(self, form, values, **how):
        self.made.append((form, values))
        composed = COMPOSER.compose(form, values, **how)
        MADE[form] = composed
        return composed


@pytest.fixture(autouse=True)
def _real(monkeypatch):
    monkeypatch.setattr(tests.bureau, "Composer", KeepingComposer)
    monkeypatch.setattr(tests.bureau, "intake", pictured)
    monkeypatch.setattr(Bureau, "played", {})
    MADE.clear()


@pytest.fixture
def printed(tmp_path):
    """What stands on the newest paper of a form; fails where a value is visibly missing."""

    def text(form):
        found = read(MADE[form], tmp_path)
        assert not EMPTY.search(found), EMPTY.search(found)
        return found

    return text


def changed_law():
    """The law, in which the example's matter was lowered after the act, and confiscation added."""
    matter = law().matters["M-11"]
    text = matter.versions[0]
    day = dt.date(2026, 3, 5)
    lower = replace(text.ranges[0], range=Range(low=1_000_00, high=10_000_00))
    kinds = (*text.kinds, PenaltyKind.CONFISCATE_GAINS)
    new = replace(text, valid_from=day, ranges=(lower,), kinds=kinds)
    old = replace(text, valid_to=day - dt.timedelta(days=1))
    matters = {**law().matters, "M-11": replace(matter, versions=(old, new))}
    return replace(law(), matters=matters)


def test_the_choice_of_law_and_its_range_stand_in_report_and_decision(printed):
    choice = {
        "law_choice": "适用现行规定",
        "law_choice_reason": "本案没有违法所得，现行幅度较低。",
        "norms_reason": "当事人没有其他违法行为。",
    }
    changes = joined(fine("2000", tier="从轻"), {"end_investigation": choice})
    Bureau(rules=changed_law()).play(until="approve_penalty", changes=changes)
    report = printed("investigation_report")
    assert "新旧规定的选择：适用现行规定" in report
    assert choice["law_choice_reason"] in report
    assert choice["norms_reason"] in report
    assert "1000元以上10000元以下" in printed("penalty_decision")


def test_a_departure_from_the_tier_stands_in_approval_and_decision(printed):
    reason, opinion = "初次违法，但污染主干道面积大。", "理由成立，同意按此处罚。"
    changes = joined(
        fine("20000", tier="从轻"),
        {
            "end_investigation": {"tier_departure": reason},
            "approve_penalty": {"departure_opinion": opinion},
        },
    )
    Bureau().play(until="approve_penalty", changes=changes)
    assert reason in printed("investigation_report")
    assert f"偏离裁量阶次的理由：{reason}" in printed("penalty_decision")
    approval = printed("decision_approval")
    assert opinion in approval
    assert reason in approval


def test_the_ground_of_a_reduction_stands_in_the_report(printed):
    ground = {"mitigation_ground": "配合行政机关查处违法行为有立功表现"}
    changes = joined(fine("3000", tier="减轻"), {"end_investigation": ground})
    Bureau().play(until="end_investigation", changes=changes)
    assert ground["mitigation_ground"] in printed("investigation_report")
