"""Questions about the review of a dossier: gaps between scores, what is to be put right, merit.

What an item is worth and how a score comes about is the business of grading, not of these.
"""

from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term

MACHINE = "dossier_review"
REVIEWED = frozenset({"q_done", "q_candidate"})


def _known(situation: Situation) -> Record:
    """Return what the review track knows, with this command's inputs on top."""
    track = situation.track
    return (track.data if track is not None else Record()).merged(situation.inputs)


@question
def review_gap_settled(situation: Situation, args: Record) -> Fact:
    """Whether the two scores lie close together, or a third reviewer with no part is named."""
    known = _known(situation)
    own, second = known.number("review_score") or 0, known.number("second_score") or 0
    limit = args.number("points") or 0
    if abs(own - second) <= limit:
        return yes()
    third = known.text("third_reviewer")
    graded = any(
        situation.case.fired(third, situation.players.get(part, ()))
        for part in ("self_reviewer", "second_reviewer")
    )
    acting = situation.actor.id if situation.actor is not None else ""
    apart = bool(third) and not graded and third not in {*situation.case.officers(), acting}
    return whether(apart, needed=limit, found=abs(own - second))


@question
def rectification_needed(situation: Situation, args: Record) -> Fact:
    """Whether the review found a veto or a fault that can be put right."""
    del args
    known = _known(situation)
    fixable = tuple(f.text("item") for f in known.records("findings") if f.flag("fixable"))
    return whether(bool(fixable) or known.flag("veto"), items=fixable)


@question
def rectification_verified(situation: Situation, args: Record) -> Fact:
    """Whether every fault that can be put right was looked at again and is put right."""
    del args
    known = _known(situation)
    fixed = {r.text("item") for r in known.records("rectified") if r.flag("fixed")}
    still = tuple(
        f.text("item")
        for f in known.records("findings")
        if f.flag("fixable") and f.text("item") not in fixed
    )
    return no(items=still) if still else yes()


@question
def candidate_worthy(situation: Situation, args: Record) -> Fact:
    """Whether the score reaches the threshold, without a veto and without an open remedy."""
    known = _known(situation)
    remedies = situation.case.machines("remedies")
    settled = all(("remedies", t.state) in situation.terminal() for t in remedies)
    score, wanted = known.number("second_score") or 0, args.number("score") or 0
    return whether(
        score >= wanted and not known.flag("veto") and settled, needed=wanted, found=score
    )


@question
def second_review_settled(situation: Situation, args: Record) -> Fact:
    """Whether the second review is done, or waived because the dossier was not drawn.

    A case closed before there was a review track has none.
    """
    del args
    tracks = situation.case.machines(MACHINE)
    if not tracks:
        return yes()
    said, state = situation.inputs.text("review_settled"), tracks[-1].state
    fits = state == "q_waived" if said == "waived" else state in REVIEWED
    return whether(fits, state=Term("state", f"{MACHINE}.{state}"))
