"""Carrying a month's sample over to the reviews: who reviews what was drawn, and the rest waived.

Everything goes down the one road, case by case, so that a run that was cut off is simply run
again. Refuses to draw, to choose a reviewer, and to move what the road does not let move.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import cast

from engine.case import Case
from engine.command import Command
from engine.errors import InputError
from engine.free_reviewers import Bar, beginning_of_reviews
from engine.journal import read_journal
from engine.planning import Refusal
from engine.ports import Signatory
from engine.record import Json
from engine.review_sheets import MACHINE
from engine.sampling_draws import Drawn, draws_in
from runtime.sampling import read_record
from runtime.workspace import Workspace

TAKE, WAIVE = "take_for_review", "waive_second_review"
#: What records how the dossier came out of the draw.
SAMPLING = "sampling"
WAIVED = "q_waived"
#: Where a second reviewer has not begun yet.
SUBMITTED = "q_submitted"
#: Says of a draw, in the official language, how one dossier came out of it: drawn or not.
Wording = Callable[[Drawn, bool], str]


class Status(Enum):
    """What became of one dossier of the month."""

    #: Drawn, and it waits for its reviewer without any further step.
    ASSIGNED = "assigned"
    ENTERED = "entered"
    #: Would be entered, were this not a rehearsal.
    PLANNED = "planned"
    #: Entered by an earlier run, or by hand.
    EARLIER = "earlier"
    #: Not drawn, and no second review was ever due.
    NOTHING = "nothing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """One dossier of the month, and what became of it."""

    case: str
    #: Person id; empty for a dossier that was not drawn.
    reviewer: str
    #: The step the sample asks for; empty where it asks for none.
    trigger: str
    status: Status
    #: Why the road refuses; None where it does not, and where `code` says why.
    refusal: Refusal | None = None
    #: A reason of the sample's own, as an error code.
    code: str = ""
    #: What keeps the reviewer drawn from beginning, by now.
    bar: Bar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Who carries the sample over, with which keys; without any it is a rehearsal."""

    person: str
    wording: Wording
    signatory: Signatory | None


def draw_of(workspace: Workspace, month: str) -> tuple[Drawn, tuple[str, ...]]:
    """Return a month's draw and every case it drew from; raises InputError `sampling.not_drawn`."""
    with workspace.store.read() as view:
        found = [drawn for drawn in draws_in(read_journal(view)) if drawn.month == month]
    if not found:
        raise InputError("sampling.not_drawn", month=month)
    plain = read_record(workspace.blobs.get(found[0].digest).decode())
    population = cast("Mapping[str, Json]", plain["population"])  # shape fixed by to_plain
    dossiers = cast("Sequence[Mapping[str, str]]", population["dossiers"])  # as above
    return found[0], tuple(one["case"] for one in dossiers)


def assign_all(
    workspace: Workspace, drawn: Drawn, cases: Sequence[str], carrier: Carrier
) -> Iterator[Assigned]:
    """Carry a draw over to every dossier of its month, one after the other."""
    for case_id in cases:
        yield _assigned(workspace, drawn, workspace.road.case(case_id), carrier)


def _assigned(workspace: Workspace, drawn: Drawn, case: Case, carrier: Carrier) -> Assigned:
    reviewer = drawn.reviewers.get(case.id, "")
    asked = _asked(workspace, case, reviewer)
    if not asked.trigger or asked.status is not Status.PLANNED:
        return asked
    command = Command(
        id="",
        case=case.id,
        track=_track(case),
        trigger=asked.trigger,
        actor=carrier.person,
        at=workspace.now(),
        raw={SAMPLING: carrier.wording(drawn, bool(reviewer))},
    )
    intake = workspace.intake(workspace.root).intake()
    road, keys = workspace.road, carrier.signatory
    outcome = road.plan(command, intake) if keys is None else road.advance(command, intake, keys)
    if isinstance(outcome, Refusal):
        return replace(asked, status=Status.REFUSED, refusal=outcome)
    return replace(asked, status=Status.PLANNED if keys is None else Status.ENTERED)


def _asked(workspace: Workspace, case: Case, reviewer: str) -> Assigned:
    """Return what the sample asks of a case, before the road is asked."""
    tracks, code = case.machines(MACHINE), ""
    bar = _barred(workspace, case, reviewer)
    waived = bool(tracks) and tracks[-1].state == WAIVED
    if _when_drawn_only(workspace, case):  # a penalty on the spot
        trigger = TAKE if reviewer else ""
        status = Status.NOTHING if not reviewer else Status.EARLIER if tracks else Status.PLANNED
    elif reviewer:
        code = (
            "sampling.waived_though_drawn" if waived else "sampling.reviewer_barred" if bar else ""
        )
        trigger, status = "", Status.REFUSED if code else Status.ASSIGNED
    else:
        trigger, status = WAIVE, Status.EARLIER if waived else Status.PLANNED
        if not tracks:
            status, code = Status.REFUSED, "review.none"
    return Assigned(
        case=case.id, reviewer=reviewer, trigger=trigger, status=status, code=code, bar=bar
    )


def _barred(workspace: Workspace, case: Case, reviewer: str) -> Bar | None:
    """Return what keeps the reviewer of a dossier nobody has begun from beginning; else None.

    Somebody who left the roster holds no role.
    """
    tracks = case.machines(MACHINE)
    if not reviewer or not tracks or tracks[-1].state != SUBMITTED:
        return None
    beginning = beginning_of_reviews(workspace.law, workspace.now().date())
    person = workspace.agency.person(reviewer)
    if person is None:
        return Bar(roles=tuple(sorted(actor.role for actor in beginning.step.actors)))
    return beginning.bar(person, case)


def _when_drawn_only(workspace: Workspace, case: Case) -> bool:
    """Whether dossiers of this procedure are reviewed only when drawn, going by the definition."""
    states = set(workspace.law.pinned(case.main.definition).states)
    openings = workspace.law.openings(workspace.now().date())
    return any(t.trigger == TAKE and states & set(t.parent_states) for _, t in openings)


def _track(case: Case) -> str:
    tracks = case.machines(MACHINE)
    return tracks[-1].id if tracks else f"{MACHINE}-1"
