"""What a case owes on a day, and how remedies, agreements and refunds change it."""

from dataclasses import replace

import pytest

from engine.arrears import arrears, overpaid
from engine.people import Setting
from engine.planning import situate
from engine.record import Record
from engine.remedies import outcomes, pending, remedy_pauses, to_carry_out
from tests import lives
from tests.bureau import Bureau, intake, told, unmet
from tests.playbook import law
from tests.variants import payment


def at(bureau, day):
    """The situation of the collection track at the end of a day."""
    track = bureau.track("collection")
    command = bureau.command("pay_part", "p10", f"{day} 23:00", track=track.id)
    workflow = law().pinned(track.definition)
    desk = bureau.road.desk(bureau.case, intake())
    return situate(command, desk, workflow, track, workflow.by_id("T506b"), Record())


def lived(name, until):
    return lives.live(name, until=until)


DEMANDED = ("collection-e_fulfilled-demand", "serve_demand")


def test_nothing_is_overdue_on_the_last_day():
    now = arrears(at(lived(*DEMANDED), "2026-04-07"))
    assert (now.since, now.days, now.surcharge, now.unpaid) == (None, 0, 0, 800_000)


def test_a_surcharge_is_foreseen_before_it_is_ordered_but_not_owed():
    now = arrears(at(lived(*DEMANDED), "2026-04-27"))
    assert (now.surcharge, now.ordered, now.owed) == (480_000, False, 800_000)
    assert now.balance == 1_280_000


def test_an_ordered_surcharge_is_owed():
    bureau = lived("collection-e_fulfilled-surcharge", "decide_surcharge")
    now = arrears(at(bureau, "2026-04-27"))
    assert (now.ordered, now.owed) == (True, 1_280_000)


def test_a_part_paid_bears_nothing_from_the_next_day():
    bureau = lived(*DEMANDED)
    bureau.must(
        "pay_part", at="2026-04-20 09:00", give={"payments": [payment("5000", "2026-04-17")]}
    )
    lines = arrears(at(bureau, "2026-04-20")).lines
    assert [(x.days, x.base, x.total) for x in lines] == [
        (10, 800_000, 240_000),
        (3, 300_000, 267_000),
    ]


def test_the_bureau_may_charge_the_whole_fine_to_the_end():
    bureau = lived(*DEMANDED)
    whole = {"surcharge.on_full_fine": Setting(value=True, confirmed=True)}
    settings = dict(bureau.agency.settings) | whole
    bureau.agency = replace(bureau.agency, settings=settings)
    bureau.must(
        "pay_part", at="2026-04-20 09:00", give={"payments": [payment("5000", "2026-04-17")]}
    )
    assert arrears(at(bureau, "2026-04-20")).surcharge == 13 * 24_000


def test_an_agreement_rests_the_surcharge():
    bureau = lived("collection-e_fulfilled-agreement-broken", "agree")
    assert arrears(at(bureau, "2026-04-26")).days == 19
    assert arrears(at(bureau, "2026-05-10")).days == 19


def test_a_broken_plan_is_overdue_from_its_missed_row():
    """APL 66(2), 72(1): the day after the row that was missed is the first one charged."""
    bureau = Bureau().play(until="start_performance")
    bureau.must("grant_deferral", at="2026-03-25 10:00")
    bureau.must("plan_broken", at="2026-04-16 09:00")
    now = arrears(at(bureau, "2026-04-17"))
    assert (str(now.since), now.days, now.surcharge) == ("2026-04-15", 2, 48_000)


def test_the_court_s_time_runs_from_the_end_of_a_later_plan():
    """APL 72(2): with instalments the three months count from the end of their period."""
    bureau = Bureau().play(until="start_performance")
    plan = [{"due": "2026-04-15", "amount": "4000"}, {"due": "2026-11-16", "amount": "4000"}]
    bureau.must("grant_deferral", at="2026-03-25 10:00", give={"plan": plan})
    bureau.must("plan_broken", at="2026-04-16 09:00")
    found = bureau.case.deadline("D20").computed
    assert (str(found.start), str(found.raw_due or found.awaits_year)) == (
        "2026-11-16",
        "2027-02-16",
    )


