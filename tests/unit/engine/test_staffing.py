"""Who works on a case: everyone who ever did stays known, and whoever left signs nothing more."""

import pytest

from engine.errors import InputError
from engine.facts.persons import part_in_case
from engine.planning import Refusal
from engine.relations import Standing, owner
from engine.road import Done, Waiting
from engine.works import works_of
from tests.bureau import Bureau, told, unmet
from tests.journeys_staffing import JOURNEYS, moved

OFFICER, SECOND, LEADER, HEAD = "陈志远", "林晓雯", "赵国栋", "郑文博"


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda j: j.__name__)
def test_the_journey_can_be_made(journey):
    assert any(e.machine == "staffing" for e in journey().case.events)


def named(bureau, relation):
    standing = Standing(case=bureau.case)
    return set(standing.people(bureau.law.relations[relation]))


def part(bureau, who, *parts):
    person = bureau.agency.person(bureau.person(who))
    return part_in_case(bureau.case, person, parts, bureau.law.players, bureau.law.relations)


# -- everyone who ever was ------------------------------------------------------------------------


def test_whoever_was_reassigned_is_no_longer_assigned_but_was_an_officer_for_ever():
    bureau = moved("approve_filing", "reassign_officers")
    assert bureau.case.officers() == ("p02", "p15")
    assert named(bureau, "assigned") == {"p02", "p15"}
    assert named(bureau, "officer") == {"p02", "p03", "p15"}
    assert part(bureau, SECOND, "officer") == "officer"


def test_members_of_a_dissolved_team_were_officers_for_ever():
    bureau = moved("approve_filing", "form_joint_team")
    assert named(bureau, "assigned") == {"p02", "p03", "p15"}
    bureau.must("change_joint_team")
    assert named(bureau, "assigned") == {"p02", "p03", "p16"}
    bureau.must("dissolve_joint_team")
    assert named(bureau, "assigned") == {"p02", "p03"}
    assert named(bureau, "officer") == {"p02", "p03", "p15", "p16"}


def test_the_leader_of_another_squad_who_is_in_the_team_counts_as_leader_of_the_squad():
    bureau = Bureau()
    bureau.change("高远", roles=frozenset({"squad_leader", "case_officer"}))
    bureau.play("m11", until="request_filing")
    leader = bureau.agency.person("p17")
    own_squad = bureau.law.relations["own_squad"]
    assert not Standing(case=bureau.case).holds(own_squad, leader)
    bureau.must("approve_filing")
    team = {"team": ["陈志远", "林晓雯", "高远"]}
    bureau.must("form_joint_team", give=team)
    assert Standing(case=bureau.case).holds(own_squad, leader)


# -- recusal --------------------------------------------------------------------------------------


def test_a_request_takes_nothing_from_the_person_concerned():
    bureau = moved("approve_filing", "request_recusal")
    assert named(bureau, "recused") == set()
    assert isinstance(bureau.do("record_evidence#1"), Done)


def test_acts_before_the_recusal_stand_and_are_listed():
    bureau = moved("approve_filing", "request_recusal", "grant_recusal")
    assert named(bureau, "recused") == {"p02"}
    assert [e.transition for e in works_of(bureau.case, "p02")] == ["T102", "T105"]
    assert [e.transition for e in works_of(bureau.case, "p03")] == ["T105"]
    bureau.must("replace_recused")
    one = {"rechecked": [{"act": 2, "result": "有效", "note": "合法。"}]}
    refused = bureau.do("recheck_recused_works", give=one)
    assert unmet(refused) == [("R023", "recused_works_rechecked")]
    assert refused.unmet[0].details["acts"] == (3,)


def test_a_recused_person_still_named_keeps_the_recusal_open():
    bureau = moved("approve_filing", "request_recusal", "grant_recusal")
    refused = bureau.do("replace_recused", give={"lead_officer": None})
    assert unmet(refused) == [("R023", "recused_replaced")]


def test_nobody_is_recused_twice():
    bureau = moved("approve_filing", "order_recusal")
    assert unmet(bureau.do("request_recusal")) == [("R023", "not_yet_recused")]


def test_asking_to_step_back_is_for_oneself_only():
    bureau = moved("approve_filing")
    mine = {"applied_by": "自行申请回避", "applicant": None}
    assert unmet(bureau.do("request_recusal", give=mine)) == [("R023", "named_is_actor")]
    assert isinstance(bureau.do("request_recusal", OFFICER, give=mine), Done)


