"""The monthly sample (案卷抽查): whole, fair, the same for everybody, and steered by nobody."""

import datetime as dt
import hashlib
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.legal_time import LEGAL_ZONE
from engine.sampling import Eligible, Rules, draw, freeze, seed_of
from engine.sampling_commitments import (
    Beacon,
    Commitment,
    check_new,
    commitment_of,
    month_span,
    standing,
)
from engine.sampling_record import Occasion, differences, sample, to_plain
from engine.sampling_reviewers import Reviewer, assign
from engine.sampling_seats import by_largest_remainder, by_lot
from tests.architecture.source_tree import ROOT

MONTH = "2026-03"
REDRAW = ROOT / "runtime" / "data" / "verifier" / "redraw.py"
RULES = Rules(size=25)
SECRET = "5a" * 32


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


def dossier(number, **facts):
    squad = facts.pop("squad", f"z{number % 10}")
    return Eligible(
        case=f"C{number:04d}",
        squad=squad,
        procedure=facts.pop("procedure", ("ordinary", "simple", "parking")[number % 3]),
        outcome=facts.pop("outcome", ("performed", "no_penalty")[number % 7 == 0]),
        closed_on=dt.date(2026, 3, 1 + number % 31),
        leaf=1000 + number,
        **facts,
    )


def seed(number=0):
    return hashlib.sha256(str(number).encode()).hexdigest()


def promise(person="p06", secret=SECRET, *, leaf=10, when="2026-02-27 16:00", **facts):
    return Commitment(
        month=MONTH,
        person=person,
        at=at(when),
        digest=commitment_of(MONTH, person, secret),
        leaf=leaf,
        rules=facts.pop("rules", RULES),
        **facts,
    )


def occasion(dossiers, **facts):
    plain = {
        "agency": "12330200MB15000110",
        "agency_name": "某局",
        "drawn_at": at("2026-04-01 09:00"),
        "drawn_by": "p06",
        "population": freeze(MONTH, dossiers),
        "commitments": (promise(),),
        "secrets": {"p06": SECRET},
        "beacon": "",
        "reviewers": tuple(Reviewer(id=f"r{n}") for n in range(4)),
    }
    return Occasion(**{**plain, **facts})


squads = st.sampled_from(["z1", "z2", "z3", "z4", "z5"])
months = st.lists(
    st.tuples(
        squads,
        st.sampled_from(["ordinary", "simple", "parking"]),
        st.sampled_from(["performed", "no_penalty", "withdrawn"]),
        st.sampled_from([(), (), (), ("remedy",), ("veto",)]),
    ),
    max_size=90,
).map(
    lambda found: [
        dossier(n, squad=s, procedure=p, outcome=o, flags=f) for n, (s, p, o, f) in enumerate(found)
    ]
)


# -- how many, and of whom --------------------------------------------------------------------


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


# -- seats ------------------------------------------------------------------------------------

weights = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 40))


@given(weights, st.integers(0, 60), st.integers(0, 10**9))
def test_shares_are_whole_add_up_and_lie_within_one_of_the_quota(found, seats, start):
    total = sum(found.values())
    for shares in (by_largest_remainder(found, seats), by_lot(found, seats, start)):
        assert sum(shares.values()) == min(seats, total)
        for name, weight in found.items():
            quota = Fraction(min(seats, total) * weight, total) if total else Fraction(0)
            assert abs(shares[name] - quota) < 1
            assert 0 <= shares[name] <= weight


@given(weights, st.integers(0, 60))
def test_over_all_starts_the_lot_gives_everybody_exactly_the_quota(found, seats):
    total = sum(found.values())
    assume(0 < total <= 120)
    given_ = Counter()
    for start in range(total):
        given_.update(by_lot(found, seats, start))
    assert all(given_[name] == min(seats, total) * weight for name, weight in found.items())


def test_largest_remainder_by_the_book():
    # 1000 votes, 5 seats: quotas 2.08, 1.65, 0.73, 0.54 -> 2, 2, 1, 0
    votes = {"a": 416, "b": 330, "c": 146, "d": 108}
    assert by_largest_remainder(votes, 5) == {"a": 2, "b": 2, "c": 1, "d": 0}


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


# -- who reviews ------------------------------------------------------------------------------


@settings(deadline=None)
@given(months, st.lists(st.sampled_from(["", "", "z1", "z2", "z9"]), min_size=1, max_size=6))
def test_nobody_reviews_the_own_squad_or_case_and_no_other_sharing_is_more_even(found, desks):
    people = [Reviewer(id=f"r{n}", squad=squad) for n, squad in enumerate(desks)]
    busy = [
        replace(one, people=frozenset({f"r{n % 7}"}) if n % 3 == 0 else frozenset())
        for n, one in enumerate(found)
    ]
    drawing = draw(freeze(MONTH, busy), RULES, seed())
    if not all(any(p.may(pick.dossier) for p in people) for pick in drawing.picks):
        with pytest.raises(InputError) as refused:
            assign(drawing, people)
        assert refused.value.code == "sampling.no_reviewer"
        return
    assigned = assign(drawing, people)
    by_id = {one.id: one for one in people}
    assert set(assigned) == {pick.dossier.case for pick in drawing.picks}
    for pick in drawing.picks:
        assert by_id[assigned[pick.dossier.case]].may(pick.dossier)
    loads = Counter(assigned.values())
    assert max(loads.values(), default=0) == least_heaviest(drawing, people)


