"""Counter-examples told to people: every step in a sentence, and at the end what was wanting.

Names come from the law, words from the catalogue; what is broken was found elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping

from commands.workflow_parts import PartNames
from engine.checking.claims import Need, Scope
from engine.checking.story import Lack, Step, Story
from engine.definition import Transition, Workflow
from engine.law import Law
from engine.periods import DeadlineRule
from runtime.languages import Language
from runtime.messages import Messages
from runtime.naming import LawNames


class StoryTeller:
    """Tells stories about one law in the reader's language."""

    def __init__(self, law: Law, language: Language) -> None:
        """`law` is the one that was explored."""
        self._law = law
        self.names = LawNames(law, language)
        self.messages = Messages(language, self.names)

    def phrase(self, key: str, /, **details: object) -> str:
        """Return a text of the check; `key` is dotted."""
        template = self.messages.template("check", *key.split("."))
        if template is None:
            raise KeyError(key)
        return self.messages.fill(template, details)

    def lines(self, story: Story) -> tuple[str, ...]:
        """Return the steps of a story, one sentence each, and the conclusion."""
        numbered = enumerate(story.steps, start=1)
        steps = (self._step(step, number) for number, step in numbered)
        return (*steps, *self._end(story))

    # -- steps ---------------------------------------------------------------------------------

    def _step(self, step: Step, number: int) -> str:
        workflow, transition = self._transition(step)
        role = self.messages.named("role", step.role)
        return self.phrase(
            "story.step",
            number=str(number),
            date=self.messages.day(step.at.date()),
            waited=self._waited(step),
            who=self.phrase("story.everybody", role=role) if step.everybody else role,
            track=self.names.workflow(workflow) if workflow.role == "track" else "",
            step=self.names.transition(transition),
            id=transition.id,
            articles=self.names.articles(transition.law),
            chosen=tuple(self._choices(transition, step)),
            circumstances=tuple(self._circumstances(workflow, step)),
            effects=self.messages.listed(self._effects(workflow, step)),
        )

    def _waited(self, step: Step) -> str:
        if not step.days:
            return ""
        lapsed = tuple(self._quoted(self._period(rule)) for rule in dict.fromkeys(step.lapsed))
        return self.phrase("story.waited", days=str(step.days), lapsed=lapsed)

    def _transition(self, step: Step) -> tuple[Workflow, Transition]:
        workflow = self._law.pinned(step.definition)
        return workflow, next(t for t in workflow.transitions if t.id == step.transition)

    def _choices(self, transition: Transition, step: Step) -> Iterator[str]:
        specs = {s.name: s for s in transition.inputs}
        for name, value in step.chosen:
            spec = specs[name]
            if isinstance(value, bool):
                told = self._answer(value)
            else:
                told = self.names.choice(value, spec.choices[value])
            yield self.phrase("story.choice", field=self.names.field(spec), value=told)

    def _circumstances(self, workflow: Workflow, step: Step) -> Iterator[str]:
        parts = PartNames(self.messages, self.names, workflow)
        for fact, args, answer in step.circumstances:
            asked = parts.asked(fact, args)
            value = parts.chosen(args.text("name"), answer)
            yield self.phrase("story.choice", field=asked, value=value)

    def _effects(self, workflow: Workflow, step: Step) -> Iterator[str]:
        for key, status in (("made", "issued"), ("drafted", "draft"), ("voided", "void")):
            forms = tuple(self._form(f) for f, now in step.documents if now == status)
            if forms:
                yield self.phrase(f"story.{key}", forms=forms)
        if step.served:
            yield self.phrase("story.served", form=self._form(step.served))
        for move, rule in step.deadlines:
            told = self.messages.named("move", move)
            yield self.phrase("story.deadline", move=told, deadline=self._period(rule))
        if step.tracks:
            machines = tuple(self.messages.named("machine", m) for m in step.tracks)
            yield self.phrase("story.opened", machines=machines)
        state = self.names.state(workflow, step.state)
        if state:
            yield self.phrase("story.state", state=state)

    def _form(self, form: str) -> str:
        return self.phrase("story.form", form=self.names.form(form) or form)

    def _quoted(self, text: str) -> str:
        return self.phrase("story.quoted", text=text)

    def _period(self, rule: str) -> str:
        return self.names.deadline(rule) or rule

    def _answer(self, value: bool | str) -> str:
        if isinstance(value, bool):
            return self.messages.named("result", "yes" if value else "no")
        return value

    # -- the end -------------------------------------------------------------------------------

    def _end(self, story: Story) -> Iterator[str]:
        if story.invariant == "ends":
            state = self._last_state(story) or story.wanting[0]
            yield self.phrase("story.ends", state=state)
        elif story.invariant == "explored":
            yield self.phrase("story.explored", most=story.wanting[-1])
        elif story.broken_by_act and story.steps:
            yield self._conclusion(story)
            for lack in story.lacks:
                yield self.phrase("story.lack", lack=self.lack(story, lack))
            if not story.lacks:
                yield self.phrase("story.lack", lack=self.phrase("need.same_person"))
        else:
            yield self.phrase(
                "story.other",
                name=self.name(story),
                articles=self.names.articles(story.law),
                wanting=self.messages.listed(story.wanting),
            )

    def _last_state(self, story: Story) -> str:
        mains = [s for s in story.steps if self._law.pinned(s.definition).role == "main"]
        found = (self.names.state(self._law.pinned(s.definition), s.state) for s in mains[::-1])
        return next((name for name in found if name), "")

    def _conclusion(self, story: Story) -> str:
        _, transition = self._transition(story.steps[-1])
        return self.phrase(
            "story.conclusion",
            step=self.names.transition(transition),
            id=transition.id,
            articles=self.names.articles(story.law),
            rule=story.rule,
            name=self.name(story) if story.spoken else "",
        )

    def name(self, story: Story) -> str:
        """Return the name of the invariant."""
        return story.name_en if self.messages.language is Language.EN else story.name

    def scope(self, scope: Scope) -> str:
        """Return the name of a scope."""
        return scope.name_en if self.messages.language is Language.EN else scope.name

    # -- what was wanting ----------------------------------------------------------------------

    def lack(self, story: Story, lack: Lack) -> str:
        """Return one thing that was wanting."""
        workflow, transition = self._transition(story.steps[-1])
        need = lack.need
        if need.kind != "asked":
            return self._need(need, transition)
        wrong = self.phrase("need.never_asked")
        if lack.answer is not None:
            parts = PartNames(self.messages, self.names, workflow)
            answer = parts.chosen(need.args.text("name"), lack.answer)
            wrong = self.phrase("need.answered", answer=answer)
        return self.phrase("need.asked", question=self._question(need, workflow), wrong=wrong)

    def _question(self, need: Need, workflow: Workflow) -> str:
        parts = PartNames(self.messages, self.names, workflow)
        about = need.args.text("name")
        expected = tuple(parts.chosen(about, value) for value in need.expect)
        return self.phrase(
            "need.question",
            question=parts.asked(need.names[0], need.args),
            args=parts.arguments(need.args),
            expected=expected if need.expect != (True,) else (),
        )

    def _need(self, need: Need, transition: Transition) -> str:
        if need.kind == "asked":
            question = self._question(need, self._workflow_of(transition))
            return self.phrase("need.asked", question=question)
        inner = self.messages.listed(self._need(n, transition) for n in need.inner)
        return self.phrase(
            self._key(need),
            kind=need.kind,
            names=self._named(need),
            since=tuple(self._acts(need.since)),
            inner=inner,
        )

    def _key(self, need: Need) -> str:
        known = self.messages.template("check", "need", need.kind) is not None
        return f"need.{need.kind}" if known else "need.other"

    def _workflow_of(self, transition: Transition) -> Workflow:
        return next(w for w in self._law.workflows.values() if w.id == transition.machine)

    def _named(self, need: Need) -> tuple[str, ...]:
        if need.kind in {"fired", "apart"}:
            return tuple(self._acts(need.names))
        if need.kind == "asks_people":
            return tuple(self._quoted(self.messages.named("checklist", i)) for i in need.names)
        if need.kind == "ties":
            return tuple(self._tie(name) for name in need.names)
        if need.kind == "marks":
            return tuple(f"not_{name}" for name in need.names)
        return need.names

    def _acts(self, names: Iterable[str]) -> Iterator[str]:
        """Names of acts written as `trigger` or `machine.trigger`."""
        for name in names:
            machine, _, trigger = name.rpartition(".")
            found = (
                self.names.transition(t)
                for w in self._law.workflows.values()
                for t in w.transitions
                if t.trigger == trigger and machine in ("", w.id)
            )
            yield self._quoted(next(found, name))

    def _tie(self, name: str) -> str:
        """A role with the relation its holder must have, written `role.relation`."""
        role, _, relation = name.partition(".")
        who, tie = self.messages.named("role", role), self.messages.named("relation", relation)
        return f"{who}（{tie}）"

    # -- findings without a story ----------------------------------------------------------------

    def unreached(self, transition_id: str) -> str:
        """Return that a step can never happen."""
        known = ((w, t) for w in self._law.workflows.values() for t in w.transitions)
        workflow, step = next((w, t) for w, t in known if t.id == transition_id)
        return self.phrase(
            "unreached",
            step=self.names.transition(step),
            id=step.id,
            machine=self.names.workflow(workflow),
        )

    def period(self, rule: str, wanted: tuple[int, str], law: Iterable[str]) -> str:
        """Return that a period is not as the statute wants it."""
        found: Mapping[str, DeadlineRule] = self._law.rules
        have = self._length(found[rule].length, found[rule].unit.value) if rule in found else ""
        return self.phrase(
            "period",
            deadline=self._period(rule),
            want=self._length(*wanted),
            articles=self.names.articles(law),
            have=have,
        )

    def _length(self, length: int, unit: str) -> str:
        return self.phrase("length", length=str(length), unit=self.messages.named("unit", unit))
