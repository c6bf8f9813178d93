"""A drunken bureau: hypothesis tries acts on the real engine, lawful and hostile, and shrinks.

Whatever the engine lets happen must be where the checker's exploration came to. As long as wanted:
`python -m tests.random_walk --examples 5000`; another `--seed` makes other walks.
"""

import argparse
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rich.progress import Progress

from engine.case import MAIN
from engine.checking.exploring import standing
from engine.road import Waiting
from tests.bureau import SOON, agency
from tests.playbook import fields_of, law, moment
from tests.walk_faults import amiss, kept
from tests.walking import Attempt, Walk, begun, happened, scopes, standings, written

#: Acts tried in one example.
STEPS = 30
#: How an act is tried: eight times in twelve as the law has it.
MOODS = (*["lawfully"] * 8, *["anyhow"] * 3, "out_of_place")
#: Days that pass between two acts.
PAUSES = (0, 0, 0, 0, 1, 3, 8, 16, 62)
#: Days from the last day of a running period: just before it, on it, just after it.
BOUNDARIES = (-1, 0, 1)
#: Boundaries thought of: what lies years away would end every other course.
NEAREST = 6
#: Amounts at the edges of ranges and thresholds, and none at all.
AMOUNTS = ("0", "0.01", "49", "50", "200", "200.01", "2999.99", "3000", "100000", "-1")
SETTINGS = {
    "stateful_step_count": STEPS,
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": False,
}


@dataclass
class Seen:
    """What all walks did and saw."""

    walks: int = 0
    #: By id of transition, how often it happened.
    done: Counter = field(default_factory=Counter)
    refused: int = 0
    misplaced: int = 0
    waiting: int = 0
    left: int = 0
    #: By scope, where cases came to stand.
    stood: dict = field(default_factory=dict)

    def __str__(self):
        stood = sum(len(s) for s in self.stood.values())
        explored = sum(len(standings(s)) for s in self.stood)
        return (
            f"{self.walks} walks in {len(self.stood)} scopes: {sum(self.done.values())} acts "
            f"happened ({len(self.done)} different ones), {self.refused} were refused, "
            f"{self.misplaced} out of place, {self.waiting} waited for a signature; cases came to "
            f"stand in {stood} of the {explored} ways the checker knows, and in no other"
        )


