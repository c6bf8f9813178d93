"""What decisions must say, from `reasoning.yaml`.

Complaints name file and line; how a text is read is the engine's business.
"""

from collections.abc import Mapping
from pathlib import Path

from engine.reasoning.finding import check_named
from engine.reasoning.linting import CHECKS
from engine.reasoning.rules import DecisionKind, Edition, Part, ReasoningRule, RecordKind
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "reasoning.yaml"


def load_reasoning(path: Path = SHIPPED) -> tuple[Edition, ...]:
    """Return the editions, in file order; raises ConfigurationError naming file and line.

    Refuses a rule that names no known check, a kind of decision its edition does not describe, a
    rule named twice, and editions that overlap.
    """
    top = read_fields(path)
    editions: list[Edition] = []
    for entry in top.children("editions"):
        place = entry.place
        found = _edition(entry)
        last = editions[-1] if editions else None
        if last is not None and (last.valid_to is None or last.valid_to >= found.valid_from):
            place.refuse("reasoning.overlap", edition=found.id)
        editions.append(found)
    top.done()
    return tuple(editions)


def _edition(entry: Fields) -> Edition:
    kinds = entry.child("decisions")
    decisions = {name: _decision(name, kinds.child(name)) for name in kinds.names()}
    seen: set[str] = set()
    edition = Edition(
        id=entry.text("id"),
        valid_from=entry.scalar("valid_from").day(),
        valid_to=entry.scalar("valid_to").day() if entry.has("valid_to") else None,
        decisions=decisions,
        rules=tuple(_rule(rule, decisions, seen) for rule in entry.children("rules")),
        records=tuple(_record(record) for record in entry.children("records")),
        units=entry.texts("units"),
        kinds=_lists(entry.child("kinds")),
        tiers=_words(entry.child("tiers")),
        adoption=_lists(entry.child("adoption")),
        weights=_words(entry.child("weights")),
        draft=_words(entry.child("draft")),
    )
    entry.done()
    return edition


def _rule(entry: Fields, decisions: Mapping[str, DecisionKind], seen: set[str]) -> ReasoningRule:
    rule_id, check = entry.text("id"), entry.text("check")
    if rule_id in seen:
        entry.place.refuse("reasoning.twice", rule=rule_id)
    seen.add(rule_id)
    if check_named(check) is None or not CHECKS:
        entry.place.refuse("reasoning.unknown_check", rule=rule_id, check=check)
    asked = entry.texts("decisions")
    for kind in asked:
        if kind not in decisions:
            entry.place.refuse("reasoning.unknown_decision", rule=rule_id, decision=kind)
    rule = ReasoningRule(
        id=rule_id,
        part=entry.scalar("part").choice(Part),
        check=check,
        law=entry.text("law"),
        decisions=frozenset(asked),
        blocks=not entry.has("blocks") or entry.scalar("blocks").truth(),
        reads=_parts(entry),
        words=entry.texts("words") if entry.has("words") else (),
        number=entry.scalar("number").whole() if entry.has("number") else 0,
        deadline=entry.text("deadline", ""),
    )
    entry.done()
    return rule


def _parts(entry: Fields) -> frozenset[Part]:
    if not entry.has("reads"):
        return frozenset()
    return frozenset(scalar.choice(Part) for scalar in entry.scalars("reads"))


def _decision(name: str, entry: Fields) -> DecisionKind:
    texts = entry.child("texts")
    found = DecisionKind(
        id=name,
        texts={_part(texts, part): texts.texts(part) for part in texts.names()},
        fine=entry.text("fine", ""),
    )
    texts.done()
    entry.done()
    return found


def _part(texts: Fields, written: str) -> Part:
    if written not in {part.value for part in Part}:
        allowed = "、".join(part.value for part in Part)
        texts.place.refuse("data.unknown_word", field="texts", value=written, allowed=allowed)
    return Part(written)


def _record(entry: Fields) -> RecordKind:
    found = RecordKind(
        form=entry.text("form"),
        name=entry.text("name"),
        calls=entry.texts("calls"),
        proves=entry.text("proves"),
    )
    entry.done()
    return found


def _words(entry: Fields) -> dict[str, str]:
    return {name: entry.text(name) for name in entry.names()}


def _lists(entry: Fields) -> dict[str, tuple[str, ...]]:
    return {name: entry.texts(name) for name in entry.names()}
