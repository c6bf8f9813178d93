"""A case's statutory periods, how urgent they are, and how each date was found or would be."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from commands import what_if
from commands.exit_codes import ExitCode
from commands.office import Office
from commands.period_steps import rule_line, step_line
from commands.screen import put, table
from commands.session import Session
from commands.urgency import (
    STYLES,
    dated_now,
    left_text,
    level_text,
    standing_payload,
    stands,
    unknown_years,
)
from engine.case import Case, RunningDeadline
from engine.periods import DeadlineRule
from engine.standing import Standing

if TYPE_CHECKING:
    from rich.console import Console


def show_deadlines(
    session: Session, text: str, *, explain: bool, suppositions: Sequence[str] = ()
) -> ExitCode:
    """Give the periods of a case, with their derivations when `explain`.

    With suppositions: what its periods would be, and nothing else. A year without a table is
    named on stderr, and the exit status says so.
    """
    with session.open() as office:
        case = office.case(text)
        if suppositions:
            return _suppose(office, case, suppositions)
        found = sorted((dated_now(office, d) for d in case.deadlines.values()), key=_order)
        years = [d.computed.awaits_year for d in found if d.status == "running"]
        status, said = unknown_years(office, [year for year in years if year is not None])
        payload = said | {
            "case": case.id,
            "deadlines": [_payload(office, d, explain=explain) for d in found],
        }

        def show(console: "Console") -> None:
            _show(office, console, case, found)
            for deadline in found if explain else ():
                _explain(office, console, deadline)

        office.screen.result(payload, show)
    return status


def _suppose(office: Office, case: Case, texts: Sequence[str]) -> ExitCode:
    found = what_if.supposed(office, case, texts)
    payload = {
        "ok": True,
        "case": case.id,
        "what_if": list(texts),
        "deadlines": [what_if.payload(office, one) for one in found],
    }
    office.screen.result(payload, lambda console: what_if.show(office, console, case, found))
    return ExitCode.DONE


def _order(deadline: RunningDeadline) -> tuple[bool, date]:
    return deadline.status == "stopped", deadline.computed.due or date.max


def _rule(office: Office, deadline: RunningDeadline) -> DeadlineRule | None:
    return office.workspace.law.rules.get(deadline.rule)


def _standing(office: Office, deadline: RunningDeadline) -> Standing | None:
    """Return how the period stands; None when it is settled or its rule is no longer known."""
    rule = _rule(office, deadline)
    if rule is None or deadline.status == "stopped":
        return None
    return stands(office, deadline.computed, rule)


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
        "awaits_year": computed.awaits_year,
        "stopped_on": deadline.stopped_on,
        **standing_payload(_standing(office, deadline)),
        "articles": [c.text() for c in rule.law] if rule is not None else [],
        "confirmed": rule.tag.value == "confirmed" if rule is not None else None,
    }
    if explain:
        payload["derivation"] = [step.to_plain() for step in computed.derivation]
    return payload


def _show(office: Office, console: "Console", case: Case, found: list[RunningDeadline]) -> None:
    keys = ("name", "who", "start", "due", "left", "level")
    heads = tuple(office.say(f"deadlines.{key}") for key in keys)
    stand = [_standing(office, deadline) for deadline in found]
    table(
        console,
        heads,
        [_row(office, *pair) for pair in zip(found, stand, strict=True)],
        title=office.say("deadlines.title", case=case.number or case.id),
        styles=[STYLES[one.level] if one is not None else "dim" for one in stand],
    )
    if not found:
        put(console, office.say("deadlines.none"))


def _row(office: Office, deadline: RunningDeadline, found: Standing | None) -> tuple[str, ...]:
    rule, due = _rule(office, deadline), deadline.computed.due
    return (
        f"{deadline.rule} {office.names.deadline(deadline.rule)}",
        office.messages.named("role", rule.who) if rule is not None else "",
        office.messages.value(deadline.start),
        office.messages.value(deadline.computed.due_at or due),
        left_text(office, found) if found is not None else "",
        level_text(office, found)
        if found is not None
        else office.messages.named("status", deadline.status),
    )


def _explain(office: Office, console: "Console", deadline: RunningDeadline) -> None:
    rule = _rule(office, deadline)
    put(console, f"\n{deadline.rule} {office.names.deadline(deadline.rule)}")
    if rule is not None:
        put(console, "  " + rule_line(office, rule))
        if rule.doubt:
            put(console, "  " + office.say("deadlines.doubt", doubt=rule.doubt))
    for step in deadline.computed.derivation:
        put(console, "  " + step_line(office, step, rule))
