"""Asking the real questions about a case of which most papers are not written.

A question that reads anything the exploration does not keep has no answer here: it is open, and
whoever asks decides or takes it both ways. No list of open questions is kept; reading decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, SupportsIndex

from engine.case import Case, EvidenceItem
from engine.definition import Transition
from engine.errors import AnjuanError
from engine.facts import CaseFacts
from engine.open_record import OpenRecord
from engine.quick_values import quickly_made
from engine.record import Record
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


class Unwritten(Exception):  # noqa: N818 - not an error: an answer that is not to be had
    """A question looked at something nobody has written."""


class Looks(set[str]):
    """Told of every look at what is not written; the first one ends the question being asked.

    Its answer would be thrown away, so nothing more of it is worked out.
    """

    def __init__(self) -> None:
        """Nothing is being asked yet, and looks do no harm."""
        super().__init__()
        self.asking = False

    def add(self, name: str) -> None:
        """Raise Unwritten while a question is being asked."""
        if self.asking:
            raise Unwritten(name)


def unwritten(transition: Transition, given: Record) -> frozenset[str]:
    """Return the names an input asks for and does not give."""
    return frozenset([s.name for s in transition.inputs if s.name not in given])


class OpenEvidence(list[EvidenceItem]):
    """Evidence nobody has written down: looking at it is noted."""

    def __init__(self, looks: Looks) -> None:
        """Tell `looks` of every look."""
        super().__init__()
        self._looks = looks

    def __iter__(self) -> Iterator[EvidenceItem]:
        self._looks.add("evidence")
        return super().__iter__()

    def __len__(self) -> int:
        self._looks.add("evidence")
        return 0

    def __bool__(self) -> bool:
        self._looks.add("evidence")
        return False

    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        self._looks.add("evidence")
        return super().__getitem__(index)

    def copy(self) -> "OpenEvidence":
        """Return the same, for a case about to move on."""
        return OpenEvidence(self._looks)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSituation(Situation):
    """A situation in which only kept names are known."""

    known: Record

    @property
    def data(self) -> Record:
        """Return what is kept of the case and of this command's input."""
        return self.known


def opened(situation: Situation, given: Record | None, looks: Looks) -> OpenSituation:
    """Return `situation` with nothing known but what is `given`, or known of the case.

    None stands for an input nobody has begun to write: what it asks for is not known of the case
    either, since it may say otherwise.
    """

    def neighbours(_: datetime) -> tuple[Neighbour, ...]:
        looks.add("neighbours")
        return ()

    def other(_: str) -> Case | None:
        looks.add("other case")
        return None

    def drawn_for() -> str:
        looks.add("the draws on record")
        return ""

    written = given if given is not None else Record()
    inputs = OpenRecord(written, unwritten(situation.transition, written), looks)
    return OpenSituation(
        case=situation.case,
        track=situation.track,
        transition=situation.transition,
        workflow=situation.workflow,
        inputs=inputs,
        actor=situation.actor,
        now=situation.now,
        agency=situation.agency,
        matters=situation.matters,
        calendar=situation.calendar,
        rules=situation.rules,
        terminal=situation.terminal,
        benchmark=situation.benchmark,
        records=situation.records,
        neighbours=neighbours,
        other=other,
        players=situation.players,
        relations=situation.relations,
        matter_list=situation.matter_list,
        shipped_matters=situation.shipped_matters,
        masking=situation.masking,
        reasoning=situation.reasoning,
        grading=situation.grading,
        drawn_for=drawn_for,
        known=situation.case.data.merged(inputs if given is None else given),
    )


class WorldFacts(CaseFacts):
    """Answers about an open situation; `decided` holds what was settled where nothing is known."""

    def __init__(
        self,
        situation: OpenSituation,
        looks: Looks,
        decided: dict[Key, Answer],
        named: Callable[[Record], str],
    ) -> None:
        """Answer about `situation`; `named` gives the text of arguments."""
        super().__init__(situation)
        self.situation = situation
        self._looks, self.decided, self._named = looks, decided, named
        #: What could be answered from the case itself, once it was asked here.
        self.found: dict[Key, Answer] = {}
        #: What the situation answers, whatever is decided; None where it leaves a question open.
        self._answered: dict[Key, Answer | None] = {}

    def with_input(self, given: Record) -> "WorldFacts":
        """Return the same act with its input; what did not depend on the input is answered."""
        if not given and self.situation.known is self.situation.case.data:
            return self  # it gives nothing, and asks for nothing the case knows
        situation = opened(self.situation, given, self._looks)
        other = WorldFacts(situation, self._looks, dict(self.decided), self._named)
        other._answered = {k: v for k, v in self._answered.items() if v is not None}
        return other

    def parted(self, key: Key, answer: Answer) -> "WorldFacts":
        """Return the same situation with one more question decided, and nothing asked yet."""
        other = WorldFacts(self.situation, self._looks, {**self.decided, key: answer}, self._named)
        other._answered = self._answered
        return other

    def key(self, name: str, args: Record) -> Key:
        """Return the question as a key."""
        return name, self._named(args) if args else ""

    def known(self, name: str, args: Record) -> Answer | None:
        """Return the real answer, what was decided, or None where the question is open."""
        key = self.key(name, args)
        if key in self.decided:
            return self.decided[key]
        if key not in self._answered:
            self._answered[key] = self._answer(name, args)
        answer = self._answered[key]
        if answer is not None:
            self.found[key] = answer
        return answer

    def _answer(self, name: str, args: Record) -> Answer | None:
        self._looks.asking = True
        try:
            return super().ask(name, args).value
        except Unwritten:
            return None
        except (AnjuanError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None  # it stumbled over a paper that is not there
        finally:
            self._looks.asking = False

    def ask(self, name: str, args: Record) -> Fact:
        """Answer a question; raises Fork where it is open."""
        answer = self.known(name, args)
        if answer is None:
            raise Fork(self.key(name, args))
        return Fact(value=answer)


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
