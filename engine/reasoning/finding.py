"""What the linter finds: a rule that is not kept, where, and what is written there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.reasoning.brief import Brief
from engine.reasoning.rules import ReasoningRule
from engine.verdict import Detail, Remark

#: Details of one finding; the input it is about under `where`.
Details: TypeAlias = Mapping[str, Detail]
Check = Callable[[Brief, ReasoningRule], Iterator[Details]]

_CHECKS: dict[str, Check] = {}
#: How much of a sentence a finding repeats.
_QUOTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule not kept at one place."""

    rule: ReasoningRule
    details: Details = field(default_factory=dict)

    def remark(self) -> Remark:
        """Return the finding as verdicts carry it."""
        return Remark(code=self.rule.id, law=self.rule.law, details=self.details)


def check(function: Check) -> Check:
    """Register a check under its own name."""
    _CHECKS[function.__name__] = function
    return function


def check_named(name: str) -> Check | None:
    """Return the check of a name, or None."""
    return _CHECKS.get(name)


def quote(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
