"""Questions about discretion that the person of the party decides (APL 30, 34)."""

from engine.benchmarks import Tier
from engine.facts.persons import age_on
from engine.facts.registry import question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term

#: Tiers that are lighter than the law's ordinary measure.
MITIGATED = frozenset({Tier.LIGHT, Tier.REDUCED})


@question
def young_party_mitigated(situation: Situation, args: Record) -> Fact:
    """Whether a party under age at the act is fined lightly or below the range (APL 30).

    `from` is the age from which anybody is punished at all, `under` the age of majority.
    """
    born = situation.data.record("party").day("birth_date")
    act = situation.data.day("act_on")
    if born is None or act is None:
        return yes()
    least, majority = args.number("from") or 0, args.number("under") or 0
    young = least <= age_on(born, act) < majority
    tier = situation.data.text("tier")
    return whether(not young or tier in MITIGATED, tier=Term("tier", tier))
