"""Like cases are found among all cases of a workspace, and told in one line."""

from types import SimpleNamespace

from commands.case_alike import summary
from engine.like_cases import Alike, LikeCase
from runtime.languages import Language
from runtime.like_cases import like_cases
from runtime.messages import Messages
from tests.bureau import Bureau
from tests.playbook import script
from tests.variants import fine


def test_earlier_decisions_of_the_same_matter_and_tier_are_found():
    bureau = Bureau().play(until="approve_penalty")
    first, bureau.case_id = bureau.case_id, ""
    bureau.clock = script("m11")[0].at
    linked = {"register_lead": {"linked_case": first, "act_on": "2026-03-01"}}
    assert bureau._run(linked | fine("9000"), "end_investigation", before=False)
    place = SimpleNamespace(store=bureau.store, road=bureau.road)
    assert bureau.case_id != first
    [row] = like_cases(place, bureau.case).cases
    assert (row.case, row.fine, row.tier) == (first, 8_000_00, "T1")
    assert like_cases(place, bureau.road.case(first)).cases == ()


def told(language, cases, tier="T1"):
    messages = Messages(language)
    office = SimpleNamespace(messages=messages, say=messages.screen)
    return summary(office, Alike(matter="M-11", tier=tier, cases=tuple(cases)))


def decision(yuan):
    day = script("m11")[0].at.date()
    return LikeCase(case="1", number="", decided_on=day, tier="T1", fine=yuan * 100, factors=())


def test_they_are_told_in_one_line_by_count_and_span():
    found = [decision(9_000), decision(8_000), decision(12_000)]
    assert told(Language.ZH, found) == "类案：同一事项、从轻阶次已决定3件，罚款8000元至12000元"
    assert "3 decided" in told(Language.EN, found)
    assert "CNY 8000 to CNY 12000" in told(Language.EN, found)
    assert "阶次" not in told(Language.ZH, found, tier="")
    assert told(Language.ZH, []) == ""
