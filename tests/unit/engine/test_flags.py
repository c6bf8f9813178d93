"""Questions are asked exactly from their thresholds on, and about the events they concern."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from engine.event import EventKind
from engine.flags import (
    At,
    Photo,
    Sighting,
    hasty_approvals,
    hasty_records,
    reused,
    sightings_of,
    speeds,
    stamps,
)
from engine.legal_time import LEGAL_ZONE
from engine.record import Record
from workflows.flag_data import load_thresholds

LIMITS = load_thresholds()
NOON = datetime(2026, 3, 2, 12, tzinfo=LEGAL_ZONE)
SECOND = timedelta(seconds=1)


def event(seq, at, *, actor="p02", role="case_officer", **inputs):
    return SimpleNamespace(
        seq=seq,
        at=at,
        actor=actor,
        role=role,
        track="main",
        trigger="record_evidence",
        kind=EventKind.TRANSITION,
        inputs=Record(inputs),
        checklist=(),
    )


def case(*events, name="c1"):
    return SimpleNamespace(id=name, events=events)


def test_the_thresholds_are_first_values_to_be_confirmed():
    assert LIMITS.to_confirm
    assert LIMITS.version


# -- photos ----------------------------------------------------------------------------------------


def photo(case_id, digest, bits=0, **more):
    return Photo(
        where=At(case_id, 4), at=NOON, number="证1", digest=digest, dhash=bits, phash=bits, **more
    )


def test_one_file_in_two_cases_is_asked_about_and_twice_in_one_case_is_not():
    (one,) = reused([photo("c1", "a" * 64), photo("c2", "a" * 64)], LIMITS)
    assert (one.kind, one.events) == ("photo_same", (At("c1", 4), At("c2", 4)))
    assert list(reused([photo("c1", "a" * 64), photo("c1", "a" * 64)], LIMITS)) == []


@pytest.mark.parametrize(
    ("bits", "asked"), [(LIMITS.dhash_bits, True), (LIMITS.dhash_bits + 1, False)]
)
def test_nearly_the_same_is_up_to_the_threshold(bits, asked):
    far = sum(1 << (i * 7) for i in range(bits))
    found = list(reused([photo("c1", "a" * 64), photo("c2", "b" * 64, far)], LIMITS))
    assert [f.kind for f in found] == ["photo_near"] * asked


def test_both_hashes_must_be_near():
    other = replace(photo("c2", "b" * 64), phash=(1 << 30) - 1)
    assert list(reused([photo("c1", "a" * 64), other], LIMITS)) == []


def test_what_is_no_picture_is_only_compared_by_its_bytes():
    plain = replace(photo("c1", "a" * 64), dhash=None, phash=None)
    assert list(reused([plain, replace(plain, where=At("c2", 1), digest="b" * 64)], LIMITS)) == []


# -- speeds ----------------------------------------------------------------------------------------


def seen(seq, at, place, position=None, minutes=0):
    return Sighting(
        where=At("c1", seq),
        person="p02",
        start=at,
        end=at + timedelta(minutes=minutes),
        place=place,
        position=position,
    )


@pytest.mark.parametrize(("minutes", "asked"), [(5, True), (6, False), (60, False)])
def test_eleven_kilometres_in_five_minutes_are_too_fast(minutes, asked):
    """A tenth of a degree of latitude is 11.1 km on every sphere of the Earth's size."""
    later = NOON + timedelta(minutes=minutes)
    found = list(
        speeds([seen(1, NOON, "甲", (121.0, 28.0)), seen(2, later, "乙", (121.0, 28.1))], LIMITS)
    )
    assert [f.kind for f in found] == ["speed"] * asked
    for flag in found:
        assert 11_050 < flag.facts["metres"] < 11_200
        assert flag.events == (At("c1", 1), At("c1", 2))


