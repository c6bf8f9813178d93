"""What the bureau enforces itself on things: demolition, and the sale of what it seized."""

import pytest

from tests import lives
from tests.bureau import problems, unmet

AUCTION, DEMOLITION = "collection-e_fulfilled-auction", "collection-e_fulfilled-demolition"


def about_to(name):
    return lives.live(name, until="decide_enforcement", before=True)


@pytest.mark.parametrize(
    ("day", "refused"),
    [("2026-09-20", [("R136", "execution_time_lawful"), ("R137", "remedy_time_over")]),
     ("2026-09-21", [("R136", "execution_time_lawful")])],
)  # fmt: skip
def test_nothing_is_demolished_while_the_decision_may_be_contested(day, refused):
    """AEL 44: served on 20 March, six months to sue end with 20 September, a Sunday at night."""
    at_night = {"强制执行的时间": "2026-09-28T23:00:00+08:00", "自行拆除期限": "2026-09-27"}
    bureau = about_to(DEMOLITION)
    done = bureau.do("decide_enforcement", at=f"{day} 09:00", give=at_night)
    assert sorted(unmet(done)) == refused


@pytest.mark.parametrize(
    "missing", ["责成强制拆除的县级以上地方人民政府", "责成文件文号", "责成日期"]
)
def test_no_demolition_is_decided_without_naming_who_ordered_it(missing):
    """CRP 68: the government's order is named in the decision and on the wall."""
    done = about_to(DEMOLITION).do("decide_enforcement", give={missing: None})
    assert problems(done) == {missing: "missing"}


def test_a_demolition_is_not_ordered_after_it_is_decided():
    done = about_to(DEMOLITION).do("decide_enforcement", give={"责成日期": "2026-09-22"})
    assert problems(done) == {"责成日期": "in_the_future"}


def test_a_demolition_is_decided_and_announced():
    bureau = lives.live(DEMOLITION, until="decide_enforcement")
    assert bureau.case.latest("enforcement_decision") is not None
    assert bureau.case.latest("demolition_announcement") is not None


@pytest.mark.parametrize(("day", "sold"), [("2026-11-01", True), ("2026-11-02", False)])
def test_only_what_is_still_lawfully_held_may_be_sold(day, sold):
    """AEL 28(1)(4): the seizure ends with 1 November, and is no ceiling that rolls off a Sunday."""
    later = {"强制执行的时间": "2026-11-10T09:30:00+08:00"}
    done = about_to(AUCTION).do("decide_enforcement", at=f"{day} 09:00", give=later)
    assert getattr(done, "unmet", ()) == () if sold else unmet(done) == [("R142", "deadline_open")]


def test_only_what_was_sold_to_meet_the_fine_ends_a_seizure_that_way():
    """AEL 46(3): without a decision to sell, things held go to the treasury by confiscation."""
    disposed = lives.life("seizure-s_converted-auctioned")["steps"][-1]["give"]
    bureau = about_to(AUCTION)
    done = bureau.do("confiscate_or_transfer", at="2026-10-09 15:00", give=disposed)
    assert ("R142", "track_in") in unmet(done)
    assert ("R142", "data_is") in unmet(done)
