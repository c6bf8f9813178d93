"""What changed in law between two versions of a machine: duty by duty, not line by line.

Every change says whether it asks more of a case, less, or only uses other words. Pure; whether a
running case may follow a change is asked elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import TypeAlias, TypeVar

from engine.definition import (
    Actor,
    ChecklistItem,
    DeadlineMove,
    DocumentUse,
    Requirement,
    State,
    TrackOpening,
    Transition,
    Workflow,
)
from engine.schema import FieldSpec

Part: TypeAlias = (
    "Requirement | Actor | FieldSpec | DocumentUse | DeadlineMove | ChecklistItem | TrackOpening"
    " | State | Transition | str | None"
)
P = TypeVar(
    "P", Requirement, Actor, FieldSpec, DocumentUse, DeadlineMove, ChecklistItem, TrackOpening
)


class Burden(Enum):
    """What a change means for a case it applies to."""

    #: Asks more, or something else.
    HEAVIER = "heavier"
    #: Asks less, or opens another way.
    LIGHTER = "lighter"
    #: Other words for the same duty.
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions."""

    #: `head`, `state`, `transition`, `way`, `guard`, `actor`, `input`, `document`, `deadline`,
    #: `checklist`, `track`, `effect`, `basis` or `wording`.
    area: str
    #: `added`, `removed`, `changed`, `widened` or `narrowed`.
    change: str
    #: Id of the transition or state it is about; empty for the definition as a whole.
    at: str
    burden: Burden
    before: Part = None
    after: Part = None
    #: What of the transition changed, where that is no list of its own.
    field: str = ""


#: How one part of a transition changed: the word for it, and its burden.
Judged = tuple[str, Burden]
#: Fields of a transition compared as lists of parts, or by themselves.
_OWN = frozenset(
    {"id", "machine", "sources", "target", "trigger", "name", "name_en", "law", "mends"}
    | {"actors", "inputs", "requires", "documents", "deadlines", "checklist", "opens"}
)


def compare(old: Workflow, new: Workflow) -> tuple[Change, ...]:
    """Return every change that leads from `old` to `new`, in the order of the file."""
    return (*_heads(old, new), *_states(old, new), *_transitions(old, new))


