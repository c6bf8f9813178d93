"""How a period's date was found, in sentences: its rule, and each step of the derivation."""

from commands.office import Office
from engine.derivation import Step, StepKind
from engine.periods import DeadlineRule, Direction


def rule_line(office: Office, rule: DeadlineRule) -> str:
    """Return what the rule says: article, length, start, roll-over, and what missing it brings."""
    backward = rule.direction is Direction.BACKWARD
    return office.say(
        "deadlines.rule",
        articles=tuple(c.text() for c in rule.law),
        length=str(rule.length) if rule.length else "",
        unit=office.messages.named("unit", rule.unit.value),
        runs_from=rule.runs_from,
        rollover=office.messages.named("rollover", "backward" if backward else rule.rollover.value),
        if_missed=rule.if_missed,
    )


def step_line(office: Office, step: Step, rule: DeadlineRule | None) -> str:
    """Return one step: which days, what of them, how many counted, and why."""
    messages, kind = office.messages, step.kind.value
    if step.kind is StepKind.ROLLED and rule is not None and rule.direction is Direction.BACKWARD:
        kind = "rolled_back"
    days = messages.day(step.first)
    if step.last != step.first:
        days = office.say("deadlines.span", first=step.first, last=step.last)
    return office.say(
        "deadlines.step",
        days=days,
        what=messages.named("step", kind),
        counted=str(step.counted) if step.counted else "",
        reason=step.reason,
    )
