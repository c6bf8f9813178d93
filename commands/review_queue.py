"""`review queue` and `review show`: what waits for somebody, and where one review stands.

Neither tells a second reviewer the squad's score before his or her own sheet is handed in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import NO_FILES, Office
from commands.reading_log import Reader, named
from commands.review_assigning import drawn_reviewers
from commands.review_stage import SUBMITTED, review_of
from commands.review_work import BLIND
from commands.screen import put, table
from commands.session import Session
from commands.urgency import dated_now, left_text, standing_payload, stands
from engine.advice import unmet_for
from engine.case import Case, RunningDeadline
from engine.definition import Transition
from engine.errors import InputError
from engine.free_reviewers import BEGIN
from engine.half_points import points_text
from engine.people import Person
from engine.planning import moves
from engine.reading import every_case
from engine.record import Record
from engine.review_sheets import (
    ARBITRATED,
    MACHINE,
    OWN,
    SECOND,
    THIRD,
    Defect,
    demanded,
    lessons,
    review_over,
)
from engine.standing import Standing
from engine.storage_rows import CaseRow

if TYPE_CHECKING:
    from rich.console import Console

#: Where the main procedure may stand while a dossier is reviewed; where it ends at once, only a
#: case that was taken for review has moved since.
STATES = frozenset({"closing_pending", "closed"})
ENDED = frozenset({"spot_closed", "p_closed"})
#: By state, the sheets that somebody who has not handed in yet had better not know.
HIDDEN = {"q_submitted": (OWN,), "q_second": (OWN,), "q_third": (OWN, SECOND)}
#: Questions about the sample, as the road asks them.
OF_THE_SAMPLE = frozenset({"sample_reviewer", "drawn_for_review"})
SHEETS = (OWN, SECOND, THIRD, ARBITRATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One review that waits for somebody; without steps it waits for somebody else."""

    case: Case
    state: str
    steps: tuple[Transition, ...]
    since: datetime
    deadline: RunningDeadline | None
    #: Whom the sample drew it for, while nobody has begun; empty otherwise.
    drawn_for: str = ""


def show_queue(session: Session, person_text: str) -> ExitCode:
    """Give every review in which a person may act now: drawn for him or her first, then by urgency.

    What the sample drew for somebody else is told apart from what waits.
    """
    with session.open() as office:
        person = _person(office, person_text)
        every = sorted(
            _waiting(office, person), key=lambda w: (w.drawn_for != person.id, _due(w), w.since)
        )
        found = [w for w in every if w.steps]
        others = [w for w in every if not w.steps]
        named(office, Reader(named=person.id), [w.case for w in found])
        payload = {
            "ok": True,
            "person": person.id,
            "waiting": [_payload(office, w) for w in found],
            "others": [_other(w) for w in others],
        }

        def show(console: "Console") -> None:
            put(console, office.say("review.queue", person=person.name, count=len(found)))
            names = ("case", "title", "step", "since", "deadline", "left")
            heads = [office.say(f"review.head.{name}") for name in names]
            rows = [_row(office, w) for w in found]
            table(console, heads, rows, ratios=(4, 5, 4, 3, 3, 3))
            _show_others(office, console, others)

        office.screen.result(payload, show)
    return ExitCode.DONE


def _person(office: Office, text: str) -> Person:
    found = office.workspace.agency.person(office.person_id(text))
    if found is None:  # the system and the seal review nothing
        raise InputError("command.unknown_person", person=text, near="", known="")
    return found


def _waiting(office: Office, person: Person) -> Iterator[Waiting]:
    with office.workspace.store.read() as view:
        ids = [row.case_id for row in every_case(view) if _may_wait(row)]
    reviewers = drawn_reviewers(office)
    with office.screen.progress(office.say("review.reading")) as told:
        for number, case_id in enumerate(ids, 1):
            if told is not None:
                told(number, len(ids))
            found = waiting_for(office, office.case(case_id), person)
            if found is not None:
                yield _as_drawn(found, reviewers.get(case_id, ""), person)


def _as_drawn(waiting: Waiting, reviewer: str, person: Person) -> Waiting:
    """Leave a drawn dossier nobody has begun to its reviewer alone."""
    if not reviewer or waiting.state != SUBMITTED:
        return waiting
    left = tuple(t for t in waiting.steps if t.trigger == BEGIN and reviewer == person.id)
    return replace(waiting, steps=left, drawn_for=reviewer)


def _may_wait(row: CaseRow) -> bool:
    """Whether a case may have a review under way, going by its row alone."""
    moved = row.closed_at is not None and row.moved_at > row.closed_at
    return row.state in STATES or (row.state in ENDED and moved)


