"""Procedures from `procedures/*.yaml`: states, transitions and everything attached to them.

Complaints name file and line. Whether a definition as a whole makes sense is the linter's
business (`workflows.lint`); what it means is the engine's.
"""

import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from engine.definition import (
    Actor,
    Carries,
    ChecklistItem,
    Condition,
    DeadlineMove,
    DocumentUse,
    Requirement,
    Serves,
    State,
    StateKind,
    TrackOpening,
    Transition,
    Workflow,
)
from engine.record import Record, Value
from workflows.field_data import read_field
from workflows.lined_yaml import Fields, content_of, read_fields

DATA = Path(__file__).parent / "data"
SHIPPED = DATA / "procedures"
KINDS = {kind.value: kind for kind in StateKind}
MOVES = ("start", "stop", "pause", "resume", "extend")


def load_workflows(folder: Path = SHIPPED) -> dict[str, Workflow]:
    """Return every definition of `folder` by the SHA-256 of its file.

    Raises ConfigurationError naming file and line for anything that cannot be read.
    """
    found = (load_workflow(path) for path in sorted(folder.glob("*.yaml")))
    return {workflow.digest: workflow for workflow in found}


def keep_workflows(folder: Path, shipped: Path = SHIPPED) -> dict[str, Workflow]:
    """Keep a copy of every shipped definition in `folder`, and return all that are kept there.

    A case stays judged under the version it was opened under, whatever a later program ships.
    Copies are named by digest and appear by rename; older ones are read only when they differ.
    """
    found = load_workflows(shipped)
    for path in sorted(shipped.glob("*.yaml")):
        data = path.read_bytes()
        copy = folder / f"{path.stem}-{hashlib.sha256(data).hexdigest()[:16]}.yaml"
        if not copy.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            fresh = copy.with_suffix(f".{os.getpid()}.new")
            fresh.write_bytes(data)
            fresh.replace(copy)
    for path in sorted(folder.glob("*.yaml")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in found:
            found[digest] = load_workflow(path)
    return found


def load_workflow(path: Path) -> Workflow:
    """Return the definition in `path`; the same content is read only once."""
    return _written(path, content_of(path))


@lru_cache(maxsize=64)
def _written(path: Path, _content: str) -> Workflow:
    """Return the definition in `path`, as long as it holds what it holds."""
    top = read_fields(path)
    machine = top.text("id")
    workflow = Workflow(
        id=machine,
        name=top.text("name"),
        name_en=top.text("name_en"),
        version=top.text("version"),
        valid_from=top.scalar("valid_from").day(),
        valid_to=None if top.empty("valid_to") else top.scalar("valid_to").day(),
        law=top.texts("law"),
        role=top.text("role"),
        states=_states(top.child("states")),
        transitions=tuple(_transition(child, machine) for child in top.children("transitions")),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    top.text("subject", "")
    top.done()
    return workflow


def _states(fields: Fields) -> Mapping[str, State]:
    states: dict[str, State] = {}
    for name in fields.names():
        entry = fields.child(name)
        kind = entry.text("kind", "normal")
        if kind not in KINDS:
            allowed = "、".join(KINDS)
            entry.place.refuse("data.unknown_word", field="kind", value=kind, allowed=allowed)
        states[name] = State(
            id=name, name=entry.text("name"), name_en=entry.text("name_en"), kind=KINDS[kind]
        )
        entry.done()
    return states


def _transition(entry: Fields, machine: str) -> Transition:
    transition_id = entry.text("id")
    parent = entry.child("parent") if entry.has("parent") else None
    transition = Transition(
        id=transition_id,
        machine=machine,
        sources=_sources(entry),
        target=entry.text("to"),
        trigger=entry.text("trigger"),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        law=entry.texts("law"),
        actors=tuple(_actor(child) for child in entry.children("actors")),
        inputs=tuple(read_field(child) for child in entry.children("inputs")),
        requires=tuple(read_requirement(child) for child in entry.children("requires")),
        documents=tuple(_document(child) for child in entry.children("documents")),
        deadlines=tuple(_deadline(child) for child in entry.children("deadlines")),
        checklist=tuple(_item(child) for child in entry.children("checklist")),
        opens=tuple(_opening(child) for child in entry.children("opens")),
        marks=_marks(entry),
        choice_marks=_choice_marks(entry),
        serves=_serves(entry),
        names_case=entry.text("names_case", ""),
        binds_dossier=_truth(entry, "binds_dossier"),
        usual=_truth(entry, "usual"),
        opened_only=_truth(entry, "opened_only"),
        parent_states=parent.texts("states") if parent is not None else (),
        once=_truth(entry, "once"),
        renews=entry.texts("renews") if entry.has("renews") else (),
        parts=entry.texts("parts") if entry.has("parts") else (),
        carries=_carries(entry),
        mends=entry.text("mends", ""),
    )
    if not transition.law:
        entry.place.refuse("data.missing_field", field="law")
    entry.done()
    return transition


def _sources(entry: Fields) -> tuple[str, ...]:
    if entry.empty("from"):
        return ()
    return entry.texts("from") if entry.is_list("from") else (entry.text("from"),)


def _truth(entry: Fields, field: str) -> bool:
    return entry.has(field) and entry.scalar(field).truth()


def _actor(entry: Fields) -> Actor:
    actor = Actor(
        role=entry.text("role"),
        relation=entry.text("relation", ""),
        on_behalf_of=entry.text("on_behalf_of", ""),
    )
    entry.done()
    return actor


def _record(entry: Fields, field: str) -> Record:
    value = entry.value(field) if entry.has(field) else None
    return value if isinstance(value, Record) else Record()


def _expected(entry: Fields) -> tuple[bool | str, ...]:
    value: Value = entry.value("is") if entry.has("is") else True
    many = value if isinstance(value, tuple) else (value,)
    return tuple(v for v in many if isinstance(v, bool | str))


def read_requirement(entry: Fields) -> Requirement:
    """Return the guard written in `entry`."""
    requirement = Requirement(
        fact=entry.text("fact"),
        args=_record(entry, "with"),
        expect=_expected(entry),
        when=_condition(entry),
        rule=entry.text("rule"),
        law=entry.text("law"),
    )
    entry.done()
    return requirement


def _condition(entry: Fields) -> Condition | None:
    if not entry.has("when"):
        return None
    inner = entry.child("when")
    condition = Condition(
        fact=inner.text("fact", ""),
        input=inner.text("input", ""),
        args=_record(inner, "with"),
        expect=_expected(inner),
    )
    if bool(condition.fact) == bool(condition.input):
        inner.place.refuse("definition.fact_or_input")
    inner.done()
    return condition


def _document(entry: Fields) -> DocumentUse:
    use = DocumentUse(
        form=entry.text("form"),
        stage=entry.text("stage", "whole"),
        sign=entry.texts("sign"),
        serve=_truth(entry, "serve"),
        supersedes=entry.texts("supersedes"),
        when=_condition(entry),
    )
    entry.done()
    return use


def _deadline(entry: Fields) -> DeadlineMove:
    written = [m for m in MOVES if entry.has(m)]
    if len(written) != 1:
        entry.place.refuse("definition.one_move", allowed="、".join(MOVES))
    move = DeadlineMove(
        move=written[0],
        deadline=entry.text(written[0]),
        start_from=entry.text("from", "now"),
        track=entry.text("track", ""),
        by=entry.text("by", ""),
        when=_condition(entry),
    )
    entry.done()
    return move


def _item(entry: Fields) -> ChecklistItem:
    rule, law = entry.text("rule"), entry.text("law")
    requirement = None
    if entry.has("fact"):
        inner = entry.child("fact")
        requirement = Requirement(
            fact=inner.text("name"),
            args=_record(inner, "with"),
            expect=_expected(inner),
            rule=rule,
            law=law,
        )
        inner.done()
    item = ChecklistItem(
        id=entry.text("id"),
        ask=entry.text("ask"),
        ask_en=entry.text("ask_en"),
        kind=entry.text("kind"),
        blocking=entry.scalar("blocking").truth(),
        role=entry.text("role", ""),
        rule=rule,
        law=law,
        requirement=requirement,
    )
    if (item.kind == "human") == (requirement is not None):
        entry.place.refuse("definition.item_kind", item=item.id, kind=item.kind)
    entry.done()
    return item


def _opening(entry: Fields) -> TrackOpening:
    opening = TrackOpening(
        machine=entry.text("machine"),
        transition=entry.text("transition", ""),
        subject=entry.text("subject", ""),
        takes_over=_truth(entry, "takes_over"),
        when=_condition(entry),
    )
    entry.done()
    return opening


def _marks(entry: Fields) -> dict[str, bool]:
    return {name: value is True for name, value in _record(entry, "marks").items()}


def _choice_marks(entry: Fields) -> dict[str, dict[str, str]]:
    if not entry.has("choice_marks"):
        return {}
    inner = entry.child("choice_marks")
    marks: dict[str, dict[str, str]] = {}
    for name in inner.names():
        choices = inner.child(name)
        marks[name] = {choice: choices.text(choice) for choice in choices.names()}
        choices.done()
    inner.done()
    return marks


def _carries(entry: Fields) -> Carries | None:
    if not entry.has("carries"):
        return None
    inner = entry.child("carries")
    carries = Carries(source=inner.text("from"), only=inner.text("only", ""))
    inner.done()
    return carries


def _serves(entry: Fields) -> Serves | None:
    if not entry.has("serves"):
        return None
    inner = entry.child("serves")
    serves = Serves(on=inner.text("on"), mode=inner.text("mode"), form=inner.text("form", ""))
    inner.done()
    return serves
