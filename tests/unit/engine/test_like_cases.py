"""Like cases: the same matter, kind of party and tier, decided and standing; no totals of fines."""

from dataclasses import fields, replace

import pytest

from engine.like_cases import Alike, LikeCase, alike, decided
from tests.bureau import Bureau
from tests.playbook import script
from tests.variants import fine


@pytest.fixture(scope="module")
def bureau():
    """A bureau with a decided case of 8,000 yuan (light), one of 20,000, and one under way."""
    bureau = Bureau().play(until="approve_penalty")
    bureau.first = bureau.case_id
    others = (("20000", "approve_penalty", "2026-03-01"), ("9000", "submit_review", "2026-02-28"))
    for yuan, until, day in others:
        linked = {"register_lead": {"linked_case": bureau.first, "act_on": day}}
        bureau.case_id, bureau.clock = "", script("m11")[0].at
        assert bureau._run(linked | fine(yuan), until, before=False)
    return bureau


def cases(bureau):
    return [bureau.road.case(f"2026-00000{n}") for n in (1, 2, 3)]


def test_a_decision_in_force_says_amount_tier_and_circumstances(bureau):
    first, *_ = cases(bureau)
    row = decided(first)
    assert (row.fine, row.tier, row.decided_on.isoformat()) == (8_000_00, "T1", "2026-03-19")
    assert "初次违法" in row.factors


def test_only_decided_cases_of_the_same_tier_are_alike(bureau):
    first, second, third = cases(bureau)
    assert decided(third) is None
    found = alike(third, [first, second, third])
    assert [(row.case, row.fine) for row in found.cases] == [(first.id, 8_000_00)]
    assert found.span == (8_000_00, 8_000_00)
    assert alike(first, [first, second, third]).cases == ()
    assert alike(first, []).span is None


def test_before_a_tier_is_proposed_every_tier_counts_newest_first(bureau):
    first, second, third = cases(bureau)
    found = alike(replace_tier(third), [first, second])
    assert {row.fine for row in found.cases} == {8_000_00, 20_000_00}
    assert found.span == (8_000_00, 20_000_00)
    days = [row.decided_on for row in found.cases]
    assert days == sorted(days, reverse=True)


def replace_tier(case):
    """The case as it was before the investigation ended."""
    return replace(case, data=type(case.data)({k: v for k, v in case.data.items() if k != "tier"}))


def test_another_kind_of_party_is_not_alike(bureau):
    first, _, third = cases(bureau)
    party = third.data.record("party")
    citizen = type(party)({**dict(party.items()), "kind": "citizen"})
    other = replace(third, data=type(third.data)({**dict(third.data.items()), "party": citizen}))
    assert alike(other, [first]).cases == ()


def test_a_decision_undone_is_no_like_case(bureau):
    first, _, third = cases(bureau)
    undone = replace(first, marks={**first.marks, "decided": False})
    assert alike(third, [undone]).cases == ()


def test_nothing_adds_up_or_ranks_fines():
    """T07, APL 74, M34 30: fines may be compared case by case, never totalled as a measure."""
    named = {f.name for kind in (Alike, LikeCase) for f in fields(kind)}
    assert named == {
        *("matter", "tier", "cases"),
        *("case", "number", "decided_on", "fine", "factors", "departure"),
    }
