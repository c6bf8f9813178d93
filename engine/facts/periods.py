"""Questions about time: statutory periods open, expired, kept; the order of moments."""

from engine.awaited import due, stands
from engine.case import RunningDeadline
from engine.deadlines import Position
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Detail, Fact, Term


def _running(situation: Situation, args: Record) -> RunningDeadline | None:
    """Return the newest deadline of the named rule, on this track if it has one of its own."""
    rule = args.text("deadline")
    track = situation.track.id if situation.track is not None else ""
    return situation.case.deadline(rule, track) or situation.case.deadline(rule)


def _details(situation: Situation, found: RunningDeadline | None, rule: str) -> dict[str, Detail]:
    details: dict[str, Detail] = {"deadline": Term("deadline", rule)}
    if found is not None and (last := due(situation, found)) is not None:
        details["due"] = last
    return details


@question
def moment_in_order(situation: Situation, args: Record) -> Fact:
    """Whether the clock has not run back behind the case's last event (I3)."""
    del args
    last = situation.case.last_at
    if last is None or situation.now >= last:
        return yes()
    return no(last=last)


@question
def deadline_open(situation: Situation, args: Record) -> Fact:
    """Whether a period is still running or was never started; its last lawful day counts in."""
    found, rule = _running(situation, args), args.text("deadline")
    if found is None or found.status != "running":
        return yes()
    late = stands(situation, found, situation.now) is Position.AFTER
    return whether(not late, **_details(situation, found, rule))


@question
def deadline_kept(situation: Situation, args: Record) -> Fact:
    """Whether a period was not exceeded at this moment (recorded, not enforced)."""
    return deadline_open(situation, args)


@question
def deadline_expired(situation: Situation, args: Record) -> Fact:
    """Whether a party's period has run out in full: its last day, rolled, is over."""
    found, rule = _running(situation, args), args.text("deadline")
    if found is None:
        return no(**_details(situation, None, rule))
    over = stands(situation, found, situation.now) is Position.AFTER
    return whether(over, **_details(situation, found, rule))


@question
def deadline_reached(situation: Situation, args: Record) -> Fact:
    """Whether the day a period ends on has come."""
    found, rule = _running(situation, args), args.text("deadline")
    if found is None:
        return no(**_details(situation, None, rule))
    come = stands(situation, found, situation.now) is not Position.BEFORE
    return whether(come, **_details(situation, found, rule))


@question
def deadline_never_extended(situation: Situation, args: Record) -> Fact:
    """Whether a period has not been extended as often as its rule allows."""
    found, rule = _running(situation, args), args.text("deadline")
    allowed = situation.rules[rule].extensions
    times = allowed[0].times if allowed else 0
    used = len(found.extensions) if found is not None else 0
    return whether(used < times, **_details(situation, found, rule))


@question
def deadline_extended_times(situation: Situation, args: Record) -> Fact:
    """Whether a period has been extended exactly so many times."""
    found, rule = _running(situation, args), args.text("deadline")
    used = len(found.extensions) if found is not None else 0
    wanted = args.number("times") or 0
    return whether(used == wanted, found=used, needed=wanted, **_details(situation, found, rule))


@question
def deadlines_stopped(situation: Situation, args: Record) -> Fact:
    """Whether no period of the given side still runs, some rules excepted."""
    excepted, side = args.texts("except"), args.text("who")
    running = tuple(
        Term("deadline", d.rule)
        for d in situation.case.deadlines.values()
        if d.status != "stopped" and d.rule not in excepted and _side(situation, d.rule) == side
    )
    return no(deadlines=running) if running else yes()


def _side(situation: Situation, rule: str) -> str:
    return "party" if situation.rules[rule].who == "party" else "agency"


@question
def day_is_today(situation: Situation, args: Record) -> Fact:
    """Whether the named day is today: a document is dated when it is made (I3)."""
    return whether(situation.inputs.day(args.text("input")) == situation.today)
