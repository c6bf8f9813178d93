"""How urgent a period is, told to people in a word and a colour and to programs in values.

Colour only repeats what the words say. What the levels mean is the engine's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from commands.exit_codes import ExitCode, exit_code_of
from commands.office import Office
from engine.awaited import dated
from engine.calendar import CalendarMissing
from engine.case import Case, RunningDeadline
from engine.command import SYSTEM
from engine.periods import Deadline, DeadlineRule, Expiry, Unit
from engine.standing import Level, Standing, standing, warn_at

STYLES: Mapping[Level, str] = {
    Level.OK: "",
    Level.YELLOW: "yellow",
    Level.RED: "red",
    Level.OVERDUE: "bold red",
    Level.LAPSED: "dim",
    Level.PAUSED: "dim",
    Level.UNKNOWN: "bold magenta",
}


def stands(office: Office, deadline: Deadline, rule: DeadlineRule) -> Standing:
    """Return how a running period stands now, warned of as the bureau wants."""
    workspace = office.workspace
    warn = warn_at(rule, workspace.agency)
    return standing(deadline, rule, workspace.now(), workspace.law.calendar, warn)


def level_text(office: Office, found: Standing) -> str:
    """Return the level in words."""
    return office.messages.named("standing", found.level.value)


def left_text(office: Office, found: Standing) -> str:
    """Return what is left, or how long it has been over, in words; "" without a date."""
    if found.left is None or found.unit is None:
        return ""
    if found.level in {Level.OVERDUE, Level.LAPSED}:
        key = "hours" if found.unit is Unit.HOURS else "calendar_days"
        return office.say(f"deadlines.over_by.{key}", over=-found.left)
    key = found.unit.value if found.unit in {Unit.WORKING_DAYS, Unit.HOURS} else "calendar_days"
    return office.say(f"deadlines.left_in.{key}", left=found.left)


def standing_payload(found: Standing | None) -> dict[str, object]:
    """Return the level, what is left and its unit for programs."""
    if found is None:
        return {"level": None, "left": None, "left_unit": None}
    return {"level": found.level, "left": found.left, "left_unit": found.unit}


def dated_now(office: Office, deadline: RunningDeadline) -> RunningDeadline:
    """Return a running period with the date that a year published since gives it."""
    law = office.workspace.law
    rule = law.rules.get(deadline.rule)
    if rule is None or deadline.status != "running":
        return deadline
    return replace(deadline, computed=dated(deadline, rule, law.calendar))


def running_periods(office: Office, case: Case) -> list[RunningDeadline]:
    """Return the periods of a case that are not settled, soonest first."""
    live = [dated_now(office, d) for d in case.deadlines.values() if d.status != "stopped"]
    return sorted(live, key=lambda d: d.computed.due or date.max)


def period_line(office: Office, deadline: RunningDeadline) -> str:
    """Return what a case waits for in one line: a period, whose, its end, and what is left."""
    computed, rule = deadline.computed, office.workspace.law.rules.get(deadline.rule)
    mine = rule is not None and rule.who != SYSTEM
    told: dict[str, object] = {
        "name": office.names.deadline(deadline.rule) or deadline.rule,
        "who": office.messages.named("role", rule.who) if rule is not None and mine else "",
    }
    if computed.awaits_year is not None:
        return office.say("next.unknown", year=computed.awaits_year, **told)
    if deadline.status == "paused" or computed.due is None:
        return office.say("next.paused", **told)
    last, today = computed.breach_after or computed.due, office.workspace.now().date()
    left, late = (computed.due - today).days, (today - last).days
    lapses = rule is not None and rule.expiry is Expiry.LAPSE
    over = "next.lapsed" if lapses else "next.overdue" if late > 0 else "next.rolled"
    key = "next.due" if left > 0 else "next.due_today" if left == 0 else over
    return office.say(key, due=computed.due, last=last, days=left if left > 0 else late, **told)


def unknown_years(office: Office, years: Iterable[int]) -> tuple[ExitCode, dict[str, object]]:
    """Say which year's table is missing; return the exit status and what programs are told.

    Nothing is said when no year is missing.
    """
    wanted = sorted(set(years))
    if not wanted:
        return ExitCode.DONE, {"ok": True}
    missing = CalendarMissing(wanted[0])
    text = office.messages.error(missing)
    office.screen.talk(text)
    error = {"code": missing.code, "message": text, "facts": missing.facts}
    return exit_code_of(missing), {"ok": False, "error": error}
