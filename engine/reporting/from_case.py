"""What reports need of one case: its grading, who graded how, and what was to be put right.

Reads the track of the dossier's review; refuses to add points up: sheets say what they come to.
"""

from collections.abc import Mapping
from datetime import datetime

from engine.case import Case, Track
from engine.event import Event, EventKind
from engine.half_points import HALVES
from engine.rater_quality import Grading
from engine.record import Record
from engine.reporting.quality import Deducted, Reviewed
from engine.reporting.rectification import Order
from engine.review_sheets import (
    MACHINE,
    OWN,
    SHEET_IN,
    deciding,
    defects_on,
    demanded,
    final_score,
    own_score,
    vetoed,
)

ORDERING, ACKNOWLEDGING = "order_rectification", "acknowledge_rectification"
REPORTING, VERIFYING = "report_rectified", "verify_rectification"
#: The period in which things are to be put right.
PERIOD = "D43"


def _review(case: Case) -> Track | None:
    return (case.machines(MACHINE) or (None,))[-1]


def _moves(case: Case, track: Track) -> list[Event]:
    return [e for e in case.events if e.kind is EventKind.TRANSITION and e.track == track.id]


def graded_at(case: Case) -> datetime | None:
    """Return when the sheet that decides was handed in; None before there is one."""
    track = _review(case)
    given = [e for e in _moves(case, track) if _sheets(e)] if track is not None else []
    deciding_ = [e for e in given if OWN not in _sheets(e)]
    return deciding_[-1].at if deciding_ else None


def _sheets(event: Event) -> Mapping[str, Record]:
    """The sheets an act handed in, by the name of the input."""
    names = SHEET_IN.values()
    return {name: event.inputs.record(name) for name in names if event.inputs.record(name)}


def reviewed_of(case: Case) -> Reviewed | None:
    """Return the grading that decides; None before there is one."""
    track = _review(case)
    sheet = deciding(track.data) if track is not None else Record()
    if track is None or not sheet:
        return None
    graders = [e.actor for e in _moves(case, track) if set(_sheets(e)) - {OWN}]
    found = defects_on(sheet)
    return Reviewed(
        case=case.id,
        squad=case.data.text("squad"),
        procedure=case.main.machine,
        matter=case.data.text("matter"),
        officers=case.officers(),
        reviewer=graders[-1] if graders else "",
        total=final_score(track.data) / HALVES,
        own=own_score(track.data) / HALVES if track.data.record(OWN) else None,
        grade=sheet.text("grade"),
        vetoes=tuple(head_of(sheet, d.head) for d in found if d.veto) if vetoed(track.data) else (),
        deductions=tuple(
            Deducted(item=head_of(sheet, d.head), points=d.points / HALVES, reason=d.reason)
            for d in found
            if not d.veto
        ),
    )


def head_of(sheet: Record, head: str) -> str:
    """Return an item or veto of a sheet's standard: E4 of one standard is not E4 of another."""
    return f"{sheet.text('profile')}/{head}"


def gradings_of(case: Case) -> tuple[Grading, ...]:
    """Return every grading of a case, in the order they were handed in."""
    track = _review(case)
    if track is None:
        return ()
    given = [(e, sheet) for e in _moves(case, track) for sheet in _sheets(e).values()]
    return tuple(_grading(case, event, sheet, turn) for turn, (event, sheet) in enumerate(given, 1))


def _grading(case: Case, event: Event, sheet: Record, turn: int) -> Grading:
    points: dict[str, float] = {}
    for row in sheet.records("deductions"):
        item = row.text("item")
        points[item] = points.get(item, 0.0) + (row.number("points") or 0) / HALVES
    return Grading(
        dossier=case.id,
        rater=event.actor,
        turn=turn,
        total=(sheet.number("total") or 0) / HALVES,
        deductions=points,
        reasons=tuple(row.text("reason") for row in sheet.records("deductions")),
    )


def order_of(case: Case) -> Order | None:
    """Return the newest order to put a dossier right; None where there never was one."""
    track = _review(case)
    moves = _moves(case, track) if track is not None else []
    ordered = [at for at, event in enumerate(moves) if event.trigger == ORDERING]
    if track is None or not ordered:
        return None
    since = moves[ordered[-1] :]
    last = {event.trigger: event.at.date() for event in since}
    running = case.deadline(PERIOD, track.id)
    return Order(
        case=case.id,
        squad=case.data.text("squad"),
        owner=since[0].inputs.text("rectification_owner"),
        items=tuple(dict.fromkeys(defect.head for defect in demanded(track.data))),
        ordered_on=last[ORDERING],
        due_on=running.computed.due if running is not None else None,
        acknowledged_on=last.get(ACKNOWLEDGING),
        reported_on=last.get(REPORTING),
        closed_on=last.get(VERIFYING),
    )
