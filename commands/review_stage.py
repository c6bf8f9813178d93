"""Where the review of a case stands, and which act comes next there."""

from dataclasses import dataclass

from commands.office import Office
from engine.case import Case, Track
from engine.errors import InputError
from engine.review_sheets import ARBITRATED, MACHINE, OWN, SECOND, THIRD


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage in which somebody fills in a sheet."""

    id: str
    trigger: str
    #: Inputs that take the sheet and the reviewer's opinion.
    sheet: str
    comment: str


#: By the state in which a sheet is filled in.
STAGES = {
    "q_self": Stage(id="self", trigger="submit_self_review", sheet=OWN, comment="review_comment"),
    "q_second": Stage(id="second", trigger="score_dossier", sheet=SECOND, comment="second_comment"),
    "q_third": Stage(id="third", trigger="score_third", sheet=THIRD, comment="third_comment"),
    "q_arbitrating": Stage(
        id="arbitration", trigger="arbitrate", sheet=ARBITRATED, comment="arbitration_reasons"
    ),
}
#: Where a second reviewer has not begun yet.
SUBMITTED = "q_submitted"


def review_of(case: Case) -> Track:
    """Return the review of a case; raises InputError `review.none`."""
    tracks = case.machines(MACHINE)
    if not tracks:
        raise InputError("review.none", case=case.number or case.id)
    return tracks[-1]


def stage_now(office: Office, case: Case) -> Stage:
    """Return the stage a case is in; raises InputError `review.no_sheet_now`."""
    track = review_of(case)
    found = STAGES.get(track.state)
    if found is None:
        raise _not_now(office, case, track)
    return found


def trigger_at(office: Office, case: Case, by_state: dict[str, str]) -> str:
    """Return the act of the present state among some; raises InputError `review.not_now`."""
    track = review_of(case)
    if track.state not in by_state:
        raise _not_now(office, case, track)
    return by_state[track.state]


def _not_now(office: Office, case: Case, track: Track) -> InputError:
    workflow = office.workspace.law.pinned(track.definition)
    state = office.names.state(workflow, track.state)
    return InputError("review.not_now", case=case.number or case.id, state=state)
