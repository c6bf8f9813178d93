"""What somebody asks of a case, before anything has been judged."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.quick_values import quickly_made
from engine.record import Record, canonical, to_json

SYSTEM = "system"


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One wish to move one track of one case."""

    #: Given by the asker, or empty to let the fingerprint recognise a repetition.
    id: str
    #: Empty when the command opens a case.
    case: str
    track: str
    trigger: str
    #: Person id, or `system`.
    actor: str
    at: datetime
    #: Plain values of the input file, still unchecked.
    raw: Mapping[str, object] = field(default_factory=dict)
    #: Case version the asker last saw; None accepts any.
    expected_version: int | None = None
    #: Inputs already checked when the proposal was opened; replaces `raw`.
    checked: Record | None = None
    #: The proposal event this command completes, or 0.
    proposal: int = 0

    def fingerprint(self, inputs: Record) -> str:
        """Return the digest of who asks for what; the same wish sent twice has the same one."""
        wish = [self.case, self.track, self.trigger, self.actor, to_json(inputs)]
        return hashlib.sha256(canonical(wish)).hexdigest()
