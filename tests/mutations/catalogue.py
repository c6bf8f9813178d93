"""Every mutant there is, and the ones a campaign tries: all guards, a seeded choice of the rest."""

import random
from collections import defaultdict

from tests.mutations.effects import effect_mutants
from tests.mutations.guards import guard_mutants
from tests.mutations.lengths import length_mutants
from tests.mutations.people import people_mutants
from tests.mutations.ways import way_mutants

SEED = 20260105
#: Kinds of which every mutant is tried.
WHOLE = frozenset(
    {
        "guard_dropped",
        "period_shortened",
        "period_lengthened",
        "period_unit",
        "period_rollover",
        "bar_dropped",
        "question_dropped",
        "service_dropped",
        "opening_dropped",
    }
)
#: How many of the other kinds are tried in each machine.
EACH = 2


def every_mutant(law):
    """All mutants of a law, in a fixed order."""
    sources = (guard_mutants, effect_mutants, people_mutants, way_mutants, length_mutants)
    return tuple(mutant for source in sources for mutant in source(law))


def chosen(mutants, *, seed=SEED, kinds=(), limit=None):
    """The mutants of a campaign: the same ones for the same law and seed."""
    groups = defaultdict(list)
    for mutant in mutants:
        if not kinds or mutant.kind in kinds:
            groups[mutant.kind, mutant.machine].append(mutant)
    picked = []
    for (kind, machine), group in sorted(groups.items()):
        chance = random.Random(f"{seed} {kind} {machine}")
        whole = kind in WHOLE or len(group) <= EACH
        picked += group if whole else sorted(chance.sample(group, EACH), key=lambda m: m.id)
    if limit is None or limit >= len(picked):
        return tuple(picked)
    return tuple(sorted(random.Random(seed).sample(picked, limit), key=lambda m: m.id))
