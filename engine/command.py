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

    #: Given by the asker, or empty to let the wish be recognised when it is repeated.
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

    def wish(self, inputs: Record) -> bytes:
        """Return who asks for what; the same wish sent twice is the same."""
        return canonical([self.case, self.track, self.trigger, self.actor, to_json(inputs)])

    def fingerprint(self, inputs: Record, salt: str) -> str:
        """Return SHA-256(salt ‖ wish), hex; inputs cannot be guessed from it without the salt.

        `salt` is the hexadecimal one in the private part of the event the wish became.
        """
        return hashlib.sha256(bytes.fromhex(salt) + self.wish(inputs)).hexdigest()
