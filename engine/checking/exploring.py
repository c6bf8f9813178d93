"""Walking through every course of a case, nearest first, so that the first story found is short.

Two cases are one state when no question of the scope can tell them apart: same machines, marks,
papers, periods before or after their ends, decisions taken, and acts an invariant remembers.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeAlias

from engine.case import MAIN, Case, RunningDeadline
from engine.checking.firing import Firing, World
from engine.checking.open_world import Decisions
from engine.deadlines import Position, position
from engine.definition import StateKind, Transition, Workflow
from engine.event import Event
from engine.legal_time import LEGAL_ZONE

#: Stands among the acts a scope begins with where time passes to the end of the next period.
WAIT = "wait"
_OPENS = time(9, 0)
_TICK = timedelta(minutes=1)
_SOON = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Node:
    """One state, with the first course that led there."""

    number: int
    case: Case
    at: datetime
    rigid: Decisions
    parent: "Node | None"
    #: What happened to reach it; None for the beginning and for waiting.
    firing: Firing | None
    depth: int
    #: What is remembered of its acts.
    seen: "Seen"


@dataclass(slots=True)
class Explored:
    """Everything an exploration found."""

    nodes: list[Node] = field(default_factory=list)
    #: How many of them, the first ones, are beginnings.
    begun: int = 0
    #: By node, the nodes one step further.
    steps: dict[int, set[int]] = field(default_factory=dict)
    edges: int = 0
    #: Transition ids that happened, those that opened tracks included.
    fired: set[str] = field(default_factory=set)
    complete: bool = True


#: Called for every transition that happens: where it began, what happened, where it led.
Watcher = Callable[[Node, Firing, Case], None]
#: The live tracks of a case as (machine, state, form and status of what it is about), in order, and
#: the ends its other tracks came to as (machine, state).
Standing = tuple[tuple[tuple[str, str, str, str], ...], frozenset[tuple[str, str]]]
#: What is remembered of the acts of a case, beside its state.
Seen: TypeAlias = tuple[bool, ...]


class Memory(Protocol):
    """Keeps up what invariants remember of a case."""

    def beginning(self) -> Seen:
        """Return what is remembered of a case nothing has happened to."""
        ...

    def after(self, before: Seen, event: Event) -> Seen:
        """Return what is remembered after one more act."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What tells two cases of a scope apart, beside machines and marks."""

    #: Rules of periods whose ends questions ask for.
    periods: frozenset[str]
    #: Rules of periods whose last day itself matters.
    days: frozenset[str]
    #: Rules of periods that may begin later than they are recorded.
    begins: frozenset[str]
    #: Forms questions and invariants name.
    forms: frozenset[str]
    #: Forms any one of which does as well as the others, by form: the name they go by.
    alike: Mapping[str, str]
    #: Whether some question asks which periods run at all.
    clocks: bool
    #: What invariants remember.
    memory: Memory


def explore(
    world: World, lens: Lens, watch: Watcher, *, start: date, most: int = 200_000
) -> Explored:
    """Explore the scope of `world` from `start` on.

    Stops at `most` states, and says so in `complete`.
    """
    found = Explored()
    known: dict[object, Node] = {}
    queue: deque[Node] = deque()

    def reached(new: Node) -> None:
        parent = new.parent
        key = _key(world, new, lens)
        node = known.get(key)
        if node is None:
            if len(found.nodes) >= most:
                found.complete = False
                return
            node = known[key] = _numbered(new, len(found.nodes))
            found.nodes.append(node)
            queue.append(node)
        if parent is not None and node is not parent:
            found.steps.setdefault(parent.number, set()).add(node.number)

    def begun(node: Node, firing: Firing, case: Case) -> None:
        found.fired.add(firing.transition.id)
        found.fired.update(t.transition for t in firing.event.tracks if t.transition)
        watch(node, firing, case)

    for node in _begun(world, start, lens, begun):
        reached(node)
    found.begun = len(found.nodes)
    while queue:
        node = queue.popleft()
        if MAIN in node.case.tracks and node.case.main.state in world.scope.until:
            continue
        for firing, case in _firings(world, node):
            found.edges += 1
            begun(node, firing, case)
            reached(_after(node, firing, case, lens))
        later = _next_moment(node, lens)
        if later is not None:
            reached(_waited(node, later))
    return found


def _after(node: Node, firing: Firing, case: Case, lens: Lens) -> Node:
    """The state an act leads to."""
    rigid = {**node.rigid, **firing.rigid}
    seen = lens.memory.after(node.seen, firing.event)
    return Node(-1, case, firing.at, rigid, node, firing, node.depth + 1, seen)


def _numbered(node: Node, number: int) -> Node:
    return Node(
        number,
        node.case,
        node.at,
        node.rigid,
        node.parent,
        node.firing,
        node.depth,
        node.seen,
    )


def _waited(node: Node, later: datetime) -> Node:
    """The state waiting leads to."""
    return Node(-1, node.case, later, node.rigid, node, None, node.depth + 1, node.seen)


