"""Old law and new, one norm and another: what APL 29 and 37 say of texts as values."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.citation import Citation
from engine.errors import ConfigurationError, NotFoundError
from engine.fine_ranges import Measure, Mode, Range
from engine.law_choice import (
    FineFacts,
    Governing,
    Norm,
    Respect,
    compare_texts,
    heaviest,
    range_for,
)
from engine.matters import Element, FineRange, Matter, MatterVersion, PartyKind, PenaltyKind
from workflows.matter_data import load_matters

ACT, DECIDED, CHANGE = date(2023, 4, 20), date(2024, 3, 1), date(2023, 5, 1)
CITIZEN = FineFacts(party="citizen")


def fine(low, high, **more):
    given = {"id": "citizen", "party": PartyKind.CITIZEN, "mode": Mode.SHALL}
    bounds = Range(low=low * 100, high=high * 100)
    return FineRange(**({**given, "range": bounds, "correction_first": False} | more))


def text(since, *fines, until=None, kinds=(PenaltyKind.FINE,), **more):
    return MatterVersion(
        matter_id="M",
        valid_from=since,
        valid_to=until,
        breached=(),
        penalty=(Citation(law="条例", article=1),),
        kinds=kinds,
        ranges=fines,
        elements=(Element(id="act", text="行为"),),
        **more,
    )


def matter(*versions, matter_id="M"):
    given = {"name": "事项", "field": "市容", "benchmark": "b", "limitation": "D30"}
    return Matter(id=matter_id, versions=versions, **given)


def compared(old, new, facts=CITIZEN, **more):
    """The outcome for an act under `old` decided under `new` (fines of the party)."""
    first = text(date(2012, 1, 1), *old, until=date(2023, 4, 30), **more.get("before", {}))
    versions = (first,) if new is None else (first, text(CHANGE, *new, **more.get("after", {})))
    changed = matter(*versions)
    return compare_texts({"M": changed}, changed, (ACT, DECIDED), facts)


@pytest.mark.parametrize(
    ("new", "outcome"),
    [
        ((50, 200), Governing.AT_ACT),  # the same bounds: nothing is lighter, so the old text
        ((50, 199), Governing.AT_DECISION),
        ((50, 201), Governing.AT_ACT),
        ((49, 200), Governing.AT_DECISION),
        ((51, 200), Governing.AT_ACT),
        ((100, 150), Governing.AT_DECISION),  # the upper bound decides before the lower
        ((0, 500), Governing.AT_ACT),
    ],
)
def test_the_lighter_text_governs_by_upper_bound_then_by_lower(new, outcome):
    found = compared([fine(50, 200)], [fine(*new)])
    assert found.outcome is outcome
    governing = found.governing()
    assert governing is (found.at_act if outcome is Governing.AT_ACT else found.at_decision)


def test_an_unchanged_text_is_not_compared():
    same = matter(text(date(2012, 1, 1), fine(50, 200)))
    found = compare_texts({"M": same}, same, (ACT, DECIDED), CITIZEN)
    assert (found.outcome, found.governing()) == (Governing.SAME, found.at_act)


def test_an_act_the_law_no_longer_knows_is_not_punished():
    found = compared([fine(50, 200)], None)
    assert (found.outcome, found.governing()) == (Governing.LAPSED, None)


def test_a_text_that_no_longer_reaches_the_party_spares_it():
    found = compared([fine(50, 200)], [fine(50, 200, id="entity", party=PartyKind.ENTITY)])
    assert found.outcome is Governing.LAPSED


@pytest.mark.parametrize(
    ("old", "new", "respect"),
    [
        ({}, {"mode": Mode.MAY}, Respect.MODE),
        ({}, {"correction_first": True}, Respect.CORRECTION),
    ],
)
def test_may_and_an_order_first_are_lighter(old, new, respect):
    found = compared([fine(50, 200, **old)], [fine(50, 200, **new)])
    assert (found.outcome, found.lighter) == (Governing.AT_DECISION, (respect,))
    back = compared([fine(50, 200, **new)], [fine(50, 200, **old)])
    assert (back.outcome, back.heavier) == (Governing.AT_ACT, (respect,))


def test_a_kind_of_penalty_more_is_heavier_and_one_less_lighter():
    more = {"kinds": (PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS)}
    assert compared([fine(50, 200)], [fine(50, 200)], after=more).outcome is Governing.AT_ACT
    assert compared([fine(50, 200)], [fine(50, 200)], before=more).outcome is Governing.AT_DECISION


def test_what_is_lighter_here_and_heavier_there_is_left_to_people():
    more = {"kinds": (PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS)}
    found = compared([fine(50, 200)], [fine(50, 100)], after=more)
    assert found.outcome is Governing.OPEN
    assert (found.lighter, found.heavier) == ((Respect.UPPER,), (Respect.KINDS,))
    assert found.governing() is None
    assert found.governing("law_at_act") is found.at_act
    assert found.governing("law_at_decision") is found.at_decision
    other = {"kinds": (PenaltyKind.FINE, PenaltyKind.HALT_BUSINESS)}
    assert (
        compared([fine(5, 20)], [fine(5, 10)], before=more, after=other).outcome is Governing.OPEN
    )


def test_a_choice_changes_nothing_where_the_law_answers():
    found = compared([fine(50, 200)], [fine(50, 100)])
    assert found.governing("law_at_act") is found.at_decision


def test_yuan_and_a_share_are_compared_once_the_cost_is_assessed():
    share = fine(5, 10, range=Range(low=500, high=1000, measure=Measure.PERCENT_OF_COST))
    assert compared([fine(50, 200)], [share]).outcome is Governing.OPEN
    small = FineFacts(party="citizen", base=1_000_00)
    assert compared([fine(50, 200)], [share], small).outcome is Governing.AT_DECISION
    large = FineFacts(party="citizen", base=10_000_00)
    assert compared([fine(50, 200)], [share], large).outcome is Governing.AT_ACT


def test_two_shares_are_compared_without_an_assessment():
    def share(high):
        return fine(5, 10, range=Range(low=0, high=high, measure=Measure.PERCENT_OF_COST))

    assert compared([share(1000)], [share(500)]).outcome is Governing.AT_DECISION


def test_situations_are_compared_once_they_are_named():
    old = [fine(50, 200, id="a", situation="大型"), fine(10, 20, id="b", situation="小型")]
    new = [fine(50, 100, id="a", situation="大型"), fine(10, 30, id="b", situation="小型")]
    assert compared(old, new).outcome is Governing.OPEN
    large, small = (FineFacts(party="citizen", situation=s) for s in ("大型", "小型"))
    assert compared(old, new, large).outcome is Governing.AT_DECISION
    assert compared(old, new, small).outcome is Governing.AT_ACT


def test_warnings_alone_are_the_same_until_a_kind_changes():
    warning = {"kinds": (PenaltyKind.WARNING,)}
    assert compared([], [], before=warning, after=warning).outcome is Governing.AT_ACT


def test_an_act_without_a_basis_on_its_day_cannot_be_compared():
    late = matter(text(CHANGE, fine(50, 200)))
    with pytest.raises(NotFoundError, match=r"matter\.not_in_force"):
        compare_texts({"M": late}, late, (ACT, DECIDED), CITIZEN)


def test_the_seed_regulation_repealed_in_2023_is_carried_on_by_the_law(  # T11, T12
):
    matters = load_matters()
    found = compare_texts(matters, matters["M-01"], (ACT, DECIDED), CITIZEN)
    assert found.at_decision.matter_id == "M-02"
    assert (found.outcome, found.heavier) == (Governing.AT_ACT, (Respect.KINDS, Respect.UPPER))
    assert range_for(found.governing(), CITIZEN) == Range(low=50_00, high=200_00)
    assert matters["M-01"].versions[0].yields_to == ("M-02",)


# Ranges


def test_an_area_is_written_in_square_metres():
    per_metre = Range(low=500_00, high=2_000_00, measure=Measure.YUAN_PER_SQUARE_METRE)
    version = text(CHANGE, fine(1, 2, range=per_metre))
    facts = FineFacts(party="citizen", base=12_50)
    assert range_for(version, facts) == Range(low=6_250_00, high=25_000_00)
    assert range_for(version, CITIZEN) is None


@pytest.mark.parametrize("named", ["大型", "a"])
def test_a_situation_is_named_by_its_words_or_its_id(named):
    version = text(
        CHANGE, fine(50, 200, id="a", situation="大型"), fine(1, 2, id="b", situation="小型")
    )
    found = range_for(version, FineFacts(party="citizen", situation=named))
    assert found == Range(low=50_00, high=200_00)
    assert range_for(version, CITIZEN) is None
    assert range_for(version, FineFacts(party="citizen", situation="别的")) is None


def test_a_lower_norm_that_leaves_the_higher_law_is_no_norm():
    higher = Range(low=100_00, high=500_00)
    assert fine(100, 500, higher=higher).range.within(higher)
    for low, high in ((99, 500), (100, 501)):
        with pytest.raises(ConfigurationError, match=r"matter\.outside_higher"):
            fine(low, high, higher=higher)
    with pytest.raises(ConfigurationError, match=r"matter\.outside_higher"):
        fine(100, 500, higher=replace(higher, measure=Measure.PERCENT_OF_VALUE))


# One act, several norms


def norm(name, low, high):
    return Norm(matter=name, range=Range(low=low, high=high))


def test_the_heavier_norm_is_taken_by_upper_bound_then_by_lower():
    m11, m12 = norm("M-11", 5_000, 50_000), norm("M-12", 2_000, 20_000)
    assert heaviest([m12, m11]) is m11
    assert heaviest([norm("a", 1, 10), norm("b", 2, 10)]).matter == "b"
    assert heaviest([norm("a", 1, 10), norm("b", 1, 10)]).matter == "a"


bounds = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)


@given(old=bounds, new=bounds)
def test_no_party_fares_worse_than_under_the_law_of_its_act(old, new):
    """APL 37: the governing text never has a higher upper bound than the one at the act."""
    old[1], new[1] = old[1] + 1, new[1] + 1
    found = compared([fine(*old)], [fine(*new)])
    governing = found.governing()
    assert governing.ranges[0].range.high <= old[1] * 100
    assert (governing.ranges[0].range.high, governing.ranges[0].range.low) == min(
        (old[1] * 100, old[0] * 100), (new[1] * 100, new[0] * 100)
    )
