"""What a check finds, and the register the data names checks by."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.grading.dossier import Dossier
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.verdict import Detail, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One defect a check saw: where, and what its sentence needs."""

    #: Document id; "" for what is missing altogether.
    document: str = ""
    #: Page within the document, from 1; 0 where the document as a whole is meant.
    page: int = 0
    details: Mapping[str, Detail] = field(default_factory=dict)
    #: Part of the points this one costs, where not what the profile says for each (in halves).
    halves: int | None = None
    #: The requirement that is not met, where that is what was seen: it explains itself.
    verdict: Verdict | None = None
    #: The check could not be carried out: what it reads is damaged.
    stopped: bool = False


#: Looks at a dossier in the way a profile asks, and says everything it finds.
Check: TypeAlias = Callable[[Dossier, Asked], Iterator[Hit]]
#: Whether an item is asked of a dossier at all.
Question: TypeAlias = Callable[[Dossier], bool]

_CHECKS: dict[str, Check] = {}
_QUESTIONS: dict[str, Question] = {}


def check(function: Check) -> Check:
    """Register a check under its own name; raises ValueError for a name taken already."""
    _fresh(function.__name__, _CHECKS)
    _CHECKS[function.__name__] = function
    return function


def question(function: Question) -> Question:
    """Register a question under its own name; raises ValueError for a name taken already."""
    _fresh(function.__name__, _QUESTIONS)
    _QUESTIONS[function.__name__] = function
    return function


def _fresh(name: str, known: Mapping[str, object]) -> None:
    if name in known:
        msg = f"two checks are named {name}"
        raise ValueError(msg)


def check_names() -> frozenset[str]:
    """Return the names profiles may use."""
    return frozenset(_CHECKS)


def check_named(name: str) -> Check | None:
    """Return the check of a name, or None."""
    return _CHECKS.get(name)


def question_named(name: str) -> Question | None:
    """Return the question of a name, or None."""
    return _QUESTIONS.get(name)


def on(paper: Paper | None, /, **details: Detail) -> Hit:
    """Return a hit on a paper, or on none where it is missing."""
    return Hit(document=paper.id if paper is not None else "", details=details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One defect of a dossier, as a grader is shown it."""

    #: Item or veto.
    head: str
    #: Check that found it.
    check: str
    #: Code of its explanation.
    code: str
    law: str
    document: str
    #: Form of the document, "" for something missing.
    form: str
    #: Page within the document, and in the numbered pages of the dossier; 0 where there is none.
    page: int
    dossier_page: int
    halves: int
    #: Whether the program is sure; otherwise a person confirms.
    certain: bool
    details: Mapping[str, Detail] = field(default_factory=dict)
    verdict: Verdict | None = None
