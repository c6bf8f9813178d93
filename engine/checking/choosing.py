"""Who tries an act in an exploration, and with what input: only what somebody can tell apart.

Whether the act is lawful then is for others to find out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product

from engine.checking.bureau import SQUAD, beside
from engine.checking.claims import ACTOR, EVERY, Hats, Naming, Scope, Staff
from engine.command import SYSTEM
from engine.definition import Transition
from engine.record import Record, Value
from engine.schema import FieldSpec

_FAR_OFF = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is tried in one scope."""

    scope: Scope
    staff: Staff
    #: By name of input, the values conditions tell apart.
    tried: Mapping[str, tuple[Value, ...]]
    #: Parts that are kept apart.
    hats: tuple[Hats, ...]
    #: By transition, what is tried as its input.
    _shapes: dict[str, "_Shape"] = field(default_factory=dict)

    def actors(self, transition: Transition) -> Iterator[tuple[str, str]]:
        """Everybody who tries an act, as (role, person)."""
        for index, actor in enumerate(transition.actors):
            if actor.role == SYSTEM:
                yield SYSTEM, SYSTEM
            elif index == 0 or not self.scope.people:
                yield actor.role, actor.role
                if actor.role in self.staff.threefold and _parted(transition):
                    yield actor.role, beside(actor.role, 3)
            if index == 0 and actor.role != SYSTEM and self._matters(transition.trigger):
                for person in sorted(self.scope.people):
                    yield actor.role, person
            if not self.scope.people:
                return

    def _matters(self, trigger: str) -> bool:
        """Whether it matters who does an act, since it belongs to a part that is kept apart."""
        return any({trigger, EVERY} & (h.one | h.other) for h in self.hats)

    def given(self, transition: Transition, at: datetime) -> Iterator[tuple[Record, Record]]:
        """Every input worth telling apart: kept names, people, and plain days.

        Each comes with the same input without its days and moments, which are left open.
        """
        shape = self._shapes.get(transition.id)
        if shape is None:
            shape = self._shapes[transition.id] = self._shape(transition)
        days = {spec.name: _day(spec, at) for spec in shape.days}
        for settled in shape.settled:
            yield (settled.merged(days) if days else settled), settled

    def _shape(self, transition: Transition) -> "_Shape":
        """What is tried as the input of a transition, whenever it is tried."""
        fixed: dict[str, Value] = {}
        varied: dict[str, tuple[Value, ...]] = {}
        days: list[FieldSpec] = []
        for spec in transition.inputs:
            if spec.kind == "person":
                varied[spec.name] = self._persons(spec, transition)
            elif spec.kind == "squad":
                fixed[spec.name] = SQUAD
            elif self._told_apart(spec) and (values := self._values(spec)):
                varied[spec.name] = values
            elif spec.kind in {"date", "moment"}:
                days.append(spec)
        combined = product(*varied.values())
        settled = (Record({**fixed, **dict(zip(varied, c, strict=True))}) for c in combined)
        return _Shape(settled=tuple(settled), days=tuple(days))

    def _told_apart(self, spec: FieldSpec) -> bool:
        return spec.name in self.tried or spec.name in self.scope.keeps

    def _persons(self, spec: FieldSpec, transition: Transition) -> tuple[Value, ...]:
        fitting = (n for n in self.staff.named if _fits(n, spec, transition))
        naming = next(fitting, None)
        usual = naming.person if naming is not None else self.staff.usual
        if usual == ACTOR:
            usual = transition.actors[0].role
        parts = self.staff.parts | {h.named for h in self.hats}
        return (usual, *sorted(self.scope.people)) if spec.name in parts else (usual,)

    def _values(self, spec: FieldSpec) -> tuple[Value, ...]:
        known = self.tried.get(spec.name, ())
        if spec.kind == "yes_no":
            return (True, False)
        if spec.kind not in {"choice", "list"} or not spec.choices:
            return ()
        if spec.name in self.scope.keeps:
            known = tuple(spec.choices)
        named = [v for v in known if v in spec.choices]
        rest = [c for c in spec.choices if c not in named][:1]
        values: tuple[Value, ...] = (*named, *rest)
        return tuple((v,) for v in values if isinstance(v, str)) if spec.kind == "list" else values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What is tried as the input of one transition: settled values, and fields for days."""

    settled: tuple[Record, ...]
    days: tuple[FieldSpec, ...]


def _day(spec: FieldSpec, at: datetime) -> Value:
    """A plain day or moment for a field: now, or later where it may be."""
    day = at if spec.not_after_now else at + _FAR_OFF
    return day.date() if spec.kind == "date" else day


def _fits(naming: Naming, spec: FieldSpec, transition: Transition) -> bool:
    """Whether a rule of naming is about an input of an act."""
    if naming.input != spec.name:
        return False
    if naming.relation and naming.relation != transition.actors[0].relation:
        return False
    return not naming.asks or any(r.fact == naming.asks for r in transition.requires)


def _parted(transition: Transition) -> bool:
    """Whether an act asks its actor to be another than the one of an earlier act."""
    return any(r.fact == "duties_separate" for r in transition.requires)
