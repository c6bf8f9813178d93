"""A case's statutory periods, and how each date was found."""

from datetime import date
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.screen import put, table
from commands.session import Session
from engine.case import Case, RunningDeadline
from engine.derivation import Step
from engine.periods import DeadlineRule

if TYPE_CHECKING:
    from rich.console import Console


def show_deadlines(session: Session, text: str, *, explain: bool) -> ExitCode:
    """Give the periods of a case, with their derivations when `explain`."""
    with session.open() as office:
        case = office.case(text)
        found = sorted(case.deadlines.values(), key=_order)
        payload = {
            "ok": True,
            "case": case.id,
            "deadlines": [_payload(office, d, explain=explain) for d in found],
        }

        def show(console: "Console") -> None:
            _show(office, console, case, found)
            for deadline in found if explain else ():
                _explain(office, console, deadline)

        office.screen.result(payload, show)
    return ExitCode.DONE


def _order(deadline: RunningDeadline) -> tuple[bool, date]:
    return deadline.status == "stopped", deadline.computed.due or date.max


def _rule(office: Office, deadline: RunningDeadline) -> DeadlineRule | None:
    return office.workspace.law.rules.get(deadline.rule)


def _payload(office: Office, deadline: RunningDeadline, *, explain: bool) -> dict[str, object]:
    rule, computed = _rule(office, deadline), deadline.computed
    payload: dict[str, object] = {
        "instance": deadline.instance,
        "rule": deadline.rule,
        "name": office.names.deadline(deadline.rule),
        "track": deadline.track,
        "status": deadline.status,
        "who": rule.who if rule is not None else None,
        "start": deadline.start,
        "due": computed.due,
        "due_at": computed.due_at,
        "breach_after": computed.breach_after,
        "stopped_on": deadline.stopped_on,
        "articles": [c.text() for c in rule.law] if rule is not None else [],
        "confirmed": rule.tag.value == "confirmed" if rule is not None else None,
    }
    if explain:
        payload["derivation"] = [step.to_plain() for step in computed.derivation]
    return payload


def _show(office: Office, console: "Console", case: Case, found: list[RunningDeadline]) -> None:
    today = office.workspace.now().date()
    keys = ("name", "who", "start", "due", "left", "status")
    heads = tuple(office.say(f"deadlines.{key}") for key in keys)
    rows = [_row(office, deadline, today) for deadline in found]
    table(console, heads, rows, title=office.say("deadlines.title", case=case.number or case.id))
    if not rows:
        put(console, office.say("deadlines.none"))


def _row(office: Office, deadline: RunningDeadline, today: date) -> tuple[str, ...]:
    rule, due = _rule(office, deadline), deadline.computed.due
    left = ""
    if deadline.status == "running" and due is not None:
        days = (due - today).days
        left = office.say(
            "deadlines.days_left" if days >= 0 else "deadlines.days_over", days=abs(days)
        )
    return (
        f"{deadline.rule} {office.names.deadline(deadline.rule)}",
        office.messages.named("role", rule.who) if rule is not None else "",
        office.messages.value(deadline.start),
        office.messages.value(deadline.computed.due_at or due),
        left,
        office.messages.named("status", deadline.status),
    )


def _explain(office: Office, console: "Console", deadline: RunningDeadline) -> None:
    rule = _rule(office, deadline)
    put(console, f"\n{deadline.rule} {office.names.deadline(deadline.rule)}")
    if rule is not None:
        put(console, "  " + _rule_line(office, rule))
        if rule.doubt:
            put(console, "  " + office.say("deadlines.doubt", doubt=rule.doubt))
    for step in deadline.computed.derivation:
        put(console, "  " + _step_line(office, step))


def _rule_line(office: Office, rule: DeadlineRule) -> str:
    return office.say(
        "deadlines.rule",
        articles=tuple(c.text() for c in rule.law),
        length=str(rule.length) if rule.length else "",
        unit=office.messages.named("unit", rule.unit.value),
        runs_from=rule.runs_from,
        rollover=office.messages.named("rollover", rule.rollover.value),
        if_missed=rule.if_missed,
    )


def _step_line(office: Office, step: Step) -> str:
    messages = office.messages
    days = messages.day(step.first)
    if step.last != step.first:
        days = office.say("deadlines.span", first=step.first, last=step.last)
    return office.say(
        "deadlines.step",
        days=days,
        what=messages.named("step", step.kind.value),
        counted=str(step.counted) if step.counted else "",
        reason=step.reason,
    )
