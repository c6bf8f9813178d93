"""Reviewers' scores and reasons: the figures by the book, the signals by their thresholds."""

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rater_agreement import agreement, interval_alpha
from engine.rater_quality import Grading, Kind, judge, tail
from engine.rater_severity import Spreads, inverted, leanings
from engine.rater_texts import pasted
from tests.panel_campaign import ANSWERS, honest, recall
from tests.panels import panel
from workflows.rater_data import load_raters

LIMITS = load_raters()
N = None
#: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers,
#: twelve units, some not valued; interval alpha .849.
PUBLISHED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)


def units_of(matrix):
    return [[row[at] for row in matrix if row[at] is not None] for at in range(len(matrix[0]))]


def test_alpha_is_that_of_the_published_example():
    assert round(interval_alpha(units_of(PUBLISHED)), 3) == 0.849


def by_pairs(units):
    """Alpha by its definition: squared differences over all pairs of values, one by one."""
    units = [u for u in units if len(u) > 1]
    values = [v for u in units for v in u]
    within = sum(
        sum((a - b) ** 2 for i, a in enumerate(u) for k, b in enumerate(u) if i != k) / (len(u) - 1)
        for u in units
    )
    across = sum((a - b) ** 2 for i, a in enumerate(values) for k, b in enumerate(values) if i != k)
    return 1 - (within / len(values)) / (across / (len(values) * (len(values) - 1)))


@given(st.lists(st.lists(st.integers(0, 200), max_size=5), min_size=2, max_size=12))
def test_alpha_is_what_counting_every_pair_gives(units):
    paired = [v for u in units if len(u) > 1 for v in u]
    if len(set(paired)) < 2:
        assert interval_alpha(units) is None
    else:
        assert math.isclose(interval_alpha(units), by_pairs(units), abs_tol=1e-9)


def test_alpha_of_an_independent_implementation():
    """Values of the package krippendorff 0.9.0 for five panels with gaps."""
    for seed, alpha in OUTSIDE.items():
        assert math.isclose(interval_alpha(units_of(outside_panel(seed))), alpha, abs_tol=1e-9)


def outside_panel(seed):
    chance = random.Random(seed)
    raters, units = chance.choice((2, 3, 5)), chance.choice((4, 9, 15))
    return [
        [150 + chance.randrange(50) if chance.random() < 0.8 else None for _ in range(units)]
        for _ in range(raters)
    ]


OUTSIDE = {
    1: 0.15065718189098787,
    2: -0.1964882943143813,
    3: -0.0709015529477901,
    4: -0.10192837465564741,
    5: 0.02530656659365793,
}


def test_the_interval_about_alpha_holds_it_and_narrows_with_more_dossiers():
    chance = random.Random(4)

    def units(count):
        found = {}
        for n in range(count):
            merit = chance.gauss(88, 6)
            found[f"C{n}"] = [merit + chance.gauss(0, 3) for _ in range(2)]
        return found

    few, many = agreement(units(8)), agreement(units(200))
    assert few.low <= few.alpha <= few.high
    assert many.high - many.low < few.high - few.low
    assert math.isclose(many.alpha, 36 / 45, abs_tol=0.1)  # merit's share of the variance
    assert agreement({"a": [90.0], "b": [80.0]}) is None


# -- leanings ---------------------------------------------------------------------------------


def test_a_leaning_is_told_from_the_merit_of_the_dossiers_on_the_desk():
    """A harsh desk with good dossiers has the same mean as a lenient one with bad ones."""
    chance = random.Random(8)
    totals = {}
    for n in range(120):
        merit = 95 if n % 2 else 85
        pair = ("harsh", "middle") if n % 2 else ("lenient", "middle")
        add = {"harsh": -5, "lenient": 5, "middle": 0}
        totals[f"C{n}"] = {who: merit + add[who] + chance.gauss(0, 2) for who in pair}
    found = leanings(totals, LIMITS.spreads)
    plain = {
        who: sum(t[who] for t in totals.values() if who in t) / 60 for who in ("harsh", "lenient")
    }
    assert abs(plain["harsh"] - plain["lenient"]) < 1
    assert found["lenient"].points - found["harsh"].points > 8
    assert found["lenient"].low > 0 > found["harsh"].high