def least_heaviest(drawing, people):
    """The smallest load the busiest can have: tried with matchings of growing capacity."""
    for capacity in range(len(drawing.picks) + 1):
        desks = {(p.id, seat): None for p in people for seat in range(capacity)}
        by_id = {p.id: p for p in people}

        def place(pick, seen, desks=desks, by_id=by_id):
            for desk, holder in desks.items():
                if desk in seen or not by_id[desk[0]].may(pick.dossier):
                    continue
                seen.add(desk)
                if holder is None or place(holder, seen):
                    desks[desk] = pick
                    return True
            return False

        if all(place(pick, set()) for pick in drawing.picks):
            return capacity
    raise AssertionError("nobody may review something")


def test_where_everybody_may_review_loads_differ_by_one_at_most():
    drawing = draw(freeze(MONTH, [dossier(n) for n in range(60)]), RULES, seed())
    for count in range(1, 8):
        loads = Counter(assign(drawing, [Reviewer(id=f"r{n}") for n in range(count)]).values())
        assert max(loads.values()) - min(loads.values()) <= 1
        assert sum(loads.values()) == 25


# -- who promised what when --------------------------------------------------------------------

BEACON = Beacon(source="体育彩票排列五第26090期", published_at=at("2026-04-02 20:30"))
POPULATION = freeze(MONTH, [dossier(n) for n in range(60)])


@pytest.mark.parametrize(
    ("promises", "code"),
    [
        ((), "sampling.uncommitted"),
        # after the first dossier of the month was closed: whoever chose could count
        ((promise(leaf=1001),), "sampling.committed_late"),
        ((promise(leaf=99999, when="2026-04-01 08:00"),), "sampling.committed_late"),
        # an outside value that was known when the secret was chosen
        (
            (
                promise(
                    leaf=99999,
                    when="2026-04-02 21:00",
                    beacon=BEACON,
                ),
            ),
            "sampling.committed_late",
        ),
        # an outside value of before the month was over
        (
            (
                promise(
                    leaf=2000,
                    when="2026-03-20 09:00",
                    beacon=Beacon(source="x", published_at=at("2026-03-31 20:30")),
                ),
            ),
            "sampling.committed_late",
        ),
    ],
)
def test_a_secret_chosen_when_the_month_could_be_known_draws_nothing(promises, code):
    with pytest.raises(InputError) as refused:
        standing(POPULATION, promises)
    assert refused.value.code == code


def test_a_promise_before_the_first_closing_counts_however_late_in_the_month():
    counted, over = standing(POPULATION, (promise(leaf=999, when="2026-03-01 08:00"),))
    assert (len(counted), over) == (1, ())


def test_a_late_promise_with_a_later_outside_value_takes_the_place_of_those_in_time():
    lost, late = promise(), promise("p14", leaf=5000, when="2026-04-01 09:00", beacon=BEACON)
    assert standing(POPULATION, (lost, late)) == ((late,), (lost,))


@pytest.mark.parametrize(
    ("wanted", "known", "code"),
    [
        (promise(leaf=1100), (), "sampling.committed_late"),
        (promise(secret="6b" * 32, leaf=12), (promise(),), "sampling.committed_twice"),
        (promise("p14", leaf=12, rules=Rules(size=24)), (promise(),), "sampling.rules_differ"),
        (promise("p14", leaf=12, beacon=BEACON), (promise(),), "sampling.beacon_differs"),
        # a second start after the outside value is out would be a second try
        (
            promise(
                "p14",
                leaf=6000,
                when="2026-04-03 09:00",
                beacon=replace(BEACON, published_at=at("2026-04-04 20:30")),
            ),
            (promise(leaf=5000, when="2026-04-01 09:00", beacon=BEACON),),
            "sampling.beacon_published",
        ),
    ],
)
def test_a_promise_that_would_not_count_is_refused_at_once(wanted, known, code):
    with pytest.raises(InputError) as refused:
        check_new(wanted, known, 1000)
    assert refused.value.code == code


