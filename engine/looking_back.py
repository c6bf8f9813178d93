"""A case as it stood at a past moment, and what somebody at the desk could have known then.

Every act up to and including the very second counts, of this case and of every other; the profile
is the one the last act was judged under. Refuses to know how it looks today.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from engine.case import Case
from engine.event import Event
from engine.people import Agency
from engine.planning import Desk
from engine.reading import load, neighbour
from engine.record import Record
from engine.road import Intake, Road
from engine.sampling_draws import on_record
from engine.situation import Neighbour
from engine.storage_rows import CaseFilter

#: Cases looked at when the road asks what other cases say.
_NEIGHBOURS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A case at a moment, and the desk as it was."""

    case: Case
    desk: Desk
    at: datetime


def look_back(
    road: Road,
    case_id: str,
    at: datetime,
    intake: Intake,
    agency_of: Callable[[Event], Agency | None],
) -> Past:
    """Return a case and the desk as of a moment; raises NotFoundError `case.unknown`."""
    case = road.case(case_id, until=at)
    agency = agency_of(case.events[-1]) or road.agency
    today = road.desk(case, intake)
    desk = replace(
        today,
        agency=agency,
        neighbours=lambda data: _neighbours(road, case.id, data, at),
        other=lambda named: _other(road, named, at),
        drawn_for=on_record(road.store, case.id, until=at),
    )
    return Past(case=case, desk=desk.on(at.date()), at=at)


def _neighbours(road: Road, case_id: str, data: Record, at: datetime) -> tuple[Neighbour, ...]:
    wanted = {
        data.text("lead_place"),
        data.text("suspected_party"),
        data.record("party").text("name"),
        data.text("plate"),
    } - {""}
    with road.store.read() as view:
        ids = {
            row.case_id
            for phrase in wanted
            for row in view.cases(CaseFilter(party=phrase, limit=_NEIGHBOURS))
        }
        found = [load(view, one, until=at) for one in sorted(ids - {case_id})]
    return tuple(neighbour(case) for case in found if case.version)


def _other(road: Road, named: str, at: datetime) -> Case | None:
    with road.store.read() as view:
        case = load(view, view.find_case(named) or named, until=at)
    return case if case.version else None
