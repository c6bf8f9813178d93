"""Questions about which text and which norm a fine rests on (APL 12, 29, 34, 37)."""

from collections.abc import Iterator

from engine.facts.registry import no, question, whether, yes
from engine.law_choice import FineFacts, Governing, Norm, heaviest, range_for
from engine.matters import MatterVersion
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Detail, Fact, Term


@question
def lighter_law_settled(situation: Situation, args: Record) -> Fact:
    """Whether the lighter of two texts governs, or people chose where only they can (APL 37)."""
    del args
    texts = situation.texts
    if texts is None:
        return no(reason=Term("law_choice", Governing.LAPSED))
    settled = texts.governing(situation.data.text("law_choice")) is not None
    return whether(settled, reason=Term("law_choice", texts.outcome), since=texts.at_act.valid_from)


@question
def no_longer_punished(situation: Situation, args: Record) -> Fact:
    """Whether the law in force now no longer punishes the act (APL 37, second half)."""
    del args
    texts = situation.texts
    return whether(texts is not None and texts.outcome is Governing.LAPSED)


@question
def higher_law_respected(situation: Situation, args: Record) -> Fact:
    """Whether no matter of a higher law goes first, or a reason says why it does not (APL 12)."""
    del args
    version, day = situation.matter, situation.data.day("act_on")
    if version is None or day is None:
        return no()
    first = tuple(
        Term("matter", other)
        for other in version.yields_to
        if other in situation.matters and situation.matters[other].version_on(day) is not None
    )
    return whether(not first or bool(situation.data.text("norms_reason")), higher=first)


@question
def heavier_norm_chosen(situation: Situation, args: Record) -> Fact:
    """Whether the fine rests on the heaviest of the norms the act breaks (APL 29).

    Norms the officers name always count; those the library knows to compete count when the bureau
    may apply them, unless a reason says why they do not fit.
    """
    del args
    for matter_id, situations in _unsettled(situation):
        return no(heavier=Term("matter", matter_id), known=situations)
    norms = norms_compared(situation)
    if len(norms) < 2:
        return yes()
    top = heaviest(norms)
    return whether(
        top.matter == norms[0].matter,
        heavier=Term("matter", top.matter),
        low_fen=top.range.low,
        high_fen=top.range.high,
    )


def norms_compared(situation: Situation) -> tuple[Norm, ...]:
    """Return the norm chosen and every other one compared with it, in fen."""
    own, chosen = situation.lawful_range, situation.governing
    if own is None or chosen is None:
        return ()
    first = Norm(matter=chosen.matter_id, range=own)
    others = (n for n in _others(situation) if n.matter not in {first.matter, _matter(situation)})
    return (first, *others)


def _matter(situation: Situation) -> str:
    return situation.data.text("matter")


def _others(situation: Situation) -> Iterator[Norm]:
    named = situation.data.records("other_norms")
    for row in named:
        yield from _norm(situation, row.text("matter"), row.text("situation"))
    if situation.data.text("norms_reason") or situation.matter is None:
        return
    known = {row.text("matter") for row in named}
    for other in situation.matter.competes:
        if other not in known and other in situation.matters and holds_power(situation, other):
            yield from _norm(situation, other, "")


def _unsettled(situation: Situation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Named norms that fine such a party, but whose range is not settled, with their situations."""
    for row in situation.data.records("other_norms"):
        matter_id, words = row.text("matter"), row.text("situation")
        version = _in_force(situation, matter_id)
        fines = version.ranges_for(situation.fine_facts.party) if version is not None else ()
        if fines and not list(_norm(situation, matter_id, words)):
            yield matter_id, tuple(fine.situation for fine in fines if fine.situation)


def _in_force(situation: Situation, matter_id: str) -> MatterVersion | None:
    matter, day = situation.matters.get(matter_id), situation.data.day("act_on")
    return matter.version_on(day) if matter is not None and day is not None else None


def _norm(situation: Situation, matter_id: str, words: str) -> Iterator[Norm]:
    """The norm in force on the day of the act, if it fines such a party and is settled."""
    version = _in_force(situation, matter_id)
    if version is None:
        return
    facts = situation.fine_facts
    found = range_for(version, FineFacts(party=facts.party, situation=words, base=facts.base))
    if found is not None:
        yield Norm(matter=matter_id, range=found)


def holds_power(situation: Situation, matter_id: str) -> bool:
    """Whether the bureau may apply a matter: on its power list, or in its own list of matters."""
    matter = situation.matters.get(matter_id)
    return matter_id in situation.agency.powers or (matter is not None and matter.own)


@question
def fine_range_settled(situation: Situation, args: Record) -> Fact:
    """Whether situation and assessment settle one range for the fine (APL 4, 34)."""
    del args
    version = situation.governing
    if version is None:
        return no()
    fines = version.ranges_for(situation.fine_facts.party)
    known: tuple[Detail, ...] = tuple(f.situation for f in fines if f.situation)
    return whether(not fines or situation.lawful_range is not None, known=known)


@question
def tier_departed(situation: Situation, args: Record) -> Fact:
    """Whether the officers proposed an amount outside the tier and gave a reason (APL 34)."""
    del args
    return whether(bool(situation.data.text("tier_departure")))


def comparison_kept(situation: Situation) -> dict[str, str]:
    """Return what the ledger keeps of a comparison: texts and norms with their ranges, benchmark.

    Only acts whose guards compare keep it, so that a record says what was looked at and when.
    """
    asked = {r.fact for r in situation.transition.requires}
    kept: dict[str, str] = {}
    texts = situation.texts
    if "lighter_law_settled" in asked and texts is not None:
        versions = [texts.at_act, *([texts.at_decision] if texts.at_decision is not None else [])]
        parts = [f"{v.matter_id}@{v.valid_from}{_bounds(situation, v)}" for v in versions]
        kept["texts"] = "; ".join([*dict.fromkeys(parts), texts.outcome.value])
    if "amount_in_tier" in asked and situation.benchmark.digest:
        kept["benchmark"] = situation.benchmark.digest
    norms = norms_compared(situation) if "heavier_norm_chosen" in asked else ()
    if len(norms) > 1:
        kept["norms"] = "; ".join(f"{n.matter} {n.range.low}-{n.range.high}" for n in norms)
    return kept


def _bounds(situation: Situation, version: MatterVersion) -> str:
    found = range_for(version, situation.fine_facts)
    return f" {found.low}-{found.high}" if found is not None else ""
