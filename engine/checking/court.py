"""Holding one explored act after the other against what the statute wants of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.case import Case
from engine.checking.claims import Hats, Invariant, Need, Occasion
from engine.checking.exploring import Node, course
from engine.checking.firing import Firing, World
from engine.checking.lens import Part, has_fired
from engine.checking.open_world import Key
from engine.deadlines import Position, position
from engine.definition import Transition
from engine.event import Event
from engine.periods import DeadlineRule

#: What a period must be doing for an act to change it so.
_ACTED_ON = {"stops": "running", "pauses": "running", "resumes": "paused"}


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


@dataclass(slots=True, kw_only=True)
class Court:
    """Judges every act of one exploration."""

    world: World
    invariants: tuple[Invariant, ...]
    hats: tuple[Hats, ...]
    breaches: dict[str, Breach] = field(default_factory=dict)
    occasions: Counter[str] = field(default_factory=Counter)
    _by_act: dict[str, tuple["_Concern", ...]] = field(default_factory=dict)
    #: By the name of an act, the numbers of the invariants whose occasion names it.
    _naming: dict[str, set[int]] = field(default_factory=dict)
    #: Those whose occasion depends on what an act brings about.
    _bringing: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look up once which acts the invariants speak of."""
        for number, invariant in enumerate(self.invariants):
            occasion = invariant.occasion
            for name in occasion.fires:
                self._naming.setdefault(name, set()).add(number)
            if occasion.issues or occasion.enters:
                self._bringing.add(number)

    def watch(self, node: Node, firing: Firing, after: Case) -> None:
        """Hold one act against every invariant whose occasion it is."""
        for concern in self._concerned(firing):
            invariant = concern.invariant
            if not (concern.named or _comes_of(invariant.occasion, firing.event)):
                continue
            if not _chosen(invariant.occasion, firing) or self._elsewhere(invariant, firing):
                continue
            self.occasions[invariant.id] += 1
            if invariant.id in self.breaches:
                continue
            wanting = [n for n in concern.needs if not self._so(n, node, firing, after)]
            if wanting:
                self._accuse(invariant, node, firing, tuple(told(n) for n in wanting))
        for hats in self.hats:
            if hats.id not in self.breaches and self._both(hats, firing, after):
                self._accuse(hats, node, firing, (firing.actor,))

    def _both(self, hats: Hats, firing: Firing, after: Case) -> bool:
        """Whether one of those of many hats has now played both of two parts."""
        person, second = firing.actor, Part(acts=hats.other)
        if person not in self.world.scope.people:
            return False
        if hats.role:
            known = self.world.agency.person(person)
            held = known is not None and hats.role in known.roles
            return held and second.played(person, firing.event)
        first = Part(acts=hats.one, named=hats.named)
        if hats.named:
            earlier = any(first.played(person, e) for e in after.events[:-1])
            return earlier and second.played(person, firing.event)
        return all(any(p.played(person, e) for e in after.events) for p in (first, second))

    def _concerned(self, firing: Firing) -> tuple["_Concern", ...]:
        """The invariants an act may concern, looked up once for each transition."""
        found = self._by_act.get(firing.transition.id)
        if found is None:
            event = firing.event
            names = (event.transition, event.trigger, f"{event.machine}.{event.trigger}")
            naming = set().union(*(self._naming.get(n, ()) for n in names))
            found = self._by_act[firing.transition.id] = tuple(
                _concern(self.invariants[n], firing.transition, named=n in naming)
                for n in sorted(naming | self._bringing)
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
        return _of_the_act(need, firing, case, after, self.world.law.rules)

    def _answered(self, need: Need, firing: Firing) -> bool:
        """Whether the question was asked before the act and answered as the statute wants."""
        return firing.answers.get(self._key(need)) in need.expect


@dataclass(frozen=True, slots=True, kw_only=True)
class _Concern:
    """An invariant that may concern one transition."""

    invariant: Invariant
    #: Whether its occasion names the act; else it depends on what the act brings about.
    named: bool
    #: Its needs but those the transition meets by its nature.
    needs: tuple[Need, ...]


def _concern(invariant: Invariant, transition: Transition, *, named: bool) -> _Concern:
    left = (n for n in invariant.needs if not (n.kind in _NATURE and _by_nature(n, transition)))
    return _Concern(invariant=invariant, named=named, needs=tuple(left))


#: Needs a transition meets, or does not, whatever case it happens to.
_NATURE = frozenset({"roles", "ties", "leaves", "plays", "beside", "asks_people", "gives"})


def _by_nature(need: Need, transition: Transition) -> bool:
    """Whether a transition itself is as the statute wants: who, from where, asking what."""
    names = set(need.names)
    match need.kind:
        case "roles":
            return {a.role for a in transition.actors} <= names
        case "ties":
            return names <= {f"{a.role}.{a.relation}" for a in transition.actors if a.relation}
        case "leaves":
            return {f"{transition.machine}.{s}" for s in transition.sources} <= names
        case "plays":
            return names <= set(transition.parts)
        case "beside":
            return set(transition.parent_states) <= {n.partition(".")[2] for n in names}
        case "asks_people":
            asked = (i for i in transition.checklist if i.kind != "auto" and i.blocking)
            return names <= {i.id for i in asked}
    return names <= {s.name for s in transition.inputs}


def _of_the_act(
    need: Need, firing: Firing, case: Case, after: Case, rules: Mapping[str, DeadlineRule]
) -> bool:
    """Whether the act itself is as the statute wants, and what comes of it."""
    transition, event, names = firing.transition, firing.event, set(need.names)
    if need.kind in _NATURE:
        return _by_nature(need, transition)
    match need.kind:
        case "leads":
            return f"{event.machine}.{event.target}" in names
        case "stays":
            return event.target == event.source
        case "marks" | "unmarks":
            return all(event.marks.get(name) is (need.kind == "marks") for name in names)
        case "makes":
            return names <= {d.form for d in event.documents}
        case "serves":
            return names <= {after.documents[t.subject].form for t in event.tracks if t.subject}
        case "opens":
            return names <= {t.machine for t in event.tracks}
        case "opens_at":
            return names <= {f"{t.machine}.{t.state}" for t in event.tracks}
        case "starts" | "stops" | "pauses" | "resumes" | "extends":
            moved = {d.rule for d in event.deadlines if f"{d.move}s" == need.kind}
            return names <= moved | _idle(case, need, transition, rules)
    msg = f"no such need: {need.kind}"
    raise ValueError(msg)


def _idle(
    case: Case, need: Need, transition: Transition, rules: Mapping[str, DeadlineRule]
) -> set[str]:
    """Rules of which nothing is there that the act would stop, pause or resume if it were."""
    status = _ACTED_ON.get(need.kind)
    if status is None:
        return set()
    live = {d.rule for d in case.deadlines.values() if d.status == status}
    meant = {m.deadline for m in transition.deadlines if f"{m.move}s" == need.kind}
    if "agency" in meant:
        meant |= {name for name in need.names if rules[name].who != "party"}
    return meant - live


def told(need: Need) -> str:
    """Return a need in short."""
    inner = " / ".join(told(n) for n in need.inner)
    since = f" since {', '.join(need.since)}" if need.since else ""
    args = f" {dict(need.args)}" if need.args else ""
    expect = f" = {list(need.expect)}" if need.expect != (True,) else ""
    return f"{need.kind} {', '.join(need.names) or inner}{args}{expect}{since}"


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
