"""A dossier as its grader reads it: the case replayed, its papers, the law, files on demand.

Checks derive everything from dates, forms, fields, signers and amounts; an imported or edited
dossier has broken whatever the road keeps, and no recorded verdict is believed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from engine.audit_law import law_of
from engine.case import MAIN, Case, apply
from engine.command import SYSTEM
from engine.definition import Transition
from engine.dossier import Leaf, leaves
from engine.event import Event, EventKind
from engine.facts import CaseFacts
from engine.grading.files import Binding, Files
from engine.grading.papers import Paper, papers_of
from engine.law import Law
from engine.like_cases import LikeCase
from engine.matters import Matter, MatterVersion
from engine.people import Agency, Person
from engine.reasoning.finding import Finding as ReasoningFinding
from engine.reasoning.linting import brief_of, lint
from engine.record import Record
from engine.situation import Neighbour, Situation


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything a check may read. Worked out when first asked for, and only once."""

    case: Case
    law: Law
    #: The bureau as the newest act names it.
    agency: Agency
    #: The bureau as an act names it; None when that profile is lost.
    agency_of: Callable[[Event], Agency | None]
    #: The moment of grading.
    now: datetime
    files: Files
    #: How it was bound; None where only the case itself is there.
    binding: Binding | None = None
    #: Earlier decisions on the same matter, kind of party and tier.
    peers: Callable[[], tuple[LikeCase, ...]] = field(default=lambda: ())
    #: What other cases of the same party, place or vehicle say that moved since a moment.
    neighbours: Callable[[datetime], tuple[Neighbour, ...]] = field(default=lambda _: ())

    # -- papers ---------------------------------------------------------------------------------

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Return every filed document, front to back."""
        return papers_of(self.case, self.law)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return the originals that were there when the index was made, in order."""
        index, bound = self.last(self.law.dossier.index), leaves(self.case, self.law.dossier)
        return tuple(x for x in bound if index is None or x.original.event.seq <= index.act.seq)

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[Paper, ...]]:
        found: dict[str, list[Paper]] = {}
        for paper in sorted(self.papers, key=_made):
            found.setdefault(paper.form, []).append(paper)
        return {form: tuple(papers) for form, papers in found.items()}

    def of(self, *forms: str) -> tuple[Paper, ...]:
        """Return the filed documents of some forms, the oldest first."""
        if len(forms) == 1:
            return self._by_form.get(forms[0], ())
        found = [p for form in dict.fromkeys(forms) for p in self._by_form.get(form, ())]
        return tuple(sorted(found, key=_made))

    def last(self, *forms: str) -> Paper | None:
        """Return the newest document of some forms that still stands, or None."""
        standing = [p for p in self.of(*forms) if p.made.status == "issued"]
        return standing[-1] if standing else None

    def paper(self, document: str) -> Paper | None:
        """Return a document by its id, or None when it is not filed."""
        return next((p for p in self.papers if p.id == document), None)

    def words(self, paper: Paper) -> str:
        """Return what is printed on a paper, without white space; "" where nobody has read it."""
        return "".join("".join(page.split()) for page in self.files.words(paper.made))

    @property
    def decision(self) -> Paper | None:
        """Return the newest decision, superseded or not; None before there is one."""
        return next(reversed(self.of(*DECISIONS)), None)

    # -- acts -----------------------------------------------------------------------------------

    @cached_property
    def acts(self) -> tuple[Event, ...]:
        """Return the acts that moved the case, in the order recorded."""
        return tuple(e for e in self.case.events if e.kind is EventKind.TRANSITION)

    def fired(self, *triggers: str) -> tuple[Event, ...]:
        """Return the acts of some triggers, in the order recorded."""
        return tuple(e for e in self.acts if e.trigger in triggers)

    def transition(self, event: Event) -> Transition | None:
        """Return the definition of an act; None when its version is lost or has no such act."""
        workflow = self.law.workflows.get(event.definition)
        return workflow.by_id(event.transition) if workflow is not None else None

    def situation(self, event: Event) -> Situation | None:
        """Return what was looked at when an act was judged, the case as it stood before it.

        None when profile or definition are lost.
        """
        if event.seq not in self._situations:
            self._situations[event.seq] = self._situated(event)
        return self._situations[event.seq]

    def facts(self, event: Event) -> CaseFacts | None:
        """Return what can be asked of the situation of an act; None when that is lost."""
        if event.seq not in self._facts:
            situation = self.situation(event)
            self._facts[event.seq] = CaseFacts(situation) if situation is not None else None
        return self._facts[event.seq]

    @cached_property
    def _situations(self) -> dict[int, Situation | None]:
        return {}

    @cached_property
    def _facts(self) -> dict[int, CaseFacts | None]:
        return {}

    @cached_property
    def _before(self) -> dict[int, Case]:
        """The case as it stood before each act, by the act's number."""
        found: dict[int, Case] = {}
        case = Case(id=self.case.id)
        for event in self.case.events:
            if event.kind is EventKind.TRANSITION:
                found[event.seq] = case.copy()
            apply(case, event)
        return found

    def _situated(self, event: Event) -> Situation | None:
        transition, agency = self.transition(event), self.agency_of(event)
        before = self._before.get(event.seq)
        if transition is None or agency is None or before is None:
            return None
        law = law_of(self.law, event)
        inputs, data = event.inputs, before.data.merged(event.inputs)
        return Situation(
            case=before,
            track=before.tracks.get(event.track),
            transition=transition,
            workflow=law.pinned(event.definition),
            inputs=inputs,
            actor=None if event.actor == SYSTEM else agency.person(event.actor),
            now=event.at,
            agency=agency,
            matters=law.matters,
            calendar=law.calendar,
            rules=law.rules,
            terminal=law.terminal,
            benchmark=law.benchmark_for(data.text("matter")),
            records=law.records,
            neighbours=self.neighbours,
            other=lambda _: None,
            players=law.players,
            relations=law.relations,
            matter_list=law.matter_list,
            shipped_matters=law.shipped_matters,
            masking=law.masking,
            reasoning=law.reasoning,
            grading=law.grading,
        )

    # -- facts ----------------------------------------------------------------------------------

    @property
    def data(self) -> Record:
        """Return what the case knows at its end."""
        return self.case.data

    @property
    def procedure(self) -> str:
        """Return the machine of the main procedure; "" for a case without one."""
        main = self.case.tracks.get(MAIN)
        return main.machine if main is not None else ""

    def person(self, person: str, event: Event | None = None) -> Person | None:
        """Return somebody by id, in the roster an act names or in the newest one."""
        agency = self.agency_of(event) if event is not None else self.agency
        return agency.person(person) if agency is not None else None

    @property
    def matter(self) -> Matter | None:
        """Return the matter of the case, from the list in force now."""
        return self.law.matters.get(self.data.text("matter"))

    @property
    def matter_at_act(self) -> MatterVersion | None:
        """Return the text of the matter in force on the day of the act."""
        day = self.data.day("act_on")
        return self.matter.version_on(day) if self.matter is not None and day else None

    @cached_property
    def deciding(self) -> Situation | None:
        """Return the situation in which the newest decision was made."""
        decision = self.decision
        return self.situation(decision.act) if decision is not None else None

    @cached_property
    def reasoned(self) -> tuple[ReasoningFinding, ...]:
        """Return everything the rules for reasoned decisions find in the newest decision."""
        situation, decision = self.deciding, self.decision
        kind = DECISIONS.get(decision.form, "") if decision is not None else ""
        if situation is None or brief_of(situation, kind) is None:
            return ()
        return lint(situation, kind)

    @property
    def fine(self) -> int:
        """Return the fine decided, in fen; 0 without one."""
        inputs = self.decision.inputs if self.decision is not None else Record()
        return inputs.number("decision_fine") or inputs.number("spot_fine") or 0

    @property
    def decided_on(self) -> date | None:
        """Return the day of the newest decision."""
        return self.decision.day if self.decision is not None else None


def _made(paper: Paper) -> tuple[datetime, int]:
    """When a paper was made; papers of one moment in the order of their acts."""
    return paper.at, paper.act.seq


#: Forms a case is decided by, and what the rules for reasoned decisions call such a decision.
DECISIONS = {
    "penalty_decision": "penalty",
    "no_penalty_decision": "no_penalty",
    "spot_penalty_decision": "spot",
}
