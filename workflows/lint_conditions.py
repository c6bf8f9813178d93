"""The words of a condition: its question, its arguments, and what they name.

Reports with the line each word stands on.
"""

import re
from collections.abc import Iterable

from engine.definition import Condition, Requirement, Transition, Workflow
from engine.reasoning.rules import Part
from engine.record import Record, Value
from engine.schema import FieldSpec
from workflows.line_index import Step
from workflows.lint_finding import nearest
from workflows.lint_report import Report
from workflows.lint_words import Words, argument_names

#: A citation: code of an instrument, article, paragraph, item.
CITED = re.compile(r"([A-Z0-9]+)( \d+(\(\d+\)){0,2})?")
#: Arguments of questions by what their values are.
DEADLINES, FORMS, MACHINES = {"deadline", "except"}, {"form", "forms"}, {"machine", "machines"}

#: How much an argument is like another one for a slip of the pen (1: the same).
LIKE = 0.7


class ConditionLint:
    """Checks the conditions of one transition."""

    def __init__(
        self,
        workflow: Workflow,
        transition: Transition,
        at: tuple[Step, ...],
        words: Words,
        report: Report,
        marks: frozenset[str],
    ) -> None:
        """`at` leads to the transition; `marks` are all that any transition leaves."""
        self._workflow = workflow
        self._at = at
        self._words = words
        self._report = report
        self._marks = marks
        self._fields = {s.name for s in transition.inputs}

    def law(self, law: str, *steps: Step) -> None:
        """Check a citation."""
        found = CITED.fullmatch(law)
        if found is None:
            self._report.error("bad_citation", *self._at, *steps, word=law)
        else:
            known = self._words.instruments
            self._report.word("unknown_law", found[1], known, *self._at, *steps)

    def requirement(self, requirement: Requirement, *steps: Step) -> None:
        """Check a guard."""
        self.fact(requirement.fact, requirement.args, *steps)
        self.law(requirement.law, *steps, "law")
        self.when(requirement.when, *steps, "when")

    def fact(self, fact: str, args: Record, *steps: Step, key: str = "fact") -> None:
        """Check a question and its arguments."""
        at = (*self._at, *steps)
        self._report.word("unknown_fact", fact, self._words.facts, *at, key)
        for name, value in args.items():
            here = (*at, "with", name)
            # An argument unlike every other is one a question reads under a name it works out.
            near = nearest(name, argument_names(), like=LIKE)
            if name not in argument_names() and near:
                self._report.error("unknown_argument", *here, word=name, near=near)
            self._argument(name, value, args, here)

    def _argument(self, name: str, value: Value, args: Record, at: tuple[Step, ...]) -> None:
        for word in value if isinstance(value, tuple) else (value,):
            if not isinstance(word, str):
                continue
            if name in DEADLINES:
                self._report.word("unknown_deadline", word, self._words.rules, *at)
            elif name in FORMS:
                self._report.word("unknown_form", word, self._words.forms, *at)
            elif name in MACHINES:
                self._report.word("unknown_machine", word, self.machines(), *at)
            elif name == "states":
                self._report.word("unknown_state", word, self._states_of(args), *at)
            elif name == "mark":
                self._report.word("unknown_mark", word, self._marks, *at)
            elif name == "input":
                self._report.word("unknown_input", word, self._fields, *at)
            elif name == "role":
                self._report.word("unknown_role", word, self._words.terms.get("role"), *at)
            elif name == "decision":
                known = self._words.decisions
                self._report.word("unknown_choice", word, known, *at, field=name)
            elif name == "part":
                self._report.word("unknown_choice", word, set(Part), *at, field=name)
            elif name == "is":
                self.choice(args.text("input") or args.text("name"), word, *at)

    def machines(self) -> set[str]:
        """Return every machine there is."""
        return {*self._words.machines, self._workflow.id}

    def _states_of(self, args: Record) -> set[str] | None:
        machines = {args.text("machine"), *args.texts("machines")} - {""}
        known = [w for m in machines for w in self._words.machines.get(m, ())]
        known += [self._workflow] if self._workflow.id in machines else []
        return {s for w in known for s in w.states} or None

    def when(self, when: Condition | None, *steps: Step) -> None:
        """Check the condition under which something applies."""
        if when is None:
            return
        if when.fact:
            self.fact(when.fact, when.args, *steps)
            return
        at = (*self._at, *steps)
        if self._report.word("unknown_input", when.input, self._fields, *at, "input"):
            for word in when.expect:
                if isinstance(word, str):
                    self.choice(when.input, word, *at, "is")

    def choice(self, field: str, word: str, *at: Step) -> None:
        """A choice must be one of the field's, here or where this machine asks it elsewhere."""
        specs = _named(field, (self._workflow,)) or _named(field, self.versions())
        known = {choice for spec in specs for choice in spec.choices}
        if known and all(spec.choices for spec in specs):
            self._report.word("unknown_choice", word, known, *at, field=field)

    def versions(self) -> tuple[Workflow, ...]:
        """Return every known version."""
        return tuple(w for many in self._words.machines.values() for w in many)


def inputs_of(versions: Iterable[Workflow]) -> frozenset[str]:
    """Return the names of every input."""
    return frozenset(s.name for w in versions for t in w.transitions for s in t.inputs)


def _named(field: str, versions: Iterable[Workflow]) -> list[FieldSpec]:
    inputs = (s for w in versions for t in w.transitions for s in t.inputs)
    return [s for s in inputs if s.name == field]
