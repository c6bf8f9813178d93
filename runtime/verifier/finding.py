"""What is wrong and where: the findings of a check, each with document, page, event and article."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from runtime.verifier.der import UnreadableError
from runtime.verifier.words import SAID

Result = TypeVar("Result")
#: What Python raises where a value is not of the shape it must have.
DAMAGED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    UnreadableError,
)


class Place(NamedTuple):
    """Where a reader looks: a file, its pages in the dossier, a page within the file."""

    file: str = ""
    first: int = 0
    last: int = 0
    #: Page within the file, from 1; 0 where the whole file is meant.
    inside: int = 0

    @property
    def page(self) -> str:
        """The page as a reader of the dossier looks for it."""
        if not self.first:
            return f"文件内第{self.inside}页" if self.inside else ""
        if self.inside:
            return f"第{self.first + self.inside - 1}页"
        return f"第{self.first}页" if self.first == self.last else f"第{self.first}至{self.last}页"


NOWHERE = Place()


class Finding(NamedTuple):
    """One thing that is wrong."""

    code: str
    text: str
    place: Place
    #: Number of the event, 0 where none is meant.
    event: int
    #: Article by short code, or the standard that asks for it.
    law: str
    facts: dict[str, object]


class Findings:
    """The findings of a run, with what was looked at and what could not be."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.all: list[Finding] = []
        self.looked_at: dict[str, int] = {}
        self.unchecked: list[str] = []

    def add(
        self, code: str, place: Place = NOWHERE, *, event: int = 0, law: str = "", **facts: object
    ) -> None:
        """Note one finding; the same one is noted once."""
        found = Finding(code, SAID[code].format(**facts), place, event, law, facts)
        if found not in self.all:
            self.all.append(found)

    def attempt(
        self,
        what: str,
        act: Callable[[], Result],
        place: Place = NOWHERE,
        event: int = 0,
        passing: type[Exception] | None = None,
    ) -> Result | None:
        """Do one part of a check; what is too damaged to be looked at is a finding of its own.

        An exception of the kind `passing` is the caller's.
        """
        try:
            return act()
        except DAMAGED as problem:
            if passing and isinstance(problem, passing):
                raise
            told = f"{type(problem).__name__} {problem}"
            self.add("damaged", place, event=event, law="APL 47", what=what, problem=told)
            return None

    def count(self, what: str, number: int = 1) -> None:
        """Note that so many more of something were looked at."""
        self.looked_at[what] = self.looked_at.get(what, 0) + number

    def could_not(self, code: str, **facts: object) -> None:
        """Note what this run could not check."""
        text = SAID[code].format(**facts)
        if text not in self.unchecked:
            self.unchecked.append(text)
