"""Questions an auditor should ask: evidence used twice, impossible speeds, hasty approvals.

A flag is a question with the events it is about, never a verdict. Knows replayed cases and picture
hashes; thresholds come from data, and every one is still to be confirmed by the bureau.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from math import asin, cos, radians, sin, sqrt

from engine.case import Case
from engine.event import Event, EventKind
from engine.record import Record

_EARTH_KM = 6371.0
_POSITION = re.compile(r"(-?\d+(?:\.\d+)?)\s*[,，;；\s]\s*(-?\d+(?:\.\d+)?)")
_BITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From when on something is asked about."""

    version: str
    to_confirm: bool
    #: Most differing bits of 64 at which two pictures count as nearly the same, for each hash.
    dhash_bits: int
    phash_bits: int
    kilometres_an_hour: int
    minutes_between_places: int
    characters_a_minute: int
    shortest_minutes: int
    approval_seconds: int
    #: Approvals in a row, and the most seconds between two of them.
    stamp_run: int
    stamp_seconds: int
    approving: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class At:
    """One event of a case."""

    case: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One question."""

    kind: str
    events: tuple[At, ...]
    #: When the last of its events was.
    at: datetime
    person: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One picture among the evidence, and how it looks to two hashes of 64 bits."""

    where: At
    at: datetime
    number: str
    digest: str
    #: None for a file that is no picture.
    dhash: int | None = None
    phash: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody was somewhere, from one moment to another."""

    where: At
    person: str
    start: datetime
    end: datetime
    place: str
    #: Longitude and latitude in degrees, where they were recorded.
    position: tuple[float, float] | None = None


# -- pictures --------------------------------------------------------------------------------------


def reused(photos: Sequence[Photo], limits: Thresholds) -> Iterator[Flag]:
    """Pictures that stand in two cases: the same file, or nearly the same picture."""
    same: defaultdict[str, list[Photo]] = defaultdict(list)
    for photo in photos:
        same[photo.digest].append(photo)
    for digest, group in sorted(same.items()):
        if len({photo.where.case for photo in group}) > 1:
            yield _pictured("photo_same", group, {"digest": digest[:16]})
    for one, other in _near(list({p.digest: p for p in photos}.values()), limits):
        if one.where.case != other.where.case:
            bits = {
                "dhash": _apart(one.dhash, other.dhash),
                "phash": _apart(one.phash, other.phash),
            }
            yield _pictured("photo_near", [one, other], bits)


def _pictured(kind: str, group: Sequence[Photo], facts: Mapping[str, str | int]) -> Flag:
    numbers = "、".join(f"{p.where.case} {p.number}" for p in group)
    where = tuple(sorted({p.where for p in group}))
    told = {**facts, "evidence": numbers}
    return Flag(kind=kind, events=where, at=max(p.at for p in group), facts=told)


def _near(photos: Sequence[Photo], limits: Thresholds) -> Iterator[tuple[Photo, Photo]]:
    """Pairs whose hashes are near; at least one of enough bands of bits must be equal."""
    bands = limits.dhash_bits + 1
    width = -(-_BITS // bands)
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for index, photo in enumerate(photos):
        if photo.dhash is not None:
            for band in range(bands):
                found[band, photo.dhash >> (band * width) & ((1 << width) - 1)].append(index)
    seen: set[tuple[int, int]] = set()
    for group in found.values():
        for pair in combinations(group, 2):
            if pair in seen:
                continue
            seen.add(pair)
            one, other = photos[pair[0]], photos[pair[1]]
            if (
                _apart(one.dhash, other.dhash) <= limits.dhash_bits
                and _apart(one.phash, other.phash) <= limits.phash_bits
            ):
                yield one, other


def _apart(one: int | None, other: int | None) -> int:
    return _BITS if one is None or other is None else (one ^ other).bit_count()


# -- speeds ----------------------------------------------------------------------------------------


def sightings_of(case: Case) -> Iterator[Sighting]:
    """Where the person who made a record was, as the record says."""
    for event in case.events:
        inputs = event.inputs
        start = inputs.moment("started_at") or inputs.moment("received_at")
        place = inputs.text("place") or inputs.text("lead_place")
        position = _position(inputs.text("position"))
        if start is None or not place or event.kind is not EventKind.TRANSITION:
            continue
        if position is None and inputs.moment("started_at") is None:
            continue  # when a lead came in says nothing about where its clerk was
        end = inputs.moment("ended_at") or start
        yield Sighting(
            where=At(case.id, event.seq),
            person=event.actor,
            start=start,
            end=max(start, end),
            place=place,
            position=position,
        )


def _position(text: str) -> tuple[float, float] | None:
    found = _POSITION.search(text)
    return (float(found[1]), float(found[2])) if found else None


def speeds(sightings: Iterable[Sighting], limits: Thresholds) -> Iterator[Flag]:
    """One person at two places too far apart too soon."""
    persons: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        persons[sighting.person].append(sighting)
    for person, mine in sorted(persons.items()):
        for one, other in pairwise(sorted(mine, key=lambda s: (s.start, s.end, s.where))):
            gap = other.start - one.end
            facts: dict[str, str | int] = {
                "seconds": int(gap.total_seconds()),
                "places": f"{one.place} / {other.place}",
            }
            if one.position is not None and other.position is not None:
                far = _kilometres(one.position, other.position)
                hours = max(gap.total_seconds(), 1) / 3600
                if far / hours > limits.kilometres_an_hour:
                    facts |= {"metres": round(far * 1000), "speed": round(far / hours)}
                    yield _two("speed", one, other, person, facts)
            elif one.place != other.place and gap < timedelta(
                minutes=limits.minutes_between_places
            ):
                kind = "places_at_once" if gap < timedelta() else "places_close"
                yield _two(kind, one, other, person, facts)


def _two(
    kind: str, one: Sighting, other: Sighting, person: str, facts: Mapping[str, str | int]
) -> Flag:
    return Flag(
        kind=kind, events=(one.where, other.where), at=other.start, person=person, facts=facts
    )


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance on a sphere by the haversine formula, of longitude and latitude in degrees."""
    (east, north), (east2, north2) = one, other
    up, across = radians(north2 - north) / 2, radians(east2 - east) / 2
    half = sin(up) ** 2 + cos(radians(north)) * cos(radians(north2)) * sin(across) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def hasty_records(case: Case, limits: Thresholds) -> Iterator[Flag]:
    """Records that took impossibly little time for what they hold."""
    for event in case.events:
        start, end = event.inputs.moment("started_at"), event.inputs.moment("ended_at")
        if start is None or end is None or event.kind is not EventKind.TRANSITION:
            continue
        minutes, written = (end - start).total_seconds() / 60, _written(event.inputs)
        facts: dict[str, str | int] = {"minutes": round(minutes), "characters": written}
        fast = written > limits.characters_a_minute * max(minutes, 1)
        if fast or minutes < limits.shortest_minutes:
            where = (At(case.id, event.seq),)
            kind = "record_hasty"
            yield Flag(kind=kind, events=where, at=event.at, person=event.actor, facts=facts)


