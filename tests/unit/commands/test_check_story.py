"""Stories in words: every demand of the statute can be told, in both languages."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from commands.check_story import StoryTeller
from engine.checking.claims import Need
from engine.checking.story import Lack, Step, Story
from engine.legal_time import LEGAL_ZONE
from engine.record import Record
from runtime.languages import Language
from tests.playbook import law
from workflows.claim_data import JOINED, NAMED, load_claims

BOTH = pytest.mark.parametrize("language", list(Language))
#: One name of each kind a need may speak of.
NAMES = {
    "track": "service.v_served",
    "no_track": "service.v_served",
    "roles": "case_officer",
    "ties": "case_officer.assigned",
    "leaves": "ordinary.investigating",
    "leads": "ordinary.investigating",
    "stays": "service",
    "plays": "decider",
    "marks": "decided",
    "unmarks": "decided",
    "beside": "ordinary.investigating",
    "opens": "service",
    "opens_at": "service.v_pending",
    "asks_people": "T130.reasoned",
    "gives": "proposal",
    "fired": "ordinary.approve_filing",
    **dict.fromkeys(("issued", "served", "makes", "serves"), "penalty_decision"),
}


def decision():
    workflow = law().current("ordinary", dt.date(2026, 3, 1))
    return Step(
        at=dt.datetime(2026, 3, 9, 9, 0, tzinfo=LEGAL_ZONE),
        days=0,
        lapsed=(),
        definition=workflow.digest,
        transition="T130",
        role="agency_head",
        everybody=False,
        chosen=(),
        circumstances=(),
        documents=(),
        served="",
        deadlines=(),
        tracks=(),
        machine="ordinary",
        state="decided",
    )


def story(*lacks, steps=None, **more):
    values = {
        "scope": "notice",
        "invariant": "R062 notice_given_and_heard",
        "name": "名称",
        "name_en": "name",
        "law": ("APL 62",),
        "rule": "R062",
        "spoken": False,
        "steps": (decision(),) if steps is None else steps,
        "broken_by_act": True,
        "lacks": lacks,
        "wanting": (),
    }
    return Story(**{**values, **more})


def need(kind):
    if kind in JOINED:
        return Need(kind=kind, inner=(need("issued"), need("fired")))
    return Need(kind=kind, names=(NAMES.get(kind, "D11"),))


@BOTH
@pytest.mark.parametrize("kind", [*NAMED, *JOINED, "fired"])
def test_every_kind_of_need_is_told_in_words_and_names_nothing_by_its_id(language, kind):
    wanted = need(kind)
    told = StoryTeller(law(), language).lack(story(), Lack(need=wanted))
    names = {n for one in (wanted, *wanted.inner) for n in one.names}
    if (kind, language) == ("gives", Language.EN):  # a field is spoken of as input files write it
        assert "proposal (处理建议)" in told
    else:
        assert names & set(re.findall(r"[\w.]+", told)) == set()


@BOTH
def test_every_shipped_demand_can_be_told(language):
    teller = StoryTeller(law(), language)
    for invariant in load_claims().invariants:
        for wanted in invariant.needs:
            told = teller.lack(story(), Lack(need=wanted))
            assert len(told) > 6, (invariant.id, told)
            facts = {n for n in wanted.names if wanted.kind == "asked"}
            assert facts & set(re.findall(r"\w+", told)) == set(), (invariant.id, told)


def test_a_question_answered_otherwise_is_told_with_its_answer():
    wanted = Need(kind="asked", names=("crime_transfer_open",), expect=(False,))
    told = StoryTeller(law(), Language.ZH).lack(story(), Lack(need=wanted, answer=True))
    assert "结果须为否" in told
    assert "查明的结果却是“是”" in told


def test_waiting_shows_as_days_and_the_periods_that_ended_meanwhile():
    waited = replace(decision(), days=91, lapsed=("D11",))
    lines = StoryTeller(law(), Language.ZH).lines(story(steps=(decision(), waited)))
    assert lines[0].startswith("1. 2026年3月9日，机关分管负责人办理")
    assert "距上一步91天，其间“作出决定”届满" in lines[1]
    spoken = StoryTeller(law(), Language.EN).lines(story(steps=(decision(), waited)))
    assert "91 days after the step before; meanwhile ended:" in spoken[1]


def test_a_legal_circumstance_is_told_with_its_answer():
    step = replace(decision(), circumstances=(("deliberation_required", Record(), True),))
    [line, *_] = StoryTeller(law(), Language.ZH).lines(story(steps=(step,)))
    assert "本案须经负责人集体讨论为是" in line


def test_one_person_in_two_parts_is_told():
    broken = story(spoken=True, rule="", name="审核人员不是承办人员")
    lines = StoryTeller(law(), Language.ZH).lines(broken)
    assert "审核人员不是承办人员" in lines[-2]
    assert "同一个人" in lines[-1]


def test_a_state_without_an_end_is_told_by_its_name():
    stuck = story(invariant="ends", broken_by_act=False, wanting=("decided",))
    [*_, end] = StoryTeller(law(), Language.ZH).lines(stuck)
    assert "已决定" in end
    assert "走不到终点" in end


def test_a_scope_too_large_is_no_proof():
    large = story(invariant="explored", steps=(), broken_by_act=False, wanting=("states", "500"))
    assert "500" in StoryTeller(law(), Language.EN).lines(large)[-1]


def test_a_period_of_another_length_is_told_with_both():
    told = StoryTeller(law(), Language.ZH).period("D11", (60, "calendar_days"), ("APL 60",))
    assert "应为60日（《中华人民共和国行政处罚法》第六十条）" in told


def test_a_step_that_never_happens_is_told_by_name_and_machine():
    told = StoryTeller(law(), Language.ZH).unreached("T130")
    assert ("作出处罚决定" in told, "普通程序" in told) == (True, True)
