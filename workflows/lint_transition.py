"""The words of one transition: every name it uses must exist, and mean something there."""

import re

from engine.definition import Condition, Requirement, Transition, Workflow
from engine.record import Record, Value
from engine.schema import FieldSpec
from workflows.line_index import Step
from workflows.lint_report import HAN, Report
from workflows.lint_words import PARTY_KINDS, Words, argument_names

#: A citation: code of an instrument, article, paragraph, item.
CITED = re.compile(r"([A-Z0-9]+)( \d+(\(\d+\)){0,2})?")
STAGES = frozenset({"whole", "draft", "finish", "return", "redraft"})
PERIODS = frozenset({"agency", "all"})
#: Starts of a period that name nothing.
STARTS = frozenset({"now", "overdue", "remedies_over"})
#: Arguments of questions by what their values are.
DEADLINES, FORMS, MACHINES = {"deadline", "except"}, {"form", "forms"}, {"machine", "machines"}


class TransitionLint:
    """Checks one transition of one definition."""

    def __init__(
        self, workflow: Workflow, number: int, words: Words, report: Report, marks: frozenset[str]
    ) -> None:
        """`number` is its place in the file; `marks` are all that any transition leaves."""
        self._workflow = workflow
        self._transition: Transition = workflow.transitions[number]
        self._at: tuple[Step, ...] = ("transitions", number)
        self._words = words
        self._report = report
        self._marks = marks
        self._fields = {s.name: s for s in self._transition.inputs}
        inputs = [s for t in workflow.transitions for s in t.inputs]
        self._own = {s.name: s for s in inputs}
        others = [w for many in words.machines.values() for w in many]
        known = (s for w in others for t in w.transitions for s in t.inputs)
        self._all = {s.name: s for s in known} | self._own

    def check(self) -> None:
        """Report everything wrong."""
        self._states()
        self._people()
        for number, law in enumerate(self._transition.law):
            self._law(law, "law", number)
        self._inputs()
        for number, requirement in enumerate(self._transition.requires):
            self._requirement(requirement, "requires", number)
        self._documents()
        self._deadlines()
        self._checklist()
        self._openings()
        self._effects()
        self._names()

    # -- where, who, under which law ------------------------------------------------------------

    def _states(self) -> None:
        states = self._workflow.states
        for number, source in enumerate(self._transition.sources):
            self._report.word("unknown_state", source, states, *self._at, "from", number)
        if self._transition.target != "same":
            self._report.word("unknown_state", self._transition.target, states, *self._at, "to")
        mains = [w for many in self._words.machines.values() for w in many if w.role == "main"]
        known = {s for w in mains for s in w.states} or None
        for state in self._transition.parent_states:
            self._report.word("unknown_state", state, known, *self._at, "parent", "states")

    def _people(self) -> None:
        if not self._transition.actors and not self._transition.opened_only:
            self._report.error("no_actor", *self._at, step=self._transition.id)
        for number, actor in enumerate(self._transition.actors):
            at: tuple[Step, ...] = (*self._at, "actors", number)
            self._term("role", "unknown_role", actor.role, *at, "role")
            if actor.relation:
                relations = self._words.relations
                self._report.word("unknown_relation", actor.relation, relations, *at, "relation")
            if actor.on_behalf_of:
                self._term("role", "unknown_role", actor.on_behalf_of, *at, "on_behalf_of")
        for number, part in enumerate(self._transition.parts):
            self._term("part", "unknown_part", part, *self._at, "parts", number)

    def _term(self, kind: str, code: str, word: str, *steps: Step) -> None:
        self._report.word(code, word, self._words.terms.get(kind), *steps)

    def _law(self, law: str, *steps: Step) -> None:
        found = CITED.fullmatch(law)
        if found is None:
            self._report.error("bad_citation", *self._at, *steps, word=law)
        else:
            known = self._words.instruments
            self._report.word("unknown_law", found[1], known, *self._at, *steps)

    # -- conditions -----------------------------------------------------------------------------

    def _requirement(self, requirement: Requirement, *steps: Step) -> None:
        self._fact(requirement.fact, requirement.args, *steps)
        self._law(requirement.law, *steps, "law")
        self._when(requirement.when, *steps, "when")

    def _fact(self, fact: str, args: Record, *steps: Step, key: str = "fact") -> None:
        at = (*self._at, *steps)
        self._report.word("unknown_fact", fact, self._words.facts, *at, key)
        for name, value in args.items():
            here = (*at, "with", name)
            amount = name.removesuffix("_fen") in PARTY_KINDS
            if amount or self._report.word("unknown_argument", name, argument_names(), *here):
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
                self._report.word("unknown_machine", word, self._machines(), *at)
            elif name == "states":
                self._report.word("unknown_state", word, self._states_of(args), *at)
            elif name == "mark":
                self._report.word("unknown_mark", word, self._marks, *at)
            elif name == "input":
                self._report.word("unknown_input", word, self._fields, *at)
            elif name == "role":
                self._term("role", "unknown_role", word, *at)
            elif name == "is":
                self._choice(args.text("input") or args.text("name"), word, *at)

    def _machines(self) -> set[str]:
        return {*self._words.machines, self._workflow.id}

    def _states_of(self, args: Record) -> set[str] | None:
        machines = {args.text("machine"), *args.texts("machines")} - {""}
        known = [w for m in machines for w in self._words.machines.get(m, ())]
        known += [self._workflow] if self._workflow.id in machines else []
        return {s for w in known for s in w.states} or None

    def _when(self, when: Condition | None, *steps: Step) -> None:
        if when is None:
            return
        if when.fact:
            self._fact(when.fact, when.args, *steps)
            return
        at = (*self._at, *steps)
        if self._report.word("unknown_input", when.input, self._fields, *at, "input"):
            for word in when.expect:
                if isinstance(word, str):
                    self._choice(when.input, word, *at, "is")

    def _choice(self, field: str, word: str, *at: Step) -> None:
        spec = self._fields.get(field) or self._all.get(field)
        if spec is not None and spec.choices:
            several = [s.choices for s in (self._fields.get(field),) if s] or [
                s.choices for s in self._every(field)
            ]
            known = {choice for choices in several for choice in choices}
            self._report.word("unknown_choice", word, known, *at, field=field)

    def _every(self, field: str) -> list[FieldSpec]:
        versions = [w for many in self._words.machines.values() for w in many]
        steps = [t for w in (*versions, self._workflow) for t in w.transitions]
        return [s for t in steps for s in t.inputs if s.name == field]

    # -- inputs ---------------------------------------------------------------------------------

    def _inputs(self) -> None:
        labels: set[str] = set()
        for number, spec in enumerate(self._transition.inputs):
            at = (*self._at, "inputs", number)
            if spec.label in labels:
                self._report.error("duplicate_label", *at, "label", word=spec.label)
            labels.add(spec.label)
            kinds = self._words.kinds() if self._words.records is not None else None
            self._report.word("unknown_kind", spec.kind, kinds, *at, "type")
            if spec.kind == "list":
                self._report.word("unknown_kind", spec.of, kinds, *at, "of")
            if "choice" in {spec.kind, spec.of} and not spec.choices:
                self._report.error("choices_missing", *at, field=spec.label)
            self._wanted(spec, at)

    def _wanted(self, spec: FieldSpec, at: tuple[Step, ...]) -> None:
        for name, values in spec.required_when.items():
            here = (*at, "required_when", name)
            if self._report.word("unknown_input", name, self._fields, *here):
                for value in values:
                    if isinstance(value, str):
                        self._choice(name, value, *here)
        if spec.required_when_fact:
            known = self._words.facts
            word = spec.required_when_fact
            self._report.word("unknown_fact", word, known, *at, "required_when_fact")

    # -- documents, periods, questions, tracks --------------------------------------------------

    def _documents(self) -> None:
        for number, use in enumerate(self._transition.documents):
            at = (*self._at, "documents", number)
            self._when(use.when, "documents", number, "when")
            self._report.word("unknown_stage", use.stage, STAGES, *at, "stage")
            for word in use.supersedes:
                self._report.word("unknown_form", word, self._words.forms, *at, "supersedes")
            if not self._report.word("unknown_form", use.form, self._words.forms, *at, "form"):
                continue
            form = self._words.forms[use.form]
            if use.serve and not form.sealed:
                self._report.error("serve_unsealed", *at, "serve", form=use.form)
            for word in use.sign:
                slots = {s.id for s in form.slots}
                self._report.word("unknown_slot", word, slots, *at, "sign", form=use.form)

    def _deadlines(self) -> None:
        known = None if self._words.rules is None else {*self._words.rules, *PERIODS}
        for number, move in enumerate(self._transition.deadlines):
            at = (*self._at, "deadlines", number)
            several = self._words.rules if move.move == "start" else known
            self._report.word("unknown_deadline", move.deadline, several, *at, move.move)
            self._when(move.when, "deadlines", number, "when")
            if move.start_from not in STARTS:
                self._start(move.start_from, (*at, "from"))

    def _start(self, start: str, at: tuple[Step, ...]) -> None:
        kind, colon, name = start.partition(":")
        if kind == "served":
            for form in name.split("|"):
                self._report.word("unknown_form", form, self._words.forms, *at)
        elif kind == "deadline":
            self._report.word("unknown_deadline", name, self._words.rules, *at)
        elif kind == "input" or not colon:
            word = name if colon else kind
            self._report.word("unknown_input", word, {*self._all, *STARTS}, *at)
        else:
            self._report.error("bad_start", *at, word=start)

    def _checklist(self) -> None:
        for number, item in enumerate(self._transition.checklist):
            at: tuple[Step, ...] = ("checklist", number)
            self._law(item.law, *at, "law")
            if item.role:
                self._term("role", "unknown_role", item.role, *self._at, *at, "role")
            if item.requirement is not None:
                asked = item.requirement
                self._fact(asked.fact, asked.args, *at, "fact", key="name")

    def _openings(self) -> None:
        for number, opening in enumerate(self._transition.opens):
            at = (*self._at, "opens", number)
            self._when(opening.when, "opens", number, "when")
            word = opening.machine
            if not self._report.word("unknown_machine", word, self._machines(), *at, "machine"):
                continue
            versions = [*self._words.machines.get(word, ())]
            versions += [self._workflow] if word == self._workflow.id else []
            if opening.transition:
                known = {t.id for w in versions for t in w.transitions}
                at = (*at, "transition")
                self._report.word("unknown_transition", opening.transition, known, *at)
            if opening.subject:
                made = {u.form for u in self._transition.documents}
                self._report.word("unknown_subject", opening.subject, made, *at, "subject")

    # -- effects and names ----------------------------------------------------------------------

    def _effects(self) -> None:
        transition, terms = self._transition, self._words.terms
        left = [
            *transition.marks,
            *(m for c in transition.choice_marks.values() for m in c.values()),
        ]
        for mark in left:
            if not {mark, f"not_{mark}"} <= terms.get("mark", frozenset()):
                self._report.warning("mark_untold", *self._at, "marks", mark, word=mark)
        if transition.serves is not None:
            at = (*self._at, "serves")
            self._term("mode", "unknown_mode", transition.serves.mode, *at, "mode")
            if ":" not in transition.serves.on and transition.serves.on not in STARTS:
                self._report.word("unknown_input", transition.serves.on, self._own, *at, "on")
        if transition.names_case:
            made = {u.form for u in transition.documents}
            word = transition.names_case
            self._report.word("unknown_subject", word, made, *self._at, "names_case")
        machines = self._machines()
        for word in transition.renews:
            self._report.word("unknown_machine", word, machines, *self._at, "renews")

    def _names(self) -> None:
        english = {"name_en": self._transition.name_en}
        for field, text in english.items():
            if HAN.search(text):
                self._report.error("not_english", *self._at, field, word=text)
        for number, item in enumerate(self._transition.checklist):
            if HAN.search(item.ask_en):
                at = (*self._at, "checklist", number, "ask_en")
                self._report.error("not_english", *at, word=item.ask_en)
