"""Merit by quality: the pool of excellent dossiers, and officers by what their dossiers are worth.

No amount of any fine enters: revenue from fines is no measure of an officer (APL 74).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.case import Case, Track
from engine.event import EventKind
from engine.record import Record
from engine.review_sheets import MACHINE, deciding, defects, final_score, lessons

POOL = "q_candidate"
#: By the act that hands something in, the act that approves it and the one that returns it.
APPROVALS: Mapping[str, tuple[str, str]] = {
    "request_filing": ("approve_filing", "return_filing"),
    "submit_review": ("review_pass", "review_return"),
    "request_closing": ("approve_closing", "return_closing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One dossier of the pool."""

    case: str
    #: In halves of a point.
    score: int
    #: Deductions of the deciding sheet, and what of them stays as a lesson.
    deductions: int
    lessons: int
    nominated_at: datetime
    #: SHA-256 of the frozen anonymised copy, hex.
    digest: str


def review_of(case: Case) -> Track | None:
    """Return the newest review of a case, or None."""
    return next(reversed(case.machines(MACHINE)), None)


def candidate(case: Case) -> Candidate | None:
    """Return a case as the pool has it; None while it is not in the pool."""
    track = review_of(case)
    if track is None or track.state != POOL:
        return None
    known = track.data
    return Candidate(
        case=case.id,
        score=final_score(known),
        deductions=len(defects(known)),
        lessons=len(lessons(known)),
        nominated_at=case.events[track.last_event - 1].at,
        digest=known.record("candidate_copy").text("digest"),
    )


def ranked(pool: Iterable[Candidate], year: int) -> tuple[Candidate, ...]:
    """Return the pool of a year, best first: by score, fewer faults, fewer lessons, sooner in."""
    mine = (c for c in pool if c.nominated_at.year == year)
    return tuple(
        sorted(mine, key=lambda c: (-c.score, c.deductions, c.lessons, c.nominated_at, c.case))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merit:
    """One officer's year: shares of counts, never of money."""

    officer: str
    #: Dossiers whose score was decided, and how many of them were excellent.
    scored: int
    excellent: int
    #: Approvals asked for and given, and how many of them without a return.
    approvals: int
    first_pass: int


def merits(cases: Iterable[Case], year: int, best: Mapping[str, str]) -> tuple[Merit, ...]:
    """Return the officers of a year, by share of excellent dossiers, then of first passes.

    `best` names, by digest of a standard, its best grade. A dossier counts for both its officers
    in the year its score was decided. The order compares shares exactly, never rounded ones.
    """
    counted: dict[str, list[int]] = {}
    for case in cases:
        track = review_of(case)
        sheet = deciding(track.data) if track is not None else Record()
        if track is None or not sheet or _decided(case, track) != year:
            continue
        excellent = sheet.text("grade") == best.get(sheet.text("profile_digest"), "")
        asked, passed = first_passes(case)
        for officer in case.officers():
            sums = counted.setdefault(officer, [0, 0, 0, 0])
            for place, value in enumerate((1, int(excellent), asked, passed)):
                sums[place] += value
    found = [
        Merit(officer=o, scored=s, excellent=e, approvals=a, first_pass=f)
        for o, (s, e, a, f) in counted.items()
    ]
    return tuple(sorted(found, key=_rank))


def _rank(merit: Merit) -> tuple[float, float, int, str]:
    return (
        -(merit.excellent / merit.scored),
        -(merit.first_pass / merit.approvals) if merit.approvals else 0.0,
        -merit.scored,
        merit.officer,
    )


def _decided(case: Case, track: Track) -> int | None:
    """Return the year of the newest act that handed in a deciding sheet."""
    names = ("second_sheet", "third_sheet", "arbitrated_sheet")
    mine = (e for e in reversed(case.events) if e.track == track.id)
    return next((e.at.year for e in mine if any(n in e.inputs for n in names)), None)


def first_passes(case: Case) -> tuple[int, int]:
    """Return how many approvals a case was given, and how many without having been returned."""
    fired = [e.trigger for e in case.events if e.kind is EventKind.TRANSITION]
    asked = passed = 0
    for approve, give_back in APPROVALS.values():
        if approve in fired:
            asked += 1
            passed += give_back not in fired
    return asked, passed
