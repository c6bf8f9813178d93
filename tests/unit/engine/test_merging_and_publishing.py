"""Merging, splitting and publishing: what stands in their way, and what an account may know."""

import dataclasses
import datetime as dt

from engine.accounting import Entry, account, entries
from engine.carrying import without_carried
from tests.bureau import Bureau, unmet
from tests.several import merge, merged, number, part, several, split_up, turn_to
from tests.unit.engine.test_every_transition import deliberated, played

# -- merging --------------------------------------------------------------------------------------


def asked(bureau, **give):
    return unmet(bureau.do("merge_lead", give=give))


def test_a_case_is_not_merged_with_itself_nor_twice_nor_with_one_that_is_not_there():
    bureau, (lead, other) = several(2)
    turn_to(bureau, lead)
    named = number(bureau, other)
    refused = [("R059", "members_mergeable")]
    for members in ([number(bureau, lead)], [named, other], ["没有这一件"]):
        assert refused[0] in asked(bureau, members=members)


def test_a_case_waiting_for_an_opinion_is_not_merged():
    bureau, (lead, other) = several(2)
    turn_to(bureau, other)
    bureau.must("request_opinion")
    turn_to(bureau, lead)
    assert asked(bureau, members=[number(bureau, other)]) == [("R059", "members_mergeable")]


def test_the_same_act_is_one_place_and_one_day():
    bureau, (lead, other) = several(2)
    turn_to(bureau, lead)
    members = [number(bureau, other)]
    refused = asked(bureau, members=members, merge_ground="同一违法行为")
    assert refused == [("R059", "members_related")]


def test_a_case_merged_away_leads_no_merger_and_opens_no_track():
    bureau, ids = several(3)
    merge(bureau, ids[:2])
    turn_to(bureau, ids[1])
    refused = bureau.do("merge_lead", give={"members": [number(bureau, ids[2])]}, track="merging-2")
    assert refused.unmet
    assert bureau.case.machines("merging")[-1].id == "merging-1"
    assert ("R059", "not_merged_away") in unmet(bureau.do("request_opinion"))


def test_a_merger_asked_for_again_is_the_same_merger():
    bureau, (lead, other) = several(2)
    turn_to(bureau, lead)
    give = {"members": [number(bureau, other)]}
    first = bureau.must("merge_lead", at="2026-03-04 09:00", give=give)
    again = bureau.must("merge_lead", at="2026-03-04 09:00", give=give, track="merging-1")
    assert again.repeated
    assert again.event == first.event
    assert without_carried(first.event.inputs).keys() == first.event.inputs.keys() - {"evidence"}


# -- splitting ------------------------------------------------------------------------------------


def test_a_part_needs_a_name_of_its_own_and_evidence_that_is_there():
    for parts in ([part(), part()], [part() | {"evidence": ["证9"]}]):
        refused = merged().do("split", give={"split_parts": parts})
        assert unmet(refused) == [("R059", "split_distinct")]


def test_a_case_is_not_split_after_its_notice():
    bureau, ids = several(2, until="investigation_ended")
    merge(bureau, ids)
    bureau.must("serve_prior_notice")
    refused = bureau.do("split", give={"split_parts": [part()]})
    assert unmet(refused) == [("R059", "main_state_in")]


def test_a_part_is_opened_as_approved():
    bureau = merged()
    source = bureau.case.number
    bureau.must("split", give={"split_parts": [part()]})
    wrong = (
        {"split_part": "另一件"},
        {"party": {"name": "海岚市别家运输有限公司"}},
        {"part_evidence": ["证2"]},
        {"split_filed_on": "2026-03-04"},
    )
    for change in wrong:
        bureau.case_id = ""
        refused = bureau.do("open_part", give={"split_from": source} | change)
        assert ("R059", "split_lists_part") in unmet(refused), change


def test_a_part_keeps_the_day_of_filing_of_the_case_it_came_from():
    bureau = merged()
    due = bureau.case.deadline("D11").computed.due
    assert split_up(bureau).case.deadline("D11").computed.due == due


# -- publishing -----------------------------------------------------------------------------------


def test_a_major_decision_cannot_be_called_of_no_influence():
    bureau = deliberated()
    refused = bureau.do("withhold")
    assert unmet(refused) == [("R170", "major_decision")]


def test_a_decision_undone_is_neither_scoped_nor_published():
    bureau = played("decide_scope")
    bureau.must("self_correct")
    assert ("R170", "decision_undone") in unmet(bureau.do("publish"))


def test_a_major_decision_is_filed_before_its_case_is_closed():
    bureau = deliberated()
    bureau.serve()
    for trigger in ("serve_decision", "decide_scope", "publish"):
        bureau.must(trigger)
    assert bureau.case.deadline("D35").status == "running"
    bureau.must("file_major")
    assert bureau.case.deadline("D35").status == "stopped"


# -- accounts -------------------------------------------------------------------------------------


def test_an_account_knows_no_person_and_no_squad():
    """R025: totals are kept for accounts and audits, and rank nobody (APL 74(3))."""
    known = {f.name for f in dataclasses.fields(Entry)}
    assert known == {
        *("case", "number", "party", "decided_on", "paid_on"),
        *("amount", "reference", "receipt"),
    }


def test_both_days_of_a_period_belong_to_it():
    case = Bureau().play(until="pay_full").case
    (paid,) = entries(case)
    day, one = paid.paid_on, dt.timedelta(days=1)
    assert account([case], day, day).total == 800_000
    assert account([case], day - one, day - one).total == 0
    assert account([case], day + one, day + one).total == 0
