"""Asking a decision every rule of its kind: all of them, whatever else is found."""

from engine.errors import ConfigurationError
from engine.reasoning import agreement, blocks, told
from engine.reasoning.brief import Brief
from engine.reasoning.finding import Finding, check_named
from engine.reasoning.rules import Part, edition_on
from engine.situation import Situation

#: The modules whose checks the data may name.
CHECKS = (agreement, blocks, told)


def brief_of(situation: Situation, decision: str) -> Brief | None:
    """Return a decision as the checks read it; None where no edition knows its kind."""
    edition = edition_on(situation.reasoning, situation.today)
    kind = edition.decisions.get(decision) if edition is not None else None
    if edition is None or kind is None:
        return None
    return Brief(situation, edition, kind)


def lint(situation: Situation, decision: str, part: Part | None = None) -> tuple[Finding, ...]:
    """Return everything the rules of a kind of decision find, in their order.

    `part` asks only the rules of one part. Findings that only cost points are among them. Raises
    ConfigurationError `reasoning.not_in_force` where no rules for it are in force.
    """
    brief = brief_of(situation, decision)
    if brief is None:
        raise ConfigurationError("reasoning.not_in_force", decision=decision, day=situation.today)
    return tuple(
        Finding(rule=rule, details=details)
        for rule in brief.edition.asked(decision, part)
        if (check := check_named(rule.check)) is not None
        for details in check(brief, rule)
    )
