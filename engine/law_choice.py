"""Which text governs a fine: the law at the act or at the decision, and which of several norms.

APL 37 applies the lighter of the two texts (从旧兼从轻), APL 29 the heavier of several norms
one act breaks. Only texts and ranges are compared here; what cannot be is left to people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.fine_ranges import Measure, Mode, Range
from engine.matters import FineRange, Matter, MatterVersion, choose

#: Square centimetres in a hundredth of a square metre.
CM2_IN_HUNDREDTH = 100


class Governing(StrEnum):
    """Which of two texts governs, or why neither does."""

    SAME = "same_text"
    AT_ACT = "law_at_act"
    AT_DECISION = "law_at_decision"
    #: The law in force now has no such violation, or no penalty for such a party.
    LAPSED = "no_longer_punished"
    #: One text is lighter in one respect and heavier in another: people choose and say why.
    OPEN = "people_choose"


class Respect(StrEnum):
    """In which respect one of two texts is lighter."""

    UPPER = "upper_bound"
    LOWER = "lower_bound"
    MODE = "may_instead_of_shall"
    CORRECTION = "correction_first"
    KINDS = "kinds"


@dataclass(frozen=True, slots=True, kw_only=True)
class FineFacts:
    """What settles a range: the kind of party, the situation named, and what was assessed."""

    party: str
    #: Id of a range or the words of its situation; "" where the party alone decides.
    situation: str = ""
    #: What was assessed in hundredths: fen of a cost or value, hundredths of a square metre; or 0.
    base: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextComparison:
    """The law at the act and at the decision, and what their comparison says."""

    at_act: MatterVersion
    at_decision: MatterVersion | None
    outcome: Governing
    #: Respects in which the text at the decision is lighter, and those in which it is heavier.
    lighter: tuple[Respect, ...] = ()
    heavier: tuple[Respect, ...] = ()

    def governing(self, chosen: str = "") -> MatterVersion | None:
        """The text that governs; `chosen` is what people said where only they can say it.

        None when the act is no longer punished, and while nobody has chosen.
        """
        outcome = chosen if self.outcome is Governing.OPEN else self.outcome
        if outcome in (Governing.SAME, Governing.AT_ACT):
            return self.at_act
        return self.at_decision if outcome == Governing.AT_DECISION else None


def fine_for(version: MatterVersion, facts: FineFacts) -> FineRange | None:
    """The one fine of `version` these facts settle, or None."""
    fines = version.ranges_for(facts.party)
    named = [f for f in fines if facts.situation in {"", f.id, f.situation}]
    return named[0] if len(named) == 1 else None


def range_for(version: MatterVersion, facts: FineFacts) -> Range | None:
    """The range in fen these facts settle, or None while something has to be said or assessed."""
    fine = fine_for(version, facts)
    if fine is None:
        return None
    return version.range_for(facts.party, fine.id, quantity(fine, facts.base))


def quantity(fine: FineRange, base: int) -> int:
    """What was assessed in the unit ranges are worked out from; areas in cm²."""
    area = fine.range.measure is Measure.YUAN_PER_SQUARE_METRE
    return base * CM2_IN_HUNDREDTH if area else base


def compare_texts(
    matters: Mapping[str, Matter], matter: Matter, days: tuple[date, date], facts: FineFacts
) -> TextComparison:
    """Compare the law on the day of the act with that on the day of the decision (APL 37).

    A text that was carried on elsewhere (`continued_by`) is followed there. Raises NotFoundError
    `matter.not_in_force` when the act had no basis on its day.
    """
    act, decided = days
    old = choose(matter, act)
    new = matter.version_on(decided)
    if new is None and old.continued_by in matters:
        new = matters[old.continued_by].version_on(decided)
    if new == old:
        return TextComparison(at_act=old, at_decision=new, outcome=Governing.SAME)
    if new is None or _spares(old, new, facts.party):
        return TextComparison(at_act=old, at_decision=new, outcome=Governing.LAPSED)
    return _compared(old, new, facts)


def _spares(old: MatterVersion, new: MatterVersion, party: str) -> bool:
    """Whether the new text fines somebody, but no longer a party of this kind."""
    fined = bool(old.ranges_for(party))
    return fined and bool(new.ranges) and not new.ranges_for(party)


def _compared(old: MatterVersion, new: MatterVersion, facts: FineFacts) -> TextComparison:
    signs = _signs(old, new, facts)
    if signs is None:
        return TextComparison(at_act=old, at_decision=new, outcome=Governing.OPEN)
    lighter = tuple(respect for respect, sign in signs.items() if sign < 0)
    heavier = tuple(respect for respect, sign in signs.items() if sign > 0)
    outcome = Governing.AT_DECISION if lighter else Governing.AT_ACT
    if lighter and heavier:
        outcome = Governing.OPEN
    return TextComparison(
        at_act=old, at_decision=new, outcome=outcome, lighter=lighter, heavier=heavier
    )


def _signs(old: MatterVersion, new: MatterVersion, facts: FineFacts) -> dict[Respect, int] | None:
    """Minus one where the new text is lighter, one where it is heavier; None if incomparable."""
    kinds = _kinds(old, new)
    if not old.ranges_for(facts.party) and not new.ranges_for(facts.party):
        return None if kinds is None else {Respect.KINDS: kinds}
    fines = fine_for(old, facts), fine_for(new, facts)
    if kinds is None or fines[0] is None or fines[1] is None:
        return None
    bounds = [_comparable(f, facts.base, same=_same_measure(*fines)) for f in fines if f]
    if None in bounds:
        return None
    first, second = (b for b in bounds if b is not None)
    upper = _sign(first.high, second.high)
    return {
        Respect.KINDS: kinds,
        Respect.UPPER: upper,
        # The upper bound decides; the lower one only between equal upper bounds.
        Respect.LOWER: 0 if upper else _sign(first.low, second.low),
        Respect.MODE: _sign(fines[0].mode is Mode.SHALL, fines[1].mode is Mode.SHALL),
        Respect.CORRECTION: _sign(not fines[0].correction_first, not fines[1].correction_first),
    }


def _same_measure(first: FineRange | None, second: FineRange | None) -> bool:
    return first is not None and second is not None and first.range.measure is second.range.measure


def _comparable(fine: FineRange, base: int, *, same: bool) -> Range | None:
    """The bounds to compare: as written when both texts measure alike, else in fen."""
    if same or fine.range.measure is Measure.YUAN:
        return fine.range
    return fine.range.in_fen(quantity(fine, base)) if base > 0 else None


def _kinds(old: MatterVersion, new: MatterVersion) -> int | None:
    before, after = set(old.kinds), set(new.kinds)
    if before == after:
        return 0
    if before < after:
        return 1
    return -1 if after < before else None


def _sign(before: int, after: int) -> int:
    return (after > before) - (after < before)


# -- several norms --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One norm an act breaks, with its range in fen."""

    matter: str
    range: Range


def heaviest(norms: Iterable[Norm]) -> Norm:
    """The norm that fines highest (APL 29): by upper bound, then by lower; the first of equals.

    Raises ValueError when there is none.
    """
    return max(norms, key=lambda norm: (norm.range.high, norm.range.low))
