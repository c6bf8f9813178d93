"""What officers hand in, step by step: the shipped examples and ready inputs for every other move.

Inputs come by English names, moved to the day they are used on, with a test's changes on top.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from engine.legal_time import LEGAL_ZONE
from runtime.composing import shipped_catalogue
from workflows.library import load_law

ROOT = Path(__file__).parents[1]
FOLDERS = {"m11": "m11-construction-waste", "m07": "m07-shop-front"}
#: The law is loaded for this day, on which every shipped period is in force.
TODAY = dt.date(2026, 3, 1)
CHECKS, OPINIONS = "核对", "意见"
#: Dates that belong to a person or an earlier act and do not move with the step.
FIXED = {"birth_date"}


@cache
def law():
    return load_law(shipped_catalogue(), today=TODAY)


@cache
def read(path):
    return yaml.safe_load((ROOT / path).read_text("utf-8")) or {}


def moment(text):
    """A moment on the legal clock, from a text or a YAML value."""
    value = text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(str(text))
    return value if value.tzinfo else value.replace(tzinfo=LEGAL_ZONE)


@dataclass(frozen=True)
class Step:
    """One move somebody makes."""

    trigger: str
    actor: str
    at: dt.datetime
    track: str
    raw: dict


@cache
def script(name):
    """The steps of a shipped example, in order."""
    folder = f"examples/{FOLDERS[name]}"
    return tuple(
        Step(
            trigger=step["do"],
            actor=step["as"],
            at=moment(step["at"]),
            track=step.get("track", "main"),
            raw=read(f"{folder}/{step['file']}") if "file" in step else {},
        )
        for step in read(f"{folder}/剧本.yaml")["steps"]
    )


@cache
def ready():
    """Inputs for the moves no example makes, by trigger."""
    return {
        trigger: Step(
            trigger=trigger,
            actor=entry["as"],
            at=moment(entry["at"]),
            track="",
            raw=entry.get("give", {}),
        )
        for trigger, entry in read("tests/moves.yaml").items()
    }


def transitions(trigger, machine=""):
    return [
        t
        for w in law().workflows.values()
        for t in w.transitions
        if t.trigger == trigger and machine in ("", w.id)
    ]


def fields_of(trigger, machine=""):
    found = {}
    for transition in transitions(trigger, machine):
        for spec in transition.inputs:
            found.setdefault(spec.name, spec)
    return tuple(found.values())


def by_name(specs, raw):
    """The raw input with English keys all the way down; unknown keys are left as they are."""
    names = {s.label: s for s in specs} | {s.name: s for s in specs}
    named = {}
    for key, value in raw.items():
        spec = names.get(key)
        named[spec.name if spec else key] = _nested(spec, value)
    return named


def _nested(spec, value):
    records = law().records
    inner = records.get(spec.kind) or records.get(spec.of) if spec else None
    if inner and isinstance(value, dict):
        return by_name(inner, value)
    if inner and isinstance(value, list):
        return [by_name(inner, v) if isinstance(v, dict) else v for v in value]
    return value


def moved(specs, raw, start, at):
    """An input of `start` as it would be written at `at`: its days and moments go along."""
    found = {s.name: s for s in specs}
    return {k: _moved(found.get(k), v, start, at) for k, v in raw.items()}


def _moved(spec, value, start, at):
    if spec is None or spec.name in FIXED:
        return value
    inner = law().records.get(spec.kind) or law().records.get(spec.of)
    if inner and isinstance(value, dict):
        return moved(inner, value, start, at)
    if inner and isinstance(value, list):
        return [moved(inner, v, start, at) for v in value]
    if spec.kind == "moment":
        return (moment(value) + (at - start)).isoformat()
    if spec.kind == "date":
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        return day + (at.date() - start.date())
    return value


def merged(base, changes):
    """`base` with `changes` on top: None removes a key, mappings merge, all else replaces."""
    result = dict(base)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


def overlaid(changes, more):
    """Two sets of changes as one; what removes a key still does."""
    result = dict(changes)
    for key, value in more.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = overlaid(result[key], value) if both else value
    return result


def ordinals(steps):
    """Pairs of step and its names: `trigger`, and `trigger#n` for the n-th of its kind."""
    seen = {}
    for step in steps:
        seen[step.trigger] = seen.get(step.trigger, 0) + 1
        yield step, (step.trigger, f"{step.trigger}#{seen[step.trigger]}")


def input_for(step, at, changes, people, machine=""):
    """The raw input of a step made at `at`: ready answers and opinions, then the changes."""
    specs = fields_of(step.trigger, machine)
    raw = by_name(specs, {k: v for k, v in step.raw.items() if k not in (CHECKS, OPINIONS)})
    raw = moved(specs, raw, step.at, at)
    raw[CHECKS] = answers(step.trigger, machine) | (step.raw.get(CHECKS) or {})
    given = step.raw.get(OPINIONS)
    wanted = opining(step.trigger, machine)
    ready_made = {p.name: "同意。" for p in people if p.roles & wanted}
    raw[OPINIONS] = given if isinstance(given, str) else ready_made | (given or {})
    return merged(raw, by_name(specs, changes))


def opining(trigger, machine=""):
    """The roles that sign a document of a move."""
    forms = [law().forms.form(u.form) for t in transitions(trigger, machine) for u in t.documents]
    return {s.role for form in forms for s in form.slots}


def answers(trigger, machine=""):
    """A yes to every question of a move's checklist that people answer."""
    return {
        item.ask: "是"
        for transition in transitions(trigger, machine)
        for item in transition.checklist
        if item.kind != "auto"
    }
