"""What linting reports: a stable code, a file and line, and facts for the sentence about it.

Values only. The sentence for a reader is in the message catalogue under `lint.<code>`.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Level(Enum):
    """How much a finding matters."""

    #: The file cannot be used, or means something else than it says.
    ERROR = "error"
    #: Lawful, but probably not what was meant.
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """One thing wrong with a data file."""

    file: str
    line: int
    code: str
    level: Level = Level.ERROR
    facts: Mapping[str, object] = field(default_factory=dict)


def nearest(word: str, known: Collection[str], *, like: float = 0.5) -> str:
    """Return the word of `known` that `word` may have meant, or an empty text."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=like)
    return found[0] if found else ""
