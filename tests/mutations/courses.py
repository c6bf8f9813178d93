"""The shortest courses by which each scope comes to each act, read off the shipped law's proofs.

A mistake in an act shows where the act happens. A course that leads there without the act is a
course of the spoilt law too, so walking it is enough to see what an exploration would find there.
"""

from collections import defaultdict
from dataclasses import replace

from engine.checking.claims import Invariant, Need, Occasion
from engine.checking.exploring import WAIT
from engine.checking.proving import prove

#: Never so: whatever has this need breaks it at its first occasion.
NEVER = Need(kind="any")
#: Marks what is claimed only to be told the course.
PROBE = "course "


def probed(claims, law):
    """The claims, and one probe for every act and for every occasion a claim about an act names."""
    acts = [t.id for w in law.workflows.values() for t in w.transitions]
    occasions = {a: [Occasion(fires=frozenset({a}))] for a in acts}
    for invariant in claims.invariants:
        about = invariant.occasion
        for act in about.fires & occasions.keys():
            if about.given or about.where:
                narrowed = replace(about, fires=frozenset({act}))
                if narrowed not in occasions[act]:
                    occasions[act].append(narrowed)
    probes = (
        Invariant(
            id=f"{PROBE}{act} {number}", name="", name_en="", law=(), occasion=one, needs=(NEVER,)
        )
        for act, many in occasions.items()
        for number, one in enumerate(many)
    )
    return replace(claims, invariants=(*claims.invariants, *probes))


def surveyed(law, agency, claims, scope):
    """The proof of one scope, and by act the courses leading to it, each as acts to begin with."""
    proof = prove(law, agency, probed(claims, law), scope)
    courses = defaultdict(list)
    for breach in proof.breaches:
        if breach.invariant.startswith(PROBE):
            act = breach.act.transition
            begin = (*_walked(scope, breach.course), act.trigger)
            if begin not in courses[act.id]:
                courses[act.id].append(begin)
    own = tuple(b for b in proof.breaches if not b.invariant.startswith(PROBE))
    occasions = {i: n for i, n in proof.occasions.items() if not i.startswith(PROBE)}
    return replace(proof, breaches=own, occasions=occasions), dict(courses)


def _walked(scope, course):
    """The triggers of a course, with waiting; what a scope begins with is taken from the scope."""
    begun = [n for n in course if n.number < 0]
    further = [n for n in course if n.number >= 0]
    if not further:
        return _begun(scope, sum(n.firing is not None for n in begun))
    after = (n.firing.transition.trigger if n.firing else WAIT for n in further[1:])
    return (*scope.begin, *after)


def _begun(scope, count):
    """The first acts a scope begins with, so many that `count` of them are no waiting."""
    found = []
    for trigger in scope.begin:
        if trigger != WAIT and not count:
            break
        found.append(trigger)
        count -= trigger != WAIT
    return tuple(found)