def waiting_for(office: Office, case: Case, person: Person) -> Waiting | None:
    """Return what of a case's review a person may do now, or None; whom a sample drew is left out.

    `_as_drawn` leaves a drawn dossier to its reviewer, and tells the others of it.
    """
    tracks = case.machines(MACHINE)
    if not tracks or review_over(tracks[-1].state):
        return None
    track, workspace = tracks[-1], office.workspace
    desk = workspace.road.desk(case, NO_FILES)
    steps = tuple(
        move[2]
        for move in moves(case, workspace.law)
        if move[0] == track.id
        and {v.code for v in unmet_for(case, desk, workspace.now(), move, person)} <= OF_THE_SAMPLE
    )
    if not steps:
        return None
    return Waiting(
        case=case,
        state=track.state,
        steps=steps,
        since=case.events[track.last_event - 1].at,
        deadline=_running(office, case, track.id),
    )


def _running(office: Office, case: Case, track: str) -> RunningDeadline | None:
    live = [d for d in case.deadlines.values() if d.track == track and d.status == "running"]
    dated = sorted((dated_now(office, d) for d in live), key=lambda d: d.computed.due or date.max)
    return next(iter(dated), None)


def _due(waiting: Waiting) -> date:
    found = waiting.deadline
    return (found.computed.due or date.max) if found is not None else date.max


def _standing(office: Office, deadline: RunningDeadline | None) -> Standing | None:
    rule = office.workspace.law.rules.get(deadline.rule) if deadline is not None else None
    if deadline is None or rule is None:
        return None
    return stands(office, deadline.computed, rule)


def _row(office: Office, waiting: Waiting) -> tuple[str, ...]:
    case, found = waiting.case, _standing(office, waiting.deadline)
    name = office.names.deadline(waiting.deadline.rule) if waiting.deadline is not None else ""
    return (
        case.number or case.id,
        case.data.text("cause"),
        "、".join(office.names.transition(t) for t in waiting.steps),
        office.messages.day(waiting.since),
        name,
        left_text(office, found) if found is not None else "",
    )


def _payload(office: Office, waiting: Waiting) -> dict[str, object]:
    deadline = waiting.deadline
    return {
        "case": waiting.case.id,
        "number": waiting.case.number or None,
        "cause": waiting.case.data.text("cause"),
        "state": waiting.state,
        "steps": [t.trigger for t in waiting.steps],
        "drawn_for": waiting.drawn_for or None,
        "since": waiting.since,
        "deadline": deadline.rule if deadline is not None else None,
        "due": deadline.computed.due if deadline is not None else None,
        **standing_payload(_standing(office, deadline)),
    }


def _other(waiting: Waiting) -> dict[str, object]:
    case = waiting.case
    return {"case": case.id, "number": case.number or None, "drawn_for": waiting.drawn_for}


def _show_others(office: Office, console: "Console", others: Sequence[Waiting]) -> None:
    for waiting in others:
        told = {
            "case": waiting.case.number or waiting.case.id,
            "person": office.person(waiting.drawn_for),
        }
        put(console, office.say("review.drawn_for", **told))


# -- one review -----------------------------------------------------------------------------------


def show_review(session: Session, text: str, who: Reader) -> ExitCode:
    """Give one review: its state, the scores that may be known, what to put right, the lessons."""
    with session.open() as office:
        case = office.case(text)
        track = review_of(case)
        named(office, who, [case])
        known, scores = track.data, _scores(office, track.state, track.data)
        workflow = office.workspace.law.pinned(track.definition)
        state = office.names.state(workflow, track.state)
        payload = {
            "ok": True,
            "case": case.id,
            "state": track.state,
            "scores": scores,
            "demanded": [_defect(d) for d in demanded(known)],
            "lessons": [_defect(d) for d in lessons(known)],
        }

        def show(console: "Console") -> None:
            put(console, office.say("review.state", case=case.number or case.id, state=state))
            for name, score in scores.items():
                sheet = office.messages.named("input", name)
                put(console, office.say("review.score_line", sheet=sheet, score=score))
            _show_defects(office, console, "demanded", demanded(known))
            _show_defects(office, console, "lessons", lessons(known))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _scores(office: Office, state: str, known: Record) -> dict[str, str]:
    blind = office.workspace.agency.enabled(BLIND)
    hidden = HIDDEN.get(state, ()) if blind else ()
    return {
        name: points_text(total)
        for name in SHEETS
        if (total := known.record(name).number("total")) is not None and name not in hidden
    }


def _defect(defect: Defect) -> dict[str, object]:
    return {
        "about": defect.about,
        "item": defect.head,
        "points": defect.points / 2,
        "document": defect.document,
        "page": defect.page,
        "reason": defect.reason,
    }


def _show_defects(
    office: Office, console: "Console", title: str, found: tuple[Defect, ...]
) -> None:
    names = ("about", "item", "document", "page", "reason")
    heads = [office.say(f"review.head.{name}") for name in names]
    rows = [(d.about, d.head, d.document, d.page, d.reason) for d in found]
    table(console, heads, rows, title=office.say(f"review.{title}"), ratios=(1, 1, 4, 1, 8))
