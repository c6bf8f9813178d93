"""The sample in a bureau: what a month holds, when promises are taken, what the journal keeps."""

import json
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.journal import Act, note, read_journal
from engine.record import canonical
from engine.sampling_commitments import Beacon
from engine.sampling_draws import draws_in
from engine.sampling_record import to_plain
from runtime.left_out import LeftOut, left_out
from runtime.sampling import commit, compared, draw, population_of, read_record, repeated
from tests.bureau import Bureau
from tests.playbook import moment, script

SECRET = "5a" * 32
#: The shipped settings hold: there is no folder of a bureau's own.
NOWHERE = Path("no such workspace")


EXAMPLES = ("m11", "m07")
CLOSED = {"closed"}


@pytest.fixture(scope="module")
def closed():
    """A bureau whose penalty case and no-penalty case went to their ends, and when they closed."""
    bureau = Bureau()
    return bureau, run(bureau)


class Place:
    """A workspace as far as sampling asks for one, with a clock to set."""

    def __init__(self, bureau, at):
        self.store, self.blobs, self.agency = bureau.store, bureau.blobs, bureau.agency
        self.law, self.road = bureau.law, bureau.road
        self.clock = at
        self.root = NOWHERE

    def now(self):
        return self.clock


def person(place, who):
    return place.agency.person(who)


def run(bureau):
    """Carry out the examples; returns when each case was closed."""
    found = {}
    for name in EXAMPLES:
        bureau.begin(name, until=script(name)[-1].trigger)
        event = next(e for e in bureau.case.events if e.target in CLOSED)
        found[bureau.case_id] = event.at
    return found


def after(month):
    year, number = int(month[:4]), int(month[5:])
    return moment(f"{year + number // 12}-{number % 12 + 1:02d}-01 09:00")


@pytest.fixture(scope="module")
def months(closed):
    return sorted({f"{at:%Y-%m}" for at in closed[1].values()})


def test_a_month_holds_what_was_closed_in_it_and_nothing_else(closed, months):
    bureau, found = closed
    with bureau.store.read() as view:
        for month in months:
            population = population_of(view, month)
            wanted = sorted(case for case, at in found.items() if f"{at:%Y-%m}" == month)
            assert [one.case for one in population.dossiers] == wanted
        assert population_of(view, "2025-01").dossiers == ()
        assert population_of(view, "2031-01").dossiers == ()


def test_a_dossier_is_of_its_squad_procedure_and_outcome_and_knows_its_officers(closed, months):
    bureau, _ = closed
    with bureau.store.read() as view:
        told = [one for month in months for one in population_of(view, month).dossiers]
    assert {(one.procedure, one.outcome) for one in told} == {
        ("ordinary", "performed"),
        ("ordinary", "no_penalty"),
    }
    for one in told:
        case = bureau.road.case(one.case)
        assert one.squad == case.data.text("squad")
        assert set(case.officers()) <= one.people
        assert "p06" not in one.people


def test_a_secret_promised_before_the_first_closing_draws_and_everything_is_on_record(months):
    bureau = Bureau()
    place = Place(bureau, moment("2025-12-31 16:00"))
    for month in months:
        made = commit(place, month, person(place, "p06"), SECRET)
        assert made.at == place.now()
    run(bureau)
    month = months[0]
    place.clock = after(month)
    found, record = draw(place, month, person(place, "p14"), {"p06": SECRET})
    plain = read_record(record.decode())
    assert repeated(plain) == ()
    assert compared(place, plain) == ()
    with bureau.store.read() as view:
        entries = read_journal(view)
    (drawn,) = draws_in(entries)
    assert drawn.reviewers == dict(found.reviewers)
    assert bureau.blobs.get(drawn.digest) == record == canonical(plain)
    assert [e.act for e in entries].count(Act.SAMPLE_PROMISED) == len(months)
    with pytest.raises(InputError) as again:
        draw(place, month, person(place, "p14"), {"p06": SECRET})
    assert again.value.code == "sampling.drawn_already"
    for part, broken in (
        ("population", {**plain, "population": {**plain["population"], "root": "00" * 32}}),
        ("commitments", {**plain, "commitments": []}),
        ("journal", {**plain, "drawn_by": "p05"}),
    ):
        assert part in compared(place, json.loads(json.dumps(broken)))


