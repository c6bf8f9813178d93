"""Where the procedures carry out a rule, a period or a trap: found in the loaded law, not written.

What no transition can show (a form, a setting, a module) is named by the register of rules
(`workflows/data/rules.yaml`) and checked to exist here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from documents.forms import load_forms
from engine.definition import Requirement, Transition, Workflow
from tests.architecture import law_pages
from tests.architecture.law_pages import ROOT

#: Kind of enforcement to the places of that kind.
Places = dict[str, list[str]]

KINDS = {
    "duty": "每一步都问",
    "guard": "办理条件",
    "check": "核对项（系统判定）",
    "question": "核对项（人工判断）",
    "deadline": "期限",
    "input": "填写项",
    "form": "文书",
    "clause": "文书用语",
    "setting": "设置项",
    "profile": "机关档案",
    "data": "数据",
    "code": "程序",
}


@cache
def places_by_rule() -> dict[str, Places]:
    """Every rule, period and trap id the definitions name, with where they name it."""
    found: dict[str, Places] = defaultdict(lambda: defaultdict(list))
    for machine in machines():
        for act in machine.transitions:
            for rule, kind, place in places_of(act, machine.id):
                note(found[rule], kind, place)
    for rule, place in duties():
        note(found[rule], "duty", place)
    for period in data("deadlines.yaml")["deadlines"]:
        for place in starts(period):
            note(found[period["id"]], "deadline", place)
    return found


def note(places: Places, kind: str, place: str) -> None:
    """Remember a place once."""
    if place not in places[kind]:
        places[kind].append(place)


def places_of(act: Transition, machine: str) -> Iterator[tuple[str, str, str]]:
    """Rule, kind and place of everything a transition asks and starts."""
    where = f"{machine} {act.id}"
    for requirement in act.requires:
        for rule in (requirement.rule, *periods_asked(requirement)):
            yield rule, "guard", f"{where} `{requirement.fact}`"
    for item in act.checklist:
        if item.kind == "auto":
            yield item.rule, "check", where
        else:
            yield item.rule, "question", f"{where}（{role_name(item.role)}）"
        if item.requirement:
            for rule in periods_asked(item.requirement):
                yield rule, "check", where
    for move in act.deadlines:
        if move.move == "start":
            yield move.deadline, "deadline", f"{where} 起算"
        elif move.move in ("pause", "resume"):
            yield move.deadline, "deadline", f"{where} 暂停或者恢复"


def periods_asked(requirement: Requirement) -> tuple[str, ...]:
    """The period a guard asks about."""
    period = str(requirement.args.get("deadline", ""))
    return (period,) if period and period != requirement.rule else ()


def role_name(role: str) -> str:
    """The name officials give a role."""
    return str(read(ROOT / "runtime/data/messages/zh/terms.yaml")["role"][role])


@cache
def read(path: Path) -> dict:
    """A YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def data(name: str) -> dict:
    """One file of the law's data."""
    return read(ROOT / "workflows/data" / name)


@cache
def machines() -> list[Workflow]:
    """The shipped definitions."""
    return law_pages.machines()


@cache
def form_names() -> dict[str, str]:
    """Form id to its name."""
    return {name: form.name for name, form in load_forms().items()}


def duties() -> Iterator[tuple[str, str]]:
    """Rule and place of what is asked of every act, and of the duties that exclude each other."""
    written = data("duties.yaml")
    for duty in written["always"]:
        yield duty["rule"], f"`{duty['fact']}`"
    for role, bar in written["barred"].items():
        yield bar["rule"], f"{role_name(role)}不得兼任"


def starts(period: dict) -> Iterator[str]:
    """What begins a period without a transition: a paper served, another period's end."""
    for form in period.get("starts_when_served", ()):
        yield f"送达《{form_names()[form]}》起算"
    for earlier in period.get("starts_after", ()):
        yield f"接在 {earlier} 之后"
    for other in period.get("excludes_from", ()):
        yield f"从 {other} 中扣除"


def named_places(written: Iterable[dict[str, str]]) -> Places:
    """The places the register names, each found where it says; LookupError otherwise."""
    found: Places = defaultdict(list)
    for entry in written:
        ((kind, name),) = entry.items()
        label, place = LOOKUPS[kind](name)
        note(found, label, place)
    return found


def fact_place(fact: str) -> tuple[str, str]:
    """Every step that asks a fact."""
    asked = [
        f"{machine.id} {act.id}"
        for machine in machines()
        for act in machine.transitions
        if any(requirement.fact == fact for requirement in act.requires)
    ]
    if not asked:
        raise LookupError(fact)
    return "guard", f"{'、'.join(asked)} `{fact}`"


def input_place(name: str) -> tuple[str, str]:
    """A field of a step: `T304.closed_reason`."""
    step, _, field = name.partition(".")
    machine, act = step_called(step)
    label = next((spec.label for spec in act.inputs if spec.name == field), None)
    if label is None:
        raise LookupError(name)
    return "input", f"{machine} {step}“{label}”"


def step_place(step: str) -> tuple[str, str]:
    """A step as a whole."""
    machine, act = step_called(step)
    return "guard", f"{machine} {act.id}“{act.name}”"


def step_called(step: str) -> tuple[str, Transition]:
    """The step with this id and its machine."""
    for machine in machines():
        act = machine.by_id(step)
        if act is not None:
            return machine.id, act
    raise LookupError(step)


def form_place(name: str) -> tuple[str, str]:
    """A form."""
    return "form", f"《{form_names()[name]}》"


def clause_place(name: str) -> tuple[str, str]:
    """A clause that forms share."""
    return "clause", f"`{found_in(read(ROOT / 'documents/clauses.yaml'), name)}`"


def setting_place(name: str) -> tuple[str, str]:
    """A setting of the bureau's profile."""
    return "setting", f"`{found_in(read(ROOT / 'examples/agency.yaml')['settings'], name)}`"


def profile_place(name: str) -> tuple[str, str]:
    """A field of the bureau's profile."""
    return "profile", f"`{found_in(read(ROOT / 'examples/agency.yaml'), name)}`"


def found_in(known: Mapping[str, object], name: str) -> str:
    """The name, if it is known."""
    if name not in known:
        raise LookupError(name)
    return name


def deadline_place(name: str) -> tuple[str, str]:
    """A period of the register."""
    periods = {period["id"]: period["name"]["zh"] for period in data("deadlines.yaml")["deadlines"]}
    return "deadline", f"{name} {periods[found_in(periods, name)]}"


def path_place(kind: str, name: str) -> tuple[str, str]:
    """A file or folder of the project."""
    if not (ROOT / name).exists():
        raise LookupError(name)
    return kind, f"`{name}`"


LOOKUPS = {
    "fact": fact_place,
    "input": input_place,
    "transition": step_place,
    "form": form_place,
    "clause": clause_place,
    "setting": setting_place,
    "profile": profile_place,
    "deadline": deadline_place,
    "data": lambda name: path_place("data", name),
    "code": lambda name: path_place("code", name),
}
