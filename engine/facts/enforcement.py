"""Questions about enforcing a decision: what is owed, demand, time of day, court.

Amounts are fen. How the surcharge grows is told in `engine.arrears`.
"""

from datetime import date, datetime

from engine.arrears import (
    arrears,
    collection,
    fine_in_force,
    overpaid,
    paid_until,
    surcharge_ordered,
    total,
)
from engine.awaited import due, stands
from engine.case import MAIN, RunningDeadline
from engine.deadlines import Position, earliest
from engine.facts.registry import no, question, whether, yes
from engine.facts.service import served_day
from engine.periods import DeadlineRule
from engine.record import Record
from engine.remedies import annulled_at, outcomes, pending_against
from engine.situation import Situation
from engine.verdict import Fact, Term


def _period(situation: Situation, rule: str) -> RunningDeadline | None:
    """Return a remedy period of the penalty itself: the main procedure's own comes first."""
    return situation.case.deadline(rule, MAIN) or situation.case.deadline(rule)


def remedies_over(situation: Situation) -> date | None:
    """Return the last day on which the party could still contest the decision (ALLI 156).

    After a remedy that left the decision standing the period runs from its end; with deferral or
    instalments, from their end if that is later (APL 72(2)). None while a remedy is pending.
    """
    case, rested = situation.case, _remedy_ended(situation)
    if pending_against(case):
        return None
    if rested is None:
        found = _period(situation, "D23") or _period(situation, "D22")
        rested = due(situation, found) if found is not None else None
    track = collection(situation)
    plan = track.data.records("plan") if track is not None else ()
    ends = [d for row in plan if (d := row.day("due")) is not None]
    return max([rested, *ends]) if rested is not None else None


def _remedy_ended(situation: Situation) -> date | None:
    """Return when the newest remedy of the decision in force ended for good, if there was one."""
    since = annulled_at(situation.case)
    found = [o for o in outcomes(situation.case) if o.event.seq > since]
    if not found:
        return None
    newest = found[-1].event
    if newest.trigger == "recon_outcome":
        suing = situation.case.deadline("D24", newest.track)
        return due(situation, suing) if suing is not None else None
    return newest.inputs.day("concluded_on") or newest.at.date()


@question
def remedy_time_over(situation: Situation, args: Record) -> Fact:
    """Whether the party can no longer contest the decision, in time or pending (AEL 53)."""
    del args
    if pending_against(situation.case):
        return no(reason=Term("remedy", "pending"))
    last = remedies_over(situation)
    if last is None:
        return no(reason=Term("remedy", "not_begun"))
    return whether(situation.today > last, reason=Term("remedy", "still_open"), due=last)


@question
def deadline_unset(situation: Situation, args: Record) -> Fact:
    """Whether a period is not running at present."""
    rule = args.text("deadline")
    running = [d for d in situation.case.deadlines.values() if d.rule == rule]
    free = all(d.status == "stopped" for d in running)
    return whether(free, deadline=Term("deadline", rule))


@question
def deadline_begun(situation: Situation, args: Record) -> Fact:
    """Whether a period runs, its first day is past and its last one is not."""
    rule = args.text("deadline")
    found = situation.case.deadline(rule)
    if found is None or found.status != "running":
        return no(deadline=Term("deadline", rule))
    begun = found.computed.start < situation.today
    late = stands(situation, found, situation.now) is Position.AFTER
    last = due(situation, found) or situation.today
    return whether(begun and not late, deadline=Term("deadline", rule), due=last)


@question
def balance_due(situation: Situation, args: Record) -> Fact:
    """Whether anything of the fine, or of the surcharge ordered, is still to be paid."""
    del args
    now = arrears(situation)
    return whether(now.paid < now.owed, amount_fen=max(0, now.owed - now.paid))


@question
def payments_equal_due(situation: Situation, args: Record) -> Fact:
    """Whether all that was paid equals the fine and the surcharge owed on the day of payment."""
    del args
    then = arrears(situation, paid_until(situation))
    return whether(then.paid == then.owed, amount_fen=then.paid, other_fen=then.owed)


@question
def payments_below_due(situation: Situation, args: Record) -> Fact:
    """Whether a part payment leaves something to be paid (FSR 10)."""
    del args
    then = arrears(situation, paid_until(situation))
    return whether(then.paid < then.owed, amount_fen=then.paid, other_fen=then.owed)


@question
def demand_period_over(situation: Situation, args: Record) -> Fact:
    """Whether the time the demand gave has run out (AEL 37(1))."""
    del args
    given = situation.case.data.day("demand_period")
    return whether(given is not None and situation.today > given, due=given or situation.today)


@question
def demand_first(situation: Situation, args: Record) -> Fact:
    """Whether a demand was served before the surcharge is ordered, where the bureau asks for it.

    AEL 12(1) lists the surcharge among the modes of enforcement and AEL 35 asks for a demand before
    any; the bureau may settle that the warning in the decision does (`surcharge.requires_demand`).
    """
    del args
    setting = situation.agency.settings.get("surcharge.requires_demand")
    needed = setting is None or setting.value is True
    return whether(not needed or served_day(situation, "demand_notice") is not None)