def test_a_secret_is_taken_too_late_once_the_month_can_be_known(closed, months):
    bureau, found = closed
    place = Place(bureau, max(found.values()))
    month = f"{max(found.values()):%Y-%m}"
    with pytest.raises(InputError) as late:
        commit(place, month, person(place, "p06"), SECRET)
    assert late.value.code == "sampling.committed_late"
    place.clock = after(month)
    with pytest.raises(InputError) as none:
        draw(place, month, person(place, "p06"), {})
    assert none.value.code == "sampling.uncommitted"
    outside = Beacon(source="排列五", published_at=after(month).replace(hour=20))
    commit(place, month, person(place, "p06"), SECRET, outside)
    place.clock = outside.published_at
    sample, _ = draw(place, month, person(place, "p06"), {"p06": SECRET}, beacon="4 9 0 2 2")
    assert sample.rules.size == 25
    assert months


@pytest.mark.parametrize(
    ("who", "at", "code"),
    [("p02", "2030-01-01 09:00", "sampling.may_not"), ("p06", None, "sampling.month_running")],
)
def test_a_draw_waits_for_the_months_end_and_for_whoever_may(closed, who, at, code):
    bureau, found = closed
    last = max(found.values())
    place = Place(bureau, moment(at) if at else last)
    with pytest.raises(InputError) as refused:
        draw(place, f"{last:%Y-%m}", person(place, who), {})
    assert refused.value.code == code


def test_a_dossier_of_an_earlier_sample_is_not_drawn_from_again():
    bureau = Bureau()
    found = run(bureau)
    case, at = max(found.items(), key=lambda one: one[1])
    with bureau.store.write() as unit:
        facts = {"month": "2025-12", "reviewers": {case: "p05"}, "digest": ""}
        note(unit, Act.SAMPLE_DRAWN, at=at, actor="p06", facts=facts)
    with bureau.store.read() as view:
        assert case not in {one.case for one in population_of(view, f"{at:%Y-%m}").dossiers}


# -- who reviews ----------------------------------------------------------------------------------


@pytest.fixture
def promised(months):
    """A bureau without cases, and the month it promised a secret for."""
    bureau = Bureau()
    place = Place(bureau, moment("2025-12-31 16:00"))
    commit(place, months[0], person(place, "p06"), SECRET)
    return bureau, place, months[0]


def drawn(bureau, place, month, *names):
    place.agency, place.clock = bureau.agency, after(month)
    people = [person(place, who) for who in names]
    return draw(place, month, person(place, "p06"), {"p06": SECRET}, reviewers=people)[0]


def holding(bureau, who, *roles):
    bureau.change(who, roles=bureau.agency.person(who).roles | {*roles})


def test_nobody_is_named_to_review_who_may_begin_no_review(promised):
    bureau, place, month = promised
    run(bureau)
    holding(bureau, "p14", "legal_reviewer")
    for who, code in (("p06", "sampling.reviewer_role"), ("p14", "sampling.reviewer_part")):
        with pytest.raises(InputError) as refused:
            drawn(bureau, place, month, "p05", who)
        assert (refused.value.code, refused.value.facts["person"]) == (
            code,
            bureau.agency.person(who).name,
        )


def test_without_names_those_who_may_begin_none_are_left_out(promised):
    bureau, place, month = promised
    run(bureau)
    holding(bureau, "p14", "legal_reviewer")
    found = drawn(bureau, place, month)
    assert [one.id for one in found.occasion.reviewers] == ["p05"]


@pytest.mark.parametrize("left", [("p06",), ()])
def test_a_recused_reviewer_is_left_out_of_that_dossier_and_it_is_said_why(promised, left):
    bureau, place, month = promised
    holding(bureau, "p06", "legal_reviewer")
    bureau.play(until="submit_self_review")
    told = {"recusal_ground": "interest", "recusal_facts": "持有竞争企业股份。"}
    reasons = {"concerned": "p05", "recusal_reasons": "情况属实。"}
    bureau.must("order_recusal", "马立群", give=told | reasons)
    case = bureau.must("approve_closing").case.id
    if not left:
        with pytest.raises(InputError) as refused:
            drawn(bureau, place, month, "p05")
        assert (refused.value.code, refused.value.facts["case"]) == ("sampling.no_reviewer", case)
        return
    found = drawn(bureau, place, month, "p05", *left)
    assert dict(found.reviewers) == {case: "p06"}
    assert left_out(place, found) == (LeftOut(case=case, person="p05", part="recused"),)
    assert repeated(to_plain(found)) == ()
