"""Walks of the real engine inside the scopes the checker explores, act by act.

A walk begins as its scope begins and tries the acts the exploration would try, with inputs somebody
wrote for an example, a life or a single move. What must hold meanwhile is in `walk_faults`.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from engine.case import MAIN
from engine.checking.exploring import WAIT, offered
from engine.checking.proving import prove, world_of
from engine.errors import AnjuanError
from engine.planning import Plan, moves, plan
from engine.road import Done, Waiting
from tests import lives
from tests.bureau import Bureau, agency, intake
from tests.journeys_measures import SEIZABLE
from tests.playbook import FOLDERS, fields_of, law, moment, ordinals, overlaid, ready, script
from workflows.claim_data import load_claims

#: What the scopes take as read at an act they begin with, and no example hands in.
TAKEN_AS_READ = {
    "end_investigation": {"correction_moot": "遗撒物当场清理完毕，无可改正。"},
    "decide_no_penalty": {"no_penalty_code": "没有主观过错"},
    "decide_scope": {
        "masked": [
            {"信息": name, "隐去方式": "不公示"}
            for name in ("证件号码", "出生日期", "住址", "电话")
        ]
    },
}
#: The same where things are seized: a matter for which a law gives seizure, and their fate.
THINGS_SEIZED = SEIZABLE | {
    "end_investigation": {
        **SEIZABLE.get("end_investigation", {}),
        "things_plan": "作出处罚决定后依法处理。",
        "norms_reason": "没有证据证明遗撒，只查明未采取密闭措施。",
    }
}
#: Inputs that name people, who are others in the model bureau.
BY_NAME = frozenset({"squad", "lead_officer", "assistant_officer"})
#: A part split off begins with the case it comes from.
NOT_WALKED = frozenset({"split_part"})


@cache
def scopes():
    """The scopes a walk can be in, by id; where one person wears every hat, others look as well."""
    return {s.id: s for s in load_claims().scopes if not s.people and s.id not in NOT_WALKED}


@cache
def proof(scope):
    """What exploring a scope showed."""
    found = prove(law(), agency(), load_claims(), scopes()[scope])
    assert found.complete, scope
    return found


def standings(scope):
    """Where the checker says a case of a scope can come to stand."""
    return proof(scope).standings


@cache
def world(scope):
    """What chooses the acts of a scope for the checker."""
    return world_of(law(), agency(), load_claims(), scopes()[scope])


@cache
def written(trigger, machine):
    """Every input somebody wrote for an act, the shipped examples' first."""
    whole = [step for name in FOLDERS for step in script(name)]
    whole += [*filter(None, [ready().get(trigger)])]
    whole += [step for name in lives.names() for step in lives.steps(name)]
    known = {}
    for step in whole:
        if step.trigger == trigger and step.track.rpartition("-")[0] in ("", machine):
            known.setdefault(repr((step.actor, step.raw)), step)
    return tuple(known.values())


@dataclass(frozen=True)
class Attempt:
    """One act somebody tries."""

    track: str
    trigger: str
    at: dt.datetime
    #: Which of the inputs written for it.
    input: int = 0
    actor: str = ""
    changes: dict = field(default_factory=dict)


class Walk:
    """One case of a scope in a bureau of its own."""

    def __init__(self, scope):
        self.scope, self.bureau = scope, Bureau()
        self.bureau._restore(begun(scope))
        self.left = False
        self._look()

    def _look(self):
        """See where the case stands, and what the exploration would try there."""
        self.case = self.bureau.case
        #: Acts as (track, machine, transition).
        self.acts = offered(world(self.scope), self.case)
        until = scopes()[self.scope].until
        #: Whether the scope looks no further, or the walk has left it.
        self.over = self.left or self.case.main.state in until or not self.acts

    def anywhere(self):
        """Every act the definitions offer here, in the scope or not, as (track, trigger)."""
        return {(place, t.trigger) for place, _, t in moves(self.case, law())}

    def machine(self, track):
        """The machine of a track, open or about to open."""
        return self.case.main.machine if track == MAIN else track.rpartition("-")[0]

    def permits(self, wanted):
        """Whether the law, asked beforehand, permits an attempt."""
        try:
            desk = self.bureau.road.desk(self.case, intake())
            return isinstance(plan(self._command(wanted), desk), Plan)
        except AnjuanError:
            return False

    def attempt(self, wanted):
        """Try one act: what became of it, or the error by which it was refused."""
        bureau = self.bureau
        try:
            command = self._command(wanted)
            outcome = bureau.road.advance(command, intake(), bureau.keys)
        except AnjuanError as refused:
            return refused
        if happened(outcome) or isinstance(outcome, Waiting):
            bureau.clock = max(bureau.clock, command.at)
            # The exploration opens no second track beside one of the same kind.
            self.left = crowded(outcome.case)
            self._look()
        return outcome

    def _command(self, wanted):
        step = written(wanted.trigger, self.machine(wanted.track))[wanted.input]
        return self.bureau.command(
            wanted.trigger,
            wanted.actor or None,
            wanted.at,
            wanted.changes,
            wanted.track,
            step=step,
        )


