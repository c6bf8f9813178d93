"""What reconsiderations and suits of a case came to, and what is still to be done about it.

Read from the events of the remedies track alone (ARL 63 to 74, ALL 69 to 77); which move carries an
outcome out is told here, what that move does is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.case import Case
from engine.event import Event, EventKind
from engine.periods import Pause

MACHINE = "remedies"
#: States in which an authority or a court is dealing with the decision.
PENDING = frozenset({"r_recon_open", "r_suit_open", "r_appeal"})
#: Moves that make an outcome effective.
EFFECTIVE = frozenset(
    {
        *("recon_outcome", "judgment_final", "second_instance", "self_correct"),
        *("measure_outcome", "measure_judgment", "measure_second_instance", "correct_measure"),
    }
)
#: The move by which the bureau corrects its penalty itself (APL 75(2)).
OWN_MOTION = "self_correct"
PENALTY = "penalty"
#: Moves that open a track against a measure of enforcement, named by the input `contested`.
AGAINST_MEASURES = frozenset({"receive_measure_recon", "receive_measure_suit", "correct_measure"})
CHANGING = ("change", "revoke_partly")
REVOKING = ("revoke", "void")
#: By outcome, the moves of which one carries it out.
CARRIED_OUT_BY = {
    **dict.fromkeys(CHANGING, ("change_by_remedy",)),
    **dict.fromkeys(REVOKING, ("revoke_by_remedy",)),
    "redo": ("redo_by_remedy", "redo_from_notice", "redo_from_review"),
    "perform": ("report_performance",),
}
#: By the move that opens an instance, the input with the day it was accepted on.
_BEGUN = {
    "receive_recon": "accepted_on",
    "receive_suit": "filed_on",
    "receive_measure_recon": "accepted_on",
    "receive_measure_suit": "filed_on",
    "suit_after_recon": "filed_on",
}
_ENDED = "concluded_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One effective outcome."""

    outcome: str
    event: Event

    @property
    def moves(self) -> tuple[str, ...]:
        """Return the moves of which one must follow; none when the decision merely stands.

        A settlement is carried out like a change when it names another fine.
        """
        if self.outcome == "mediation" and "outcome_fine" in self.event.inputs:
            return CARRIED_OUT_BY["change"]
        return CARRIED_OUT_BY.get(self.outcome, ())


def target(case: Case, track: str) -> str:
    """Return the decision a track is about: the penalty, or the measure its opening named."""
    opening = next(
        (e for e in case.events if e.track == track and e.kind is EventKind.TRANSITION), None
    )
    if opening is None or opening.trigger not in AGAINST_MEASURES:
        return PENALTY
    return opening.inputs.text("contested")


def outcomes(case: Case, about: str = PENALTY) -> tuple[Outcome, ...]:
    """Return every effective outcome about one decision, oldest first."""
    return tuple(
        Outcome(outcome=e.inputs.text("outcome"), event=e)
        for e in case.events
        if e.kind is EventKind.TRANSITION
        and e.machine == MACHINE
        and e.trigger in EFFECTIVE
        and target(case, e.track) == about
    )


def to_carry_out(case: Case) -> Outcome | None:
    """Return the newest outcome nothing has been done about yet, if it asks for anything.

    Only the newest counts: what a court says replaces what a reconsideration said.
    """
    found = outcomes(case)
    if not found or not found[-1].moves:
        return None
    newest = found[-1]
    done = any(
        e.trigger in newest.moves and e.kind is EventKind.TRANSITION
        for e in case.events[newest.event.seq :]
    )
    return None if done else newest


def pending(case: Case) -> bool:
    """Whether a reconsideration or suit is open, whatever it is about."""
    return any(track.state in PENDING for track in case.machines(MACHINE))


def pending_against(case: Case, about: str = PENALTY) -> bool:
    """Whether a reconsideration or suit about one decision is open."""
    tracks = (t for t in case.machines(MACHINE) if t.state in PENDING)
    return any(target(case, t.id) == about for t in tracks)


def remedy_pauses(case: Case) -> Iterator[Pause]:
    """Yield the time of every reconsideration and suit, first and last day included (APL 73(3))."""
    begun: dict[str, date] = {}
    for event in case.events:
        if event.kind is not EventKind.TRANSITION or event.machine != MACHINE:
            continue
        if event.trigger in _BEGUN:
            day = event.inputs.day(_BEGUN[event.trigger]) or event.at.date()
            begun.setdefault(event.track, day)
        elif event.trigger in EFFECTIVE and event.track in begun:
            first = begun.pop(event.track)
            last = max(first, event.inputs.day(_ENDED) or event.at.date())
            yield Pause(first=first, last=last, reason=event.transition)
    for first in begun.values():
        yield Pause(first=first, last=None, reason=MACHINE)


def annulled_at(case: Case) -> int:
    """Return the number of the event that last changed or revoked the decision, or 0."""
    moves = {"change_by_remedy", *CARRIED_OUT_BY["revoke"], *CARRIED_OUT_BY["redo"]}
    found = (e.seq for e in case.events if e.kind is EventKind.TRANSITION and e.trigger in moves)
    return max(found, default=0)


def state_pauses(case: Case, machine: str, states: frozenset[str]) -> Iterator[Pause]:
    """Yield the time a machine's tracks stood in some states; the day of leaving counts again."""
    entered: dict[str, date] = {}
    for event in case.events:
        if event.kind is not EventKind.TRANSITION or event.machine != machine:
            continue
        day = event.at.date()
        if event.target in states:
            entered.setdefault(event.track, day)
        elif event.track in entered:
            first = entered.pop(event.track)
            if day > first:
                yield Pause(first=first, last=day - timedelta(days=1), reason=event.source)
    for first in entered.values():
        yield Pause(first=first, last=None, reason=machine)
