"""Questions about reconsideration and suit: open, in time, what came out, whether it is done."""

from engine.arrears import arrears
from engine.awaited import due, stands
from engine.case import MAIN
from engine.contested import restoration_due
from engine.deadlines import Position
from engine.event import EventKind
from engine.facts.publication import decision_public
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.remedies import (
    PENALTY,
    Outcome,
    outcomes,
    pending,
    pending_against,
    target,
    to_carry_out,
)
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def remedy_pending(situation: Situation, args: Record) -> Fact:
    """Whether a reconsideration or suit about the penalty is open."""
    del args
    return whether(pending_against(situation.case))


@question
def remedy_settled(situation: Situation, args: Record) -> Fact:
    """Whether no remedy is open, or the bureau closes cases while one is."""
    return whether(
        not pending(situation.case) or situation.agency.enabled(args.text("unless")),
        reason=Term("remedy", "pending"),
    )


@question
def remedy_carried_out(situation: Situation, args: Record) -> Fact:
    """Whether nothing is left to be done about the outcome of a remedy (ARL 77, ALL 94, AEL 41)."""
    del args
    left = to_carry_out(situation.case)
    if left is None and restoration_due(situation.case):
        return no(outcome=Term("outcome", "restore"))
    return yes() if left is None else no(outcome=Term("outcome", left.outcome))


@question
def remedy_outcome_is(situation: Situation, args: Record) -> Fact:
    """Whether the newest outcome, not yet carried out, is one this move is for."""
    left = to_carry_out(situation.case)
    if left is None:
        return no(outcome=Term("outcome", "none"))
    fits = left.outcome in args.texts("outcomes") and situation.transition.trigger in left.moves
    return whether(fits, outcome=Term("outcome", left.outcome))


@question
def outcome_restated(situation: Situation, args: Record) -> Fact:
    """Whether a change carries out what was ordered: the same number and the same fine."""
    del args
    left = to_carry_out(situation.case)
    if left is None:
        return yes()
    ordered = left.event.inputs.number("outcome_fine")
    given = situation.inputs.number("decision_fine")
    return whether(
        ordered is None or given == ordered, amount_fen=given or 0, other_fen=ordered or 0
    )


@question
def outcome_not_heavier(situation: Situation, args: Record) -> Fact:
    """Whether the fine an outcome names is no heavier than the one decided (ARL 63, ALL 77)."""
    del args
    named, old = (
        situation.inputs.number("outcome_fine"),
        situation.case.data.number("decision_fine"),
    )
    if named is None or old is None:
        return yes()
    return whether(named <= old, amount_fen=named, other_fen=old)


@question
def decided_on_spot(situation: Situation, args: Record) -> Fact:
    """Whether the penalty was decided on the spot, so that a suit must wait (ARL 23)."""
    del args
    forms = {"spot_penalty_decision", "penalty_decision"}
    made = [d.form for d in situation.case.documents.values() if d.form in forms]
    return whether(bool(made) and made[-1] == "spot_penalty_decision")


@question
def evidence_locked(situation: Situation, args: Record) -> Fact:
    """Whether the bureau may gather no evidence, because a remedy is open (ARL 46, ALL 35)."""
    del args
    return whether(pending(situation.case))


@question
def filed_in_time(situation: Situation, args: Record) -> Fact:
    """Whether a day lies within a party's period, or the body seized accepted a reason why not.

    The court or authority judges lateness itself (ARL 20(2), ALL 48); its reason is recorded.
    """
    rule, day = args.text("deadline"), situation.inputs.day(args.text("input"))
    found = situation.case.deadline(rule, situation.place) or situation.case.deadline(rule, MAIN)
    if found is None or day is None or situation.inputs.text("late_reason"):
        return yes()
    last = due(situation, found) or day
    late = stands(situation, found, day) is Position.AFTER
    return whether(not late, deadline=Term("deadline", rule), day=day, due=last)


@question
def redo_for_procedure(situation: Situation, args: Record) -> Fact:
    """Whether the decision was undone for its procedure only, so that facts need not change."""
    del args
    left = to_carry_out(situation.case)
    ground = left.event.inputs.text("redo_ground") if left is not None else ""
    return whether(ground == "procedure", ground=Term("redo_ground", ground or "none"))


@question
def same_act_barred(situation: Situation, args: Record) -> Fact:
    """Whether a decision repeats on the same facts what was undone (ARL 64(2), ALL 71).

    A defect of procedure alone may be cured by the same decision. What differs is new evidence, or
    another amount.
    """
    del args
    undone = [o for o in outcomes(situation.case) if o.outcome == "redo"]
    if not undone or undone[-1].event.trigger == "self_correct":
        return no()
    last = undone[-1]
    if last.event.inputs.text("redo_ground") == "procedure":
        return no()
    fresh = any(item.event > last.event.seq for item in situation.case.evidence)
    old, new = _annulled_fine(situation, last), situation.inputs.number("decision_fine")
    return whether(not fresh and new == old, amount_fen=new or 0)


def _annulled_fine(situation: Situation, undone: Outcome) -> int | None:
    """Return the fine of the decision an outcome undid."""
    before = situation.case.events[: undone.event.seq]
    for event in reversed(before):
        fine = event.inputs.number("decision_fine")
        if fine is not None and event.kind is EventKind.TRANSITION:
            return fine
    return None


@question
def closing_drafted(situation: Situation, args: Record) -> Fact:
    """Whether a closing form waits for signatures."""
    del args
    return whether(situation.case.latest("closing_approval", "draft", "pending") is not None)


#: Outcomes after which nothing of the decision may stay public as it was (APL 48(2)).
_UNDONE = ("change", "revoke", "revoke_partly", "redo", "illegal", "void")


@question
def undone_and_published(situation: Situation, args: Record) -> Fact:
    """Whether this outcome undoes a decision that is public (APL 48(2))."""
    shown = decision_public(situation, args).value is True
    return whether(shown and situation.inputs.text("outcome") in _UNDONE)


@question
def stands_unpaid(situation: Situation, args: Record) -> Fact:
    """Whether the penalty stands after a remedy about it and something is still owed on it."""
    del args
    if situation.track is not None and target(situation.case, situation.track.id) != PENALTY:
        return no()
    given = situation.inputs.text("outcome")
    last = outcomes(situation.case)
    outcome = given or (last[-1].outcome if last else "")
    now = arrears(situation)
    return whether(outcome not in {"revoke", "redo", "void"} and now.paid < now.owed)


@question
def judgment_received(situation: Situation, args: Record) -> Fact:
    """Whether a first-instance judgment or ruling of this suit is on record."""
    del args
    track = situation.track
    return whether(track is not None and track.data.day("judgment_served_on") is not None)


@question
def judgment_effective(situation: Situation, args: Record) -> Fact:
    """Whether a first-instance judgment took effect: received, and nobody appealed in time."""
    if situation.inputs.text("outcome") in args.texts("at_once"):
        return yes()
    received = judgment_received(situation, args)
    if received.value is not True:
        return no(reason=Term("judgment", "missing"))
    kind = situation.track.data.text("judgment_kind") if situation.track is not None else ""
    found = situation.case.deadline(args.text(kind), situation.place)
    over = found is not None and stands(situation, found, situation.now) is Position.AFTER
    last = due(situation, found) if found is not None else None
    return whether(over, reason=Term("judgment", "appealable"), due=last or situation.today)
