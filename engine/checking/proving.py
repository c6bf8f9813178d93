"""Holding what was explored against the invariants; of each breach the shortest story is kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.case import MAIN, Case
from engine.checking.bureau import EVERYBODY, model_agency, model_calendar
from engine.checking.claims import Claims, Hats, Invariant, Need, Occasion, Scope, StatutePeriod
from engine.checking.exploring import (
    Explored,
    Node,
    Standing,
    course,
    explore,
    main_ended,
    standing,
)
from engine.checking.firing import Firing, SettledLaw, World
from engine.checking.lens import (
    called,
    domains,
    has_fired,
    lens_of,
    names_kept,
    transitions_of,
    tried,
)
from engine.checking.open_world import Key
from engine.deadlines import Position, position
from engine.definition import Transition
from engine.event import Event
from engine.law import Law
from engine.people import Agency

#: Words of a definition for every running period, or every one of a kind.
_MANY = frozenset({"all", "agency"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One invariant that does not hold, with the shortest course that shows it."""

    invariant: str
    name: str
    name_en: str
    law: tuple[str, ...]
    #: What is wanting, as (kind, names).
    wanting: tuple[str, ...]
    #: States from the beginning to where it goes wrong.
    course: tuple[Node, ...] = ()
    #: The act that breaks it; None where the breach is that nothing more can happen.
    act: Firing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What exploring one scope showed."""

    scope: Scope
    states: int
    edges: int
    complete: bool
    #: Invariants held against it, with how often each had its occasion.
    occasions: dict[str, int]
    breaches: tuple[Breach, ...]
    fired: frozenset[str]
    #: Where a case can come to stand: its states together, tracks and main procedure.
    standings: frozenset[Standing]


@dataclass(slots=True, kw_only=True)
class _Court:
    """Judges every act of one exploration."""

    world: World
    invariants: tuple[Invariant, ...]
    hats: tuple[Hats, ...]
    breaches: dict[str, Breach] = field(default_factory=dict)
    occasions: Counter[str] = field(default_factory=Counter)
    _by_act: dict[str, tuple[tuple[Invariant, bool], ...]] = field(default_factory=dict)

    def watch(self, node: Node, firing: Firing, after: Case) -> None:
        """Hold one act against every invariant whose occasion it is."""
        for invariant, meant in self._concerned(firing):
            if not (meant or _comes_of(invariant.occasion, firing.event)):
                continue
            if not _chosen(invariant.occasion, firing) or self._elsewhere(invariant, firing):
                continue
            self.occasions[invariant.id] += 1
            if invariant.id in self.breaches:
                continue
            wanting = [n for n in invariant.needs if not self._so(n, node, firing, after)]
            if wanting:
                self._accuse(invariant, node, firing, tuple(told(n) for n in wanting))
        for hats in self.hats:
            if hats.id not in self.breaches and _both(hats, after, firing):
                self._accuse(hats, node, firing, (firing.actor,))

    def _concerned(self, firing: Firing) -> tuple[tuple[Invariant, bool], ...]:
        """The invariants an act may concern, and whether by its name; looked up once for each."""
        found = self._by_act.get(firing.transition.id)
        if found is None:
            event = firing.event
            named = ((i, _names(i.occasion, event)) for i in self.invariants)
            found = self._by_act[firing.transition.id] = tuple(
                (i, meant) for i, meant in named if meant or i.occasion.issues or i.occasion.enters
            )
        return found

    def _elsewhere(self, invariant: Invariant, firing: Firing) -> bool:
        """Whether a question the occasion depends on was answered otherwise."""
        for need in invariant.occasion.where:
            key = self._key(need)
            if key in firing.answers and firing.answers[key] not in need.expect:
                return True
        return False

    def _key(self, need: Need) -> Key:
        return need.names[0], self.world.text_of(need.args) if need.args else ""

    def _accuse(
        self, broken: Invariant | Hats, node: Node, firing: Firing, wanting: tuple[str, ...]
    ) -> None:
        self.breaches[broken.id] = Breach(
            invariant=broken.id,
            name=broken.name,
            name_en=broken.name_en,
            law=broken.law,
            wanting=wanting,
            course=tuple(course(node)),
            act=firing,
        )

    def _so(self, need: Need, node: Node, firing: Firing, after: Case) -> bool:
        """Whether what the statute wants was so when the act was done."""
        case = node.case
        match need.kind:
            case "any":
                return any(self._so(n, node, firing, after) for n in need.inner)
            case "all":
                return all(self._so(n, node, firing, after) for n in need.inner)
            case "not":
                return not any(self._so(n, node, firing, after) for n in need.inner)
            case "asked":
                return self._answered(need, firing)
            case "issued":
                return any(after.latest(f) is not None for f in need.names)
            case "served":
                return _served(case, need.names)
            case "fired":
                return has_fired(case, need.names, need.since)
            case "within":
                return not _passed(case, need.names, firing)
            case "over":
                return _passed(case, need.names, firing)
            case "track" | "no_track":
                found = {f"{t.machine}.{t.state}" for t in case.tracks.values()}
                return bool(found & set(need.names)) == (need.kind == "track")
        return _of_the_act(need, firing, case, after)

    def _answered(self, need: Need, firing: Firing) -> bool:
        """Whether the question was asked before the act and answered as the statute wants."""
        return firing.answers.get(self._key(need)) in need.expect


def _of_the_act(need: Need, firing: Firing, case: Case, after: Case) -> bool:
    """Whether the act itself is as the statute wants: who, from where, and what comes of it."""
    transition, event, names = firing.transition, firing.event, set(need.names)
    match need.kind:
        case "roles":
            return {a.role for a in transition.actors} <= names
        case "ties":
            return names <= {f"{a.role}.{a.relation}" for a in transition.actors if a.relation}
        case "leaves":
            return {f"{transition.machine}.{s}" for s in transition.sources} <= names
        case "leads":
            return f"{event.machine}.{event.target}" in names
        case "stays":
            return event.target == event.source
        case "plays":
            return names <= set(transition.parts)
        case "marks" | "unmarks":
            return all(event.marks.get(name) is (need.kind == "marks") for name in names)
        case "beside":
            return set(transition.parent_states) <= {n.partition(".")[2] for n in names}
        case "makes":
            return names <= {d.form for d in event.documents}
        case "serves":
            return names <= {after.documents[t.subject].form for t in event.tracks if t.subject}
        case "opens":
            return names <= {t.machine for t in event.tracks}
        case "starts" | "stops" | "pauses" | "resumes" | "extends":
            moved = {d.rule for d in event.deadlines if f"{d.move}s" == need.kind}
            return names <= moved | _idle(case, need, transition)
        case "asks_people":
            asked = (i for i in transition.checklist if i.kind != "auto" and i.blocking)
            return names <= {i.id for i in asked}
        case "gives":
            return names <= {s.name for s in transition.inputs}
    msg = f"no such need: {need.kind}"
    raise ValueError(msg)


def _idle(case: Case, need: Need, transition: Transition) -> set[str]:
    """Rules of which nothing runs that the act would stop or pause if it did."""
    if need.kind not in {"stops", "pauses"}:
        return set()
    live = {d.rule for d in case.deadlines.values() if d.status == "running"}
    meant = {m.deadline for m in transition.deadlines if f"{m.move}s" == need.kind}
    return (set(need.names) if meant & _MANY else meant) - live


def told(need: Need) -> str:
    """Return a need in short."""
    inner = " / ".join(told(n) for n in need.inner)
    since = f" since {', '.join(need.since)}" if need.since else ""
    args = f" {dict(need.args)}" if need.args else ""
    expect = f" = {list(need.expect)}" if need.expect != (True,) else ""
    return f"{need.kind} {', '.join(need.names) or inner}{args}{expect}{since}"


def fits(occasion: Occasion, firing: Firing) -> bool:
    """Whether an act is an invariant's occasion."""
    hit = _names(occasion, firing.event) or _comes_of(occasion, firing.event)
    return hit and _chosen(occasion, firing)