def test_only_a_decision_on_the_partys_request_is_served():
    bureau = moved("approve_filing", "request_recusal", "grant_recusal")
    assert any(t.subject == "recusal_decision-1" for t in bureau.case.machines("service"))
    bureau = moved("approve_filing")
    mine = {"applied_by": "自行申请回避", "applicant": None}
    bureau.must("request_recusal", OFFICER, give=mine)
    bureau.must("grant_recusal")
    assert not any(t.subject == "recusal_decision-1" for t in bureau.case.machines("service"))


def test_another_head_decides_and_signs_when_one_is_concerned():
    bureau = moved("approve_filing")
    bureau.must("request_recusal", give={"concerned": HEAD})
    assert unmet(bureau.do("refuse_recusal", HEAD)) == [("R023", "actor_not_concerned")]
    done = bureau.must("refuse_recusal", "马立群")
    decision = next(d for d in done.event.documents if d.form == "recusal_decision")
    assert decision.signed[0].person == "p08"


# -- signatures after somebody left ---------------------------------------------------------------


def waiting_for_officer():
    """A suspension that its head asked for and the lead officer has not signed yet."""
    bureau = moved("approve_filing")
    bureau.present(HEAD)
    waiting = bureau.do("suspend")
    assert isinstance(waiting, Waiting), told(waiting)
    bureau.everybody()
    return bureau, waiting.event.documents[0].id


def test_a_recused_person_signs_nothing_more():
    bureau, document = waiting_for_officer()
    bureau.must("order_recusal")
    with pytest.raises(InputError, match=r"sign\.barred"):
        bureau.sign(document, OFFICER)


def test_somebody_replaced_does_not_sign_in_the_successors_place():
    bureau, document = waiting_for_officer()
    other = {"lead_officer": "王喆堃", "assistant_officer": SECOND}
    bureau.must("reassign_officers", give=other)
    with pytest.raises(InputError, match="no_longer_named"):
        bureau.sign(document, OFFICER)


def test_the_squad_leader_clears_up_what_a_leaver_began():
    bureau = moved("approve_filing")
    bureau.present(OFFICER)
    opened = bureau.do("request_opinion")
    bureau.everybody()
    assert isinstance(opened, Waiting), told(opened)
    with pytest.raises(InputError, match="not_yours"):
        bureau.withdraw(opened.event.seq, LEADER, "重新办理")
    bureau.must("order_recusal")
    with pytest.raises(InputError, match="not_yours"):
        bureau.withdraw(opened.event.seq, OFFICER, "重新办理")
    bureau.withdraw(opened.event.seq, LEADER, "陈志远已回避，重新办理")
    assert bureau.case.documents[opened.event.documents[0].id].status == "void"


def test_an_assistant_signs_nothing_whatever_roles_the_roster_gives():
    bureau = Bureau()
    roles = frozenset({"collector", "case_officer", "squad_leader"})
    bureau.change("许安", roles=roles, certificate=None)
    bureau.play("m11", until="request_filing")
    form = bureau.case.latest("filing_approval", "draft").id
    with pytest.raises(InputError, match=r"sign\.barred"):
        bureau.sign(form, "许安")
    assert ("R006", "duties_separate") in unmet(bureau.do("return_filing", "许安"))


# -- the owner of a lead --------------------------------------------------------------------------


def test_a_lead_belongs_to_whoever_received_it_until_somebody_accepts_it():
    bureau = moved("register_lead", "hand_over_lead")
    assert owner(bureau.case) == "p01"
    bureau.must("accept_lead")
    assert owner(bureau.case) == "p04"


def test_starting_the_verification_makes_the_lead_officer_the_owner():
    assert owner(moved("start_verification").case) == "p02"


def test_a_declined_lead_stays_where_it_was():
    bureau = moved("register_lead", "hand_over_lead", "decline_lead")
    assert owner(bureau.case) == "p01"


@pytest.mark.parametrize("receiver", ["周岚", "钱慧"])
def test_a_lead_goes_to_somebody_else_who_may_own_one(receiver):
    bureau = moved("register_lead")
    refused = bureau.do("hand_over_lead", give={"offered_to": receiver})
    assert isinstance(refused, Refusal)
    assert unmet(refused) == [("R050", "receiver_fit")]
