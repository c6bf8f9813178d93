"""Which reviewers of a draw were passed over for which of its dossiers, and why.

Asks what the draw asked, of the cases as they stood when the month ended. Refuses to draw.
"""

from dataclasses import dataclass
from datetime import timedelta

from engine.free_reviewers import beginning_of_reviews
from engine.sampling_commitments import month_span
from engine.sampling_record import Sample
from runtime.workspace import Workspace

#: Just before a moment; moments of acts are whole seconds.
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A reviewer of the draw who was not to have one of its dossiers."""

    case: str
    person: str
    #: The part in the case that excludes him or her.
    part: str


def left_out(workspace: Workspace, found: Sample) -> tuple[LeftOut, ...]:
    """Return who of a draw's reviewers may not review which drawn dossier, in its order."""
    beginning = beginning_of_reviews(workspace.law, found.occasion.drawn_at.date())
    end = month_span(found.occasion.population.month)[1]
    people = [workspace.agency.person(one.id) for one in found.occasion.reviewers]
    told = []
    for pick in found.drawing.picks:
        case = workspace.road.case(pick.dossier.case, until=end - _INSTANT)
        for person in people:
            bar = beginning.bar(person, case) if person is not None else None
            if person is not None and bar is not None:
                told.append(LeftOut(case=case.id, person=person.id, part=bar.part))
    return tuple(told)
