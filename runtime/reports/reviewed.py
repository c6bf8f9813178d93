"""What reports on a month of reviews are made from: the draw, the figures, and what ids are called.

Refuses to know where they were read and what a report says of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.rater_quality import PanelQuality
from engine.repeat_problems import RepeatProblem
from engine.reporting.quality import Quality
from engine.reporting.rectification import Ageing


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the ids of a month are called; an id without a name is shown as it is."""

    squads: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    #: What items are referred to by, such as E4.
    codes: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    matters: Mapping[str, str] = field(default_factory=dict)

    def squad(self, squad: str) -> str:
        """Return a squad's name."""
        return self.squads.get(squad, squad)

    def person(self, person: str) -> str:
        """Return a person's name."""
        return self.people.get(person, person)

    def item(self, item: str) -> str:
        """Return the name of an item or veto."""
        return self.items.get(item, item)

    def code(self, item: str) -> str:
        """Return what an item or veto is referred to by."""
        return self.codes.get(item, item)

    def whole(self, item: str) -> str:
        """Return code and name of an item or veto."""
        return f"{self.code(item)} {self.item(item)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was reviewed, and how it was chosen."""

    month: str
    population: int
    sampled: int
    #: Month the dossiers drawn from were closed in; empty where it is the month itself.
    closed_in: str = ""
    #: As the draw gives it; empty where nothing was drawn.
    reason: str = ""
    root: str = ""
    seed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Everything reports on reviews are made from."""

    drawn: Drawn
    figures: Quality
    panel: PanelQuality
    ageing: Ageing
    repeats: tuple[RepeatProblem, ...]
    names: Names
    #: Points two reviews of a dossier may lie apart before a third one is due.
    gap: float
