"""What a decision must say, as data: its blocks, its rules with their articles, in editions.

An edition holds for the acts of its days, so that an old decision is judged as it was written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """What of a decision a rule is about: the five blocks, its content, and the other documents."""

    FACTS = "facts"
    EVIDENCE = "evidence"
    LAW = "law"
    DISCRETION = "discretion"
    ANSWER = "answer"
    CONTENT = "content"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningRule:
    """One thing asked of a decision."""

    id: str
    part: Part
    #: Name of the check that carries it out (engine.reasoning.checks).
    check: str
    #: Citation in short form, such as `APL 40`.
    law: str
    #: Kinds of decision it is asked of.
    decisions: frozenset[str]
    #: Whether the decision may not be made; else it costs points when the dossier is graded.
    blocks: bool
    #: The parts whose texts are read; none means all of them.
    reads: frozenset[Part] = frozenset()
    words: tuple[str, ...] = ()
    number: int = 0
    #: The period whose length a text must not contradict.
    deadline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record that proves facts without being an item of evidence of its own."""

    form: str
    name: str
    #: What else officers call it.
    calls: tuple[str, ...]
    #: Input that says what it proves.
    proves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionKind:
    """Where one kind of decision says what."""

    id: str
    #: By part, the inputs that hold its text.
    texts: Mapping[Part, tuple[str, ...]]
    #: Input that holds the fine; "" when it has none.
    fine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The rules in force between two days, with the words they go by."""

    id: str
    valid_from: date
    valid_to: date | None
    decisions: Mapping[str, DecisionKind]
    rules: tuple[ReasoningRule, ...]
    records: tuple[RecordKind, ...]
    #: Units in which measured quantities are written.
    units: tuple[str, ...]
    #: How the content of a decision calls a kind of penalty, the usual name first.
    kinds: Mapping[str, tuple[str, ...]]
    #: How a text calls a tier of the benchmark.
    tiers: Mapping[str, str]
    #: How an answer says that a point is adopted, partly adopted, or not.
    adoption: Mapping[str, tuple[str, ...]]
    #: How the circumstances of a case weigh.
    weights: Mapping[str, str]
    #: Sentences a narrative is put together from.
    draft: Mapping[str, str] = field(default_factory=dict)

    def asked(self, decision: str, part: Part | None = None) -> tuple[ReasoningRule, ...]:
        """Return the rules asked of a kind of decision, of one part of it when given."""
        return tuple(
            r for r in self.rules if decision in r.decisions and (part is None or r.part is part)
        )


def edition_on(editions: Iterable[Edition], day: date) -> Edition | None:
    """Return the edition in force on `day`, or None."""
    fitting = (
        e for e in editions if e.valid_from <= day and (e.valid_to is None or day <= e.valid_to)
    )
    return next(fitting, None)