def test_few_dossiers_prove_little():
    one = leanings({"C1": {"a": 87.0, "b": 82.0}}, LIMITS.spreads)
    assert 0 < one["a"].points < 2.5
    assert one["a"].low < 0 < one["a"].high


def test_the_solution_is_that_of_the_mixed_model_equations():
    """Henderson's equations written out whole and solved give the same leanings."""
    totals = {"C1": {"a": 90.0, "b": 84.0}, "C2": {"b": 77.0, "c": 82.0}, "C3": {"a": 95.0}}
    spreads = Spreads(dossiers=6, raters=4, chance=3)
    cases, raters = sorted(totals), ["a", "b", "c"]
    size = 1 + len(raters) + len(cases)
    matrix, right = [[0.0] * size for _ in range(size)], [0.0] * size
    for case, given_ in totals.items():
        for rater, value in given_.items():
            places = (0, 1 + raters.index(rater), 4 + cases.index(case))
            for row in places:
                right[row] += value
                for column in places:
                    matrix[row][column] += 1
    for n in range(3):
        matrix[1 + n][1 + n] += (3 / 4) ** 2
        matrix[4 + n][4 + n] += (3 / 6) ** 2
    whole = inverted(matrix)
    solved = [sum(a * b for a, b in zip(row, right, strict=True)) for row in whole]
    found = leanings(totals, spreads)
    mean = sum(solved[1:4]) / 3
    for n, rater in enumerate(raters):
        contrast = [0, *(float(k == n) - 1 / 3 for k in range(3))]
        variance = sum(contrast[i] * whole[i][k] * contrast[k] for i in range(4) for k in range(4))
        assert math.isclose(found[rater].points, solved[1 + n] - mean, abs_tol=1e-9)
        assert math.isclose(found[rater].doubt, 3 * math.sqrt(variance), abs_tol=1e-9)


# -- signals at their thresholds ----------------------------------------------------------------


def graded(rater, totals, *, turn=2, first=0, **facts):
    return [
        Grading(
            dossier=f"C{first + n}",
            rater=rater,
            turn=turn,
            total=float(total),
            deductions=facts.get("deductions", {"B1": 100.0 - total} if total < 100 else {}),
            reasons=facts.get("reasons", ()),
        )
        for n, total in enumerate(totals)
    ]


def kinds(gradings, rater="r"):
    return {s.kind for s in judge(gradings, LIMITS).signals if s.rater == rater}


OTHERS = graded("o", range(60, 100), first=100)


@pytest.mark.parametrize(
    ("same", "of", "signal"), [(5, 5, True), (4, 4, False), (4, 10, True), (3, 10, False)]
)
def test_identical_totals_from_four_in_ten_of_five_dossiers(same, of, signal):
    totals = [88] * same + [70 + 2 * n for n in range(of - same)]
    assert (Kind.IDENTICAL in kinds([*graded("r", totals), *OTHERS])) is signal


def test_full_marks_that_everybody_gives_accuse_nobody():
    easy = graded("o", [100] * 30, first=200)
    assert kinds([*graded("r", [100] * 8), *easy]) == set()


@pytest.mark.parametrize(
    ("totals", "signal"),
    [
        ([88, 89, 88, 89, 90, 88, 89, 90], True),
        ([88, 89, 88, 89, 90, 88, 89], False),  # seven
        ([84, 92, 88, 89, 90, 88, 89, 90], False),  # spread 2.3
    ],
)
def test_low_spread_below_one_and_a_half_from_eight_dossiers(totals, signal):
    assert (Kind.LOW_SPREAD in kinds([*graded("r", totals), *OTHERS])) is signal


@pytest.mark.parametrize(("more", "kind"), [(9, Kind.LENIENT), (-9, Kind.HARSH), (4, None)])
def test_leaning_of_more_than_five_points_against_colleagues_on_the_same_dossiers(more, kind):
    base = [70, 74, 78, 82, 86, 75, 79, 83]
    mine = graded("r", [t + more for t in base])
    found = kinds([*mine, *graded("o", base, turn=3), *graded("p", base, turn=4)])
    assert found & {Kind.LENIENT, Kind.HARSH} == ({kind} if kind else set())