@question
def surcharge_grown(situation: Situation, args: Record) -> Fact:
    """Whether the decision told of a surcharge and one has grown (APL 72(1), AEL 45(1))."""
    del args
    return whether(arrears(situation).surcharge > 0)


@question
def surcharge_in_force(situation: Situation, args: Record) -> Fact:
    """Whether a surcharge decision was already made on the decision in force."""
    del args
    return whether(surcharge_ordered(situation))


@question
def surcharge_ran(situation: Situation, args: Record) -> Fact:
    """Whether the surcharge was charged for longer than a period of the register (AEL 46)."""
    rule = situation.rules[args.text("deadline")]
    ran = arrears(situation).days
    return whether(ran > rule.length, found=ran, needed=rule.length)


@question
def execution_time_lawful(situation: Situation, args: Record) -> Fact:
    """Whether the times named lie neither at night nor on a day off, unless urgent (AEL 43(1)).

    Night runs from one hour of `args` to the other; the bureau may set `enforcement.night_from` and
    `enforcement.night_to` after its local rule.
    """
    if situation.inputs.text("urgent_reason"):
        return yes()
    begins = _hour(situation, args, "night_from")
    ends = _hour(situation, args, "night_to")
    for name in args.texts("inputs"):
        at = situation.inputs.moment(name)
        if at is None:
            continue
        if at.hour >= begins or at.hour < ends:
            return no(reason=Term("execution", "night"), at=at)
        if not situation.calendar.is_working(at.date()):
            return no(reason=Term("execution", "day_off"), at=at)
    return yes()


def _hour(situation: Situation, args: Record, name: str) -> int:
    setting = situation.agency.settings.get(f"enforcement.{name}")
    if setting is not None and isinstance(setting.value, int):
        return setting.value
    return args.number(name) or 0


@question
def counted_back_kept(situation: Situation, args: Record) -> Fact:
    """Whether the whole of a period counted back lies between service of a form and an act."""
    rule: DeadlineRule = situation.rules[args.text("deadline")]
    told = served_day(situation, args.text("form"))
    at: date | datetime | None = situation.inputs.moment(args.text("input"))
    if told is None:
        return no(reason=Term("service", "not_served"))
    first = earliest(rule, told, situation.calendar).due
    day = at.date() if isinstance(at, datetime) else None
    return whether(
        day is not None and first is not None and day >= first,
        reason=Term("service", "too_soon"),
        due=first or told,
    )


@question
def court_package_complete(situation: Situation, args: Record) -> Fact:
    """Whether the five things an application must hold are at hand (AEL 55)."""
    del args
    case, inputs = situation.case, situation.inputs
    decision = ("penalty_decision", "spot_penalty_decision", "revocation_decision")
    there = {
        "application": bool(inputs.text("court")),
        "decision": served_day(situation, *decision) is not None,
        "opinion": bool(inputs.text("party_opinion")) and case.latest("demand_notice") is not None,
        "object": bool(inputs.text("enforcement_object")),
        "other": bool(inputs.records("other_materials")),
    }
    missing = tuple(Term("court_item", name) for name, found in there.items() if not found)
    return no(missing=missing) if missing else yes()


@question
def collection_replaced(situation: Situation, args: Record) -> Fact:
    """Whether the decision this track collects for was changed or revoked since it began."""
    del args
    track = situation.track
    begun = next(
        (
            e.seq
            for e in situation.case.events
            if track is not None
            and (e.track == track.id or any(t.id == track.id for t in e.tracks))
        ),
        0,
    )
    return whether(annulled_at(situation.case) > begun)


@question
def refund_equals_overpaid(situation: Situation, args: Record) -> Fact:
    """Whether a refund is exactly what came in beyond what the decision in force asks for."""
    del args
    back = total(situation.inputs.records("refunds"))
    over = overpaid(situation)
    return whether(back == over and back > 0, amount_fen=back, other_fen=over)


@question
def money_reconciled(situation: Situation, args: Record) -> Fact:
    """Whether nothing that came in has to be given back (APL 74, ARL 72)."""
    del args
    over = overpaid(situation)
    return whether(over == 0, amount_fen=over)


@question
def fine_decided(situation: Situation, args: Record) -> Fact:
    """Whether the decision in force orders a fine."""
    del args
    return whether(fine_in_force(situation) > 0)


@question
def own_points_answered(situation: Situation, args: Record) -> Fact:
    """Whether every point raised in this very statement is answered with a reason (AEL 36)."""
    del args
    raised = [p.text("content") for p in situation.inputs.records("points")]
    answered = {a.text("point") for a in situation.inputs.records("point_answers")}
    missing = tuple(p for p in raised if p not in answered)
    return no(missing=missing) if missing else yes()
