"""A case as it stood at a past moment, and what somebody at the desk could have known then.

Every act up to and including the very second counts, of this case and of every other; the profile
is the one the last act was judged under. Refuses to know how it looks today.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from engine.case import Case
from engine.elsewhere import Elsewhere
from engine.event import Event
from engine.people import Agency
from engine.planning import Desk
from engine.reading import load
from engine.road import Intake, Road
from engine.sampling_draws import on_record


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
    then = Elsewhere(case_id=case.id, read=road.store.read, load=partial(load, until=at))
    desk = replace(
        today,
        agency=agency,
        neighbours=then.neighbours,
        other=then.other,
        drawn_for=on_record(road.store, case.id, until=at),
    )
    return Past(case=case, desk=desk.on(at.date()), at=at)