def _names(occasion: Occasion, event: Event) -> bool:
    """Whether an occasion names the act."""
    if event.transition in occasion.fires:
        return True
    return called(occasion.fires, event.machine, event.trigger)


def _comes_of(occasion: Occasion, event: Event) -> bool:
    """Whether the act issues a paper or leads to a state that makes the occasion."""
    if any(d.form in occasion.issues and d.status == "issued" for d in event.documents):
        return True
    return f"{event.machine}.{event.target}" in occasion.enters


def _chosen(occasion: Occasion, firing: Firing) -> bool:
    """Whether the input is one the occasion is about."""
    return all(_given(firing, name) & set(values) for name, values in occasion.given.items())


def _given(firing: Firing, name: str) -> set[object]:
    value = firing.given.get(name)
    return set(value) if isinstance(value, tuple) else {value}


def _served(case: Case, forms: Iterable[str]) -> bool:
    wanted = frozenset(forms)
    made = [d for d in case.documents.values() if d.form in wanted and d.status == "issued"]
    return bool(made) and made[-1].id in case.served


def _passed(case: Case, rules: Iterable[str], firing: Firing) -> bool:
    """Whether the newest running period of one of some rules has run out."""
    for rule in rules:
        found = case.deadline(rule)
        if found is None or found.computed.due is None:
            continue
        if position(found.computed, firing.at) is Position.AFTER:
            return True
    return False


def _both(hats: Hats, after: Case, firing: Firing) -> bool:
    """Whether somebody has now played both of two parts."""
    person = firing.actor
    if person != EVERYBODY:
        return False
    mine = [(e.machine, e.trigger) for e in after.events if e.actor == person]
    return all(any(called(part, *act) for act in mine) for part in (hats.one, hats.other))


