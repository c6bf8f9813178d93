"""Exploring a scope, and holding what was found against the claims about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.case import MAIN, Case
from engine.checking.bureau import model_agency, model_calendar
from engine.checking.choosing import Choices
from engine.checking.claims import Claims, Scope, StatutePeriod
from engine.checking.court import Breach, Court
from engine.checking.exploring import (
    Explored,
    Node,
    Standing,
    course,
    explore,
    main_ended,
    standing,
)
from engine.checking.firing import SettledLaw, World
from engine.checking.lens import (
    domains,
    lens_of,
    names_kept,
    transitions_of,
    tried,
)
from engine.law import Law
from engine.people import Agency
from engine.record import Record


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
    #: What was given and stays with a case, by way of beginning.
    begun: tuple[Record, ...]
    #: Where a case can come to stand: its states together, tracks and main procedure.
    standings: frozenset[Standing]


def prove(law: Law, agency: Agency, claims: Claims, scope: Scope, *, most: int = 200_000) -> Proof:
    """Explore one scope and hold every invariant that concerns it against what was found.

    `most` bounds the states; a scope not explored to its end is a breach by itself.
    """
    world = world_of(law, agency, claims, scope)
    shared, invariants, hats = world.law, claims.invariants_of(scope), claims.hats_of(scope)
    court = Court(world=world, invariants=invariants, hats=hats)
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
        begun=tuple(_kept(world, n.case) for n in found.nodes[: found.begun]),
        standings=frozenset(standing(n.case, shared.terminal()) for n in found.nodes),
    )


def world_of(law: Law, agency: Agency, claims: Claims, scope: Scope) -> World:
    """Return what every step of exploring one scope needs, the acts it tries among it."""
    shared = SettledLaw.of(law, model_calendar())
    invariants, hats = claims.invariants_of(scope), claims.hats_of(scope)
    return World(
        law=shared,
        agency=model_agency(agency, shared.workflows.values(), claims.staff, scope.people),
        scope=scope,
        rigid=claims.rigid,
        choices=Choices(
            scope=scope, staff=claims.staff, tried=tried(shared, scope, invariants), hats=hats
        ),
        names=names_kept(shared, scope, claims),
        domains=domains(shared),
    )


def _kept(world: World, case: Case) -> Record:
    """What stays with a case of what was given: values conditions and questions tell apart."""
    return Record({n: case.data[n] for n in sorted(world.names) if n in case.data})


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
