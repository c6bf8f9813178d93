"""Moving a running case to another version of its procedure, and back: acts of their own.

No state, document or period changes; only the definition that judges what comes next. Part of the
one road: everything is recorded through `Road.commit`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from engine.case import Case, Track
from engine.definition import Workflow
from engine.errors import ConflictError, InputError, NotFoundError
from engine.event import Event, EventKind
from engine.migration import BACK, FORWARD, foresee, foresee_return, in_force_or_known
from engine.people import Person
from engine.prospect import Fate, Ground, Prospect
from engine.record import Record
from engine.road import Road


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrating:
    """One person's wish to move one track of one case."""

    case: str
    track: str
    #: Digest of the version to follow; empty to go back where the track came from.
    target: str
    person: str
    reason: str
    at: datetime
    #: Whether a case that needs a human was looked at and approved by name.
    approved: bool = False
    #: Who agreed and signed as well; an audit asks for it where the journal keeps such acts.
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What became of the wish: an event, or none because of the prospect's reasons."""

    prospect: Prospect
    event: Event | None


def prospect_of(road: Road, case: Case, track: Track, target: Workflow | None) -> Prospect:
    """Return what may become of a track; with no `target`, on its way back.

    Raises InputError `migrate.not_migrated` when there is no way back.
    """
    ground = Ground(law=road.law, agency=road.agency)
    if target is not None:
        return foresee(case, track, target, ground)
    found = foresee_return(case, track, ground)
    if found is None:
        raise InputError("migrate.not_migrated", case=case.id, track=track.id)
    return found


def migrate(road: Road, wish: Migrating) -> Migrated:
    """Move one track to another version of its machine, if it may go there.

    Raises InputError for a wish without reason, for a person who may not move cases, and for a
    version that is not in force; NotFoundError for an unknown track; ConflictError when the case
    moved meanwhile.
    """
    case = road.case(wish.case)
    track = case.tracks.get(wish.track)
    if track is None:
        raise NotFoundError("migrate.unknown_track", case=case.id, track=wish.track)
    if case.last_at is not None and wish.at < case.last_at:
        raise InputError("sign.before_last_act", last=case.last_at)
    if not wish.reason.strip():
        raise InputError("migrate.reason_missing")
    person, role = mover(road, wish.person)
    target = road.law.pinned(wish.target) if wish.target else None
    prospect = prospect_of(road, case, track, target)
    known = road.law.pinned(prospect.target)
    if not in_force_or_known(case, track, known, wish.at.date()):
        raise InputError(
            "migrate.not_in_force", machine=known.id, version=known.version, since=known.valid_from
        )
    if prospect.source == prospect.target:
        raise ConflictError("migrate.already_there", case=case.id, version=known.version)
    if prospect.fate is Fate.STAYS or (prospect.fate is Fate.HUMAN and not wish.approved):
        return Migrated(prospect=prospect, event=None)
    event = _event(road, case, track, wish, prospect, person, role)
    road.commit(case, [event], [])
    return Migrated(prospect=prospect, event=event)


def mover(road: Road, person_id: str) -> tuple[Person, str]:
    """Return a person who may move cases, and in which role; raises InputError."""
    person = road.agency.person(person_id)
    role = next((r for r in sorted(road.law.migrators) if person and r in person.roles), "")
    if person is None or not role:
        roles = tuple(sorted(road.law.migrators))
        raise InputError("migrate.not_permitted", person=person_id, roles=roles)
    return person, role


def _event(
    road: Road,
    case: Case,
    track: Track,
    wish: Migrating,
    prospect: Prospect,
    person: Person,
    role: str,
) -> Event:
    human = prospect.fate is Fate.HUMAN
    return Event(
        case=case.id,
        seq=case.version + 1,
        kind=EventKind.MIGRATION,
        at=wish.at,
        actor=person.id,
        role=role,
        command=secrets.token_hex(16),
        fingerprint="",
        track=track.id,
        machine=track.machine,
        definition=prospect.target,
        transition="",
        trigger=FORWARD if wish.target else BACK,
        source=track.state,
        target=track.state,
        basis={
            "agency": road.agency.digest,
            "from": prospect.source,
            "class": prospect.fate.value,
            "approved": person.id if human else "",
            **({"second": wish.second} if wish.second else {}),
        },
        inputs=Record({"reason": wish.reason.strip()}),
        salt=secrets.token_hex(16),
    )
