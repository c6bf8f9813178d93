"""What an audit reports: a stable code, the place it concerns, and facts for its text.

Values only. The sentence for a reader is in the message catalogue under `audit.<code>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is wrong, as closely as is known; what is not known is empty or 0."""

    case: str = ""
    #: Sequence number of the event.
    seq: int = 0
    document: str = ""
    #: File, relative to the workspace.
    path: str = ""
    table: str = ""
    #: Page of the database, serial of a number or leaf of the ledger.
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """One thing that is not as the ledger and the law say it must be."""

    code: str
    place: Place = field(default_factory=Place)
    facts: Mapping[str, str | int] = field(default_factory=dict)
