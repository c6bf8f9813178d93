"""What an exploration must tell apart, read off the definitions and the claims about them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from engine.case import Case
from engine.checking.claims import EVERY, Claims, Hats, Invariant, Need, Scope
from engine.checking.effects import conditions_of
from engine.checking.exploring import Lens
from engine.checking.open_world import Answer
from engine.definition import Condition, Requirement, Transition, Workflow
from engine.event import Event, EventKind
from engine.law import Law
from engine.record import Value

#: Questions that ask whether a period has begun.
_BEGINS = frozenset({"deadline_begun", "surcharge_ran"})


def transitions_of(workflows: Iterable[Workflow]) -> Iterator[Transition]:
    """Every transition of some machines."""
    for workflow in workflows:
        yield from workflow.transitions


def _asked(transition: Transition) -> Iterator[Requirement | Condition]:
    for requirement in transition.requires:
        yield requirement
        if requirement.when is not None:
            yield requirement.when
    for item in transition.checklist:
        if item.requirement is not None:
            yield item.requirement
    yield from conditions_of(transition)


def fireable(workflow: Workflow, scope: Scope) -> list[Transition]:
    """Return the transitions a scope may see happen, going by the states of a machine alone.

    Beyond the states at which a scope ends only what it begins with leads on.
    """
    ends = scope.until if workflow.role == "main" else frozenset()
    open_to = [
        t
        for t in workflow.transitions
        if t.trigger in scope.begin or t.trigger not in scope.without
    ]

    def leaves(transition: Transition, reached: set[str]) -> list[str]:
        left = reached if transition.trigger in scope.begin else reached - ends
        return [s for s in transition.sources if s in left]

    reached = {workflow.initial} | {t.target for t in open_to if not t.sources}
    while further := {t.target_from(s) for t in open_to for s in leaves(t, reached)} - reached:
        reached |= further
    return [t for t in open_to if not t.sources or leaves(t, reached)]


def lens_of(law: Law, scope: Scope, claims: Claims, invariants: tuple[Invariant, ...]) -> Lens:
    """Return what tells two cases of a scope apart."""
    workflows = tuple(w for w in law.workflows.values() if w.id in scope.machines)
    possible = [t for w in workflows for t in fireable(w, scope)]
    asked = [a for t in possible for a in _asked(t)]
    needs = [n for i in invariants for n in flat(i.needs)]
    periods = {a.args.text("deadline") for a in asked} - {""}
    periods |= {name for n in needs if n.kind in {"within", "over"} for name in n.names}
    forms = {f for a in asked for f in (*a.args.texts("forms"), a.args.text("form"))}
    forms |= {f for n in needs if n.kind in {"issued", "served"} for f in n.names}
    forms |= {
        form
        for t in possible
        for m in t.deadlines
        if m.start_from.startswith("served:")
        for form in m.start_from.removeprefix("served:").split("|")
    }
    return Lens(
        periods=frozenset(periods) - scope.timeless,
        days=frozenset(a.args.text("deadline") for a in asked if a.fact == "deadline_reached"),
        begins=frozenset(a.args.text("deadline") for a in asked if a.fact in _BEGINS),
        forms=frozenset(forms - {""}),
        clocks=any(a.fact == "deadlines_stopped" for a in asked),
        alike={form: group for group in scope.papers for form in group.split("|")},
        memory=RememberedActs(scope, needs, claims.hats_of(scope)),
    )


class RememberedActs:
    """What an exploration remembers of the acts of a case, kept up act by act."""

    def __init__(self, scope: Scope, needs: Iterable[Need], hats: tuple[Hats, ...]) -> None:
        """Remember what `needs` and the scope ask of earlier acts, and who played which part."""
        fired = (n for n in (*needs, *scope.remembered) if n.kind == "fired")
        self._acts = tuple(dict.fromkeys((n.names, n.since) for n in fired))
        self._parts = tuple(
            (person, part) for person in sorted(scope.people) for h in hats for part in parts_of(h)
        )
        self._named = tuple(dict.fromkeys(h.named for h in hats if h.named))
        self._told: dict[tuple[str, ...], tuple[tuple[int, bool], ...]] = {}

    def beginning(self) -> tuple[bool, ...]:
        """Return what is remembered of a case nothing has happened to."""
        return (False,) * (len(self._acts) + len(self._parts))

    def after(self, before: tuple[bool, ...], event: Event) -> tuple[bool, ...]:
        """Return what is remembered after one more act."""
        changes = self._changes(event)
        if not changes:
            return before
        seen = list(before)
        for place, value in changes:
            seen[place] = value
        return tuple(seen)

    def _changes(self, event: Event) -> tuple[tuple[int, bool], ...]:
        """What one act changes, worked out once for each by whoever did it to whomever."""
        who = (event.actor, *(event.inputs.text(name) for name in self._named))
        key = (event.machine, event.trigger, *(who if self._parts else ()))
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = tuple(self._worked_out(event))
        return found

    def _worked_out(self, event: Event) -> Iterator[tuple[int, bool]]:
        for place, (names, since) in enumerate(self._acts):
            if called(names, event.machine, event.trigger):
                yield place, True
            elif since and called(since, event.machine, event.trigger):
                yield place, False
        for place, (person, part) in enumerate(self._parts, start=len(self._acts)):
            if part.played(person, event):
                yield place, True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part in a case, played by doing some acts or by being named in them."""

    acts: frozenset[str]
    #: Input that names who plays it; empty where the actor does.
    named: str = ""

    def played(self, person: str, event: Event) -> bool:
        """Whether an act gives a person the part."""
        who = event.inputs.text(self.named) if self.named else event.actor
        if who != person:
            return False
        return EVERY in self.acts or called(self.acts, event.machine, event.trigger)


