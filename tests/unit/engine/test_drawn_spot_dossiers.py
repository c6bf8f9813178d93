"""Dossiers of penalties on the spot: reviewed when drawn, once, and without a self review."""

import pytest

from engine.planning import Refusal
from engine.review_sheets import self_reviewed
from tests import lives
from tests.bureau import told

TAKE = "take_for_review"
SPOT = "dossier_review-q_done-spot"


def _asked(bureau, track="dossier_review-1"):
    return bureau.do(TAKE, track=track)


def test_a_drawn_dossier_waits_for_its_second_review():
    bureau = lives.live(SPOT, until=TAKE)
    track = bureau.track("dossier_review")
    assert track.state == "q_submitted"
    assert not self_reviewed(track.data)


def test_without_a_self_review_no_third_reviewer_is_asked_for():
    sheet = {"评查标准": "chengguan-spot-1", "扣分": _deductions(12)}
    changes = {"score_dossier": {"评查单": sheet}}
    assert lives.live(SPOT, changes=changes).track("dossier_review").state == "q_done"


def _deductions(points):
    return [
        {
            "评查项目": item,
            "扣分": "4",
            "文书": "spot_penalty_decision-1",
            "页码": "1",
            "扣分理由": "没有写明。",
            "可以整改": "否",
        }
        for item in ("B1", "B2", "E1")[: points // 4]
    ]


def test_a_dossier_is_taken_for_review_once():
    bureau = lives.live(SPOT)
    refused = _asked(bureau, "dossier_review-2")
    assert isinstance(refused, Refusal), told(refused)
    assert "track_in" in told(refused)


@pytest.mark.parametrize("until", ["file_record", "pay_bank"])
def test_only_a_closed_dossier_is_taken_for_review(until):
    refused = _asked(lives.live("simple-spot_closed", until=until))
    assert isinstance(refused, Refusal), told(refused)
