"""The register of questions, and the answers a real case gives.

A question is a function of a `Situation` and its parameters; it is registered once under the
name the definitions use.
"""

from collections.abc import Callable
from typing import Protocol

from engine.errors import ConfigurationError
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Detail, Fact

Question = Callable[[Situation, Record], Fact]

_QUESTIONS: dict[str, Question] = {}


class Facts(Protocol):
    """The only window a guard has on a case."""

    def ask(self, name: str, args: Record) -> Fact:
        """Answer one question; raises ConfigurationError for an unknown name."""
        ...


def question(function: Question) -> Question:
    """Register `function` under its own name."""
    name = function.__name__
    if name in _QUESTIONS:
        msg = f"two questions are named {name}"
        raise ValueError(msg)
    _QUESTIONS[name] = function
    return function


def fact_names() -> frozenset[str]:
    """Return the names definitions may use."""
    return frozenset(_QUESTIONS)


class CaseFacts:
    """Facts of a real case, each worked out once per planning."""

    def __init__(self, situation: Situation) -> None:
        """Answer about `situation`."""
        self._situation = situation
        #: By name and identity of the arguments, which are kept so that no other has theirs.
        self._known: dict[tuple[str, int], tuple[Record, Fact]] = {}

    def ask(self, name: str, args: Record) -> Fact:
        """Answer one question about the case."""
        key = (name, id(args) if args else 0)
        known = self._known.get(key)
        if known is None:
            if name not in _QUESTIONS:
                raise ConfigurationError("definition.unknown_fact", fact=name)
            known = self._known[key] = args, _QUESTIONS[name](self._situation, args)
        return known[1]


#: The answer most questions give: nothing more is to be said of it.
_YES = Fact(value=True)


def yes(**details: Detail) -> Fact:
    """The answer yes."""
    return Fact(value=True, details=details) if details else _YES


def no(**details: Detail) -> Fact:
    """The answer no, with what the sentence about it needs."""
    return Fact(value=False, details=details)


def whether(truth: bool, **details: Detail) -> Fact:
    """Yes or no."""
    return Fact(value=truth, details=details)
