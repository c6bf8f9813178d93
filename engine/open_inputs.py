"""A situation whose input nobody has written yet, and facts that know when they depend on it.

Reading a name that the transition's input may still give marks the answer as open. So no list of
input-dependent questions has to be kept beside the questions themselves.
"""

from dataclasses import dataclass, field, fields

from engine.definition import Condition, Requirement
from engine.facts import CaseFacts
from engine.judging import holds, judge_one
from engine.open_record import OpenRecord
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSituation(Situation):
    """A situation before its input is written."""

    awaited: frozenset[str] = frozenset()
    touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, situation: Situation) -> "OpenSituation":
        """Return `situation` with every field of its transition's input still open."""
        awaited = frozenset(s.name for s in situation.transition.inputs)
        touched: set[str] = set()
        known = {f.name: getattr(situation, f.name) for f in fields(Situation)}
        known["inputs"] = OpenRecord(situation.inputs, awaited, touched)
        return cls(**known, awaited=awaited, touched=touched)

    @property
    def data(self) -> Record:
        """Return what the case knows; a name the input may give counts as not yet known."""
        return OpenRecord(self.case.data, self.awaited, self.touched)


class OpenFacts:
    """Answers about an open situation: a value, or None while it depends on the input."""

    def __init__(self, situation: OpenSituation) -> None:
        """Answer about `situation`."""
        self._situation = situation

    @property
    def situation(self) -> OpenSituation:
        """Return the situation asked about."""
        return self._situation

    def judge(self, requirement: Requirement) -> Verdict | None:
        """Judge a requirement; None when the input can still change the answer."""
        self._situation.touched.clear()
        verdict = judge_one(requirement, CaseFacts(self._situation))
        return None if self._situation.touched else verdict

    def holds(self, condition: Condition | None) -> bool | None:
        """Whether a condition holds; None when the input can still change the answer."""
        self._situation.touched.clear()
        answer = holds(condition, CaseFacts(self._situation), self._situation.inputs)
        return None if self._situation.touched else answer

    def ask(self, name: str) -> Fact | None:
        """Answer a question without arguments; None when the input can still change it."""
        self._situation.touched.clear()
        fact = CaseFacts(self._situation).ask(name, Record())
        return None if self._situation.touched else fact
