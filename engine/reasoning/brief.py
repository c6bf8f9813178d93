"""A decision and its case as the checks read them, each part worked out when it is asked for."""

from dataclasses import dataclass
from functools import cached_property

from engine.citation import Citation
from engine.matters import MatterVersion
from engine.reasoning.known import Known, known_of
from engine.reasoning.proofs import Proof, proofs_of
from engine.reasoning.rules import DecisionKind, Edition, Part
from engine.record import Record
from engine.situation import Situation
from engine.statements import points_since_notice


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a decision: the input that holds it, its part, what it says."""

    input: str
    part: Part
    text: str


@dataclass(frozen=True)
class Brief:
    """One decision of one kind, about to be made."""

    situation: Situation
    edition: Edition
    kind: DecisionKind

    @property
    def data(self) -> Record:
        """Return what the case knows, the decision on top."""
        return self.situation.data

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return every text of the decision."""
        return tuple(
            Passage(name, part, self.situation.inputs.text(name))
            for part, names in self.kind.texts.items()
            for name in names
        )

    def said(self, parts: frozenset[Part] = frozenset()) -> tuple[Passage, ...]:
        """Return the passages of some parts, of all without any."""
        return tuple(p for p in self.passages if not parts or p.part in parts)

    def text(self, *parts: Part) -> str:
        """Return what some parts say, in one."""
        return "\n".join(p.text for p in self.said(frozenset(parts)))

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """Return what the facts may rest on."""
        handed_in = self.situation.inputs.records("evidence")
        return proofs_of(self.situation.case, handed_in, self.edition.records)

    @cached_property
    def known(self) -> Known:
        """Return what the other documents say."""
        own = {p.input for p in self.passages} | {self.kind.fine}
        return known_of(self.situation, own, self.edition.units)

    @property
    def fine(self) -> int:
        """Return the fine decided, in fen."""
        return (self.situation.inputs.number(self.kind.fine) or 0) if self.kind.fine else 0

    @property
    def versions(self) -> tuple[MatterVersion, ...]:
        """Return the texts of the law the decision may cite: at the act, and the governing one."""
        found = (self.situation.matter, self.situation.governing)
        return tuple(v for v in dict.fromkeys(found) if v is not None)

    @cached_property
    def breached(self) -> tuple[Citation, ...]:
        """Return the provisions the act breached."""
        return tuple(c for v in self.versions for c in v.breached)

    @cached_property
    def penalty(self) -> tuple[Citation, ...]:
        """Return the provisions the penalty rests on."""
        return tuple(c for v in self.versions for c in v.penalty)

    @cached_property
    def citable(self) -> tuple[Citation, ...]:
        """Return every provision of the matter, and of the norms it was compared with."""
        own = (*self.breached, *self.penalty)
        seizure = (c for v in self.versions for c in v.seizure_basis)
        return (*own, *seizure, *self._compared())

    def _compared(self) -> tuple[Citation, ...]:
        matters, day = self.situation.matters, self.data.day("act_on")
        others = {row.text("matter") for row in self.data.records("other_norms")}
        if self.situation.matter is not None:
            others |= {*self.situation.matter.competes, *self.situation.matter.yields_to}
        found = (matters[o].version_on(day) for o in sorted(others) if o in matters and day)
        return tuple(c for v in found if v is not None for c in (*v.breached, *v.penalty))

    @property
    def places(self) -> tuple[str, ...]:
        """Return where the act happened: of the lead, and of the inspections."""
        acts = (e.inputs for e in self.situation.case.events)
        found = (i.text("place") for i in acts if i.text("findings"))
        return tuple(p for p in (self.data.text("lead_place"), *found) if p)

    @property
    def points(self) -> tuple[str, ...]:
        """Return every point the party raised since the last notice."""
        return points_since_notice(self.situation.case)

    @property
    def answers(self) -> dict[str, Record]:
        """Return what was answered, by the point."""
        return {a.text("point"): a for a in self.data.records("point_answers")}