def test_two_places_at_once_and_too_soon_after():
    minutes = LIMITS.minutes_between_places
    one = seen(1, NOON, "解放路", minutes=20)
    inside = seen(2, NOON + timedelta(minutes=10), "听涛路")
    (flag,) = speeds([one, inside], LIMITS)
    assert flag.kind == "places_at_once"
    close = seen(2, one.end + timedelta(minutes=minutes) - SECOND, "听涛路")
    assert [f.kind for f in speeds([one, close], LIMITS)] == ["places_close"]
    later = seen(2, one.end + timedelta(minutes=minutes), "听涛路")
    assert list(speeds([one, later], LIMITS)) == []
    same = seen(2, one.end + SECOND, "解放路")
    assert list(speeds([one, same], LIMITS)) == []
    assert list(speeds([one, replace(inside, person="p03")], LIMITS)) == []


def test_records_and_captures_say_where_their_maker_was_and_leads_do_not():
    events = (
        event(1, NOON, received_at=NOON, lead_place="甲路"),
        event(2, NOON, started_at=NOON, ended_at=NOON + SECOND, place="乙路"),
        event(3, NOON, received_at=NOON, lead_place="丙路", position="121.435, 28.661"),
    )
    found = list(sightings_of(case(*events)))
    assert [(s.where.seq, s.place, s.position) for s in found] == [
        (2, "乙路", None),
        (3, "丙路", (121.435, 28.661)),
    ]


# -- records and approvals -------------------------------------------------------------------------


def interview(minutes, characters):
    answers = (Record({"question": "问", "answer": "答" * (characters - 1)}),)
    ended = NOON + timedelta(minutes=minutes)
    return case(event(1, ended, started_at=NOON, ended_at=ended, place="甲", questions=answers))


def test_a_record_is_hasty_from_its_thresholds_on():
    fast = LIMITS.characters_a_minute
    assert list(hasty_records(interview(10, 10 * fast), LIMITS)) == []
    (flag,) = hasty_records(interview(10, 10 * fast + 1), LIMITS)
    assert flag.facts == {"minutes": 10, "characters": 10 * fast + 1}
    assert list(hasty_records(interview(LIMITS.shortest_minutes, 10), LIMITS)) == []
    assert list(hasty_records(interview(LIMITS.shortest_minutes - 1, 10), LIMITS))


def approved(name, at, after, **inputs):
    asked = event(1, at - after)
    return case(asked, event(2, at, actor="p04", role="squad_leader", **inputs), name=name)


def test_an_approval_within_seconds_is_asked_about():
    soon = timedelta(seconds=LIMITS.approval_seconds)
    assert list(hasty_approvals(approved("c1", NOON, soon), LIMITS)) == []
    (flag,) = hasty_approvals(approved("c1", NOON, soon - SECOND), LIMITS)
    assert (flag.person, flag.events) == ("p04", (At("c1", 1), At("c1", 2)))
    own = case(event(1, NOON, actor="p04"), event(2, NOON, actor="p04", role="squad_leader"))
    assert list(hasty_approvals(own, LIMITS)) == []


def run_of(count, gap=LIMITS.stamp_seconds, remarks=()):
    return [
        approved(
            f"c{n}",
            NOON + timedelta(seconds=gap * n),
            timedelta(days=1),
            **({"remark": "请补充现场照片后再报"} if n in remarks else {}),
        )
        for n in range(count)
    ]


def test_a_rubber_stamp_is_a_run_without_a_remark():
    assert list(stamps(run_of(LIMITS.stamp_run - 1), LIMITS)) == []
    (flag,) = stamps(run_of(LIMITS.stamp_run), LIMITS)
    assert (flag.person, len(flag.events)) == ("p04", LIMITS.stamp_run)
    assert list(stamps(run_of(LIMITS.stamp_run, gap=LIMITS.stamp_seconds + 1), LIMITS)) == []
    assert list(stamps(run_of(LIMITS.stamp_run, remarks={2}), LIMITS)) == []
