"""Who promised which secret when: nobody who could know the month steers its sample."""

from dataclasses import replace

import pytest

from engine.errors import InputError
from engine.sampling import Rules, freeze
from engine.sampling_commitments import Beacon, check_new, month_span, standing
from engine.sampling_record import sample
from tests.draws import BEACON, MONTH, SECRET, at, dossier, occasion, promise

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