def prove(law: Law, agency: Agency, claims: Claims, scope: Scope, *, most: int = 200_000) -> Proof:
    """Explore one scope and hold every invariant that concerns it against what was found.

    `most` bounds the states; a scope not explored to its end is a breach by itself.
    """
    none: frozenset[str] = frozenset()
    shared = SettledLaw.of(law, model_calendar())
    invariants = tuple(i for i in claims.invariants if not i.scopes or scope.id in i.scopes)
    workflows = tuple(shared.workflows.values())
    world = World(
        law=shared,
        agency=model_agency(agency, workflows, hats=scope.people),
        scope=scope,
        rigid=claims.rigid,
        tried=tried(shared, scope, invariants),
        names=names_kept(shared, scope),
        domains=domains(shared),
        hatted=frozenset(p for h in claims.hats for p in h.one | h.other) if scope.people else none,
    )
    court = _Court(world=world, invariants=invariants, hats=claims.hats if scope.people else ())
    lens = lens_of(shared, scope, claims, invariants)
    found = explore(world, lens, court.watch, start=claims.start, most=most)
    # Where one person wears every hat, a bureau of one may get stuck: another takes over.
    stuck = [] if scope.people else _dead_ends(world, found)
    breaches = [*court.breaches.values(), *stuck]
    if not found.complete:
        breaches.append(_structural("explored", "states", (f"{most}",)))
    return Proof(
        scope=scope,
        states=len(found.nodes),
        edges=found.edges,
        complete=found.complete,
        occasions=dict(court.occasions),
        breaches=tuple(breaches),
        fired=frozenset(found.fired),
        standings=frozenset(standing(n.case, shared.terminal()) for n in found.nodes),
    )


def _dead_ends(world: World, found: Explored) -> list[Breach]:
    """States from which the main procedure can no longer come to an end."""
    good = {n.number for n in found.nodes if MAIN in n.case.tracks and _ended(world, n.case)}
    backwards: dict[int, set[int]] = {}
    for before, afters in found.steps.items():
        for after in afters:
            backwards.setdefault(after, set()).add(before)
    waiting = list(good)
    while waiting:
        for before in backwards.get(waiting.pop(), ()):
            if before not in good:
                good.add(before)
                waiting.append(before)
    stuck = next((n for n in found.nodes if n.number not in good), None)
    if stuck is None:
        return []
    return [_structural("ends", stuck.case.main.state, (), stuck)]


def _ended(world: World, case: Case) -> bool:
    """Whether a case is at an end, or where its scope no longer looks."""
    return case.main.state in world.scope.until or main_ended(world, case)


_STRUCTURAL = {
    "ends": ("每个状态都能走到终点", "every state can reach an end", ("HOUSE",)),
    "explored": ("范围已探索完毕", "the scope was explored to its end", ("HOUSE",)),
    "reached": ("没有永远不会发生的步骤", "no transition is unreachable", ("HOUSE",)),
    "clocks": ("开始的期限都有停止", "every started period is stopped somewhere", ("HOUSE",)),
}


def _structural(
    kind: str, place: str, wanting: tuple[str, ...], node: Node | None = None
) -> Breach:
    name, name_en, law = _STRUCTURAL[kind]
    return Breach(
        invariant=kind,
        name=name,
        name_en=name_en,
        law=law,
        wanting=(place, *wanting),
        course=tuple(course(node)) if node is not None else (),
    )


def unreached(law: Law, proofs: Iterable[Proof]) -> list[Breach]:
    """Transitions no scope that covers their machine ever saw happen."""
    fired: set[str] = set()
    covered: set[str] = set()
    for proof in proofs:
        fired |= proof.fired
        covered |= proof.scope.covers
    workflows = [w for w in law.workflows.values() if w.id in covered]
    ids = (t.id for t in transitions_of(workflows))
    return [_structural("reached", i, ()) for i in ids if i not in fired]


def wrong_periods(law: Law, periods: Iterable[StatutePeriod]) -> list[Breach]:
    """Periods whose length, unit or rolling is not what the statute says."""
    breaches = []
    for period in periods:
        rule = law.rules.get(period.rule)
        have = (rule.length, rule.unit.value) if rule is not None else (0, "")
        rolls = rule is not None and period.rollover in ("", rule.rollover.value)
        if have != (period.length, period.unit) or not rolls:
            breaches.append(
                Breach(
                    invariant=period.rule,
                    name=f"{period.rule} 的长度、单位和顺延与法律一致",
                    name_en=f"{period.rule} is as long as the statute says",
                    law=period.law,
                    wanting=(f"{have[0]} {have[1]} ≠ {period.length} {period.unit}",),
                )
            )
    return breaches
