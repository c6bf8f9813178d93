"""The bureau's reported numbers come out of cases carried out one by one, and of nothing else."""

import datetime as dt
import json

import pytest

from engine.mergers import merged_into
from engine.storage_rows import CaseFilter
from tests import seeds
from tests.bureau import Bureau, unmet
from tests.playbook import moment
from tests.several import number
from tests.variants import citizen, joined, matter

FECES = "倾倒的是粪便，不属于生活垃圾"


def rows(bureau):
    with bureau.store.read() as view:
        return list(view.cases(CaseFilter(limit=1000)))


def counted(bureau):
    return [r for r in rows(bureau) if not json.loads(r.extra).get("merged_into")]


# -- vehicles -------------------------------------------------------------------------------------


def test_thirty_four_vehicles_become_twenty_seven_cases():
    bureau, leading = seeds.vehicles()
    assert (len(rows(bureau)), len(counted(bureau)), len(leading)) == (34, 27, 27)
    assert {r.case_id for r in counted(bureau)} == set(leading)


def test_every_vehicle_belongs_to_one_case_whatever_it_was_filed_under():
    bureau, leading = seeds.vehicles()
    owned = []
    for case in (bureau.road.case(i) for i in leading):
        brought = {e.item.text("origin") for e in case.evidence} - {""}
        owned += [case.number, *brought]
    assert len(owned) == len(set(owned)) == 34


def test_a_case_merged_away_is_found_by_its_number_and_says_where_it_went():
    bureau, leading = seeds.vehicles()
    away = [c for c in seeds.cases_of(bureau) if merged_into(c)]
    assert len(away) == 7
    for case in away:
        with bureau.store.read() as view:
            assert view.find_case(case.number) == case.id
            assert view.find_case(merged_into(case)) in leading


def test_fines_count_in_the_year_they_were_paid_in():
    bureau, _ = seeds.vehicles()
    assert seeds.accounted(bureau, 2026, "payment") == 271_801
    assert seeds.accounted(bureau, 2025, "payment") == 0
    assert seeds.accounted(bureau, 2026, "decision") == 171_801
    assert seeds.accounted(bureau, 2025, "decision") == 100_000


def test_every_fined_case_was_published_and_the_major_one_filed():
    bureau, leading = seeds.vehicles()
    states = [bureau.road.case(i).machines("publication")[-1].state for i in leading]
    assert states == ["f_published"] * 26 + ["f_filed"]


# -- billboards -----------------------------------------------------------------------------------


def test_twenty_eight_billboards_are_ten_one_and_seventeen():
    bureau, removed, promised, leading = seeds.billboards()
    states = {r.case_id: r.state for r in rows(bureau)}
    assert len(states) == 28
    assert [states[i] for i in removed] == ["not_filed"] * 10
    assert states[promised] == "verifying"
    filed = [c for c in seeds.cases_of(bureau) if c.number]
    assert len(filed) == 17
    assert {c.id for c in filed if not merged_into(c)} == set(leading)
    assert len(leading) == 9


def test_eight_of_the_nine_are_notified_with_the_planning_opinion_attached():
    bureau, *_, leading = seeds.billboards()
    cases = [bureau.road.case(i) for i in leading]
    assert [c.main.state for c in cases] == ["notified"] * 8 + ["investigating"]
    for case in cases[:8]:
        assert "认定意见复函" in {e.item.text("name") for e in case.evidence}
        assert case.latest("assist_letter") is not None
        assert case.latest("penalty_prior_notice").id in case.served


def test_each_of_the_eight_holds_the_evidence_of_two_structures():
    bureau, *_, leading = seeds.billboards()
    for case_id in leading[:8]:
        case = bureau.road.case(case_id)
        (other,) = {e.item.text("origin") for e in case.evidence} - {""}
        assert other != number(bureau, case_id)


# -- the range of fifty to two hundred ------------------------------------------------------------


@pytest.mark.parametrize(("yuan", "tier", "fits"), [
    ("49", "从轻", False), ("50", "从轻", True), ("200", "从重", True), ("201", "从重", False),
])  # fmt: skip
def test_forty_nine_and_two_hundred_and_one_yuan_are_refused(yuan, tier, fits):
    act, filed = dt.date(2023, 4, 20), dt.date(2024, 3, 5)
    proving = seeds.earlier(matter("M-01", on=act), filed - dt.date(2026, 3, 3))
    acted = {"register_lead": {"act_on": str(act)}}
    bureau = Bureau()
    bureau.clock = moment("2024-01-02 08:00")
    changes = joined(proving, acted, citizen())
    bureau.play(until="end_investigation", before=True, begin=str(filed), changes=changes)
    give = {"fine": yuan, "tier": tier, "norms_reason": FECES, "penalty_kinds": ["罚款"]}
    done = bureau.do("end_investigation", give=give)
    if fits:
        assert done.event.target == "investigation_ended"
    else:
        assert ("R014", "amount_in_range") in unmet(done)