def test_two_people_may_promise_so_that_neither_knows_the_seed():
    check_new(promise("p14", "6b" * 32, leaf=11), (promise(),), 1000)
    both = occasion(
        [dossier(n) for n in range(60)],
        commitments=(promise(), promise("p14", "6b" * 32, leaf=11)),
        secrets={"p06": SECRET, "p14": "6b" * 32},
    )
    alone = occasion([dossier(n) for n in range(60)])
    assert sample(both).drawing.seed != sample(alone).drawing.seed


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"secrets": {}}, "sampling.secret_missing"),
        ({"secrets": {"p06": "6b" * 32}}, "sampling.secret_wrong"),
        ({"secrets": {"p06": SECRET.upper()}}, "sampling.bad_secret"),
        ({"beacon": "7"}, "sampling.beacon_unasked"),
        ({"commitments": (promise(beacon=BEACON),)}, "sampling.beacon_missing"),
        ({"commitments": (promise(beacon=BEACON),), "beacon": "4"}, "sampling.beacon_early"),
    ],
)
def test_a_draw_wants_exactly_the_secrets_and_the_value_that_were_promised(facts, code):
    with pytest.raises(InputError) as refused:
        sample(occasion([dossier(n) for n in range(60)], **facts))
    assert refused.value.code == code


@pytest.mark.parametrize("given_", ["2026-13", "2026-3", "2026", "0000-01", "2026-03-01", "abc"])
def test_a_month_is_a_year_and_a_month(given_):
    with pytest.raises(InputError) as refused:
        month_span(given_)
    assert refused.value.code == "sampling.bad_month"


def test_a_month_ends_where_the_next_begins_on_the_legal_clock():
    assert month_span("2026-12") == (at("2026-12-01 00:00"), at("2027-01-01 00:00"))


# -- anybody can repeat it ----------------------------------------------------------------------


def recorded(number):
    rules = Rules(size=25, always=("remedy", "veto"))
    chance = random.Random(number)
    found = [
        dossier(
            n,
            squad=f"z{chance.randrange(10)}",
            flags=("remedy",) if chance.random() < 0.03 else (),
            people=frozenset({f"r{chance.randrange(4)}"}),
        )
        for n in range(chance.choice([3, 25, 26, 60, 300]))
    ]
    facts = {}
    if number % 3 == 0:
        late = promise("p14", leaf=5000, when="2026-04-01 09:00", beacon=BEACON, rules=rules)
        facts = {
            "commitments": (late,),
            "secrets": {"p14": SECRET},
            "beacon": "4 9 0 2 2",
            "drawn_at": at("2026-04-03 09:00"),
        }
    else:
        facts = {"commitments": (promise(rules=rules),)}
    people = (*(Reviewer(id=f"r{n}") for n in range(4)), Reviewer(id="r9", squad="z3"))
    return to_plain(sample(occasion(found, reviewers=people, **facts)))


def repeat(tmp_path, plain):
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", str(REDRAW), str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )


@pytest.mark.parametrize("number", range(6))
def test_a_second_program_written_from_the_page_alone_draws_the_same(tmp_path, number):
    plain = recorded(number)
    assert differences(plain) == ()
    done = repeat(tmp_path, plain)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("AGREES")


def swap_pick(plain):
    drawn = {one["case"] for one in plain["drawn"]}
    other = next(o["case"] for o in plain["population"]["dossiers"] if o["case"] not in drawn)
    plain["drawn"][0]["case"] = other


def hide_dossier(plain):
    drawn = {one["case"] for one in plain["drawn"]}
    kept = plain["population"]["dossiers"]
    kept.remove(next(one for one in kept if one["case"] not in drawn))


def other_secret(plain):
    plain["commitments"][0]["secret"] = "6b" * 32


def other_reviewer(plain):
    one, two = plain["drawn"][0], plain["drawn"][1]
    one["reviewer"] = two["reviewer"] = next(
        r["id"] for r in plain["reviewers"] if r["id"] not in (one["reviewer"], two["reviewer"])
    )


def later_promise(plain):
    plain["commitments"][0]["leaf"] = 10**6


def early_value(plain):
    plain["commitments"][0]["beacon"] = {"source": "x", "published_at": "2027-01-01T00:00:00+08:00"}
    plain["beacon"] = "4 9 0 2 2"


def other_number(plain):
    plain["rules"]["size"] = 24


@pytest.mark.parametrize(
    "steer",
    [
        swap_pick,
        hide_dossier,
        other_secret,
        other_reviewer,
        later_promise,
        early_value,
        other_number,
    ],
)
def test_a_steered_record_is_found_out_by_both_programs(tmp_path, steer):
    plain = json.loads(json.dumps(recorded(13)))
    assert len(plain["population"]["dossiers"]) > 25, "nothing to steer where all are taken"
    steer(plain)
    assert repeat(tmp_path, plain).returncode == 1
    try:
        assert differences(plain) != ()
    except InputError as refused:
        assert refused.code in {
            "sampling.secret_wrong",
            "sampling.committed_late",
            "sampling.beacon_early",
        }


def test_what_is_no_record_is_said_to_be_none(tmp_path):
    assert repeat(tmp_path, {"format": "anjuan-sample/2"}).returncode == 2
    assert repeat(tmp_path, []).returncode == 2
    with pytest.raises(InputError) as refused:
        differences({"format": "anjuan-sample/1"})
    assert refused.value.code == "sampling.unreadable"
