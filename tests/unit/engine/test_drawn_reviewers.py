"""Whom a sample drew is asked of the draws on record: those made before, none made later."""

import datetime as dt

import pytest

from engine.audit import bench_over
from engine.audit_law import rejudge
from engine.journal import Act, note
from engine.looking_back import look_back
from engine.road import Done
from engine.sampling_draws import drawn_reviewer
from tests.bureau import Bureau, intake

FIRST, SECOND = dt.timedelta(minutes=10), dt.timedelta(minutes=20)
INSTEAD = {"改由他人评查的理由": "孙静怡外出学习。"}


def entered(bureau, person, after):
    """Enter a draw that names the bureau's dossier; returns its moment."""
    at = bureau.clock + after
    facts = {"month": "2026-04", "digest": "0" * 64, "reviewers": {bureau.case_id: person}}
    with bureau.store.write() as unit:
        note(unit, Act.SAMPLE_DRAWN, at=at, actor="p06", facts=facts)
    return at


@pytest.fixture
def closed():
    bureau = Bureau()
    bureau.change("何鸿", roles=bureau.agency.person("p06").roles | {"legal_reviewer"})
    return bureau.play(until="approve_closing")


def begun(bureau, person, raw=None):
    return bureau.do("start_second_review", person, raw=raw or {}, track="dossier_review-1")


def test_nobody_is_named_for_a_case_that_was_not_drawn(closed):
    entered(closed, "p05", FIRST)
    with closed.store.read() as view:
        assert drawn_reviewer(view, "2026-999999") == ""


def test_only_draws_before_a_place_or_a_moment_count_and_the_last_of_them(closed):
    first, second = entered(closed, "p05", FIRST), entered(closed, "p06", SECOND)
    with closed.store.read() as view:
        size = view.ledger_head().size
        wanted = {size: "p06", size - 1: "p05", size - 2: ""}
        assert {leaf: drawn_reviewer(view, closed.case_id, leaf=leaf) for leaf in wanted} == wanted
        instant = dt.timedelta(seconds=1)
        moments = {second: "p06", second - instant: "p05", first: "p05", first - instant: ""}
        found = {at: drawn_reviewer(view, closed.case_id, until=at) for at in moments}
        assert found == moments


def test_the_desk_of_a_past_moment_knows_no_later_draw(closed):
    at = entered(closed, "p05", FIRST)
    begin = at - dt.timedelta(seconds=1)
    told = {
        when: look_back(
            closed.road, closed.case_id, when, intake(), lambda _: closed.agency
        ).desk.drawn_for()
        for when in (begin, at)
    }
    assert told == {begin: "", at: "p05"}


def judged_again(bureau):
    """What an audit says of the case's last event."""
    events = bureau.case.events
    before = bureau.road.case(bureau.case_id, until=events[-2].at)
    with bureau.store.read() as view:
        leaf = view.events(bureau.case_id)[-1].leaf
        bench = bench_over(view, bureau.case_id, bureau.law, lambda *_: bureau.agency)
        return [finding.code for finding in rejudge(before, events[-1], leaf, bench)]


def test_an_audit_judges_a_review_by_the_draws_before_it(closed):
    assert isinstance(begun(closed, "何鸿"), Done)
    entered(closed, "p05", FIRST)
    assert judged_again(closed) == []


def test_an_audit_finds_a_review_begun_past_the_road_by_somebody_else(closed, monkeypatch):
    entered(closed, "p05", FIRST)
    closed.clock += SECOND
    monkeypatch.setattr("engine.road.on_record", lambda *_: str)
    assert isinstance(begun(closed, "何鸿"), Done)
    assert "transition_unlawful" in judged_again(closed)


def test_an_audit_leaves_a_review_with_a_reason_alone(closed):
    entered(closed, "p05", FIRST)
    closed.clock += SECOND
    assert isinstance(begun(closed, "何鸿", INSTEAD), Done)
    assert judged_again(closed) == []
