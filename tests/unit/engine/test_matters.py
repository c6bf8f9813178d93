"""Matters and benchmarks as values: which text applies, which fine is higher, where amounts lie."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.benchmarks import (
    Benchmark,
    Factor,
    RoundingStep,
    Tier,
    TierSpan,
    score,
    suggest,
    tier_of,
    tier_range,
)
from engine.citation import Citation
from engine.errors import ConfigurationError, InputError, NotFoundError
from engine.fine_ranges import Measure, Mode, Range
from engine.matters import (
    Element,
    FineRange,
    Matter,
    MatterVersion,
    PartyKind,
    PenaltyKind,
    choose,
    higher_of,
    to_compare,
)
from engine.periods import Tag

LADDER = Benchmark(
    id="test",
    name="基准",
    valid_from=date(2021, 7, 15),
    tiers=(
        TierSpan(tier=Tier.LIGHT, name="从轻", low_percent=0, high_percent=30, facts="初次"),
        TierSpan(tier=Tier.ORDINARY, name="一般", low_percent=30, high_percent=70, facts="一般"),
        TierSpan(tier=Tier.HEAVY, name="从重", low_percent=70, high_percent=100, facts="再次"),
    ),
    outside={Tier.NONE: "不予处罚", Tier.REDUCED: "减轻"},
    factors=(
        Factor(id="quantity", name="数量", weight=60),
        Factor(id="attitude", name="态度", weight=40),
    ),
    rounding=(
        RoundingStep(below=1_000_00, step=10_00),
        RoundingStep(below=10_000_00, step=50_00),
        RoundingStep(below=None, step=100_00),
    ),
    may_starts_at_zero=False,
    tag=Tag.TO_CONFIRM,
)

ranges = st.tuples(st.integers(0, 10**7), st.integers(1, 10**7)).map(
    lambda pair: Range(low=pair[0] * 100, high=(pair[0] + pair[1]) * 100)
)
inner_tiers = st.sampled_from([Tier.LIGHT, Tier.ORDINARY, Tier.HEAVY])


def version(since, until=None, *fines):
    return MatterVersion(
        matter_id="M",
        valid_from=since,
        valid_to=until,
        breached=(),
        penalty=(Citation(law="条例", article=1),),
        kinds=(PenaltyKind.FINE,),
        ranges=fines or (fine("citizen", PartyKind.CITIZEN, Range(low=50_00, high=200_00)),),
        elements=(Element(id="act", text="行为"),),
    )


def fine(range_id, party, bounds, **more):
    return FineRange(
        id=range_id, party=party, range=bounds, mode=Mode.SHALL, correction_first=False, **more
    )


def matter(*versions):
    return Matter(
        id="M", name="事项", field="市容", benchmark="test", limitation="D30", versions=versions
    )


OLD = version(date(2012, 1, 1), date(2023, 4, 30))
NEW = version(date(2023, 5, 1))


# Which text applies


@pytest.mark.parametrize(
    ("act", "expected"), [("2023-04-30", OLD), ("2023-05-01", NEW), ("2012-01-01", OLD)]
)
def test_the_date_of_the_act_chooses(act, expected):
    assert choose(matter(OLD, NEW), date.fromisoformat(act)) is expected


def test_an_act_before_the_first_text_is_not_punishable():
    with pytest.raises(NotFoundError, match=r"matter\.not_in_force"):
        choose(matter(OLD, NEW), date(2011, 12, 31))


def test_a_newer_text_at_the_decision_is_to_be_compared():
    assert to_compare(matter(OLD, NEW), date(2023, 4, 1), date(2023, 6, 1)) == (OLD, NEW)
    assert to_compare(matter(OLD, NEW), date(2023, 6, 1), date(2023, 7, 1)) == (NEW, NEW)
    assert to_compare(matter(OLD), date(2023, 4, 1), date(2023, 6, 1)) == (OLD, None)


def test_two_texts_for_one_day_are_refused():
    with pytest.raises(ConfigurationError, match=r"matter\.versions_overlap"):
        matter(OLD, version(date(2023, 4, 30)))
    with pytest.raises(ConfigurationError, match=r"matter\.versions_overlap"):
        matter(NEW, version(date(2024, 1, 1)))


# Which range


SPILLS = [
    ("M-12", Range(low=2_000_00, high=20_000_00)),
    ("M-11", Range(low=5_000_00, high=50_000_00)),
    ("M-16", Range(low=1_000_00, high=50_000_00)),
]


def test_of_several_norms_the_one_that_fines_higher_applies():
    assert higher_of(SPILLS) == "M-11"
    assert higher_of(reversed(SPILLS)) == "M-11"
    narrow = ("M-15", Range(low=10_000_00, high=30_000_00))
    assert higher_of([narrow, *SPILLS]) == "M-11"


def test_only_amounts_in_fen_compare():
    share = Range(low=500, high=1000, measure=Measure.PERCENT_OF_COST)
    with pytest.raises(InputError, match=r"matter\.not_comparable"):
        higher_of([*SPILLS, ("M-04", share)])
    with pytest.raises(InputError, match=r"matter\.not_comparable"):
        higher_of([])
    assert higher_of([*SPILLS, ("M-04", share.in_fen(2_000_000_00))]) == "M-04"


def test_the_range_is_settled_by_party_and_situation():
    large = fine("large", PartyKind.ENTITY, Range(low=1, high=10), situation="大型")
    small = fine("small", PartyKind.ENTITY, Range(low=1, high=5), situation="其他")
    found = version(date(2020, 1, 1), None, large, small)
    assert found.range_for("entity") is None
    assert found.range_for("entity", "small") == small.range
    assert found.range_for("citizen", "small") is None
    assert found.range_for("entity", "large") == large.range
    assert found.range_for("entity", "medium") is None


def test_a_share_of_the_cost_needs_the_cost():
    share = fine(
        "entity",
        PartyKind.ENTITY,
        Range(low=5_00, high=10_00, measure=Measure.PERCENT_OF_COST),
    )
    found = version(date(2020, 1, 1), None, share)
    assert found.range_for("entity") is None
    assert found.range_for("entity", quantity=1_000_000_00) == Range(low=50_000_00, high=100_000_00)


def test_an_area_is_fined_per_square_metre_to_the_square_centimetre():
    per_metre = Range(low=500_00, high=2_000_00, measure=Measure.YUAN_PER_SQUARE_METRE)
    assert per_metre.in_fen(12_5000) == Range(low=6_250_00, high=25_000_00)
    with pytest.raises(InputError, match=r"matter\.nothing_assessed"):
        per_metre.in_fen(0)


@given(st.integers(1, 10**12), st.integers(0, 5_00), st.integers(0, 5_00))
def test_a_share_is_never_drawn_wider_than_the_law(cost, low, more):
    share = Range(low=low, high=low + more, measure=Measure.PERCENT_OF_COST)
    if -(-low * cost // 10_000) > (low + more) * cost // 10_000:
        with pytest.raises(InputError, match=r"matter\.share_below_a_fen"):
            share.in_fen(cost)
        return
    fen = share.in_fen(cost)
    assert fen.low * 10_000 >= low * cost
    assert fen.high * 10_000 <= (low + more) * cost
    assert (fen.low - 1) * 10_000 < low * cost
    assert (fen.high + 1) * 10_000 > (low + more) * cost


@pytest.mark.parametrize(
    ("low", "high", "measure", "code"),
    [
        (2, 1, Measure.YUAN, "matter.bad_range"),
        (-1, 1, Measure.YUAN, "matter.bad_range"),
        (0, 100_01, Measure.PERCENT_OF_COST, "matter.above_whole"),
    ],
)
def test_ranges_no_law_can_mean_are_refused(low, high, measure, code):
    with pytest.raises(ConfigurationError, match=code):
        Range(low=low, high=high, measure=measure)


def test_a_value_may_be_fined_several_times_over():
    assert Range(low=100_00, high=500_00, measure=Measure.PERCENT_OF_VALUE).high == 500_00


def test_a_fixed_price_outside_its_range_is_refused():
    with pytest.raises(ConfigurationError, match=r"matter\.fixed_outside"):
        fine("citizen", PartyKind.CITIZEN, Range(low=20_00, high=200_00), fixed=200_01)


# Tiers


BOUNDS = Range(low=100_00, high=1_000_00)


@pytest.mark.parametrize(
    ("tier", "low", "high"),
    [
        ("T0", 0, 0),
        ("Tx", 0, 99_99),
        ("T1", 100_00, 370_00),
        ("T2", 370_00, 730_00),
        ("T3", 730_00, 1_000_00),
    ],
)
def test_where_a_tier_lies(tier, low, high):
    assert tier_range(LADDER, BOUNDS, tier) == Range(low=low, high=high)


def test_an_unknown_tier_is_refused():
    with pytest.raises(InputError, match=r"benchmark\.unknown_tier"):
        tier_range(LADDER, BOUNDS, "T4")


def test_a_benchmark_may_let_optional_fines_begin_at_zero():
    from_zero = replace(LADDER, may_starts_at_zero=True)
    assert tier_range(from_zero, BOUNDS, "T1", Mode.MAY).low == 0
    assert tier_range(from_zero, BOUNDS, "T1", Mode.SHALL).low == 100_00
    assert tier_range(from_zero, BOUNDS, "T2", Mode.MAY).low == 370_00
    assert tier_range(LADDER, BOUNDS, "T1", Mode.MAY).low == 100_00


@pytest.mark.parametrize(("amount", "code"), [(1_000_01, "above_range"), (-1, "negative")])
def test_amounts_no_tier_holds_are_refused(amount, code):
    with pytest.raises(InputError, match=rf"benchmark\.{code}"):
        tier_of(LADDER, BOUNDS, amount)


@given(ranges, st.data())
def test_every_amount_lies_in_the_tier_it_is_told(bounds, data):
    amount = data.draw(st.integers(0, bounds.high))
    tier = tier_of(LADDER, bounds, amount)
    assert tier_range(LADDER, bounds, tier).holds(amount)


# Scores and suggestions


@pytest.mark.parametrize(
    ("tier", "points", "yuan"),
    [
        ("T1", 0, 100),
        ("T1", 50, 230),  # 235 lies halfway: down, for the party
        ("T1", 51, 240),  # 237.7
        ("T1", 100, 370),
        ("T2", 0, 370),
        ("T3", 100, 1_000),
    ],
)
def test_suggested_amounts_below_a_thousand_are_tens(tier, points, yuan):
    assert suggest(LADDER, BOUNDS, tier, points) == yuan * 100


@pytest.mark.parametrize(
    ("low", "high", "points", "yuan"),
    [
        (9_90, 19_90, 0, 990),
        (999, 2_999, 0, 1_000),
        (1_000, 11_000, 1, 1_050),  # 1,030
        (9_990, 19_990, 0, 10_000),
        (10_000, 110_000, 1, 10_300),
    ],
)
def test_steps_grow_with_the_amount(low, high, points, yuan):
    bounds = Range(low=low * 100, high=high * 100)
    assert suggest(LADDER, bounds, "T1", points) == yuan * 100


def test_rounding_never_leaves_the_tier():
    narrow = Range(low=20_00, high=50_00)
    assert suggest(LADDER, narrow, "T1", 100) == 29_00
    assert suggest(LADDER, narrow, "T2", 0) == 30_00


@given(ranges, inner_tiers, st.integers(0, 100))
def test_suggestions_stay_in_their_tier_and_grow_with_the_score(bounds, tier, points):
    amount = suggest(LADDER, bounds, tier, points)
    assert tier_range(LADDER, bounds, tier).holds(amount)
    if points:
        assert amount >= suggest(LADDER, bounds, tier, points - 1)


def test_a_share_is_assessed_before_an_amount_is_suggested():
    share = Range(low=5_00, high=10_00, measure=Measure.PERCENT_OF_COST)
    with pytest.raises(InputError, match=r"benchmark\.not_assessed"):
        suggest(LADDER, share, "T1", 0)


def test_factors_weigh_into_a_score():
    assert score(LADDER, {"quantity": 100, "attitude": 0}) == 60
    assert score(LADDER, {"quantity": 33, "attitude": 33}) == 33
    assert score(LADDER, {"quantity": 1, "attitude": 1}) == 1


@pytest.mark.parametrize(
    "marks",
    [{"quantity": 10}, {"quantity": 10, "attitude": 101}, {"quantity": 10, "attitude": 1, "x": 1}],
)
def test_every_factor_is_marked_once_on_the_scale(marks):
    with pytest.raises(InputError, match=r"benchmark\.marks"):
        score(LADDER, marks)


@pytest.mark.parametrize("points", [-1, 101])
def test_a_score_off_the_scale_is_refused(points):
    with pytest.raises(InputError, match=r"benchmark\.marks"):
        suggest(LADDER, BOUNDS, "T1", points)


def test_a_ladder_with_a_gap_or_wrong_weights_is_refused():
    with pytest.raises(ConfigurationError, match=r"benchmark\.tier_gap"):
        replace(LADDER, tiers=LADDER.tiers[:2])
    with pytest.raises(ConfigurationError, match=r"benchmark\.tier_gap"):
        replace(LADDER, tiers=(LADDER.tiers[0], LADDER.tiers[2]))
    with pytest.raises(ConfigurationError, match=r"benchmark\.weights"):
        replace(LADDER, factors=LADDER.factors[:1])
