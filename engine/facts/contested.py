"""Questions about remedies against a surcharge or an enforcement decision, and about stays."""

from engine import contested
from engine.arrears import arrears
from engine.awaited import due, stands
from engine.deadlines import Position
from engine.facts.registry import question, whether, yes
from engine.record import Record
from engine.remedies import MACHINE, PENDING, pending_against, target
from engine.situation import Situation
from engine.verdict import Fact, Term


def _about(situation: Situation) -> str:
    """What this track is about; what the input names where it is only being opened."""
    track = situation.track
    if track is None:
        return situation.inputs.text("contested")
    return target(situation.case, track.id)


@question
def measure_served(situation: Situation, args: Record) -> Fact:
    """Whether a surcharge or enforcement decision was ever served."""
    del args
    forms = {f for several in contested.FORMS.values() for f in several}
    case = situation.case
    return whether(any(case.documents[d].form in forms for d in case.served))


@question
def measure_contestable(situation: Situation, args: Record) -> Fact:
    """Whether the decision contested was served and stands (ARL 11, ALL 12)."""
    del args
    case, measure = situation.case, situation.inputs.text("contested")
    stands_yet = bool(contested.served_on(case, measure)) and not contested.undone(case, measure)
    return whether(stands_yet, measure=Term("contested", measure))


@question
def measure_contested(situation: Situation, args: Record) -> Fact:
    """Whether a reconsideration or suit about the decision named is open (ARL 29, ALL 44)."""
    del args
    measure = situation.inputs.text("contested")
    return whether(pending_against(situation.case, measure), measure=Term("contested", measure))


@question
def measure_filed_in_time(situation: Situation, args: Record) -> Fact:
    """Whether a day lies in the time to contest a measure, which runs from its own service.

    The court or authority judges lateness itself (ARL 20(2), ALL 48); its reason is recorded.
    """
    rule, day = args.text("deadline"), situation.inputs.day(args.text("input"))
    track = contested.served_on(situation.case, situation.inputs.text("contested"))
    found = situation.case.deadline(rule, track) if track else None
    if found is None or day is None or situation.inputs.text("late_reason"):
        return yes()
    late = stands(situation, found, day) is Position.AFTER
    last = due(situation, found) or day
    return whether(not late, deadline=Term("deadline", rule), day=day, due=last)


@question
def remedy_against(situation: Situation, args: Record) -> Fact:
    """Whether this track is about one of some decisions: penalty, surcharge, enforcement."""
    about = _about(situation)
    return whether(about in args.texts("targets"), measure=Term("contested", about))


@question
def measure_not_heavier(situation: Situation, args: Record) -> Fact:
    """Whether the surcharge an outcome names is no more than had grown (ARL 63(2), ALL 77(2))."""
    del args
    named = situation.inputs.number(contested.AMOUNT)
    if named is None:
        return yes()
    grown = arrears(situation).surcharge
    return whether(named <= grown, amount_fen=named, other_fen=grown)


@question
def surcharge_restated(situation: Situation, args: Record) -> Fact:
    """Whether an outcome that changes a surcharge says what it is from then on (ARL 63, ALL 77)."""
    del args
    changed = situation.inputs.text("outcome") in {"change", "revoke_partly"}
    if not changed or _about(situation) != "surcharge":
        return yes()
    return whether(situation.inputs.number(contested.AMOUNT) is not None)


@question
def surcharge_touched(situation: Situation, args: Record) -> Fact:
    """Whether a remedy changed or undid the surcharge decided on the penalty in force."""
    del args
    return whether(contested.touched_at(situation.case) > 0)


@question
def measure_undone(situation: Situation, args: Record) -> Fact:
    """Whether the newest decision on a measure was revoked, void, or is to be made anew."""
    measure = args.text("measure")
    return whether(contested.undone(situation.case, measure), measure=Term("contested", measure))


@question
def measure_revoked(situation: Situation, args: Record) -> Fact:
    """Whether a measure was revoked for good, so that the same may not be done (ARL 64, ALL 71)."""
    measure = args.text("measure")
    return whether(contested.revoked(situation.case, measure), measure=Term("contested", measure))


@question
def execution_stayed(situation: Situation, args: Record) -> Fact:
    """Whether execution rests by order in a remedy that is still open (ARL 42, ALL 56)."""
    del args
    tracks = (t for t in situation.case.machines(MACHINE) if t.state in PENDING)
    return whether(any(t.data.flag("execution_stayed") for t in tracks))


@question
def restoration_due(situation: Situation, args: Record) -> Fact:
    """Whether what was enforced must be put back, because its decision fell (AEL 41)."""
    del args
    return whether(contested.restoration_due(situation.case))