def parts_of(hats: Hats) -> tuple[Part, ...]:
    """Return the parts whose being played tells states apart."""
    if hats.role:
        return ()
    first = Part(acts=hats.one, named=hats.named)
    return (first,) if hats.named else (first, Part(acts=hats.other))


def has_fired(case: Case, names: tuple[str, ...], since: tuple[str, ...]) -> bool:
    """Whether one of some acts happened, after the newest of others if any are named."""
    for event in reversed(case.events):
        if event.kind is not EventKind.TRANSITION:
            continue
        if called(names, event.machine, event.trigger):
            return True
        if since and called(since, event.machine, event.trigger):
            return False
    return False


def called(names: Collection[str], machine: str, trigger: str) -> bool:
    """Whether an act is among some, each named `trigger` or `machine.trigger`."""
    return trigger in names or f"{machine}.{trigger}" in names


def flat(needs: Iterable[Need]) -> Iterator[Need]:
    """Every need, alternatives included."""
    for need in needs:
        yield need
        yield from flat(need.inner)


def tried(
    law: Law, scope: Scope, invariants: tuple[Invariant, ...]
) -> dict[str, tuple[Value, ...]]:
    """Return, by name of input, the values that conditions and claims tell apart."""
    found: dict[str, set[Value]] = {}
    for transition in transitions_of(w for w in law.workflows.values() if w.id in scope.machines):
        for asked in _asked(transition):
            if isinstance(asked, Condition) and asked.input:
                found.setdefault(asked.input, set()).update(asked.expect)
            if asked.fact == "data_is":
                found.setdefault(asked.args.text("name"), set()).add(asked.args.get("is"))
        for name, marks in transition.choice_marks.items():
            found.setdefault(name, set()).update(marks)
    for invariant in invariants:
        for name, values in invariant.occasion.given.items():
            found.setdefault(name, set()).update(values)
    return {name: tuple(sorted(values, key=str)) for name, values in found.items()}


def names_kept(law: Law, scope: Scope, claims: Claims) -> frozenset[str]:
    """Return the names whose values later questions read."""
    workflows = (w for w in law.workflows.values() if w.id in scope.machines)
    asked = (a for t in transitions_of(workflows) for a in _asked(t))
    named = {h.named for h in claims.hats_of(scope)} - {""}
    return (
        claims.kept
        | scope.keeps
        | named
        | {a.args.text("name") for a in asked if a.fact == "data_is"}
    )


def domains(law: Law) -> dict[str, tuple[Answer, ...]]:
    """Return, by question, the answers the definitions tell apart, and one they do not name."""
    found: dict[str, set[Answer]] = {}
    for transition in transitions_of(law.workflows.values()):
        for asked in _asked(transition):
            if asked.fact:
                found.setdefault(asked.fact, set()).update(asked.expect)
    return {name: _domain(values) for name, values in found.items()}


def _domain(values: set[Answer]) -> tuple[Answer, ...]:
    if values <= {True, False}:
        return (True, False)
    return (*sorted(str(v) for v in values), "…")
