"""The words of one transition: every name it uses must exist, and mean something there."""

from engine.definition import Transition, Workflow
from engine.schema import FieldSpec
from workflows.line_index import Step
from workflows.lint_conditions import ConditionLint, inputs_of
from workflows.lint_report import HAN, Report
from workflows.lint_words import Words

STAGES = frozenset({"whole", "draft", "finish", "return", "redraft"})
PERIODS = frozenset({"agency", "all"})
#: Starts of a period that name nothing.
STARTS = frozenset({"now", "overdue", "remedies_over"})


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
        self._asks = ConditionLint(workflow, self._transition, self._at, words, report, marks)
        self._fields = {s.name: s for s in self._transition.inputs}
        self._own = inputs_of((workflow,))
        self._all = inputs_of(self._asks.versions()) | self._own

    def check(self) -> None:
        """Report everything wrong."""
        self._states()
        self._people()
        for number, law in enumerate(self._transition.law):
            self._asks.law(law, "law", number)
        self._inputs()
        for number, requirement in enumerate(self._transition.requires):
            self._asks.requirement(requirement, "requires", number)
        self._documents()
        self._deadlines()
        self._checklist()
        self._openings()
        self._effects()
        self._names()

    # -- where and who --------------------------------------------------------------------------

    def _states(self) -> None:
        states = self._workflow.states
        for number, source in enumerate(self._transition.sources):
            self._report.word("unknown_state", source, states, *self._at, "from", number)
        if self._transition.target != "same":
            self._report.word("unknown_state", self._transition.target, states, *self._at, "to")
        mains = [w for w in self._asks.versions() if w.role == "main"]
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
            if actor.on_behalf_of not in {"", *self._words.terms.get("role", ())}:
                word = actor.on_behalf_of
                self._report.warning("outsider_untold", *at, "on_behalf_of", word=word)
        for number, part in enumerate(self._transition.parts):
            self._term("part", "unknown_part", part, *self._at, "parts", number)

    def _term(self, kind: str, code: str, word: str, *steps: Step) -> None:
        self._report.word(code, word, self._words.terms.get(kind), *steps)

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
                        self._asks.choice(name, value, *here)
        if spec.required_when_fact:
            known = self._words.facts
            word = spec.required_when_fact
            self._report.word("unknown_fact", word, known, *at, "required_when_fact")

    # -- documents, periods, questions, tracks --------------------------------------------------

    def _documents(self) -> None:
        for number, use in enumerate(self._transition.documents):
            at = (*self._at, "documents", number)
            self._asks.when(use.when, "documents", number, "when")
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
            self._asks.when(move.when, "deadlines", number, "when")
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
            self._asks.law(item.law, *at, "law")
            if item.role:
                self._term("role", "unknown_role", item.role, *self._at, *at, "role")
            if item.requirement is not None:
                asked = item.requirement
                self._asks.fact(asked.fact, asked.args, *at, "fact", key="name")

    def _openings(self) -> None:
        for number, opening in enumerate(self._transition.opens):
            at = (*self._at, "opens", number)
            self._asks.when(opening.when, "opens", number, "when")
            word = opening.machine
            if not self._report.word(
                "unknown_machine", word, self._asks.machines(), *at, "machine"
            ):
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
        made = {u.form for u in transition.documents}
        if transition.serves is not None and transition.serves.form:
            at = (*self._at, "serves", "form")
            self._report.word("unknown_subject", transition.serves.form, made, *at)
        if transition.names_case:
            word = transition.names_case
            self._report.word("unknown_subject", word, made, *self._at, "names_case")
        machines = self._asks.machines()
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
