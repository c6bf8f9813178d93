"""Questions about an execution agreement: its stages, its relief, whether it is kept (AEL 42)."""

from collections.abc import Callable

from engine.arrears import arrears, total
from engine.event import Event, EventKind
from engine.facts.registry import no, question, whether
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


def _agreement(situation: Situation) -> Event | None:
    """Return the newest execution agreement of this track."""
    track = situation.track
    found = [
        e
        for e in situation.case.events
        if e.kind is EventKind.TRANSITION
        and e.trigger == "agree"
        and track is not None
        and e.track == track.id
    ]
    return found[-1] if found else None


def _paid_since(situation: Situation, event: Event) -> int:
    earlier = [p for e in situation.case.events[event.seq :] for p in e.inputs.records("payments")]
    return total((*earlier, *situation.inputs.records("payments")))


@question
def agreement_covers_arrears(situation: Situation, args: Record) -> Fact:
    """Whether the stages of an agreement add up to what is owed, less the relief (AEL 42(1))."""
    del args
    now, relief = arrears(situation), situation.inputs.number("relief") or 0
    agreed = total(situation.inputs.records("agreed_plan"))
    wanted = now.owed - now.paid - relief
    return whether(agreed == wanted, amount_fen=agreed, other_fen=wanted)


@question
def relief_lawful(situation: Situation, args: Record) -> Fact:
    """Whether relief touches the surcharge alone and follows a remedy of the act (AEL 42(1))."""
    del args
    now, relief = arrears(situation), situation.inputs.number("relief") or 0
    grown = now.surcharge if now.ordered else 0
    if relief > grown:
        return no(reason=Term("relief", "beyond_surcharge"), amount_fen=relief, other_fen=grown)
    remedied = situation.inputs.flag("remedied")
    return whether(
        not relief or remedied,
        reason=Term("relief", "not_remedied"),
        amount_fen=relief,
        other_fen=grown,
    )


@question
def agreed_dates_rise(situation: Situation, args: Record) -> Fact:
    """Whether the stages of an agreement lie ahead and follow one another."""
    del args
    days = [d for r in situation.inputs.records("agreed_plan") if (d := r.day("due")) is not None]
    rising = days == sorted(set(days))
    return whether(bool(days) and rising and days[0] > situation.today)


@question
def agreement_paid(situation: Situation, args: Record) -> Fact:
    """Whether what came in since the agreement equals its stages exactly."""
    del args
    return _against_agreement(situation, lambda got, agreed: got == agreed)


@question
def agreement_unfinished(situation: Situation, args: Record) -> Fact:
    """Whether something of the agreement remains to be paid after this stage."""
    del args
    return _against_agreement(situation, lambda got, agreed: got < agreed)


def _against_agreement(situation: Situation, test: Callable[[int, int], bool]) -> Fact:
    agreement = _agreement(situation)
    if agreement is None:
        return no(amount_fen=0, other_fen=0)
    got = _paid_since(situation, agreement)
    agreed = total(agreement.inputs.records("agreed_plan"))
    return whether(test(got, agreed), amount_fen=got, other_fen=agreed)


@question
def agreement_broken(situation: Situation, args: Record) -> Fact:
    """Whether a stage of the agreement is past its day and not paid (AEL 42(2))."""
    del args
    agreement = _agreement(situation)
    if agreement is None:
        return no(amount_fen=0, other_fen=0)
    rows = agreement.inputs.records("agreed_plan")
    fallen = tuple(r for r in rows if (r.day("due") or situation.today) < situation.today)
    got = _paid_since(situation, agreement)
    return whether(got < total(fallen), amount_fen=got, other_fen=total(fallen))