def _begun(world: World, start: date, lens: Lens, watch: Watcher) -> Iterator[Node]:
    """Every state after the acts a scope begins with, each act followed in all its ways."""
    at = datetime.combine(start, _OPENS, LEGAL_ZONE)
    nodes = [Node(-1, world.empty(), at, {}, None, None, 0, lens.memory.beginning())]
    first, *rest = world.scope.begin
    for index, trigger in enumerate((first, *rest)):
        further: dict[object, Node] = {}
        for node in nodes:
            if trigger == WAIT:
                later = _next_moment(node, lens) or node.at
                further[node.number, len(further)] = replace(node, at=later)
                continue
            for firing, case in _beginning(world, node, trigger, opening=index == 0):
                watch(node, firing, case)
                new = _after(node, firing, case, lens)
                further.setdefault(_key(world, new, lens), new)
        nodes = list(further.values())
    yield from nodes[:1] if world.scope.one_way else nodes


def _beginning(
    world: World, node: Node, trigger: str, *, opening: bool
) -> Iterator[tuple[Firing, Case]]:
    found = world.openings(trigger) if opening else world.moves(node.case, beginning=True)
    for move in found:
        if move[2].trigger == trigger:
            yield from world.firings(node.case, node.rigid, move, node.at + _SOON)


def _firings(world: World, node: Node) -> Iterator[tuple[Firing, Case]]:
    for move in offered(world, node.case):
        yield from world.firings(node.case, node.rigid, move, node.at + _TICK)


def offered(world: World, case: Case) -> list[tuple[str, Workflow, Transition]]:
    """Return the acts tried on a case: those of eager machines alone, while there are any."""
    moves = list(world.moves(case))
    eager = [m for m in moves if m[1].id in world.scope.eager]
    return eager or moves


def _next_moment(node: Node, lens: Lens) -> datetime | None:
    """The next moment at which some period that matters ends or has ended."""
    moments = [
        moment
        for deadline in node.case.deadlines.values()
        if deadline.rule in lens.periods and deadline.status == "running"
        for moment in _boundaries(
            deadline, day=deadline.rule in lens.days, begins=deadline.rule in lens.begins
        )
        if moment > node.at
    ]
    return min(moments, default=None)


def _boundaries(deadline: RunningDeadline, *, day: bool, begins: bool) -> Iterator[datetime]:
    computed = deadline.computed
    if computed.due_at is not None:
        yield computed.due_at + _TICK
        return
    if begins:
        yield datetime.combine(computed.start + timedelta(days=1), _OPENS, LEGAL_ZONE)
    if computed.due is not None and day:
        yield datetime.combine(computed.due, _OPENS, LEGAL_ZONE)
    if computed.breach_after is not None:
        after = computed.breach_after + timedelta(days=1)
        yield datetime.combine(after, _OPENS, LEGAL_ZONE)


def _key(world: World, node: Node, lens: Lens) -> object:
    """What tells a state from others."""
    case = node.case
    names = case.data.as_dict()
    return (
        standing(case, world.law.terminal()),
        frozenset(name for name, value in case.marks.items() if value),
        _papers(case, lens),
        frozenset(_period(d, node.at, lens) for d in _newest(case).values()),
        frozenset(node.rigid.items()),
        frozenset((n, names[n]) for n in world.names if n in names),
        node.seen,
    )


def standing(case: Case, ended: frozenset[tuple[str, str]]) -> Standing:
    """Where a case stands: its live tracks, the main one among them, and the ends reached."""
    live: list[tuple[str, str, str, str]] = []
    over: set[tuple[str, str]] = set()
    for track in case.tracks.values():
        subject = case.documents.get(track.subject)
        if track.id != MAIN and (track.machine, track.state) in ended:
            over.add((track.machine, track.state))
        elif subject is not None and subject.status == "superseded":
            over.add((track.machine, ""))
        else:
            form, status = (subject.form, subject.status) if subject else ("", "")
            live.append((track.machine, track.state, form, status))
    return tuple(sorted(live)), frozenset(over)


def _papers(case: Case, lens: Lens) -> frozenset[tuple[str, str, bool]]:
    latest = {d.form: d for d in case.documents.values() if d.status != "superseded"}
    return frozenset(
        (lens.alike.get(d.form, d.form), d.status, d.id in case.served)
        for d in latest.values()
        if d.form in lens.forms or d.form in lens.alike or d.status == "draft"
    )


def _newest(case: Case) -> Mapping[tuple[str, str], RunningDeadline]:
    return {(d.rule, d.track.rsplit("-", 1)[0]): d for d in case.deadlines.values()}


def _period(deadline: RunningDeadline, at: datetime, lens: Lens) -> tuple[str, str, str, bool]:
    if deadline.rule not in lens.periods:
        return (deadline.rule, deadline.status, "", False) if lens.clocks else ("", "", "", False)
    if deadline.status != "running":
        return deadline.rule, deadline.status, "", False
    stands = ""
    if deadline.computed.due is not None or deadline.computed.due_at is not None:
        where = position(deadline.computed, at)
        day = deadline.rule in lens.days
        stands = where.value if day or where is Position.AFTER else ""
        if deadline.rule in lens.begins and deadline.computed.start >= at.date():
            stands = "ahead"
    return deadline.rule, deadline.status, stands, bool(deadline.extensions)


def course(node: Node) -> list[Node]:
    """The states from the beginning to `node`."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found[::-1]


def main_ended(world: World, case: Case) -> bool:
    """Whether the main procedure has come to an end."""
    workflow = world.law.pinned(case.main.definition)
    return workflow.states[case.main.state].kind is StateKind.TERMINAL
