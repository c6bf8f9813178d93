"""Names that stand in the law's data: forms, states, machines, periods, fields, questions, matters.

English readers see a field's English name with the Chinese label beside it, because both may be
written in an input file.
"""

from collections.abc import Callable, Iterable

from engine.case import MAIN
from engine.definition import Transition, Workflow
from engine.instruments import spelled
from engine.law import Law
from engine.periods import DeadlineRule
from engine.schema import FieldSpec
from engine.verdict import Term
from runtime.languages import Language


class LawNames:
    """Looks names up in the law in force."""

    def __init__(self, law: Law, language: Language) -> None:
        """Know the law and the reader's language."""
        self._law = law
        self._english = language is Language.EN
        self._by_kind: dict[str, Callable[[str], str]] = {
            "form": self.form,
            "state": self._state,
            "machine": self._machine,
            "track": self._track,
            "deadline": self.deadline,
            "input": self._input,
            "checklist": self._question,
            "matter": self._matter,
            "relation": self.relation,
            "article": self.article,
        }

    def __call__(self, term: Term) -> str:
        """Return the name of a term, or "" for one the law does not know."""
        look_up = self._by_kind.get(term.kind)
        return look_up(term.id) if look_up is not None else ""

    def form(self, form_id: str) -> str:
        """Return the name of a form."""
        form = self._law.forms.forms().get(form_id)
        return self._either(form.name, form.name_en) if form is not None else ""

    def state(self, workflow: Workflow, state_id: str) -> str:
        """Return the name of a state of one version of a machine."""
        state = workflow.states.get(state_id)
        return self._either(state.name, state.name_en) if state is not None else ""

    def relation(self, relation: str) -> str:
        """Return the name of a relation to a case."""
        found = self._law.relations.get(relation)
        return self._either(found.name, found.name_en) if found is not None else ""

    def workflow(self, workflow: Workflow) -> str:
        """Return the name of a machine."""
        return self._either(workflow.name, workflow.name_en)

    def transition(self, transition: Transition) -> str:
        """Return the name of a transition."""
        return self._either(transition.name, transition.name_en)

    def deadline(self, rule_id: str) -> str:
        """Return the name of a period."""
        rule = self._law.rules.get(rule_id)
        return self.rule(rule) if rule is not None else ""

    def rule(self, rule: DeadlineRule) -> str:
        """Return the name of a period's rule."""
        return self._either(rule.name_zh, rule.name_en)

    def field(self, spec: FieldSpec) -> str:
        """Return the name of a field, for English readers with its label."""
        return f"{spec.name} ({spec.label})" if self._english else spec.label

    def choice(self, name: str, label: str) -> str:
        """Return the name of a choice, for English readers with its label."""
        return f"{name} ({label})" if self._english else label

    def article(self, short: str) -> str:
        """Return a short citation in full."""
        return spelled(short, self._law.instruments, english=self._english)

    def articles(self, shorts: Iterable[str]) -> str:
        """Return several citations in one line, naming each law once where they follow it."""
        parts: list[str] = []
        last = ""
        for short in dict.fromkeys(shorts):
            code, full = short.partition(" ")[0], self.article(short)
            head = self.article(code)
            same = code == last and full.startswith(head)
            parts.append(full.removeprefix(head).lstrip(", ") if same else full)
            last = code
        return (", " if self._english else "、").join(parts)

    def _either(self, chinese: str, english: str) -> str:
        return english if self._english else chinese

    def _machines(self, machine: str) -> list[Workflow]:
        return [w for w in self._law.workflows.values() if w.id == machine]

    def _machine(self, machine: str) -> str:
        found = self._machines(machine)
        return self.workflow(found[-1]) if found else ""

    def _track(self, track: str) -> str:
        machine = track.rsplit("-", 1)[0]
        if machine == MAIN:
            machine = next(w.id for w in self._law.workflows.values() if w.role == MAIN)
        name = self._machine(machine)
        return f"{name}（{track}）" if name and not self._english else f"{name} ({track})"

    def _state(self, qualified: str) -> str:
        machine, _, state = qualified.partition(".")
        found = (self.state(w, state) for w in self._machines(machine))
        return next((name for name in found if name), "")

    def _input(self, name: str) -> str:
        specs = (
            s
            for w in self._law.workflows.values()
            for t in w.transitions
            for s in t.inputs
            if s.name == name
        )
        inner = (s for kind in self._law.records.values() for s in kind if s.name == name)
        found = next(specs, None) or next(inner, None)
        return self.field(found) if found is not None else ""

    def _question(self, item_id: str) -> str:
        items = (
            i
            for w in self._law.workflows.values()
            for t in w.transitions
            for i in t.checklist
            if i.id == item_id
        )
        found = next(items, None)
        return self._either(found.ask, found.ask_en) if found is not None else ""

    def _matter(self, matter_id: str) -> str:
        matter = self._law.matters.get(matter_id)
        return matter.name if matter is not None else ""
