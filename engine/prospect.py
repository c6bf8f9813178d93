"""What may become of a running case when its procedure gets another version: a class with reasons.

Values only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from engine.law import Law
from engine.people import Agency
from engine.verdict import Detail


class Fate(Enum):
    """What may become of a running case."""

    SAFE = "safe"
    #: It stays under the version it is pinned to.
    STAYS = "stays"
    #: Somebody must look at it and approve it by name.
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that keeps a case from following by itself."""

    #: Message code: `migrate.why.<code>` in the catalogue.
    code: str
    fate: Fate
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The class of one track of one case, with every reason."""

    case: str
    track: str
    source: str
    target: str
    reasons: tuple[Reason, ...]

    @property
    def fate(self) -> Fate:
        """Return the class: what must stay, stays, whatever else is said."""
        found = {r.fate for r in self.reasons}
        return next((f for f in (Fate.STAYS, Fate.HUMAN) if f in found), Fate.SAFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What judging a migration stands on."""

    law: Law
    #: The bureau as its profile describes it when the migration is judged.
    agency: Agency


def stays(code: str, **details: Detail) -> Reason:
    """Return a reason to stay."""
    return Reason(code=code, fate=Fate.STAYS, details=details)


def human(code: str, **details: Detail) -> Reason:
    """Return a reason to ask somebody."""
    return Reason(code=code, fate=Fate.HUMAN, details=details)