def _written(inputs: Record) -> int:
    """How many characters of questions, answers and findings a record holds."""
    told = [inputs.text("findings"), inputs.text("content")]
    for item in inputs.records("questions"):
        told += [item.text("question"), item.text("answer")]
    return sum(len(text) for text in told)


# -- approvals -------------------------------------------------------------------------------------


def approvals_of(case: Case, limits: Thresholds) -> Iterator[tuple[Event, Event]]:
    """Each approval with the act of somebody else that it followed on its track."""
    last: dict[str, Event] = {}
    for event in case.events:
        before = last.get(event.track)
        approves = event.kind is EventKind.TRANSITION and event.role in limits.approving
        if approves and before is not None and before.actor != event.actor:
            yield event, before
        last[event.track] = event


def hasty_approvals(case: Case, limits: Thresholds) -> Iterator[Flag]:
    """Approvals within seconds of what they approve."""
    for event, before in approvals_of(case, limits):
        seconds = int((event.at - before.at).total_seconds())
        if seconds < limits.approval_seconds:
            where = (At(case.id, before.seq), At(case.id, event.seq))
            yield Flag(
                kind="approval_hasty",
                events=where,
                at=event.at,
                person=event.actor,
                facts={"seconds": seconds, "step": event.trigger},
            )


def stamps(cases: Iterable[Case], limits: Thresholds) -> Iterator[Flag]:
    """People who approved many things in a row, each within seconds and none with a remark."""
    mine: defaultdict[str, list[tuple[Event, str]]] = defaultdict(list)
    for case in cases:
        for event, _ in approvals_of(case, limits):
            mine[event.actor].append((event, case.id))
    for person, approved in sorted(mine.items()):
        ordered = sorted(approved, key=lambda one: (one[0].at, one[1], one[0].seq))
        for run in _runs(ordered, timedelta(seconds=limits.stamp_seconds)):
            if len(run) >= limits.stamp_run:
                where = tuple(At(case, event.seq) for event, case in run)
                took = int((run[-1][0].at - run[0][0].at).total_seconds())
                facts: dict[str, str | int] = {"count": len(run), "seconds": took}
                at = run[-1][0].at
                yield Flag(kind="rubber_stamp", events=where, at=at, person=person, facts=facts)


def _runs(
    ordered: Sequence[tuple[Event, str]], gap: timedelta
) -> Iterator[list[tuple[Event, str]]]:
    run: list[tuple[Event, str]] = []
    for one in ordered:
        if _remarked(one[0]) or (run and one[0].at - run[-1][0].at > gap):
            yield run
            run = []
        if not _remarked(one[0]):
            run.append(one)
    yield run


def _remarked(event: Event) -> bool:
    """Whether the approver wrote anything of his or her own; opinions stand in the papers only."""
    own = (value for value in event.inputs.values() if isinstance(value, str))
    return any(item.note for item in event.checklist) or any(" " in v or len(v) > 8 for v in own)
