"""`case deadlines --what-if`: reading what is supposed, and telling what would come of it.

Nothing is recorded. The grammar is `D09=DAY`, `served:FORM=DAY`, `earliest:D09=DAY`,
`pause:D11=DAY..DAY` (or `DAY..`), `extend:D11=DAY`; periods and forms by id or name.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from commands.office import Office
from commands.period_steps import rule_line, step_line
from commands.screen import put, table
from commands.session import read_day, read_moment
from engine.case import Case
from engine.errors import InputError
from engine.periods import DeadlineRule, Direction
from engine.unknown import nearest
from engine.what_if import If, Supposed, Supposition, suppose

if TYPE_CHECKING:
    from rich.console import Console

WRITTEN = re.compile(
    r"(?:(?P<kind>[a-z]+)[:：])?(?P<about>[^=:：]+)=(?P<first>[^.]+?)(?P<span>\.\.(?P<last>.*))?"
)
#: A moment is longer than a bare day.
BARE = len("2026-01-05")


def supposed(office: Office, case: Case, texts: Sequence[str]) -> tuple[Supposed, ...]:
    """Return the periods of a case under everything supposed; raises what `suppose` raises."""
    wishes = [read_supposition(office, text) for text in texts]
    law = office.workspace.law
    return suppose(case, wishes, law.rules, law.calendar, office.workspace.now().date())


def read_supposition(office: Office, text: str) -> Supposition:
    """Read one supposition.

    Raises InputError "what_if.unreadable", "what_if.unknown_period", "what_if.unknown_form" or
    "command.bad_moment".
    """
    found = WRITTEN.fullmatch(text.strip())
    kinds = {kind.value for kind in If}
    kind = (found["kind"] or If.START.value) if found is not None else ""
    spans = found is not None and found["span"] is not None
    if found is None or kind not in kinds or spans != (kind == If.PAUSE.value):
        raise InputError("what_if.unreadable", given=text)
    last = (found["last"] or "").strip()
    served = kind == If.SERVED.value
    about = found["about"].strip()
    wish = Supposition(
        kind=If(kind),
        about=_form(office, about) if served else _period(office, about),
        first=_day(found["first"]),
        last=read_day(last) if last else None,
        reason=office.say("what_if.supposed"),
    )
    if wish.last is not None and wish.last < read_day(found["first"]):
        raise InputError("what_if.unreadable", given=text)
    return wish


def _day(text: str) -> date | datetime:
    moment = read_moment(text)
    return moment if len(text.strip()) > BARE else moment.date()


def _period(office: Office, text: str) -> str:
    rules = office.workspace.law.rules
    names = {r.id: {r.id, r.name_zh, r.name_en} for r in rules.values()}
    found = next((rule for rule, known in names.items() if text in known), None)
    if found is None:
        near = nearest(text, [name for known in names.values() for name in known])
        raise InputError("what_if.unknown_period", given=text, near=near)
    return found


def _form(office: Office, text: str) -> str:
    forms = office.workspace.law.forms.forms()
    names = {id_: {id_, form.name, form.name_en} for id_, form in forms.items()}
    found = next((form for form, known in names.items() if text in known), None)
    if found is None:
        near = nearest(text, [name for known in names.values() for name in known])
        raise InputError("what_if.unknown_form", given=text, near=near)
    return found


# -- telling --------------------------------------------------------------------------------------


def payload(office: Office, found: Supposed) -> dict[str, object]:
    """Return one supposed period for programs."""
    rule, then, now = found.rule, found.deadline, found.recorded
    return {
        "rule": rule.id,
        "name": office.names.rule(rule),
        "who": rule.who,
        "articles": [c.text() for c in rule.law],
        "direction": rule.direction,
        "says": _says(found),
        "follows": found.follows or None,
        "recorded_due": now.due if now is not None else None,
        "status": then.status,
        "start": then.start_at or then.start,
        "raw_due": then.raw_due,
        "due": then.due,
        "due_at": then.due_at,
        "breach_after": then.breach_after,
        "derivation": [step.to_plain() for step in then.derivation],
    }


def show(office: Office, console: "Console", case: Case, found: Iterable[Supposed]) -> None:
    """Print the supposed periods and how each date was found."""
    listed = tuple(found)
    keys = ("name", "start", "says", "due", "recorded", "shift")
    heads = tuple(office.say(f"what_if.{key}") for key in keys)
    title = office.say("what_if.title", case=case.number or case.id)
    table(console, heads, [_row(office, one) for one in listed], title=title)
    put(console, office.say("what_if.nothing_recorded"))
    for one in listed:
        put(console, f"\n{one.rule.id} {office.names.rule(one.rule)}")
        put(console, "  " + rule_line(office, one.rule))
        for step in one.deadline.derivation:
            put(console, "  " + step_line(office, step, one.rule))


def _says(found: Supposed) -> str:
    """Return what the date is: the last day, or the latest or first on which to act."""
    if found.earliest:
        return "earliest"
    return "latest" if found.rule.direction is Direction.BACKWARD else "last"


def _row(office: Office, found: Supposed) -> tuple[str, ...]:
    messages, then, now = office.messages, found.deadline, found.recorded
    start: date | datetime = then.start_at or then.start
    return (
        _name(office, found.rule, found.follows),
        messages.value(start),
        office.say(f"what_if.{_says(found)}"),
        messages.value(then.due_at or then.due)
        if then.due is not None
        else messages.named("standing", "paused"),
        messages.value(now.due_at or now.due) if now is not None else "",
        _shift(office, found),
    )


def _name(office: Office, rule: DeadlineRule, follows: str) -> str:
    name = f"{rule.id} {office.names.rule(rule)}"
    return office.say("what_if.following", name=name, rule=follows) if follows else name


def _shift(office: Office, found: Supposed) -> str:
    then, now = found.deadline.due, found.recorded.due if found.recorded is not None else None
    if then is None or now is None:
        return ""
    days = (then - now).days
    key = "same" if not days else "later" if days > 0 else "sooner"
    return office.say(f"what_if.{key}", days=abs(days))
