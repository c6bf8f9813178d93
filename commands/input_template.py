"""The skeleton of an input file: every field by its Chinese label, with what it wants as a comment.

An officer fills it in and hands it back; fields left empty count as not written.
"""

from collections.abc import Iterator, Mapping, Sequence

from commands.office import Office
from engine.advice import Advice
from engine.answers import CHECKS_KEY
from engine.case import Case
from engine.opinions import OPINIONS_KEY
from engine.schema import YES_NO_LABELS, FieldSpec

STEP = "  "
#: Between things to choose from, whose names may hold any other mark.
BAR = "｜"
#: Fields whose texts are the matter's elements.
ELEMENT_FIELDS = frozenset({"elements", "covers"})


def skeleton(office: Office, case: Case, advice: Advice) -> str:
    """Return the YAML skeleton for one move."""
    return "\n".join(_Skeleton(office, case, advice).lines()) + "\n"


class _Skeleton:
    def __init__(self, office: Office, case: Case, advice: Advice) -> None:
        self._office = office
        self._case = case
        self._advice = advice

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        office, advice = self._office, self._advice
        step, case = office.names.transition(advice.transition), self._case.number or self._case.id
        yield f"# {office.say('template.title', step=step, case=case)}"
        yield f"# {office.say('template.how')}"
        yield from self._fields(advice.transition.inputs, "", siblings=advice.transition.inputs)
        yield from self._questions()
        yield from self._opinions()

    def _fields(
        self, specs: Sequence[FieldSpec], indent: str, *, siblings: Sequence[FieldSpec]
    ) -> Iterator[str]:
        for spec in specs:
            yield f"{indent}# {self._comment(spec, siblings)}"
            yield from self._blank(spec, indent)

    def _blank(self, spec: FieldSpec, indent: str) -> Iterator[str]:
        records = self._office.workspace.law.records
        if spec.kind in records:
            yield f"{indent}{spec.label}:"
            inner = records[spec.kind]
            yield from self._fields(inner, indent + STEP, siblings=inner)
        elif spec.kind == "list" and spec.of in records:
            yield f"{indent}{spec.label}:"
            inner = records[spec.of]
            lines = list(self._fields(inner, indent + STEP * 2, siblings=inner))
            first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
            dashed = f"{indent}{STEP}- {lines[first].lstrip()}"
            yield from [*lines[:first], dashed, *lines[first + 1 :]]
        elif spec.kind == "list":
            yield f"{indent}{spec.label}:"
            yield f"{indent}{STEP}-"
        else:
            yield f"{indent}{spec.label}:"

    def _comment(self, spec: FieldSpec, siblings: Sequence[FieldSpec]) -> str:
        office = self._office
        kind = spec.of if spec.kind == "list" else spec.kind
        parts = [
            self._must(spec, siblings),
            office.messages.named("kind", kind),
            office.say("template.many") if spec.kind == "list" else "",
            BAR.join(spec.choices.values()),
            self._known(spec, kind),
        ]
        return office.say("template.joiner").join(p for p in parts if p)

    def _must(self, spec: FieldSpec, siblings: Sequence[FieldSpec]) -> str:
        office = self._office
        if spec.required or spec.name in self._advice.needed:
            return office.say("template.required")
        conditions = [
            office.say("template.when", field=label, values=values)
            for label, values in _conditions(spec, siblings)
        ]
        return (
            office.messages.value(tuple(conditions))
            if conditions
            else office.say("template.optional")
        )

    def _known(self, spec: FieldSpec, kind: str) -> str:
        office, agency = self._office, self._office.workspace.agency
        if spec.name in ELEMENT_FIELDS:
            return BAR.join(self._elements())
        match kind:
            case "person":
                return BAR.join(p.name for p in agency.people)
            case "squad":
                return BAR.join(s.name for s in agency.squads)
            case "matter":
                names = [f"{p} {office.messages.named('matter', p)}" for p in agency.powers]
                return BAR.join(names)
        return ""

    def _elements(self) -> tuple[str, ...]:
        data = self._case.data
        matter = self._office.workspace.law.matters.get(data.text("matter"))
        day = data.day("act_on")
        version = matter.version_on(day) if matter is not None and day is not None else None
        return tuple(e.text for e in version.elements) if version is not None else ()

    def _questions(self) -> Iterator[str]:
        if not self._advice.questions:
            return
        yield f"# {self._office.say('template.checks')}"
        yield f"{CHECKS_KEY}:"
        for question in self._advice.questions:
            yield f"{STEP}{question.ask}:"

    def _opinions(self) -> Iterator[str]:
        forms = self._office.workspace.law.forms
        labels = [
            s.label
            for d in self._advice.documents
            for s in forms.form(d.form).slots
            if s.opinion and s.label
        ]
        if not labels:
            return
        yield f"# {self._office.say('template.opinions')}"
        yield f"{OPINIONS_KEY}:"
        for label in dict.fromkeys(labels):
            yield f"{STEP}{label}:"


def _conditions(
    spec: FieldSpec, siblings: Sequence[FieldSpec]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return when a field is required, as (label of the other field, its values in words)."""
    by_name = {s.name: s for s in siblings}
    found: list[tuple[str, tuple[str, ...]]] = []
    for name, wanted in spec.required_when.items():
        other = by_name.get(name)
        choices = other.choices if other is not None else {}
        label = other.label if other is not None else name
        found.append((label, tuple(_in_words(v, choices) for v in wanted)))
    return found


def _in_words(value: object, choices: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return YES_NO_LABELS[value]
    return choices.get(str(value), str(value))