def test_a_changed_decision_leaves_its_excess_to_be_refunded():
    bureau = lived("remedies-r_final-change", "serve_decision")
    assert overpaid(at(bureau, "2026-05-08")) == 200_000
    assert outcomes(bureau.case)[-1].outcome == "change"


def test_a_revoked_decision_leaves_everything_to_be_refunded():
    bureau = lived("remedies-r_final-revoke", "revoke_by_remedy")
    assert overpaid(at(bureau, "2026-05-08")) == 800_000


def test_a_case_is_not_closed_while_money_must_go_back():
    bureau = lives.live("remedies-r_final-revoke", until="record_refund", before=True)
    refused = bureau.do(
        "request_closing", at="2026-05-11 09:00", give={"closing_ground": "revoked"}
    )
    assert ("R115", "money_reconciled") in unmet(refused), told(refused)


def test_collection_begins_anew_only_after_the_decision_was_undone():
    bureau = Bureau().play(until="performed")
    refused = bureau.do("start_performance")
    assert unmet(refused) == [("I6", "wrong_state")]
    bureau = lived("collection-e_terminated-replaced", "serve_decision")
    barred = bureau.do("start_performance", track="collection-2")
    assert unmet(barred) == [("I6", "wrong_state")]  # the old track still stands
    bureau.must("collection_ends", at="2026-05-06 16:00", track="collection-1")
    bureau.must("start_performance", at="2026-05-07 09:00", track="collection-2")


def test_the_newest_outcome_replaces_an_older_one():
    """A court's judgment on the decision replaces what the reconsideration said of it."""
    bureau = lived("remedies-r_final-dismissed", "judgment_final")
    assert [o.outcome for o in outcomes(bureau.case)] == ["maintain", "dismissed"]
    assert to_carry_out(bureau.case) is None
    assert not pending(bureau.case)


def test_two_remedies_in_a_row_are_two_pauses():
    bureau = lived("remedies-r_final-dismissed", "judgment_final")
    spans = [(str(p.first), str(p.last)) for p in remedy_pauses(bureau.case)]
    assert spans == [("2026-04-10", "2026-04-29"), ("2026-05-09", "2026-08-06")]


@pytest.mark.parametrize("outcome", ["maintain", "rejected", "withdrawn", "illegal"])
def test_an_outcome_that_leaves_the_decision_asks_for_nothing(outcome):
    bureau = lives.live("remedies-r_final-change", until="recon_outcome", before=True)
    bureau.must("recon_outcome", give={"outcome": outcome, "outcome_fine": None})
    assert to_carry_out(bureau.case) is None


@pytest.mark.parametrize(
    ("outcome", "mark"),
    [
        ("change", "decision_changed"),
        ("revoke", "decision_revoked"),
        ("illegal", "decision_illegal"),
        ("void", "decision_void"),
    ],
)
def test_an_outcome_leaves_its_mark(outcome, mark):
    bureau = lives.live("remedies-r_final-change", until="recon_outcome", before=True)
    assert mark not in bureau.case.marks
    bureau.must("recon_outcome", give={"outcome": outcome})
    assert bureau.case.marks[mark] is True


@pytest.mark.parametrize(
    ("life", "until", "served", "recon", "suit"),
    [
        # served on Monday 27 April; six months end on a Tuesday
        ("collection-e_fulfilled-surcharge", "pay_with_surcharge", "service-5", "06-26", "10-27"),
        # served on Wednesday 20 May; the sixtieth day is a Sunday
        ("collection-e_fulfilled-own", "executed", "service-5", "07-20", "11-20"),
    ],
)
def test_what_is_decided_in_enforcement_has_its_own_time_for_remedies(
    life, until, served, recon, suit
):
    """AEL 8, ARL 20, ALL 46: surcharge and substitute performance are contested like a penalty."""
    case = lives.live(life, until=until).case
    due = [str(case.deadline(rule, served).computed.due) for rule in ("D22", "D23")]
    assert due == [f"2026-{recon}", f"2026-{suit}"]
    own = [str(case.deadline(rule, "main").computed.due) for rule in ("D22", "D23")]
    assert own == ["2026-05-19", "2026-09-20"]
