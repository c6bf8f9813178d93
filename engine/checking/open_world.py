"""Asking the real questions about a case of which most papers are not written.

A question that reads anything the exploration does not keep has no answer here: it is open, and
whoever asks decides or takes it both ways. No list of open questions is kept; reading decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, SupportsIndex

from engine.case import Case, EvidenceItem, Track
from engine.definition import Transition
from engine.errors import AnjuanError
from engine.facts import CaseFacts
from engine.record import Record, Value
from engine.situation import Neighbour, Situation
from engine.verdict import Fact

#: A question with its arguments, as text.
Key = tuple[str, str]
Answer = bool | str


#: Questions about settings: what a bureau may switch on, it is taken to have switched on.
BUREAUS_CHOICE = frozenset({"configured"})


class Fork(Exception):  # noqa: N818 - not an error: a point where the course of a case divides
    """An open question whose answer decides what happens next."""

    def __init__(self, key: Key) -> None:
        """`key` is the question nobody has answered."""
        super().__init__(key)
        self.key = key


class _Noting(dict[str, Value]):
    """Values that note the reading of any name that is not kept."""

    def __init__(self, values: Record, kept: frozenset[str], touched: set[str]) -> None:
        super().__init__(values.as_dict())
        self._kept, self._touched = kept, touched

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Value:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return super().__contains__(name)

    def _note(self, name: str) -> None:
        if name not in self._kept:
            self._touched.add(name)


class OpenRecord(Record):
    """A record of which only some names are kept."""

    __slots__ = ("_touched", "kept")

    def __init__(self, values: Record, kept: frozenset[str], touched: set[str]) -> None:
        """Note in `touched` every reading of a name not in `kept`."""
        super().__init__()
        self._values = _Noting(values, kept, touched)
        self.kept, self._touched = kept, touched

    def merged(self, other: Mapping[str, Value]) -> "OpenRecord":
        """Return a record in which the values of `other` win, and are known."""
        values = super().merged(other)
        return OpenRecord(values, self.kept | other.keys(), self._touched)


class AllBut(frozenset[str]):
    """Every name but some: what an input does not ask for is known not to stand in it."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return not super().__contains__(name)


def unwritten(transition: Transition, given: Record) -> AllBut:
    """Return every name but those an input asks for and does not give."""
    return AllBut({s.name for s in transition.inputs} - set(given))


class OpenEvidence(list[EvidenceItem]):
    """Evidence nobody has written down: looking at it is noted."""

    def __init__(self, touched: set[str]) -> None:
        """Note in `touched` every look."""
        super().__init__()
        self._touched = touched

    def __iter__(self) -> Iterator[EvidenceItem]:
        self._touched.add("evidence")
        return super().__iter__()

    def __len__(self) -> int:
        self._touched.add("evidence")
        return 0

    def __bool__(self) -> bool:
        self._touched.add("evidence")
        return False

    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        self._touched.add("evidence")
        return super().__getitem__(index)

    def copy(self) -> "OpenEvidence":
        """Return the same, for a case about to move on."""
        return OpenEvidence(self._touched)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSituation(Situation):
    """A situation in which only kept names are known."""

    known: Record

    @property
    def data(self) -> Record:
        """Return what is kept of the case and of this command's input."""
        return self.known


def opened(
    situation: Situation, given: Record, kept: frozenset[str], touched: set[str]
) -> OpenSituation:
    """Return `situation` with nothing known but what is `given` or kept."""

    def neighbours() -> tuple[Neighbour, ...]:
        touched.add("neighbours")
        return ()

    def other(_: str) -> Case | None:
        touched.add("other case")
        return None

    values = {f.name: getattr(situation, f.name) for f in fields(Situation)}
    names = kept | given.keys()
    values["inputs"] = OpenRecord(given, unwritten(situation.transition, given), touched)
    values["neighbours"], values["other"] = neighbours, other
    known = OpenRecord(situation.case.data.merged(given), frozenset(names), touched)
    return OpenSituation(**values, known=known)


def opened_track(track: Track, kept: frozenset[str], touched: set[str]) -> Record:
    """Return a track's own data of which only some names are kept."""
    return OpenRecord(track.data, kept, touched)


class WorldFacts(CaseFacts):
    """Answers about an open situation; `decided` holds what was settled where nothing is known."""

    def __init__(
        self,
        situation: OpenSituation,
        touched: set[str],
        decided: dict[Key, Answer],
        named: Callable[[Record], str],
    ) -> None:
        """Answer about `situation`; `named` gives the text of arguments."""
        super().__init__(situation)
        self.situation = situation
        self._touched, self.decided, self._named = touched, decided, named
        #: What could be answered from the case itself.
        self.found: dict[Key, Answer] = {}

    def key(self, name: str, args: Record) -> Key:
        """Return the question as a key."""
        return name, self._named(args) if args else ""

    def known(self, name: str, args: Record) -> Fact | None:
        """Return the real answer, what was decided, or None where the question is open."""
        key = self.key(name, args)
        if key in self.decided:
            return Fact(value=self.decided[key])
        if key in self.found:
            return Fact(value=self.found[key])
        self._touched.clear()
        try:
            fact = super().ask(name, args)
        except (AnjuanError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None  # it stumbled over a paper that is not there
        if self._touched:
            return None
        self.found[key] = fact.value
        return fact

    def ask(self, name: str, args: Record) -> Fact:
        """Answer a question; raises Fork where it is open."""
        fact = self.known(name, args)
        if fact is None:
            raise Fork(self.key(name, args))
        return fact


def texts_of() -> Callable[[Record], str]:
    """Return a function that gives the text of arguments, worked out once for each."""
    known: dict[int, tuple[Record, str]] = {}

    def text(args: Record) -> str:
        found = known.get(id(args))
        if found is None:
            found = known[id(args)] = args, repr(dict(sorted(args.items())))
        return found[1]

    return text


Decisions = Mapping[Key, Answer]
