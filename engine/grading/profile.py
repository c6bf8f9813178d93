"""A grading profile (评查标准): vetoes and items, what feeds them, and what a total is worth.

All of it is data a bureau may edit; this module only says what such data can say. Points are kept
in halves, so that no sum is ever inexact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.record import Record

#: Halves in a point: the standards round to half points.
HALVES = 2


class Kind(StrEnum):
    """Who decides an item or a veto."""

    #: The program decides with certainty.
    AUTO = "A"
    #: The program writes the finding, a person confirms it.
    ASSISTED = "S"
    #: A person decides; the program shows what it can.
    HUMAN = "H"


class Stage(StrEnum):
    """How far a case has come, in order."""

    OPENED = "opened"
    FILED = "filed"
    REPORTED = "reported"
    NOTIFIED = "notified"
    DECIDED = "decided"
    SERVED = "served"
    CLOSED = "closed"
    ARCHIVED = "archived"


ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """When an item is asked at all; empty conditions always hold, all of them together."""

    #: Any of these documents is in the dossier.
    forms: tuple[str, ...] = ()
    #: The case ended in one of these outcomes of the profile.
    outcomes: tuple[str, ...] = ()
    #: A registered question of its own.
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One check as a profile asks it: what it looks at, what a finding costs."""

    check: str
    #: Article or rule behind it, in short form.
    law: str
    #: Halves of a point each finding costs; 0 for a check that only points something out.
    halves: int = 0
    #: At most so many halves over all findings of this check; 0 for no limit of its own.
    most: int = 0
    #: The stage from which on the answer is final; before it nothing is said.
    after: Stage = Stage.OPENED
    #: Only in these outcomes; any without.
    outcomes: tuple[str, ...] = ()
    #: Code of the explanation; the name of the check where none is given.
    code: str = ""
    forms: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    number: int = 0
    deadline: str = ""
    #: Names of rules of `engine.reasoning`, or of facts, that a check passes on.
    names: tuple[str, ...] = ()
    #: What a fact is asked with.
    args: Record = field(default_factory=Record)
    #: The answer wanted of a fact.
    wanted: bool = True

    @property
    def explained(self) -> str:
        """Return the code its findings are explained under."""
        return self.code or self.check


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One scored item."""

    id: str
    group: str
    name: str
    halves: int
    kind: Kind
    #: What stands behind it, in short form.
    law: tuple[str, ...]
    #: The ladder of deductions as people read it.
    ladder: str
    #: Forms that show it.
    evidence: tuple[str, ...]
    applies: Applies = field(default_factory=Applies)
    checks: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """One defect that fails a dossier whatever its score (一票否决)."""

    id: str
    name: str
    kind: Kind
    law: tuple[str, ...]
    evidence: tuple[str, ...]
    applies: Applies = field(default_factory=Applies)
    checks: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of items; `guards` ones must not be at zero in an excellent dossier."""

    id: str
    name: str
    guards: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A grade and the scaled total from which on it is given, in halves."""

    grade: str
    name: str
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One version of one standard."""

    id: str
    name: str
    version: str
    valid_from: date
    valid_to: date | None
    #: Main procedures it grades.
    procedures: tuple[str, ...]
    #: Where its points and rules come from.
    source: str
    #: What the items add up to, in halves.
    halves: int
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    vetoes: tuple[Veto, ...]
    #: From best to worst; the last one takes whatever is left.
    bands: tuple[Band, ...]
    #: The grade a guarding group at zero shuts out.
    best: str
    #: Whether a confirmed veto also makes the total nought.
    veto_zeroes_score: bool
    #: By stage, the documents that show it was reached.
    stages: Mapping[Stage, tuple[str, ...]]
    #: By stage, states of the main procedure that show it.
    states: Mapping[Stage, tuple[str, ...]]
    #: By outcome, the documents that make it; the first that fits.
    outcomes: Mapping[str, tuple[str, ...]]
    #: The outcome an unfinished case is looked at for, before any is known.
    expected: str
    #: SHA-256 of the file it was read from, hex: every graded dossier names it.
    digest: str = ""

    def item(self, item_id: str) -> Item | None:
        """Return one item, or None."""
        return next((i for i in self.items if i.id == item_id), None)

    def veto(self, veto_id: str) -> Veto | None:
        """Return one veto, or None."""
        return next((v for v in self.vetoes if v.id == veto_id), None)

    def heads(self) -> Iterator[Item | Veto]:
        """Yield everything findings may belong to, vetoes first."""
        yield from self.vetoes
        yield from self.items