def _heads(old: Workflow, new: Workflow) -> Iterator[Change]:
    for name in ("version", "valid_from", "valid_to", "law", "role", "name", "name_en"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            heavy = name == "role"
            yield Change(
                area="head",
                change="changed",
                at="",
                field=name,
                before=_word(before),
                after=_word(after),
                burden=Burden.HEAVIER if heavy else Burden.SAME,
            )


def _states(old: Workflow, new: Workflow) -> Iterator[Change]:
    for name in dict.fromkeys([*old.states, *new.states]):
        before, after = old.states.get(name), new.states.get(name)
        if before == after:
            continue
        if before is None or after is None:
            word, burden = ("added", Burden.SAME) if before is None else ("removed", Burden.HEAVIER)
        else:
            word = "changed"
            burden = Burden.SAME if before.kind is after.kind else Burden.HEAVIER
        yield Change(area="state", change=word, at=name, before=before, after=after, burden=burden)


def _transitions(old: Workflow, new: Workflow) -> Iterator[Change]:
    ids = dict.fromkeys([*(t.id for t in old.transitions), *(t.id for t in new.transitions)])
    for name in ids:
        before, after = old.by_id(name), new.by_id(name)
        if before is not None and after is not None:
            yield from compare_transitions(before, after)
        elif before is None:
            yield Change(
                area="transition", change="added", at=name, after=after, burden=Burden.LIGHTER
            )
        else:
            yield Change(
                area="transition", change="removed", at=name, before=before, burden=Burden.HEAVIER
            )


def compare_transitions(old: Transition, new: Transition) -> tuple[Change, ...]:
    """Return every change between two versions of one transition."""
    if old == new:
        return ()
    at = new.id
    return (
        *_ways(old, new),
        *_parts("actor", at, old.actors, new.actors, _role_of, _actor),
        *_parts("guard", at, old.requires, new.requires, _fact_of, _guard),
        *_parts("input", at, old.inputs, new.inputs, _name_of, _input),
        *_parts("checklist", at, old.checklist, new.checklist, _id_of, _item),
        *_parts("document", at, old.documents, new.documents, _form_of, _same_or_more),
        *_parts("deadline", at, old.deadlines, new.deadlines, _clock_of, _same_or_more),
        *_parts("track", at, old.opens, new.opens, _machine_of, _same_or_more),
        *_rest(old, new),
    )


def _ways(old: Transition, new: Transition) -> Iterator[Change]:
    for state in old.sources:
        if state not in new.sources:
            yield _way(new.id, "narrowed", Burden.HEAVIER, before=state)
    for state in new.sources:
        if state not in old.sources:
            yield _way(new.id, "widened", Burden.LIGHTER, after=state)
    if old.target != new.target:
        yield _way(new.id, "changed", Burden.HEAVIER, before=old.target, after=new.target)


def _way(
    at: str, change: str, burden: Burden, *, before: str | None = None, after: str | None = None
) -> Change:
    field = "to" if change == "changed" else "from"
    return Change(
        area="way", change=change, at=at, field=field, before=before, after=after, burden=burden
    )


def _rest(old: Transition, new: Transition) -> Iterator[Change]:
    """Yield what is no list of parts: names, articles, and every effect a transition may have."""
    words = {"trigger": Burden.HEAVIER, "name": Burden.SAME, "name_en": Burden.SAME}
    for name, burden in words.items():
        yield from _field("wording", name, burden, old, new)
    yield from _field("basis", "law", Burden.SAME, old, new)
    for f in fields(Transition):
        if f.name not in _OWN:
            yield from _field("effect", f.name, Burden.HEAVIER, old, new)


def _field(
    area: str, name: str, burden: Burden, old: Transition, new: Transition
) -> Iterator[Change]:
    before, after = getattr(old, name), getattr(new, name)
    if before != after:
        yield Change(
            area=area,
            change="changed",
            at=new.id,
            field=name,
            before=_word(before),
            after=_word(after),
            burden=burden,
        )


def _word(value: object) -> str:
    """Return a plain value in one line."""
    match value:
        case None | False | "":
            return ""
        case tuple() | list():
            return "、".join(str(v) for v in value)
        case dict():
            return "、".join(f"{k}={v}" for k, v in value.items())
        case _:
            return str(value)


# -- lists of parts ---------------------------------------------------------------------------


def _parts(
    area: str,
    at: str,
    old: Sequence[P],
    new: Sequence[P],
    key: Callable[[P], object],
    judge: Callable[[P, P], Judged],
) -> Iterator[Change]:
    """Pair equal parts off, then parts of one key; the rest came or went."""
    gone, come = _unpaired(old, new), _unpaired(new, old)
    for before in gone:
        after = next((p for p in come if key(p) == key(before)), None)
        if after is None:
            burden = Burden.HEAVIER if area == "actor" else Burden.LIGHTER
            word = "narrowed" if area == "actor" else "removed"
            yield Change(area=area, change=word, at=at, before=before, burden=burden)
            continue
        come.remove(after)
        word, burden = judge(before, after)
        yield Change(area=area, change=word, at=at, before=before, after=after, burden=burden)
    for after in come:
        word = "widened" if area == "actor" else "added"
        yield Change(area=area, change=word, at=at, after=after, burden=_weight(after))


def _unpaired(mine: Sequence[P], others: Sequence[P]) -> list[P]:
    left = list(others)
    found: list[P] = []
    for part in mine:
        if part in left:
            left.remove(part)
        else:
            found.append(part)
    return found


def _weight(part: object) -> Burden:
    """Return what a part that came asks of a case."""
    match part:
        case Actor():
            return Burden.LIGHTER
        case FieldSpec():
            must = part.required or part.required_when or part.required_when_fact
            return Burden.HEAVIER if must else Burden.SAME
        case ChecklistItem():
            return Burden.HEAVIER if part.blocking else Burden.SAME
        case _:
            return Burden.HEAVIER


def _guard(before: Requirement, after: Requirement) -> Judged:
    if replace(before, rule="", law="") == replace(after, rule="", law=""):
        return "changed", Burden.SAME  # the same question under another article
    if replace(before, expect=()) == replace(after, expect=(), rule=before.rule, law=before.law):
        wider = set(before.expect) <= set(after.expect)
        return ("widened", Burden.LIGHTER) if wider else ("narrowed", Burden.HEAVIER)
    if replace(before, when=None) == replace(after, when=None, rule=before.rule, law=before.law):
        if after.when is None:
            return "widened", Burden.HEAVIER  # asked always instead of sometimes
        if before.when is None:
            return "narrowed", Burden.LIGHTER
    return "changed", Burden.HEAVIER


def _actor(before: Actor, after: Actor) -> Judged:
    freer = not after.relation and replace(before, relation="") == after
    return ("widened", Burden.LIGHTER) if freer else ("narrowed", Burden.HEAVIER)


def _input(before: FieldSpec, after: FieldSpec) -> Judged:
    words = {"label": "", "choices": {}, "required": False}
    if replace(before, **words) != replace(after, **words):  # type: ignore[arg-type] # known fields
        return "changed", Burden.HEAVIER
    lost = before.choices.keys() - after.choices.keys()
    if lost or (after.required and not before.required):
        return "narrowed", Burden.HEAVIER
    wider = before.required > after.required or before.choices.keys() < after.choices.keys()
    return ("widened", Burden.LIGHTER) if wider else ("changed", Burden.SAME)


def _item(before: ChecklistItem, after: ChecklistItem) -> Judged:
    words = {"ask": "", "ask_en": "", "rule": "", "law": "", "requirement": None}
    plain = (replace(before, **words), replace(after, **words))  # type: ignore[arg-type] # known fields
    questions = [_bare(i.requirement) for i in (before, after)]
    if plain[0] == plain[1] and questions[0] == questions[1]:
        return "changed", Burden.SAME
    return "changed", Burden.HEAVIER if after.blocking else Burden.SAME


def _bare(requirement: Requirement | None) -> Requirement | None:
    return replace(requirement, rule="", law="") if requirement is not None else None


def _same_or_more(before: object, after: object) -> Judged:
    """A document, period or track that is not the same as it was is another duty."""
    del before, after
    return "changed", Burden.HEAVIER


def _role_of(part: Actor) -> object:
    return part.role


def _fact_of(part: Requirement) -> object:
    return part.fact


def _name_of(part: FieldSpec) -> object:
    return part.name


def _id_of(part: ChecklistItem) -> object:
    return part.id


def _form_of(part: DocumentUse) -> object:
    return part.form


def _clock_of(part: DeadlineMove) -> object:
    return part.deadline, part.move


def _machine_of(part: TrackOpening) -> object:
    return part.machine
