"""What a closed case is to a sample: squad, procedure, outcome, flags, and who had a hand in it.

Reads one replayed case by names handed in; refuses to know which states close what.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.case import MAIN, Case
from engine.event import Event, EventKind
from engine.review_sheets import MACHINE, vetoed
from engine.sampling import Eligible

REMEDY, VETO = "remedy", "veto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closings:
    """How closed dossiers are told, and who may not review one."""

    #: States that close a dossier, by procedure.
    states: Mapping[str, frozenset[str]]
    #: States that only prepare the closing, are an outcome themselves, or may follow it.
    through: frozenset[str]
    telling: frozenset[str]
    after: frozenset[str]
    #: Inputs that name, and moves that make, somebody who may not review the dossier.
    apart_inputs: frozenset[str]
    apart_moves: frozenset[str]


def closing_of(case: Case, closings: Closings) -> Event | None:
    """Return the event that closed a case; None for one not closed, or taken up again since.

    A dossier that was bound, or opened and bound again, was closed when it first was.
    """
    moved = _moves(case)
    closing = closings.states.get(case.main.machine, frozenset()) if moved else frozenset()
    found = None
    for event in reversed(moved):
        if event.target in closing:
            found = event
        elif event.target not in closings.after:
            break
    return found


def eligible(case: Case, closing: Event, leaf: int, closings: Closings) -> Eligible:
    """Return a closed case as a sample takes it; `leaf` is the ledger position of its closing."""
    return Eligible(
        case=case.id,
        squad=case.data.text("squad"),
        procedure=case.main.machine,
        outcome=_outcome(case, closing, closings),
        closed_on=closing.at.date(),
        leaf=leaf,
        flags=_flags(case),
        people=_people(case, closings),
    )


def _moves(case: Case) -> list[Event]:
    return [e for e in case.events if e.kind is EventKind.TRANSITION and e.track == MAIN]


def _outcome(case: Case, closing: Event, closings: Closings) -> str:
    """Return the state a case was in before its closing, or that closing where it tells more."""
    if closing.target in closings.telling:
        return closing.target
    before = [event.target for event in _moves(case) if event.seq < closing.seq]
    return next((state for state in reversed(before) if state not in closings.through), "")


def _flags(case: Case) -> tuple[str, ...]:
    """Whether a remedy was ever sought, and whether a review said that there is a veto."""
    remedy = (REMEDY,) if case.machines("remedies") else ()
    reviews = case.machines(MACHINE)
    return (*remedy, VETO) if any(vetoed(track.data) for track in reviews) else remedy


def _people(case: Case, closings: Closings) -> frozenset[str]:
    done = [e for e in case.events if e.kind is EventKind.TRANSITION]
    named = {event.inputs.text(name) for event in done for name in closings.apart_inputs}
    return frozenset({*named, *(e.actor for e in done if e.trigger in closings.apart_moves)} - {""})
