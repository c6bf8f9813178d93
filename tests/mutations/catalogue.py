"""Every mutant there is, and the ones a campaign tries: of every kind, something in every act."""

import random
from collections import defaultdict

from tests.mutations.effects import effect_mutants
from tests.mutations.guards import guard_mutants
from tests.mutations.lengths import length_mutants
from tests.mutations.people import people_mutants
from tests.mutations.ways import way_mutants

SEED = 20260105
#: Kinds a few of whose mutants only exploring whole scopes can show: one for each act is tried.
SPARED = frozenset({"act_unreachable", "guard_negated"})


def every_mutant(law):
    """All mutants of a law, in a fixed order."""
    sources = (guard_mutants, effect_mutants, people_mutants, way_mutants, length_mutants)
    return tuple(mutant for source in sources for mutant in source(law))


def chosen(mutants, *, seed=SEED, kinds=(), limit=None):
    """The mutants of a campaign: the same ones for the same law and seed."""
    groups = defaultdict(list)
    for mutant in mutants:
        if not kinds or mutant.kind in kinds:
            spared = mutant.id if mutant.kind not in SPARED else mutant.acts
            groups[mutant.kind, mutant.machine, spared].append(mutant)
    picked = []
    for key, group in groups.items():
        picked.append(random.Random(f"{seed} {key}").choice(group))
    if limit is None or limit >= len(picked):
        return tuple(picked)
    return tuple(sorted(random.Random(seed).sample(picked, limit), key=lambda m: m.id))
