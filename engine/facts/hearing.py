"""Questions about the hearing track (APL 63-65)."""

from engine.awaited import stands
from engine.deadlines import Position, earliest
from engine.facts.registry import no, question, whether, yes
from engine.facts.service import served_day
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


def _requested_in_time(situation: Situation) -> bool:
    found = situation.case.deadline("D08")
    day = situation.track.data.day("requested_on") if situation.track is not None else None
    if found is None or day is None:
        return False
    return stands(situation, found, day) is not Position.AFTER


@question
def agents_at_most(situation: Situation, args: Record) -> Fact:
    """Whether the party names no more agents than the law allows (APL 64)."""
    found, most = len(situation.inputs.records("agents")), args.number("count") or 0
    return whether(found <= most, found=found, needed=most)


@question
def hearing_requested_in_time(situation: Situation, args: Record) -> Fact:
    """Whether the request came within its period (APL 64)."""
    del args
    return whether(_requested_in_time(situation))


@question
def hearing_rejection_founded(situation: Situation, args: Record) -> Fact:
    """Whether the stated ground for rejecting the request is true."""
    del args
    ground = situation.inputs.text("ground")
    if ground == "late":
        return whether(not _requested_in_time(situation), ground=Term("ground", ground))
    told = situation.case.latest("hearing_right_notice") is not None
    return whether(not told, ground=Term("ground", ground))


@question
def hearing_outside_scope(situation: Situation, args: Record) -> Fact:
    """Whether the newest request for a hearing was refused because none is due (APL 63(1))."""
    del args
    tracks = situation.case.machines("hearing")
    if not tracks or tracks[-1].state != "h_rejected":
        return no()
    return whether(tracks[-1].data.text("ground") == "out_of_scope")


@question
def hearing_day_far_enough(situation: Situation, args: Record) -> Fact:
    """Whether the hearing lies far enough ahead even if the notice is served today (APL 64)."""
    held = situation.inputs.day("hearing_at")
    rule = situation.rules[args.text("deadline")]
    first = earliest(rule, situation.today, situation.calendar).due
    if held is None or first is None:
        return no()
    return whether(held >= first, due=first)


@question
def hearing_notice_early_enough(situation: Situation, args: Record) -> Fact:
    """Whether the notice was not served too late before the hearing (APL 64).

    A notice not served at all is another question (`document_served`).
    """
    served = served_day(situation, "hearing_notice")
    held = situation.track.data.day("hearing_at") if situation.track is not None else None
    if served is None:
        return yes()
    if held is None:
        return no(due=situation.today)
    first = earliest(situation.rules[args.text("deadline")], served, situation.calendar).due
    return whether(first is not None and held >= first, due=first or situation.today)


@question
def hearing_day_reached(situation: Situation, args: Record) -> Fact:
    """Whether the day of the hearing has come."""
    del args
    held = situation.track.data.day("hearing_at") if situation.track is not None else None
    if held is None:
        return no(due=situation.today)
    return yes() if situation.today == held else no(due=held)
