"""The monthly sample (案卷抽查): its number, everybody's chance, and the same for everybody."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.sampling import Rules, draw, freeze, seed_of
from tests.draws import MONTH, RULES, SECRET, dossier, months, seed


@given(months, st.integers(1, 40), st.booleans(), st.integers(0, 99))
def test_a_sample_is_exactly_its_number_or_all_and_says_which(found, size, flagged, at_seed):
    rules = Rules(size=size, always=("remedy", "veto") if flagged else ())
    population = freeze(MONTH, found)
    drawing = draw(population, rules, seed(at_seed))
    forced = [one for one in found if set(one.flags) & set(rules.always)]
    served = {one.squad for one in forced}
    uncovered = {one.squad for one in found} - served
    needed = len(forced) + len(uncovered)
    if len(found) <= size:
        assert (len(drawing.picks), drawing.reason) == (len(found), "all")
    elif needed <= size:
        assert (len(drawing.picks), drawing.reason) == (size, "number")
    else:
        assert len(drawing.picks) == needed
        assert drawing.reason == ("squads" if uncovered else "flagged")
    taken = {pick.dossier.case for pick in drawing.picks}
    assert len(taken) == len(drawing.picks)
    assert {pick.dossier.squad for pick in drawing.picks} == {one.squad for one in found}
    assert {one.case for one in forced} <= taken
    assert sum(seat.drawn for seat in drawing.seats) == len(drawing.picks)
    assert sum(seat.dossiers for seat in drawing.seats) == len(found)
    assert all(seat.drawn <= seat.dossiers for seat in drawing.seats)


@given(months, st.randoms(use_true_random=False))
def test_the_order_in_which_dossiers_come_changes_nothing(found, shuffler):
    other = list(found)
    shuffler.shuffle(other)
    one, two = freeze(MONTH, found), freeze(MONTH, other)
    assert one == two
    assert one.root == two.root
    assert draw(one, RULES, seed()) == draw(two, RULES, seed())


def test_one_dossier_more_or_one_of_another_outcome_changes_the_root_and_the_seed():
    found = [dossier(n) for n in range(60)]
    before = freeze(MONTH, found)
    for changed in (
        [*found, dossier(60)],
        found[1:],
        [replace(found[0], outcome="withdrawn"), *found[1:]],
        [replace(found[0], flags=("remedy",)), *found[1:]],
    ):
        after = freeze(MONTH, changed)
        assert after.root != before.root
        assert seed_of("a", after, RULES, [SECRET]) != seed_of("a", before, RULES, [SECRET])


def test_every_part_of_the_draw_is_in_the_seed():
    population = freeze(MONTH, [dossier(n) for n in range(60)])
    plain = seed_of("a", population, RULES, [SECRET])
    others = {
        seed_of("b", population, RULES, [SECRET]),
        seed_of("a", population, Rules(size=26), [SECRET]),
        seed_of("a", population, Rules(size=25, always=("veto",)), [SECRET]),
        seed_of("a", population, RULES, [SECRET[::-1]]),
        seed_of("a", population, RULES, [SECRET, SECRET]),
        seed_of("a", population, RULES, [SECRET], "03 11 19 22 28 30 + 07"),
    }
    assert len(others) == 6
    assert plain not in others


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([dossier(1), dossier(1)], "sampling.twice"),
        ([replace(dossier(1), closed_on=dt.date(2026, 4, 1))], "sampling.other_month"),
        ([replace(dossier(1), closed_on=dt.date(2026, 2, 28))], "sampling.other_month"),
    ],
)
def test_a_population_is_one_month_and_lists_nothing_twice(found, code):
    with pytest.raises(InputError) as refused:
        freeze(MONTH, found)
    assert refused.value.code == code


# -- chance -----------------------------------------------------------------------------------


def chi_square(observed, expected):
    return sum((observed[k] - e) ** 2 / e for k, e in expected.items())


def test_within_a_squad_every_dossier_is_drawn_as_often_as_any_other():
    """400 simulated months of 80 dossiers: chi-square below its 99.9 % point (75 degrees: 118.6).

    Degrees are dossiers less squads; seeds are fixed, so the figure is always the same.
    """
    found = [dossier(n, squad=f"z{n % 4}") for n in range(79)]
    population = freeze(MONTH, found)
    drawn, seats = Counter(), Counter()
    for number in range(400):
        drawing = draw(population, Rules(size=20), seed(number))
        drawn.update(pick.dossier.case for pick in drawing.picks)
        seats.update(pick.dossier.squad for pick in drawing.picks)
    sizes = Counter(one.squad for one in found)
    expected = {one.case: seats[one.squad] / sizes[one.squad] for one in found}
    assert chi_square(drawn, expected) < 118.6
    assert min(drawn.values()) > 0  # the rarest outcome, too, is looked at


def test_squads_have_seats_in_proportion_and_a_small_one_has_one():
    found = [dossier(n, squad="big") for n in range(90)] + [dossier(200, squad="small")]
    drawing = draw(freeze(MONTH, found), RULES, seed())
    assert Counter(pick.dossier.squad for pick in drawing.picks) == {"big": 24, "small": 1}
