"""A drunken officer: random acts on the real engine, lawful and hostile, compared with the checker.

Whatever the engine lets happen must be among what the exploration of the definitions reached. One
command for as long as wanted: `python -m tests.random_walk --steps 20000 --seed 1`.
"""

import argparse
import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from engine.case import MAIN
from engine.checking.proving import prove, together
from engine.errors import AnjuanError
from engine.planning import moves
from engine.road import Done
from tests.bureau import SOON, Bureau, agency
from tests.playbook import law, transitions
from workflows.claim_data import load_claims

#: Acts a case can begin with, by the trigger that opens it.
BEGINNINGS = ("register_lead", "start_spot", "capture")
#: Where a walk takes up the example case; nothing where it opens one of its own.
FURTHER_ON = (
    *[""] * 12,
    *("approve_filing", "record_evidence", "end_investigation", "serve_prior_notice"),
    *("record_statement", "review_pass", "approve_penalty", "serve_decision"),
    *("start_performance", "confirm_payment", "request_closing", "approve_closing"),
)
#: Courses kept for each pair of states.
MOST_COURSES = 20
#: Steps after which a walk begins a new case.
LONG_ENOUGH = 60
#: Days a walk may let pass between two acts.
PAUSES = (*[0] * 12, 1, 1, 3, 8, 16, 62)


@dataclass
class Walk:
    """What a walk did and saw."""

    steps: int = 0
    done: Counter = field(default_factory=Counter)
    refused: int = 0
    cases: int = 0
    #: Pairs of states the engine reached, with some of the courses that led there.
    seen: dict = field(default_factory=dict)


@cache
def explored():
    """What the checker reached: pairs by scope, with the scope."""
    claims = load_claims()
    return tuple(prove(law(), agency(), claims, scope) for scope in claims.scopes)


def strangers(walk):
    """Pairs the engine reached by a course some scope follows, though no scope reached them."""
    proofs = explored()
    known = {pair for proof in proofs for pair in proof.together}
    return {
        pair: course
        for pair, courses in walk.seen.items()
        if pair not in known
        for course in courses
        if any(follows(proof.scope, pair, course) for proof in proofs)
    }


def compared(walk):
    """Pairs the engine reached by a course some scope follows."""
    scopes = [proof.scope for proof in explored()]
    return {
        pair
        for pair, courses in walk.seen.items()
        if any(follows(scope, pair, course) for scope in scopes for course in courses)
    }


def follows(scope, pair, course):
    """Whether a scope goes along with a course: its machines, and none of what it leaves out."""
    acts = [trigger for _, _, trigger, _ in course]
    mains = [state for _, machine, _, state in course if machine == pair[0].partition(".")[0]]
    return (
        {machine for _, machine, _, _ in course} <= scope.machines
        and tuple(acts[: len(scope.begin)]) == scope.begin
        and not scope.without & set(acts)
        and not scope.until & set(mains)
        and all(acts.count(act) < 2 for act in scope.once)
        and not scope.one_way
    )


def walk(steps, seed, tell=None):
    """Make so many random attempts; the same seed makes the same walk."""
    chance, found, bureau = random.Random(seed), Walk(), None
    while found.steps < steps:
        if bureau is None or found.steps % LONG_ENOUGH == 0:
            bureau, found.cases = Bureau(), found.cases + 1
            begin(bureau, chance, found)
            continue
        options = list(moves(bureau.case, bureau.law)) if bureau.case_id else []
        if not options:
            bureau = None
            continue
        ahead = [o for o in options if o[0] == MAIN]
        likely = ahead if ahead and chance.random() < 0.75 else options
        place, _, transition = chance.choice(likely)
        attempt(bureau, transition.trigger, place, chance, found)
        if tell is not None and found.steps % 500 == 0:
            tell(found)
    return found


def course_of(case):
    """What happened to a case: track, machine, trigger and state reached."""
    return [(e.track, e.machine, e.trigger, e.target) for e in case.events]


def begin(bureau, chance, found):
    """Open a case, or take up the example where it stands."""
    until = chance.choice(FURTHER_ON)
    if until:
        bureau.play("m11", until=until)
        found.steps += 1
        return
    attempt(bureau, chance.choice(BEGINNINGS), None, chance, found)


def attempt(bureau, trigger, place, chance, found):
    """Try one act: mostly as it should be, sometimes with the wrong person, field or day."""
    found.steps += 1
    at = bureau.clock + SOON + dt.timedelta(days=chance.choice(PAUSES))
    more = {"at": at, "track": place} if place else {}
    if chance.random() < 0.1:
        more["as_"] = chance.choice([p.id for p in bureau.agency.people])
    if chance.random() < 0.1 and (names := [s.name for s in transitions(trigger)[0].inputs]):
        more["give"] = {chance.choice(names): None}
    if chance.random() < 0.05 and place:
        more["at"] = bureau.clock - dt.timedelta(days=2)
    try:
        outcome = bureau.do(trigger, **more)
    except (AnjuanError, KeyError, IndexError, StopIteration):
        found.refused += 1  # nobody wrote down what is handed in for it, or it cannot be read
        return
    if not isinstance(outcome, Done) or outcome.repeated:
        found.refused += 1
        return
    found.done[outcome.event.transition] += 1
    for pair in together(bureau.case):
        courses = found.seen.setdefault(pair, [])
        if len(courses) < MOST_COURSES:
            courses.append(course_of(bureau.case))


def main():
    """Walk, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    found = walk(wanted.steps, wanted.seed, lambda w: print(f"\r{w.steps}", end="", flush=True))
    odd = strangers(found)
    print(
        f"\r{found.steps} attempts on {found.cases} cases: {sum(found.done.values())} happened "
        f"({len(found.done)} different transitions), {found.refused} refused; "
        f"{len(found.seen)} pairs of states, {len(compared(found))} by courses a scope follows, "
        f"{len(odd)} of them the checker calls unreachable"
    )
    for pair, how in sorted(odd.items()):
        print("  ", *pair, "by", " ".join(trigger for _, _, trigger, _ in how))
    return 1 if odd else 0


if __name__ == "__main__":
    raise SystemExit(main())