def happened(outcome):
    """Whether an attempt changed the state of the case."""
    return isinstance(outcome, Done) and not outcome.repeated


def crowded(case):
    """Whether two live tracks of one machine are about papers of one form."""
    ended = law().terminal()
    live = Counter(
        (t.machine, case.documents[t.subject].form if t.subject in case.documents else "")
        for t in case.tracks.values()
        if t.id != MAIN and (t.machine, t.state) not in ended
    )
    return any(number > 1 for number in live.values())


# -- beginning ------------------------------------------------------------------------------------


@cache
def begun(scope):
    """A bureau's memory after the acts a scope begins with, as in one of the ways explored.

    None where no inputs anybody wrote lead there.
    """
    for way in proof(scope).begun:
        beginning = Beginning(scope, way)
        if beginning.carried_out(scopes()[scope].begin):
            return beginning.bureau._kept()
    return None


class Beginning:
    """Looks for inputs by which a scope's first acts follow one another in one way explored."""

    #: Acts tried before the search is given up.
    most = 600

    def __init__(self, scope, way):
        self.scope, self.way, self.bureau = scopes()[scope], way, Bureau()
        self.changes = THINGS_SEIZED if "seizure" in self.scope.machines else {}
        self.tried = 0

    def carried_out(self, acts):
        """Whether the acts could be carried out one after the other, with whatever inputs."""
        if not acts:
            return all(self.bureau.case.data.get(n) == v for n, v in self._chosen(whole=True))
        trigger, *rest = acts
        if trigger == WAIT:
            self.bureau.clock = next_end(self.bureau, self.scope)
            return self.carried_out(rest)
        kept, place = self.bureau._kept(), self.bureau.place(trigger)
        for steps in _ways(trigger, self.bureau.machine(place, trigger)):
            self.bureau._restore(kept)
            done = [self._done(place, *named) for named in ordinals(steps)]
            if all(done) and self.carried_out(rest):
                return True
            if self.tried > self.most:
                break
        return False

    def _done(self, place, step, names):
        """Whether one act could be carried out, with what the scope takes as read."""
        self.tried += 1
        give = TAKEN_AS_READ.get(step.trigger, {})
        for name in names:
            give = overlaid(give, self.changes.get(name, {}))
        give = give | dict(self._chosen(fields_of(step.trigger)))
        try:
            outcome = self.bureau.do(step.trigger, track=place, step=step, give=give)
        except AnjuanError:
            return False  # written for another case
        return isinstance(outcome, Done)

    def _chosen(self, specs=(), *, whole=False):
        """What the way explored chose, of some fields or the whole: people go by other names."""
        written = {spec.name: spec for spec in specs}
        for name, value in self.way.items():
            if name in BY_NAME or not (whole or name in written):
                continue
            labels = {} if whole else written[name].choices or {}
            yield name, labels.get(value, value) if isinstance(value, str) else value


def _ways(trigger, machine):
    """The inputs an act may be begun with: all the evidence of the example, or any one input."""
    if trigger == "record_evidence":
        return [[s for s in script("m11") if s.trigger == trigger]]
    return [[step] for step in written(trigger, machine)]


def next_end(bureau, scope):
    """The morning after the next period of a case that its scope takes account of, if any runs."""
    ends = [
        d.computed.breach_after
        for d in bureau.case.deadlines.values()
        if d.status == "running" and d.rule not in scope.timeless and d.computed.breach_after
    ]
    ahead = [moment(f"{end + dt.timedelta(1)} 09:00") for end in ends]
    return min((at for at in ahead if at > bureau.clock), default=bureau.clock)
