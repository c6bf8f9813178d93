"""How parts of a definition are told: conditions, actors, fields, documents, periods, questions."""

from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from enum import Enum
from typing import TypeAlias

from engine.definition import (
    Actor,
    ChecklistItem,
    Condition,
    DeadlineMove,
    DocumentUse,
    Requirement,
    State,
    TrackOpening,
    Transition,
    Workflow,
)
from engine.definition_diff import Part
from engine.record import Record, Value
from engine.schema import FieldSpec
from runtime.languages import Language
from runtime.messages import Messages
from runtime.naming import LawNames

_Listed: TypeAlias = (
    "Requirement | Actor | FieldSpec | DocumentUse | DeadlineMove | ChecklistItem | TrackOpening"
)
#: Arguments of conditions that name something, and the kind of name.
ARGUMENT_KINDS = {
    "deadline": "deadline",
    "except": "deadline",
    "form": "form",
    "forms": "form",
    "machine": "machine",
    "machines": "machine",
    "input": "input",
    "name": "input",
    "role": "role",
    "mark": "mark",
}
#: Words for several periods at once.
PERIODS = {"agency", "all"}


class PartNames:
    """Tells parts of definitions in the reader's language."""

    def __init__(self, messages: Messages, names: LawNames, workflow: Workflow) -> None:
        """`names` knows the forms, periods and machines the parts of `workflow` name."""
        self._messages = messages
        self._names = names
        self._workflow = workflow
        inputs = [s for t in workflow.transitions for s in t.inputs]
        self._choices = {(s.name, k): label for s in inputs for k, label in s.choices.items()}

    def told(self, part: Part) -> str:
        """Return a part of the definition; "" for nothing."""
        if part is None:
            return ""
        if isinstance(part, str):
            return self._names.state(self._workflow, part) or part
        if isinstance(part, State):
            kind = self._messages.named("state_kind", part.kind.value)
            return f"{self._names.state(self._workflow, part.id)}（{kind}）"
        if isinstance(part, Transition):
            return f"{self._names.transition(part)}（{part.trigger}）"
        return self._part(part)

    def _part(self, part: "_Listed") -> str:
        match part:
            case Requirement():
                return self.guard(part)
            case Actor():
                return self._actor(part)
            case FieldSpec():
                return self._field(part)
            case DocumentUse():
                return self._document(part)
            case DeadlineMove():
                return self._deadline(part)
            case ChecklistItem():
                return self._item(part)
            case TrackOpening():
                return self._track(part)

    def _say(self, key: str, **details: object) -> str:
        return self._messages.screen(f"diff.{key}", **details)

    def guard(self, guard: Requirement) -> str:
        """Return a condition with its arguments, rule and article."""
        return self._say(
            "guard",
            asks=self.asked(guard.fact, guard.args),
            args=self.arguments(guard.args),
            negated=self._say("negated") if guard.expect == (False,) else "",
            condition=self._condition(guard.when),
            rule=guard.rule,
            article=self._names.article(guard.law),
        ).strip()

    def asked(self, fact: str, args: Record) -> str:
        """Return what a question asks."""
        name = args.text("input") or args.text("name")
        label = self._messages.named("input", name) if name else ""
        return self._messages.asks(fact, input=label)

    def arguments(self, args: Record) -> str:
        """Return what a question is asked about."""
        found = [(k, v) for k, v in args.items() if k not in {"input", "name"}]
        told = (f"{self._messages.named('argument', k)} {self._value(k, v)}" for k, v in found)
        return self._messages.listed(told)

    def _value(self, name: str, value: Value) -> str:
        many = value if isinstance(value, tuple) else (value,)
        kind = ARGUMENT_KINDS.get(name, "")
        return self._messages.value(tuple(self._one(kind, v) for v in many))

    def _one(self, kind: str, value: Value) -> str:
        if isinstance(value, bool):
            return self._messages.named("result", "yes" if value else "no")
        text = str(value)
        named = self._messages.named(kind, text) if kind else text
        return named if named == text or kind != "deadline" else f"{named}（{text}）"

    def _condition(self, condition: Condition | None) -> str:
        if condition is None:
            return ""
        subject = self._messages.named("input", condition.input) if condition.input else ""
        subject = subject or self.asked(condition.fact, condition.args)
        about = condition.input or condition.args.text("name")
        values = tuple(self.chosen(about, v) for v in condition.expect)
        return self._say("condition", subject=subject, values=values)

    def chosen(self, about: str, value: bool | str) -> str:
        """Return an answer, by its label where it is a choice of the input `about`."""
        label = self._choices.get((about, str(value)))
        return self._names.choice(str(value), label) if label else self._one("", value)

    def _actor(self, actor: Actor) -> str:
        relation = self._messages.named("relation", actor.relation) if actor.relation else ""
        return self._say("actor", role=self._messages.named("role", actor.role), relation=relation)

    def _field(self, field: FieldSpec) -> str:
        sometimes = bool(field.required_when or field.required_when_fact)
        need = "required" if field.required else "sometimes" if sometimes else "optional"
        choices = tuple(self._names.choice(k, v) for k, v in field.choices.items())
        label = self._names.field(field)
        return self._say("field", label=label, choices=choices, need=self._say(need))

    def _document(self, use: DocumentUse) -> str:
        return self._say(
            "document",
            form=self._names.form(use.form) or use.form,
            stage=self._messages.named("stage", use.stage),
            slots=use.sign,
            serve=self._say("serve") if use.serve else "",
            condition=self._condition(use.when),
        )

    def _deadline(self, move: DeadlineMove) -> str:
        kind = "periods" if move.deadline in PERIODS else "deadline"
        return self._say(
            "deadline",
            move=self._messages.named("move", move.move),
            deadline=self._messages.named(kind, move.deadline),
            start=self._start(move.start_from),
            condition=self._condition(move.when),
        )

    def _start(self, start: str) -> str:
        """Return where a period starts: now, at an input, a service or another period's end."""
        if start == "now":
            return ""
        kind, _, name = start.rpartition(":")
        kind = {"served": "form", "deadline": "deadline"}.get(kind, "input")
        return self._messages.named(kind, name)

    def _item(self, item: ChecklistItem) -> str:
        return self._say(
            "item",
            ask=item.ask if self._messages.language is Language.ZH else item.ask_en,
            need=self._say("blocking") if item.blocking else "",
            rule=item.rule,
            article=self._names.article(item.law),
        )

    def _track(self, opening: TrackOpening) -> str:
        machine = self._messages.named("machine", opening.machine)
        return self._say("track", machine=machine, condition=self._condition(opening.when))


def payload(part: object) -> object:
    """Return a part for programs: its fields, without those left at nothing."""
    if isinstance(part, Enum):
        return part.value
    if is_dataclass(part) and not isinstance(part, type):
        found = {f.name: payload(getattr(part, f.name)) for f in fields_of(part)}
        return {k: v for k, v in found.items() if v not in (None, "", (), [], {})}
    if isinstance(part, tuple | list):
        return [payload(p) for p in part]
    if isinstance(part, Record | dict):
        return {k: payload(v) for k, v in part.items()}
    return part
