"""A past act is judged by the list of matters and the benchmark it names, whatever came after."""

import hashlib
from dataclasses import replace

from engine.audit_law import Bench, law_of, rejudge
from engine.elsewhere import Elsewhere
from engine.fine_ranges import Range
from engine.reading import load
from tests.bureau import Bureau, unmet
from tests.playbook import law
from workflows.kept_shipped import edition


def narrower(benchmark, percent, digest):
    """The benchmark with its lightest tier ending at `percent`."""
    light, ordinary, heavy = benchmark.tiers
    light, ordinary = replace(light, high_percent=percent), replace(ordinary, low_percent=percent)
    return replace(benchmark, tiers=(light, ordinary, heavy), digest=digest)


def lower(matter):
    version = matter.versions[0]
    fine = replace(version.ranges[0], range=Range(low=100_00, high=900_00))
    return replace(matter, versions=(replace(version, ranges=(fine,)),))


def judged_again(bureau, rules):
    """What an audit under the present law says of the case's last event."""
    case = bureau.case
    *_, last = case.events
    bench = Bench(
        law=rules,
        agency_of=lambda *_: bureau.agency,
        elsewhere=lambda _: Elsewhere(case_id=case.id, read=bureau.store.read, load=load),
        drawn_for=lambda _: "",
    )
    before = bureau.road.case(case.id, until=case.events[-2].at)
    return [finding.code for finding in rejudge(before, last, 0, bench)]


def test_an_act_is_judged_again_under_the_list_it_names():
    rules = replace(law(), matter_list="1" * 64)
    bureau = Bureau(rules=rules).play(until="end_investigation")
    assert bureau.case.events[-1].basis["matter_list"] == "1" * 64
    changed = {**rules.matters, "M-11": lower(rules.matters["M-11"])}
    later = replace(rules, matters=changed, matter_list="2" * 64)
    lost = judged_again(bureau, replace(later, matters_under=lambda *_: None))
    assert "transition_unlawful" in lost
    kept = {(rules.shipped_matters, "1" * 64): rules.matters}
    found = replace(later, matters_under=lambda *digests: kept.get(digests))
    assert judged_again(bureau, found) == []


def test_an_act_is_judged_again_under_the_edition_of_shipped_matters_it_names():
    """What a later program ships changes nothing about what was judged before (APL 37)."""
    rules = law()
    bureau = Bureau(rules=rules).play(until="end_investigation")
    named = bureau.case.events[-1].basis["matters"]
    assert named == rules.shipped_matters == hashlib.sha256(edition(rules.matters)).hexdigest()
    changed = {**rules.matters, "M-11": lower(rules.matters["M-11"])}
    later = replace(rules, matters=changed, shipped_matters="2" * 64)
    assert judged_again(bureau, replace(later, matters_under=lambda *_: None)) != []
    kept = {(named, ""): rules.matters}
    found = replace(later, matters_under=lambda *digests: kept.get(digests))
    assert judged_again(bureau, found) == []


def test_an_act_is_judged_again_by_the_benchmark_it_names():
    own = narrower(law().benchmark, 40, "a" * 64)
    rules = replace(law(), benchmarks={own.id: own}, own_benchmarks={own.digest: own})
    bureau = Bureau(rules=rules).play(until="end_investigation")
    assert bureau.case.events[-1].basis["benchmark"] == own.digest
    strict = narrower(law().benchmark, 1, "b" * 64)
    ever = {own.digest: own, strict.digest: strict}
    later = replace(rules, benchmarks={own.id: strict}, own_benchmarks=ever)
    assert judged_again(bureau, later) == []
    again = Bureau(rules=later).play(until="end_investigation", before=True)
    assert unmet(again.do("end_investigation")) == [("R014", "amount_in_tier")]


def test_an_act_weighed_by_the_shipped_benchmark_stays_so():
    bureau = Bureau().play(until="end_investigation")
    assert "benchmark" not in bureau.case.events[-1].basis
    strict = narrower(law().benchmark, 1, "b" * 64)
    later = replace(law(), benchmarks={strict.id: strict}, own_benchmarks={strict.digest: strict})
    assert law_of(later, bureau.case.events[-1]).benchmark_for("M-11") == law().benchmark
    assert judged_again(bureau, later) == []