def test_without_dossiers_in_common_nobody_is_called_lenient():
    assert not kinds([*graded("r", [99, 98, 97, 99.5, 96]), *OTHERS]) & {Kind.LENIENT}


def test_more_than_half_without_a_deduction():
    clean = [*graded("r", [100, 100, 100, 100, 80]), *OTHERS]
    assert Kind.NO_DEDUCTIONS in kinds(clean)
    half = [*graded("r", [100, 100, 100, 80, 81, 82]), *OTHERS]
    assert Kind.NO_DEDUCTIONS not in kinds(half)


def test_sheets_copied_from_the_squads_own_review():
    own = [
        *(g for n in range(8) for g in graded("s", [90 - n], turn=1, first=n)),
        *graded("s", [88] * 20, turn=1, first=50),
    ]
    copied = [replace(g, rater="r", turn=2) for g in own[:8]]
    differing = [replace(g, rater="o", turn=2, deductions={"E3": 4.0}) for g in own[8:]]
    assert Kind.COPIED_SCORES in kinds([*own, *copied, *differing])
    assert Kind.COPIED_SCORES not in kinds([*own, *copied, *differing], "o")


def test_a_gap_of_more_than_ten_points_calls_for_a_third_reviewer():
    pair = [*graded("s", [95, 95], turn=1), *graded("r", [85, 84.5])]
    assert judge(pair, LIMITS).gaps == (("C1", -10.5),)


# -- reasons ----------------------------------------------------------------------------------

LONG = "现场检查笔录没有写明检查的结束时间，应当补正"


def reasons(*texts):
    found = {f"C{n}": (text,) for n, text in enumerate(texts)}
    return pasted(found, least=3, shortest=12, similar=0.85, near_share=0.4)


def test_the_same_reason_in_three_dossiers_is_pasted_in_two_it_is_not():
    (found,) = reasons(LONG, LONG, LONG)
    assert (found.exact, found.dossiers) == (True, ("C0", "C1", "C2"))
    assert reasons(LONG, LONG, "告知书没有写明陈述申辩的期限起止") == ()


def test_page_numbers_and_points_changed_do_not_hide_a_paste():
    told = [f"第{n}页：现场检查笔录没有写明检查的结束时间， 应当补正！" for n in (3, 17, 25)]
    (found,) = reasons(*told)
    assert not found.exact


def test_short_reasons_are_everybodys():
    assert reasons("缺少签名", "缺少签名", "缺少签名") == ()


def test_what_colleagues_write_as_well_is_the_standards_text():
    mine = graded("r", [90, 88, 86, 84], reasons=(LONG,))
    assert Kind.COPIED_REASONS in kinds([*mine, *OTHERS])
    theirs = graded("o", [90], first=300, reasons=(LONG,))
    assert Kind.COPIED_REASONS not in kinds([*mine, *theirs])


@given(st.integers(1, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_the_tail_of_the_binomial(tries, hits, chance):
    hits = min(hits, tries)
    rest = math.fsum(
        math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(hits)
    )
    assert math.isclose(tail(tries, hits, chance), 1 - rest, abs_tol=1e-9)


# -- a share of the campaign ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "strength"),
    [
        ("lenient", 12),
        ("harsh", 8),
        ("identical", 0.8),
        ("no_deductions", 0.8),
        ("copied_scores", 1.0),
        ("copied_reasons", 0.6),
    ],
)
def test_strong_planted_graders_are_found_in_every_panel(kind, strength):
    found, others = recall(kind, strength, 12, 6)
    assert found == 6
    assert others <= 1
    assert kind in ANSWERS


def test_honest_panels_are_left_alone():
    assert sum(honest(12, 12).values()) <= 1


def test_a_simulated_panel_is_the_same_every_time():
    assert panel("x", planted=(("harsh", 6),)) == panel("x", planted=(("harsh", 6),))