class DrunkenBureau(RuleBasedStateMachine):
    """One bureau after another, each with a case in a scope of the checker."""

    seen = Seen()
    #: Scopes walked in.
    among: tuple
    #: Whether something happened that nobody has looked at.
    news = True

    @initialize(data=st.data())
    def arrive(self, data):
        self.begin(data)

    @precondition(lambda self: self.walk.over)
    @rule(data=st.data())
    def begin(self, data):
        """Take up another case where its scope begins."""
        scope = data.draw(st.sampled_from(self.among), label="scope")
        self.walk = Walk(scope)
        self.seen.walks += 1
        self._look()

    @precondition(lambda self: not self.walk.over)
    @rule(data=st.data(), mood=st.sampled_from(MOODS))
    def act(self, data, mood):
        """Do or try one act, in one of the moods."""
        getattr(self, mood)(data)

    def lawfully(self, data):
        """Do an act the exploration would try here, with an input the law accepts."""
        acts = self._turned(data, self._likely(data), "act")
        at = data.draw(self._moments(), label="at")
        number = data.draw(st.integers(0, 9), label="input")
        for place, machine, transition in acts:
            wanted = self._lawful(place, machine.id, transition.trigger, number, at)
            if wanted is not None:
                self._try(wanted)
                return

    def anyhow(self, data):
        """Try such an act with any input, at any time, by anybody, with a field filled in badly."""
        place, machine, transition = self._turned(data, self.walk.acts, "act")[0]
        wanted = data.draw(self._attempts(place, machine.id, transition.trigger), label="attempt")
        self._try(wanted)

    def out_of_place(self, data):
        """Try an act no definition offers here; nothing may come of it."""
        place = data.draw(st.sampled_from(sorted(self.walk.case.tracks)), label="track")
        offered = {trigger for where, trigger in self.walk.anywhere() if where == place}
        machine = self.walk.case.tracks[place].machine
        found = next(w for w in law().workflows.values() if w.id == machine)
        trigger = data.draw(st.sampled_from(sorted(found.triggers())), label="trigger")
        if trigger in offered or not written(trigger, machine):
            return
        outcome = self._try(Attempt(track=place, trigger=trigger, at=self._after(0)))
        assert not happened(outcome), f"{trigger} happened where no definition offers it"
        self.seen.misplaced += 1

    @invariant()
    def everything_holds(self):
        """Ledger, lists and periods are sound, and the case stands where the checker came."""
        if not self.news:
            return
        self.news = False
        assert list(amiss(self.walk.bureau)) == []
        if self.walk.left:
            return
        here = standing(self.walk.case, law().terminal())
        assert here in standings(self.walk.scope), (
            f"the checker calls it unreachable in {self.walk.scope}: {here}"
        )

    # -- trying ------------------------------------------------------------------------------------

    def _likely(self, data):
        """The acts of the main procedure three times in four, or all there are."""
        acts = self.walk.acts
        ahead = [act for act in acts if act[0] == MAIN]
        return ahead if ahead and data.draw(st.integers(0, 3), label="ahead") else acts

    def _turned(self, data, acts, label):
        """The acts in turn, beginning with any one of them."""
        first = data.draw(st.integers(0, len(acts) - 1), label=label)
        return [*acts[first:], *acts[:first]]

    def _lawful(self, place, machine, trigger, number, at):
        """The attempt with the first input the law accepts, counted from one of them on."""
        many = len(written(trigger, machine))
        for index in range(many):
            wanted = Attempt(track=place, trigger=trigger, input=(number + index) % many, at=at)
            if self.walk.permits(wanted):
                return wanted
        return None

    def _attempts(self, place, machine, trigger):
        """Ways of trying an act: which input, when, by whom, and with what changed."""
        return st.builds(
            Attempt,
            track=st.just(place),
            trigger=st.just(trigger),
            input=st.integers(0, len(written(trigger, machine)) - 1),
            at=self._moments(),
            actor=mostly("", st.sampled_from([p.id for p in agency().people])),
            changes=mostly({}, changes(trigger, machine)),
        )

    def _moments(self):
        """When an act is tried: as soon as may be, days later, or about the end of a period."""
        return st.one_of(
            st.sampled_from(PAUSES).map(self._after), st.sampled_from(self._boundaries())
        )

    def _after(self, days):
        return self.walk.bureau.clock + SOON + dt.timedelta(days=days)

    def _boundaries(self):
        """Moments about the last day of every running period, and one before the last act."""
        ends = [
            (d.computed.due_at, d.computed.due)
            for d in self.walk.case.deadlines.values()
            if d.status == "running" and d.computed.due
        ]
        found = set()
        for exact, day in ends:
            last = exact or moment(f"{day} 09:00")
            step = dt.timedelta(minutes=1) if exact else dt.timedelta(days=1)
            found |= {at for at in (last + step * n for n in BOUNDARIES) if at > self._after(0)}
        return [*sorted(found)[:NEAREST], self.walk.bureau.clock - dt.timedelta(days=2)]

    def _try(self, wanted):
        """Make an attempt, and hold what became of it against what was before."""
        before = kept(self.walk.bureau)
        outcome = self.walk.attempt(wanted)
        if happened(outcome):
            self.seen.done[outcome.event.transition] += 1
            self._look()
        elif isinstance(outcome, Waiting):
            self.seen.waiting += 1
            self.news = True
        else:
            self.seen.refused += 1
            assert kept(self.walk.bureau) == before, "a refusal changed something"
        return outcome

    def _look(self):
        self.news = True
        self.seen.left += self.walk.left
        if not self.walk.left:
            here = standing(self.walk.case, law().terminal())
            self.seen.stood.setdefault(self.walk.scope, set()).add(here)


def mostly(plain, other):
    """`plain` nine times in ten, and first when a failure is made smaller."""
    return st.integers(0, 9).flatmap(lambda n: other if n == 9 else st.just(plain))


def changes(trigger, machine):
    """One field left out, or filled in with what its kind makes a boundary."""
    specs = fields_of(trigger, machine)
    return st.sampled_from(specs).flatmap(filled) if specs else st.just({})


def filled(spec):
    """A field with another value than the one written."""
    values = [st.none()]
    if spec.choices:
        values.append(st.sampled_from(sorted(spec.choices)))
    if spec.kind == "yes_no":
        values.append(st.booleans())
    if spec.kind == "money":
        values.append(st.sampled_from(AMOUNTS))
    if spec.kind in {"date", "moment"}:
        values.append(st.dates(dt.date(2025, 12, 1), dt.date(2026, 12, 31)).map(str))
    if spec.kind == "person":
        values.append(st.sampled_from([p.id for p in agency().people]))
    return st.one_of(values).map(lambda value: {spec.name: value})


def walk(examples, number, among, tell=None):
    """Make so many examples; raises what hypothesis raises, made small, where one is amiss."""

    class Bureau(DrunkenBureau):
        seen = Seen()

        def teardown(self):
            if tell is not None:
                tell()

    Bureau.among = among
    wanted = settings(max_examples=examples, phases=(Phase.generate, Phase.shrink), **SETTINGS)
    run_state_machine_as_test(seed(number)(Bureau), settings=wanted)
    return Bureau.seen


def main():
    """Walk, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scope", action="append", default=[], choices=sorted(scopes()))
    wanted = parser.parse_args()
    named = wanted.scope or sorted(scopes())
    among = tuple(scope for scope in named if begun(scope) is not None)
    with Progress() as bar:
        task = bar.add_task("walking", total=wanted.examples)
        seen = walk(wanted.examples, wanted.seed, among, tell=lambda: bar.advance(task))
    print(seen)
    for scope in among:
        print(f"  {scope:<24}{len(seen.stood.get(scope, ())):>5} of {len(standings(scope))}")
    for scope in named:
        if scope not in among:
            print(f"  {scope:<24} nobody wrote inputs that lead to where it begins")


if __name__ == "__main__":
    main()
