"""Who may begin a second review is said beforehand as the road says it when it is begun."""

import pytest

from engine.free_reviewers import BEGIN, Bar, beginning_of_reviews
from engine.road import Done
from tests.bureau import Bureau, unmet

RECUSED = {
    "concerned": "p05",
    "recusal_ground": "interest",
    "recusal_facts": "持有竞争企业股份。",
    "recusal_reasons": "情况属实。",
}


def holding(bureau, who, role):
    bureau.change(who, roles=bureau.agency.person(bureau.person(who)).roles | {role})


@pytest.fixture
def bureau():
    """A bureau in which four more people are reviewers as well."""
    bureau = Bureau()
    for who in ("p02", "p04", "p06", "p14"):
        holding(bureau, who, "legal_reviewer")
    return bureau


def closed(bureau):
    """Carry a case through its self review to its closing; returns it."""
    return bureau.play(until="approve_closing").case


def bar(bureau, who, case=None):
    found = beginning_of_reviews(bureau.law, bureau.clock.date())
    return found.bar(bureau.agency.person(who), case)


def test_whoever_holds_no_reviewing_role_may_begin_no_review(bureau):
    bureau.change("p06", roles=frozenset({"legal_head"}))
    assert bar(bureau, "p06") == Bar(roles=("legal_reviewer",))
    assert bar(bureau, "p05") is None


def test_an_auditor_may_begin_none_whatever_else_he_is(bureau):
    assert "auditor" in bureau.agency.person("p14").roles
    assert bar(bureau, "p14") == Bar(part="auditor")


def test_somebody_recused_is_barred_from_that_case_alone(bureau):
    recused = bureau.play(until="submit_self_review").case_id
    bureau.must("order_recusal", "马立群", give=RECUSED)
    bureau.must("approve_closing")
    bureau.begin("m07", until="approve_closing")
    assert bar(bureau, "p05", bureau.road.case(recused)) == Bar(part="recused")
    assert bar(bureau, "p05", bureau.case) is None


def test_what_is_said_beforehand_is_what_the_road_says(bureau):
    case = closed(bureau)
    told = {who: bar(bureau, who, case) for who in ("p02", "p04", "p14", "p06")}
    assert {who: one and one.part for who, one in told.items()} == {
        "p02": "officer",
        "p04": "self_reviewer",
        "p14": "auditor",
        "p06": None,
    }
    for who, one in told.items():
        outcome = bureau.do(BEGIN, who, raw={}, track="dossier_review-1")
        assert isinstance(outcome, Done) == (one is None), (who, unmet(outcome))


def test_people_of_the_squad_in_charge_are_barred(bureau):
    case = closed(bureau)
    bureau.change("p05", squad=case.data.text("squad"))
    assert bar(bureau, "p05") is None
    assert bar(bureau, "p05", case) == Bar(part="own_squad")
