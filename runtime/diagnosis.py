"""What an examination of a workspace says: one thing looked at, how bad it is, what to know of it.

The sentences stand in the catalogue under `doctor.<code>`. Refuses to look at anything.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from workflows.lined_yaml import read_fields

OK, WARN, BAD = "ok", "warn", "bad"
DATA = Path(__file__).parent / "data" / "doctor.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing looked at: `doctor.<code>` in the catalogue says what and how to mend it."""

    code: str
    level: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How many days before its end a certificate is announced."""

    #: An officer's for enforcing the law.
    officer: int
    #: That of a key the bureau issued itself.
    key: int
    #: Any between an SM2 seal and its root.
    sm2: int
    #: The bureau's root.
    root: int


@lru_cache(maxsize=1)
def ahead() -> Ahead:
    """Return the days that come with the program."""
    top = read_fields(DATA)
    names = ("officer", "key", "sm2", "root")
    officer, key, sm2, root = (top.scalar(name).whole() for name in names)
    top.done()
    return Ahead(officer=officer, key=key, sm2=sm2, root=root)
