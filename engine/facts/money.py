"""Questions about amounts: ranges, thresholds, payments and plans. All amounts are fen."""

from collections.abc import Iterable
from itertools import pairwise

from engine.arrears import fine_in_force, paid
from engine.case import Case, Track
from engine.event import EventKind
from engine.facts.registry import no, question, whether, yes
from engine.matters import MatterVersion, tier_range
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term

#: Tiers of a benchmark that lie below the range of the article (APL 30-33).
_BELOW_THE_LEAST = frozenset({"Tx", "T0"})


def _given(situation: Situation, args: Record) -> int | None:
    return situation.inputs.number(args.text("input") or "fine")


def noticed_fine(situation: Situation) -> int | None:
    """Return the fine the party was last told of."""
    return situation.case.data.number("notice_fine")


_AMOUNTS = ("decision_fine", "conclusion_fine", "final_fine", "notice_fine", "fine")


def final_fine(situation: Situation) -> int | None:
    """Return the amount stated last: decided, agreed in deliberation, reviewed or proposed.

    The newest act counts, so that an annulled decision says nothing of the one made anew.
    """
    acts = [e.inputs for e in situation.case.events if e.kind is EventKind.TRANSITION]
    for inputs in (situation.inputs, *reversed(acts)):
        stated = (inputs.number(name) for name in _AMOUNTS)
        newest = next((amount for amount in stated if amount is not None), None)
        if newest is not None:
            return newest
    return None


@question
def amount_in_range(situation: Situation, args: Record) -> Fact:
    """Whether a fine lies within the matter's range for this kind of party (APL 34)."""
    amount, found = _given(situation, args), situation.lawful_range
    if found is None or amount is None:
        return no(amount_fen=amount or 0, low_fen=0, high_fen=0)
    low = 0 if situation.data.text("tier") in _BELOW_THE_LEAST else found.low
    return whether(
        low <= amount <= found.high, amount_fen=amount, low_fen=found.low, high_fen=found.high
    )


@question
def amount_in_tier(situation: Situation, args: Record) -> Fact:
    """Whether the proposed fine lies in the benchmark tier named, or leaves it with a reason.

    The benchmark is applied with reasons (APL 34); leaving the tier needs its own, and the head's
    approval of the decision.
    """
    amount, tier = _given(situation, args), situation.inputs.text("tier")
    found = situation.lawful_range
    if found is None or amount is None:
        return no(amount_fen=amount or 0, low_fen=0, high_fen=0, tier=Term("tier", tier))
    bounds = tier_range(situation.benchmark, found, tier)
    return whether(
        bounds.holds(amount) or bool(situation.data.text("tier_departure")),
        amount_fen=amount,
        low_fen=bounds.low,
        high_fen=bounds.high,
        tier=Term("tier", tier),
    )


@question
def kinds_allowed(situation: Situation, args: Record) -> Fact:
    """Whether the article gives each proposed kind, and none it always gives lacks (APL 9).

    A penalty reduced below the least of the law (减轻, APL 32) may leave one out.
    """
    del args
    reduced = situation.data.text("tier") in _BELOW_THE_LEAST
    return kinds_fit(situation.governing, situation.inputs.texts("penalty_kinds"), reduced=reduced)


def kinds_fit(
    version: MatterVersion | None, kinds: Iterable[str], *, reduced: bool = False
) -> Fact:
    """Whether a penalty of these kinds is one the article gives; `missing` is what it lacks."""
    chosen = tuple(kinds)
    allowed = version.kinds if version is not None else ()
    bad = tuple(Term("penalty_kind", k) for k in chosen if k not in allowed)
    if bad:
        return no(kinds=bad)
    lacking = version.omitted(chosen) if version is not None and not reduced else ()
    return no(missing=tuple(Term("penalty_kind", k) for k in lacking)) if lacking else yes()


@question
def benchmark_available(situation: Situation, args: Record) -> Fact:
    """Whether a discretion benchmark is loaded for the matter (APL 34)."""
    del args
    benchmark = situation.benchmark
    loaded = bool(benchmark.tiers) and benchmark.valid_from <= situation.today
    return whether(situation.matter is not None and loaded)


@question
def gains_explained(situation: Situation, args: Record) -> Fact:
    """Whether illegal gains, if any, are proposed for confiscation (APL 28(2))."""
    del args
    gains = situation.inputs.number("illegal_gains") or 0
    kinds = situation.inputs.texts("penalty_kinds")
    penal = situation.inputs.text("proposal") == "penalise"
    return whether(not gains or not penal or "confiscate_gains" in kinds, amount_fen=gains)


