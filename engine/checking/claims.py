"""What a check explores and what must hold there: scopes and invariants, plain values.

An invariant says what the statute wants of an act, in words of acts, papers, periods and people.
It repeats no definition: a definition that forgets the statute contradicts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.record import Record

#: Stands for every act where acts are named.
EVERY = "every"
#: Stands for the person acting where somebody is named.
ACTOR = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Whom an input names."""

    input: str
    #: A person, or `actor`.
    person: str
    #: Only where the first who may act must have this relation to the case.
    relation: str = ""
    #: Only in acts that ask this question.
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who works in the bureau of an exploration, beside one holder for every role."""

    #: Roles somebody holds beside the one he or she is named after.
    also: Mapping[str, frozenset[str]]
    #: Roles with two more holders: `-2` works beside the first, `-3` stands apart from both.
    threefold: frozenset[str]
    #: Roles whose holder belongs to no squad; everybody else is of the squad in charge.
    outside: frozenset[str]
    #: Whom inputs name, the first that fits; else `usual`.
    named: tuple[Naming, ...]
    usual: str
    #: Inputs by which somebody takes a part in the case.
    parts: frozenset[str]
    #: People of many hats: they hold every role an act is done in, and these.
    hats: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One exploration: a main procedure with the tracks that may run beside it."""

    id: str
    name: str
    name_en: str
    #: Machine ids that may move: the main procedures and tracks explored together.
    machines: frozenset[str]
    #: Acts carried out first, in order, each as `trigger` or `trigger@machine`.
    begin: tuple[str, ...]
    #: Whether one way through those acts is enough; else each is followed in all its ways.
    one_way: bool = False
    #: Main states beyond which this scope does not look; empty for none.
    until: frozenset[str] = frozenset()
    #: People of many hats who try acts here, each with a name `Staff.hats` knows.
    people: frozenset[str] = frozenset()
    #: Triggers left out, because another scope explores them, each with the reason beside it.
    without: frozenset[str] = frozenset()
    #: Machines of which one track in the life of a case is enough.
    single: frozenset[str] = frozenset()
    #: Machines that move before anything else does, where what others do changes nothing for them.
    eager: frozenset[str] = frozenset()
    #: Acts that happen at most once in a case here: a second time shows nothing new.
    once: frozenset[str] = frozenset()
    #: Forms that tell states apart though no question names them; `a|b` where either does.
    papers: frozenset[str] = frozenset()
    #: Acts whose having happened tells states apart, because questions look for them.
    remembered: tuple[Need, ...] = ()
    #: Names of input that stay with the case.
    keeps: frozenset[str] = frozenset()
    #: Rules of periods that end unseen here: nothing in the scope asks for them.
    timeless: frozenset[str] = frozenset()
    #: Machines whose transitions this scope must all reach.
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that must be so when an act is done."""

    #: asked, issued, served, fired, within, over, track, no_track, roles, makes, starts, stops,
    #: apart, serves_all, stopped_all, any or not.
    kind: str
    names: tuple[str, ...] = ()
    #: For `asked`: the arguments; for tracks: nothing.
    args: Record = field(default_factory=Record)
    expect: tuple[bool | str, ...] = (True,)
    #: For `fired`: only acts after the newest of these count.
    since: tuple[str, ...] = ()
    #: Alternatives of `any`, the one negated by `not`.
    inner: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Which acts an invariant is about."""

    #: Acts, each as transition id, `trigger` or `machine.trigger`.
    fires: frozenset[str] = frozenset()
    #: Forms the act issues.
    issues: frozenset[str] = frozenset()
    #: States the act leads into, as `machine.state`.
    enters: frozenset[str] = frozenset()
    #: Only where an input has one of these values.
    given: Mapping[str, tuple[bool | str, ...]] = field(default_factory=dict)
    #: Only where these questions were not answered otherwise.
    where: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """What the statute wants whenever an occasion comes."""

    id: str
    name: str
    name_en: str
    law: tuple[str, ...]
    occasion: Occasion
    needs: tuple[Need, ...]
    #: Scopes it is checked in; empty for all.
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hats:
    """Two parts nobody may play in one case; the first by acts, by being named, or by a role held.

    Where it is a role or a name, only what comes after counts as the second.
    """

    id: str
    name: str
    name_en: str
    law: tuple[str, ...]
    #: Acts of the first part; with `named`, those that name who plays it; with `role`, none.
    one: frozenset[str]
    #: Acts of the second part; `every` for all.
    other: frozenset[str]
    #: Input that names who plays the first part.
    named: str = ""
    #: Role whose holder plays the first part.
    role: str = ""
    #: Scopes it is checked in; empty for all.
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutePeriod:
    """How long the statute makes a period, and whom a change would hurt."""

    rule: str
    length: int
    unit: str
    law: tuple[str, ...]
    rollover: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Everything a check explores and proves."""

    scopes: tuple[Scope, ...]
    invariants: tuple[Invariant, ...]
    hats: tuple[Hats, ...]
    periods: tuple[StatutePeriod, ...]
    #: Questions whose answer does not change within one case once it is known.
    rigid: frozenset[str]
    #: Names of input that stay with every case.
    kept: frozenset[str]
    staff: Staff
    #: The day explorations begin on.
    start: date

    def invariants_of(self, scope: Scope) -> tuple[Invariant, ...]:
        """Return the invariants checked in a scope."""
        return tuple(i for i in self.invariants if not i.scopes or scope.id in i.scopes)

    def hats_of(self, scope: Scope) -> tuple[Hats, ...]:
        """Return the parts kept apart in a scope; none where nobody wears many hats."""
        if not scope.people:
            return ()
        return tuple(h for h in self.hats if not h.scopes or scope.id in h.scopes)