@question
def notice_equals_proposal(situation: Situation, args: Record) -> Fact:
    """Whether the notice tells the amount the investigation proposed (APL 44)."""
    del args
    told, proposed = situation.inputs.number("notice_fine"), situation.case.data.number("fine")
    return whether(told == proposed, amount_fen=told or 0, other_fen=proposed or 0)


def _not_above_noticed(situation: Situation, amount: int | None) -> Fact:
    noticed = noticed_fine(situation)
    fine = amount is not None and noticed is not None and amount <= noticed
    return whether(fine, amount_fen=amount or 0, other_fen=noticed or 0)


@question
def fine_not_above_noticed(situation: Situation, args: Record) -> Fact:
    """Whether the fine sent to review is no heavier than the one noticed (APL 45(2))."""
    del args
    return _not_above_noticed(situation, situation.inputs.number("final_fine"))


@question
def conclusion_not_above_noticed(situation: Situation, args: Record) -> Fact:
    """Whether the fine agreed in deliberation is no heavier than the one noticed (APL 45(2))."""
    del args
    return _not_above_noticed(situation, situation.inputs.number("conclusion_fine"))


@question
def decision_equals_reviewed(situation: Situation, args: Record) -> Fact:
    """Whether the decision carries the amount that was reviewed or deliberated."""
    del args
    data = situation.case.data
    wanted = data.number("conclusion_fine") if situation.case.marks.get("deliberated") else None
    if wanted is None:
        wanted = data.number("final_fine")
    given = situation.inputs.number("decision_fine")
    return whether(given == wanted, amount_fen=given or 0, other_fen=wanted or 0)


@question
def change_not_heavier(situation: Situation, args: Record) -> Fact:
    """Whether a changed fine is no heavier than the one first decided (ARL 63)."""
    del args
    old, new = situation.case.data.number("decision_fine"), _decided(situation)
    return whether(old is not None and new <= old, amount_fen=new, other_fen=old or 0)


def _decided(situation: Situation) -> int:
    return situation.inputs.number("decision_fine") or 0


def _paid(situation: Situation) -> int:
    return paid(situation)


def _owed(situation: Situation) -> int:
    return fine_in_force(situation)


@question
def payments_equal_fine(situation: Situation, args: Record) -> Fact:
    """Whether everything paid so far, this payment included, equals the fine exactly."""
    del args
    paid, owed = _paid(situation), _owed(situation)
    return whether(paid == owed, amount_fen=paid, other_fen=owed)


@question
def payments_below_fine(situation: Situation, args: Record) -> Fact:
    """Whether something still remains to be paid after this instalment."""
    del args
    paid, owed = _paid(situation), _owed(situation)
    return whether(paid < owed, amount_fen=paid, other_fen=owed)


@question
def plan_sums_to_fine(situation: Situation, args: Record) -> Fact:
    """Whether the rows of a payment plan add up to the fine (APL 66(2))."""
    del args
    total = sum(row.number("amount") or 0 for row in situation.inputs.records("plan"))
    return whether(total == _owed(situation), amount_fen=total, other_fen=_owed(situation))


@question
def plan_dates_rise(situation: Situation, args: Record) -> Fact:
    """Whether the plan's dates lie ahead and follow one another."""
    del args
    days = [d for row in situation.inputs.records("plan") if (d := row.day("due")) is not None]
    rising = all(a < b for a, b in pairwise(days))
    return whether(bool(days) and rising and days[0] > situation.today)


@question
def plan_row_overdue(situation: Situation, args: Record) -> Fact:
    """Whether a row of the plan is past its day and not covered by what was paid."""
    del args
    plan = situation.track.data.records("plan") if situation.track is not None else ()
    fallen = [r for r in plan if (r.day("due") or situation.today) < situation.today]
    due = sum(r.number("amount") or 0 for r in fallen)
    return whether(_paid(situation) < due, amount_fen=_paid(situation), other_fen=due)


def next_instalment(case: Case, track: Track) -> tuple[int, Record] | None:
    """Return the first row of a track's plan that payments do not cover, with its number."""
    covered = sum(p.number("amount") or 0 for p in case.data.records("payments"))
    due = 0
    for number, row in enumerate(track.data.records("plan"), 1):
        due += row.number("amount") or 0
        if due > covered:
            return number, row
    return None


@question
def overdue_unpaid(situation: Situation, args: Record) -> Fact:
    """Whether the collection track says the fine is overdue."""
    del args
    tracks = situation.case.machines("collection")
    state = tracks[-1].state if tracks else ""
    return whether(state == "e_overdue", state=Term("state", f"collection.{state or 'none'}"))
